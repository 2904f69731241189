"""A scan is heard in every room, presses nothing, and leaves no letters behind; a person's typing is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.ui import scanner
from pharmacy_app.ui.scanner import GS, Scanner


class Letters(QWidget):
    """A list where letters act."""

    def __init__(self) -> None:
        super().__init__()
        self.acted = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.acted += event.text().strip()


class Counter:
    """A window with a field and a list, and a scanner that is understood or not."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field, self.list = QLineEdit(), Letters()
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.window.show()
        self.window.activateWindow()
        self.heard: list[str] = []
        self.understood = True
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.scanner = Scanner(application, self._hear)

    def _hear(self, text: str) -> bool:
        self.heard.append(text)
        return self.understood

    def type(self, text: str, enter: bool = True) -> None:
        handle = self.window.windowHandle()
        keys = [(c, Qt.Key(0)) for c in text] + ([("\r", Qt.Key.Key_Return)] if enter else [])
        for character, key in keys:
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(handle, event)


@pytest.fixture
def counter(qtbot: QtBot) -> Iterator[Counter]:
    made = Counter(qtbot)
    yield made
    made.scanner.deleteLater()
    QApplication.instance().removeEventFilter(made.scanner)  # type: ignore[union-attr]


def test_a_scan_keeps_gs_and_leaves_the_field_as_it_was(counter: Counter) -> None:
    counter.field.setText("losar")
    counter.field.setFocus()
    counter.type(f"0107591234567890{GS}10A1B2")
    assert counter.heard == [f"0107591234567890{GS}10A1B2"]
    assert counter.field.text() == "losar"


def test_what_the_room_does_not_understand_stays_in_the_field(counter: Counter) -> None:
    counter.understood = False
    counter.field.setFocus()
    counter.type("7591234567890")
    assert counter.heard == ["7591234567890"] and counter.field.text() == "7591234567890"


def test_a_scanned_slip_presses_no_letters(counter: Counter) -> None:
    counter.list.setFocus()
    counter.type("ENQR18-06")
    assert counter.heard == ["ENQR18-06"] and counter.list.acted == ""


def test_a_single_letter_acts_a_moment_later(counter: Counter, qtbot: QtBot) -> None:
    counter.list.setFocus()
    counter.type("e", enter=False)
    assert counter.list.acted == ""
    qtbot.waitUntil(lambda: counter.list.acted == "e")
    assert counter.heard == []


def test_short_bursts_and_slow_typing_are_not_scans(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.field.setFocus()
    counter.type("abc")
    assert counter.heard == [] and counter.field.text() == "abc"
    monkeypatch.setattr(scanner, "FAST_MS", -1)  # every key comes too slowly
    counter.type("7591234567890")
    assert counter.heard == [] and counter.field.text() == "abc7591234567890"


def test_other_ways_in_which_scanners_send_gs(counter: Counter) -> None:
    f8 = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "")
    bracket = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier, "\x1d")
    assert scanner.character(f8) == scanner.character(bracket) == GS
    assert scanner.character(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, "\x0b")) == ""
