"""The room of prescriptions, used as a neighbour uses it: by keyboard, on a real database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.services import people, prescriptions
from pharmacy_app.services.prescriptions import ItemFilter, Order
from pharmacy_app.ui.screens import prescriptions as recetas
from pharmacy_app.ui.screens.prescriptions.extend import ExtendDialog
from pharmacy_app.ui.screens.prescriptions.item_dialog import ItemDialog
from pharmacy_app.ui.screens.prescriptions.room import Prescriptions
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from pharmacy_app.ui.widgets.sheet_import import ImportPreview
from tests.support.desks import TODAY
from tests.support.one_room import Window, person, pick, prescribed, press, type_in

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
    rows = prescriptions.list_items(window.worker.desk, ItemFilter(), "medicine")
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
    assert form.day.line.property("wrong") and prescriptions.count_items(window.worker.desk, ItemFilter()) == 0


def test_twenty_treatments_go_on_in_few_keys(orders_room: Prescriptions, window: Window, qtbot: QtBot) -> None:
    for n in range(20):
        prescribed(window, person(window, f"Persona {n:02d}"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True, days=10)
    window.put(orders_room)
    orders_room.on_enter("due")
    assert len(orders_room.table.rows.rows) == 20
    orders_room.table.setFocus()
    qtbot.keyClicks(orders_room.table, "*")
    orders_room.extend()
    dialog = window.dialog(ExtendDialog)
    keys = "60"
    type_in(dialog.days.line, keys)
    qtbot.keyClick(dialog.days.line, Qt.Key.Key_Return)
    type_in(dialog.doctor.line, "Dra. Luz Gil")
    dialog.doctor.close_popup()
    qtbot.keyClick(dialog.doctor.line, Qt.Key.Key_Return)
    ends = {row.review_on for row in prescriptions.list_items(window.worker.desk, ItemFilter())}
    assert ends == {TODAY + timedelta(days=69)}
    assert orders_room.table.rows.rows == [] and not orders_room.marked


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
    (row,) = prescriptions.list_items(window.worker.desk, ItemFilter())
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
    (row,) = prescriptions.list_items(desk, ItemFilter())
    assert (row.inn, row.status, set(row.reason.split(";"))) == ("amoxicillin", "waiting", {"directions_unclear", "allergy"})
    orders_room.open_item(row)
    dialog = window.dialog(ItemDialog)
    type_in(dialog.units.line, "3")
    press(dialog, window.language.tr("Take this"))
    (row,) = prescriptions.list_items(desk, ItemFilter())
    assert (row.units, row.per_days, row.reason) == (3, 1, "allergy")
    orders_room.open_item(row)
    dialog = window.dialog(ItemDialog)
    press(dialog, window.language.tr("The doctor says yes"))
    assert dialog.isVisible() and dialog.doctor.line.property("wrong")
    dialog.doctor.set_text("Dra. Gil")
    press(dialog, window.language.tr("The doctor says yes"))
    (row,) = prescriptions.list_items(desk, ItemFilter())
    assert (row.status, row.cleared) == ("active", "dose;allergy")
    assert orders_room.table.rows.rows == []


def test_a_treatment_is_ended_with_a_reason(orders_room: Prescriptions, window: Window) -> None:
    prescribed(window, person(window, "Ana"), "losartan 50 mg tablet", "1 tableta diaria", chronic=True)
    window.put(orders_room)
    orders_room.open_item(orders_room.table.row())
    dialog = window.dialog(ItemDialog)
    dialog.because.set_value("doctor")
    press(dialog, window.language.tr("End the treatment"))
    (row,) = prescriptions.list_items(window.worker.desk, ItemFilter(statuses=()))
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
