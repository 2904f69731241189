"""Printed dates: every shape that was seen, and columns of which no single cell says in which order it was written."""

from __future__ import annotations

import calendar
import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.intake.date_columns import Reading
from pharmacy_app.intake.dates import ORDERS, orders_of
from pharmacy_app.intake.expiry import read_column, read_one

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2079, 12, 31))


def test_every_printed_shape_that_was_seen(shared: Path) -> None:
    style = {"gs1": "ymd", "en": "mdy"}
    with (shared / "expiry-formats" / "expiry_formats.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 30
    for line in lines:
        raw = "" if line["raw"] == "(empty)" else re.sub(r" \(Excel.*", "", line["raw"])
        reading = read_one(raw, TODAY, style.get(line["lang"]))
        expected = line["expected_last_day_valid"]
        assert reading.day == (date.fromisoformat(expected) if expected else None), line
        if line["id"] not in ("e03", "e06", "e07", "e09", "e11", "e12", "e13"):  # serial numbers are doubtful; the others need their order
            assert read_one(raw, TODAY) == reading and not reading.doubtful


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0827", date(2027, 8, 31)),
        ("AGO 27", date(2027, 8, 31)),
        ("ago/2027", date(2027, 8, 31)),
        ("8/27", date(2027, 8, 31)),
        ("31 de agosto de 2027", date(2027, 8, 31)),
        ("Sept 2028", date(2028, 9, 30)),
        ("АВГ 2027", date(2027, 8, 31)),
        ("15-11", date(2015, 11, 30)),
        ("02/2028", date(2028, 2, 29)),
        ("20270831", date(2027, 8, 31)),
        ("Lote 5 Venc: 13/08/27", date(2027, 8, 13)),
        ("F.V. 08-2027", date(2027, 8, 31)),
        ("VTO 08/27 LOTE A12", date(2027, 8, 31)),
    ],
)
def test_typed_short(typed: str, day: date) -> None:
    reading = read_one(typed, TODAY)
    assert (reading.day, reading.doubtful) == (day, False)


@pytest.mark.parametrize("typed", ["", "  ", "13/2027", "2027-02-30", "31/02/2027", "hola", "000000", "9" * 5000, "٠٨/٢٠٢٧"])
def test_what_is_no_date_gives_no_day(typed: str) -> None:
    assert read_one(typed, TODAY).day is None


def test_what_has_no_expiry_says_which_kind_of_nothing() -> None:
    assert [read_one(text, TODAY).reason for text in ("", "n/a", "jamás", "NEVER", "никогда", "???x")] == [
        "expiry_missing", "expiry_missing", "expiry_never", "expiry_never", "expiry_never", "expiry_unreadable",
    ]  # fmt: skip


def test_dates_that_no_medicine_can_have_are_said() -> None:
    assert read_one("01/1900", TODAY) == Reading(date(1900, 1, 31), True, "expiry_implausible")
    assert read_one("2045-01", TODAY) == Reading(date(2045, 1, 31), True, "expiry_far")
    assert read_one("2041-12", TODAY).reason == ""
    assert read_one("2026-11-22", TODAY) == Reading(date(2026, 11, 22), False, "expiry_past")
    assert read_one("2026-11-23", TODAY) == Reading(date(2026, 11, 23), False, "")


@given(st.lists(st.tuples(st.integers(0, 79), st.integers(1, 12)), min_size=1, max_size=30))
def test_year_first_texts_are_read_by_the_column(months: list[tuple[int, int]]) -> None:
    column = read_column([f"{year:02}-{month:02}" for year, month in months])
    ends = [date(2000 + year, month, calendar.monthrange(2000 + year, month)[1]) for year, month in months]
    tellers = [year for year, _ in months if not 1 <= year <= 12]
    for end, reading in zip(ends, column.readings, strict=True):
        assert reading.day == end or (not tellers and reading.doubtful)
    assert column.ambiguous <= (not tellers)
    if tellers:
        assert column.style == "ymd" and not any(reading.doubtful for reading in column.readings)


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%m-%d-%Y"]))
def test_day_and_month_are_told_by_the_column_or_asked(days: list[date], shape: str) -> None:
    column = read_column([day.strftime(shape) for day in days])
    for day, reading in zip(days, column.readings, strict=True):
        assert reading.day == day or reading.doubtful  # a wrong day is never sure
    style = "mdy" if shape.startswith("%m") else "dmy"
    again = read_column([day.strftime(shape) for day in days], style=style)
    assert [reading.day for reading in again.readings] == days and not again.ambiguous


def test_an_ambiguous_column_is_asked_and_proposes_the_earlier_day() -> None:
    column = read_column(["05/11/2027", "03/04/2028"])
    assert column.ambiguous and column.style == ""
    assert column.readings[0] == Reading(date(2027, 5, 11), True, "date_order")
    assert not read_column(["05.11.2027"]).ambiguous  # dots: nobody writes month.day.year with them


def test_one_other_hand_in_a_column_is_said_and_does_not_change_the_rest() -> None:
    column = read_column(["13/02/2027"] * 9 + ["05/06/2027", "02/28/2027"])
    assert column.style == "dmy" and not column.ambiguous
    assert column.readings[9] == Reading(date(2027, 6, 5), False, "")
    assert column.readings[10] == Reading(date(2027, 2, 28), True, "date_other_order")
    mixed = read_column(["13/02/2027", "02/28/2027", "05/06/2027"])
    assert mixed.ambiguous and mixed.readings[2].doubtful


def test_a_true_day_among_month_texts_is_shown_not_trusted() -> None:
    column = read_column(["13-11", "15-04", date(2013, 11, 15), "16-02"])
    assert column.style == "ymd"
    assert column.readings[2] == Reading(date(2013, 11, 15), True, "date_cell_among_text")
    assert not read_column([date(2027, 1, 5), date(2027, 2, 5), "08/2027"]).readings[0].doubtful


def test_numbers_that_a_spreadsheet_made_of_dates() -> None:
    def of(number: str) -> Reading:
        return read_column([Decimal(number)]).readings[0]

    assert of("44742") == Reading(date(2022, 6, 30), True, "date_from_number")
    assert of("827") == Reading(date(2027, 8, 31), False, "")
    assert of("82027") == Reading(date(2027, 8, 31), False, "")
    assert of("202708") == Reading(date(2027, 8, 31), False, "")
    assert of("15.1").doubtful and of("15.1").day == date(2015, 1, 31)  # it may have been 15.10: the earlier is proposed
    assert [of(number).day for number in ("0", "-5", "1E+30", "7.123")] == [None] * 4


@given(st.text(max_size=80))
def test_any_text_gives_a_reading(text: str) -> None:
    reading = read_one(text, TODAY)
    assert (reading.day is None) <= bool(reading.reason)
    assert set(orders_of(text)) <= set(ORDERS)


def test_an_unknown_style_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="yyy"):
        read_column(["08/2027"], style="yyy")
