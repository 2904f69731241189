"""Badges: symbol and word on a tint, painted in rows and shown alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import SMALL, STATES
from pharmacy_app.ui.widgets.cells import Badge


def size(badge: Badge) -> QSize:
    """How large the badge is: 24 high at 100 %."""
    look = theme.current()
    words = look.metrics(SMALL, strong=True).horizontalAdvance(badge.word)
    return QSize(look.px(15) + words + (20 if badge.word else 14), look.px(24))


def paint(painter: QPainter, rect: QRect, badge: Badge) -> None:
    """Paints it at the left of `rect`, vertically in its middle, cut to its width."""
    look = theme.current()
    ink, ground, symbol = STATES[badge.kind]
    needed = size(badge)
    place = QRect(rect.left(), rect.top() + (rect.height() - needed.height()) // 2, min(needed.width(), rect.width()), needed.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ground))
    painter.drawRoundedRect(QRectF(place), place.height() / 2, place.height() / 2)
    icons.paint(painter, badge.icon or symbol, QRect(place.left() + 7, place.top(), look.px(15), place.height()), ink)
    painter.setPen(look.color(ink))
    painter.setFont(look.font(SMALL, strong=True))
    words = place.adjusted(7 + look.px(15) + 3, 0, -6, 0)
    text = look.metrics(SMALL, strong=True).elidedText(badge.word, Qt.TextElideMode.ElideRight, words.width() + 2)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)
    painter.restore()


class BadgeLabel(QWidget):
    """A badge outside of a table; a counted one (`word` is a figure) says in its tooltip what it counts."""

    def __init__(self, badge: Badge, tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_badge(badge, tooltip)

    def set_badge(self, badge: Badge, tooltip: str = "") -> None:
        self._badge = badge
        self.setToolTip(tooltip)
        self.setAccessibleName(f"{badge.word} {tooltip}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return size(self._badge)

    def minimumSizeHint(self) -> QSize:
        return size(self._badge)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self.rect(), self._badge)
        painter.end()
