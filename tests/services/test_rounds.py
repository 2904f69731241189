"""Rounds from plan to balance: what leaves the shelf is delivered, back, or lost, and nothing else; on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, rounds, stock
from pharmacy_app.services.rounds import Answer, RoundView
from tests.services.test_matching import at_once
from tests.support.desks import TODAY, Worker
from tests.support.week import Week, names

DELIVERED = Answer("delivered")


@pytest.fixture
def week(worker: Worker) -> Week:
    made = Week(worker)
    for name in ("Ana", "Luis", "Eva"):
        made.person(name)
    made.box("L1", 60)
    return made


def code_of(view: RoundView, name: str) -> str:
    return next(stop.code for stop in view.stops if stop.patient == name)


def close(week: Week, round_id: int, rest: Answer | None = DELIVERED, on: date = TODAY, **answers: Answer) -> rounds.Closed:
    view = rounds.view(week.worker.desk, round_id)
    named = {code_of(view, name): answer for name, answer in answers.items()}
    return rounds.close(week.worker.desk, week.worker.by(on), round_id, named, rest)


def view(week: Week, round_id: int) -> RoundView:
    return rounds.view(week.worker.desk, round_id)


def plan(week: Week, day: date = TODAY) -> int:
    return rounds.plan(week.worker.desk, week.worker.by(), day, carriers="Rosa, Iván")


def test_who_waits_is_counted_once_and_by_council(week: Week) -> None:
    for name in ("Inés", "Pablo"):
        week.person(name, council="El Mirador")
    with week.worker.desk.read() as connection:
        pablo = connection.execute(text("SELECT max(id) FROM patients")).scalar_one()
    week.order(pablo, "metformin 500 mg tablet")
    week.box("L2", 60)
    week.box("M1", 60, medicine="metformin 500 mg tablet")
    week.confirmed()
    assert [rounds.waiting_for_round(week.worker.desk, council) for council in ("El Mirador", None)] == [2, 5]


def test_a_stop_a_house_and_a_slip_a_person(week: Week) -> None:
    house = week.house()
    week.person("Madre", house=house)
    week.person("Hija", house=house)
    week.box("L2", 60)
    week.confirmed()
    assert rounds.waiting_for_round(week.worker.desk) == 5
    found = view(week, plan(week))
    assert len(found.stops) == 5 and len({stop.position for stop in found.stops}) == 4
    assert sorted(sum(bag.units for bag in bags) for bags in found.bags.values()) == [14] * 5
    assert len({stop.code for stop in found.stops}) == 5
    assert rounds.waiting_for_round(week.worker.desk) == 0
    with pytest.raises(Refusal, match="nothing_to_deliver"):
        plan(week)


def test_rounds_that_make_no_sense(week: Week) -> None:
    week.confirmed()
    with pytest.raises(Refusal, match="round_in_past"):
        plan(week, TODAY - timedelta(days=1))
    with pytest.raises(Refusal, match="council_unknown"):
        rounds.plan(week.worker.desk, week.worker.by(), TODAY, "Nadie")
    with pytest.raises(Refusal, match="round_unknown"):
        view(week, 99)


def test_the_walking_order_is_remembered(week: Week) -> None:
    week.confirmed(7)
    first = plan(week)
    found = view(week, first)
    assert names(found) == ["Ana", "Luis", "Eva"]
    houses = [stop.household_id for stop in found.stops]
    rounds.reorder(week.worker.desk, week.worker.by(), first, [houses[2], houses[0], houses[1]])
    assert names(view(week, first)) == ["Eva", "Ana", "Luis"]
    with pytest.raises(Refusal, match="stops_differ"):
        rounds.reorder(week.worker.desk, week.worker.by(), first, houses[:2])
    rounds.send_out(week.worker.desk, week.worker.by(), first)
    with pytest.raises(Refusal, match="round_not_planned"):
        rounds.reorder(week.worker.desk, week.worker.by(), first, houses)
    close(week, first)
    next_week = week.later(7)
    run = next_week.propose(7, TODAY + timedelta(days=7))
    assert run and next_week.granted()
    matching.confirm(next_week.worker.desk, next_week.worker.by(), run)
    second = plan(next_week, TODAY + timedelta(days=7))
    assert names(view(next_week, second)) == ["Eva", "Ana", "Luis"]


def test_a_cancelled_round_gives_its_bags_to_the_next(week: Week) -> None:
    week.confirmed()
    first = plan(week)
    rounds.cancel(week.worker.desk, week.worker.by(), first)
    assert week.shelf() == {"L1": (60, 42)}
    assert rounds.list_rounds(week.worker.desk) == ()
    second = plan(week)
    assert len(view(week, second).stops) == 3
    with pytest.raises(Refusal, match="round_not_planned"):
        rounds.cancel(week.worker.desk, week.worker.by(), first)


def test_everything_delivered(week: Week) -> None:
    round_id = week.out()
    assert week.shelf() == {"L1": (60, 42)}
    by = week.worker.by()
    codes = {stop.code: DELIVERED for stop in view(week, round_id).stops}
    made = rounds.close(week.worker.desk, by, round_id, codes)
    assert (made.out, made.delivered, made.returned, made.lost, made.slips) == (42, 42, 0, 0, {"delivered": 3})
    assert week.shelf() == {"L1": (18, 0)}
    with pytest.raises(Refusal, match="act_repeated"):
        rounds.close(week.worker.desk, by, round_id, codes)
    with pytest.raises(Refusal, match="round_closed"):
        close(week, round_id)
    assert week.shelf() == {"L1": (18, 0)}


@pytest.mark.parametrize(
    ("result", "on_hand", "reserved", "waiting"),
    [("nobody_home", 32, 14, 1), ("refused", 32, 0, 0), ("moved", 32, 0, 0), ("died", 32, 0, 0), ("other", 32, 0, 0), ("lost", 18, 0, 0)],
)
def test_each_result_and_what_it_does_to_the_shelf(week: Week, result: str, on_hand: int, reserved: int, waiting: int) -> None:
    round_id = week.out()
    made = close(week, round_id, Luis=Answer(result, note="dice la vecina"))
    lost = 14 if result == "lost" else 0
    assert (made.out, made.delivered, made.returned, made.lost) == (42, 28, 14 - lost, lost)
    assert made.out == made.delivered + made.returned + made.lost
    assert week.shelf() == {"L1": (on_hand, reserved)}
    assert rounds.waiting_for_round(week.worker.desk) == waiting
    stop = next(stop for stop in view(week, round_id).stops if stop.patient == "Luis")
    assert (stop.result, stop.note) == (result, "dice la vecina")


def test_who_was_not_home_is_on_the_next_round_and_the_closed_one_can_be_read(week: Week) -> None:
    first = week.out()
    close(week, first, Luis=Answer("nobody_home"))
    second = plan(week)
    found = view(week, second)
    assert names(found) == ["Luis"]
    assert sum(bag.units for bag in found.bags[found.stops[0].slip_id]) == 14
    past = view(week, first)
    assert {stop.patient: sum(bag.units for bag in past.bags[stop.slip_id]) for stop in past.stops} == {"Ana": 14, "Luis": 14, "Eva": 14}
    made = close(week, second)
    assert (made.out, made.delivered) == (14, 14)
    assert week.shelf() == {"L1": (18, 0)}


def test_in_part_what_came_back_is_named(worker: Worker) -> None:
    week = Week(worker)
    losartan = week.person("Ana")
    with worker.desk.read() as connection:
        patient = int(connection.execute(text("SELECT MAX(id) FROM patients")).scalar_one())
    metformin = week.order(patient, "metformin 850 mg tablet")
    week.box("L1", 30)
    week.box("M1", 30, medicine="metformin 850 mg tablet")
    round_id = week.out()
    with pytest.raises(Refusal, match="returned_unclear"):
        close(week, round_id, Ana=Answer("part"))
    made = close(week, round_id, Ana=Answer("part", returned=frozenset({metformin})))
    assert (made.out, made.delivered, made.returned) == (28, 14, 14)
    assert week.shelf() == {"L1": (16, 0), "M1": (30, 14)}
    assert rounds.waiting_for_round(worker.desk) == 1 and losartan != metformin


def test_nothing_is_written_where_a_slip_has_no_result(week: Week) -> None:
    round_id = week.out()
    with pytest.raises(Refusal, match="slips_without_result") as refused:
        close(week, round_id, rest=None, Ana=DELIVERED)
    assert refused.value.data == {"slips": 2}
    for answers, code in (
        ({"E00000000": DELIVERED}, "slip_unknown"),
        ({code_of(view(week, round_id), "Ana"): Answer("comido")}, "result_unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            rounds.close(week.worker.desk, week.worker.by(), round_id, answers, DELIVERED)
    assert week.shelf() == {"L1": (60, 42)}
    assert view(week, round_id).round.answered == 0


def test_closed_on_the_day_after_a_blackout_but_never_before_it_was_walked(week: Week) -> None:
    week.confirmed()
    tomorrow = TODAY + timedelta(days=1)
    round_id = plan(week, tomorrow)
    with pytest.raises(Refusal, match="closed_before_walked"):
        close(week, round_id, on=TODAY)
    close(week.later(2), round_id, on=tomorrow + timedelta(days=1))
    assert week.shelf() == {"L1": (18, 0)}


def test_what_expired_meanwhile_does_not_go_out(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana", days=3)
    week.box("L-short", 10, TODAY + timedelta(days=3))
    week.confirmed(3)
    round_id = plan(week, TODAY + timedelta(days=3))
    with pytest.raises(Refusal, match="nothing_to_deliver"):
        plan(week, TODAY + timedelta(days=3))
    rounds.cancel(worker.desk, worker.by(), round_id)
    with pytest.raises(Refusal, match="promised_too_old"):
        plan(week, TODAY + timedelta(days=4))


def test_a_lot_recalled_before_the_round_leaves_is_taken_off_its_slips(week: Week) -> None:
    batch = week.box("M1", 30, medicine="metformin 850 mg tablet")
    week.person("Oscar", medicine="metformin 850 mg tablet")
    week.confirmed()
    round_id = plan(week)
    stock.set_aside(week.worker.desk, week.worker.by(), batch, "recalled", "aviso del fabricante")
    assert names(view(week, round_id)) == ["Ana", "Luis", "Eva"]
    stock.put_back(week.worker.desk, week.worker.by(), batch, note="falsa alarma")  # a false alarm: what was given up stays given up
    rounds.send_out(week.worker.desk, week.worker.by(), round_id)
    assert names(view(week, round_id)) == ["Ana", "Luis", "Eva"]
    made = close(week, round_id)
    assert (made.out, made.delivered) == (42, 42)
    assert week.shelf() == {"L1": (18, 0), "M1": (30, 0)}


def test_a_lot_recalled_while_it_is_out_cannot_be_handed_out_and_comes_back(week: Week) -> None:
    round_id = week.out()
    with week.worker.desk.read() as connection:
        batch = int(connection.execute(text("SELECT id FROM batches")).scalar_one())
    stock.set_aside(week.worker.desk, week.worker.by(), batch, "recalled", "aviso del fabricante")
    with pytest.raises(Refusal, match="lot_not_usable") as refused:
        close(week, round_id)
    assert refused.value.data == {"lots": "L1"}
    made = close(week, round_id, rest=Answer("other", note="lote retirado"))
    assert (made.out, made.delivered, made.returned) == (42, 0, 42)
    assert week.shelf() == {"L1": (60, 0)}
    assert rounds.waiting_for_round(week.worker.desk) == 0


def test_two_people_who_close_at_once_book_it_once(week: Week) -> None:
    round_id = week.out()
    said = at_once([lambda: str(close(week, round_id).delivered)] * 2)
    assert sorted(said) == ["42", "round_closed"]
    assert week.shelf() == {"L1": (18, 0)}


def test_two_people_who_plan_at_once_pack_every_bag_once(week: Week) -> None:
    week.confirmed()
    said = at_once([lambda: str(len(view(week, plan(week)).stops))] * 2)
    assert sorted(said) == ["3", "nothing_to_deliver"]


def test_a_slip_leads_to_its_round(week: Week) -> None:
    round_id = week.out()
    code = view(week, round_id).stops[0].code
    found = rounds.slip_of(week.worker.desk, f"{code[1:5]} {code[5:]}")
    assert found is not None and (found.round_id, found.status, found.result) == (round_id, "out", "")
    assert rounds.slip_of(week.worker.desk, "E00000000") is None
    assert rounds.slip_of(week.worker.desk, "hola") is None


def test_results_typed_elsewhere(week: Week, tmp_path: Path) -> None:
    codes = [stop.code for stop in view(week, week.out()).stops]
    file = tmp_path / "results.csv"
    file.write_text(f"code;result;note\n{codes[0]};delivered;\n{codes[1]};nobody_home;volver el lunes\n", encoding="utf-8")
    assert rounds.read_results(file) == {codes[0]: Answer("delivered"), codes[1]: Answer("nobody_home", note="volver el lunes")}
    wrong = {
        "code,result\nE1,delivered\n": "slip_unknown",
        f"code,result\n{codes[0]},comido\n": "result_unknown",
        "a,b\n": "results_without_columns",
    }
    for content, code in wrong.items():
        file.write_text(content, encoding="utf-8")
        with pytest.raises(Refusal, match=code):
            rounds.read_results(file)
    with pytest.raises(Refusal, match="file_missing"):
        rounds.read_results(tmp_path / "no.csv")


def test_answers_are_kept_while_the_round_is_out_and_only_then(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana")
    week.person("Luis")
    week.box("L1", 60)
    desk, round_id = worker.desk, week.out()
    first, second = (stop.code for stop in rounds.view(desk, round_id).stops)
    part = rounds.Answer("part", "su hija", "faltó «una» caja; <b>", frozenset({3, 1}))
    rounds.note(desk, worker.by(), round_id, {first: part, second: rounds.Answer("nobody_home")})
    rounds.note(desk, worker.by(), round_id, {second: None})
    assert rounds.view(desk, round_id).noted == {first: part}
    for wrong, code in (({"E99999999": None}, "slip_unknown"), ({first: rounds.Answer("maybe")}, "result_unknown")):
        with pytest.raises(Refusal, match=code):
            rounds.note(desk, worker.by(), round_id, wrong)  # type: ignore[arg-type]
    assert rounds.view(desk, round_id).noted == {first: part}
    delivered = rounds.Answer("delivered")
    rounds.close(desk, worker.by(), round_id, {first: delivered, second: delivered})
    assert rounds.view(desk, round_id).noted == {}
    with pytest.raises(Refusal, match="round_not_out"):
        rounds.note(desk, worker.by(), round_id, {first: delivered})
