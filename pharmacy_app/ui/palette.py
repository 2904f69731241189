"""Ctrl+K: one field that finds rooms, people, medicines, lots and donors, and goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from pharmacy_app.domain.text import fold
from pharmacy_app.ui import icons, rooms, theme
from pharmacy_app.ui.theme import SMALL, TEXT
from pharmacy_app.ui.widgets import keycaps
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import Symbol, rule

if TYPE_CHECKING:
    from pharmacy_app.ui.context import Context

MOST = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: under which group, what it is, what helps, and where `go(room, target)` leads. `icon` defaults to the room's."""

    group: str
    title: str
    subtitle: str
    room: str
    target: object = None
    icon: str = ""
    aside: str = ""


Search = Callable[[str], Sequence[Hit]]  # runs on the database thread


class _Results(QWidget):
    """The found lines under their groups, painted; the chosen one is tinted. A list of options for screen readers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()
        self.chosen = 0

    def show_hits(self, hits: Sequence[Hit]) -> None:
        self.hits, self.chosen = tuple(hits), 0
        self.setFixedHeight(self.sizeHint().height())
        self.announce()
        self.update()

    def move_by(self, step: int) -> None:
        if self.hits:
            self.chosen = (self.chosen + step) % len(self.hits)
            self.announce()
            self.update()

    def announce(self) -> None:
        hit = self.hits[self.chosen] if self.hits else None
        self.setAccessibleName(f"{hit.group}: {hit.title}, {hit.subtitle}" if hit else "")

    def _places(self) -> list[tuple[str, Hit | None, QRect]]:
        look = theme.current()
        found: list[tuple[str, Hit | None, QRect]] = []
        top, group = 4, ""
        for hit in self.hits:
            if hit.group != group:
                group = hit.group
                found.append((group, None, QRect(0, top, self.width(), look.px(28))))
                top += look.px(30)
            found.append((hit.title, hit, QRect(0, top, self.width(), look.px(32))))
            top += look.px(33)
        return found

    def sizeHint(self) -> QSize:
        places = self._places()
        return QSize(560, places[-1][2].bottom() + 6 if places else 8)

    def hit_at(self, y: float) -> int:
        """The number of the hit at this height, or -1."""
        hits = [rect for _, hit, rect in self._places() if hit is not None]
        return next((at for at, rect in enumerate(hits) if rect.top() <= y <= rect.bottom()), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = 0
        for text, hit, rect in self._places():
            if hit is None:
                painter.setPen(look.color("text2"))
                painter.setFont(look.font(SMALL, strong=True))
                painter.drawText(rect.adjusted(12, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
                continue
            self._paint_hit(painter, rect, hit, at == self.chosen)
            at += 1
        painter.end()

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit, chosen: bool) -> None:
        look = theme.current()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("tint"))
            painter.drawRoundedRect(rect, 6, 6)
        icons.paint(
            painter,
            hit.icon or _icon(hit.room),
            QRect(rect.left() + 12, rect.top(), look.px(20), rect.height()),
            "tint_text" if chosen else "text2",
        )
        left = rect.left() + 24 + look.px(20)
        right = rect.right() - 12
        if chosen:
            cap = keycaps.size("↵")
            keycaps.paint(painter, QRect(right - cap.width(), rect.center().y() - cap.height() // 2, cap.width(), cap.height()), "↵")
            right -= cap.width() + 10
        painter.setFont(look.font(SMALL))
        painter.setPen(look.color("text2"))
        aside = look.metrics(SMALL).horizontalAdvance(hit.aside)
        painter.drawText(QRect(right - aside, rect.top(), aside + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, hit.aside)
        room = right - aside - left - 12
        title = look.metrics(TEXT, strong=True).elidedText(hit.title, Qt.TextElideMode.ElideRight, room)
        wide = look.metrics(TEXT, strong=True).horizontalAdvance(title)
        subtitle = look.metrics(SMALL).elidedText(hit.subtitle, Qt.TextElideMode.ElideRight, max(0, room - wide - 12))
        painter.drawText(QRect(left + wide + 12, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, subtitle)
        painter.setFont(look.font(TEXT, strong=True))
        painter.setPen(look.color("text"))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, title)


def _icon(room: str) -> str:
    return next((place.icon for place in (*rooms.ROOMS, *rooms.BEHIND) if place.key == room), "arrow-right")


class Palette(Dialog):
    """640 px in the top third; the first result is chosen; ↑ ↓ choose, Return goes, Esc closes."""

    def __init__(self, window: QWidget, context: Context, search: Search | None) -> None:
        tr = context.language.tr
        super().__init__(window, tr("Search"), width=640, third=True)
        self._context, self._search = context, search
        self._asked = ""
        self._inside.setContentsMargins(12, 10, 12, 12)
        self.body.setSpacing(2)
        self.results = _Results(self)
        self.results.installEventFilter(self)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.addWidget(Symbol("search", "text2"))
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setProperty("look", "palette")
        self.field.setAccessibleName(tr("Search"))
        self.field.setPlaceholderText(tr("Person, medicine, lot, donor or room"))
        self.field.textChanged.connect(self._ask)
        row.addWidget(self.field, 1)
        self._inside.insertLayout(0, row)
        self._inside.insertWidget(1, rule())
        self.body.addWidget(self.results)
        self.field.installEventFilter(self)
        self._ask("")
        self.field.setFocus()

    def _rooms(self, text: str) -> list[Hit]:
        language = self._context.language
        named = [(place, rooms.title(language, place.key)) for place in (*rooms.ROOMS, *rooms.BEHIND)]
        group = language.tr("Rooms")
        return [Hit(group, title, "", place.key) for place, title in named if fold(text) in fold(title)]

    def _ask(self, text: str) -> None:
        self._asked = text
        search = self._search
        if search is None or len(text.strip()) < 2:
            self._show(self._rooms(text))
        else:
            self._context.tasks.run_read(lambda: (text, search(text)), self._answer, owner=self)

    def _answer(self, answer: tuple[str, Sequence[Hit]]) -> None:
        text, hits = answer
        if text == self._asked:  # an answer to what was typed before comes too late
            self._show([*hits, *self._rooms(text)][:MOST])

    def _show(self, hits: Sequence[Hit]) -> None:
        self.results.show_hits(hits)

    def go(self) -> None:
        """Goes to the chosen result."""
        if self.results.hits:
            hit = self.results.hits[self.results.chosen]
            self.accept()
            self._context.go(hit.room, hit.target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self.results.move_by(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go()
                return True
        if watched is self.results and event.type() == QEvent.Type.MouseButtonRelease:
            at = self.results.hit_at(event.position().y())  # type: ignore[attr-defined]
            if at >= 0:
                self.results.chosen = at
                self.go()
                return True
        return super().eventFilter(watched, event)
