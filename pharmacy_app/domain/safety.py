"""When an item must wait for a doctor: allergy, the same treatment twice, a warning of the medicine. A question, never a decision."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pharmacy_app.domain.allergies import allergic
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask
from pharmacy_app.domain.priority import Reason

_FOURTH = 5  # letters of an ATC code that name its group of the fourth level: C09CA
# Wider ATC groups of which nobody takes two at once.
_ONE_OF = (
    "A02BA", "A02BC", "A10BA", "A10BB", "A10BH", "B01AA", "B01AF", "C03AA", "C07A", "C08C", "C09A", "C09C", "C10AA", "G04CB", "H03AA",
    "M01A", "N05BA", "N05CD", "N06AB", "R06A",
)  # fmt: skip
# What a medicine's label warns of -> the words for persons whom it concerns.
_CONCERNS = {"pregnancy": "pregnant", "breastfeeding": "breastfeeding", "children": "child", "elderly": "elderly"}


def same_treatment(one: Medicine, other: Medicine) -> bool:
    """Whether these are the same treatment twice, by one route: a substance in both, one ATC group of the fourth level, or two of a wider
    group of which one is enough."""
    return one.route == other.route and not _marks(one.atc, one.inn).isdisjoint(_marks(other.atc, other.inn))


@lru_cache(maxsize=4096)
def _marks(atc: str, inn: str) -> frozenset[str]:
    """What two medicines of one treatment have in common: groups of the ATC code, and the substances (two of `losartan + hydrochlorothiazide`)."""
    groups = [group for group in (*_ONE_OF, atc[:_FOURTH]) if atc.startswith(group) and (group in _ONE_OF or len(group) == _FOURTH)]
    return frozenset([*(f"group {group}" for group in groups), *(part.strip() for part in inn.split("+"))])


def questions(ask: Ask, medicines: Mapping[int, Medicine]) -> tuple[Reason, ...]:
    """What a doctor has to answer before this item can be served; empty where nothing stands in the way or all was answered."""
    medicine = medicines[ask.medicine_id]
    found = []
    if ask.allergies and "allergy" not in ask.cleared and (allergy := allergic(medicine, ask.allergies)):
        found.append(Reason("allergy", {"allergy": allergy}))
    if "duplicate" not in ask.cleared:
        twice = next((i for i in ask.taking if i in medicines and same_treatment(medicine, medicines[i])), None)
        if twice is not None:
            found.append(Reason("duplicate", {"medicine_id": twice}))
    if "warning" not in ask.cleared:
        word = next((w for w in medicine.warnings if _CONCERNS.get(w, w) in ask.circumstances), "")
        if word:
            found.append(Reason("warning", {"warning": word}))
    return tuple(found)
