"""Charts people read without a legend lesson: the value stands on each bar, no axis, no grid; what is missing is hatched.

Each bar can be walked to with the arrow keys and says a sentence to screen readers.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import LINE, SMALL, STATES, Theme


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: name, value, the value as written, the sentence for screen readers; `kind` (a state) colours it and puts its symbol below.

    `whole`: for `SplitBars`, what would be needed; the rest up to it is hatched.
    """

    name: str
    value: float
    text: str
    sentence: str
    kind: str = ""
    whole: float = 0.0


def hatch(painter: QPainter, rect: QRectF, look: Theme) -> None:
    """Missing: diagonal lines in an outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("edge"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setClipRect(rect)
    step, at = 8, rect.left() - rect.height()
    while at < rect.right():
        painter.drawLine(int(at), int(rect.bottom()), int(at + rect.height()), int(rect.top()))
        at += step
    painter.restore()


class _Chart(QWidget):
    """Bars that the arrow keys walk along; `opened(number)` on Return or a click."""

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.bars: tuple[ChartBar, ...] = ()
        self.current = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_bars(self, bars: Sequence[ChartBar]) -> None:
        self.bars, self.current = tuple(bars), 0
        self._announce()
        self.updateGeometry()
        self.update()

    def _announce(self) -> None:
        sentence = self.bars[self.current].sentence if self.bars else ""
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence if self.hasFocus() else "")

    @abstractmethod
    def area(self, at: int) -> QRect:
        """Where the bar with this number stands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self.bars:
            self.current = max(0, min(len(self.bars) - 1, self.current + steps[Qt.Key(event.key())]))
            self._announce()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.bars:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = next((n for n in range(len(self.bars)) if self.area(n).contains(event.position().toPoint())), -1)
        if at >= 0:
            self.current = at
            self.update()
            self.opened.emit(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._announce()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _frame(self, painter: QPainter) -> None:
        if self.hasFocus() and self.bars:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.area(self.current)).adjusted(1, 1, -1, -1), 6, 6)


