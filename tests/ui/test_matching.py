"""The room of matching, as the committee uses it: by keyboard, with its reasons, its one decision and its one confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pharmacy_app.services import matching
from pharmacy_app.ui.screens.matching.confirming import ConfirmDialog
from pharmacy_app.ui.screens.matching.period import PeriodDialog
from tests.support.desks import Worker, make_template, sqlite_worker
from tests.support.matching_room import dialog, enter, shown, two_for_twenty, words
from tests.support.week import Week


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
    return two_for_twenty(worker)


def test_an_empty_room_teaches_and_proposes(qtbot: QtBot, worker: Worker) -> None:
    there, room = enter(qtbot, worker)
    assert room.empty.isVisible() and "estante" in words(room.empty)
    room.act()
    asked = dialog(there)
    assert isinstance(asked, PeriodDialog) and asked.days.text() == "30"
    qtbot.keyClick(asked.days.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(asked.days.line, "400")
    asked.propose()
    assert "400" in asked.days.hint.text() or "366" in asked.days.hint.text()
    asked.days.set_text("14")
    asked.start.set_text("ayer")
    asked.propose()
    assert asked.isVisible() and asked.start.line.property("wrong")
    asked.start.set_text("hoy")
    asked.propose()
    assert not room.empty.isVisible() and matching.proposal(worker.desk) is not None
    assert room.header.state.text() == "Nadie necesita nada en este período."


def test_first_what_is_not_enough_with_people_reasons_and_lots(qtbot: QtBot, week: Week) -> None:
    week.propose()
    _, room = enter(qtbot, week.worker)
    assert [balance.medicine.inn for balance in room.medicines.rows.rows] == ["losartan", "metformin"]
    assert shown(room) == [("Ana Rivas", 13, 1), ("Luis Peña", 7, 7)]
    row = room.board.people.rows.rows[0]
    assert row.standing == "C, 20 puntos: enfermedad crónica 15, vive solo o sola 5"
    assert row.lots.text == "13 del L1, hasta el 05/12"
    figures = [pair[0].text() for pair in room.board.figures._cells.values()]
    assert figures == ["20", "20", "0", "8"]
    assert room.header.title.text() == "Asignación del 23/11 al 06/12"


def test_an_amount_is_changed_by_keyboard_with_its_reason_and_its_consequence(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    room.board.people.setFocus()
    qtbot.keyClick(room.board.people, Qt.Key.Key_Return)
    editor = room.board.people.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "7")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.board.deciding.amount.text() == "7")  # the table commits when it comes back to its events
    qtbot.waitUntil(room.board.deciding.motive.hasFocus)
    assert "Luis Peña: 13 en vez de 7." in room.board.deciding.follows.text()
    assert shown(room)[0] == ("Ana Rivas", 13, 1)  # nothing is kept yet
    qtbot.keyClick(room.board.deciding.motive, Qt.Key.Key_Return)
    assert room.board.deciding.follows.property("look") == "error"  # no reason, no change
    qtbot.keyClick(room.board.deciding.motive, Qt.Key.Key_Down)
    qtbot.keyClick(room.board.deciding.motive, Qt.Key.Key_Return)
    assert shown(room) == [("Ana Rivas", 7, 7), ("Luis Peña", 13, 1)]
    changed = room.board.people.rows.rows[0]
    assert changed.line.item.decision_note == "Le queda en su casa"
    assert changed.lots.sub == "la propuesta dice 13: Le queda en su casa"
    there.messages.undos[-1]()
    assert shown(room) == [("Ana Rivas", 13, 1), ("Luis Peña", 7, 7)]


def test_a_reason_in_ones_own_words_and_back_to_the_proposal(qtbot: QtBot, week: Week) -> None:
    week.propose()
    _, room = enter(qtbot, week.worker)
    card = room.board.deciding
    card.begin("0")
    card.motive.setCurrentIndex(card.motive.findText("Otro motivo…"))
    qtbot.keyClick(card.motive, Qt.Key.Key_Return)
    assert card.other.isVisibleTo(card)
    qtbot.keyClicks(card.other, "esta en cumana")
    qtbot.keyClick(card.other, Qt.Key.Key_Return)
    assert shown(room) == [("Ana Rivas", 0, 14), ("Luis Peña", 14, 0)]
    assert card.back.isVisibleTo(card) and card.back.text() == "Volver a 13"
    qtbot.mouseClick(card.back, Qt.MouseButton.LeftButton)
    assert shown(room)[0] == ("Ana Rivas", 13, 1)


def test_each_key_of_an_amount_shows_what_it_does_to_everybody(qtbot: QtBot, week: Week) -> None:
    week.propose()
    _, room = enter(qtbot, week.worker)
    card = room.board.deciding
    card.amount.setFocus()
    card.amount.selectAll()
    qtbot.keyClicks(card.amount, "1")
    luis = room.board.people.rows.rows[1]
    assert (luis.lots.text, luis.lots.sub) == ("recibiría 14, hasta el 06/12", "ahora 7")
    qtbot.keyClicks(card.amount, "0")
    assert room.board.people.rows.rows[1].lots.text == "recibiría 10, hasta el 02/12"
    assert card.amount.text() == "10" and room.board.people.row().name == "Ana Rivas"  # neither the field nor the list moved
    qtbot.keyClick(card.amount, Qt.Key.Key_Escape)
    assert room.board.people.rows.rows[1].lots.text.startswith("7 del L1")


@pytest.mark.qt_log_ignore("This plugin does not support")  # a list that opens takes the keyboard, where there is one
def test_a_line_is_deferred_or_refused_with_its_reason(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    card = room.board.deciding
    room.board.people.setFocus()
    qtbot.keyClick(room.board.people, Qt.Key.Key_D)
    assert card.amount.text() == "0"
    qtbot.waitUntil(card.motive.hasFocus)
    card.motive.setCurrentIndex(card.motive.findText("Está de viaje o en el hospital"))
    card.keep()
    assert shown(room)[0] == ("Ana Rivas", 0, 14)
    assert room.board.people.rows.rows[0].line.item.outcome == "deferred"
    room.board.people.setFocus()
    room.board.people.select(room.board.people.rows.rows[1].line.item.item_id)
    qtbot.keyClick(room.board.people, Qt.Key.Key_R)
    card.motive.hidePopup()
    assert card.refusal() == "has_enough" and "No: " in card.motive.currentText()
    card.keep()
    luis = room.board.people.rows.rows[1]
    assert (luis.line.item.outcome, luis.line.item.refusal, luis.gets) == ("refused", "has_enough", 0)
    assert luis.lots.text == "le alcanza lo que tiene en su casa"
    there.messages.undos[-1]()
    assert room.board.people.rows.rows[1].line.item.refusal == ""


def test_who_is_dragged_onto_somebody_gives_what_the_other_lacks(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    people, card = room.board.people, room.board.deciding
    ana, luis = (people.visualRect(people.model().index(at, 1)).center() for at in (0, 1))
    qtbot.mousePress(people.viewport(), Qt.MouseButton.LeftButton, pos=ana)
    qtbot.mouseMove(people.viewport(), luis)
    qtbot.mouseRelease(people.viewport(), Qt.MouseButton.LeftButton, pos=luis)
    assert (people.row().name, card.amount.text()) == ("Luis Peña", "14")
    assert "Ana Rivas: 6 en vez de 13." in card.follows.text()
    card.motive.setCurrentIndex(card.motive.findText("Se decidió en la reunión"))
    card.keep()
    assert shown(room) == [("Ana Rivas", 6, 8), ("Luis Peña", 14, 0)]
    there.messages.undos[-1]()
    assert shown(room) == [("Ana Rivas", 13, 1), ("Luis Peña", 7, 7)]


def test_amounts_that_cannot_be_are_said_in_place(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    for text in ("1,5", "-3", "mucho", "15"):
        room.board._edited(room.board.people.rows.rows[0], text)
        assert room.board.deciding.follows.property("look") == "error", text
    assert there.messages.errors == [] and shown(room)[0] == ("Ana Rivas", 13, 1)


def test_why_and_which_lots_in_words(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    room.board.people.select(room.board.people.rows.rows[1].line.item.item_id)
    qtbot.keyClick(room.board.people, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    said = words(dialog(there))
    assert "Luis Peña" in said and "Grupo C, con 15 puntos." in said and "Antes estaba 1 persona." in said
    dialog(there).reject()
    qtbot.keyClick(room.board.people, Qt.Key.Key_L)
    assert "Ninguno: se usó todo lo que hay." in words(dialog(there))
    dialog(there).reject()


def test_discarding_asks_once(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    room.discard()
    assert there.messages.questions[-1].danger and room.empty.isVisible()
    assert matching.proposal(week.worker.desk) is None


def test_a_narrow_window_keeps_everything_within_reach(qtbot: QtBot, week: Week) -> None:
    week.propose()
    _, room = enter(qtbot, week.worker)
    room.set_compact(True)
    assert not room.medicines.isVisible() and room.choose.isVisible()
    room.choose.setCurrentIndex(1)
    room.choose.activated.emit(1)
    assert [row.name for row in room.board.people.rows.rows] == ["Eva Soto"]
    room._step(1)
    assert room.choose.currentText() == "Losartán 50\u00a0mg: faltan 8"


def test_a_change_that_nobody_kept_is_not_lost_by_confirming(qtbot: QtBot, worker: Worker, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, worker)
    before = shown(room)
    room.board.deciding.amount.setFocus()
    room.board.deciding.amount.setText("3")
    room.act()
    assert not there.frame.findChildren(ConfirmDialog)
    assert "Esc" in room.board.deciding.follows.text() and room.board.deciding.amount.text() == "3"
    assert there.frame.focusWidget() is room.board.deciding.motive
    qtbot.keyClick(room.board.deciding.motive, Qt.Key.Key_Escape)
    assert room.board.deciding.amount.text() == str(before[0][1]) and there.frame.focusWidget() is room.board.people
    room.act()
    assert dialog(there).isVisible() and isinstance(dialog(there), ConfirmDialog)
