"""What the committee does beside amounts: confirms with who is there, deals a medicine anew, gives up a promise, sets a group, looks at who waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pharmacy_app.services import matching, meetings, prescriptions, standings, stock, waiting
from pharmacy_app.ui.screens.matching.anew import DifferenceDialog, ReleaseDialog
from pharmacy_app.ui.screens.matching.confirming import ConfirmDialog, MovedDialog
from pharmacy_app.ui.screens.matching.record import RecordDialog
from pharmacy_app.ui.screens.matching.tiers import TierDialog
from pharmacy_app.ui.screens.matching.waiting import ReopenDialog, WaitingDialog
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.matching_room import dialog, enter, shown, two_for_twenty, words
from tests.support.stages import Stage
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


def confirmed(there: Stage, names: str = "Carmen R.\nPedro Mora") -> None:
    """Says who is there, and confirms."""
    asked = dialog(there)
    assert isinstance(asked, ConfirmDialog)
    asked.present.set_text(names)
    asked.confirm()


def test_one_summary_who_is_here_and_the_units_are_reserved(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    room.act()
    asked = dialog(there)
    assert isinstance(asked, ConfirmDialog)
    assert [(figure.number, figure.words) for figure in asked.question.figures] == [
        ("3", "personas de 1 consejo"), ("34", "unidades de 2 lotes"), ("2", "personas esperan algo"),
    ]  # fmt: skip
    assert asked.verb is not None
    qtbot.mouseClick(asked.verb, Qt.MouseButton.LeftButton)
    assert asked.isVisible() and "quiénes están" in asked.present.hint.text()  # nobody is named: nothing is done
    assert week.shelf() == {"L1": (20, 0), "M1": (60, 0)}
    asked.present.box.insertPlainText("Carmen R.\nPedro Mora")
    qtbot.mouseClick(asked.verb, Qt.MouseButton.LeftButton)
    assert week.shelf() == {"L1": (20, 20), "M1": (60, 14)}
    assert there.messages.toasts == ["34 unidades quedaron reservadas"]
    assert meetings.last_present(week.worker.desk) == ("Carmen R.", "Pedro Mora")
    assert room.board.settled.isVisible() and not room.board.people.isVisible() and not room.board.deciding.isVisible()
    assert room.header.primary.text() == "Nueva propuesta"


def test_who_was_here_the_last_time_is_offered_and_the_record_prints(qtbot: QtBot, week: Week) -> None:
    there, room = enter(qtbot, week.worker)
    room._record.do()
    assert "ninguna reunión" in there.messages.told[0][1]
    week.propose()
    room.refresh(frozenset())
    room.act()
    confirmed(there)
    week.box("L2", 30)
    week.propose()
    room.refresh(frozenset())
    room.act()
    asked = dialog(there)
    assert isinstance(asked, ConfirmDialog) and asked.present.text() == "Carmen R.\nPedro Mora"
    asked.reject()
    room._record.do()
    record = dialog(there)
    assert isinstance(record, RecordDialog) and record.day.value() == TODAY
    record.show_record()
    assert not there.messages.errors and dialog(there).windowTitle() == "Acta de la reunión"


def test_when_the_shelf_moved_the_lots_are_said_and_decisions_are_kept(qtbot: QtBot, week: Week) -> None:
    run = week.propose()
    there, room = enter(qtbot, week.worker)
    lines = week.lines(run)
    ana = next(item for item, line in lines.items() if line.item.patient == "Ana Rivas")
    matching.decide(week.worker.desk, week.worker.by(), run, ana, 4, "tiene en su casa")
    stock.move(week.worker.desk, week.worker.by(), lines[ana].shares[0].batch_id, "damage", 6, "se mojó")
    room.act()
    confirmed(there)
    moved = dialog(there)
    assert isinstance(moved, MovedDialog)
    assert "L1" in moved.question.attention[0][1] and "14" in moved.question.attention[0][1]
    assert week.shelf() == {"L1": (14, 0), "M1": (60, 0)}
    moved.again()
    assert there.messages.toasts[-1] == "Se mantiene 1 decisión del comité."
    assert shown(room) == [("Ana Rivas", 4, 10), ("Luis Peña", 10, 4)]


def test_a_decision_that_no_longer_holds_is_named(qtbot: QtBot, week: Week) -> None:
    run = week.propose()
    there, room = enter(qtbot, week.worker)
    ana = next(item for item, line in week.lines(run).items() if line.item.patient == "Ana Rivas")
    matching.decide(week.worker.desk, week.worker.by(), run, ana, 4, "tiene en su casa")
    prescriptions.close_item(week.worker.desk, week.worker.by(), ana, "doctor")
    room.refresh(frozenset())
    room.act()
    confirmed(there)
    moved = dialog(there)
    assert isinstance(moved, MovedDialog) and "Ana Rivas" in moved.question.attention[0][1]
    moved.again()
    assert "Ana Rivas" in there.messages.told[-1][1]


def test_a_medicine_is_dealt_anew_and_says_who_gains(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    week.box("L2", 8)
    there, room = enter(qtbot, week.worker)
    room.medicines.select(week.medicine())
    room.deal_anew()
    assert there.messages.questions[-1].verb == "Repartir de nuevo"
    found = dialog(there)
    assert isinstance(found, DifferenceDialog)
    assert [(row.patient, row.units) for row in found.table.rows.rows] == [("Luis Peña", 7), ("Ana Rivas", 1)]
    assert found.told.text() == "0 personas reciben menos. 2 personas reciben más. Para 0 no cambia nada."
    found.accept()
    assert week.shelf()["L1"] == (20, 20)  # nothing has changed yet
    room._difference.do()
    dialog(there).reject()
    room.act()
    assert [figure.number for figure in dialog(there).question.figures][-2:] == ["0", "2"]  # type: ignore[attr-defined]
    confirmed(there)
    assert week.shelf()["L1"] == (20, 20) and week.shelf()["L2"] == (8, 8)


def test_a_promise_is_given_up_with_why(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    there, room = enter(qtbot, week.worker)
    room.medicines.select(week.medicine())
    room.board.settled.setFocus()
    qtbot.keyClick(room.board.settled, Qt.Key.Key_S)
    asked = dialog(there)
    assert isinstance(asked, ReleaseDialog)
    asked.release()
    assert asked.isVisible() and asked.why.line.property("wrong")  # no why, nothing given up
    asked.why.set_text("se mudó")
    asked.release()
    assert week.shelf()["L1"] == (20, 7) and there.messages.toasts == ["13 unidades vuelven a estar libres"]


def test_the_committee_sets_a_group_and_proposes_anew_with_it(qtbot: QtBot, week: Week) -> None:
    week.propose()
    there, room = enter(qtbot, week.worker)
    luis = room.board.people.rows.rows[1]
    room.board.people.select(luis.line.item.item_id)
    qtbot.keyClick(room.board.people, Qt.Key.Key_P)
    asked = dialog(there)
    assert isinstance(asked, TierDialog) and "Luis Peña" in asked.windowTitle()
    asked.tier.set_value("A")
    asked.decide()
    assert asked.isVisible() and asked.why.line.property("wrong")
    asked.why.set_text("vive en la calle")
    asked.decide()
    assert there.messages.questions[-1].verb == "Proponer de nuevo"
    assert shown(room) == [("Luis Peña", 14, 0), ("Ana Rivas", 0, 14)]  # six would be less than the least that is handed out
    assert "grupo puesto por el comité" in room.board.people.rows.rows[0].standing
    room.board.people.select(luis.line.item.item_id)
    qtbot.keyClick(room.board.people, Qt.Key.Key_P)
    assert "23/11/2026: grupo A, para todo: vive en la calle (Carmen R.)" in words(dialog(there))
    assert standings.tiers_of(week.worker.desk, luis.line.item.patient_id)[0].tier == "A"


def test_the_list_of_who_waits_filters_and_takes_a_no_back(qtbot: QtBot, week: Week) -> None:
    run = week.propose()
    ana = next(item for item, line in week.lines(run).items() if line.item.patient == "Ana Rivas")
    matching.decide(week.worker.desk, week.worker.by(), run, ana, 0, "", "has_enough")
    matching.confirm(week.worker.desk, week.worker.by(), run)
    there, room = enter(qtbot, week.worker)
    room.waiting_list()
    listed = dialog(there)
    assert isinstance(listed, WaitingDialog)
    rows = {row.patient: row for row in listed.table.rows.rows}
    assert rows["Ana Rivas"].state == "refused" and len(rows) == 3
    listed.search.setText("ana")
    listed.search.searched.emit("ana")
    assert [row.patient for row in listed.shown()] == ["Ana Rivas"]
    qtbot.keyClick(listed.table, Qt.Key.Key_T)
    why = dialog(there)
    assert isinstance(why, ReopenDialog)
    why.why.set_text("se le acabó")
    why.reopen()
    assert waiting.waiting_list(week.worker.desk, medicine=week.medicine())[0].state != "refused"
    assert listed.shown()[0].state == "reopened"
    listed.search.clear()
    listed.search.searched.emit("")
    listed.state.setCurrentIndex(listed.state.findData("again"))
    listed.state.activated.emit(listed.state.currentIndex())
    assert {row.state for row in listed.shown()} <= {"again"}
    listed.state.setCurrentIndex(0)
    listed.served.setChecked(True)
    listed._fill()
    assert all(row.can_be_served for row in listed.shown()) and listed.shown()


def test_the_list_of_who_waits_is_written_without_names(qtbot: QtBot, week: Week, tmp_path: Path) -> None:
    there, room = enter(qtbot, week.worker)
    room.on_enter("returned")
    listed = dialog(there)
    assert isinstance(listed, WaitingDialog) and listed.served.isChecked()
    listed.save(tmp_path / "espera.csv")
    text = (tmp_path / "espera.csv").read_text(encoding="utf-8-sig")
    assert "Losartán" in text and "Ana" not in text and len(text.splitlines()) == 4
    listed.print()
    assert dialog(there).windowTitle() == "Lista de espera" and not there.messages.errors


def test_from_a_line_that_waits_its_medicine_is_dealt_anew(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    week.box("L2", 8)
    there, room = enter(qtbot, week.worker)
    room.waiting_list()
    listed = dialog(there)
    assert isinstance(listed, WaitingDialog)
    listed.table.select(next(row.item_id for row in listed.shown() if row.patient == "Luis Peña"))
    listed.deal()
    assert isinstance(dialog(there), DifferenceDialog)
    found = matching.proposal(week.worker.desk)
    assert found is not None and found.run.medicine_id == week.medicine()
