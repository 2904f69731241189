"""Buttons and chips, painted whole: with a keycap inside, a button laid out by a style sheet would not know its own width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import TEXT
from pharmacy_app.ui.widgets import keycaps

# look -> (ground, outline, text, ground when the mouse is over it)
_LOOKS = {
    "primary": ("accent", "", "on_accent", "hover"),
    "secondary": ("raised", "edge", "text", "alt"),
    "quiet": ("", "", "tint_text", "tint"),
    "danger": ("raised", "bad_ink", "bad_ink", "bad_bg"),
    "danger-filled": ("bad_ink", "", "on_bad", "bad_fill"),
}


class Button(QPushButton):
    """A verb, with an icon and its key. Looks: primary, secondary, quiet, danger, danger-filled."""

    def __init__(self, text: str, look: str = "secondary", icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.look, self.symbol, self.key = look, icon, key
        self._over = False
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def become(self, text: str, icon: str = "", key: str = "") -> None:
        """Other words for the same button."""
        self.symbol, self.key = icon, key
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def _side(self) -> int:
        return 10 if self.look == "quiet" else 14

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = look.metrics(TEXT, strong=True).horizontalAdvance(self.text()) + 2 * self._side() + 2
        if self.symbol:
            width += look.px(20) + 8
        if self.key:
            width += keycaps.size(self.key).width() + 10
        return QSize(width, look.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        ground, outline, ink, hover = _LOOKS[self.look]
        if not self.isEnabled():
            ground, outline, ink = ("" if self.look == "quiet" else "canvas"), ("" if self.look == "quiet" else "line"), "text2"
        elif self._over or self.isDown():
            ground = hover
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color(outline), 1) if outline else Qt.PenStyle.NoPen)
        painter.setBrush(look.color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        self._paint_words(painter, ink)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        look = theme.current()
        metrics = look.metrics(TEXT, strong=True)
        cap = keycaps.size(self.key) if self.key else QSize(0, 0)
        room = self.width() - 2 * self._side() - 2
        symbol = look.px(20) + 8 if self.symbol else 0
        taken = symbol + (cap.width() + 10 if self.key else 0)
        fits = metrics.horizontalAdvance(self.text()) <= room - taken  # elidedText alone cuts at a fraction of a pixel
        words = self.text() if fits else metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room - taken)
        left = self._side() + 1 + max(0, (room - taken - metrics.horizontalAdvance(words)) // 2)
        if self.symbol:
            icons.paint(painter, self.symbol, QRect(left, 0, look.px(20), self.height()), ink)
        painter.setFont(look.font(TEXT, strong=True))
        painter.setPen(look.color(ink))
        advance = metrics.horizontalAdvance(words)
        painter.drawText(QRect(left + symbol, 0, advance + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if self.key:
            rect = QRect(left + symbol + advance + 10, (self.height() - cap.height()) // 2, cap.width(), cap.height())
            filled = self.look in ("primary", "danger-filled")
            keycaps.paint(painter, rect, self.key, ink if filled else "text2", plain=filled)


class Chip(QPushButton):
    """A filter with its count; checked: tint. Put several in `ChipRow`."""

    def __init__(self, text: str, count: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._count = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_count(count)

    def set_count(self, count: str) -> None:
        """The figure behind the word, as the language writes it."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        # measured in the checked weight, so that choosing a chip moves nothing
        metrics = theme.current().metrics(TEXT, strong=True)
        count = metrics.horizontalAdvance(self._count) + 8 if self._count else 0
        return QSize(metrics.horizontalAdvance(self.text()) + count + 26, theme.current().px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color("tint" if chosen else "surface"))
        painter.setPen(QPen(look.color("accent" if chosen else "line"), 1))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setPen(look.color("tint_text" if chosen else "text"))
        painter.setFont(look.font(TEXT, strong=chosen))
        words = look.metrics(TEXT, strong=chosen).horizontalAdvance(self.text())
        count = look.metrics(TEXT, strong=chosen).horizontalAdvance(self._count)
        left = (self.width() - words - (8 + count if self._count else 0)) // 2
        painter.drawText(QRect(left, 0, words + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.drawText(QRect(left + words + 8, 0, count + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._count)
        painter.end()
