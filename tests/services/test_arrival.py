"""Rules for what comes in, decisions about lines, and what receiving makes of both; on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from pharmacy_app.db.store import Store
from pharmacy_app.domain.arrival import DOUBTS, ArrivalRules
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import arrival, donations, rounds, safekeeping, sheets, stock
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.services.donations import DonationLine
from tests.support.desks import TODAY, Worker
from tests.support.week import Week

LOSARTAN = "losartan 50 mg tablet"
SOON = TODAY + timedelta(days=59)  # 60 days on which it may be used
LONG = date(2030, 1, 31)


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def draft(week: Week, lines: Sequence[NewLine], received_on: date = TODAY) -> int:
    worker = week.worker
    known = donations.donors(worker.desk)
    donor = known[0].id if known else donations.add_donor(worker.desk, worker.by(), "Amigos", "CL")
    made = donations.open_draft(worker.desk, worker.by(), donor, received_on)
    donations.add_lines(worker.desk, worker.by(), made, lines)
    return made


def line(week: Week, lot: str, units: int, expiry: date | None, *doubts: str) -> NewLine:
    status = "doubtful" if doubts else "new"
    return NewLine(
        "Losartan 50 mg", units, lot, expiry, medicine_id=week.medicine(LOSARTAN), status=status, reason=";".join(doubts), identity="known"
    )


def lines(week: Week, donation: int) -> list[DonationLine]:
    return list(donations.donation(week.worker.desk, donation)[1])


def shelf(week: Week) -> dict[str, list[tuple[int, str, str]]]:
    """(units, status, reason) of each lot's batches, by lot."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for one in stock.list_stock(week.worker.desk):
        found.setdefault(one.batch.lot, []).append((one.batch.on_hand, one.batch.status, one.batch.reason))
    return {lot: sorted(parts) for lot, parts in found.items()}


def receive(week: Week, donation: int, exception: str = "") -> donations.Received:
    return donations.receive(week.worker.desk, week.worker.by(), donation, exception)


def test_of_a_short_life_what_people_use_goes_to_the_shelf_and_the_rest_apart(week: Week) -> None:
    week.person("Ana", daily=2)  # 120 in the 60 days
    receive(week, draft(week, [line(week, "L0", 50, TODAY + timedelta(days=30))]))
    made = draft(week, [line(week, "L1", 300, SOON), line(week, "L2", 300, LONG)])
    first, second = lines(week, made)
    assert (first.judged.outcome.shelf, first.judged.outcome.aside) == (70, 230)
    assert first.judged.judgement.reasons[0].data["before"] == 50
    assert second.judged.outcome.shelf == 300
    got = receive(week, made)
    assert (got.batches, got.units, got.quarantined, got.aside) == (3, 600, 1, 230)
    assert shelf(week)["L1"] == [(70, "available", ""), (230, "quarantine", "short_life_surplus")]
    assert sum(units for parts in shelf(week).values() for units, _, _ in parts) == 650
    assert safekeeping.check(week.worker.desk).faults == ()


def test_what_is_at_home_is_not_needed_again(week: Week) -> None:
    week.person("Ana", daily=1)
    receive(week, draft(week, [line(week, "L0", 30, LONG)]))
    rounds.close(week.worker.desk, week.worker.by(), week.out(days=30), {}, rounds.Answer(rounds.DELIVERED))
    made = draft(week, [line(week, "L1", 300, SOON)])
    (found,) = lines(week, made)
    due = found.judged.judgement.reasons[0].data["due"]
    assert due == 30  # of sixty days thirty are at home


def test_two_lines_of_the_same_medicine_do_not_count_the_same_need_twice(week: Week) -> None:
    week.person("Ana", daily=1)
    made = draft(week, [line(week, "LATE", 100, SOON), line(week, "EARLY", 40, TODAY + timedelta(days=29))])
    late, early = lines(week, made)
    assert (early.judged.outcome.shelf, late.judged.outcome.shelf) == (30, 30)


