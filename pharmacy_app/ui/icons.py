"""Tabler's outline icons, drawn at the size and pixel ratio they are shown at, in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pharmacy_app.system import paths
from pharmacy_app.ui import theme


def _stroke(size: int, scale: int) -> str:
    """Thinner where large, heavier where small, so that all icons look alike beside text."""
    at_100 = size * 100 / scale
    return "2.1" if at_100 <= 15 else "1.25" if at_100 >= 40 else "1.75"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, ratio: float, stroke: str) -> QPixmap:
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, size: int, role: str = "text", ratio: float = 1.0) -> QPixmap:
    """The icon `size` (logical, already scaled) pixels wide, in a role or `#RRGGBB`. Raises `FileNotFoundError` for an unknown name."""
    chosen = theme.current()
    return _drawn(name, chosen.name(role), size, ratio, _stroke(size, chosen.scale))


def paint(painter: QPainter, name: str, rect: QRect, role: str = "text") -> None:
    """Paints the icon in the middle of `rect`, as large as its shorter side."""
    size = min(rect.width(), rect.height())
    place = QRect(0, 0, size, size)
    place.moveCenter(rect.center())
    painter.drawPixmap(place.topLeft(), pixmap(name, size, role, painter.device().devicePixelRatio()))


def icon(name: str, role: str = "text", size: int = 20) -> QIcon:
    """For menus and system places; the theme of now."""
    made = QIcon()
    for ratio in (1.0, 1.25, 1.5, 2.0):
        made.addPixmap(pixmap(name, theme.current().px(size), role, ratio))
    return made
