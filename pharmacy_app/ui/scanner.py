"""A barcode scanner types very fast and ends with Enter or Tab: such a burst is heard in every room, whatever has the focus.

It is told from a person by its speed: each letter waits until it is clear that no code follows, so that a scan presses no button, writes in
no field, opens no list of suggestions. GS (\\x1d), which line edits drop, is kept; scanners also send it as Ctrl+], F8, Alt+029, or as a sign
of their own, which this computer remembers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

GS = "\x1d"
FAST_MS = 45  # between two keys of one code; people are slower, slow scanners are not
HOLD_MS = 25  # in a field a letter shows after this at the latest: nobody sees it, and most scanners are faster
LEAST = 6  # characters of a code; shorter bursts are somebody's keys
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_BESIDE = (  # keys that scanners press together with letters
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
)  # fmt: skip
_ALT, _CTRL, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TYPED_INTO = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


def character(event: QKeyEvent) -> str:
    """What this key adds to a code; empty for keys that add nothing."""
    control = bool(event.modifiers() & _CTRL)
    # Ctrl and the key of ] : on a Spanish keyboard that key is +
    bracket = control and event.key() in (Qt.Key.Key_BracketRight, Qt.Key.Key_Plus)
    if event.text() == GS or event.key() == Qt.Key.Key_F8 or bracket:
        return GS
    return event.text() if event.text().isprintable() and not control else ""


class Scanner(QObject):
    """Installed on the application. `heard(text)` returns True if the code was answered; else it was just fast typing.

    `separator()` is the sign that this computer's scanner sends for GS, empty where it sends GS.
    """

    def __init__(self, application: QGuiApplication, heard: Callable[[str], bool], separator: Callable[[], str] | None = None) -> None:
        super().__init__(application)
        self._heard = heard
        self._separator = separator
        self._typed = ""
        self._alt = ""  # digits typed while Alt was down: a character by its number
        self._came_through = False  # letters of this burst were given to the field, because they came slowly
        self._turned = False  # a letter came small although Shift was down: Caps Lock is on
        self._since = QElapsedTimer()
        self._before: tuple[QLineEdit | QPlainTextEdit, str] | None = None
        self._held: list[QKeyEvent] = []
        self._giving_back = False
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._give_back)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._held and kind in (QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress):
            self._give_back()  # an accent that was put together, a click: what was typed before comes before it
        # each key comes once for the window and then for the widget: it is counted at the window
        if kind != QEvent.Type.KeyPress or self._giving_back or not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        fast = self._since.isValid() and self._since.elapsed() <= FAST_MS and not event.isAutoRepeat()
        self._since.restart()
        if event.key() in _ENDS and event.modifiers() in _PLAIN:
            return self._end(fast)
        if not fast:
            self._give_back()
            self._typed, self._alt, self._turned, self._came_through = "", "", False, False
            self._remember()
        if event.key() in _BESIDE:
            return False
        if event.modifiers() & _ALT and event.text().isdigit():
            self._alt += event.text()
            return fast
        self._close_alt()
        typed = character(event)
        self._turned |= typed.islower() and bool(event.modifiers() & _SHIFT)
        self._typed += typed
        if not typed or event.isAutoRepeat() or event.modifiers() & (_ALT | Qt.KeyboardModifier.MetaModifier):
            self._give_back()
            return False
        if typed == GS:
            return True
        self._held.append(event.clone())
        self._wait.start(HOLD_MS if isinstance(QApplication.focusWidget(), TYPED_INTO) else FAST_MS)
        return True

    def _close_alt(self) -> None:
        if self._alt:
            self._typed += GS if int(self._alt) == ord(GS) else ""
            self._alt = ""

    def _remember(self) -> None:
        """What stands in the field, in case that a slow scanner's first letters come to it."""
        focus: QWidget | None = QApplication.focusWidget()
        if isinstance(focus, QAbstractSpinBox | QComboBox):
            focus = focus.lineEdit()
        self._before = None
        if isinstance(focus, QLineEdit):
            self._before = (focus, focus.text())
        elif isinstance(focus, QPlainTextEdit):
            self._before = (focus, focus.toPlainText())

    def _end(self, fast: bool) -> bool:
        self._close_alt()
        code, self._typed = self._typed, ""
        if not fast or len(code) < LEAST:
            self._give_back()
            return False
        typed = self._put_back()
        if not self._heard(self._meant(code)):
            self._write(typed)
            self._give_back()
            return False
        self._held.clear()
        self._wait.stop()
        return True

    def _put_back(self) -> str | None:
        """The field as it was before a slow scanner's first letters came into it; what stood there with them, None where none came."""
        if self._before is None or not self._came_through:
            return None
        field, text = self._before
        typed = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        self._write(text)
        return typed

    def _write(self, text: str | None) -> None:
        if self._before is None or text is None:
            return
        field = self._before[0]
        if isinstance(field, QLineEdit):
            field.setText(text)
        else:
            field.setPlainText(text)

    def _meant(self, code: str) -> str:
        """What the scanner sent: capitals put right where Caps Lock turned them, its own separator as GS."""
        sign = self._separator() if self._separator is not None else ""
        read = code.swapcase() if self._turned else code
        return read.replace(sign, GS) if sign else read

    def _give_back(self) -> None:
        """Not a code after all: what was held goes to whoever has the focus."""
        held, self._held = self._held, []
        self._came_through |= bool(held)
        self._wait.stop()
        receiver: QWidget | None = QApplication.focusWidget()
        self._giving_back = True
        for event in held:
            if receiver is not None:
                QCoreApplication.sendEvent(receiver, event)
        self._giving_back = False
