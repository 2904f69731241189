"""The census as a list, from a file, on paper; the coverage: as somebody of the committee uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.services import people
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.ui.preview import Preview
from pharmacy_app.ui.screens import community
from pharmacy_app.ui.screens.community.census_sheet import CensusSheet
from pharmacy_app.ui.screens.community.coverage import CoverageDialog
from pharmacy_app.ui.screens.community.room import Community
from pharmacy_app.ui.screens.community.sheets import SheetsDialog
from tests.support.one_room import Window, person, prescribed, type_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def room(window: Window) -> Community:
    made = community.make(window.context)
    assert isinstance(made, Community)
    window.put(made)
    return made


def names(room: Community) -> list[str]:
    return [row.name for row in room.table.rows.rows]


def opened(room: Community, window: Window, path: Path, monkeypatch: pytest.MonkeyPatch) -> CensusSheet:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    room.bring_in()
    return window.dialog(CensusSheet)


def test_a_list_whose_columns_nobody_knows_is_told_and_comes_in(
    room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("quien es;cuantos;donde queda\nAna Rojas;72;calle 3\nLuis Rojas;131;calle 3\n", encoding="utf-8")
    sheet = opened(room, window, path, monkeypatch)
    assert sheet.columns.isVisible() and sheet.verb is not None and not sheet.verb.isVisible()
    for choice, meaning in zip(sheet.columns.choices, ("name", "age", "house"), strict=True):
        choice.set_value(meaning)
        choice.changed.emit(meaning)
    assert sheet.made.isVisible() and "1 casa" in sheet.made.text()
    assert [(one.row.row, one.status) for one in sheet.table.rows.rows] == [(3, "doubtful")]
    sheet.council.set_text("La Vega")
    sheet.council.line.editingFinished.emit()
    assert "La Vega" in sheet.made.text() and sheet.verb is not None
    sheet.verb.click()
    assert sorted(names(room)) == ["Ana Rojas", "Luis Rojas"] and room.council.findText("La Vega") > 0
    assert [row.birth_estimated for row in people.list_people(window.worker.desk, PeopleFilter())] == [True, False]


def test_dates_are_asked_and_what_is_refused_is_saved(
    room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "censo.csv"
    path.write_text("consejo;sector;casa;nombre;fecha de nacimiento\nC;S;1;Ana;03/04/1950\nC;S;1;;05/06/1960\n", encoding="utf-8")
    sheet = opened(room, window, path, monkeypatch)
    assert sheet.order.isVisible() and sheet.verb is not None and not sheet.verb.isVisible()
    sheet.order.set_value("dmy")
    sheet.order.changed.emit("dmy")
    assert sheet.verb is not None and sheet.verb.isVisible()
    sheet.chips.set_current("refused")
    sheet.chips.chosen.emit("refused")
    assert [one.row.row for one in sheet.table.rows.rows] == [3]
    out = tmp_path / "devolver.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    sheet.send_back.click()
    assert "Falta el nombre" in out.read_text(encoding="utf-8-sig")
    sheet.verb.click()
    assert [str(row.birth_date) for row in people.list_people(window.worker.desk, PeopleFilter())] == ["1950-04-03"]


def test_the_list_is_filtered_by_illness_place_and_consent(room: Community, window: Window, qtbot: QtBot) -> None:
    person(window, "Ana Núñez", conditions=("hypertension",), criteria=("low_income",))
    person(window, "Luis Pérez", council="La Vega")
    room.refresh(frozenset())
    boxes = room.filters

    def take(box: object, key: object) -> None:
        box.setCurrentIndex(box.findData(key))  # type: ignore[attr-defined]
        box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]

    take(boxes.condition, "hypertension")
    assert names(room) == ["Ana Núñez"]
    take(boxes.condition, "")
    take(boxes.criterion, "low_income")
    assert names(room) == ["Ana Núñez"]
    take(boxes.criterion, "")
    boxes.council.setCurrentIndex(boxes.council.findText("La Vega"))
    boxes.council.activated.emit(boxes.council.currentIndex())
    assert names(room) == ["Luis Pérez"] and boxes.sector.isEnabled() and boxes.sector.count() == 2
    take(boxes.council, None)
    for chip, found in (("no_consent", 2), ("unseen", 2), ("treated", 0), ("gone", 0), ("all", 2)):
        room.chips.set_current(chip)
        room.chips.chosen.emit(chip)
        assert len(names(room)) == found, chip
    type_in(room.search, "an")
    qtbot.keyClick(room.search, Qt.Key.Key_Return)
    assert names(room) == [] and "tres letras" in room.note.text()
    type_in(room.search, "a")
    qtbot.keyClick(room.search, Qt.Key.Key_Return)
    assert names(room) == ["Ana Núñez"]


def test_coverage_shows_real_numbers_and_prints_none_that_tells(
    room: Community, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = person(window, "Ana Díaz", conditions=("hypertension", "diabetes"))
    prescribed(window, ana, "losartan 50 mg tablet", "1 tableta diaria", chronic=True)
    room.coverage()
    dialog = window.dialog(CoverageDialog)
    shown = {row.condition: (row.count.people, row.count.treated) for row in dialog.table.rows.rows}
    assert shown == {"hypertension": (1, 1), "diabetes": (1, 0)}
    out = tmp_path / "c.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.export()
    assert "<5" in out.read_text(encoding="utf-8-sig") and "Ana" not in out.read_text(encoding="utf-8-sig")
    dialog.council.setCurrentIndex(1)
    dialog.council.activated.emit(1)
    assert {row.council for row in dialog.table.rows.rows} == {"Los Pinos"}
    dialog.print()
    assert window.dialog(Preview).document.pageCount() == 1


def test_census_sheets_are_printed_empty_or_of_a_sector(room: Community, window: Window) -> None:
    person(window, "Ana Díaz")
    room.sheets()
    dialog = window.dialog(SheetsDialog)
    assert dialog.verb is not None
    dialog.verb.click()
    preview = window.dialog(Preview)
    assert preview.document.pageCount() == 10
    preview.reject()
    room.sheets()
    dialog = next(one for one in window.findChildren(SheetsDialog) if one.isVisible())
    dialog.kind.set_value("known")
    dialog.kind.changed.emit("known")
    assert dialog.sector.isVisible() and not dialog.houses.isVisible() and dialog.verb is not None
    dialog.verb.click()
    assert window.dialog(Preview).document.pageCount() == 1
