"""The keys of the room one stands in, and at right F1."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pharmacy_app.ui import theme
from pharmacy_app.ui.theme import LINE
from pharmacy_app.ui.widgets import keycaps
from pharmacy_app.ui.writing import fill, wide, write


class Footer(QWidget):
    """Painted in one go; hints that do not fit are left out from the right."""

    help = Signal()

    def __init__(self, explain: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._explain = explain
        self._keys: tuple[tuple[str, str], ...] = ()
        self.fit()

    def fit(self) -> None:
        """After a change of text size."""
        self.setFixedHeight(theme.current().px(32))
        self.update()

    def set_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Pairs of key and what it does here."""
        self._keys = keys
        self.setAccessibleName(", ".join(f"{key}: {what}" for key, what in (*keys, ("F1", self._explain))))
        self.update()

    def _help_left(self) -> int:
        words = wide(self._explain, LINE)
        return self.width() - 24 - words - 8 - keycaps.size("F1").width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= self._help_left():
            self.help.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, QRect(0, 0, self.width(), 1), "line")
        edge = self._help_left()
        self._hint(painter, edge, "F1", self._explain)
        left = 24
        for key, what in self._keys:
            needed = keycaps.size(key).width() + 7 + wide(what, LINE)
            if left + needed > edge - 16:
                break
            self._hint(painter, left, key, what)
            left += needed + 19
        painter.end()

    def _hint(self, painter: QPainter, left: int, key: str, what: str) -> None:
        cap = keycaps.size(key)
        keycaps.paint(painter, QRect(left, (self.height() - cap.height()) // 2, cap.width(), cap.height()), key)
        words = QRect(left + cap.width() + 7, 0, self.width(), self.height())
        write(painter, words, what, LINE, ink="text2")
