"""The left side: mark, search, the nine rooms with their number, the houses on the hill, and who is working."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui import icons, rooms, theme
from pharmacy_app.ui.theme import LINE, SMALL, TEXT
from pharmacy_app.ui.widgets import keycaps
from pharmacy_app.ui.writing import block, fill, shape, write

WIDE, RAIL = 188, 84
# stepped houses: (left, top above the foot of the hill, width), far and near, as fractions of a 188 px drawing
_FAR = (
    (0, 126, 20),
    (20, 137, 18),
    (38, 155, 22),
    (60, 170, 30),
    (90, 180, 17),
    (107, 172, 23),
    (130, 183, 22),
    (152, 176, 17),
    (169, 165, 19),
)
_NEAR = ((0, 80, 16), (16, 82, 30), (46, 98, 18), (64, 90, 26), (90, 92, 30), (120, 82, 18), (138, 68, 30), (168, 60, 20))


class _Item(QAbstractButton):
    """What the navigation is made of: painted, operable by keyboard, with a word."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.rail = False
        self.over = False

    def enterEvent(self, event: QEnterEvent) -> None:
        self.over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.over = False
        self.update()


class RoomItem(_Item):
    """One room; checked is where one stands."""

    def __init__(self, place: rooms.Place, text: str, number: int, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.place, self._number = place, number
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(RAIL) if self.rail else WIDE, look.px(52 if look.scale == 100 else 47) if self.rail else look.px(42))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        if self.isChecked():
            fill(painter, self.rect(), "canvas")
            fill(painter, QRect(0, 0, 4, self.height()), "accent")
        elif self.over:
            fill(painter, self.rect(), "navline")
        ink = "tint_text" if self.isChecked() else "text"
        if self.rail:
            icons.paint(painter, self.place.icon, QRect(0, look.px(4), self.width(), look.px(22)), ink)
            area = QRect(0, look.px(26), self.width(), self.height() - look.px(26))
            write(painter, area, self.text(), SMALL, self.isChecked(), across=0.5, ink=ink)
        else:
            icons.paint(painter, self.place.icon, QRect(18, 0, look.px(20), self.height()), ink)
            write(painter, QRect(30 + look.px(20), 0, self.width(), self.height()), self.text(), TEXT, self.isChecked(), ink=ink)
            number = QRect(0, 0, self.width() - 14, self.height())
            write(painter, number, str(self._number), SMALL, across=1, ink="text2")
        painter.end()


