"""Directions: kept exactly, and counted against a calendar of intakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.directions import (
    Days,
    Directions,
    EveryHours,
    FixedTimes,
    Phase,
    TimesADay,
    WhenNeeded,
    from_json,
    per_intake_day,
    to_json,
)
from pharmacy_app.domain.dosing import daily_maximum, for_medicine, rate
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.rates import Rate
from tests.domain.direction_strategies import days, directions, regular

NO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
START = date(2026, 11, 23)
TABLET = Medicine(
    1, "losartan", "50 mg", "tablet", "immediate", "oral", "C09CA01", "tablet", ("losartán", "losartan", "", ""), divisible=True
)
SYRUP = replace(TABLET, strength="250 mg/5 ml", form="oral_liquid", unit="ml")
INSULIN = replace(TABLET, strength="100 IU/ml", form="injection", unit="vial", doses_per_unit=1000)
INHALER = replace(TABLET, strength="100 mcg/dose", form="inhaler", unit="inhaler", doses_per_unit=200)
EYE_DROPS = replace(TABLET, strength="0.5 %", form="eye_drops", unit="ml")
CREAM = replace(TABLET, strength="1 %", form="cream", unit="tube")


def one(
    intake: FixedTimes | EveryHours | TimesADay | WhenNeeded, unit: str, length: int | None = None, on: Days | None = None, site: str = ""
) -> Directions:
    return Directions((Phase(intake, on or Days(), length),), unit, site)


def units_for_course(course: Directions) -> int | None:
    """Tablets for the whole treatment; None where it has no end."""
    length = course.days_from(START)
    return None if length is None else rate(course, TABLET).units_for(length)


@given(directions())
def test_kept_as_text_and_read_back(kept: Directions) -> None:
    assert from_json(to_json(kept)) == kept


@settings(deadline=None)
@given(regular(st.integers(1, 24).map(lambda n: Fraction(n, 4))), days(), st.integers(1, 3))
def test_whole_cycles_are_counted_as_the_calendar_counts_them(intake: FixedTimes | EveryHours | TimesADay, on: Days, cycles: int) -> None:
    length = cycles * (7 if on.weekdays else on.every)
    course = one(intake, "tablet", length, on)
    each = per_intake_day(intake)
    assert each is not None
    taken = sum(each for day in range(length) if on.includes(START + timedelta(days=day), START))
    assert units_for_course(course) == ceil(taken)


@pytest.mark.parametrize(
    ("given_directions", "medicine", "expected"),
    [
        (one(EveryHours(ONE, 8), "tablet"), TABLET, Rate(3, 1)),
        (one(TimesADay(HALF, 1), ""), TABLET, Rate(1, 2)),
        (one(TimesADay(Fraction(100), 1), "mg"), TABLET, Rate(2, 1)),
        (one(TimesADay(Fraction(25), 1), "mg"), TABLET, Rate(1, 2)),
        (one(TimesADay(ONE, 1), "tablet", on=Days((0, 3))), TABLET, Rate(2, 7)),
        (one(TimesADay(ONE, 1), "tablet", on=Days(every=2)), TABLET, Rate(1, 2)),
        (one(EveryHours(Fraction(250), 8), "mg"), SYRUP, Rate(15, 1)),
        (one(TimesADay(Fraction(10), 2), "drop"), SYRUP, Rate(1, 1)),
        (one(FixedTimes((Fraction(10), NO, NO, Fraction(6))), "IU"), INSULIN, Rate(2, 125)),
        (one(TimesADay(Fraction(2), 2), "puff"), INHALER, Rate(1, 50)),
        (one(TimesADay(Fraction(200), 2), "ug"), INHALER, Rate(1, 50)),
        (one(TimesADay(ONE, 4), "drop", site="each_eye"), EYE_DROPS, Rate(2, 5)),
        (one(WhenNeeded(ONE, ONE, 6, maximum=Fraction(4)), "tablet"), TABLET, Rate(4, 1)),
        (one(WhenNeeded(ONE, Fraction(2), 4, 6), "tablet"), TABLET, Rate(12, 1)),
        (replace(one(TimesADay(ONE, 1), "tablet"), extra=WhenNeeded(ONE, Fraction(3), maximum=Fraction(3))), TABLET, Rate(4, 1)),
    ],
)
def test_rates(given_directions: Directions, medicine: Medicine, expected: Rate) -> None:
    assert rate(given_directions, medicine) == expected


def test_a_tapering_course_needs_exactly_its_sum() -> None:
    steps = tuple(Phase(TimesADay(Fraction(amount), 1), length=5) for amount in (4, 2, 1))
    assert units_for_course(Directions(steps, "tablet")) == 35


@pytest.mark.parametrize(
    ("given_directions", "medicine", "code"),
    [
        (one(EveryHours(ONE, 12), "suppository"), TABLET, "directions_not_countable"),
        (one(EveryHours(ONE, 12), "IU"), TABLET, "directions_not_countable"),
        (one(EveryHours(ONE, 8), ""), SYRUP, "directions_not_countable"),
        (one(TimesADay(ONE, 2), "application"), CREAM, "directions_not_countable"),
        (one(WhenNeeded(ONE, ONE), "tablet"), TABLET, "directions_not_countable"),
        (one(TimesADay(Fraction(30), 1), "mg"), TABLET, "dose_not_whole"),
        (one(TimesADay(Fraction(25), 1), "mg"), replace(TABLET, divisible=False), "dose_not_whole"),
        (one(TimesADay(Fraction(500), 1), "mg"), replace(TABLET, strength="500 mg + 125 mg"), "directions_not_countable"),
    ],
)
def test_what_cannot_be_counted_is_refused(given_directions: Directions, medicine: Medicine, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        rate(given_directions, medicine)
    assert refused.value.code == code


def test_milligrams_are_said_in_what_the_box_holds() -> None:
    assert for_medicine(one(TimesADay(Fraction(100), 1), "mg"), TABLET) == one(TimesADay(Fraction(2), 1), "tablet")
    assert for_medicine(one(TimesADay(Fraction(250), 3), "mg"), SYRUP) == one(TimesADay(Fraction(5), 3), "ml")
    assert for_medicine(one(TimesADay(ONE, 1), ""), TABLET).unit == "tablet"


def test_the_most_on_one_day_counts_both_eyes_and_the_highest_step() -> None:
    assert daily_maximum(one(TimesADay(ONE, 4), "drop", site="each_eye")) == 8
    assert daily_maximum(Directions((Phase(TimesADay(ONE, 1), length=5), Phase(TimesADay(Fraction(3), 1), length=5)), "tablet")) == 3
    assert daily_maximum(one(WhenNeeded(ONE, ONE), "tablet")) is None


def test_the_last_day_that_was_said_is_a_day_of_the_treatment() -> None:
    course = replace(one(TimesADay(ONE, 1), "tablet"), until=START + timedelta(days=9))
    assert units_for_course(course) == 10
    assert course.days_from(START + timedelta(days=30)) == 0
    assert units_for_course(replace(course, until=None)) is None
