"""Printed dates: every shape that was seen, and columns of which no single cell says in which order it was written."""

from __future__ import annotations

import calendar
import csv
import random
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.intake.date_columns import Reading
from pharmacy_app.intake.dates import ORDERS, orders_of
from pharmacy_app.intake.expiry import eaeu_pack, read_column, read_one

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2079, 12, 31))


def listed(shared: Path) -> list[dict[str, str]]:
    with (shared / "expiry-formats" / "expiry_formats.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_printed_shape_that_was_seen(shared: Path) -> None:
    style = {"gs1": "ymd", "en": "mdy"}
    lines = listed(shared)
    assert len(lines) == 30
    for line in lines:
        raw = "" if line["raw"] == "(empty)" else re.sub(r" \(Excel.*", "", line["raw"])
        reading = read_one(raw, TODAY, style.get(line["lang"]), russian="end")
        expected = line["expected_last_day_valid"]
        assert reading.day == (date.fromisoformat(expected) if expected else None), line
        if line["id"] not in ("e03", "e06", "e07", "e09", "e11", "e12", "e13"):  # serial numbers are doubtful; the others need their order
            assert read_one(raw, TODAY, russian="end") == reading and not reading.doubtful


def test_months_on_russian_packs_follow_the_committees_rule(shared: Path) -> None:
    """Every seen shape with Cyrillic words and a month: the last day of the month, or of the one before; unset, the earlier, and it is said."""
    lines = [line for line in listed(shared) if re.search("[а-яА-Я]", line["raw"]) and line["precision"] == "month"]
    assert len(lines) >= 4
    for line in lines:
        end = date.fromisoformat(line["expected_last_day_valid"])
        before = end.replace(day=1) - timedelta(days=1)
        assert read_one(line["raw"], TODAY, russian="end") == Reading(end, False, "", True)
        assert read_one(line["raw"], TODAY, russian="before") == Reading(before, False, "", True)
        assert read_one(line["raw"], TODAY) == Reading(before, False, "expiry_russian_unset", True)


def test_only_months_of_packs_from_there_are_touched_by_the_rule() -> None:
    assert read_one("годен до 31.08.2027", TODAY, russian="before").day == date(2027, 8, 31)
    assert read_one("08.2027", TODAY, russian="before").day == date(2027, 8, 31)
    assert read_one("08.2027", TODAY, russian="before", eaeu=True).day == date(2027, 7, 31)
    assert read_one("годен до 11.2026", TODAY) == Reading(date(2026, 10, 31), False, "expiry_russian_unset", True)
    assert read_one("годен до 11.2026", TODAY, russian="before").reason == "expiry_past"
    assert [eaeu_pack("04601234567893"), eaeu_pack("4810123456789"), eaeu_pack("08001234567890"), eaeu_pack("")] == [
        True,
        True,
        False,
        False,
    ]
    assert [eaeu_pack(country="RU"), eaeu_pack(country="IT"), eaeu_pack(words="Энап 10 мг"), eaeu_pack(words="Enap")] == [
        True,
        False,
        True,
        False,
    ]
    with pytest.raises(ValueError, match="start"):
        read_one("08.2027", TODAY, russian="start")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "AGO.2027",
            "ago. 27",
            "AGOSTO 2027",
            "agosto de 2027",
            "Aug '27",
            "AUG-2027",
            "août 2027",
            "aoû 27",
            "Agosto/27",
            "VIII.2027",
            "VIII-27",
        ),
        *(
            "08/27",
            "08-2027",
            "2027-08",
            "08 2027",
            "2027/08",
            "2027.08",
            "08.27",
            "8/2027",
            "08\\2027",
            "08–2027",
            "082027",
            "202708",
            "2027年08月",
        ),
        *("V. 08/27", "V:08/27", "Scad. 08/2027", "SCADENZA: 08-27", "EXP:2027/08", "EXP0827", "EXP. DATE AUG 2027", "Cad 08-27 Lote 123"),
        *(
            "Cad 08-27 L.123",
            "LOT A12 EXP 08/27",
            "Lote: L0825 Exp: 08/27",
            "Vence en agosto del 2027",
            "Val. 08/27",
            "Péremption : 08/2027",
        ),
        *(
            "ELAB 08/24 VENC 08/27",
            "FAB: 08/2024 VTO: 08/2027",
            "MFD 01/2024 EXP 08/2027",
            "EXP 08/2027 MFD 01/2024",
            "FAB/VENC: 08/2024 08/2027",
        ),
        *("08/2024 (FAB) 08/2027 (EXP)", "Fab.:01/25 Val.:08/27", "EXP/CAD 08/2027", "use by end of Aug 2027"),
    ],
)
def test_a_month_as_packs_print_it(text: str) -> None:
    assert read_one(text, TODAY) == Reading(date(2027, 8, 31), False, "", True)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "31AUG2027",
            "31 AGO 2027",
            "31/ago/2027",
            "31 de agosto de 2027",
            "August 31, 2027",
            "31st Aug 2027",
            "31.VIII.2027",
            "2027-08-31",
        ),
        *(
            "срок годности до 31.08.27",
            "До 31 августа 2027 г.",
            "EXP 2027-08-31T00:00:00Z",
            "31/08/2027 00:00",
            "изг. 31.08.24 годен до 31.08.27",
        ),
    ],
)
def test_a_day_as_packs_print_it(text: str) -> None:
    assert read_one(text, TODAY) == Reading(date(2027, 8, 31), False, "")


