"""Scans in the whole window: typed by a scanner into the real rooms, whatever is open and has the focus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.codes import batch_code, visit_sheet_code
from pharmacy_app.services import census, donation_typing, donations, rounds, stock, visits
from pharmacy_app.services.donation_typing import TypedLine
from pharmacy_app.system.language import language
from pharmacy_app.ui import dressing, entering, rooms, theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Messages
from pharmacy_app.ui.palette import Palette
from pharmacy_app.ui.screens.community.visits.room import Visits
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from pharmacy_app.ui.screens.rounds.room import Rounds
from pharmacy_app.ui.screens.settings.room import Settings
from pharmacy_app.ui.screens.settings.scanner import ScannerPage
from pharmacy_app.ui.screens.stock.card import StockCard
from pharmacy_app.ui.screens.stock.shelf import Stock
from pharmacy_app.ui.settings import WindowSettings
from pharmacy_app.ui.shell import Shell
from tests.support.desks import TODAY, Worker
from tests.support.room_window import words
from tests.support.tasks import ImmediateTasks

GTIN = "07612345678900"
GS = "\x1d"


class Scanned:
    """The window over a neighbourhood's pharmacy, where two lots have come under one code."""

    def __init__(self, qtbot: QtBot, worker: Worker, remembered: WindowSettings) -> None:
        self.qtbot, self.worker = qtbot, worker
        desk = worker.desk
        donation = donations.open_draft(desk, worker.by(), donations.donors(desk)[0].id, date(2026, 11, 20), "guía 9")
        lines = [TypedLine("losartán 50 mg tableta", lot, "1228", "4x30", gtin=GTIN) for lot in ("ZZ1", "ZZ2")]
        donations.add_lines(desk, worker.by(), donation, [donation_typing.typed_line(desk, line) for line in lines])
        donations.receive(desk, worker.by(), donation, "hace falta")
        self.batches = {line.batch.lot: line.batch.id for line in stock.list_stock(desk) if line.batch.lot in ("ZZ1", "ZZ2")}
        theme.load_fonts()
        theme.choose(theme.Theme())
        self.shell = Shell(language("es"))
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        tasks, messages = ImmediateTasks(self.shell), Messages(self.shell, self.shell.language)
        context = Context(desk, self.shell.language, tasks, messages, self.shell.go, worker.by, remembered)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dressing.dress(application, theme.Theme())
        entering.enter(application, self.shell, context, search=None)
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)

    def scan(self, text: str) -> None:
        """As the scanner types it, into whatever window is in front."""
        window = QApplication.activeModalWidget() or self.shell
        keys = [(letter, Qt.Key(0)) for letter in text] + [("\r", Qt.Key.Key_Return)]
        for letter, key in keys:
            QApplication.sendEvent(window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter))

    def enter(self) -> None:
        """Return, by hand."""
        self.qtbot.keyClick(self.dialog, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]

    @property
    def dialog(self) -> QDialog:
        """What is open over the window."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    def close(self) -> None:
        """Closes what is open."""
        self.dialog.reject()
        self.shell.activateWindow()
        self.qtbot.waitUntil(self.shell.isActiveWindow)

    def room(self, key: str) -> object:
        self.shell.go(key)
        return self.shell.room


@pytest.fixture
def window(qtbot: QtBot, practice: Worker, tmp_path: Path) -> Scanned:
    return Scanned(qtbot, practice, WindowSettings(tmp_path / "settings.ini"))


SQUARE = f"]d201{GTIN}1728123110ZZ2{GS}21aB9"


def test_in_every_room_a_pack_is_told_with_the_way_to_its_lot(window: Scanned) -> None:
    for place in rooms.ROOMS:
        if place.key in ("donations", "stock"):
            continue  # these know better what to do with it
        window.room(place.key)
        fields = [field for field in window.shell.findChildren(QLineEdit) if field.isVisible() and not field.isReadOnly()]
        if fields:
            fields[0].setFocus()
        before = [field.text() for field in fields]
        window.scan(SQUARE)
        said = words(window.dialog)
        assert "Losartán 50\u00a0mg, tableta" in said and "con este código que se pueden entregar" in said and "240" in said, place.key
        assert [field.text() for field in fields] == before
        window.enter()
        assert isinstance(window.shell.room, Stock)
        assert isinstance(window.dialog, StockCard) and window.dialog.card.line.batch.id == window.batches["ZZ2"]
        window.close()


def test_the_next_box_may_be_scanned_while_the_last_is_still_told(window: Scanned) -> None:
    window.room("home")
    window.scan(SQUARE)
    first = window.dialog
    window.scan("96385074")
    assert window.dialog is not first and "Código nuevo" in window.dialog.windowTitle()
    window.enter()
    assert window.shell.room is not None and window.shell.room.key == "donations"


def test_in_stock_a_code_without_a_lot_leaves_its_medicine_s_lots(window: Scanned) -> None:
    room = window.room("stock")
    assert isinstance(room, Stock)
    room.search.setFocus()
    window.scan(GTIN[1:])
    assert room.search.text().lower().startswith("losartan")
    row = room.table.row()
    assert isinstance(row, stock.StockLine) and row.batch.lot in window.batches


def test_a_shelf_label_opens_its_card_from_anywhere(window: Scanned) -> None:
    for place in rooms.ROOMS:
        window.room(place.key)
        window.scan(batch_code(window.batches["ZZ1"]))
        assert isinstance(window.dialog, StockCard) and window.dialog.card.line.batch.lot == "ZZ1", place.key
        window.close()


def test_a_visit_sheet_opens_its_typing_from_anywhere(window: Scanned) -> None:
    desk = window.worker.desk
    sheet = visits.plan_sheet(desk, window.worker.by(), census.councils(desk)[0].id, "", TODAY, 5, 6)
    for key in ("home", "stock", "visits"):
        window.room(key)
        window.scan(visit_sheet_code(sheet))
        shown = window.shell.room
        assert isinstance(shown, Visits) and shown.page.sheet is not None and shown.page.sheet.row.id == sheet, key
        assert window.shell.navigation.items["community"].isChecked()
        shown.back_to_list()


def test_a_slip_opens_its_round_from_anywhere(window: Scanned) -> None:
    desk = window.worker.desk
    row = rounds.list_rounds(desk)[0]
    code = rounds.view(desk, row.id).stops[0].code
    window.room("home")
    window.scan(code)
    room = window.shell.room
    assert isinstance(room, Rounds) and room._view is not None and room._view.round.id == row.id


def test_a_code_that_cannot_be_says_why(window: Scanned) -> None:
    window.room("reports")
    window.scan("7501031311308")
    assert "El código no se leyó bien" in window.dialog.windowTitle()
    window.scan(f"01{GTIN}10A|17281231")
    assert "El lector manda un signo propio" in window.dialog.windowTitle()


def test_a_doubtful_code_is_told_with_its_readings(window: Scanned) -> None:
    window.room("home")
    window.scan(f"01{GTIN}10QQ117281231")
    assert any("lote QQ1, vence el 31/12/2028" in said for said in words(window.dialog))


def test_an_open_form_takes_the_medicine(window: Scanned) -> None:
    window.room("prescriptions")
    assert window.shell.room is not None
    window.shell.room.on_enter("new")
    form = window.dialog
    assert isinstance(form, WriteDialog)
    form.person.line.setFocus()
    window.scan(SQUARE)
    taken = form.medicine.value()
    assert taken.inn == "losartan" and form.medicine.text() == "Losartán 50\u00a0mg, tableta"
    assert (form.person.text(), form.directions.text()) == ("", "")
    window.scan(batch_code(window.batches["ZZ1"]))  # a form stays open: nobody is taken away from what is half written
    assert window.dialog is form and form.directions.text() == ""
    window.scan("7501031311308")  # a code that was not read well leaves its digits in no field
    assert window.dialog is form and form.directions.text() == ""
    form.reject()
    window.shell.search_wanted.emit()  # nothing is lost in the search: it makes way
    assert isinstance(QApplication.activeModalWidget(), Palette)
    window.scan(batch_code(window.batches["ZZ1"]))
    assert isinstance(QApplication.activeModalWidget(), StockCard)


def test_the_scanner_is_tried_and_its_sign_remembered(window: Scanned) -> None:
    room = window.room("settings")
    assert isinstance(room, Settings)
    room.on_enter("scanner")
    page = room.page()
    assert isinstance(page, ScannerPage)
    test = "0107612345678900" + "17281231" + "10aB-1/7{gap}21xY9_z"
    for text, said in (
        (f"]d2{test}".replace("{gap}", GS), "Todo llega como está impreso, también los separadores."),
        (test.replace("{gap}", ""), "El lector se salta los separadores"),
        (f"+d2{test}".replace("{gap}", GS).replace("/", "-").replace("_", "?"), "Las letras llegan bien y los signos no"),
        ("E00000018 ", "Ese no era el código de prueba."),
        (f"]C1{test}".replace("{gap}", "^"), "El lector manda ^ entre las partes de un código."),
    ):
        window.scan(text)
        assert page.said.text().startswith(said)
    assert page.separator.value() == "^"
    window.room("home")
    window.scan(f"01{GTIN}10ZZ1^17281231")
    assert any("240" in said for said in words(window.dialog))
    window.enter()
    assert isinstance(window.dialog, StockCard) and window.dialog.card.line.batch.lot == "ZZ1"
