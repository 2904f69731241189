"""The window's frame: navigation, banner, the room one stands in, footer. It paints before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui import rooms, theme
from pharmacy_app.ui.footer import Footer
from pharmacy_app.ui.navigation import Navigation
from pharmacy_app.ui.writing import fill, write

if TYPE_CHECKING:
    from pharmacy_app.ui.context import Context
    from pharmacy_app.ui.room import Room

NARROW = 1200  # width divided by text scale, below which there is a rail


def _place(key: str) -> rooms.Place:
    return next(place for place in (*rooms.ROOMS, *rooms.BEHIND) if place.key == key)


class Waiting(QWidget):
    """Stands in for the first room until the store is open: its title, and one sentence."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self._words = (title, sentence)
        self.setAccessibleName(f"{title}. {sentence}")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        high = look.px(34)
        write(painter, QRect(24, 14, self.width() - 48, high), self._words[0], theme.TITLE, strong=True, ink="text")
        write(painter, QRect(24, 14 + high, self.width() - 48, look.px(20)), self._words[1], theme.LINE, ink="text2")
        painter.end()


class Shell(QWidget):
    """The window. `start(context)` gives it the means to make rooms; before, it only shows the frame."""

    person_wanted = Signal()
    search_wanted = Signal()
    help_wanted = Signal()
    room_changed = Signal(str)
    painted = Signal()  # once: the frame is on the screen

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language
        self.context: Context | None = None
        self._rooms: dict[str, Room] = {}
        self._stale: dict[str, set[str]] = {}
        self._wanted: tuple[str, object] = ("home", None)
        self._banner: QWidget | None = None
        self.compact = False
        self._seen = False
        self.setWindowTitle("Farmacia Comunal")
        self.setMinimumSize(860, 520)
        self.navigation = Navigation(language, self)
        self.navigation.chosen.connect(self.go)
        self.navigation.search.connect(self.search_wanted)
        self.navigation.person.connect(self.person_wanted)
        self.navigation.set_current("home")
        self.stack = QStackedWidget()
        self.stack.setObjectName("rooms")
        self.stack.addWidget(Waiting(rooms.title(language, "home"), language.tr("Opening the pharmacy…")))
        self.footer = Footer(language.tr("Explain this room"), self)
        self.footer.help.connect(self.help_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(self.stack, 1)
        self._column.addWidget(self.footer)
        row.addLayout(self._column, 1)

    # from the first paint on -----------------------------------------------------------------

    def look(self, context: Context, show: Callable[[Room], None]) -> None:
        """Shows the first room with what is known before the store is open: `show` fills it, and it may ask its desk nothing yet.

        Who wants to go elsewhere meanwhile comes there once it is open.
        """
        room = self._build("home", context)
        self._show("home")
        show(room)
        room.focus_first()
        self._show_keys()

    def start(self, context: Context) -> None:
        """The store is open: keys and rooms work from here on, and the first room is shown."""
        self.context = context
        for room in self._rooms.values():
            room.context = context
        for number, place in enumerate(rooms.ROOMS, 1):
            self._key(f"Ctrl+{number}", partial(self.go, place.key))
        self._key("Ctrl+K", self.search_wanted.emit)
        self._key("F1", self.help_wanted.emit)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._key(key, self._act)
        context.tasks.changed.connect(self._on_changed)
        context.tasks.unhandled.connect(context.messages.error)
        self.go(*self._wanted)

    def _key(self, key: str, do: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self, do)

    def go(self, room_key: str, target: object = None) -> None:
        """Goes to a room, building it the first time; `target` is handed to its `on_enter`."""
        if self.context is None:
            self._wanted = (room_key, target)
            return
        fresh = room_key not in self._rooms
        if fresh:
            self._build(room_key, self.context)
        self._enter(room_key, target, fresh)

    def _build(self, key: str, context: Context) -> Room:
        room = _place(key).make(context)
        self._rooms[key] = room
        self._stale[key] = set()
        self.stack.addWidget(room)
        room.keys_changed.connect(self._show_keys)
        room.set_compact(self.compact)
        return room

    def _enter(self, key: str, target: object, fresh: bool) -> None:
        room = self._rooms[key]
        self._show(key)
        if fresh:
            room.refresh(frozenset())
        elif self._stale[key]:
            changed = frozenset(self._stale[key])
            self._stale[key].clear()
            room.refresh(changed)
        if fresh:
            room.focus_first()
        room.on_enter(target)
        self._show_keys()
        self.room_changed.emit(key)

    def _show(self, key: str) -> None:
        self.stack.setCurrentWidget(self._rooms[key])
        self.navigation.set_current(_place(key).within or key)

    @property
    def room(self) -> Room | None:
        """The room one stands in; none before the store is open."""
        shown = self.stack.currentWidget()
        return next((room for room in self._rooms.values() if room is shown), None)

    def _show_keys(self) -> None:
        if (room := self.room) is not None:
            self.footer.set_keys(room.keys)

    def _act(self) -> None:
        if (room := self.room) is not None:
            room.act()

    def _on_changed(self, changed: frozenset[str]) -> None:
        for key, room in self._rooms.items():
            told = changed & room.shows if room.shows else changed
            if told and room is self.room:
                room.refresh(told)
            elif told:
                self._stale[key] |= told

    def set_person(self, name: str) -> None:
        """Who is working, shown below the rooms."""
        self.navigation.set_person(name)

    def set_banner(self, banner: QWidget | None) -> None:
        """Above every room: that nothing here is real."""
        if self._banner is not None:
            self._banner.deleteLater()
        self._banner = banner
        if banner is not None:
            self._column.insertWidget(0, banner)

    @property
    def has_banner(self) -> bool:
        return self._banner is not None

    # size --------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Rail or full navigation, by width and text size; also after the text size has changed."""
        self.compact = self.width() * 100 / theme.current().scale < NARROW
        self.navigation.set_rail(self.compact)
        self.footer.fit()
        for room in self._rooms.values():
            room.set_compact(self.compact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        compact = self.width() * 100 / theme.current().scale < NARROW
        if compact != self.compact:
            self.fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, self.rect(), "canvas")
        painter.end()
        if not self._seen:
            self._seen = True
            self.painted.emit()
