"""Writes one line of text without Qt's namespace of constants, whose hundred enums cost a sixth of the time to the first paint."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from pharmacy_app.ui import theme


def write(painter: QPainter, rect: QRect, text: str, size: int, strong: bool = False, across: float = 0.0, down: float = 0.5) -> None:
    """`text` in the painter's pen; `across` and `down` place it in the rect: 0 left or top, 0.5 middle, 1 right or bottom."""
    look = theme.current()
    metrics = look.metrics(size, strong)
    painter.setFont(look.font(size, strong))
    left = rect.left() + (round((rect.width() - metrics.horizontalAdvance(text)) * across) if across else 0)
    painter.drawText(left, rect.top() + round((rect.height() - metrics.height()) * down) + metrics.ascent(), text)
