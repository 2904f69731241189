"""From directions to dispensing units: a medicine's strength turns milligrams, IU, drops and puffs into what stock counts.

Never a wrong number: where an amount cannot be counted exactly, a refusal says so and a person types the quantity.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from pharmacy_app.domain.directions import (
    BOTH_SIDES,
    AtHours,
    Directions,
    EveryHours,
    FixedTimes,
    Intake,
    Phase,
    TimesADay,
    WhenNeeded,
    per_intake_day,
)  # fmt: skip
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.rates import Rate

DROPS_PER_ML = 20
_GRAMS = {"g": Fraction(1), "mg": Fraction(1, 1000), "ug": Fraction(1, 1_000_000), "mcg": Fraction(1, 1_000_000)}
_TABLETS = ("tablet", "chewable_tablet", "dispersible_tablet", "effervescent_tablet", "sublingual_tablet", "vaginal_tablet")
# What a dose of each form is counted in; forms that are not here (creams, gels) are applied, and nobody can count them.
_DOSE_OF_FORM = dict.fromkeys(_TABLETS, "tablet") | {
    "capsule": "capsule", "sachet": "sachet", "lozenge": "lozenge", "patch": "patch", "suppository": "suppository", "pessary": "pessary",
    "oral_liquid": "ml", "powder_for_oral_liquid": "ml", "infusion": "ml", "nebuliser_solution": "ml",
    "oral_drops": "drop", "eye_drops": "drop", "ear_drops": "drop", "nasal_drops": "drop",
    "inhaler": "puff", "inhalation_powder": "puff", "nasal_spray": "puff", "oral_spray": "puff",
}  # fmt: skip
_VESSELS = ("ampoule", "vial", "syringe")
_STRENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?) (mg|g|ug|mcg|IU)(?:/(?:([0-9]+(?:\.[0-9]+)?) ?)?(ml|dose))?")


def _refuse(directions: Directions, medicine: Medicine) -> Refusal:
    return Refusal("directions_not_countable", "directions", unit=directions.unit, form=medicine.form, strength=medicine.strength)


def dose_unit(medicine: Medicine) -> str:
    """What one dose of this medicine is counted in: `tablet`, `ml`, `drop`, `puff`, `IU` (insulins), `application` (creams)..."""
    if medicine.form in ("injection", "powder_for_injection"):
        if "IU/ml" in medicine.strength and (medicine.unit == "ml" or medicine.doses_per_unit > 1):
            return "IU"
        return medicine.unit if medicine.unit in _VESSELS else "ml"
    return _DOSE_OF_FORM.get(medicine.form, "application")


def _strength(medicine: Medicine, unit: str) -> tuple[Fraction, str] | None:
    """How much of `unit` (a mass or IU) is in one dose unit, and in which: `250 mg/5 ml` in mg is (50, "ml")."""
    found = _STRENGTH.fullmatch(medicine.strength)
    if not found:
        return None
    amount, of, per, each = Fraction(found[1]), found[2], Fraction(found[3] or 1), found[4]
    if (unit == "IU") != (of == "IU") or not amount or not per:
        return None
    if unit != "IU":
        amount = amount * _GRAMS[of] / _GRAMS[unit]
    if each == "ml":
        return amount / per, "ml"
    whole = dose_unit(medicine)
    return (
        None
        if whole in ("ml", "application") or (whole == "drop" and each != "dose")
        else (amount / per, "puff" if each == "dose" else whole)
    )


def _factor(directions: Directions, medicine: Medicine) -> tuple[Fraction, str]:
    """One dose unit of the directions in the medicine's own dose unit, and that unit's name."""
    own, said = dose_unit(medicine), directions.unit
    if said == own:
        return Fraction(1), own
    if said == "" and own not in ("ml", "drop", "IU", "application"):
        return Fraction(1), own
    if (said, own) == ("drop", "ml"):
        return Fraction(1), "drop"  # people count drops, the bottle counts mL: kept as said, converted when stock is counted
    if (said, own) == ("ml", "drop"):
        return Fraction(1), "ml"
    if said in _GRAMS or said == "IU":
        strength = _strength(medicine, said)
        if strength is None:
            raise _refuse(directions, medicine)
        return 1 / strength[0], strength[1]
    if said == "ml" and own == "IU":
        return Fraction(1), "ml"
    raise _refuse(directions, medicine)


def _scaled(intake: Intake, factor: Fraction) -> Intake:
    match intake:
        case FixedTimes((morning, noon, evening, night), meals):
            return FixedTimes((morning * factor, noon * factor, evening * factor, night * factor), meals)
        case EveryHours(amount, hours):
            return EveryHours(amount * factor, hours)
        case AtHours(times):
            return AtHours(tuple((minute, amount * factor) for minute, amount in times))
        case TimesADay(amount, times):
            return TimesADay(amount * factor, times)
        case WhenNeeded(least, most, maximum=maximum):
            return replace(intake, least=least * factor, most=most * factor, maximum=None if maximum is None else maximum * factor)


def _amounts(intake: Intake) -> tuple[Fraction, ...]:
    match intake:
        case FixedTimes(amounts):
            return amounts
        case AtHours(times):
            return tuple(amount for _, amount in times)
        case EveryHours(amount) | TimesADay(amount):
            return (amount,)
        case WhenNeeded(least, most):
            return (least, most)


def for_medicine(directions: Directions, medicine: Medicine) -> Directions:
    """The same directions in what this medicine's doses are counted in: 500 mg of a 250 mg tablet are 2 tablets; a bare `1` is 1 tablet.

    Raises `Refusal("directions_not_countable")` where unit and medicine do not go together, and `Refusal("dose_not_whole")`
    where a dose would be no whole puff, capsule or (unless the doctor said tablets) divisible tablet.
    """
    factor, unit = _factor(directions, medicine)
    extra = directions.extra
    result = replace(
        directions,
        phases=tuple(replace(phase, intake=_scaled(phase.intake, factor)) for phase in directions.phases),
        extra=replace(extra, least=extra.least * factor, most=extra.most * factor, maximum=extra.maximum and extra.maximum * factor)
        if extra
        else None,
        unit=unit,
    )
    least = _least_part(directions.unit, unit, medicine)
    taken = [amount for phase in result.phases for amount in _amounts(phase.intake)] + list(_amounts(result.extra) if result.extra else ())
    if least and any(amount % least for amount in taken):
        raise Refusal("dose_not_whole", "directions", unit=unit, form=medicine.form, strength=medicine.strength)
    return result


def _least_part(said: str, unit: str, medicine: Medicine) -> Fraction | None:
    """The smallest part of the dose unit that can be taken; None where it is measured."""
    if unit in ("ml", "IU", "application"):
        return None
    if unit != "tablet":
        return Fraction(1)
    if said in ("tablet", ""):
        return Fraction(1, 4)  # what the doctor wrote in tablets is taken as written
    return Fraction(1, 2) if medicine.divisible else Fraction(1)


def _units_per_dose(directions: Directions, medicine: Medicine) -> Fraction:
    """Dispensing units that one dose unit uses up."""
    own, said, each = dose_unit(medicine), directions.unit, medicine.doses_per_unit
    if medicine.unit == "ml":
        if said == "IU":
            strength = _strength(medicine, "IU")
            if strength is None:
                raise _refuse(directions, medicine)
            return 1 / strength[0]
        return Fraction(1, DROPS_PER_ML) if said == "drop" else Fraction(1)
    if said == own and (each > 1 or said == medicine.unit or own in ("tablet", "capsule", "lozenge")):
        return Fraction(1, each)
    if each > 1 and (said, own) == ("drop", "ml"):
        return Fraction(1, DROPS_PER_ML * each)
    if each > 1 and (said, own) == ("ml", "drop"):
        return Fraction(DROPS_PER_ML, each)
    raise _refuse(directions, medicine)


def daily_maximum(directions: Directions) -> Fraction | None:
    """The most dose units on any one day, both eyes counted; None where no maximum follows from what was said."""
    sides = 2 if directions.site in BOTH_SIDES else 1
    each = [per_intake_day(phase.intake) for phase in directions.phases]
    besides = per_intake_day(directions.extra) if directions.extra else Fraction(0)
    if None in each or besides is None:
        return None
    return (max(amount for amount in each if amount is not None) + besides) * sides


def _per_day(directions: Directions, phase: Phase) -> Fraction | None:
    one = Directions((phase,), directions.unit, directions.site, extra=directions.extra)
    if directions.extra and phase.on.share != 1:
        return None
    most = daily_maximum(one)
    return None if most is None else most * phase.on.share


def heaviest_day(directions: Directions, medicine: Medicine) -> Fraction | None:
    """Dispensing units on the day that takes most; None where no maximum follows from what was said. Raises what `for_medicine` raises."""
    fitted = for_medicine(directions, medicine)
    most = daily_maximum(fitted)
    return None if most is None else most * _units_per_dose(fitted, medicine)


def rate(directions: Directions, medicine: Medicine) -> Rate:
    """How fast this treatment uses up dispensing units; as needed counts with its daily maximum.

    A tapering course has the average of its whole length, so that its total is exact. Raises `Refusal("directions_not_countable")`
    (and what `for_medicine` raises) where no exact number follows: a cream, as needed without a maximum, tapering without an end.
    """
    fitted = for_medicine(directions, medicine)
    per_dose = _units_per_dose(fitted, medicine)
    daily = [_per_day(fitted, phase) for phase in fitted.phases]
    if len(daily) == 1 and daily[0] is not None:
        return Rate.from_per_day(daily[0] * per_dose)
    if fitted.days is None or None in daily:
        raise _refuse(directions, medicine)
    total = sum((amount * phase.length for amount, phase in zip(daily, fitted.phases, strict=True) if amount and phase.length), Fraction(0))
    return Rate.from_per_day(total * per_dose / fitted.days)