@pytest.mark.parametrize(
    "text",
    [
        "до 08.2027",
        "Годен до: 08 2027",
        "Изг. 08.2024 Годен до 08.2027",
        "годен до авг. 2027",
        "август 2027 г.",
        "Серия 0426, Годен до 08.2027",
    ],
)
def test_a_russian_month(text: str) -> None:
    assert read_one(text, TODAY, russian="end") == Reading(date(2027, 8, 31), False, "", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(("MFD 08/2024", "unreadable"), ("изг. 08.2024", "unreadable"), ("Cad: Elab: 01/2024", "unreadable"), ("FAB 0827", "unreadable")),
        *(("01/2024 - 01/2027", "several"), ("08/2027, 10/2027", "several"), ("EXP 08/2027 EXP 10/2027", "several")),
        *(("1448/08", "unreadable"), ("08/2570", "unreadable"), ("10 x 27", "unreadable"), ("срок годности 3 года", "unreadable")),
    ],
)
def test_neither_the_day_of_making_nor_one_of_several_is_taken(text: str, reason: str) -> None:
    assert read_one(text, TODAY) == Reading(None, False, f"expiry_{reason}")


def test_a_date_that_nothing_says_is_the_expiry_is_doubtful() -> None:
    assert read_one("LOT A12 08/2027", TODAY) == Reading(date(2027, 8, 31), True, "date_in_text", True)


DAY_SHAPES = {
    "dmy": ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d/%m/%y", "%d%m%Y", "%d%m%y", "EXP %d/%m/%Y", "Lote 7 Venc. %d-%m-%y"),
    "mdy": ("%m/%d/%Y", "%m-%d-%y", "%m%d%Y", "EXP %m/%d/%Y"),
    "ymd": ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%y-%m-%d", "%y%m%d", "EXP:%Y-%m-%d"),
}
MONTH_SHAPES = (
    "%m/%Y",
    "%m-%y",
    "%m.%Y",
    "%Y-%m",
    "%m%Y",
    "%Y%m",
    "%m%y",
    "EXP %m/%y",
    "Scad. %m-%Y",
    "ELAB 01/20 VENC %m/%Y",
    "Lote 12/20 Cad %m/%Y",
)
MONTH_NAMES = (
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "January February March April May June July August September October November December",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "I II III IV V VI VII VIII IX X XI XII",
)


@given(DAYS, st.sampled_from([(order, shape) for order, shapes in DAY_SHAPES.items() for shape in shapes]))
def test_any_day_in_any_shape_is_read_back_or_asked(day: date, told: tuple[str, str]) -> None:
    order, shape = told
    text = day.strftime(shape)
    assert read_column([text], style=order).readings[0] == Reading(day, False, "")
    alone = read_column([text])
    assert alone.readings[0].day == day or alone.ambiguous


@given(st.integers(2013, 2079), st.integers(1, 12), st.sampled_from(MONTH_SHAPES))
def test_any_month_in_any_shape_is_read_back_or_asked(year: int, month: int, shape: str) -> None:
    end = date(year, month, calendar.monthrange(year, month)[1])
    column = read_column([end.strftime(shape)])
    assert column.readings[0] == Reading(end, False, "", True) or column.ambiguous


