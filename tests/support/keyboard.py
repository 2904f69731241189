"""A keyboard that counts: screens are worked with it alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication


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
