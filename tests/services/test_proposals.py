"""A proposal read as a page: the same figures as the whole, with as many statements whatever its size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import event

from pharmacy_app.services import matching, rounds, stock
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

METFORMIN = "metformin 850 mg tablet"


def statements(worker: Worker, work: Callable[[], object]) -> int:
    """How many statements this costs."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.append(sql)

    with worker.desk.read() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sum(sql.lstrip().upper().startswith(("SELECT", "WITH")) for sql in seen)


def people(week: Week, first: int, many: int) -> None:
    for at in range(first, first + many):
        week.person(f"Persona {at}", daily=1 + at % 2, criteria=("lives_alone",) if at % 3 else ())
        week.person(f"Otra {at}", medicine=METFORMIN)


def same_as_the_whole(worker: Worker) -> None:
    """Every sheet says what the whole run says of its medicine."""
    whole, page = matching.proposal(worker.desk), matching.first_page(worker.desk)
    assert whole is not None and page is not None
    seen, _ = page
    assert [total.medicine.id for total in seen.medicines] == [balance.medicine.id for balance in whole.medicines]
    assert seen.decided == sum(line.item.decided_units is not None for line in whole.lines)
    for total, balance in zip(seen.medicines, whole.medicines, strict=True):
        sheet = matching.sheet(worker.desk, seen, total.medicine.id)
        assert sheet.balance == balance
        assert (total.asked, total.missing, bool(total.served)) == (balance.asked, balance.missing, bool(balance.people))
        assert sheet.lines == tuple(line for line in whole.lines if line.item.medicine_id == total.medicine.id)
        shares = [share for line in sheet.lines for share in line.shares]
        assert sheet.elsewhere == sum(share.covers for share in shares if share.medicine_id != total.medicine.id)


def test_a_sheet_says_what_the_whole_says(worker: Worker) -> None:
    week = Week(worker)
    people(week, 0, 5)
    week.box("L1", 30)
    week.box("L2", 9, TODAY + timedelta(days=8))
    week.box("C1", 40, medicine="losartan 100 mg tablet")
    week.box("M1", 20, medicine=METFORMIN)
    run = week.propose()
    same_as_the_whole(worker)
    item = next(iter(week.lines(run)))
    matching.decide(worker.desk, worker.by(), run, item, 3, "tiene en su casa")
    same_as_the_whole(worker)
    matching.confirm(worker.desk, worker.by(), run)
    stock.move(worker.desk, worker.by(), week.box("L9", 5), "damage", 5, "se mojó")
    same_as_the_whole(worker)
    walk = rounds.plan(worker.desk, worker.by(), TODAY)
    rounds.send_out(worker.desk, worker.by(), walk)
    same_as_the_whole(worker)  # what it took has left the shelf
    assert matching.people_of(worker.desk) == (10, 1)
    matching.propose(worker.desk, worker.by(), TODAY, 14, medicine=week.medicine())
    same_as_the_whole(worker)


def test_a_medicine_dealt_anew_counts_its_promises_as_free(worker: Worker) -> None:
    week = Week(worker)
    people(week, 0, 3)
    week.box("L1", 30)
    week.confirmed()
    week.box("L2", 12)
    matching.propose(worker.desk, worker.by(), TODAY, 14, medicine=week.medicine())
    same_as_the_whole(worker)
    page = matching.first_page(worker.desk)
    assert page is not None and page[1] is not None and page[1].balance.there == 42


def test_the_page_reads_the_first_lines_and_says_how_many_more_there_are(worker: Worker) -> None:
    week = Week(worker)
    people(week, 0, 4)
    week.box("L1", 20)
    week.propose()
    asked = worker.desk
    page = matching.first_page(asked, week.medicine(), limit=3)
    assert page is not None and page[1] is not None
    sheet = page[1]
    assert (len(sheet.lines), sheet.more) == (3, 1)
    assert [line.item.rank for line in sheet.lines] == [1, 2, 3]
    whole = matching.sheet(asked, page[0], week.medicine())
    last = whole.lines[-1].item.item_id
    found = matching.first_page(asked, item_id=last, limit=1)  # who is looked for is there, however far behind
    assert found is not None and found[1] is not None and found[1].lines == whole.lines


def test_a_page_costs_the_same_statements_for_few_and_for_many(worker: Worker) -> None:
    week = Week(worker)
    people(week, 0, 2)
    week.box("L1", 20)
    week.box("M1", 20, medicine=METFORMIN)
    week.propose()

    def read() -> object:
        return matching.first_page(worker.desk, limit=40)

    few = statements(worker, read)
    people(week, 2, 12)
    week.box("L2", 40)
    week.propose()
    assert statements(worker, read) == few


def test_where_there_is_no_run_there_is_no_page(worker: Worker) -> None:
    assert matching.first_page(worker.desk) is None and matching.people_of(worker.desk) == (0, 0)
    week = Week(worker)
    week.propose()
    page = matching.first_page(worker.desk)
    assert page is not None and page[1] is None and page[0].medicines == ()
