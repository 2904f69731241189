"""Words and symbols on the screen: always plain text, in one of the look's sizes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from pharmacy_app.ui import icons, theme


def label(text: str, look: str = "text", wrap: bool = False) -> QLabel:
    """A label; looks: text, title, figure, block, name, line, small, label, accent, error. What people typed can never become markup.

    `wrap` lets it grow downwards.
    """
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("look", look)
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def rule() -> QFrame:
    """A line between two parts of a card."""
    made = QFrame()
    made.setProperty("look", "rule")
    return made


def restyle(widget: QWidget) -> None:
    """After a property that the style sheet reads has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Symbol(QWidget):
    """An icon beside words; `role` is the colour of those words."""

    def __init__(self, name: str, role: str = "text", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role, self._size = name, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def become(self, name: str, role: str) -> None:
        """Another icon or colour in the same place."""
        self._name, self._role = name, role
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self._name, self.rect(), self._role)
        painter.end()
