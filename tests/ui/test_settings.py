"""Ajustes, as a person of the committee: names, criteria by version, the look at once, the catalogue, the check."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.plan import Policy, policy_from
from pharmacy_app.services import setup
from pharmacy_app.services.safekeeping import Health
from pharmacy_app.system.language import language
from pharmacy_app.ui import dressing, theme
from pharmacy_app.ui.screens import settings
from pharmacy_app.ui.screens.settings.catalogue import CataloguePage
from pharmacy_app.ui.screens.settings.criteria import CriteriaPage, DecideDialog
from pharmacy_app.ui.screens.settings.medicine_form import MedicineForm
from pharmacy_app.ui.screens.settings.never import NeverForm, NeverPage, TurnForm
from pharmacy_app.ui.screens.settings.pages import DataPage, LookPage, PeoplePage, PharmacyPage
from pharmacy_app.ui.screens.settings.room import Settings
from pharmacy_app.ui.screens.settings.rules import changed, read_value, rules
from pharmacy_app.ui.settings import WindowSettings
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import Worker
from tests.support.stages import Stage, stage


@pytest.fixture(autouse=True)
def _look_as_before() -> Iterator[None]:
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        dressing.dress(application, theme.Theme())  # never taken off: see `house` in conftest


def open_settings(qtbot: QtBot, worker: Worker, target: str) -> tuple[Stage, Settings]:
    opened = stage(qtbot, worker)
    room = opened.enter(settings.make, target)
    assert isinstance(room, Settings)
    return opened, room


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_every_section_has_its_page_and_one_main_action(qtbot: QtBot, practice: Worker) -> None:
    _, room = open_settings(qtbot, practice, "pharmacy")
    for key in ("pharmacy", "people", "criteria", "look", "medicines", "never", "data", "about"):
        room.on_enter(key)
        assert room.sections.current == key and room.header.primary.text()


def test_name_and_thresholds_are_saved_and_a_wrong_number_is_said_at_its_field(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_settings(qtbot, practice, "pharmacy")
    page = room.page()
    assert isinstance(page, PharmacyPage)
    page.fields["pharmacy_name"].set_text("Farmacia La Ceiba")
    page.fields["urgent_days"].set_text("pronto")
    room.act()
    assert "no es un número de días" in page.fields["urgent_days"].hint.text()
    assert setup.settings(practice.desk)["pharmacy_name"] != "Farmacia La Ceiba"
    page.fields["urgent_days"].set_text("21")
    room.act()
    kept = setup.settings(practice.desk)
    assert (kept["pharmacy_name"], kept["urgent_days"]) == ("Farmacia La Ceiba", "21")
    room.act()
    assert opened.messages.toasts[-1] == "No se cambió nada."


def test_a_neighbour_is_added_once(qtbot: QtBot, practice: Worker) -> None:
    _, room = open_settings(qtbot, practice, "people")
    page = room.page()
    assert isinstance(page, PeoplePage)
    page.name.set_text("Rosa M.")
    qtbot.keyClick(page.name.line, Qt.Key.Key_Return)
    page.name.set_text("rosa m.")
    room.act()
    assert [one.name for one in setup.users(practice.desk)].count("Rosa M.") == 1
    assert "Ya trabaja aquí alguien" in page.name.hint.text()
    assert "Rosa M." in [user.name for user in page.table.rows.rows]


def type_value(page: CriteriaPage, key: str, text: str) -> None:
    index = page.table.rows.find(key)
    page.table.rows.setData(index.siblingAtColumn(1), text, Qt.ItemDataRole.EditRole)


def test_a_change_of_the_criteria_is_a_new_version_and_the_old_one_can_be_looked_at(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_settings(qtbot, practice, "criteria")
    page = room.page()
    assert isinstance(page, CriteriaPage)
    room.act()
    assert "No se cambió nada" in page.wrong.text()
    type_value(page, "homebound", "muchos")
    assert "no es un número" in page.wrong.text() and not page.values
    type_value(page, "slice_days", "0")
    assert page.wrong.text().startswith("Días de cada vuelta: escriba")
    type_value(page, "homebound", "35")
    type_value(page, "combine_strengths", "no")
    room.act()
    (dialog,) = opened.frame.findChildren(DecideDialog)
    assert any("20, de ahora en adelante 35" in said for said in texts(dialog))
    dialog.day.set_text("20/11/2026")
    dialog.note.set_text("Asamblea")
    dialog.decide()
    newest, first = setup.policies(practice.desk)
    policy = policy_from(json.loads(newest.rules))
    assert (newest.version, newest.note, newest.decided_on.day) == (2, "Asamblea", 20)
    assert dict(policy.criteria.points)["homebound"] == 35 and not policy.combine_strengths
    assert dict(policy_from(json.loads(first.rules)).criteria.points) == dict(Policy().criteria.points)
    assert page.version.value() == 2 and not page.values
    page.version.set_value(1)
    page.version.changed.emit(1)
    assert page.table.rows.rows[0].value == 20
    type_value(page, "homebound", "1")
    assert "anterior" in page.wrong.text() and not page.values


def test_rules_read_back_what_they_show() -> None:
    shown = rules(language("es"), Policy())
    assert changed(Policy(), {rule.key: rule.value for rule in shown}) == Policy()
    assert changed(Policy(complete_tiers=("A",)), {"complete_B": True}).complete_tiers == ("A", "B")
    for rule in shown:
        with pytest.raises(Refusal):
            read_value(rule, "-1")
    assert read_value(shown[-1], "Sí") is True and read_value(shown[0], " 7 ") == 7


def test_dark_and_large_text_show_at_once_and_are_remembered(qtbot: QtBot, practice: Worker, tmp_path: Path) -> None:
    opened = stage(qtbot, practice)
    remembered = WindowSettings(tmp_path / "settings.ini")
    opened.context = replace(opened.context, remembered=remembered)
    room = opened.enter(settings.make, "look")
    assert isinstance(room, Settings)
    page = room.page()
    assert isinstance(page, LookPage)
    room.act()
    page.scale.set_value(125)
    page.scale.changed.emit(125)
    assert (theme.current().dark, theme.current().scale) == (True, 125)
    assert remembered.theme == theme.Theme(True, 125)
    page.spoken.changed.emit("en")
    assert remembered.language == "en" and opened.messages.toasts


def test_a_medicine_is_found_by_any_of_its_names(qtbot: QtBot, practice: Worker) -> None:
    _, room = open_settings(qtbot, practice, "medicines")
    page = room.page()
    assert isinstance(page, CataloguePage)
    everything = page.table.rows.rowCount(QModelIndex())
    assert everything > 200
    page.search.setText("losar")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert 3 <= page.table.rows.rowCount(QModelIndex()) < everything
    assert {one.shelved.medicine.inn.split()[0] for one in page.table.rows.rows} == {"losartan"}
    page.search.setText("xyzxyz")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert "Ningún medicamento" in page.found.text()


def test_the_committee_changes_a_medicine_sees_it_and_puts_it_back(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_settings(qtbot, practice, "medicines")
    page = room.page()
    assert isinstance(page, CataloguePage)

    def form() -> MedicineForm:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        return next(found for found in opened.frame.findChildren(MedicineForm) if found.isVisible())

    page.search.setText("losartan 50")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    before = page.table.row()
    assert not before.marks["vital"] and not before.ours
    opened_form = form()
    opened_form.keep()
    assert opened_form.isVisible() and "No se cambió nada" in opened_form.refused.text()
    qtbot.keyClick(opened_form.boxes["vital"], Qt.Key.Key_Space)
    opened_form.texts["brands"].set_text(opened_form.texts["brands"].text() + "; Glucophage")
    opened_form.keep()
    assert "es un nombre de" in opened_form.texts["brands"].hint.text().lower()
    opened_form.texts["brands"].set_text("Presiofin")
    opened_form.keep()
    after = page.table.row()
    assert after.shelved.medicine.id == before.shelved.medicine.id and after.marks["vital"] and after.shelved.brands == ("Presiofin",)
    cell = cell_of(page.table.model().index(page.table.currentIndex().row(), 1))
    assert "vital" in cell.text and cell.sub == "lo decidió el comité"
    page.search.clear()
    page.chips._chips["decided"].click()
    assert [one.shelved.medicine.id for one in page.table.rows.rows] == [before.shelved.medicine.id]
    again = form()
    assert any("El comité cambió" in said for said in texts(again))
    again.put_back()
    assert page.table.rows.rowCount(QModelIndex()) == 0


def test_the_catalogue_is_saved_as_a_sheet(qtbot: QtBot, practice: Worker, tmp_path: Path) -> None:
    opened, room = open_settings(qtbot, practice, "medicines")
    page = room.page()
    assert isinstance(page, CataloguePage)
    page.save_list(tmp_path / "catálogo.csv")
    with (tmp_path / "catálogo.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == len(page.listed) and {"INN", "Marcas", "Sin confirmar"} <= set(rows[0])
    page.save_list(tmp_path / "catálogo.xlsx")
    sheet = load_workbook(tmp_path / "catálogo.xlsx").active
    assert sheet is not None and sheet.max_row == len(rows) + 1
    assert len(opened.messages.toasts) == 2


def test_the_list_of_what_is_never_handed_out_is_the_committees(qtbot: QtBot, practice: Worker) -> None:
    opened, room = open_settings(qtbot, practice, "never")
    page = room.page()
    assert isinstance(page, NeverPage)
    page.search.setText("nimesulid")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    (row,) = page.table.rows.rows
    assert row.active
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    turn = next(found for found in opened.frame.findChildren(TurnForm) if found.isVisible())
    turn.turn()
    assert turn.isVisible() and turn.reason.line.property("wrong") is True
    turn.reason.set_text("el comité lo discutió")
    turn.turn()
    assert not page.table.rows.rows[0].active
    page.search.clear()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    room.act()
    form = next(found for found in opened.frame.findChildren(NeverForm) if found.isVisible())
    form.inn.set_text("losartan")
    form.reason.set_text("prueba")
    form.add()
    assert form.isVisible() and "es un nombre de" in form.inn.hint.text()
    form.inn.set_text("kava")
    form.add()
    assert "kava" in [one.inn for one in page.table.rows.rows]


def test_the_check_says_that_all_is_well_or_what_is_not(qtbot: QtBot, practice: Worker) -> None:
    _, room = open_settings(qtbot, practice, "data")
    page = room.page()
    assert isinstance(page, DataPage)
    assert Path(page.place.text()).joinpath("pharmacy.db").exists()
    room.act()
    qtbot.waitUntil(lambda: any(said.startswith("Todo está bien") for said in texts(page)))
    page.show_health(Health("0001", 1, 5, ("batch 3: 4 on hand",)))
    qtbot.waitUntil(lambda: "batch 3: 4 on hand" in texts(page))
    said = texts(page)
    assert any(one.startswith("Algo no cuadra") for one in said)
    assert not any(one.startswith("Todo está bien") for one in said)
