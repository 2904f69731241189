"""A scan is heard in every room, presses nothing, and leaves no letters behind; a person's typing is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget
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
        self.field, self.list, self.notes, self.spin = QLineEdit(), Letters(), QPlainTextEdit(), QSpinBox()
        column = QVBoxLayout(self.window)
        for widget in (self.field, self.list, self.notes, self.spin):
            column.addWidget(widget)
        self.window.show()
        self.window.activateWindow()
        self.heard: list[str] = []
        self.understood = True
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.separator = ""
        self.scanner = Scanner(application, self._hear, lambda: self.separator)

    def _hear(self, text: str) -> bool:
        self.heard.append(text)
        return self.understood

    def type(self, text: str, enter: bool = True) -> None:
        for character in text:
            self.press(Qt.Key(0), character)
        if enter:
            self.press(Qt.Key.Key_Return, "\r")

    def press(self, key: Qt.Key, character: str = "", modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QApplication.sendEvent(self.window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, key, modifiers, character))


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


def test_a_scan_tells_no_field_that_it_was_typed_in(counter: Counter) -> None:
    """Else suggestions would open, and a medicine that was chosen would be forgotten."""
    edits: list[str] = []
    counter.field.textChanged.connect(edits.append)
    counter.field.setFocus()
    counter.type(f"0107591234567890{GS}10A1B2")
    assert edits == [] and counter.heard


def test_no_kind_of_field_keeps_letters_of_a_scan(counter: Counter) -> None:
    counter.notes.setPlainText("Nota")
    counter.spin.setValue(7)
    for field in (counter.notes, counter.spin):
        field.setFocus()
        counter.type("7591234567890")
    assert (counter.notes.toPlainText(), counter.spin.value(), len(counter.heard)) == ("Nota", 7, 2)


def test_a_slow_scanner_s_letters_are_taken_back(counter: Counter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "FAST_MS", 60_000)
    counter.field.setText("losar")
    counter.field.setFocus()
    counter.type("75912", enter=False)
    qtbot.waitUntil(lambda: counter.field.text() == "losar75912")  # it waited too long between two keys
    counter.type("34567890")
    assert counter.heard == ["7591234567890"] and counter.field.text() == "losar"


def test_a_person_s_letters_come_at_once_and_in_order(counter: Counter, qtbot: QtBot) -> None:
    counter.field.setFocus()
    counter.type("ab", enter=False)
    counter.press(Qt.Key.Key_Left)  # what was typed before a key that moves comes before it
    assert counter.field.text() == "ab"
    counter.type("x", enter=False)
    qtbot.waitUntil(lambda: "x" in counter.field.text())
    counter.type("y", enter=False)
    QApplication.sendEvent(counter.field, QInputMethodEvent())  # an accent put together by the keyboard
    assert "y" in counter.field.text() and counter.heard == []


def test_a_key_that_is_held_down_repeats_and_is_no_scan(counter: Counter) -> None:
    counter.field.setFocus()
    for _ in range(12):
        repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
        QApplication.sendEvent(counter.window.windowHandle(), repeated)
    counter.press(Qt.Key.Key_Return, "\r")
    assert counter.field.text() == "a" * 12 and counter.heard == []


SHIFT, CTRL, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_capitals_come_back_where_caps_lock_turned_them(counter: Counter) -> None:
    counter.list.setFocus()
    counter.type("0107591234567890", enter=False)
    for letter in "aBc":  # the scanner presses Shift for A and C
        shifted = letter.islower()
        counter.press(Qt.Key.Key_Shift)
        counter.press(Qt.Key(0), letter, SHIFT if shifted else Qt.KeyboardModifier.NoModifier)
    counter.press(Qt.Key.Key_Return, "\r")
    assert counter.heard == ["0107591234567890AbC"]


def test_a_separator_arrives_in_every_way_that_scanners_have(counter: Counter) -> None:
    counter.list.setFocus()

    def scan(separate: Callable[[], None]) -> None:
        counter.type("010759123456789010A1", enter=False)
        separate()
        counter.type("21xY9")

    def alt_029() -> None:
        counter.press(Qt.Key.Key_Alt)
        for digit in "029":
            counter.press(Qt.Key(0), digit, ALT)

    scan(lambda: counter.press(Qt.Key(0), GS))
    scan(lambda: counter.press(Qt.Key.Key_F8))
    scan(lambda: counter.press(Qt.Key.Key_BracketRight, GS, CTRL))
    scan(lambda: counter.press(Qt.Key.Key_Plus, "+", CTRL))  # the same key of a Spanish keyboard
    scan(alt_029)
    counter.separator = "|"
    scan(lambda: counter.press(Qt.Key(0), "|"))
    assert counter.heard == [f"010759123456789010A1{GS}21xY9"] * 6


def test_a_scanner_that_ends_with_tab(counter: Counter) -> None:
    counter.field.setFocus()
    counter.type("7591234567890", enter=False)
    counter.press(Qt.Key.Key_Tab, "\t")
    assert counter.heard == ["7591234567890"] and counter.field.text() == "" and counter.field.hasFocus()
