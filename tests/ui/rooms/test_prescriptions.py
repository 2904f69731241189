"""The room of prescriptions, used as a neighbour uses it: by keyboard, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.services import people, prescription_list, prescriptions
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.prescription_list import Asked, Figures
from pharmacy_app.services.prescriptions import ItemFilter, Order
from pharmacy_app.ui.screens import prescriptions as recetas
from pharmacy_app.ui.screens.prescriptions.extend import ExtendDialog
from pharmacy_app.ui.screens.prescriptions.item_dialog import ItemDialog
from pharmacy_app.ui.screens.prescriptions.room import Prescriptions
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from pharmacy_app.ui.widgets.sheet_import import ImportPreview
from tests.support import reading
from tests.support.desks import TODAY
from tests.support.one_room import Window, person, pick, prescribed, press, type_in
from tests.support.tasks import QueuedTasks

# a completer in a dialog floats; the offscreen screen has no windows to put above one another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def orders_room(window: Window) -> Prescriptions:
    made = recetas.make(window.context)
    assert isinstance(made, Prescriptions)
    return made


def test_a_prescription_is_written_without_the_mouse(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    person(window, "Ana Díaz")
    window.put(orders_room)
    assert orders_room.empty.isVisible()
    assert not any(part.isVisible() for part in (orders_room.search, orders_room.chips, orders_room.council))  # nothing to narrow down
    orders_room.act()
    form = window.dialog(WriteDialog)
    pick(qtbot, form.person, "diaz")
    type_in(form.doctor.line, "Dra. Luz Gil")
    pick(qtbot, form.medicine, "лозартан 50")
    type_in(form.directions.line, "1 tableta cada 12 horas por 30 días")
    qtbot.waitUntil(lambda: "60" in form.echo.text())
    for field in (form.directions, form.units, form.days):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert len(form.lines) == 1 and form.medicine.text() == ""
    type_in(form.medicine.line, "pastillita rosada")
    qtbot.keyClick(form.medicine.line, Qt.Key.Key_F2)
    type_in(form.directions.line, "como le dijo la doctora")
    qtbot.keyClick(form.days.line, Qt.Key.Key_Return)
    assert [line[1].status for line in form.lines] == ["active", "waiting"]
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rows = reading.items(window.worker.desk, ItemFilter(), "medicine")
    assert {(row.medicine_text == "pastillita rosada", row.status, row.units, row.doctor) for row in rows} == {
        (False, "active", 2, "Dra. Luz Gil"), (True, "waiting", None, "Dra. Luz Gil"),
    }  # fmt: skip
    assert len(orders_room.table.rows.rows) == 2


def test_a_prescription_without_doctor_or_person_says_so(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Díaz")
    window.put(orders_room)
    orders_room.on_enter(("write", ana))
    form = window.dialog(WriteDialog)
    assert form.person.value() == ana and form.verb is not None
    form.verb.click()
    assert form.medicine.line.property("wrong")
    pick(qtbot, form.medicine, "metformin 850")
    type_in(form.units.line, "2")
    type_in(form.days.line, "30")
    form.verb.click()  # the line that was being typed is put on the paper first, and seen
    assert len(form.lines) == 1
    form.verb.click()
    assert form.isVisible() and form.doctor.line.property("wrong")
    form.day.set_text("24/11/2026")
    form.doctor.set_text("Dr. Otro")
    form.verb.click()
    assert form.day.line.property("wrong") and len(reading.items(window.worker.desk, ItemFilter())) == 0


class Keys(QObject):
    """Counts what a person presses: every key goes to whatever has the focus, as on a desk."""

    def __init__(self, dialogs: Window) -> None:
        super().__init__()
        self.pressed, self._window = 0, dialogs

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = "") -> None:
        self.pressed += 1
        wanted = QApplication.focusWidget()
        assert wanted is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(wanted, QKeyEvent(kind, key, modifier, text))

    def write(self, text: str) -> None:
        for letter in text:
            self.press(Qt.Key(0), text=letter)


def test_twenty_treatments_go_on_in_few_keys(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    """From the open list on: mark all, extend, the days as they stand, the doctor's name, the day as it stands."""
    for n in range(20):
        prescribed(window, person(window, f"Persona {n:02d}"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=10)
    window.put(orders_room)
    orders_room.on_enter("due")
    assert len(orders_room.table.rows.rows) == 20
    window.activateWindow()
    orders_room.table.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is orders_room.table)
    keys = Keys(window)
    keys.press(Qt.Key.Key_Asterisk, text="*")
    assert len(orders_room.marked) == 20
    keys.pressed += 1
    qtbot.keyClick(orders_room, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.dialog(ExtendDialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.days.line)
    keys.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.doctor.line
    keys.write("Dra. María Fernanda Gil Torrealba")
    keys.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.day.line
    keys.press(Qt.Key.Key_Return)
    rows = reading.items(window.worker.desk, ItemFilter())
    assert {row.review_on for row in rows} == {TODAY + timedelta(days=99)}
    (told,) = prescriptions.treatments(window.worker.desk, rows[0].patient_id)
    assert told.extensions == ((TODAY, "Dra. María Fernanda Gil Torrealba"),)
    assert orders_room.table.rows.rows == [] and not orders_room.marked
    assert keys.pressed < 60


def test_what_was_half_typed_is_taken_up_again(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ana, eva = person(window, "Ana Díaz"), person(window, "Eva Rojas")
    window.put(orders_room)
    orders_room.on_enter(("write", ana))
    form = window.dialog(WriteDialog)
    type_in(form.doctor.line, "Dra. Luz Gil")
    pick(qtbot, form.medicine, "losartan 50")
    type_in(form.directions.line, "1 tableta cada 12 horas por 30 días")
    form.add_line()
    type_in(form.medicine.line, "pastillita ros")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    orders_room.on_enter(("write", eva))
    other = window.dialog(WriteDialog)
    assert other.person.value() == eva and other.lines == []  # what was for Ana is not for Eva
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    orders_room.act()
    again = window.dialog(WriteDialog)
    assert (again.person.value(), again.doctor.text(), again.medicine.text()) == (ana, "Dra. Luz Gil", "pastillita ros")
    assert [line[0].directions_text for line in again.lines] == ["1 tableta cada 12 horas por 30 días"]
    again.medicine.clear()
    assert again.verb is not None
    again.verb.click()
    assert orders_room.draft is None and len(reading.items(window.worker.desk, ItemFilter())) == 1


def test_a_doctor_changes_a_dose(orders_room: Prescriptions, window: Window) -> None:
    old = prescribed(window, person(window, "Ana"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True)
    window.put(orders_room)
    orders_room.open_item(orders_room.table.row())
    dialog = window.dialog(ItemDialog)
    press(dialog, window.language.tr("Change the dose"))
    assert dialog.isVisible() and dialog.new_dose.line.property("wrong")
    type_in(dialog.new_dose.line, "1 tableta cada 12 horas")
    press(dialog, window.language.tr("Change the dose"))
    assert dialog.isVisible() and dialog.who.line.property("wrong")
    dialog.who.set_text("Dr. Luis Paz")
    press(dialog, window.language.tr("Change the dose"))
    (row,) = reading.items(window.worker.desk, ItemFilter())
    assert (row.units, row.per_days, row.replaces_id, row.chronic) == (2, 1, old, True)
    orders_room.open_item(row)
    assert "1 → 2 al día" in window.dialog(ItemDialog).history.text()


def test_the_space_bar_marks_and_goes_down(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ids = [prescribed(window, person(window, f"Persona {n}"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True) for n in range(3)]
    window.put(orders_room)
    orders_room.table.setFocus()
    qtbot.keyClicks(orders_room.table, "  ")
    assert orders_room.marked == set(ids[:2]) and orders_room.table.row().id == ids[2]
    assert "2" in orders_room.note.text()


def test_without_a_doctor_nothing_is_extended(orders_room: Prescriptions, window: Window) -> None:
    item = prescribed(window, person(window, "Ana"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=10)
    window.put(orders_room)
    orders_room.extend()
    dialog = window.dialog(ExtendDialog)
    assert dialog.verb is not None
    dialog.verb.click()
    assert dialog.isVisible() and dialog.doctor.line.property("wrong")
    (row,) = reading.items(window.worker.desk, ItemFilter())
    assert (row.id, row.review_on) == (item, TODAY + timedelta(days=9))


def test_a_waiting_line_is_answered_step_by_step(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    ana = person(window, "Ana Díaz", allergies=("penicilina",))
    desk, by = window.worker.desk, window.worker.by
    prescriptions.write(desk, by(), ana, "Dra. Gil", TODAY, [Order("las cápsulas rojas", None, "como siempre", days=7)])
    window.put(orders_room)
    orders_room.on_enter("waiting")
    orders_room.open_item(orders_room.table.row())
    dialog = window.dialog(ItemDialog)
    press(dialog, window.language.tr("It is this one"))
    assert dialog.isVisible() and dialog.medicine.line.property("wrong")
    pick(qtbot, dialog.medicine, "amoxicilina 500")
    press(dialog, window.language.tr("It is this one"))
    (row,) = reading.items(desk, ItemFilter())
    assert (row.inn, row.status, set(row.reason.split(";"))) == ("amoxicillin", "waiting", {"directions_unclear", "allergy"})
    orders_room.open_item(row)
    dialog = window.dialog(ItemDialog)
    type_in(dialog.units.line, "3")
    press(dialog, window.language.tr("Take this"))
    (row,) = reading.items(desk, ItemFilter())
    assert (row.units, row.per_days, row.reason) == (3, 1, "allergy")
    orders_room.open_item(row)
    dialog = window.dialog(ItemDialog)
    press(dialog, window.language.tr("The doctor says yes"))
    assert dialog.isVisible() and dialog.doctor.line.property("wrong")
    dialog.doctor.set_text("Dra. Gil")
    press(dialog, window.language.tr("The doctor says yes"))
    assert dialog.isVisible() and dialog.note.line.property("wrong")
    type_in(dialog.note.line, "la tomó antes sin daño")
    press(dialog, window.language.tr("The doctor says yes"))
    (row,) = reading.items(desk, ItemFilter())
    assert (row.status, row.cleared) == ("active", "dose;allergy")
    assert orders_room.table.rows.rows == []


def test_a_treatment_is_ended_with_a_reason(orders_room: Prescriptions, window: Window) -> None:
    prescribed(window, person(window, "Ana"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True)
    window.put(orders_room)
    orders_room.open_item(orders_room.table.row())
    dialog = window.dialog(ItemDialog)
    dialog.because.set_value("doctor")
    press(dialog, window.language.tr("End the treatment"))
    (row,) = reading.items(window.worker.desk, ItemFilter(statuses=()))
    assert (row.status, row.reason) == ("closed", "doctor") and orders_room.table.rows.rows == []


def test_a_sheet_of_prescriptions_is_seen_before_it_is_written(
    orders_room: Prescriptions, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = people.person(window.worker.desk, person(window, "Ana")).person.code
    window.put(orders_room)
    path = tmp_path / "recetas.csv"
    head = "patient_code,doctor,date,inn,strength,form,directions,units_per_day,days,chronic\n"
    path.write_text(head + f"{code},Dra. Gil,2026-11-20,losartan,50 mg,tablet,,2,30,no\nNADIE,,2026-11-20,losartan,50 mg,tablet,,2,30,no\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    orders_room.bring_in()
    seen = window.dialog(ImportPreview)
    assert [row.reason for row in seen.table.rows.rows] == ["patient_code_unknown"] and seen.verb is not None
    seen.verb.click()
    assert [row.inn for row in orders_room.table.rows.rows] == ["losartan"]


def test_the_page_stands_before_it_is_counted_and_what_nobody_waits_for_is_not_counted(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = person(window, "Ana Díaz")
    prescribed(window, ana, "losartan 50 mg", "1 tableta diaria", chronic=True, days=90)
    prescribed(window, ana, "metformin 500 mg", "como le dijo la doctora", days=10)
    counted: list[str] = []
    reckon = prescription_list.figures

    def figures(desk: Desk, asked: Asked) -> Figures:
        counted.append(asked.kind)
        return reckon(desk, asked)

    monkeypatch.setattr(prescription_list, "figures", figures)
    tasks = QueuedTasks()
    room = recetas.make(replace(window.context, tasks=tasks))
    assert isinstance(room, Prescriptions)
    window.put(room)
    tasks.next()
    QApplication.processEvents()
    stood = room.table.geometry()
    assert len(room.table.rows.rows) == 2 and not counted and not room.header.state.text().strip()
    tasks.next()
    assert counted == ["all"] and room.header.state.text().startswith("2 tratamientos")
    QApplication.processEvents()
    assert room.table.geometry() == stood  # nothing moved
    for key in ("due", "waiting"):  # another filter while the first is still to be read
        room.chips._chips[key].click()
    while tasks.asked:
        tasks.next()
    assert counted == ["all", "waiting"] and len(room.table.rows.rows) == 1
    room.chips._chips["all"].click()
    tasks.next()
    stale = tasks.asked[0]
    tasks.perform(stale)  # it was being counted
    room.chips._chips["closed"].click()  # when somebody chose again
    before = room.note.text()
    tasks.deliver(tasks.asked.popleft())
    assert room.note.text() == before
    while tasks.asked:
        tasks.next()
    assert not room.table.rows.rows and room.note.text() == "Nada así."
