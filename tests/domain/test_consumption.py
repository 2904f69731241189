"""Consumption by month against a slow reckoning day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.consumption import LEAST_DAYS, Consumption, Lacking, Line, Lot, Month, consumption, lacking, period

FIRST = date(2026, 1, 20)


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


days = st.integers(-20, 90).map(after)


@st.composite
def lots(draw: st.DrawFn) -> Lot:
    """A lot that is never below zero, its days in order."""
    opening = units = draw(st.integers(0, 40))
    changes = []
    for day in sorted(draw(st.sets(st.integers(0, 60), max_size=6))):
        change = draw(st.integers(-units, 40))
        units += change
        if change:
            changes.append((after(day), change))
    aside = draw(st.lists(st.tuples(days, days), max_size=2))
    return Lot(opening, tuple(changes), draw(st.none() | days), tuple(aside))


def _spell(first: date, long: int, units: int, per: int) -> Lacking:
    return Lacking(first, first + timedelta(days=long), Fraction(units, per))


spells = st.builds(_spell, days, st.integers(-2, 50), st.integers(1, 9), st.integers(1, 7))


def slowly(some: Sequence[Lot], delivered: dict[date, int], lacked: Sequence[Lacking], first: date, last: date) -> Consumption:
    """Every day looked at by itself."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    held = {id(lot): lot.opening for lot in some}
    stock = set()
    for day in span:
        for lot in some:
            morning = held[id(lot)]
            evening = morning + sum(change for on, change in lot.changes if on == day)
            held[id(lot)] = evening
            usable = lot.through is not None and day <= lot.through and not any(one <= day <= other for one, other in lot.aside)
            if usable and max(morning, evening) > 0:
                stock.add(day)
        if delivered.get(day):
            stock.add(day)
    months: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in span:
        months[day.year, day.month].append(day)

    def lacks(on: Sequence[date]) -> Fraction:
        return sum((one.a_day for one in lacked for day in on if one.first <= day <= one.last), Fraction(0))

    made = tuple(
        Month(mine[0], len(mine), sum(day in stock for day in mine), sum(delivered.get(day, 0) for day in mine), int(lacks(mine) + Fraction(1, 2)))
        for mine in months.values()
    )  # fmt: skip
    if stock:
        average = (sum(month.delivered for month in made) + lacks(sorted(stock))) * 30 / max(LEAST_DAYS, len(stock))
    else:
        without = [day for day in span if any(one.first <= day <= one.last for one in lacked)]
        average = lacks(span) * 30 / max(LEAST_DAYS, (last - without[0]).days + 1) if without else Fraction(0)
    return Consumption(made, average)


@given(
    st.lists(lots(), max_size=4), st.dictionaries(days, st.integers(0, 30), max_size=6), st.lists(spells, max_size=4), st.integers(0, 70)
)
def test_it_is_what_a_reckoning_day_by_day_gives(some: list[Lot], delivered: dict[date, int], lacked: list[Lacking], long: int) -> None:
    last = after(long)
    inside = [Lot(lot.opening, tuple(one for one in lot.changes if one[0] <= last), lot.through, lot.aside) for lot in some]
    assert consumption(inside, delivered, lacked, FIRST, last) == slowly(inside, delivered, lacked, FIRST, last)


asked = st.builds(
    Line, days, st.integers(1, 40), st.integers(1, 60), st.integers(0, 60), st.none() | days, st.booleans()
)  # fmt: skip


@given(st.lists(asked, max_size=6), days)
def test_no_day_of_one_item_lacks_twice(lines: list[Line], last: date) -> None:
    found = lacking(lines, last)
    seen = [one.first + timedelta(days=n) for one in found for n in range((one.last - one.first).days + 1)]
    assert len(seen) == len(set(seen))
    assert all(day <= last for day in seen)
    assert all(one.first <= one.last for one in found)


def test_what_is_asked_again_every_week_lacks_once() -> None:
    weekly = [Line(after(7 * n), 30, 30, 0, None, True) for n in range(3)]
    found = lacking(weekly, after(60))
    assert [(one.first, one.last, one.a_day) for one in found] == [
        (after(0), after(6), Fraction(1)),
        (after(7), after(13), Fraction(1)),
        (after(14), after(43), Fraction(1)),
    ]


def test_part_lacks_from_the_day_after_it_was_given_and_a_refusal_ends_it() -> None:
    part = Line(after(0), 30, 60, 20, after(9), True)
    refused = Line(after(20), 30, 60, 0, None, False)
    assert lacking([part, refused], after(60)) == (Lacking(after(10), after(19), Fraction(2)),)
    assert lacking([Line(after(0), 30, 30, 30, after(29), True)], after(60)) == ()


def test_days_without_stock_are_left_out_of_the_average() -> None:
    first, last = date(2026, 9, 1), date(2026, 10, 30)  # sixty days: thirty with stock, then nothing
    lot = Lot(0, ((first, 300), (date(2026, 9, 10), -200), (date(2026, 9, 30), -100)), date(2028, 1, 31))
    found = consumption([lot], {date(2026, 9, 10): 200, date(2026, 9, 30): 100}, [], first, last)
    assert [(month.with_stock, month.without, month.delivered) for month in found.months] == [(30, 0, 300), (0, 30, 0)]
    assert found.average == found.monthly == 300  # and not 150


def test_one_delivery_on_the_one_day_with_stock_counts_as_a_month() -> None:
    day = date(2026, 9, 10)
    lot = Lot(0, ((day, 60), (day + timedelta(days=1), -60)), date(2028, 1, 31))
    assert consumption([lot], {day + timedelta(days=1): 60}, [], date(2026, 9, 1), date(2026, 9, 30)).average == 60


@pytest.mark.parametrize(
    ("last", "months", "first"),
    [(date(2026, 11, 23), 1, date(2026, 11, 1)), (date(2026, 3, 31), 6, date(2025, 10, 1)), (date(2026, 1, 1), 12, date(2025, 2, 1))],
)
def test_a_period_begins_with_a_month(last: date, months: int, first: date) -> None:
    assert period(last, months) == first
