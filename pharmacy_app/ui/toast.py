"""What was done, at the bottom right, with Undo; it stays while somebody looks at it and is read aloud."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.keycaps import Keycap
from pharmacy_app.ui.widgets.labels import Symbol, label

SHOWN_MS = 8_000


class Toast(QFrame):
    """One at a time; the message before gives way."""

    def __init__(self, window: QWidget, text: str, undo_word: str, undo: Callable[[], None] | None) -> None:
        super().__init__(window)
        self.setProperty("look", "dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(text)
        self._undo = undo
        self._window = window
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(Symbol("circle-check", "ok_ink"))
        row.addWidget(label(text, "name"))
        if undo is not None:
            self.button = Button(undo_word, "quiet")
            self.button.clicked.connect(self.undo)
            row.addSpacing(8)
            row.addWidget(self.button)
            row.addWidget(Keycap("Ctrl Z"))
            QShortcut(QKeySequence("Ctrl+Z"), self, self.undo, context=Qt.ShortcutContext.WindowShortcut)
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self._time_is_up)
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def undo(self) -> None:
        """Takes back what was done."""
        undo, self._undo = self._undo, None
        self.dismiss()
        if undo is not None:
            undo()

    def dismiss(self) -> None:
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def _time_is_up(self) -> None:
        focus = self.window().focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()
        else:
            self.dismiss()

    def _place(self) -> None:
        window = self._window
        self.adjustSize()
        self.move(window.width() - self.width() - 40, window.height() - self.height() - 64)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
