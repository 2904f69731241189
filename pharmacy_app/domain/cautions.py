"""What a medicine does not go together with, of what people take by themselves: what the leaflets of its group say, for the paper at the door.

It says nothing of a person and decides nothing: who may have a medicine is the doctor's and `domain/safety.py`'s.
"""

from __future__ import annotations

from pharmacy_app.domain.doses import is_weekly
from pharmacy_app.domain.medicines import Medicine

CAUTIONS = ("weekly", "painkillers", "alcohol", "milk", "minerals", "grapefruit", "sildenafil", "nitrates")

# The beginning of an ATC code, and what not to take with it. Eye drops and creams have other codes.
_BY_GROUP = {
    "B01A": "painkillers",  # blood thinners bleed
    "L04AX03": "painkillers",  # methotrexate stays in the body
    "L01BA01": "painkillers",
    "N05AN01": "painkillers",  # lithium stays in the body
    "N02A": "alcohol",
    "N03AA": "alcohol",
    "N03AE": "alcohol",
    "N05B": "alcohol",
    "N05C": "alcohol",
    "P01AB": "alcohol",
    "J01AA": "milk",  # it binds them: they do not work
    "J01MA": "milk",
    "M05BA": "milk",
    "H03AA": "minerals",
    "C10AA01": "grapefruit",
    "C01DA": "sildenafil",
    "G04BE": "nitrates",
}


def cautions(medicine: Medicine) -> tuple[str, ...]:
    """Codes of `CAUTIONS`, the most important first."""
    found = ["weekly"] if is_weekly(medicine) else []
    found += [word for group, word in _BY_GROUP.items() if medicine.atc.startswith(group)]
    return tuple(found)
