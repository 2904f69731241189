"""A barcode scanner types very fast and ends with Enter: such a burst is heard in every room, whatever has the focus.

It is told from a person by its speed. GS (\\x1d), which line edits drop, is kept; scanners also send it as Ctrl+] or F8.
Where letters act (a list), each key waits until it is clear that no code follows, so that a scan never presses buttons;
in a field the letters appear at once, and are taken back when they turn out to be a code that the room understood.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

GS = "\x1d"
FAST_MS = 45  # between two keys of one code; people are slower, slow scanners are not
LEAST = 6  # characters of a code; shorter bursts are somebody's keys
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_TYPED_INTO = (QLineEdit, QPlainTextEdit, QSpinBox, QComboBox)


def character(event: QKeyEvent) -> str:
    """What this key adds to a code; empty for keys that add nothing."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.text() == GS or event.key() == Qt.Key.Key_F8 or (control and event.key() == Qt.Key.Key_BracketRight):
        return GS
    return event.text() if event.text().isprintable() and not control else ""


class Scanner(QObject):
    """Installed on the application. `heard(text)` returns True if the code meant something; else it was just fast typing."""

    def __init__(self, application: QGuiApplication, heard: Callable[[str], bool]) -> None:
        super().__init__(application)
        self._heard = heard
        self._typed = ""
        self._since = QElapsedTimer()
        self._before: tuple[QLineEdit, str] | None = None
        self._held: list[QKeyEvent] = []
        self._giving_back = False
        self._wait = QTimer(self, interval=FAST_MS, singleShot=True)
        self._wait.timeout.connect(self._give_back)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # each key comes once for the window and then for the widget: it is counted at the window
        if (
            event.type() != QEvent.Type.KeyPress
            or self._giving_back
            or not isinstance(watched, QWindow)
            or not isinstance(event, QKeyEvent)
        ):
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        fast = self._since.isValid() and self._since.elapsed() <= FAST_MS
        self._since.restart()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _PLAIN:
            return self._end(fast)
        typed = character(event)
        if not fast:
            self._give_back()
            self._typed = ""
            self._remember()
        self._typed += typed
        if not typed or event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if typed == GS:
            return True
        if isinstance(QApplication.focusWidget(), _TYPED_INTO):
            return False
        self._held.append(event.clone())
        self._wait.start()
        return True

    def _remember(self) -> None:
        field = QApplication.focusWidget()
        self._before = (field, field.text()) if isinstance(field, QLineEdit) else None

    def _end(self, fast: bool) -> bool:
        code, self._typed = self._typed, ""
        if not fast or len(code) < LEAST or not self._heard(code):
            self._give_back()
            return False
        self._held.clear()
        self._wait.stop()
        if self._before is not None:
            self._before[0].setText(self._before[1])
        return True

    def _give_back(self) -> None:
        """Not a code after all: what was held goes to whoever has the focus."""
        held, self._held = self._held, []
        self._wait.stop()
        receiver: QWidget | None = QApplication.focusWidget()
        self._giving_back = True
        for event in held:
            if receiver is not None:
                QCoreApplication.sendEvent(receiver, event)
        self._giving_back = False
