"""Days as people type them in a form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import typed
from tests.support.desks import TODAY


@given(st.dates(date(2000, 1, 1), TODAY))
def test_a_written_day_is_that_day(day: date) -> None:
    assert typed.day(f"{day:%d/%m/%Y}", TODAY) == day


@given(st.integers(0, 364))
def test_without_a_year_it_is_the_last_such_day(back: int) -> None:
    day = TODAY - timedelta(days=back)
    assert typed.day(f"{day.day}/{day.month}", TODAY) == day


def test_today_and_yesterday() -> None:
    assert [typed.day(text, TODAY) for text in ("hoy", "AYER", "today")] == [TODAY, TODAY - timedelta(days=1), TODAY]


@pytest.mark.parametrize("text", ["", "31/02", "mañana", "32/1/2026", "x"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="day_unreadable"):
        typed.day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [("0827", date(2027, 8, 31)), ("AGO 27", date(2027, 8, 31)), ("10/11/27", date(2027, 11, 10)), ("31/08/2028", date(2028, 8, 31))],
)
def test_an_expiry_is_read_as_printed_and_day_first(text: str, day: date) -> None:
    assert typed.expiry(text, TODAY).day == day


def test_an_unreadable_expiry_is_refused() -> None:
    with pytest.raises(Refusal, match="expiry_unreadable"):
        typed.expiry("13/27", TODAY)
