"""Fills and writes without Qt's namespace of constants, whose hundred enums cost a sixth of the time to the first paint."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QGlyphRun, QPainter, QPainterPath, QPalette, QRawFont
from PySide6.QtWidgets import QWidget

from pharmacy_app.ui import theme


@lru_cache(maxsize=64)
def _brush(colour: str) -> QBrush:
    palette = QPalette()  # a brush made by its own name would bring in the constants
    palette.setColor(QPalette.ColorRole.Window, QColor(colour))
    return palette.brush(QPalette.ColorRole.Window)


def fill(painter: QPainter, rect: QRect, role: str) -> None:
    """The whole rect in the colour of this role."""
    painter.setBackground(_brush(theme.current().name(role)))
    painter.eraseRect(rect)


def shape(painter: QPainter, path: QPainterPath, role: str) -> None:
    """The inside of the path in the colour of this role."""
    painter.fillPath(path, _brush(theme.current().name(role)))


def block(painter: QPainter, rect: QRectF, role: str, round_by: float = 0) -> None:
    """A rectangle that need not stand on whole pixels, perhaps with round corners."""
    path = QPainterPath()
    if round_by:
        path.addRoundedRect(rect, round_by, round_by)
    else:
        path.addRect(rect)
    shape(painter, path, role)


def _take(painter: QPainter, ink: str) -> None:
    """The pen in the colour of this role; for a first frame from a widget's palette, which needs none of the constants."""
    if theme.raw_font(theme.TEXT) is None:
        painter.setPen(theme.current().color(ink))
        return
    widget, palette = QWidget(), QPalette()
    palette.setColor(QPalette.ColorRole.WindowText, theme.current().color(ink))
    widget.setPalette(palette)
    widget.initPainter(painter)


def write(
    painter: QPainter, rect: QRect, text: str, size: int, strong: bool = False, across: float = 0.0, down: float = 0.5, ink: str = ""
) -> None:
    """`text` in the role `ink`, else in the painter's pen; `across` and `down` place it in the rect: 0 left or top, 0.5 middle, 1 right or bottom."""
    if ink:
        _take(painter, ink)
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
