"""What is used by month, from the ledger and what proposals could not give; on both databases."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import consumption, matching, rounds, stock
from pharmacy_app.services.consumption import Consumed, Used
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.language import language
from tests.support.desks import TODAY, Worker
from tests.support.pdf import all_text, fonts, outside, overlaps, texts
from tests.support.week import FAR, Week

SPANISH = language("es")


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def found(week: Week, months: int = 1) -> dict[str, Used]:
    return {f"{row.medicine.inn} {row.medicine.strength}": row for row in consumption.consumed(week.worker.desk, months).rows}


def close(week: Week, round_id: int, day: date = TODAY) -> None:
    rounds.close(week.worker.desk, week.worker.by(day), round_id, {}, rounds.Answer(rounds.DELIVERED))


def test_what_went_to_the_doors_is_what_the_ledger_says(week: Week) -> None:
    week.person("Ana")
    week.person("Luis", daily=2)
    week.box("L1", 100)
    close(week, week.out(14))
    row = found(week)["losartan 50 mg"]
    assert (row.use.delivered, row.use.unmet) == (42, 0)
    with week.worker.desk.read() as connection:
        assert connection.execute(text("SELECT SUM(-units) FROM stock_movements WHERE kind = 'delivery'")).scalar_one() == 42
    (month,) = row.use.months
    assert (month.first, month.days, month.with_stock) == (date(2026, 11, 1), 23, 1)  # the box came today
    assert row.use.monthly == 42  # one day with stock: reckoned as a month


def test_what_could_not_be_given_lacks_day_by_day_and_only_until_today(week: Week) -> None:
    week.person("Ana")
    week.person("Luis")
    week.box("L1", 14)
    week.confirmed(14)  # each gets half: from the eighth day on both go without
    assert found(week) == {}
    later = week.later(9)
    assert found(later, 2)["losartan 50 mg"].use.unmet == 2 * 3  # tomorrow's does not lack yet
    later.propose(14, after(9))  # nobody confirmed it: nothing is known anew
    assert found(later, 2)["losartan 50 mg"].use.unmet == 6
    assert found(week.later(60), 3)["losartan 50 mg"].use.unmet == 14  # as far as it was asked


def test_what_the_committee_refused_does_not_lack(week: Week) -> None:
    item = week.person("Ana")
    run = week.propose(14)
    matching.decide(week.worker.desk, week.worker.by(), run, item, 0, "", "has_enough")
    matching.confirm(week.worker.desk, week.worker.by(), run)
    assert found(week) == {}


def test_a_lot_that_is_set_aside_or_past_its_date_is_no_stock(week: Week) -> None:
    first = week.box("L1", 10, after(40))
    stock.set_aside(week.worker.desk, week.later(3).worker.by(after(3)), first, "held", "caja abierta")
    stock.put_back(week.worker.desk, week.later(6).worker.by(after(6)), first, note="era otra")
    with week.worker.desk.read() as connection:
        use = consumption.used(connection, TODAY, after(60))[week.medicine()]
    assert sum(month.with_stock for month in use.months) == 41 - 2  # through its date; the fourth and fifth day it lay apart


def test_as_many_statements_for_many_as_for_one(week: Week) -> None:
    said: list[str] = []
    event.listen(week.worker.desk.store.engine, "before_cursor_execute", lambda *words: said.append(str(words[2])))
    week.person("Ana")
    week.box("L1", 7)
    week.confirmed(14)
    counts = []
    for more in range(2):
        said.clear()
        consumption.consumed(week.worker.desk, 12)
        counts.append(len(said))
        for n in range(2):
            week.person(f"Luis {more}{n}", medicine="losartan 25 mg tablet")
            week.box(f"M{more}{n}", 10, FAR, medicine="losartan 25 mg tablet")
        week.confirmed(21)
    assert counts[0] == counts[1]


def test_an_empty_pharmacy_has_a_page_that_says_so(worker: Worker) -> None:
    made = consumption.consumed(worker.desk)
    assert made == Consumed(date(2026, 6, 1), TODAY, ())
    pdf = consumption.paper_of(worker.desk, made, SPANISH)
    assert "En estos días no se entregó nada y no faltó nada." in all_text(pdf)
    for months in (0, 13):
        with pytest.raises(Refusal) as caught:
            consumption.consumed(worker.desk, months)
        assert caught.value.code == "months_out_of_range"


@pytest.mark.parametrize("code", ["es", "en"])
def test_paper_and_sheet_say_the_same(week: Week, code: str, tmp_path: Path) -> None:
    spoken = language(code)
    week.person("Ana", daily=2)
    week.person("Luis", medicine="enalapril 10 mg tablet")
    week.box("L1", 1500)
    close(week, week.out(14))
    made = consumption.consumed(week.worker.desk, 12)
    long = replace(
        made, rows=tuple(replace(row, medicine=replace(row.medicine, names=("<b>Largo</b> " * 12,) * 4)) for row in made.rows * 12)
    )
    for one, pages in ((made, 1), (long, 2)):
        pdf = consumption.paper_of(week.worker.desk, one, spoken)
        assert outside(pdf, side=12, top=10, bottom=13) == [] and overlaps(pdf) == []
        assert {embedded for _, embedded in fonts(pdf)} == {True}
        assert len(texts(pdf)) >= pages
        assert pdf == consumption.paper_of(week.worker.desk, one, spoken)
    assert "28" in all_text(consumption.paper_of(week.worker.desk, made, spoken)).split()
    for name in ("c.xlsx", "c.csv"):
        assert consumption.export(tmp_path / name, spoken, made) == 2
    sheet = list(openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0].values)
    assert len(sheet) == 1 + 2 * 12
    assert sum(int(str(row[3])) for row in sheet[1:]) == 28 and sum(int(str(row[4])) for row in sheet[1:]) == 1
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";" if code == "es" else ","))
    assert [[str(cell) for cell in row] for row in sheet] == rows


def test_the_clock_is_the_desks(week: Week) -> None:
    desk = replace(week.worker.desk, clock=FixedClock(date(2027, 3, 31)))
    assert consumption.consumed(desk, 3).first == date(2027, 1, 1)
