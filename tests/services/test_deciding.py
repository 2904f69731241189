"""How lines end: deferred and refused, taken back, one medicine dealt anew; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pharmacy_app.domain.decisions import REFUSALS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, prescriptions, promises, rounds, standings, treatments, waiting
from tests.support.committee import anew, confirm, decide, person_of, returned, waits
from tests.support.desks import TODAY, Worker
from tests.support.week import Week


@pytest.fixture
def week(worker: Worker) -> Week:
    return Week(worker)


# --- refused, deferred, taken back --------------------------------------------------------------------------------


def test_a_refused_line_gets_nothing_and_what_it_would_have_got_goes_to_the_next(week: Week) -> None:
    ana, luis = week.person("Ana", criteria=("homebound",)), week.person("Luis")
    week.box("L1", 20)
    run = week.propose(14)
    assert week.granted() == {ana: 14, luis: 0}  # six days are less than the least part
    decide(week, run, ana, None, refusal="has_enough")
    assert week.granted() == {ana: 0, luis: 14}
    line = week.lines()[ana].item
    assert (line.outcome, line.refusal, line.decided_units) == ("refused", "has_enough", 0)
    decide(week, run, ana, None)  # as proposed again
    assert week.lines()[ana].item.outcome != "refused"


def test_what_is_refused_is_not_asked_for_these_days_and_is_asked_again_after_them(week: Week) -> None:
    ana, luis = week.person("Ana"), week.person("Luis")
    week.box("L1", 100)
    run = week.propose(14)
    decide(week, run, ana, 0, "  le queda del mes pasado ", "has_enough")
    confirm(week, run)
    week.propose(14)
    assert week.granted() == {}
    week.propose(30)
    assert {item: line.item.asked_from for item, line in week.lines().items()} == {
        ana: TODAY + timedelta(days=14),
        luis: TODAY + timedelta(days=14),
    }
    found = waits(week)[ana]
    assert (found.state, found.refusal, found.note) == ("refused", "has_enough", "le queda del mes pasado")
    assert (found.until, found.decided_on, found.would_get) == (TODAY + timedelta(days=13), TODAY, 0)
    later = week.later(14)
    later.propose(14, later.worker.desk.clock.today())
    assert later.granted()[ana] == 14
    assert waits(later)[ana].state == "reopened"


def test_days_before_those_that_were_refused_are_asked(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 100)
    run = week.propose(14, TODAY + timedelta(days=10))
    decide(week, run, ana, 0, refusal="away")
    confirm(week, run)
    week.propose(60)
    line = week.lines()[ana].item
    assert (line.asked_from, line.asked_days) == (TODAY, 10)


def test_a_refusal_can_be_taken_back_once_with_why(week: Week) -> None:
    ana, luis = week.person("Ana"), week.person("Luis")
    week.box("L1", 100)
    run = week.propose(14)
    decide(week, run, ana, 0, refusal="elsewhere")
    confirm(week, run)
    desk = week.worker.desk
    for items, why, code in (([ana], " ", "reason_missing"), ([], "x", "nothing_chosen"), ([luis, ana], "x", "line_not_refused")):
        with pytest.raises(Refusal, match=code):
            waiting.reopen(desk, week.worker.by(), items, why)
    assert waiting.reopen(desk, week.worker.by(), [ana], "ya no le dan en el módulo") == 1
    with pytest.raises(Refusal, match="line_not_refused"):
        waiting.reopen(desk, week.worker.by(), [ana], "otra vez")
    found = waits(week)[ana]
    assert (found.state, found.would_get > 0) == ("reopened", True)
    week.propose(14)
    assert week.granted() == {ana: 14}


def test_a_doctor_who_writes_the_treatment_again_ends_the_refusal(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 100)
    run = week.propose(14)
    decide(week, run, ana, 0, refusal="stopped")
    confirm(week, run)
    later = week.later(2)
    later.propose(7, later.worker.desk.clock.today())
    assert later.granted() == {}
    treatments.extend(later.worker.desk, later.worker.by(), [ana], 90, "Dra. Luz Gil")
    later.propose(7, later.worker.desk.clock.today())
    assert later.granted() == {ana: 7}


def test_refusals_that_cannot_be_said(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 40)
    run = week.propose(14)
    for units, note, refusal, code in (
        (None, "", "other", "reason_missing"),
        (None, "", "because", "refusal_unknown"),
        (3, "x", "away", "refused_gets_nothing"),
    ):
        with pytest.raises(Refusal, match=code):
            decide(week, run, ana, units, note, refusal)
    for word in REFUSALS:
        decide(week, run, ana, None, "dicho", word)
    assert week.lines()[ana].item.refusal == REFUSALS[-1]


def test_a_run_in_which_all_is_refused_can_be_confirmed(week: Week) -> None:
    ana = week.person("Ana")
    run = week.propose(14)
    with pytest.raises(Refusal, match="nothing_to_confirm"):
        confirm(week, run)
    decide(week, run, ana, 0, refusal="not_ours")
    assert confirm(week, run, "Carmen R.", "Luis P.") == 0
    assert waits(week)[ana].state == "refused"


def test_what_is_deferred_comes_back_by_itself(week: Week) -> None:
    ana, luis = week.person("Ana", criteria=("homebound",)), week.person("Luis", since=TODAY - timedelta(days=9))
    week.box("L1", 14)
    run = week.propose(14)
    assert sum(week.granted().values()) == 14
    decide(week, run, luis, 0, "no alcanza")
    confirm(week, run)
    found = waits(week)
    assert (found[luis].state, found[luis].since, found[luis].would_get) == ("deferred", TODAY - timedelta(days=9), 0)
    assert found[ana].state == "again"
    assert returned(week) == (0, 0)
    week.box("L2", 30)
    assert returned(week) == (1, 1)
    assert [one.item_id for one in waiting.waiting_list(week.worker.desk)] == [luis, ana]
    assert waits(week)[luis].returned
    week.propose(14)
    assert week.granted() == {luis: 14}


def test_who_waits_for_a_doctor_stands_in_the_list_with_the_question(week: Week) -> None:
    week.person("Ana")
    eva = week.person("Eva")
    week.box("L1", 40)
    with week.worker.desk.act(week.worker.by(), "test.allergy") as act:
        act.connection.exec_driver_sql(
            "INSERT INTO patient_allergies (patient_id, told, inn, atc) SELECT p.id, 'losartan', 'losartan', 'C09CA01' FROM patients p "
            "WHERE p.name = 'Eva'"
        )
    found = waits(week)[eva]
    assert (found.state, [reason.code for reason in found.questions], found.would_get) == ("doctor", ["allergy"], 0)


# --- tiers --------------------------------------------------------------------------------------------------------


def test_the_newest_decision_counts_and_an_items_goes_before_its_persons(week: Week) -> None:
    ana = week.person("Ana")
    week.propose(7)
    patient = person_of(week, ana)
    desk, by = week.worker.desk, week.worker.by

    def tier() -> str:
        week.propose(7)
        return week.lines()[ana].item.tier

    own = tier()
    standings.decide_tier(desk, by(), patient, "A", "vive sola")
    assert tier() == "A"
    assert next(reason.data for reason in week.lines()[ana].reasons if reason.code == "decided") == {"tier": "A", "by_points": own}
    standings.decide_tier(desk, by(), patient, "B", "esta puede esperar", ana)
    assert tier() == "B"
    standings.decide_tier(desk, by(), patient, "", "como la persona", ana)
    assert tier() == "A"
    standings.decide_tier(desk, by(), patient, "", "ya no vive sola")
    assert tier() == own
    told = [(row.tier, row.item_id, row.why) for row in standings.tiers_of(desk, patient)]
    assert told == [("", None, "ya no vive sola"), ("", ana, "como la persona"), ("B", ana, "esta puede esperar"), ("A", None, "vive sola")]


def test_tiers_that_cannot_be_decided(week: Week) -> None:
    ana, luis = week.person("Ana"), week.person("Luis")
    week.propose(7)
    patient = person_of(week, ana)
    for person, tier, why, item, code in (
        (patient, "D", "x", None, "tier_unknown"),
        (patient, "A", " ", None, "reason_missing"),
        (9999, "A", "x", None, "patient_unknown"),
        (patient, "A", "x", luis, "item_unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            standings.decide_tier(week.worker.desk, week.worker.by(), person, tier, why, item)
    assert standings.tiers_of(week.worker.desk, patient) == ()


# --- one medicine anew --------------------------------------------------------------------------------------------


def test_a_medicine_dealt_anew_says_who_gains_and_who_loses_and_changes_it_in_one_act(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 14)
    eva = week.person("Eva", medicine="metformin 850 mg tablet")
    week.box("M1", 14, medicine="metformin 850 mg tablet")
    week.confirmed(14)
    luis = week.person("Luis", criteria=("homebound", "disabled", "immunosuppressed"))
    run = anew(week)
    assert week.granted() == {ana: 0, luis: 14}
    found = promises.difference(week.worker.desk, run)
    assert [(one.item_id, one.before, one.after, one.until_before) for one in found.losing] == [(ana, 14, 0, TODAY + timedelta(days=13))]
    assert [(one.item_id, one.before, one.after) for one in found.gaining] == [(luis, 0, 14)]
    balance = next(one for one in matching.proposal(week.worker.desk, run).medicines)  # type: ignore[union-attr]
    assert (balance.there, balance.given, balance.missing) == (14, 14, 14)
    assert week.shelf() == {"L1": (14, 14), "M1": (14, 14)}
    assert confirm(week, run) == 14
    assert week.shelf() == {"L1": (14, 14), "M1": (14, 14)}
    assert promises.difference(week.worker.desk, run).losing == found.losing  # it can be read afterwards
    assert waits(week, 14)[ana].state == "deferred"
    assert luis not in waits(week, 14) and eva not in waits(week, 14)


def test_new_boxes_are_shared_out_again_in_one_action(week: Week) -> None:
    ana, luis = week.person("Ana", criteria=("homebound",)), week.person("Luis")
    week.box("L1", 20)
    week.confirmed(14)
    week.box("L2", 20, TODAY + timedelta(days=60))
    run = anew(week)
    assert week.granted() == {ana: 14, luis: 14}
    found = promises.difference(week.worker.desk, run)
    assert ([one.item_id for one in found.gaining], [one.item_id for one in found.same], found.losing) == ([luis], [ana], ())
    confirm(week, run)
    assert sum(reserved for _, reserved in week.shelf().values()) == 28


def test_nobody_loses_days_only_because_the_new_period_is_shorter(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 100)
    week.confirmed(60)
    run = anew(week, 7)
    assert week.granted() == {ana: 60}
    assert promises.difference(week.worker.desk, run).same[0].after == 60


def test_what_asks_nothing_any_more_is_seen_to_go_back(week: Week) -> None:
    ana, luis = week.person("Ana"), week.person("Luis")
    week.box("L1", 20)
    week.confirmed(14)
    prescriptions.close_item(week.worker.desk, week.worker.by(), ana, "doctor")
    run = anew(week)
    line = week.lines()[ana].item
    assert (line.units_asked, line.units_granted, line.outcome, line.former_units) == (0, 0, "nothing", 13)
    confirm(week, run)
    assert week.shelf() == {"L1": (20, 14)}
    assert week.granted() == {ana: 0, luis: 14}


def test_what_is_out_is_never_touched(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 14)
    week.out(14)
    luis = week.person("Luis", criteria=("homebound", "disabled", "immunosuppressed"))
    run = anew(week)
    assert week.granted() == {luis: 0}
    with pytest.raises(Refusal, match="nothing_promised"):
        promises.release(week.worker.desk, week.worker.by(), "x", [ana])
    assert week.shelf() == {"L1": (14, 14)}
    with pytest.raises(Refusal, match="nothing_to_confirm"):
        confirm(week, run)


def test_a_bag_in_a_planned_round_keeps_its_place(week: Week) -> None:
    week.person("Ana")
    week.box("L1", 30)
    week.confirmed(14)
    round_id = rounds.plan(week.worker.desk, week.worker.by(), TODAY)
    week.box("L2", 30, TODAY + timedelta(days=60))
    confirm(week, anew(week))
    bags = [bag for rows in rounds.view(week.worker.desk, round_id).bags.values() for bag in rows]
    assert sum(bag.units for bag in bags) == 14
    rounds.send_out(week.worker.desk, week.worker.by(), round_id)
    assert sum(reserved for _, reserved in week.shelf().values()) == 14


def test_a_promise_that_moved_meanwhile_is_not_dealt_twice(week: Week) -> None:
    ana = week.person("Ana")
    week.box("L1", 30)
    week.confirmed(14)
    run = anew(week)
    promises.release(week.worker.desk, week.worker.by(), "se equivocaron", [ana])
    changed = matching.what_changed(week.worker.desk, run)
    assert [(one.item_id, one.why) for one in changed.needs] == [(ana, "promise")]
    with pytest.raises(Refusal, match="needs_moved"):
        confirm(week, run)
    again = matching.propose_again(week.worker.desk, week.worker.by(), run)
    assert confirm(week, again.run_id) == 14


def test_an_unknown_medicine_cannot_be_dealt_anew(week: Week) -> None:
    with pytest.raises(Refusal, match="medicine_not_found"):
        matching.propose(week.worker.desk, week.worker.by(), TODAY, 7, medicine=999_999)
    week.person("Ana")
    with pytest.raises(Refusal, match="run_not_anew"):
        promises.difference(week.worker.desk, week.propose(7))
