"""What was begun lasts: an inhaler of 200 puffs is not asked for again the week after."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text

from pharmacy_app.services import matching, prescriptions
from pharmacy_app.services.prescriptions import Order
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

INHALER = "salbutamol 100 ug/dose inhaler"


def asthmatic(week: Week) -> int:
    """Six puffs a day from an inhaler of 200: one lasts 33 days."""
    week.person("Ana Rivas")
    desk, by = week.worker.desk, week.worker.by
    with desk.read() as connection:
        patient = int(connection.execute(text("SELECT MAX(id) FROM patients")).scalar_one())
    order = Order(INHALER, week.medicine(INHALER), "2 inhalaciones cada 8 horas", chronic=True)
    prescriptions.write(desk, by(), patient, "Dra. Luz Gil", TODAY, [order])
    with desk.read() as connection:
        return int(connection.execute(text("SELECT MAX(id) FROM prescription_items")).scalar_one())


def line_of(worker: Worker, run_id: int, item: int) -> matching.Line | None:
    made = matching.proposal(worker.desk, run_id)
    assert made is not None
    return next((line for line in made.lines if line.item.item_id == item), None)


def test_one_inhaler_serves_until_it_is_empty(worker: Worker) -> None:
    week = Week(worker)
    item = asthmatic(week)
    week.box("S1", 10, medicine=INHALER)
    run_id = matching.propose(worker.desk, worker.by(), TODAY, 7)
    line = line_of(worker, run_id, item)
    assert line is not None
    assert [(share.units, share.last_day) for share in line.shares] == [(1, TODAY + timedelta(days=32))]
    matching.confirm(worker.desk, worker.by(), run_id)
    next_week = matching.propose(worker.desk, worker.by(), TODAY + timedelta(days=7), 7)
    assert line_of(worker, next_week, item) is None, "the one in hand still serves"


def test_never_past_the_date_of_its_lot(worker: Worker) -> None:
    week = Week(worker)
    item = asthmatic(week)
    soon = date(2026, 11, 30)
    week.box("S2", 1, soon, medicine=INHALER)
    run_id = matching.propose(worker.desk, worker.by(), TODAY, 7)
    line = line_of(worker, run_id, item)
    assert line is not None
    assert [share.last_day for share in line.shares] == [soon]
    matching.confirm(worker.desk, worker.by(), run_id)
