"""The room of rounds, as people use it: plan, put in order, print, and close forty doors in a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from pharmacy_app.services import rounds
from pharmacy_app.ui import printing
from pharmacy_app.ui.came_out import CameOut
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.printing import Sent
from pharmacy_app.ui.screens.rounds import make
from pharmacy_app.ui.screens.rounds.asking import NoteDialog, PartDialog
from pharmacy_app.ui.screens.rounds.closing import CloseDialog, DifferenceDialog
from pharmacy_app.ui.screens.rounds.planning import PlanDialog
from pharmacy_app.ui.screens.rounds.room import Rounds
from pharmacy_app.ui.widgets.table import Table
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.stages import Stage, stage
from tests.support.week import Week

KEYS = {letter: Qt.Key(Qt.Key.Key_A.value + ord(letter) - ord("A")) for letter in "AENRMPVXOTI"}


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
    made = Week(worker)
    for name in ("Ana", "Luis", "Eva"):
        made.person(name)
    made.box("L1", 60)
    return made


def enter(qtbot: QtBot, worker: Worker, target: object = None) -> tuple[Stage, Rounds]:
    there = stage(qtbot, worker)
    room = there.enter(make, target)
    assert isinstance(room, Rounds)
    return there, room


def dialog(there: Stage) -> QDialog:
    return next(found for found in reversed(there.frame.findChildren(QDialog)) if found.isVisible())


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def press(qtbot: QtBot, table: Table, letters: str) -> None:
    for letter in letters:
        qtbot.keyClick(table, KEYS[letter])


def results(room: Rounds) -> list[str]:
    return [row.answer.result if row.answer else "" for row in room.page.doors.rows.rows]


def number(qtbot: QtBot, room: Rounds, text: str) -> int:
    """F3, a number, Return; how many keys that were."""
    room.page.ask_number()
    qtbot.keyClicks(room.page.number, text)
    qtbot.keyClick(room.page.number, Qt.Key.Key_Return)
    return len(text) + 2


def test_an_empty_room_teaches(qtbot: QtBot, worker: Worker) -> None:
    there, room = enter(qtbot, worker)
    assert room.empty.isVisible() and room.header.state.text() == "Nadie espera una ronda."
    room.act()
    asked = dialog(there)
    assert isinstance(asked, PlanDialog) and "confirme primero" in asked.waiting.text()
    asked.plan()
    assert asked.isVisible() and asked.refused.isVisibleTo(asked)


def test_slips_are_shown_and_once_printed_the_round_leaves(qtbot: QtBot, week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    week.confirmed()
    rounds.plan(week.worker.desk, week.worker.by(), TODAY)
    there, room = enter(qtbot, week.worker, 1)
    room.act()
    book = dialog(there)
    assert isinstance(book, Preview) and book.document.pageCount() == 1
    monkeypatch.setattr(printing, "check", lambda _name: None)
    monkeypatch.setattr(printing, "send", lambda *_: Sent("Laser"))
    assert book.verb is not None
    book.verb.click()
    asked = dialog(there)
    assert isinstance(asked, CameOut) and asked.verb is not None
    asked.verb.click()
    assert there.messages.questions[-1].title == "¿Sale la ronda?"
    assert rounds.view(week.worker.desk, 1).round.status == "out"
    assert room.header.primary.text() == "Cerrar ronda"
    press(qtbot, room.page.doors, "I")
    again = dialog(there)
    assert isinstance(again, Preview)
    again.reject()
    room.paper.sheet(rounds.view(week.worker.desk, 1).round)
    sheet = dialog(there)
    assert isinstance(sheet, Preview) and sheet.windowTitle() == "Hoja de reparto de la ronda 1"


def test_forty_doors_are_closed_in_sixty_keystrokes(qtbot: QtBot, worker: Worker) -> None:
    week = Week(worker)
    for n in range(40):
        week.person(f"Persona {n:02d}")
    week.box("L1", 400)
    round_id = week.out(7)
    there, room = enter(qtbot, worker, round_id)
    keys = 0
    for stop, letter in (("7", "N"), ("19", "M"), ("33", "N")):
        keys += number(qtbot, room, stop) + 1
        press(qtbot, room.page.doors, letter)
    press(qtbot, room.page.doors, "T")
    room.act()  # Ctrl+Return
    asked = dialog(there)
    assert isinstance(asked, CloseDialog)
    qtbot.keyClick(asked.day.line, Qt.Key.Key_Return)
    keys += 4
    assert keys <= 60
    view = rounds.view(worker.desk, round_id)
    assert view.round.status == "closed"
    found = {stop.position: stop.result for stop in view.stops}
    assert {position: result for position, result in found.items() if result != "delivered"} == {
        7: "nobody_home",
        19: "moved",
        33: "nobody_home",
    }
    assert week.shelf() == {"L1": (400 - 37 * 7, 14)}


def test_letters_note_and_go_on_and_the_balance_shrinks_to_nothing(qtbot: QtBot, week: Week) -> None:
    there, room = enter(qtbot, week.worker, week.out())
    doors = room.page.doors
    press(qtbot, doors, "EN")
    assert results(room) == ["delivered", "nobody_home", ""]
    found = room.page.balance()
    assert (found.out, found.delivered, found.back, found.lost, found.open) == (42, 14, 14, 0, 14)
    assert room.page.row() is not None and room.page.row().stop.patient == "Eva"  # type: ignore[union-attr]
    room.act()
    missing = dialog(there)
    assert isinstance(missing, DifferenceDialog) and "1 papeleta" in words(missing)
    assert [(row.lot, row.units, row.people) for row in missing.table.rows.rows] == [("L1", 14, ("Eva",))]
    missing.accept()
    room.page.undo()
    assert results(room) == ["delivered", "", ""]
    press(qtbot, doors, "X")
    asked = dialog(there)
    assert isinstance(asked, NoteDialog)
    qtbot.keyClicks(asked.note.line, "se cayo")
    qtbot.keyClick(asked.note.line, Qt.Key.Key_Return)
    press(qtbot, doors, "T")
    found = room.page.balance()
    assert (found.delivered, found.lost, found.open) == (28, 14, 0)
    room.act()
    closing = dialog(there)
    assert isinstance(closing, CloseDialog)
    closing.close_round()
    assert week.shelf() == {"L1": (18, 0)}
    assert there.messages.toasts == ["28 unidades entregadas, 0 de vuelta en el estante"]
    assert room.header.state.text() == "Cerrada: cada unidad tiene su respuesta."
    assert results(room) == ["delivered", "lost", "delivered"]


def test_in_part_asks_which_medicine_came_back(qtbot: QtBot, worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana")
    week.order(1, "metformin 850 mg tablet")
    week.box("L1", 30)
    week.box("M1", 30, medicine="metformin 850 mg tablet")
    there, room = enter(qtbot, worker, week.out())
    press(qtbot, room.page.doors, "P")
    asked = dialog(there)
    assert isinstance(asked, PartDialog)
    asked._done()
    assert asked.isVisible() and "al menos un medicamento" in asked.wrong.text()
    box = next(box for box in asked.boxes.values() if "Metformina" in box.text())
    box.setChecked(True)
    asked._done()
    assert room.page.balance().back == 14 and results(room) == ["part"]


def test_a_stub_is_scanned_from_anywhere_in_the_room(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    codes = [stop.code for stop in rounds.view(week.worker.desk, round_id).stops]
    there, room = enter(qtbot, week.worker)
    assert room.on_scan(codes[1]) and room._view is not None  # from the list: it opens its round
    assert room.page.row() is not None and room.page.row().stop.code == codes[1]  # type: ignore[union-attr]
    assert room.on_scan(codes[2]) and results(room) == ["", "", "delivered"]
    press(qtbot, room.page.doors, "")
    room.page.show_code(codes[2])
    press(qtbot, room.page.doors, "N")
    assert room.on_scan(codes[2]) and results(room) == ["", "", "nobody_home"]  # what was noted is not overwritten
    assert not room.on_scan("7591234567890")
    assert room.on_scan("E00000000") and there.messages.told[-1][0] == "No se encontró la papeleta"


def test_a_number_that_is_not_there_is_said_in_place(qtbot: QtBot, week: Week) -> None:
    _, room = enter(qtbot, week.worker, week.out())
    number(qtbot, room, "99")
    assert room.page.found.text() == "En esta ronda no hay parada ni papeleta 99."
    room.page.number.clear()
    number(qtbot, room, "3")
    assert room.page.row() is not None and room.page.row().stop.position == 3  # type: ignore[union-attr]


def test_what_was_noted_stays_when_one_goes_away(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    _, room = enter(qtbot, week.worker, round_id)
    press(qtbot, room.page.doors, "EN")
    room.back()
    assert room.list.isVisible() and room._view is None
    room.open_round(round_id)
    assert results(room) == ["delivered", "nobody_home", ""]


def test_what_was_noted_is_there_after_a_blackout(qtbot: QtBot, week: Week) -> None:
    """The window is gone without a word; the next one shows every door as it was noted, and what was taken back as open."""
    round_id = week.out()
    _, room = enter(qtbot, week.worker, round_id)
    press(qtbot, room.page.doors, "ENE")
    room.page.undo()
    _, again = enter(qtbot, week.worker, round_id)
    assert results(again) == ["delivered", "nobody_home", ""]
    assert again.page.balance().open == 14
    closed = rounds.close(week.worker.desk, week.worker.by(), round_id, {}, rounds.Answer("delivered"))  # the rest, by command
    assert closed.slips == {"delivered": 2, "nobody_home": 1}


def test_typed_in_on_the_day_after_a_blackout(qtbot: QtBot, week: Week) -> None:
    round_id = week.out()
    after = week.later(2)
    there, room = enter(qtbot, after.worker, round_id)
    press(qtbot, room.page.doors, "T")
    room.act()
    closing = dialog(there)
    assert isinstance(closing, CloseDialog)
    closing.day.set_text("30/11/2026")
    closing.close_round()
    assert closing.isVisible() and closing.day.line.property("wrong")  # a day that is still to come
    closing.day.set_text("ayer")
    closing.close_round()
    with week.worker.desk.read() as connection:
        closed_on = connection.execute(text("SELECT closed_on FROM rounds")).scalar_one()
    assert str(closed_on) == str(TODAY + timedelta(days=1))


def test_a_narrow_window_keeps_letters_and_balance(qtbot: QtBot, week: Week) -> None:
    _, room = enter(qtbot, week.worker, week.out())
    room.set_compact(True)
    assert not room.page.side.isVisible() and room.page.bar.isVisible()
    press(qtbot, room.page.doors, "E")
    assert room.page.open_words.text() == "28 por anotar"
    assert ("E", "entregado") in room.keys
