"""What would expire: against people who take their units from the shelf day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.forecast import Outlook, Stored, Use, forecast
from pharmacy_app.domain.rates import Rate

DAY = date(2026, 11, 23)
FAR = date(2040, 1, 1)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def by_hand(day: date, lots: Sequence[Stored], uses: Sequence[Use]) -> tuple[Outlook, ...]:
    """Every day everybody comes to the shelf and takes each unit of that day from the lot that expires first."""
    left = {lot.lot_id: lot.units for lot in lots}
    used: dict[int, list[date]] = {lot.lot_id: [] for lot in lots}
    order = sorted(lots, key=lambda lot: (lot.through, lot.lot_id))
    today = day
    while order and today <= order[-1].through:
        for use in uses:
            unit = 1
            while use.last >= use.first and (taken := use.rate.day_of(use.first, unit)) <= min(today, use.last):
                unit += 1
                lot = next((one for one in order if one.through >= today and left[one.lot_id]), None)
                if taken == today and lot is not None:
                    left[lot.lot_id] -= 1
                    used[lot.lot_id].append(today)
        today += timedelta(days=1)
    return tuple(
        Outlook(lot.lot_id, min(used[lot.lot_id], default=None), max(used[lot.lot_id], default=None), left[lot.lot_id]) for lot in order
    )


rates = st.builds(Rate, st.integers(1, 6), st.integers(1, 9))
lots = st.lists(st.tuples(st.integers(0, 25), st.integers(-3, 30)), max_size=6).map(
    lambda rows: [Stored(at, units, after(days)) for at, (units, days) in enumerate(rows)]
)
uses = st.lists(st.builds(Use, rates, st.integers(-12, 20).map(after), st.integers(-8, 35).map(after)), max_size=5)


@given(lots, uses)
def test_it_is_what_happens_day_by_day(stored: list[Stored], taking: list[Use]) -> None:
    assert forecast(DAY, stored, taking) == by_hand(DAY, stored, taking)


@given(lots, uses, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_changes_nothing(stored: list[Stored], taking: list[Use], chance: object) -> None:
    before = forecast(DAY, stored, taking)
    chance.shuffle(stored)  # type: ignore[attr-defined]
    chance.shuffle(taking)  # type: ignore[attr-defined]
    assert forecast(DAY, stored, taking) == before


@given(lots, uses, rates)
def test_one_who_takes_more_never_leaves_more(stored: list[Stored], taking: list[Use], more: Rate) -> None:
    before = {one.lot_id: one.at_risk for one in forecast(DAY, stored, taking)}
    after_it = {one.lot_id: one.at_risk for one in forecast(DAY, stored, [*taking, Use(more, DAY, FAR)])}
    assert sum(after_it.values()) <= sum(before.values())


def test_nobody_takes_it_and_all_of_it_is_left() -> None:
    assert forecast(DAY, [Stored(1, 40, after(200))], []) == (Outlook(1, None, None, 40),)


def test_the_first_to_expire_goes_first_and_what_is_left_is_said() -> None:
    one_a_day = Use(Rate(1, 1), DAY, FAR)
    found = forecast(DAY, [Stored(1, 100, after(29)), Stored(2, 10, after(9)), Stored(3, 5, after(300))], [one_a_day])
    assert found == (
        Outlook(2, DAY, after(9), 0),
        Outlook(1, after(10), after(29), 80),
        Outlook(3, after(30), after(34), 0),
    )


def test_who_has_it_in_hand_draws_on_the_shelf_only_afterwards() -> None:
    later = Use(Rate(2, 1), after(20), FAR)
    assert forecast(DAY, [Stored(1, 30, after(24))], [later]) == (Outlook(1, after(20), after(24), 20),)


def test_one_that_expired_already_serves_nobody() -> None:
    assert forecast(DAY, [Stored(1, 30, after(-1))], [Use(Rate(1, 1), DAY, FAR)]) == (Outlook(1, None, None, 30),)


def test_a_course_that_ends_leaves_the_rest() -> None:
    week = Use(Rate(3, 1), DAY, after(6))
    assert forecast(DAY, [Stored(1, 30, after(60))], [week]) == (Outlook(1, DAY, after(6), 9),)


def test_a_city_takes_no_longer_than_its_different_treatments() -> None:
    many = [Use(Rate(1 + n % 3, 1), after(n % 30), FAR) for n in range(20_000)]
    stored = [Stored(at, 5_000, after(10 + at)) for at in range(100)]
    found = forecast(DAY, stored, many)
    assert sum(one.at_risk for one in found) == 0 and found[0].first == DAY
