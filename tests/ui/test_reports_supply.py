"""The need letter and consumption by month in Informes, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.services import requesting
from tests.support.desks import Worker
from tests.support.pdf import all_text
from tests.ui.test_reports import open_reports, shown


def test_the_need_letter_is_shown_in_the_language_chosen_and_its_list_saved(
    qtbot: QtBot, practice: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, room = open_reports(qtbot, practice, "needs")
    room.needs.spoken.set_value("it")
    room.needs.months.set_value(6)
    room.act()
    preview = shown(opened)
    assert "per 6 mesi" in all_text(preview._pdf)
    preview.reject()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "lista"), ""))
    room.needs.sheet.click()
    saved = openpyxl.load_workbook(tmp_path / "lista.xlsx").worksheets[0]
    assert saved.max_row == 1 + len(requesting.request(practice.desk, 6).needs) > 2
    assert "lista.xlsx" in opened.messages.toasts[-1] and not opened.messages.errors


def test_the_pages_of_a_paper_are_saved_as_pictures_for_the_telephone(
    qtbot: QtBot, practice: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, room = open_reports(qtbot, practice, "needs")
    room.act()
    preview = shown(opened)
    preview.last.setValue(2)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "carta"), ""))
    preview.save_pictures()
    assert {path.name for path in tmp_path.glob("*.png")} == {"carta.png", "carta-2.png"}
    for name in ("carta.png", "carta-2.png"):
        with Image.open(tmp_path / name) as picture:
            assert picture.size == (1240, 1754) and picture.getpixel((2, 2)) == (255, 255, 255)
            darkest, lightest = picture.convert("L").getextrema()
            assert (darkest, lightest) == (0, 255)
    assert "carta.png" in opened.messages.toasts[-1]
    preview.reject()


def test_consumption_is_shown_and_saved(qtbot: QtBot, practice: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, room = open_reports(qtbot, practice, "consumption")
    room.consumption.months.set_value(12)
    room.act()
    preview = shown(opened)
    assert "Consumo por mes" in all_text(preview._pdf)
    preview.reject()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "uso.csv"), ""))
    room.consumption.sheet.click()
    assert (tmp_path / "uso.csv").read_text(encoding="utf-8-sig").startswith('"Medicamento";')
    assert "uso.csv" in opened.messages.toasts[-1]


def test_an_empty_pharmacy_has_both_papers(qtbot: QtBot, worker: Worker) -> None:
    for target, words in (("needs", "En este momento no falta nada"), ("consumption", "no se entregó nada")):
        opened, room = open_reports(qtbot, worker, target)
        room.act()
        preview = shown(opened)
        assert words in all_text(preview._pdf)
        preview.reject()