class _Search(_Item):
    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(60), look.px(30)) if self.rail else QSize(WIDE - 24, look.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block(painter, QRectF(self.rect()), "edge", 7.5)
        block(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), "raised", 6.5)
        if self.rail:
            icons.paint(painter, "search", self.rect().adjusted(0, 6, 0, -6), "text2")
        else:
            icons.paint(painter, "search", QRect(10, 0, look.px(20), self.height()), "text2")
            write(painter, QRect(14 + look.px(20), 0, self.width(), self.height()), self.text(), TEXT, ink="text2")
            cap = keycaps.size("Ctrl K")
            keycaps.paint(
                painter, QRect(self.width() - cap.width() - 9, (self.height() - cap.height()) // 2, cap.width(), cap.height()), "Ctrl K"
            )
        painter.end()


class _Person(_Item):
    """Who is working; a click changes it."""

    def __init__(self, hint: str, parent: QWidget) -> None:
        super().__init__("", parent)
        self._hint = hint

    def set_name(self, name: str) -> None:
        self.setText(name)
        self.setAccessibleName(f"{name}, {self._hint}")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(RAIL), look.px(42)) if self.rail else QSize(WIDE, look.px(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        look = theme.current()
        painter = QPainter(self)
        fill(painter, QRect(0, 0, self.width() - 1, 1), "navline")
        if self.over:
            fill(painter, self.rect(), "navline")
        if self.rail:
            icons.paint(painter, "user-circle", QRect(0, 0, self.width(), self.height()).adjusted(0, 10, 0, -10), "text2")
        else:
            left = 28 + look.px(19)
            icons.paint(painter, "user-circle", QRect(17, 0, look.px(20), self.height()), "text2")
            middle = self.height() // 2
            painter.setClipRect(QRect(left, 0, self.width() - left - 8, self.height()))
            write(painter, QRect(left, 0, self.width(), middle + 1), self.text(), TEXT, strong=True, down=1, ink="text")
            painter.setClipping(False)
            write(painter, QRect(left, middle, self.width(), middle), self._hint, SMALL, down=0, ink="text2")
        painter.end()


class Navigation(QWidget):
    """Signals `chosen` with a room's key; `search` and `person` when those are pressed."""

    chosen = Signal(str)
    search = Signal()
    person = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.rail = False
        self._names = (language.tr("Pharmacy"), language.tr("of the commune"))
        self.setAccessibleName(language.tr("Rooms"))
        self._search = _Search(language.tr("Search"), self)
        self._search.clicked.connect(self.search)
        self.items = {p.key: RoomItem(p, rooms.title(language, p.key), n, self) for n, p in enumerate(rooms.ROOMS, 1)}
        self._person = _Person(language.tr("change person"), self)
        self._person.clicked.connect(self.person)
        column = QVBoxLayout(self)
        column.setSpacing(1)
        margins = QHBoxLayout()
        margins.setContentsMargins(12, 0, 12, 10)
        margins.addWidget(self._search)
        column.addLayout(margins)
        for key, item in self.items.items():
            item.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            item.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            column.addWidget(item)
        column.addStretch(1)
        column.addWidget(self._person)
        for part in (self._search, self._person):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_rail(False)

    def operable(self) -> list[QAbstractButton]:
        """Everything in it that can be pressed, in reading order."""
        return [self._search, *self.items.values(), self._person]

    def set_person(self, name: str) -> None:
        """Who is working now, as `Carmen R.`."""
        self._person.set_name(name)

    def set_current(self, key: str) -> None:
        self.items[key].setChecked(True)

    def set_rail(self, rail: bool) -> None:
        """Narrow: icon over word, without houses; also called when the text size changes."""
        self.rail = rail
        look = theme.current()
        self.setFixedWidth(look.px(RAIL) if rail else max(WIDE, look.px(WIDE) if look.scale <= 125 else WIDE))
        for item in (self._search, self._person, *self.items.values()):
            item.rail = rail
            item.updateGeometry()
        self._search.setVisible(not rail)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(0, look.px(46) if rail else 64, 1, 0)
            layout.setSpacing(0 if rail else 1)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # the person's place gives way where the window is too low for nine rooms and it
        needed = sum(item.sizeHint().height() for item in self.items.values()) + (theme.current().px(46) if self.rail else 130)
        self._person.setVisible(self.height() >= needed + self._person.sizeHint().height())
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme.current()
        painter = QPainter(self)
        fill(painter, self.rect(), "nav")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.rail:
            self._paint_houses(painter)
        fill(painter, QRect(self.width() - 1, 0, 1, self.height()), "navline")
        self._paint_mark(painter)
        painter.end()

    def _paint_mark(self, painter: QPainter) -> None:
        look = theme.current()
        side = look.px(32) if self.rail else 34
        mark = QRect((self.width() - side) // 2, 10, side, side) if self.rail else QRect(16, 16, side, side)
        block(painter, QRectF(mark), "accent", 8)
        unit = side / 34
        painter.save()
        painter.translate(QPointF(mark.topLeft()))
        painter.scale(unit, unit)
        house = QPainterPath(QPointF(6, 27))
        for x, y in ((6, 17), (11, 17), (11, 14), (19.5, 6.5), (28, 14), (28, 27)):
            house.lineTo(x, y)
        house.closeSubpath()
        shape(painter, house, "on_accent")
        block(painter, QRectF(18, 15, 3, 9), "accent")
        block(painter, QRectF(15, 18, 9, 3), "accent")
        painter.restore()
        if not self.rail:
            write(painter, QRect(60, 13, self.width() - 64, 24), self._names[0], TEXT, strong=True, ink="text")
            write(painter, QRect(60, 34, self.width() - 64, 20), self._names[1], LINE, ink="text2")

    def _paint_houses(self, painter: QPainter) -> None:
        foot = self.height() - (self._person.height() if self._person.isVisible() else 0)
        lowest = max(item.geometry().bottom() for item in self.items.values())
        if foot - lowest < 190 * self.width() / WIDE:  # the hill is only drawn where it has room
            return
        stretch = self.width() / WIDE
        for hill, role in ((_FAR, "hill_far"), (_NEAR, "hill_near")):
            for at, (left, top, width) in enumerate(hill):
                x, y, w = left * stretch, foot - top * stretch, width * stretch
                block(painter, QRectF(x, y, w - 0.8, foot - y), role)
                if at % 2 == 0:  # a roof
                    roof = QPainterPath(QPointF(x, y))
                    roof.lineTo(x + w / 2, y - 5)
                    roof.lineTo(x + w, y)
                    shape(painter, roof, role)
                block(painter, QRectF(x + w * 0.28, y + 15, 4, 5), "nav")
                if w > 20:
                    block(painter, QRectF(x + w * 0.6, y + 15, 4, 5), "nav")
        fill(painter, QRect(0, foot, self.width(), self.height()), "hill_near")
