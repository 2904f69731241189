"""Doses that are a slip of the pen: milligrams for micrograms, tablets for drops, every day for every week. A question, never a decision."""

from __future__ import annotations

import re
from fractions import Fraction

from pharmacy_app.domain.directions import Directions
from pharmacy_app.domain.dosing import dose_unit, heaviest_day
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.rates import Rate
from pharmacy_app.domain.usual_doses import TAKEN

_SURELY = 2  # beyond twice the most, nobody can have meant it; between the two a doctor may know better
_MAGNITUDE = 10  # a nought too many: ten times what is usual
# What is taken once a week, in mg a week: every day of it is a mistake that kills. Seven of the WHO's defined daily doses are 17.5 and 70.
_MOST_MG_A_WEEK = {"methotrexate": Fraction(30), "alendronic acid": Fraction(70)}
# The most doses a day that anybody swallows, breathes or injects at home, by what they are counted in (unconfirmed: no source says it).
_MOST_DOSES = {
    "tablet": 16, "capsule": 16, "lozenge": 12, "sachet": 10, "ml": 300, "drop": 200, "puff": 40, "IU": 300, "patch": 4, "suppository": 6, "pessary": 4,
    "ampoule": 8, "vial": 8, "syringe": 4, "pen": 1, "bottle": 3, "inhaler": 1, "tube": 2, "piece": 8,
}  # fmt: skip
_MG = re.compile(r"([0-9]+(?:\.[0-9]+)?) (g|mg|ug|mcg)(?:/(?:([0-9]+(?:\.[0-9]+)?) ?)?ml)?")
_IN_MG = {"g": Fraction(1000), "mg": Fraction(1), "ug": Fraction(1, 1000), "mcg": Fraction(1, 1000)}


def beyond(inn: str, mg: Fraction) -> Fraction | None:
    """What is usual in a day (in a week, of what is taken weekly), where so many mg by mouth are of another order of magnitude; else None.

    That is ten times what is usual, or twice the most; never what is within the most. Where nothing is known, nothing is asked.
    """
    weekly = _MOST_MG_A_WEEK.get(inn)
    if weekly is not None:
        return weekly if mg > weekly else None
    taken = TAKEN.get(inn)
    if taken is None:
        return None
    too_much = (taken.most is not None and mg > _SURELY * taken.most) or (taken.usual is not None and mg >= _MAGNITUDE * taken.usual)
    return (taken.usual or taken.most) if too_much and mg > (taken.most or 0) else None


def impossible(medicine: Medicine, rate: Rate | None, directions: Directions | None) -> Reason | None:
    """Why a dose must be asked about before it counts: `dose_high` (`amount`, `usual`) or `not_weekly`; None where it is ordinary or unknown.

    `rate` is in dispensing units; with `directions` the day on which most is taken is looked at, otherwise the average.
    """
    if is_weekly(medicine) and (directions is None or any(phase.on.share > Fraction(1, 7) for phase in directions.phases)):
        return Reason("not_weekly", {"medicine": medicine.inn})
    units = _units(medicine, rate, directions)
    if units is None:
        return None
    for inn, amount in _amounts(medicine):
        usual = beyond(inn, units * amount)
        if usual is not None:
            return Reason("dose_high", {"amount": f"{_plain(units * amount)} mg", "usual": f"{_plain(usual)} mg"})
    kind, doses = _doses(medicine, units)
    if doses > _MOST_DOSES.get(kind, doses):
        return Reason("dose_high", {"amount": _plain(doses), "usual": str(_MOST_DOSES[kind])})
    return None


def is_weekly(medicine: Medicine) -> bool:
    """Whether it is taken on one day a week: every day would be poison."""
    return "weekly" in medicine.warnings or (medicine.inn == "alendronic acid" and medicine.strength == "70 mg")


def _units(medicine: Medicine, rate: Rate | None, directions: Directions | None) -> Fraction | None:
    """Dispensing units on the heaviest day: as the directions say, or as somebody typed, whichever is more."""
    typed = Fraction(rate.units, rate.days) if rate else None
    try:
        said = heaviest_day(directions, medicine) if directions else None
    except Refusal:
        said = None
    known = [one for one in (typed, said) if one is not None]
    return max(known) if known else None


def _amounts(medicine: Medicine) -> list[tuple[str, Fraction]]:
    """(substance, mg of it in one dispensing unit), of what is swallowed; nothing where the strength does not say it."""
    names, parts = [name.strip() for name in medicine.inn.split("+")], medicine.strength.split(" + ")
    if medicine.route != "oral" or len(names) != len(parts) or (medicine.unit == "ml") != all("ml" in part for part in parts):
        return []
    read = [_MG.fullmatch(part.strip()) for part in parts]
    return [(name, Fraction(one[1]) * _IN_MG[one[2]] / Fraction(one[3] or 1)) for name, one in zip(names, read, strict=True) if one]


def _doses(medicine: Medicine, units: Fraction) -> tuple[str, Fraction]:
    """The same in doses and what they are counted in: a third of an inhaler is 66 puffs."""
    own = dose_unit(medicine)
    if medicine.unit == "ml" and own == "drop":
        return "ml", units
    if medicine.doses_per_unit > 1:
        return own, units * medicine.doses_per_unit
    return medicine.unit, units


def _plain(amount: Fraction) -> str:
    return f"{float(amount):.10g}"
