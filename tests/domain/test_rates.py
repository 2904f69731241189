"""The rate of a treatment, against counting unit by unit."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.rates import Rate

START = date(2026, 11, 23)
RATES = st.builds(Rate, st.integers(1, 40), st.integers(1, 30))


@given(RATES, st.integers(0, 120))
def test_units_for_counts_the_units_taken_in_those_days(rate: Rate, days: int) -> None:
    end = START + timedelta(days=days)
    taken = 0
    while rate.day_of(START, taken + 1) < end:
        taken += 1
    assert rate.units_for(days) == taken


@given(RATES, st.integers(0, 400))
def test_the_last_day_is_the_last_whose_units_are_all_there(rate: Rate, units: int) -> None:
    covered = (rate.last_day(START, units) - START).days + 1
    assert rate.units_for(covered) <= units < rate.units_for(covered + 1)


@given(RATES)
def test_units_are_taken_in_order_and_as_many_as_the_rate_says(rate: Rate) -> None:
    days = [(rate.day_of(START, k) - START).days for k in range(1, 2 * rate.units + 1)]
    assert days == sorted(days)
    assert sum(day < rate.days for day in days) == rate.units


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", Rate(2, 1)), ("0.5", Rate(1, 2)), (" 0,5 ", Rate(1, 2)), ("1/3", Rate(1, 3)), ("1.5", Rate(3, 2)), (Fraction(3, 7), Rate(3, 7))],
)
def test_units_a_day_as_people_write_them(text: str, expected: Rate) -> None:
    assert Rate.from_per_day(text) == expected


@pytest.mark.parametrize("text", ["", "two", "0", "-1", "1/0", "nan", "inf", "1e9", "1e-99", "1.000,5", "99999"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Rate.from_per_day(text)
    assert refused.value.code == "units_per_day_unclear"


def test_a_rate_of_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError):
        Rate(0, 1)
