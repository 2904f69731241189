"""A round before it leaves: by sector, with late additions and removals, picked off the shelf, and what is not there; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, matching, people, prescriptions, promises, round_picking, rounds, stock
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.services.rounds import RoundView
from tests.services.test_matching import at_once
from tests.support.desks import TODAY, Worker
from tests.support.week import Week, names

NOT_FOUND = "no está en el estante"


@pytest.fixture
def week(worker: Worker) -> Week:
    made = Week(worker)
    for name in ("Ana", "Luis", "Eva"):
        made.person(name)
    made.box("L1", 60)
    return made


def plan(week: Week, day: date = TODAY, **more: object) -> int:
    return rounds.plan(week.worker.desk, week.worker.by(), day, **more)  # type: ignore[arg-type]


def view(week: Week, round_id: int) -> RoundView:
    return rounds.view(week.worker.desk, round_id)


def person_of(week: Week, name: str) -> int:
    with week.worker.desk.read() as connection:
        return int(connection.execute(text("SELECT id FROM patients WHERE name = :name"), {"name": name}).scalar_one())


def in_sector(week: Week, sector: str, name: str) -> None:
    """Somebody of another sector of the same council."""
    week.person(name, house=census.add_house_at(week.worker.desk, week.worker.by(), "Los Pinos", sector, "Casa del medio"))


def picking(week: Week, round_id: int) -> list[tuple[str, int, int, str]]:
    lines = round_picking.picking(week.worker.desk, round_id).lines
    return [(line.lot, line.units, line.taken, line.wrong) for line in lines]


def test_two_rounds_on_one_day_in_one_council_by_sector(week: Week) -> None:
    in_sector(week, "Bajo", "Rosa")
    week.box("L2", 60)
    week.confirmed()
    waiting = rounds.waiting(week.worker.desk, TODAY, "Los Pinos")
    assert [(one.sector, one.doors, one.people, one.units, one.cold) for one in waiting.sectors] == [
        ("Alto", 3, 3, 42, 0),
        ("Bajo", 1, 1, 14, 0),
    ]
    assert (waiting.people, waiting.too_old) == (4, 0)
    first = plan(week, council="Los Pinos", sectors=[waiting.sectors[1].sector_id])
    second = plan(week, council="Los Pinos", carriers=" Rosa ,Iván,  Rosa,")
    assert (names(view(week, first)), names(view(week, second))) == (["Rosa"], ["Ana", "Luis", "Eva"])
    assert view(week, second).round.carriers == "Rosa, Iván"
    assert rounds.waiting(week.worker.desk, TODAY).sectors == ()
    assert rounds.carriers_before(week.worker.desk) == ("Rosa", "Iván")


def test_two_people_who_plan_and_join_at_once_share_no_promise(week: Week) -> None:
    week.confirmed()
    first = plan(week)
    ana = person_of(week, "Ana")
    rounds.take_off(week.worker.desk, week.worker.by(), first, [ana])
    in_sector(week, "Bajo", "Rosa")
    week.box("L2", 60)
    week.confirmed()
    second = plan(week, sectors=[rounds.waiting(week.worker.desk, TODAY).sectors[-1].sector_id])

    def joining(round_id: int) -> str:
        try:
            return str(rounds.join(week.worker.desk, week.worker.by(), round_id, [ana]).people)
        except Refusal as refusal:
            return refusal.code

    made = at_once([lambda: joining(first), lambda: joining(second)])
    assert sorted(made) == ["1", "nothing_for_person"]
    assert sum("Ana" in names(view(week, one)) for one in (first, second)) == 1
    assert week.shelf()["L1"][1] + week.shelf()["L2"][1] == 56


def test_taken_off_and_put_on_again_at_its_place(week: Week) -> None:
    week.confirmed()
    round_id = plan(week)
    luis, code = person_of(week, "Luis"), view(week, round_id).stops[1].code
    assert rounds.take_off(week.worker.desk, week.worker.by(), round_id, [luis]) == 1
    found = view(week, round_id)
    assert [(stop.position, stop.patient) for stop in found.stops] == [(1, "Ana"), (2, "Eva")]
    assert week.shelf() == {"L1": (60, 42)} and rounds.waiting_for_round(week.worker.desk) == 1
    assert rounds.slip_of(week.worker.desk, code) == rounds.SlipRow(round_id, "taken_off", "", None)
    (waits,) = rounds.could_join(week.worker.desk, round_id)
    assert (waits.patient, waits.units, waits.medicines, waits.at_stop) == ("Luis", 14, 1, False)
    joined = rounds.join(week.worker.desk, week.worker.by(), round_id, [luis])
    assert (joined.people, joined.stops) == (1, (2,))
    again = view(week, round_id)
    assert [(stop.position, stop.patient) for stop in again.stops] == [(1, "Ana"), (2, "Luis"), (3, "Eva")]
    assert again.stops[1].code != code  # a code is never used again
    assert rounds.could_join(week.worker.desk, round_id) == ()
    with pytest.raises(Refusal, match="nothing_for_person"):  # a stop with nothing to deliver
        rounds.join(week.worker.desk, week.worker.by(), round_id, [luis])
    for nobody in ([], [999]):
        with pytest.raises(Refusal, match="nobody_chosen"):
            rounds.take_off(week.worker.desk, week.worker.by(), round_id, nobody)
    with pytest.raises(Refusal, match="round_would_be_empty"):
        rounds.take_off(week.worker.desk, week.worker.by(), round_id, [stop.patient_id for stop in again.stops])
    rounds.send_out(week.worker.desk, week.worker.by(), round_id)
    for act in (rounds.take_off, rounds.join):
        with pytest.raises(Refusal, match="round_not_planned"):
            act(week.worker.desk, week.worker.by(), round_id, [luis])


def test_late_units_go_into_the_bag_that_is_there_and_one_house_is_one_stop(week: Week) -> None:
    house = week.house()
    week.person("Madre", house=house)
    week.person("Hija", house=house)
    week.box("L2", 60)
    week.confirmed()
    round_id = plan(week)
    mother, daughter = person_of(week, "Madre"), person_of(week, "Hija")
    rounds.take_off(week.worker.desk, week.worker.by(), round_id, [daughter])
    assert len({stop.household_id for stop in view(week, round_id).stops}) == 4
    assert rounds.could_join(week.worker.desk, round_id)[0].at_stop
    assert rounds.join(week.worker.desk, week.worker.by(), round_id, [daughter]).stops == ()
    week.box("M1", 60, medicine="metformin 850 mg tablet")
    order = Order("metformina", week.medicine("metformin 850 mg tablet"), "1 tableta cada 24 horas", chronic=True)
    prescriptions.write(week.worker.desk, week.worker.by(), mother, "Dra. Luz Gil", TODAY, [order])
    week.confirmed()
    slip = next(stop for stop in view(week, round_id).stops if stop.patient == "Madre")
    rounds.join(week.worker.desk, week.worker.by(), round_id, [mother])
    found = view(week, round_id)
    assert next(stop for stop in found.stops if stop.patient == "Madre").code == slip.code
    assert sorted(bag.lot for bag in found.bags[slip.slip_id])[-1] == "M1" and len({s.household_id for s in found.stops}) == 4


def test_printed_numbers_stay_true(week: Week) -> None:
    """Once slips were printed: who leaves leaves a gap, who joins comes last; who is put into another order is printed again."""
    week.confirmed()
    round_id, desk, by = plan(week), week.worker.desk, week.worker.by
    with desk.act(by(), "test.printed") as act:
        act.connection.execute(text("UPDATE slips SET printed_at = '2026-11-23 10:00:00'"))
    ana = person_of(week, "Ana")
    rounds.take_off(desk, by(), round_id, [ana])
    assert [stop.position for stop in view(week, round_id).stops] == [2, 3]
    assert rounds.join(desk, by(), round_id, [ana]).stops == (4,)
    assert _printed(week) == {"Luis": True, "Eva": True, "Ana": False}
    houses = {stop.patient: stop.household_id for stop in view(week, round_id).stops}
    rounds.reorder(desk, by(), round_id, [houses["Luis"], houses["Ana"], houses["Eva"]])
    assert [(stop.position, stop.patient) for stop in view(week, round_id).stops] == [(2, "Luis"), (3, "Ana"), (4, "Eva")]
    assert _printed(week) == {"Luis": True, "Eva": False, "Ana": False}


def _printed(week: Week) -> dict[str, bool]:
    with week.worker.desk.read() as connection:
        rows = connection.execute(text("SELECT p.name, s.printed_at FROM slips s JOIN patients p ON p.id = s.patient_id")).all()
    return {row[0]: row[1] is not None for row in rows}


def test_the_order_is_remembered_in_each_sector_and_nobody_else_moves(week: Week) -> None:
    for name in ("Beto", "Carla"):
        in_house = week.house()
        desk, by = week.worker.desk, week.worker.by
        people.add_patient(desk, by(), PersonForm(in_house, name, date(1990, 1, 1)))  # lives in the sector and gets nothing
    week.person("Dora")
    week.box("L2", 60)
    week.confirmed(7)
    first = plan(week)
    houses = {stop.patient: stop.household_id for stop in view(week, first).stops}
    rounds.reorder(week.worker.desk, week.worker.by(), first, [houses["Dora"], houses["Ana"], houses["Luis"], houses["Eva"]])
    with week.worker.desk.read() as connection:
        order = "SELECT p.name FROM households h JOIN patients p ON p.household_id = h.id ORDER BY h.position"
        assert list(connection.execute(text(order)).scalars()) == ["Dora", "Ana", "Luis", "Eva", "Beto", "Carla"]
    rounds.cancel(week.worker.desk, week.worker.by(), first)
    assert names(view(week, plan(week))) == ["Dora", "Ana", "Luis", "Eva"]


def test_another_day_and_other_carriers(week: Week) -> None:
    week.box("L-short", 14, TODAY + timedelta(days=16))
    week.confirmed()
    round_id, desk, by = plan(week), week.worker.desk, week.worker.by
    rounds.change(desk, by(), round_id, TODAY + timedelta(days=1), "Iván")
    found = view(week, round_id).round
    assert (found.walked_on, found.carriers) == (TODAY + timedelta(days=1), "Iván")
    with pytest.raises(Refusal, match="round_in_past"):
        rounds.change(desk, by(), round_id, TODAY - timedelta(days=1), "")
    with pytest.raises(Refusal, match="lot_not_usable"):
        rounds.change(desk, by(), round_id, TODAY + timedelta(days=30), "")
    with pytest.raises(Refusal, match="round_in_past"):
        plan(week, TODAY - timedelta(days=1))


def test_the_load_says_what_is_heavy_and_what_is_cold(week: Week) -> None:
    week.order(person_of(week, "Ana"), "insulin glargine 100 IU/ml", 1)
    week.confirmed()
    carried = rounds.load(view(week, plan(week)))
    assert (carried.bags, carried.units, carried.cold) == (3, 42, 0)


def test_lines_are_ticked_and_stay_ticked(week: Week) -> None:
    m1 = week.box("M1", 60, medicine="metformin 850 mg tablet")
    week.order(person_of(week, "Ana"), "metformin 850 mg tablet")
    desk, by = week.worker.desk, week.worker.by
    with desk.read() as connection:
        l1 = connection.execute(text("SELECT id FROM batches WHERE lot = 'L1'")).scalar_one()
    stock.put_on_shelf(desk, by(), l1, "A10")
    stock.put_on_shelf(desk, by(), m1, "A2")
    week.confirmed()
    round_id = plan(week)
    assert picking(week, round_id) == [("M1", 14, 0, ""), ("L1", 42, 0, "")]  # A2 before A10
    round_picking.pick(desk, by(), round_id, [l1], True)
    assert picking(week, round_id) == [("M1", 14, 0, ""), ("L1", 42, 42, "")]
    rounds.take_off(desk, by(), round_id, [person_of(week, "Luis")])
    assert picking(week, round_id)[1] == ("L1", 28, 42, "")  # more on the table than goes into bags
    round_picking.pick(desk, by(), round_id, [l1], False)
    assert picking(week, round_id)[1] == ("L1", 28, 0, "")
    with pytest.raises(Refusal, match="lot_not_on_round"):
        round_picking.pick(desk, by(), round_id, [999], True)
    (first, _) = round_picking.picking(desk, round_id).lines
    assert first.bags == ((1, "Ana", 14),)


def test_a_lot_that_is_not_there_is_set_aside_and_another_is_given(week: Week) -> None:
    week.confirmed()
    round_id, desk, by = plan(week), week.worker.desk, week.worker.by
    week.box("L2", 28)
    (line,) = round_picking.picking(desk, round_id).lines
    seen = round_picking.missing(desk, round_id, line.batch_id, None)
    assert (seen.should_be, [one.patient for one in seen.moved], len(seen.lost)) == (60, ["Ana", "Luis"], 1)
    assert week.shelf() == {"L1": (60, 42), "L2": (28, 0)}  # nothing happened yet
    made = round_picking.not_there(desk, by(), round_id, line.batch_id, None, NOT_FOUND)
    assert made == seen
    assert week.shelf() == {"L1": (60, 0), "L2": (28, 28)}
    card = stock.card(desk, line.batch_id)
    assert card.line.batch.status == "quarantine" and card.standings[-1].reason == NOT_FOUND
    assert names(view(week, round_id)) == ["Ana", "Luis"]  # nobody stands on the list with an empty bag
    assert picking(week, round_id) == [("L2", 28, 0, "")]
    run = matching.propose(desk, by(), TODAY, 14, medicine=line.medicine.id)  # and for the third one: dealt anew
    assert {moved.patient for moved in promises.difference(desk, run).gaining} <= {"Eva"}


def test_fewer_than_there_should_be_are_counted_and_the_most_urgent_keep_them(week: Week) -> None:
    week.confirmed()
    round_id, desk, by = plan(week), week.worker.desk, week.worker.by
    (line,) = round_picking.picking(desk, round_id).lines
    round_picking.pick(desk, by(), round_id, [line.batch_id], True)
    made = round_picking.not_there(desk, by(), round_id, line.batch_id, 30, NOT_FOUND)
    assert ([one.patient for one in made.lost], made.moved) == (["Eva"], ())
    assert week.shelf() == {"L1": (30, 28)} and picking(week, round_id) == [("L1", 28, 0, "")]
    assert stock.card(desk, line.batch_id).movements[-1].units == -30
    round_picking.not_there(desk, by(), round_id, line.batch_id, 29, NOT_FOUND)  # enough for everybody: only the count is put right
    assert week.shelf() == {"L1": (29, 28)} and len(view(week, round_id).stops) == 2
    with pytest.raises(Refusal, match="count_not_short"):
        round_picking.not_there(desk, by(), round_id, line.batch_id, 29, NOT_FOUND)
    with pytest.raises(Refusal, match="quantity_negative"):
        round_picking.missing(desk, round_id, line.batch_id, -1)
    with pytest.raises(Refusal, match="reason_missing"):
        round_picking.not_there(desk, by(), round_id, line.batch_id, None, " ")


def test_what_is_out_on_another_round_is_not_looked_for_on_the_shelf(week: Week) -> None:
    week.confirmed()
    first = plan(week)
    rounds.take_off(week.worker.desk, week.worker.by(), first, [person_of(week, "Ana")])
    rounds.send_out(week.worker.desk, week.worker.by(), first)
    round_id = plan(week)
    (line,) = round_picking.picking(week.worker.desk, round_id).lines
    seen = round_picking.missing(week.worker.desk, round_id, line.batch_id, 0)
    assert (seen.should_be, [one.patient for one in seen.broken]) == (32, ["Ana"])
    round_picking.not_there(week.worker.desk, week.worker.by(), round_id, line.batch_id, 0, NOT_FOUND)
    assert week.shelf() == {"L1": (28, 28)}
    assert view(week, round_id).stops == ()
    with pytest.raises(Refusal, match="nothing_to_deliver"):
        rounds.send_out(week.worker.desk, week.worker.by(), round_id)


def test_what_expired_meanwhile_gets_another_lot_and_nothing_is_counted(worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana", days=3)
    week.box("L-short", 10, TODAY + timedelta(days=3))
    week.confirmed(3)
    desk, by = worker.desk, worker.by
    round_id = plan(week, TODAY + timedelta(days=3))
    week.box("L2", 60)
    late = week.later(4)
    with late.worker.desk.act(late.worker.by(), "test.late") as act:  # the round was put off, and nobody looked at the dates
        act.connection.execute(text("UPDATE rounds SET walked_on = '2026-11-27'"))
    assert picking(week, round_id) == [("L-short", 3, 0, "expired")]
    (line,) = round_picking.picking(desk, round_id).lines
    with pytest.raises(Refusal, match="lot_not_usable"):
        round_picking.pick(desk, by(), round_id, [line.batch_id], True)
    with pytest.raises(Refusal, match="lot_not_usable"):
        rounds.send_out(late.worker.desk, late.worker.by(), round_id)
    round_picking.not_there(late.worker.desk, late.worker.by(), round_id, line.batch_id, None, "venció antes de la ronda")
    assert picking(week, round_id) == [("L2", 3, 0, "")] and week.shelf() == {"L-short": (10, 0), "L2": (60, 3)}
    rounds.send_out(late.worker.desk, late.worker.by(), round_id)


@pytest.mark.parametrize("act", ["plan", "reorder", "join", "take_off"])
def test_the_number_of_statements_does_not_grow_with_the_round(worker: Worker, act: str) -> None:
    week, counts = Week(worker), []
    for size in (3, 12):
        for n in range(size):
            week.person(f"Persona {size}-{n:02d}")
        week.box(f"L{size}", 14 * size)
        week.confirmed()
        counts.append(_statements(week, act))
    assert counts[0] == counts[1]


def _statements(week: Week, act: str) -> int:
    desk, by = week.worker.desk, week.worker.by()
    round_id = plan(week) if act != "plan" else 0
    stops = view(week, round_id).stops if round_id else ()
    some = [stop.patient_id for stop in stops[1:]]
    if act == "join":
        rounds.take_off(desk, week.worker.by(), round_id, some)
    asked: list[object] = []

    def count(*given: object) -> None:
        asked.append(given[2])

    event.listen(desk.store.engine, "before_cursor_execute", count)
    if act == "plan":
        rounds.plan(desk, by, TODAY)
    elif act == "reorder":
        rounds.reorder(desk, by, round_id, [stop.household_id for stop in reversed(stops)])
    elif act == "join":
        rounds.join(desk, by, round_id, some)
    else:
        rounds.take_off(desk, by, round_id, some)
    event.remove(desk.store.engine, "before_cursor_execute", count)
    return len(asked)