def test_an_exception_is_named_and_kept(week: Week) -> None:
    made = draft(week, [line(week, "L1", 300, SOON)])
    (found,) = lines(week, made)
    desk, by = week.worker.desk, week.worker.by
    with pytest.raises(Refusal, match="exception_without_note"):
        arrival.decide_lines(desk, by(), made, [found.row.id], "accept")
    arrival.decide_lines(desk, by(), made, [found.row.id], "accept", None, "se reparte; entre todos")
    (found,) = lines(week, made)
    assert found.decided is not None
    assert (found.decided.user, found.decided.note, found.judged.exception) == ("Carmen R.", "se reparte; entre todos", True)
    receive(week, made)
    (batch,) = stock.list_stock(desk)
    assert (batch.batch.on_hand, batch.batch.status) == (300, "available")
    (movement,) = stock.card(desk, batch.batch.id).movements
    assert movement.reason == "accepted_exception:se reparte, entre todos (Carmen R.)"
    (found,) = lines(week, made)  # of a received donation the ledger tells
    assert (found.judged.outcome.shelf, found.judged.exception) == (300, True)
    with pytest.raises(Refusal, match="donation_fixed"):
        arrival.decide_lines(desk, by(), made, [found.row.id], "")


def test_a_part_and_a_refusal_become_lots_apart_and_can_be_undone_before(week: Week) -> None:
    made = draft(week, [line(week, "L1", 300, SOON), line(week, "L2", 40, LONG)])
    first, second = lines(week, made)
    desk, by = week.worker.desk, week.worker.by
    arrival.decide_lines(desk, by(), made, [first.row.id], "part", 60, "el ambulatorio pidió 60")
    arrival.decide_lines(desk, by(), made, [second.row.id], "refuse", None, "llegó mojado")
    arrival.decide_lines(desk, by(), made, [second.row.id], "")
    assert lines(week, made)[1].judged.outcome.shelf == 40
    arrival.decide_lines(desk, by(), made, [second.row.id], "refuse", None, "llegó mojado")
    receive(week, made)
    assert shelf(week) == {
        "L1": [(60, "available", ""), (240, "quarantine", "short_life_surplus")],
        "L2": [(40, "quarantine", "refused_on_arrival:llegó mojado")],
    }
    assert [(one.judged.outcome.shelf, one.judged.outcome.aside) for one in lines(week, made)] == [(60, 240), (0, 40)]


def test_what_was_decided_falls_when_the_line_becomes_another(week: Week) -> None:
    made = draft(week, [line(week, "L1", 300, SOON)])
    (found,) = lines(week, made)
    desk, by = week.worker.desk, week.worker.by
    arrival.decide_lines(desk, by(), made, [found.row.id], "part", 200, "porque sí")
    donations.change_line(desk, by(), made, found.row.id, line(week, "L1-bis", 300, SOON))
    assert lines(week, made)[0].decided is not None  # only the lot was put right
    donations.change_line(desk, by(), made, found.row.id, line(week, "L1-bis", 100, SOON))
    assert lines(week, made)[0].decided is None


def test_lines_of_another_donation_cannot_be_decided(week: Week) -> None:
    made, other = draft(week, [line(week, "L1", 3, SOON)]), draft(week, [line(week, "L2", 3, SOON)])
    foreign = lines(week, other)[0].row.id
    for wanted in ([], [foreign], [lines(week, made)[0].row.id, foreign]):
        with pytest.raises(Refusal, match="line_unknown"):
            arrival.decide_lines(week.worker.desk, week.worker.by(), made, wanted, "refuse", None, "x")
    assert all(one.decided is None for one in (*lines(week, made), *lines(week, other)))


