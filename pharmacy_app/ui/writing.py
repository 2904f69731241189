"""Writes one line of text without Qt's namespace of constants, whose hundred enums cost a sixth of the time to the first paint."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QGlyphRun, QPainter, QRawFont

from pharmacy_app.ui import theme


def write(painter: QPainter, rect: QRect, text: str, size: int, strong: bool = False, across: float = 0.0, down: float = 0.5) -> None:
    """`text` in the painter's pen; `across` and `down` place it in the rect: 0 left or top, 0.5 middle, 1 right or bottom."""
    left = rect.left() + (round((rect.width() - wide(text, size, strong)) * across) if across else 0)
    raw = theme.raw_font(size, strong)
    if raw is not None:
        top = rect.top() + round((rect.height() - high(size, strong)) * down)
        _draw(painter, QPointF(left, top + round(raw.ascent())), raw, text)
        return
    look = theme.current()
    metrics = look.metrics(size, strong)
    painter.setFont(look.font(size, strong))
    painter.drawText(left, rect.top() + round((rect.height() - metrics.height()) * down) + metrics.ascent(), text)


def wide(text: str, size: int, strong: bool = False) -> int:
    """How many pixels wide this text will be."""
    raw = theme.raw_font(size, strong)
    if raw is None:
        return theme.current().metrics(size, strong).horizontalAdvance(text)
    return round(sum(step.x() for step in raw.advancesForGlyphIndexes(raw.glyphIndexesForString(text))))


def high(size: int, strong: bool = False) -> int:
    """How many pixels high a line is."""
    raw = theme.raw_font(size, strong)
    return theme.current().metrics(size, strong).height() if raw is None else round(raw.ascent()) + round(raw.descent())


def _draw(painter: QPainter, start: QPointF, raw: QRawFont, text: str) -> None:
    """One glyph after the other: the frame's own words need no other shaping."""
    glyphs = raw.glyphIndexesForString(text)
    places, x = [], 0.0
    for step in raw.advancesForGlyphIndexes(glyphs):
        places.append(QPointF(x, 0))
        x += step.x()
    run = QGlyphRun()
    run.setRawFont(raw)
    run.setGlyphIndexes(glyphs)
    run.setPositions(places)
    painter.drawGlyphRun(start, run)
