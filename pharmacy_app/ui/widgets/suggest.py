"""A field that completes as one types: two-line suggestions below it, why each was found, and a way to add what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QWidget

from pharmacy_app.domain.text import fold
from pharmacy_app.system.language import Language
from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.theme import SMALL, TEXT
from pharmacy_app.ui.widgets import keycaps
from pharmacy_app.ui.widgets.fields import Field

MOST = 7


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What it is, what matched (`sub`), why at the right (brand, Cyrillic), and the value that choosing it gives.

    `mark` = (start, length) of the typed letters in `sub` where they cannot be found by themselves (other alphabet).
    """

    title: str
    value: Any
    sub: str = ""
    why: str = ""
    mark: tuple[int, int] | None = None


# asked with what was typed and a function to give the answer to, now or later
Find = Callable[[str, Callable[[Sequence[Suggestion]], None]], None]


def found_at(text: str, typed: str) -> tuple[int, int] | None:
    """Where the typed letters stand in the text, accents and capitals aside."""
    wanted = fold(typed)
    if not wanted:
        return None
    plain = [fold(c) or c for c in text]
    at = "".join(c[:1] for c in plain).find(wanted)
    return (at, len(wanted)) if at >= 0 else None


class _Popup(QWidget):
    """The suggestions; never takes the focus from the field."""

    def __init__(self, field: SuggestField, add: str) -> None:
        window = field.window()
        super().__init__(window)
        self._field, self._add = field, add
        # in a dialog the panel would cut it off: there it floats, without ever taking the focus
        self._floats = isinstance(window, QDialog)
        if self._floats:
            self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.items: tuple[Suggestion, ...] = ()
        self.chosen = 0
        self.typed = ""
        self.setMouseTracking(True)
        self.hide()

    def _row(self) -> int:
        return theme.current().px(48)

    def sizeHint(self) -> QSize:
        foot = theme.current().px(36) if self._add else 0
        return QSize(max(self._field.line.width(), theme.current().px(446)), self._row() * len(self.items) + foot + 13)

    def show_items(self, items: Sequence[Suggestion], typed: str) -> None:
        self.items, self.chosen, self.typed = tuple(items[:MOST]), 0, typed
        if not self.items and not self._add:
            self.hide()
            return
        window = self._field.window()
        size = self.sizeHint()
        if self._floats:
            place = QRect(self._field.line.mapToGlobal(QPoint(0, self._field.line.height() + 4)), size)
            screen = self._field.screen().availableGeometry()
            if place.bottom() > screen.bottom():
                place.moveBottom(max(screen.top() + size.height(), self._field.line.mapToGlobal(QPoint(0, 0)).y() - 4))
            place.moveLeft(max(screen.left(), min(place.left(), screen.right() - size.width())))
            self.setGeometry(place)
            self._appear()
            return
        corner = self._field.line.mapTo(window, QPoint(0, self._field.line.height() + 4))
        if corner.y() + size.height() > window.height():
            corner.setY(max(4, self._field.line.mapTo(window, QPoint(0, 0)).y() - size.height() - 4))
        self.setGeometry(QRect(QPoint(min(corner.x(), max(0, window.width() - size.width() - 8)), corner.y()), size))
        self._appear()

    def _appear(self) -> None:
        self.show()
        self.raise_()
        self.announce()
        self.update()

    def announce(self) -> None:
        if self.items:
            item = self.items[self.chosen]
            self._field.line.setAccessibleDescription(", ".join(part for part in (item.title, item.sub, item.why) if part))

    def at(self, y: float) -> int:
        """The suggestion at this height; their number for the row that adds, else -1."""
        place = int((y - 6) // self._row())
        return place if 0 <= place <= len(self.items) - (0 if self._add else 1) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.at(event.position().y())
        if 0 <= place < len(self.items):
            self.chosen = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.at(event.position().y())
        if 0 <= place < len(self.items):
            self._field.pick(self.items[place])
        elif place == len(self.items):
            self._field.add()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color("raised"))
        painter.setPen(QPen(look.color("edge"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        for at, item in enumerate(self.items):
            self._paint_item(painter, QRect(7, 6 + at * self._row(), self.width() - 14, self._row() - 1), item, at == self.chosen)
        if self._add:
            top = 6 + len(self.items) * self._row()
            painter.fillRect(QRect(7, top, self.width() - 14, 1), look.color("line"))
            area = QRect(19, top, self.width() - 38, look.px(36))
            icons.paint(painter, "plus", QRect(area.left(), area.top(), look.px(18), area.height()), "tint_text")
            painter.setPen(look.color("tint_text"))
            painter.setFont(look.font(TEXT, strong=True))
            painter.drawText(area.adjusted(look.px(18) + 8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._add)
            cap = keycaps.size("F2")
            keycaps.paint(
                painter, QRect(area.right() - cap.width(), area.center().y() - cap.height() // 2, cap.width(), cap.height()), "F2"
            )
        painter.end()

    def _paint_item(self, painter: QPainter, rect: QRect, item: Suggestion, chosen: bool) -> None:
        look = theme.current()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("tint"))
            painter.drawRoundedRect(rect, 6, 6)
        inside = rect.adjusted(12, 3, -12, -3)
        painter.setFont(look.font(SMALL))
        painter.setPen(look.color("text2"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, item.why)
        room = inside.width() - look.metrics(SMALL).horizontalAdvance(item.why) - 10
        middle = inside.center().y() + 1
        if not item.sub:
            middle += look.metrics(TEXT, strong=True).height() // 2
        self._line(
            painter,
            inside.left(),
            middle - look.metrics(TEXT, strong=True).height(),
            room,
            item.title,
            TEXT,
            True,
            found_at(item.title, self.typed),
        )
        self._line(painter, inside.left(), middle - 1, room, item.sub, SMALL, False, item.mark or found_at(item.sub, self.typed))

    def _line(
        self, painter: QPainter, left: int, top: int, room: int, text: str, size: int, strong: bool, mark: tuple[int, int] | None
    ) -> None:
        look = theme.current()
        metrics = look.metrics(size, strong)
        painter.setFont(look.font(size, strong))
        painter.setPen(look.color("text" if strong else "text2"))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top, room + 4, metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if mark is not None and sum(mark) <= len(shown):
            start = left + metrics.horizontalAdvance(shown[: mark[0]])
            wide = metrics.horizontalAdvance(shown[mark[0] : sum(mark)])
            painter.fillRect(QRect(start, top + metrics.ascent() + 2, wide, 1), painter.pen().color())


class SuggestField(Field):
    """`picked(value)` when a suggestion is taken; `add_wanted(text)` on F2 or the last row. `value()` is what was picked, else None."""

    picked = Signal(object)
    add_wanted = Signal(str)

    def __init__(
        self, name: str, language: Language, find: Find, add: str = "", hint: str = "", placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, language, hint, placeholder, parent=parent)
        self._find, self._add_word = find, add
        self._asked = 0
        self._value: Any = None
        self._popup: _Popup | None = None
        self.line.textEdited.connect(self._ask)
        self.line.installEventFilter(self)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any, text: str, echo: str = "") -> None:
        """As if it had been picked, without telling."""
        self._value = value
        self.line.setText(text)
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)  # a name longer than its field is read from its beginning
        self.say(echo or self._hint_text)
        self.close_popup()

    def clear(self) -> None:
        self.set_value(None, "")

    def pick(self, suggestion: Suggestion) -> None:
        """Takes a suggestion."""
        self.set_value(suggestion.value, suggestion.title)
        self.picked.emit(suggestion.value)

    def add(self) -> None:
        """What was typed is not among them."""
        self.close_popup()
        self.add_wanted.emit(self.text())

    def close_popup(self) -> None:
        self._asked += 1  # answers under way come too late
        if self._popup is not None:
            self._popup.hide()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What is offered now."""
        return self._popup.items if self._popup is not None and self._popup.isVisible() else ()

    def _ask(self, text: str) -> None:
        self._value = None
        self._asked += 1
        asked = self._asked
        if not text.strip():
            self.close_popup()
            return

        def answer(found: Sequence[Suggestion]) -> None:
            if asked == self._asked and self.line.hasFocus():
                if self._popup is None:
                    self._popup = _Popup(self, self._add_word)
                self._popup.show_items(found, text.strip())

        self._find(text.strip(), answer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        popup = self._popup
        if event.type() == QEvent.Type.FocusOut:
            self.close_popup()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_F2 and self._add_word:
            self.add()
            return True
        if popup is None or not popup.isVisible():
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and popup.items:
            popup.chosen = (popup.chosen + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(popup.items)
            popup.announce()
            popup.update()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and popup.items:
            self.pick(popup.items[popup.chosen])
            return event.key() != Qt.Key.Key_Tab
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
            return True
        return False
