"""A round comes home, as a person types it in: who took a bag, what came back, slips that do not belong, and a closing taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pharmacy_app.services import door_history, people, rounds, stock
from pharmacy_app.ui.screens.community.deliveries import DeliveriesDialog
from pharmacy_app.ui.screens.rounds.asking import PartDialog, WhomDialog
from pharmacy_app.ui.screens.rounds.closing import CloseDialog, GoneDialog
from pharmacy_app.ui.screens.rounds.reopening import ReopenDialog
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.week import Week
from tests.ui.test_rounds import dialog, enter, press, results, words

METFORMIN = "metformin 850 mg tablet"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy")


@pytest.fixture
def worker(template: Path, tmp_path: Path) -> Iterator[Worker]:
    one = sqlite_worker(template, tmp_path / "pharmacy")
    yield one
    one.desk.store.close()


@pytest.fixture
def week(worker: Worker) -> Week:
    """Ana takes two medicines; Luis and Eva one."""
    made = Week(worker)
    for name in ("Ana", "Luis", "Eva"):
        made.person(name)
    made.order(1, METFORMIN)
    made.box("L1", 60)
    made.box("M1", 30, medicine=METFORMIN)
    return made


def close(there: object, room: object, qtbot: QtBot) -> None:
    room.act()  # type: ignore[attr-defined]
    asked = dialog(there)  # type: ignore[arg-type]
    assert isinstance(asked, CloseDialog)
    qtbot.keyClick(asked.day.line, Qt.Key.Key_Return)


def test_who_took_the_bag_is_written_down_and_read_again(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    there, room = enter(qtbot, week.worker, round_id)
    press(qtbot, room.page.doors, "A")
    asked = dialog(there)
    assert isinstance(asked, WhomDialog)
    qtbot.keyClicks(asked.name.line, "Rosa, la vecina")
    qtbot.keyClick(asked.name.line, Qt.Key.Key_Return)
    press(qtbot, room.page.doors, "T")
    close(there, room, qtbot)
    ana = next(stop for stop in rounds.view(week.worker.desk, round_id).stops if stop.patient == "Ana")
    assert (ana.result, ana.received_by) == ("delivered", "Rosa, la vecina")
    found = door_history.of_house(week.worker.desk, ana.household_id)
    assert [(row.patient, row.result, row.received_by, row.delivered) for row in found.rows] == [
        ("Ana", "delivered", "Rosa, la vecina", 28)
    ]


def test_each_medicine_of_a_bag_ends_in_its_own_way(qtbot: QtBot, week: Week) -> None:
    there, room = enter(qtbot, week.worker, week.out())
    press(qtbot, room.page.doors, "P")
    asked = dialog(there)
    assert isinstance(asked, PartDialog)
    metformin = next(item for item, box in asked.boxes.items() if "Metformina" in box.text())
    assert not asked.ends[metformin].isEnabled()
    asked.boxes[metformin].setChecked(True)
    asked.ends[metformin].setCurrentIndex(asked.ends[metformin].findData("lost"))
    asked._done()
    found = room.page.balance()
    assert (found.delivered, found.back, found.lost, found.open) == (14, 0, 14, 28)
    room.page.show_code(rounds.view(week.worker.desk, 1).stops[0].code)
    press(qtbot, room.page.doors, "P")  # what was said stands there again
    again = dialog(there)
    assert isinstance(again, PartDialog) and again.ends[metformin].currentData() == "lost"


def test_what_came_back_warm_is_set_aside_with_one_letter(qtbot: QtBot, week: Week) -> None:
    there, room = enter(qtbot, week.worker, week.out())
    doors = room.page.doors
    press(qtbot, doors, "V")
    assert room.page.found.text().startswith("Anote primero qué pasó")
    press(qtbot, doors, "N")
    room.page.show_code(rounds.view(week.worker.desk, 1).stops[0].code)
    press(qtbot, doors, "V")
    assert room.page.balance().apart == 28
    press(qtbot, doors, "T")
    close(there, room, qtbot)
    assert there.messages.toasts[-1] == "28 unidades entregadas, 0 de vuelta en el estante, 28 apartadas"
    lines = {(line.batch.lot, line.batch.status): line.batch.on_hand for line in stock.list_stock(week.worker.desk)}
    assert lines == {("L1", "available"): 18, ("L1", "quarantine"): 14, ("M1", "available"): 16, ("M1", "quarantine"): 14}


def test_a_stub_scanned_twice_counts_once(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    code = rounds.view(week.worker.desk, round_id).stops[1].code
    _, room = enter(qtbot, week.worker, round_id)
    assert room.on_scan(code) and room.on_scan(code)
    assert results(room) == ["", "delivered", ""]
    assert "ya estaba anotado: entregada. Nada se cuenta dos veces" in room.page.found.text()


def test_slips_that_do_not_count_are_said_in_one_sentence(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    code = rounds.view(week.worker.desk, round_id).stops[0].code
    there, room = enter(qtbot, week.worker, round_id)
    digits = code[1:]
    wrong = f"E{digits[:3]}{(int(digits[3]) + 1) % 10}{digits[4:]}"
    assert room.on_scan(wrong) and there.messages.told[-1][0] == "Código mal leído"
    room.page.ask_number()
    qtbot.keyClicks(room.page.number, wrong[1:])
    qtbot.keyClick(room.page.number, Qt.Key.Key_Return)
    assert "un dígito está mal" in room.page.found.text()
    assert room.on_scan("E00000000") and "después de la copia" in there.messages.told[-1][1]
    assert results(room) == ["", "", ""]


def test_a_slip_of_another_round_opens_it_and_one_of_a_closed_round_is_not_counted_again(qtbot: QtBot, week: Week) -> None:
    first = week.out()
    rounds.close(week.worker.desk, week.worker.by(), first, {}, rounds.Answer("nobody_home"))
    second = rounds.plan(week.worker.desk, week.worker.by(), TODAY)
    rounds.send_out(week.worker.desk, week.worker.by(), second)
    old, new = (rounds.view(week.worker.desk, one).stops[0].code for one in (first, second))
    _, room = enter(qtbot, week.worker, first)
    assert room.on_scan(new)
    assert room._view is not None and room._view.round.id == second and results(room) == ["", "", ""]
    assert "pásela otra vez" in room.page.found.text()
    room.on_scan(new)
    assert results(room) == ["delivered", "", ""]
    assert room.on_scan(old)
    assert room._view.round.id == first and "nadie en casa. Nada se cuenta dos veces" in room.page.found.text()
    assert rounds.view(week.worker.desk, second).noted == {new: rounds.Answer("delivered")}


def test_a_bag_with_a_recalled_lot_is_not_noted_as_delivered(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    stock.set_aside(week.worker.desk, week.worker.by(), 2, "recalled", "aviso del fabricante")
    there, room = enter(qtbot, week.worker, round_id)
    press(qtbot, room.page.doors, "T")
    assert results(room) == ["", "delivered", "delivered"]
    assert "M1" in room.page.found.text()
    room.page.first_open()
    for letter in "EA":
        press(qtbot, room.page.doors, letter)
        assert results(room)[0] == ""
    room.on_scan(rounds.view(week.worker.desk, round_id).stops[0].code)
    assert results(room)[0] == "" and "M1" in room.page.found.text()
    press(qtbot, room.page.doors, "P")
    asked = dialog(there)
    assert isinstance(asked, PartDialog)
    next(box for box in asked.boxes.values() if "Metformina" in box.text()).setChecked(True)
    asked._done()
    close(there, room, qtbot)
    assert rounds.view(week.worker.desk, round_id).round.status == "closed"


def test_who_moved_is_offered_to_their_history_and_only_who_is_ticked(qtbot: QtBot, week: Week) -> None:
    there, room = enter(qtbot, week.worker, week.out())
    press(qtbot, room.page.doors, "MME")
    close(there, room, qtbot)
    asked = dialog(there)
    assert isinstance(asked, GoneDialog) and [one.patient for one, _ in asked.boxes] == ["Ana", "Luis"]
    asked.boxes[1][1].setChecked(False)
    asked.save()
    assert there.messages.toasts[-1] == "1 persona anotada como ausente"
    ana, luis = (people.person(week.worker.desk, one).person for one in (1, 2))
    assert (ana.active, ana.left_why, luis.active) == (False, "moved", True)


def test_a_closing_is_taken_back_after_it_was_looked_at(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    rounds.close(week.worker.desk, week.worker.by(), round_id, {}, rounds.Answer("delivered"))
    there, room = enter(qtbot, week.worker, round_id)
    room.home.reopen()
    asked = dialog(there)
    assert isinstance(asked, ReopenDialog) and "Otra vez en las bolsas: 56 unidades entregadas." in words(asked)
    qtbot.keyClick(asked.why.line, Qt.Key.Key_Return)
    assert asked.isVisible() and asked.why.line.property("wrong")  # not without why
    qtbot.keyClicks(asked.why.line, "era otra ronda")
    qtbot.keyClick(asked.why.line, Qt.Key.Key_Return)
    assert there.messages.toasts[-1] == "La ronda 1 está abierta otra vez"
    assert room.header.primary.text() == "Cerrar ronda" and results(room) == ["delivered"] * 3
    assert week.shelf() == {"L1": (60, 42), "M1": (30, 14)}
    room.page.show_code(rounds.view(week.worker.desk, round_id).stops[2].code)
    press(qtbot, room.page.doors, "R")
    note = dialog(there)
    note._done()  # type: ignore[attr-defined]
    close(there, room, qtbot)
    assert week.shelf() == {"L1": (32, 0), "M1": (16, 0)}


def test_what_stands_in_the_way_of_reopening_is_said(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    rounds.close(week.worker.desk, week.worker.by(), round_id, {}, rounds.Answer("nobody_home"))
    later = rounds.plan(week.worker.desk, week.worker.by(), TODAY)
    there, room = enter(qtbot, week.worker, round_id)
    room.home.reopen()
    asked = dialog(there)
    assert isinstance(asked, ReopenDialog) and not asked.why.isVisibleTo(asked)
    assert f"en la ronda {later}" in words(asked)


def test_what_became_of_the_bags_of_a_house(qtbot: QtBot, week: Week) -> None:
    for answer in ("nobody_home", "nobody_home", "delivered"):
        round_id = week.out() if answer == "nobody_home" and not rounds.list_rounds(week.worker.desk) else _again(week)
        rounds.close(week.worker.desk, week.worker.by(), round_id, {}, rounds.Answer(answer))
    there, room = enter(qtbot, week.worker)
    house = rounds.view(week.worker.desk, 1).stops[0].household_id
    found = door_history.of_house(week.worker.desk, house)
    assert (found.visits, found.missed, found.in_a_row) == (3, 2, 0)
    shown = DeliveriesDialog(there.context, room, "Casa 1", found)
    assert shown.told.text() == "Por esta puerta pasaron 3 rondas. 2 veces no había nadie."
    assert [row.result for row in shown.table.rows.rows] == ["delivered", "nobody_home", "nobody_home"]


def _again(week: Week) -> int:
    round_id = rounds.plan(week.worker.desk, week.worker.by(), TODAY)
    rounds.send_out(week.worker.desk, week.worker.by(), round_id)
    return round_id
