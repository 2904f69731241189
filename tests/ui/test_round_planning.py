"""A round before it leaves, as people use the room: planned by sector, dragged into order, people added and taken off, picked off the shelf."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from pharmacy_app.domain.codes import batch_code
from pharmacy_app.services import census, matching, rounds, stock
from pharmacy_app.ui import theme
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.screens.rounds import make
from pharmacy_app.ui.screens.rounds.adding import AddDialog
from pharmacy_app.ui.screens.rounds.picking import MissingDialog
from pharmacy_app.ui.screens.rounds.planning import ChangeDialog, PlanDialog
from pharmacy_app.ui.screens.rounds.room import Rounds
from pharmacy_app.ui.widgets.table import Table
from tests.support.desks import TODAY, Worker, make_template, sqlite_worker
from tests.support.stages import Stage, stage
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


def planned(week: Week, **more: object) -> int:
    return rounds.plan(week.worker.desk, week.worker.by(), TODAY, **more)  # type: ignore[arg-type]


def dialog(there: Stage) -> QDialog:
    return next(found for found in reversed(there.frame.findChildren(QDialog)) if found.isVisible())


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def key(qtbot: QtBot, table: Table, pressed: Qt.Key) -> None:
    qtbot.keyClick(table, pressed)  # type: ignore[no-untyped-call]


def type_in(qtbot: QtBot, widget: QWidget, written: str) -> None:
    qtbot.keyClicks(widget, written)  # type: ignore[no-untyped-call]


def shown(room: Rounds) -> list[str]:
    return [row.stop.patient for row in room.planned.walk.rows.rows]


def kept(week: Week, round_id: int = 1) -> list[str]:
    return [stop.patient for stop in rounds.view(week.worker.desk, round_id).stops]


def test_a_round_is_planned_in_walking_order(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    there, room = enter(qtbot, week.worker)
    assert room.header.state.text() == "3 personas esperan su ronda."
    room.act()
    asked = dialog(there)
    assert isinstance(asked, PlanDialog) and asked.waiting.text() == "3 personas esperan esta ronda."
    asked.day.set_text("22/11/2026")  # yesterday
    asked.plan()
    assert asked.isVisible() and asked.day.line.property("wrong")
    asked.day.set_text("23/11/2026")
    type_in(qtbot, asked.carriers.line, "Rosa, Ivan")
    asked.plan()
    assert room.header.title.text() == "Ronda 1: todos los consejos, lunes 23/11"
    assert room.header.state.text() == "3 paradas, 3 bolsas, 42 unidades. La llevan Rosa, Ivan."
    assert shown(room) == ["Ana", "Luis", "Eva"]
    qtbot.waitUntil(lambda: "14\u00a0tabletas, lote L1, hasta el 06/12" in words(room.planned.bag))
    room.planned.walk.select(room.planned.walk.rows.rows[2].stop.slip_id)
    for _ in range(3):
        room.planned.shift(-1)
    assert shown(room) == ["Eva", "Ana", "Luis"] == kept(week)
    row = room.planned.row()
    assert row is not None and row.stop.patient == "Eva"


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # the list that floats over a dialog, without a screen
def test_a_council_may_be_walked_in_two_rounds_and_who_carried_is_offered(qtbot: QtBot, week: Week) -> None:
    week.person("Rosa", house=census.add_house_at(week.worker.desk, week.worker.by(), "Los Pinos", "Bajo", "Casa 9"))
    week.box("L2", 60)
    week.confirmed()
    there, room = enter(qtbot, week.worker, "plan")
    asked = dialog(there)
    assert isinstance(asked, PlanDialog) and not asked.boxes
    asked.council.set_value("Los Pinos")
    asked.count()
    assert [box.text() for box in asked.boxes.values()] == ["Alto: 3 personas", "Bajo: 1 persona"]
    next(iter(asked.boxes.values())).setChecked(False)
    type_in(qtbot, asked.carriers.line, "Carmen Diaz")
    asked.plan()
    assert shown(room) == ["Rosa"]
    room.back()
    room.plan()
    again = dialog(there)
    assert isinstance(again, PlanDialog) and "Carmen Diaz" in again.carriers.hint.text()
    again.activateWindow()
    again.carriers.line.setFocus()
    qtbot.waitUntil(again.carriers.line.hasFocus)
    type_in(qtbot, again.carriers.line, "Ivan, car")
    assert [one.title for one in again.carriers.suggestions] == ["Ivan, Carmen Diaz"]
    again.carriers.pick(again.carriers.suggestions[0])
    again.plan()
    assert shown(room) == ["Ana", "Luis", "Eva"] and "La llevan Ivan, Carmen Diaz." in room.header.state.text()


def test_a_door_is_dragged_to_its_place(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    planned(week)
    _, room = enter(qtbot, week.worker, 1)
    table = room.planned.walk
    QApplication.processEvents()
    points = [table.visualRect(table.rows.index(at, 2)).center() for at in range(3)]
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=points[2])  # type: ignore[no-untyped-call]
    pressed = table.viewport().grab().toImage()
    qtbot.mouseMove(table.viewport(), points[1])  # type: ignore[no-untyped-call]
    qtbot.mouseMove(table.viewport(), points[0] + QPoint(0, 3))  # type: ignore[no-untyped-call]
    dragging = table.viewport().grab().toImage()
    line = table.visualRect(table.rows.index(0, 0)).top() + 1
    assert dragging != pressed and dragging.pixelColor(points[0].x(), line) == theme.current().color("accent")
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=points[0] + QPoint(0, 3))  # type: ignore[no-untyped-call]
    assert shown(room) == ["Eva", "Ana", "Luis"] == kept(week)


def test_people_are_taken_off_put_on_again_and_found_by_number(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    planned(week)
    there, room = enter(qtbot, week.worker, 1)
    room.planned.finder.ask()
    type_in(qtbot, room.planned.finder.number, "2")
    qtbot.keyClick(room.planned.finder.number, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    room.planned.take_off()
    assert shown(room) == ["Ana", "Eva"] == kept(week)
    assert there.messages.toasts == ["Luis espera la próxima ronda; todo sigue reservado"]
    room.leaving.add()
    asked = dialog(there)
    assert isinstance(asked, AddDialog) and [row.patient for row in asked.list.rows.rows] == ["Luis"]
    key(qtbot, asked.list, Qt.Key.Key_Space)
    assert asked.marked and asked.list.rows.rows[0].units == 14
    key(qtbot, asked.list, Qt.Key.Key_Return)
    assert shown(room) == ["Ana", "Luis", "Eva"] and there.messages.toasts[-1] == "1 persona está en la ronda, parada 2"
    room.leaving.add()
    nobody = dialog(there)
    assert isinstance(nobody, AddDialog) and "Nadie espera" in words(nobody)
    nobody.accept()
    for _ in range(3):  # the last one stays: the round is cancelled instead
        room.planned.take_off()
    assert len(shown(room)) == 1


def test_another_day_and_other_carriers(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    planned(week, carriers="Rosa")
    there, room = enter(qtbot, week.worker, 1)
    room.leaving.change()
    asked = dialog(there)
    assert isinstance(asked, ChangeDialog) and asked.carriers.text() == "Rosa"
    asked.day.set_text("24/11")
    asked.change()
    assert room.header.title.text() == "Ronda 1: todos los consejos, martes 24/11"
    room.leaving.leave()
    assert there.messages.questions[-1].attention == (("soon", "Está planeada para el 24/11/2026, que no es hoy."),)
    assert rounds.view(week.worker.desk, 1).round.status == "out"


def test_a_planned_round_can_be_cancelled(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    planned(week)
    there, room = enter(qtbot, week.worker, 1)
    room.leaving.cancel()
    assert there.messages.questions[-1].danger
    assert room.empty.isVisible() and room.header.state.text() == "3 personas esperan su ronda."


def test_what_needs_cold_is_said_at_the_stop_and_before_leaving(qtbot: QtBot, week: Week) -> None:
    with week.worker.desk.act(week.worker.by(), "test.cold") as act:
        act.connection.execute(text("UPDATE medicines SET cold_chain = true WHERE id = :id"), {"id": week.medicine()})
    week.confirmed()
    planned(week)
    there, room = enter(qtbot, week.worker, 1)
    assert "3 bolsas deben ir en frío" in room.header.state.text()
    assert room.planned.bag.cold.isVisibleTo(room.planned) and room.planned.walk.rows.rows[0].cold
    room.leaving.leave()
    assert "lleven la cava" in there.messages.questions[-1].attention[0][1]


def test_the_shelf_is_ticked_by_key_and_by_label(qtbot: QtBot, week: Week) -> None:
    m1 = week.box("M1", 60, medicine="metformin 850 mg tablet")
    week.order(1, "metformin 850 mg tablet")
    stock.put_on_shelf(week.worker.desk, week.worker.by(), m1, "A2")
    week.confirmed()
    planned(week)
    there, room = enter(qtbot, week.worker, 1)
    room.pick()
    assert room.header.title.text() == "Del estante: ronda 1" and room.header.state.text() == "Faltan 2 lotes por sacar de 2."
    assert [line.lot for line in room.shelf.lines()] == ["M1", "L1"]
    key(qtbot, room.shelf.list, Qt.Key.Key_Space)
    row = room.shelf.row()
    assert room.header.state.text() == "Falta 1 lote por sacar de 2." and row is not None and row.lot == "L1"
    assert room.on_scan(batch_code(row.batch_id)) and room.header.state.text() == "Todo está en la mesa."
    key(qtbot, room.shelf.list, Qt.Key.Key_Space)  # not yet, after all
    assert room.header.state.text() == "Falta 1 lote por sacar de 2."
    room.act()
    sheet = dialog(there)
    assert isinstance(sheet, Preview) and sheet.document.pageCount() == 1
    sheet.reject()
    room.back()
    assert room.pages.currentWidget() is room.planned
    room.back()
    assert room.list.isVisible()
    _, again = enter(qtbot, week.worker, 1)  # after a blackout
    again.pick()
    assert [line.done for line in again.shelf.lines()] == [True, False]


def test_what_is_not_on_the_shelf_is_said_there_and_another_lot_is_given(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    planned(week)
    week.box("L2", 14)
    there, room = enter(qtbot, week.worker, 1)
    room.pick()
    key(qtbot, room.shelf.list, Qt.Key.Key_N)
    asked = dialog(there)
    assert isinstance(asked, MissingDialog)
    assert asked.should.text() == "Según el libro debería haber 60\u00a0tabletas."
    assert asked.what.text() == (
        "El lote queda apartado hasta que alguien lo busque. 1 bolsa recibe otro lote. A 2 personas se les retira la promesa."
    )
    type_in(qtbot, asked.there.line, "42")
    assert asked.what.text().startswith("Alcanza para todos")
    asked.there.line.clear()
    type_in(qtbot, asked.there.line, "15")
    assert "Luis: 14\u00a0tabletas del lote L2" in asked.people.text() and "Eva" in asked.people.text() and "Ana" not in asked.people.text()
    qtbot.keyClick(asked.there.line, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert week.shelf() == {"L1": (15, 14), "L2": (14, 14)}
    assert [(line.lot, line.units) for line in room.shelf.lines()] == [("L1", 14), ("L2", 14)]
    assert there.messages.questions[-1].title == "¿Repartir de nuevo Losartán 50\u00a0mg, tableta?"
    assert there.went[-1][0] == "matching"
    found = matching.proposal(week.worker.desk)
    assert found is not None and found.run.medicine_id == week.medicine()


def test_what_expires_before_the_round_is_marked_and_exchanged(qtbot: QtBot, worker: Worker) -> None:
    week = Week(worker)
    week.person("Ana", days=3)
    week.box("L-corto", 10, TODAY + timedelta(days=3))
    week.confirmed(3)
    planned(week)
    week.box("L2", 30)
    with worker.desk.act(worker.by(), "test.late") as act:  # put off, and nobody looked at the dates
        act.connection.execute(text("UPDATE rounds SET walked_on = '2026-11-27'"))
    there, room = enter(qtbot, worker, 1)
    assert room.planned.walk.rows.rows[0].wrong
    room.pick()
    key(qtbot, room.shelf.list, Qt.Key.Key_N)
    asked = dialog(there)
    assert isinstance(asked, MissingDialog) and not asked.there.isVisibleTo(asked)
    asked.write_down()
    assert [line.lot for line in room.shelf.lines()] == ["L2"] and week.shelf() == {"L-corto": (10, 0), "L2": (30, 3)}


def test_a_narrow_window_keeps_the_doors(qtbot: QtBot, week: Week) -> None:
    week.confirmed()
    planned(week)
    _, room = enter(qtbot, week.worker, 1)
    room.set_compact(True)
    assert not room.planned.side.isVisible() and room.planned.walk.isVisible()
