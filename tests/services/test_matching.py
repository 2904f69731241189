"""Matching as the committee does it: propose, look, decide otherwise, confirm; on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, prescriptions, stock
from pharmacy_app.services.matching import Balance, Proposal
from tests.support.desks import TODAY, Worker
from tests.support.week import Week


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


def read(week: Week, run: int | None = None) -> Proposal:
    found = matching.proposal(week.worker.desk, run)
    assert found is not None
    return found


def losartan(week: Week) -> Balance:
    return next(balance for balance in read(week).medicines if balance.medicine.id == week.medicine())


def test_a_new_pharmacy_has_no_proposal(week: Week) -> None:
    assert matching.proposal(week.worker.desk) is None
    with pytest.raises(Refusal, match="run_unknown"):
        matching.proposal(week.worker.desk, 99)


def test_what_there_is_is_what_they_receive_and_what_stays(week: Week) -> None:
    ana, luis = week.person("Ana", criteria=("homebound",)), week.person("Luis", daily=2)
    week.box("L1", 30)
    week.box("L2", 40)
    week.propose(14)
    assert week.granted() == {ana: 14, luis: 28}
    balance = losartan(week)
    assert (balance.there, balance.given, balance.left, balance.missing, balance.people) == (70, 42, 28, 0, 2)
    assert week.shelf() == {"L1": (30, 0), "L2": (40, 0)}  # a proposal moves nothing


def test_scarce_units_carry_everybody_through_the_same_days_first(week: Week) -> None:
    ana, luis = week.person("Ana", criteria=("lives_alone",)), week.person("Luis")
    week.box("L1", 20)
    week.propose(14)
    assert week.granted() == {ana: 13, luis: 7}
    line = week.lines()[luis]
    assert {reason.code for reason in line.reasons} >= {"tier", "people_before", "would_be_enough"}
    codes = [reason.code for reason in week.lines()[ana].reasons]
    assert len([code for code in codes if code == "criterion"]) == 2  # lives alone, and chronic by the prescription: each said once


def test_lots_that_stay_say_why(week: Week) -> None:
    week.person("Ana", daily=1)
    week.box("L-early", 10, TODAY + timedelta(days=3))
    week.box("L-far", 5)
    aside = week.box("L-aside", 50)
    stock.set_aside(week.worker.desk, week.worker.by(), aside, "held", "caja abierta")
    week.propose(14)
    lots = {lot.lot: (lot.left, lot.skipped) for lot in losartan(week).lots}
    assert lots == {"L-early": (6, "does_not_last"), "L-far": (0, ""), "L-aside": (50, "held")}


def test_a_new_proposal_takes_the_place_of_the_open_one(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 30)
    first = week.propose(7)
    second = week.propose(14)
    assert read(week).run.id == second
    with pytest.raises(Refusal, match="run_not_open"):
        matching.confirm(week.worker.desk, week.worker.by(), first)


@pytest.mark.parametrize(
    ("days", "start", "code"),
    [(0, TODAY, "days_out_of_range"), (367, TODAY, "days_out_of_range"), (7, date(2026, 11, 22), "from_day_past")],
)
def test_periods_that_make_no_sense(week: Week, days: int, start: date, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        week.propose(days, start)
    with pytest.raises(Refusal, match="council_unknown"):
        week.propose(7, council="Nadie")


def test_one_council_only(week: Week) -> None:
    ana, eva = week.person("Ana"), week.person("Eva", council="La Ceiba")
    week.box("L1", 30)
    week.propose(7, council="la ceiba")
    assert set(week.granted()) == {eva}
    week.propose(7)
    assert set(week.granted()) == {ana, eva}


@pytest.mark.parametrize("units", [0, 1, 5, 15, 27])
def test_the_committee_gets_exactly_what_it_wrote(week: Week, units: int) -> None:
    ana, luis = week.person("Ana", daily=2, criteria=("homebound",)), week.person("Luis", daily=1)
    week.box("L1", 40)
    run = week.propose(14)
    assert week.granted() == {ana: 28, luis: 12}
    foreseen = matching.board(week.worker.desk, run, week.medicine()).foresee({ana: units})
    matching.decide(week.worker.desk, week.worker.by(), run, ana, units, "  le quedan en su casa ")
    line = week.lines()[ana].item
    assert (line.units_granted, line.decided_units, line.proposed_units, line.decision_note) == (units, units, 28, "le quedan en su casa")
    assert (line.tier, line.points, line.rank) == ("B", 35, 1)  # who she is did not change
    assert week.granted()[luis] == min(14, 40 - units)
    assert (foreseen.gets[ana][0], foreseen.left) == (units, 40 - units - week.granted()[luis])
    assert [(change.before, change.after) for change in foreseen.changes] == [(12, week.granted()[luis])]
    balance = losartan(week)
    assert balance.there == balance.given + balance.left == 40


def test_a_decision_can_be_taken_back(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 40)
    run = week.propose(14)
    before = week.lines()[ana].reasons
    matching.decide(week.worker.desk, week.worker.by(), run, ana, 3, "viaja")
    matching.decide(week.worker.desk, week.worker.by(), run, ana, None, "")
    line = week.lines()[ana]
    assert (line.item.units_granted, line.item.decided_units, line.item.decision_note, line.reasons) == (14, None, "", before)


def test_decisions_that_are_refused(week: Week) -> None:
    ana = week.person("Ana")
    eva = week.person("Eva", medicine="amoxicillin 500 mg capsule", days=7, allergies=("amoxicilina",))
    week.box("L1", 40)
    run = week.propose(14)
    decide = [
        (ana, 3, " ", "reason_missing"),
        (ana, -1, "x", "quantity_negative"),
        (ana, 15, "x", "more_than_asked"),
        (999, 1, "x", "line_unknown"),
    ]
    for item, units, note, code in decide:
        with pytest.raises(Refusal, match=code):
            matching.decide(week.worker.desk, week.worker.by(), run, item, units, note)
    assert eva not in week.lines() or week.lines()[eva].item.refused
    assert week.granted()[ana] == 14


def test_confirming_reserves_all_and_only_once(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 40)
    run = week.propose(14)
    by = week.worker.by()
    assert matching.confirm(week.worker.desk, by, run) == 14
    assert week.shelf() == {"L1": (40, 14)}
    with pytest.raises(Refusal, match="act_repeated"):
        matching.confirm(week.worker.desk, by, run)
    with pytest.raises(Refusal, match="run_not_open"):
        matching.confirm(week.worker.desk, week.worker.by(), run)
    with pytest.raises(Refusal, match="run_not_open"):
        matching.decide(week.worker.desk, week.worker.by(), run, ana, 1, "tarde")
    week.propose(14)
    assert week.granted() == {}  # what was promised is not asked for again


def test_a_run_without_units_cannot_be_confirmed(week: Week) -> None:
    week.person("Ana")
    with pytest.raises(Refusal, match="nothing_to_confirm"):
        matching.confirm(week.worker.desk, week.worker.by(), week.propose(7))


def test_when_stock_moved_the_lots_are_named_and_nothing_is_reserved(week: Week) -> None:
    week.person("Ana")
    week.person("Eva", medicine="metformin 850 mg tablet")
    gone = week.box("L-gone", 20)
    week.box("L-there", 20, medicine="metformin 850 mg tablet")
    run = week.propose(14)
    stock.move(week.worker.desk, week.worker.by(), gone, "damage", 10, "se mojó")
    with pytest.raises(Refusal, match="stock_moved") as refused:
        matching.confirm(week.worker.desk, week.worker.by(), run)
    moved = [{"lot": "L-gone", "proposed": 14, "there": 10, "why": "fewer"}]
    assert refused.value.data == {"lots": "L-gone", "changes": moved}
    assert week.shelf() == {"L-gone": (10, 0), "L-there": (20, 0)}
    matching.confirm(week.worker.desk, week.worker.by(), week.propose(14))
    assert week.shelf() == {"L-gone": (10, 10), "L-there": (20, 14)}


def test_a_lot_set_aside_meanwhile_is_not_reserved(week: Week) -> None:
    week.person("Ana")
    batch = week.box("L1", 20)
    run = week.propose(14)
    stock.set_aside(week.worker.desk, week.worker.by(), batch, "recalled", "aviso del fabricante")
    with pytest.raises(Refusal, match="stock_moved"):
        matching.confirm(week.worker.desk, week.worker.by(), run)


def test_a_prescription_that_ended_meanwhile_gets_nothing(week: Week) -> None:
    ana, _ = week.person("Ana"), week.person("Luis")
    week.box("L1", 40)
    run = week.propose(14)
    prescriptions.close_item(week.worker.desk, week.worker.by(), ana, "doctor")
    with pytest.raises(Refusal, match="needs_moved") as refused:
        matching.confirm(week.worker.desk, week.worker.by(), run)
    assert refused.value.data == {"people": 1, "items": [ana], "changes": []}
    assert week.shelf() == {"L1": (40, 0)}


def test_discarding_leaves_nothing_behind(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 40)
    run = week.propose(14)
    matching.discard(week.worker.desk, week.worker.by(), run)
    assert matching.proposal(week.worker.desk) is None
    with pytest.raises(Refusal, match="run_not_open"):
        matching.discard(week.worker.desk, week.worker.by(), run)
    week.confirmed()
    assert week.shelf() == {"L1": (40, 14)}


def test_a_confirmed_run_can_still_be_read_with_its_lots(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 14)
    run = week.confirmed(14)
    assert [(share.lot, share.units) for share in week.lines(run)[ana].shares] == [("L1", 14)]
    assert (losartan(week).given, losartan(week).missing) == (14, 0)


def test_two_people_who_confirm_at_once_promise_everything_once(week: Week) -> None:
    """Each sees the same proposal and presses the button at the same moment: one of them is told that it is done."""
    for name in ("Ana", "Luis", "Eva"):
        week.person(name)
    week.box("L1", 60)
    run = week.propose(14)
    said = at_once([lambda: str(matching.confirm(week.worker.desk, week.worker.by(), run))] * 2)
    assert sorted(said) == ["42", "run_not_open"]
    assert week.shelf() == {"L1": (60, 42)}


def test_two_proposals_confirmed_at_once_never_oversell(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two proposals over the same scarce lot lie open at once (their makers did not see each other); only one can be kept."""
    for name in ("Ana", "Luis", "Eva"):
        week.person(name)
    week.box("L1", 45)
    monkeypatch.setattr("pharmacy_app.db.queries.sharing.open_runs", lambda connection: [])
    runs = [week.propose(14), week.propose(14)]

    def confirm(run: int) -> str:
        return str(matching.confirm(week.worker.desk, week.worker.by(), run))

    said = at_once([partial(confirm, run) for run in runs])
    assert sorted(said) == ["42", "needs_moved"]
    assert week.shelf() == {"L1": (45, 42)}


def at_once(acts: Sequence[Callable[[], str]]) -> list[str]:
    """What each of these said, done in threads that start together: a result, or the code of its refusal."""
    gate = threading.Barrier(len(acts))
    said: list[str] = []

    def run(act: Callable[[], str]) -> None:
        gate.wait()
        try:
            said.append(act())
        except Refusal as refusal:
            said.append(refusal.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_no_name_stands_in_the_record_of_a_decision(week: Week) -> None:
    ana = week.person("Ana Teresa")
    week.box("L1", 40)
    run = week.propose(14)
    matching.decide(week.worker.desk, replace(week.worker.by(), occurred_on=TODAY), run, ana, 3, "viaja")
    assert all("Ana" not in str(reason.data) for line in week.lines().values() for reason in line.reasons)
