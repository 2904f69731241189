"""A visit sheet typed in as a neighbour does it: by keyboard alone, in the order of the paper, left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.codes import visit_sheet_code
from pharmacy_app.services import census, prescriptions, visits
from pharmacy_app.services.prescriptions import ItemFilter
from pharmacy_app.ui.screens.community import visits as screen
from pharmacy_app.ui.screens.community.visits.line_dialog import LineDialog
from pharmacy_app.ui.screens.community.visits.outside import HistoryDialog, VisitDialog, show_visits
from pharmacy_app.ui.screens.community.visits.planning import PlanSheetDialog
from pharmacy_app.ui.screens.community.visits.room import Visits
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from tests.support.desks import TODAY
from tests.support.one_room import Window, person, pick, prescribed, type_in

# a completer in a dialog floats; the offscreen screen has no windows to put above one another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
DOCTOR = "Dra. Luz Gil"


class Keyboard:
    """Presses keys where the keyboard stands, and counts them. There is no mouse."""

    def __init__(self) -> None:
        self.pressed = 0

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = "") -> None:
        self.pressed += 1
        target = QApplication.focusWidget()
        assert target is not None, "the keyboard is lost"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifier, text))

    def type(self, text: str) -> None:
        for letter in text:
            self.key(Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown, text=letter)

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.key(Qt.Key.Key_Return)


@pytest.fixture
def room(window: Window, qtbot: QtBot) -> Visits:
    made = screen.make(window.context)
    assert isinstance(made, Visits)
    return made


def neighbourhood(window: Window, houses: int, treatments: int = 1) -> None:
    for n in range(houses):
        patient = person(window, f"Persona {n:02d}")
        for medicine in ("losartan 50 mg tablet", "metformin 850")[:treatments]:
            prescribed(window, patient, medicine, "1 tableta diaria", chronic=True, days=10)


def open_sheet(window: Window, room: Visits, qtbot: QtBot, doctor: str = DOCTOR) -> int:
    desk, by = window.worker.desk, window.worker.by()
    sheet = visits.plan_sheet(desk, by, census.councils(desk)[0].id, doctor, TODAY, 30, 6)
    window.put(room)
    window.activateWindow()
    room.on_enter(("sheet", sheet))
    qtbot.waitUntil(lambda: room.page.day.line.hasFocus() or room.page.table.hasFocus())
    return sheet


def stands(qtbot: QtBot, widget: Callable[[], QWidget]) -> None:
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget())


def test_a_sheet_of_thirty_houses_is_typed_in_without_a_mouse(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 30)
    sheet = open_sheet(window, room, qtbot)
    keys = Keyboard()
    assert QApplication.focusWidget() is room.page.day.line
    keys.type("22/11")
    keys.enter()  # the doctor stands there: the sheet was made for her
    keys.enter()
    for letter in "Pedro":
        keys.type(letter)
    keys.enter()
    keys.enter()
    stands(qtbot, lambda: room.page.table)
    for _ in range(20):
        keys.type("e")
    for _ in range(5):
        keys.type("n")
    for n in range(5):
        keys.enter()
        stands(qtbot, lambda: window.dialog(LineDialog).items[0][1].line)
        keys.type("=")
        keys.enter(2)
        keys.type("TA 150/90")
        keys.enter(2)
        window.activateWindow()  # as every desktop does when a dialog closes; the offscreen screen has nobody who would
        stands(qtbot, lambda: room.page.table)
        assert f"{26 + n} de 30 anotadas" in room.header.state.text()
    notes = 5 * len("TA 150/90")
    assert keys.pressed - notes <= 75, f"{keys.pressed} keys, {notes} of them the notes"
    lines = visits.sheet(window.worker.desk, sheet).lines
    assert [line.row.met for line in lines] == [True] * 20 + [False] * 5 + [True] * 5
    assert {line.row.note for line in lines[25:]} == {"TA 150/90"}
    assert {(line.row.occurred_on, line.row.doctor, line.row.went) for line in lines} == {(TODAY - timedelta(days=1), DOCTOR, "Pedro")}
    ends = {line.row.number: line.items[0].review_on for line in lines}
    assert {ends[n] for n in (*range(1, 21), *range(26, 31))} == {TODAY + timedelta(days=39)}
    assert {ends[n] for n in range(21, 26)} == {TODAY + timedelta(days=9)}
    room.act()
    assert visits.sheets(window.worker.desk)[0].returned_on == TODAY and room.header.title.text() == "Visitas"


def test_leaving_and_coming_back_goes_on_where_one_was(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 4)
    sheet = open_sheet(window, room, qtbot)
    room.page.day.set_text("20/11/2026")
    room.page.table.setFocus()
    keys = Keyboard()
    keys.type("ve")
    room.back()
    assert room.header.title.text() == "Visitas"
    room.open_sheet(sheet)
    assert room.page.day.text() == "20/11/2026" and room.page.doctor.text() == DOCTOR
    assert room.page.table.row().row.number == 3 and room.page.table.hasFocus()
    again = screen.make(window.context)  # another day, after the lights went out
    assert isinstance(again, Visits)
    window.put(again)
    again.on_enter(("sheet", sheet))
    assert again.page.table.row().row.number == 3 and "2 de 4 anotadas" in again.header.state.text()


def test_the_last_line_is_taken_back_and_a_noted_one_is_looked_at_before_it_changes(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 3)
    open_sheet(window, room, qtbot)
    room.page.table.setFocus()
    keys = Keyboard()
    keys.type("en")
    assert [line.noted for line in room.page.table.rows.rows] == [True, True, False]
    room.page.undo()
    assert [line.noted for line in room.page.table.rows.rows] == [True, False, False] and room.page.table.row().row.number == 2
    room.page.table.select(room.page.table.rows.rows[0].row.id)
    keys.type("v")
    dialog = window.dialog(LineDialog)
    assert dialog.items[0][1].text() == "30", "what was noted before stands in its box"
    dialog.items[0][1].set_text("60")
    dialog.save()
    assert room.page.table.rows.rows[0].items[0].review_on == TODAY + timedelta(days=69)
    room.page.undo()
    room.page.undo()
    assert room.page.table.rows.rows[0].items[0].review_on == TODAY + timedelta(days=9)


def test_a_dose_that_changes_a_treatment_that_stops_and_a_new_one(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 1, treatments=2)
    open_sheet(window, room, qtbot)
    room.page.open_line(room.page.table.row())
    dialog = window.dialog(LineDialog)
    (_, first), (_, second) = dialog.items
    assert [field.name.text()[:3] for field in (first, second, dialog.new, dialog.note, dialog.purpose)] == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "1.5",
    ]
    type_in(first.line, "1 tableta cada 12 horas")
    qtbot.waitUntil(lambda: "2 al día" in first.hint.text())
    type_in(second.line, "x")
    qtbot.waitUntil(lambda: "se quita" in second.hint.text())
    type_in(dialog.new.line, "amlodipin")
    dialog.purpose.set_text("z")
    dialog.save()
    assert dialog.isVisible() and dialog.purpose.line.property("wrong")
    dialog.purpose.set_text("c")
    dialog.save()
    form = window.dialog(WriteDialog)
    assert (form.doctor.text(), form.medicine.text(), form.person.text()) == (DOCTOR, "amlodipin", "Persona 00")
    form.medicine.clear()
    pick(qtbot, form.medicine, "amlodipine 5")
    type_in(form.directions.line, "1 tableta diaria por 30 días")
    form.add_line()
    assert form.verb is not None
    form.verb.click()
    rows = prescriptions.list_items(window.worker.desk, ItemFilter(), "medicine")
    assert [(row.inn, row.units, row.per_days) for row in rows] == [("amlodipine", 1, 1), ("losartan", 2, 1)]
    line = room.page.table.rows.rows[0].row
    assert line.purpose == "new_case"
    (heard,) = visits.history(window.worker.desk, line.household_id, line.patient_id)
    assert {item.inn for item in heard.items} == {"amlodipine", "losartan"}


def test_without_a_doctor_no_treatment_goes_on(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 1)
    open_sheet(window, room, qtbot, doctor="")
    room.page.table.setFocus()
    keys = Keyboard()
    keys.type("e")
    assert room.page.doctor.line.property("wrong") and not room.page.table.rows.rows[0].noted
    assert QApplication.focusWidget() is room.page.doctor.line
    room.page.day.set_text("31/12/2026")
    room.page.table.setFocus()
    keys.type("v")
    assert room.page.day.line.property("wrong") and not room.page.table.rows.rows[0].noted


def test_a_sheet_is_made_and_listed_until_it_is_back(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 3)
    window.put(room)
    assert room.empty.isVisible()
    room.act()
    dialog = window.dialog(PlanSheetDialog)
    dialog.houses.set_text("0")
    dialog.plan()
    assert dialog.isVisible() and dialog.houses.line.property("wrong")
    dialog.houses.set_text("2")
    dialog.plan()
    assert "0 de 2 anotadas" in room.header.state.text()
    room.back()
    assert room.header.state.text() == "1 hoja no ha vuelto."
    room.chips.set_current("unvisited")
    room.chips.chosen.emit("unvisited")
    assert len(room.unvisited.rows.rows) == 3 and room.unvisited.isVisible()
    room.on_scan(visit_sheet_code(visits.sheets(window.worker.desk)[0].id))
    assert room.pages.currentIndex() == 1
    room.act()
    assert window.messages.questions[0].verb == "Se perdió"
    assert room.header.state.text() != "1 hoja no ha vuelto." and visits.sheets(window.worker.desk)[0].returned_on == TODAY


def test_a_visit_that_stood_on_no_sheet(room: Visits, window: Window, qtbot: QtBot) -> None:
    patient = person(window, "Ana Díaz")
    home = census.households(window.worker.desk)[0].id
    window.put(room)
    show_visits(window.context, room, "Ana Díaz", home, patient)
    window.dialog(HistoryDialog)._go_on()
    form = window.dialog(VisitDialog)
    form.day.set_text("21/11")
    form.purpose.set_text("p")
    form.note.set_text("charla sobre dengue")
    form.save()
    (heard,) = visits.history(window.worker.desk, home, patient)
    assert (heard.visit.purpose, heard.visit.occurred_on, heard.visit.note) == (
        "prevention",
        TODAY - timedelta(days=2),
        "charla sobre dengue",
    )
    show_visits(window.context, room, "Ana Díaz", home, patient)
    assert len(window.dialog(HistoryDialog).table.rows.rows) == 1
