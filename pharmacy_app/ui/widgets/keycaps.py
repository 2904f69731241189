"""Keycaps: a key's name in a small raised cap. Arrows come from the icons, the type family lacks them."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import KEYCAP
from pharmacy_app.ui.writing import block, high, wide, write

_NOTHING = QColor(0, 0, 0, 0)
_ARROWS = {"↵": "corner-down-left", "↑": "arrow-up", "↓": "arrow-down", "→": "arrow-right", "←": "arrow-left"}
_PARTS = re.compile("([↵↑↓→←])")


def _parts(text: str) -> list[str]:
    return [part for part in _PARTS.split(text) if part]


def size(text: str) -> QSize:
    """How large the cap for this text is."""
    look = theme.current()
    width = sum(look.px(13) if part in _ARROWS else wide(part, KEYCAP, strong=True) for part in _parts(text))
    return QSize(max(width + 18, look.px(29)), max(look.px(20), high(KEYCAP, strong=True) + 2))


def paint(painter: QPainter, rect: QRect, text: str, role: str = "text2", plain: bool = False) -> None:
    """Paints the cap into `rect`. `plain` (on a filled button) has an outline in the text's colour and no ground."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    if not plain:
        cap = outline.adjusted(0, 0, 0, -1.5)
        block(painter, outline, "edge", 4)
        block(painter, cap.adjusted(-0.5, -0.5, 0.5, 0.5), "line", 4.5)
        block(painter, cap.adjusted(0.5, 0.5, -0.5, -0.5), "raised", 3.5)
    else:
        painter.setBrush(_NOTHING)
        painter.setPen(QPen(look.color(role), 1))
        painter.drawRoundedRect(outline, 4, 4)
    parts = _parts(text)
    width = sum(look.px(13) if part in _ARROWS else wide(part, KEYCAP, strong=True) for part in parts)
    left = rect.left() + (rect.width() - width) // 2
    for part in parts:
        if part in _ARROWS:
            icons.paint(painter, _ARROWS[part], QRect(left, rect.top(), look.px(13), rect.height() - 1), role)
            left += look.px(13)
        else:
            advance = wide(part, KEYCAP, strong=True)
            write(painter, QRect(left, rect.top(), advance, rect.height() - 1), part, KEYCAP, strong=True, ink=role)
            left += advance
    painter.restore()


class Keycap(QWidget):
    """One key, beside words."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return size(self._text)

    def minimumSizeHint(self) -> QSize:
        return size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        cap = size(self._text)
        rect = QRect(0, (self.height() - cap.height()) // 2, cap.width(), cap.height())
        painter = QPainter(self)
        paint(painter, rect, self._text)
        painter.end()
