"""On how many of the last days somebody had their medicine: beside counting day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.db.queries.care import ItemRow, SupplyRow
from pharmacy_app.services.door_history import ADHERENCE_DAYS, adherence
from tests.support.desks import TODAY

ITEM = ItemRow(
    1, 1, 1, "P-1", "Ana", "Casa 1", "Alto", 1, "Los Pinos", None, TODAY, 7, "losartan", "50 mg", "tablet", "losartán", "losartan", "", "", 1, 1,
    TODAY - timedelta(days=200), None, True, False, None, "active", "", "", None, "",
)  # fmt: skip


def supply(item_id: int, first: int, days: int, delivered: int) -> SupplyRow:
    """Units for so many days, one a day, `first` days before today; of which so many were delivered."""
    day = TODAY - timedelta(days=first)
    return SupplyRow(item_id, None, None, None, None, "L", None, days, min(delivered, days), day, day + timedelta(days=days - 1))


@given(
    st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(-5, 150), st.integers(1, 40), st.integers(0, 40)), max_size=6),
    st.integers(-3, 150),
)
def test_days_are_counted_as_one_by_one(handed: list[tuple[int, int, int, int]], began: int) -> None:
    """Item 2 continues item 1; item 3 is another treatment."""
    start = TODAY - timedelta(days=began)
    items = [replace(ITEM, starts_on=start, status="closed"), replace(ITEM, id=2, replaces_id=1, starts_on=TODAY), replace(ITEM, id=3)]
    supplies = [supply(*one) for one in handed]
    had: set[date] = set()
    for one in supplies:
        if one.item_id in (1, 2):
            had |= {one.first_day + timedelta(days=n) for n in range(one.delivered)}
    window = [day for n in range(1, ADHERENCE_DAYS + 1) if (day := TODAY - timedelta(days=n)) >= start]
    found = adherence(items, supplies, TODAY)
    assert (2 in found) == bool(window) and 1 not in found
    if window:
        assert (found[2].covered, found[2].days) == (len(had & set(window)), len(window))


def test_what_is_taken_when_needed_has_no_days() -> None:
    assert adherence([replace(ITEM, as_needed=True)], [], TODAY) == {}
