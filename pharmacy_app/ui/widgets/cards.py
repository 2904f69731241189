"""Blocks on the canvas: a card with a title, and a rule's refusal shown in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.labels import Symbol, label


class Card(QFrame):
    """A block with an optional title; put content into `body`, with a last `body.addStretch()` if the card may be taller than it."""

    def __init__(self, title: str = "", aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 14)
        self.body.setSpacing(8)
        self.title: QLabel | None = None
        if title:
            self.setAccessibleName(title)
            self.title = label(title, "block")
            self.body.addWidget(self.title)
        if aside:
            self.body.addWidget(label(aside, "small", wrap=True))


class Refused(QFrame):
    """A rule said no: the rule in one sentence, what can be done, and the button that does it."""

    def __init__(self, sentence: str, remedy: str = "", button: Button | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(Symbol("alert-triangle", "bad_ink", 22), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(sentence, "name", wrap=True))
        if remedy:
            words.addWidget(label(remedy, "line", wrap=True))
        row.addLayout(words, 1)
        if button:
            row.addWidget(button)
        self.setAccessibleName(f"{sentence} {remedy}".strip())


class ScrollColumn(QScrollArea):
    """A column that scrolls where the window is too low for it: fill `body`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.setWidget(self._content)
        self.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        self._content.installEventFilter(self)

    def _fit(self) -> None:
        # a wrapped label asks for the height it would need if it were narrow: only the explicit minimum counts
        wide = self.viewport().width()
        high = self.body.totalHeightForWidth(wide) if self.body.hasHeightForWidth() else self.body.totalSizeHint().height()
        self._content.setMinimumHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)
