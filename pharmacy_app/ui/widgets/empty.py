"""An empty room teaches: what belongs here, and up to three ways to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import SMALL, TEXT
from pharmacy_app.ui.widgets import keycaps
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.labels import Symbol, label


@dataclass(frozen=True, slots=True)
class Way:
    """One way to begin: icon, verb, how, what it does, its key if it has one."""

    icon: str
    verb: str
    how: str
    do: Callable[[], None]
    key: str = ""


class WayButton(QPushButton):
    """A wide button of two lines."""

    def __init__(self, way: Way, parent: QWidget | None = None) -> None:
        super().__init__(way.verb, parent)
        self._way = way
        self._over = False
        self.setAutoDefault(False)
        self.setAccessibleName(way.verb)
        self.setAccessibleDescription(way.how)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: way.do())

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(420), theme.current().px(62))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color("alt" if self._over else "raised"))
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        icons.paint(painter, self._way.icon, QRect(17, 0, look.px(20), self.height()), "accent")
        right = self.width() - 16 - look.px(18)
        icons.paint(painter, "chevron-right", QRect(right, 0, look.px(18), self.height()), "text2")
        if self._way.key:
            cap = keycaps.size(self._way.key)
            right -= cap.width() + 12
            keycaps.paint(painter, QRect(right, (self.height() - cap.height()) // 2, cap.width(), cap.height()), self._way.key)
        left = 34 + look.px(20)
        room = right - left - 8
        middle = self.height() // 2
        strong = look.metrics(TEXT, strong=True)
        painter.setFont(look.font(TEXT, strong=True))
        painter.setPen(look.color("text"))
        verb = strong.elidedText(self._way.verb, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, middle - strong.height(), room, strong.height()), Qt.AlignmentFlag.AlignVCenter, verb)
        painter.setFont(look.font(SMALL))
        painter.setPen(look.color("text2"))
        small = look.metrics(SMALL)
        how = small.elidedText(self._way.how, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, middle, room, small.height()), Qt.AlignmentFlag.AlignVCenter, how)
        painter.end()


class Empty(Card):
    """Icon 52, what belongs here, up to three ways. Put it where the list would be."""

    def __init__(self, icon: str, title: str, sentence: str, ways: Sequence[Way], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.body.addStretch(1)
        self.body.addWidget(Symbol(icon, "accent", 52), 0, middle)
        self.body.addSpacing(6)
        self.body.addWidget(label(title, "title"), 0, middle)
        words = label(sentence, "line", wrap=True)
        words.setAlignment(middle)
        words.setFixedWidth(theme.current().px(560))
        self.body.addLayout(_centred(words))
        self.body.addSpacing(8)
        for way in ways:
            button = WayButton(way)
            button.setFixedWidth(theme.current().px(560))
            self.body.addLayout(_centred(button))
        self.body.addStretch(1)


def _centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row
