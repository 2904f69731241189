"""Promises given up, what moved before a confirmation, what each act of the committee costs; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, prescriptions, promises, rounds, stock
from tests.support.committee import anew, confirm, decide, waits
from tests.support.desks import Worker
from tests.support.week import Week


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


# --- given up -----------------------------------------------------------------------------------------------------


def test_promises_are_given_up_with_why_and_wait_again(week: Week) -> None:
    ana, luis = week.person("Ana"), week.person("Luis")
    week.box("L1", 40)
    run = week.confirmed(14)
    for why, items, code in ((" ", [ana], "reason_missing"), ("x", [], "nothing_chosen"), ("x", [9999], "nothing_promised")):
        with pytest.raises(Refusal, match=code):
            promises.release(week.worker.desk, week.worker.by(), why, items)
    assert promises.release(week.worker.desk, week.worker.by(), "viaja", [ana]) == 14
    assert week.shelf() == {"L1": (40, 14)}
    assert (waits(week, 14)[ana].state, waits(week, 14)[ana].returned) == ("given_up", True)
    assert promises.release(week.worker.desk, week.worker.by(), "no hay ronda", run_id=run) == 14
    assert waits(week, 14).keys() == {ana, luis}


# --- what moved meanwhile -----------------------------------------------------------------------------------------


def test_each_lot_says_what_became_of_it(week: Week) -> None:
    medicines = ("losartan 50 mg tablet", "metformin 850 mg tablet", "enalapril 10 mg tablet", "omeprazole 20 mg capsule")
    for medicine in medicines:
        week.person(f"Toma {medicine}", medicine=medicine)
    lots = {medicine: week.box(f"L{at}", 14, medicine=medicine) for at, medicine in enumerate(medicines)}
    run = week.propose(14)
    desk, by = week.worker.desk, week.worker.by
    stock.move(desk, by(), lots[medicines[0]], "loss", 3, "se perdieron")
    stock.set_aside(desk, by(), lots[medicines[1]], "recalled", "aviso")
    with desk.act(by(), "test.promise") as act:
        act.connection.exec_driver_sql(
            "INSERT INTO allocations (run_item_id, batch_id, units, covers, first_day, last_day, status, reserved_on, delivered_units, returned_units, "
            "lost_units) SELECT run_item_id, batch_id, 5, 5, first_day, first_day, 'reserved', first_day, 0, 0, 0 FROM allocations "
            f"WHERE batch_id = {lots[medicines[2]]}"
        )
    changed = matching.what_changed(desk, run)
    said = {one.lot: (one.proposed, one.there, one.why) for one in changed.lots}
    assert said == {"L0": (14, 11, "fewer"), "L1": (14, 0, "recalled"), "L2": (14, 9, "promised")}
    later = week.later(3)
    assert matching.what_changed(later.worker.desk, run).lots == changed.lots  # nothing expired


def test_a_proposal_anew_keeps_the_decisions_that_still_hold(week: Week) -> None:
    ana, luis, eva = (week.person(name) for name in ("Ana", "Luis", "Eva"))
    batch = week.box("L1", 60)
    run = week.propose(14)
    decide(week, run, ana, 5, "viaja el sábado")
    decide(week, run, luis, 0, refusal="has_enough")
    decide(week, run, eva, 3, "prueba")
    prescriptions.close_item(week.worker.desk, week.worker.by(), eva, "doctor")
    stock.move(week.worker.desk, week.worker.by(), batch, "loss", 30, "se mojó")
    again = matching.propose_again(week.worker.desk, week.worker.by(), run)
    assert (again.kept, again.dropped) == (2, (eva,))
    lines = week.lines(again.run_id)
    assert {item: (line.item.units_granted, line.item.decision_note, line.item.refusal) for item, line in lines.items()} == {
        ana: (5, "viaja el sábado", ""),
        luis: (0, "", "has_enough"),
    }
    assert confirm(week, again.run_id) == 5


def test_each_act_costs_the_same_statements_however_many_people_there_are(week: Week) -> None:
    """Proposed, decided, confirmed, planned, dealt anew, confirmed again; then the same with ten people more."""
    counts = []
    for people_more in (2, 10):
        items = [week.person(f"Persona {at}", since=week.worker.desk.clock.today()) for at in range(people_more)]
        week.box(f"L{people_more}", 400)
        seen: list[int] = []
        with counted(week, seen):
            run = week.propose(14, week.worker.desk.clock.today())
            seen.append(0)
            decide(week, run, items[0], 3, "viaja")
            seen.append(0)
            confirm(week, run, "Carmen")
        rounds.plan(week.worker.desk, week.worker.by(), week.worker.desk.clock.today())
        with counted(week, seen):
            seen.append(0)
            run = anew(week, 21)
            seen.append(0)
            confirm(week, run, "Carmen")
        counts.append(seen)
        week = week.later(30)
    assert counts[0] == counts[1]
    assert max(counts[0]) < 60


@contextmanager
def counted(week: Week, seen: list[int]) -> Iterator[None]:
    """Counts statements into the last of `seen`."""

    def one_more(*_: object) -> None:
        if not seen:
            seen.append(0)
        seen[-1] += 1

    engine = week.worker.desk.store.engine
    event.listen(engine, "before_cursor_execute", one_more)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", one_more)
