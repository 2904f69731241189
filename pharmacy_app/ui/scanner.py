"""A barcode scanner types very fast and ends with Enter: such a burst is heard in every room, whatever has the focus.

It is told from a person by its speed. GS (\\x1d), which line edits drop, is kept; scanners also send it as Ctrl+] or F8.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

GS = "\x1d"
FAST_MS = 45  # between two keys of one code; people are slower, slow scanners are not
LEAST = 6  # characters of a code; shorter bursts are somebody's keys


class Scanner(QObject):
    """Installed on the application. `heard(text)` returns True if the code was used; if not, what was typed simply stays."""

    def __init__(self, application: QGuiApplication, heard: Callable[[str], bool]) -> None:
        super().__init__(application)
        self._heard = heard
        self._typed: list[str] = []
        self._since = QElapsedTimer()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # each key comes once for the window and again for the widget: count it at the window only
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        fast = self._since.isValid() and self._since.elapsed() <= FAST_MS
        self._since.restart()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            code, self._typed = "".join(self._typed), []
            return fast and len(code) >= LEAST and event.modifiers() in _PLAIN and self._heard(code)
        character = _character(event)
        if not fast:
            self._typed = []
        if character:
            self._typed.append(character)
        return character == GS


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def _character(event: QKeyEvent) -> str:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.text() == GS or event.key() == Qt.Key.Key_F8 or (control and event.key() == Qt.Key.Key_BracketRight):
        return GS
    return event.text() if event.text().isprintable() else ""