@given(
    DAYS,
    st.sampled_from(MONTH_NAMES),
    st.sampled_from(["{m} {y}", "{m}. {y}", "{m}-{y}", "{m}/{y}", "{d} {m} {y}", "{d}-{m}-{y}", "{y} {m} {d}"]),
)
def test_months_by_name_are_read_back(day: date, names: str, shape: str) -> None:
    name = names.split()[day.month - 1]
    if name == "V" and shape == "{m}. {y}":
        return  # V. 2027: it expires in 2027, or in May: nobody knows
    reading = read_one(shape.format(m=name, y=day.year, d=day.day), TODAY, russian="end")
    last = calendar.monthrange(day.year, day.month)[1]
    assert reading.day == (day if "{d}" in shape else day.replace(day=last))


@given(st.lists(DAYS, min_size=1, max_size=12), st.lists(DAYS, min_size=1, max_size=12))
def test_a_mixture_of_orders_is_asked_or_each_is_right(ours: list[date], theirs: list[date]) -> None:
    """Day first and month first in one column: no day that may be wrong is sure."""
    column = read_column([day.strftime("%d/%m/%Y") for day in ours] + [day.strftime("%m/%d/%Y") for day in theirs])
    telling_ours, telling_theirs = (sum(day.day > 12 for day in days) for days in (ours, theirs))
    if telling_ours and telling_theirs and min(telling_ours, telling_theirs) * 5 >= max(telling_ours, telling_theirs):
        for day, reading in zip([*ours, *theirs], column.readings, strict=True):
            assert reading.day == day or reading.doubtful


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0827", date(2027, 8, 31)),
        ("AGO 27", date(2027, 8, 31)),
        ("ago/2027", date(2027, 8, 31)),
        ("8/27", date(2027, 8, 31)),
        ("31 de agosto de 2027", date(2027, 8, 31)),
        ("Sept 2028", date(2028, 9, 30)),
        ("АВГ 2027", date(2027, 7, 31)),
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
    assert read_one("01/1900", TODAY) == Reading(date(1900, 1, 31), True, "expiry_implausible", True)
    assert read_one("2045-01", TODAY) == Reading(date(2045, 1, 31), True, "expiry_far", True)
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
    assert of("827") == Reading(date(2027, 8, 31), False, "", True)
    assert of("82027") == Reading(date(2027, 8, 31), False, "", True)
    assert of("202708") == of("202708.0") == of("827.0") == Reading(date(2027, 8, 31), False, "", True)  # as a workbook gives whole numbers
    assert of("15.1").doubtful and of("15.1").day == date(2015, 1, 31)  # it may have been 15.10: the earlier is proposed
    assert [of(number).day for number in ("0", "-5", "1E+30", "7.123")] == [None] * 4


CELLS = st.one_of(
    DAYS,
    st.none(),
    st.integers(0, 90_000).map(Decimal),
    st.sampled_from(["", "08/2027", "nunca", "?", "годен до 08.2027", "lote 7", "EXP 31/12/2028", "827"]),
    st.builds(date.strftime, DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d%m%y", "%y-%m-%d", "%b %Y"])),
)


@given(
    st.lists(st.tuples(CELLS, st.booleans()), min_size=1, max_size=20),
    st.integers(1, 3),
    st.sampled_from(["", "end", "before"]),
    st.randoms(),
)
def test_a_cell_is_read_alike_wherever_and_however_often_it_stands(
    told: list[tuple[str | Decimal | date | None, bool]], times: int, russian: str, chance: random.Random
) -> None:
    column = read_column([cell for cell, _ in told], TODAY, None, russian, [pack for _, pack in told])
    readings = dict(zip(told, column.readings, strict=True))
    again = told * times
    chance.shuffle(again)
    other = read_column([cell for cell, _ in again], TODAY, None, russian, [pack for _, pack in again])
    assert other.readings == tuple(readings[one] for one in again)
    assert (other.style, other.ambiguous) == (column.style, column.ambiguous)
    answered = read_column([cell for cell, _ in told], TODAY, "dmy", russian, [pack for _, pack in told])
    for (cell, pack), reading in zip(told, answered.readings, strict=True):  # once the order is told, the neighbours say nothing more
        alone = read_column([cell], TODAY, "dmy", russian, [pack]).readings[0]
        assert reading == alone or (isinstance(cell, date) and reading.reason in ("date_cell_among_text", "expiry_implausible"))


@given(st.text(max_size=80))
def test_any_text_gives_a_reading(text: str) -> None:
    reading = read_one(text, TODAY)
    assert (reading.day is None) <= bool(reading.reason)
    assert set(orders_of(text)) <= set(ORDERS)


def test_an_unknown_style_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="yyy"):
        read_column(["08/2027"], style="yyy")