def test_what_somebody_saw_on_the_box_waits_in_quarantine_until_it_is_let_go_with_a_name(week: Week) -> None:
    receive(week, draft(week, [line(week, f"L-{doubt}", 30, LONG, doubt) for doubt in DOUBTS]))
    assert shelf(week) == {f"L-{doubt}": [(30, "quarantine", doubt)] for doubt in DOUBTS}
    desk, by = week.worker.desk, week.worker.by
    batch = stock.list_stock(desk)[0].batch.id
    with pytest.raises(Refusal, match="reason_missing"):
        stock.put_back(desk, by(), batch, note="  ")
    stock.put_back(desk, by(), batch, note="la farmacéutica la revisó")
    (act,) = stock.card(desk, batch).standings
    assert (act.act, act.user, act.reason, act.occurred_on) == ("release", "Carmen R.", "la farmacéutica la revisó", TODAY)


def test_what_had_expired_is_accepted_by_nobody(week: Week) -> None:
    made = draft(week, [line(week, "L1", 30, TODAY - timedelta(days=1))])
    (found,) = lines(week, made)
    with pytest.raises(Refusal, match="decision_expired"):
        arrival.decide_lines(week.worker.desk, week.worker.by(), made, [found.row.id], "accept", None, "x")
    receive(week, made, "todo hace falta")
    assert shelf(week)["L1"] == [(30, "quarantine", "expiry_past")]


def test_one_exception_for_all_that_has_a_short_life(week: Week) -> None:
    made = draft(week, [line(week, "L1", 30, SOON), line(week, "L2", 20, SOON, "box_opened"), line(week, "L3", 10, LONG)])
    got = receive(week, made, "hace falta")
    assert (got.excepted, got.aside) == (1, 20)
    decided = [one.decided.note if one.decided else "" for one in lines(week, made)]
    assert decided == ["hace falta", "", ""]


def test_rules_are_versions_and_a_donation_keeps_those_of_its_day(week: Week) -> None:
    desk, by = week.worker.desk, week.worker.by
    assert [one.number for one in arrival.versions(desk)] == [0]
    made = draft(week, [line(week, "L1", 30, SOON)])
    with pytest.raises(Refusal, match="reason_missing"):
        arrival.decide_rules(desk, by(), ArrivalRules(least_months=1), " ")
    with pytest.raises(Refusal, match="rules_unchanged"):
        arrival.decide_rules(desk, by(), ArrivalRules(), "igual")
    assert arrival.decide_rules(desk, by(), ArrivalRules(least_months=1, russian_expiry="end"), "asamblea del lunes") == 1
    assert lines(week, made)[0].judged.judgement.verdict == "accept"
    receive(week, made)
    assert arrival.decide_rules(desk, by(), ArrivalRules(least_months=18), "asamblea del viernes") == 2
    assert lines(week, made)[0].judged.judgement.verdict == "accept"
    newest = arrival.versions(desk)[0]
    assert (newest.number, newest.user, newest.note, newest.decided_on) == (2, "Carmen R.", "asamblea del viernes", TODAY)
    assert arrival.rules(desk) == ArrivalRules(least_months=18)
    assert [one.number for one in arrival.versions(desk)] == [2, 1, 0]


def test_a_file_is_judged_by_the_same_rule(week: Week, tmp_path: Path) -> None:
    week.person("Ana", daily=1)
    path = tmp_path / "list.csv"
    path.write_text(f"description,lot,expiry,quantity\nLosartan 50 mg tablet,A1,{SOON:%d/%m/%Y},90\n", encoding="utf-8")
    made = sheets.receive(week.worker.desk, week.worker.by(), path, "Amigos", "CL", TODAY)
    assert made.received is not None
    assert (made.received.batches, made.received.aside) == (2, 30)
    assert shelf(week)["A1"] == [(30, "quarantine", "short_life_surplus"), (60, "available", "")]


def statements(store: Store, work: object) -> int:
    said: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        work()  # type: ignore[operator]
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return len(said)


def test_judging_asks_as_often_for_forty_lines_as_for_two(week: Week) -> None:
    for name in ("Ana", "Luis"):
        week.person(name)
    desk = week.worker.desk
    few = draft(week, [line(week, f"A{n}", 10, SOON) for n in range(2)])
    many = draft(week, [line(week, f"B{n}", 10, SOON) for n in range(40)])
    assert statements(desk.store, lambda: lines(week, few)) == statements(desk.store, lambda: lines(week, many))