class MonthBars(_Chart):
    """Upright bars, as for what expires by month."""

    def sizeHint(self) -> QSize:
        return QSize(320, theme.current().px(210))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, theme.current().px(140))

    def area(self, at: int) -> QRect:
        """Each column has room for its name, and an equal share of what is left (or lacks)."""
        metrics = theme.current().metrics(SMALL)
        names = [metrics.horizontalAdvance(bar.name) + theme.current().px(10) for bar in self.bars]
        left = (self.width() - sum(names)) / len(names)
        ends = [0.0, *accumulate(name + left for name in names)]
        return QRect(QPoint(round(ends[at]), 0), QPoint(round(ends[at + 1]) - 1, self.height() - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, strong = look.metrics(SMALL), look.metrics(SMALL, strong=True)
        foot = self.height() - small.height() - look.px(15) - 8
        head = strong.height() + 3
        most = max((bar.value for bar in self.bars), default=0) or 1
        painter.fillRect(QRect(0, foot, self.width(), 1), look.color("edge"))
        areas = [self.area(at) for at in range(len(self.bars))]
        wide = min((look.px(28), *(area.width() - 8 for area in areas)))
        for at, bar in enumerate(self.bars):
            area = areas[at]
            high = max((foot - head) * bar.value / most, 2 if bar.value else 0)
            rect = QRectF(area.center().x() - wide / 2, foot - high, wide, high)
            ink, _, symbol = STATES[bar.kind] if bar.kind else ("text2", "", "")
            fill = {"ok": "ok_fill", "soon": "soon_fill", "bad": "bad_fill", "expired": "bad_fill"}.get(bar.kind, "chart")
            path = QPainterPath()
            path.addRoundedRect(rect.adjusted(0, 0, 0, 3), 3, 3)
            painter.save()
            painter.setClipRect(QRectF(rect.left(), rect.top(), rect.width(), rect.height()))
            painter.fillPath(path, look.color(fill))
            painter.restore()
            painter.setPen(look.color("text"))
            painter.setFont(look.font(SMALL, strong=True))
            above = QRect(area.left() - 10, int(rect.top()) - strong.height() - 2, area.width() + 20, strong.height())
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.text)
            painter.setPen(look.color(ink if bar.kind == "expired" else "text2"))
            painter.setFont(look.font(SMALL))
            name = QRect(area.left() - 12, foot + 4, area.width() + 24, small.height())
            wide_name = small.horizontalAdvance(bar.name)
            name.moveLeft(max(name.left(), (wide_name - name.width()) // 2))  # the first name is never cut at the edge
            painter.drawText(name, Qt.AlignmentFlag.AlignCenter, bar.name)
            if symbol:
                icons.paint(painter, symbol, QRect(area.left(), foot + 5 + small.height(), area.width(), look.px(15)), ink)
        self._frame(painter)
        painter.end()


class SplitBars(_Chart):
    """Lying bars: there and missing, as for needs met by council. Room for 26 px each at 100 %."""

    def sizeHint(self) -> QSize:
        return QSize(320, theme.current().px(34) * max(1, len(self.bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, theme.current().px(24) * max(1, len(self.bars)))

    def area(self, at: int) -> QRect:
        high = min(self.height() / max(1, len(self.bars)), theme.current().px(34))
        return QRect(0, round(at * high), self.width(), round(high))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font(LINE))
        metrics = look.metrics(LINE)
        names = min(max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0), self.width() * 2 // 5)
        values = max((metrics.horizontalAdvance(bar.text) for bar in self.bars), default=0)
        most = max((max(bar.whole, bar.value) for bar in self.bars), default=0) or 1
        room = self.width() - names - values - 26
        for at, bar in enumerate(self.bars):
            area = self.area(at)
            painter.setPen(look.color("text"))
            painter.setFont(look.font(LINE))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names + 2)
            painter.drawText(QRect(0, area.top(), names + 4, area.height()), Qt.AlignmentFlag.AlignVCenter, name)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.text)
            high = look.px(16)
            top = area.center().y() - high // 2
            there = room * bar.value / most
            painter.fillRect(QRectF(names + 12, top, there, high), look.color("chart"))
            missing = room * (bar.whole - bar.value) / most
            if missing >= 2:
                hatch(painter, QRectF(names + 12 + there + 2, top, missing - 2, high), look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._frame(painter)
        painter.end()


class Legend(QWidget):
    """`covered` in chart colour, `missing` hatched."""

    def __init__(self, there: str, missing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = (there, missing)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = theme.current().metrics(SMALL)
        return QSize(sum(metrics.horizontalAdvance(word) for word in self._words) + 64, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font(SMALL))
        painter.setPen(look.color("text2"))
        left, top = 0, (self.height() - 11) // 2
        for at, word in enumerate(self._words):
            box = QRectF(left, top, 16, 11)
            if at:
                hatch(painter, box, look)
            else:
                painter.fillRect(box, look.color("chart"))
            wide = look.metrics(SMALL).horizontalAdvance(word)
            painter.drawText(QRect(left + 22, 0, wide + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
            left += wide + 36
        painter.end()


class BalanceBar(QWidget):
    """One bar of parts that add up: (share, role) with role "hatch" for what is still open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[float, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[float, str]], sentence: str) -> None:
        """Amounts of any unit; `sentence` for screen readers."""
        self._parts = tuple(parts)
        self.setAccessibleName(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, theme.current().px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        total = sum(amount for amount, _ in self._parts) or 1
        left = 0.0
        for amount, role in self._parts:
            wide = self.width() * amount / total
            rect = QRectF(left, 0, max(0.0, wide - 2), self.height())
            if amount and role == "hatch":
                hatch(painter, rect, look)
            elif amount:
                painter.fillRect(rect, look.color(role))
            left += wide
        painter.end()
