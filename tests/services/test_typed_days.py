"""Days as people type them in a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import arrival, donation_typing, typed
from pharmacy_app.services.donation_typing import TypedLine
from tests.support.desks import TODAY, Worker


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


def test_a_typed_month_of_a_russian_pack_follows_the_committees_rule(worker: Worker) -> None:
    def day(expiry: str, description: str = "Энап 10 мг", gtin: str = "") -> tuple[date | None, str, str]:
        line = donation_typing.typed_line(worker.desk, TypedLine(description, "L1", expiry, "30", gtin=gtin))
        return line.expiry, line.reason, line.expiry_raw

    july, august = date(2027, 7, 31), date(2027, 8, 31)
    assert day("0827") == (july, "expiry_russian_unset", "0827")
    assert day("годен до 08.2027", "Enap") == (july, "expiry_russian_unset", "годен до 08.2027")
    assert day("0827", "Enap", "04601234567893")[0] == july
    assert day("0827", "Enap", "08001234567890") == (august, "", "0827")
    arrival.decide_rules(worker.desk, worker.by(), replace(arrival.rules(worker.desk), russian_expiry="end"), "asamblea")
    assert day("0827") == (august, "", "0827")
    arrival.decide_rules(worker.desk, worker.by(), replace(arrival.rules(worker.desk), russian_expiry="before"), "asamblea")
    assert day("0827") == (july, "", "0827")
    assert day("31.08.27") == (august, "", "31.08.27")
