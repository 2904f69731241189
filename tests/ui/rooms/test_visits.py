"""A visit sheet typed in as a neighbour does it: by keyboard alone, in the order of the paper, left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.codes import visit_sheet_code
from pharmacy_app.services import census, visits
from pharmacy_app.services.prescriptions import ItemFilter
from pharmacy_app.ui.screens.community import visits as screen
from pharmacy_app.ui.screens.community.visits.line_dialog import LineDialog
from pharmacy_app.ui.screens.community.visits.outside import HistoryDialog, VisitDialog, show_visits
from pharmacy_app.ui.screens.community.visits.planning import NextVisitDialog, PlanSheetDialog
from pharmacy_app.ui.screens.community.visits.room import Visits
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from tests.support import reading
from tests.support.desks import TODAY
from tests.support.keyboard import Keyboard
from tests.support.one_room import Window, person, pick, prescribed, type_in

# a completer in a dialog floats; the offscreen screen has no windows to put above one another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
DOCTOR = "Dra. Luz Gil"


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
    rows = reading.items(window.worker.desk, ItemFilter(), "medicine")
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


def test_what_stands_above_the_lines_and_cannot_be_is_said_there(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 1)
    sheet = open_sheet(window, room, qtbot)
    page = room.page
    for field, wrong, good in (
        (page.day, "31/02/2026", "22/11"),
        (page.day, "01/12/2026", "22/11"),
        (page.doctor, "d" * 301, DOCTOR),
        (page.went, "🌸 y " * 80, "Pedro 🌸"),
        (page.days, "9999", "30"),
        (page.days, "treinta", "30"),
    ):
        field.set_text(wrong)
        page.same()
        assert field.line.property("wrong") and field.text() == wrong.strip() and not window.messages.errors
        assert not visits.sheet(window.worker.desk, sheet).lines[0].noted
        field.set_text(good)
    page.same()
    assert visits.sheet(window.worker.desk, sheet).lines[0].row.went == "Pedro 🌸"


def test_where_nobody_lives_there_is_nothing_to_filter(room: Visits, window: Window) -> None:
    window.put(room)
    assert room.empty.isVisible() and not room.chips.isVisible()
    neighbourhood(window, 1)
    room.refresh(frozenset())
    assert room.empty.isVisible() and room.chips.isVisible()  # no sheet yet, and a house that nobody visited


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
    assert window.messages.questions[0].verb == "Ya volvió"
    assert room.header.state.text() != "1 hoja no ha vuelto." and visits.sheets(window.worker.desk)[0].returned_on == TODAY


def test_a_lost_sheet_is_given_up_and_found_again(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 2)
    sheet = open_sheet(window, room, qtbot)
    desk = window.worker.desk
    room.page.table.setFocus()
    room.page.seen()
    window.messages.answer = False
    room.give_up()
    assert visits.sheets(desk)[0].out, "asked, and not said"
    window.messages.answer = True
    room.give_up()
    assert window.messages.questions[-1].title == "¿Se perdió esta hoja?"
    assert room.header.state.text() == "Ninguna hoja está afuera." and visits.sheets(desk)[0].lost_on == TODAY
    assert "perdida" in room.sheets.rows.columns[4].cell(visits.sheets(desk)[0]).badge.word  # type: ignore[union-attr]
    assert visits.plan_sheet(desk, window.worker.by(), census.councils(desk)[0].id, "", TODAY, 30, 6)  # whoever was not noted waits no more
    room.open_sheet(sheet)
    assert "la dio por perdida Carmen R. el 23/11/2026" in room.header.state.text()
    room.page.same()
    assert [error.code for error in window.messages.errors] == ["sheet_lost"]  # type: ignore[attr-defined]
    room.act()  # found: opened again, with the line that was noted
    assert visits.sheet(desk, sheet).row.out and "1 de 2 anotadas" in room.header.state.text()


def test_what_is_half_typed_is_there_again_and_nothing_is_noted_by_a_letter(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 2)
    sheet = open_sheet(window, room, qtbot)
    keys, desk = Keyboard(), window.worker.desk
    keys.type("22/11")
    keys.enter(4)
    room.page.days.set_text("60")
    room.page.table.setFocus()
    stands(qtbot, lambda: room.page.table)
    keys.enter()
    stands(qtbot, lambda: window.dialog(LineDialog).items[0][1].line)
    keys.type("media tableta cada noche")
    keys.enter(2)
    keys.type("TA 150/90")
    keys.key(Qt.Key.Key_Escape)
    window.activateWindow()
    stands(qtbot, lambda: room.page.table)
    (line, _) = visits.sheet(desk, sheet).lines
    assert not line.noted and not window.messages.questions, "kept, not asked"
    shown = room.page.table.rows.columns[3].cell(line)
    assert shown.badge is not None and shown.badge.word == "a medias"
    room.back()
    room.open_sheet(sheet)  # what stands above the lines was typed once, and stands
    assert (room.page.day.text(), room.page.days.text()) == ("22/11", "60")
    room.page.table.setFocus()
    keys.type("v")  # a letter does not note what is half typed: it opens it
    stands(qtbot, lambda: window.dialog(LineDialog).items[0][1].line)
    dialog = window.dialog(LineDialog)
    assert (dialog.items[0][1].text(), dialog.note.text()) == ("media tableta cada noche", "TA 150/90")
    keys.key(Qt.Key.Key_Escape)
    window.activateWindow()
    window.messages.answer = False
    room.act()
    assert window.messages.questions[-1].attention == (("soon", "1 renglón quedó a medias: no está anotado."),)
    room.page.table.select(line.row.id)
    room.page.seen()
    dialog = window.dialog(LineDialog)
    dialog.save()
    noted = visits.sheet(desk, sheet).lines[0]
    assert noted.row.note == "TA 150/90" and room.page.half() == 0
    room.page.open_line(noted)
    dialog = window.dialog(LineDialog)
    assert dialog.note.text() == "TA 150/90" and not window.messages.errors
    dialog.reject()
    assert room.page.half() == 0, "looked at, and nothing typed"


def test_a_prescription_begun_on_a_visit_is_taken_up_again(room: Visits, window: Window, qtbot: QtBot) -> None:
    neighbourhood(window, 1)
    open_sheet(window, room, qtbot)
    room.page.table.setFocus()
    room.page.prescribe()
    form = window.dialog(WriteDialog)
    form.medicine.set_text("amoxicilina 500")
    form.directions.set_text("1 cada 8 horas")
    form.reject()
    assert room.page.half() == 1
    room.page.open_line(room.page.table.row())
    line = window.dialog(LineDialog)
    assert line.new.line.isReadOnly()  # what was begun comes first
    line.reject()
    room.page.prescribe()
    form = window.dialog(WriteDialog)
    assert (form.medicine.text(), form.directions.text()) == ("amoxicilina 500", "1 cada 8 horas")
    form.medicine.clear()
    form.directions.clear()
    form.reject()
    assert room.page.half() == 0


def test_the_day_of_the_next_visit_is_said_when_the_sheet_is_made_or_later(room: Visits, window: Window, qtbot: QtBot) -> None:
    desk = window.worker.desk
    for name, days in (("Pronto", 10), ("En tres semanas", 21), ("Lejos", 60)):
        patient = person(window, name)
        prescribed(window, patient, "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=days)
        visits.record(desk, window.worker.by(), visits.VisitForm(census.households(desk, text=name)[0].id, patient))
    window.put(room)
    room.act()
    dialog = window.dialog(PlanSheetDialog)
    dialog.again.set_text("20/11/2026")
    dialog.plan()
    assert dialog.isVisible() and dialog.again.line.property("wrong")
    dialog.again.set_text("mañana por la tarde")
    dialog.plan()
    assert dialog.isVisible() and dialog.again.line.property("wrong")
    dialog.again.set_text("15/12")
    dialog.plan()
    assert "próxima visita 15/12/2026" in room.header.state.text()
    assert [line.row.patient for line in room.page.table.rows.rows] == ["Pronto", "En tres semanas"]
    room.next_visit()
    later = window.dialog(NextVisitDialog)
    assert later.day.text() == "15/12/2026"
    later.day.set_text("1/3/2027")
    later.save()
    assert "próxima visita 01/03/2027" in room.header.state.text()
    assert "A 1 persona se le termina antes" in window.messages.toasts[-1]


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
