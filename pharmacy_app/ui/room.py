"""The base of every room: title, one sentence of state, its actions and keys, and a body that the screen fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app.ui import icons
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import ScrollColumn
from pharmacy_app.ui.widgets.labels import label

T = TypeVar("T")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Action:
    """A verb of one to three words, what it does, an icon, and its key as Qt writes it (`Ctrl+P`)."""

    text: str
    do: Callable[[], None]
    icon: str = ""
    key: str = ""
    look: str = "secondary"


SHOWN = 2  # secondary buttons beside the primary one


class Header(QWidget):
    """Title and state at left; at right two secondary buttons at most (the rest under More), then the one primary, always there."""

    def __init__(self, title: str, more: str) -> None:
        super().__init__()
        self._secondary: tuple[Action, ...] = ()
        self._compact = False
        self.title = label(title, "title")
        self.state = label(" ", "line", wrap=True)  # the place of a line is kept: what is said later moves nothing
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.state)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._more = Button(more, icon="dots")
        self._more.clicked.connect(self._open_more)
        self._more.hide()
        self.primary = Button("", "primary")
        self.primary.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self._more)
        row.addLayout(self._buttons)
        row.addWidget(self.primary)

    def set_secondary(self, actions: Sequence[Action]) -> None:
        self._secondary = tuple(actions)
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()  # it goes at the next turn of the loop, and must not be seen until then
                old.deleteLater()
        for action in self._secondary[:SHOWN]:
            button = Button(action.text, action.look, action.icon)
            button.clicked.connect(action.do)
            self._buttons.addWidget(button)
        self.set_compact(self._compact)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room, all secondary buttons go into the menu."""
        self._compact = compact
        self._more.setVisible(len(self._secondary) > (0 if compact else SHOWN))
        for at in range(self._buttons.count()):
            item = self._buttons.itemAt(at)
            if item is not None and (button := item.widget()) is not None:
                button.setVisible(not compact)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for action in self._secondary[0 if self._compact else SHOWN :]:
            entry = menu.addAction(action.text)
            if action.icon:
                entry.setIcon(icons.icon(action.icon))
            entry.triggered.connect(action.do)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))


class Room(QWidget):
    """A room. In `__init__`: set the primary action, keys and help, then add widgets to `body`.

    `refresh(changed)` is called when the room is shown for the first time (with an empty set) and after each act that
    changed one of `shows` (all acts, when `shows` is empty); while the room is hidden, changes are kept until it is shown.
    """

    keys_changed = Signal()
    shows: frozenset[str] = frozenset()
    hears_all = False  # True while every scan is for this room, slips and labels too (the test of a scanner)

    def __init__(self, context: Context, key: str, title: str) -> None:
        super().__init__()
        self.context = context
        self.key = key
        self.keys: tuple[tuple[str, str], ...] = ()
        self.help = ""
        self._shortcuts: list[QShortcut] = []
        self._asked = 0
        self._do_primary: Callable[[], None] | None = None
        self.setAccessibleName(title)
        self.header = Header(title, context.language.tr("More"))
        self.header.primary.clicked.connect(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 14, 24, 12)
        whole.setSpacing(12)
        whole.addWidget(self.header)
        column = ScrollColumn()  # with large text on a low screen a room scrolls; nothing in it is ever cut or overlaps
        self.body = column.body
        whole.addWidget(column, 1)

    def set_title(self, title: str) -> None:
        """The room's title, when it names what is open (`Donation 2026-031`)."""
        self.header.title.setText(title)
        self.setAccessibleName(title)

    def set_state(self, sentence: str) -> None:
        """One sentence under the title that says how things stand."""
        self.header.state.setText(sentence)

    def set_primary(self, text: str, do: Callable[[], None], icon: str = "") -> None:
        """The one main action, `Ctrl+Return`; rather answering with the rule than disabled."""
        self._do_primary = do
        self.header.primary.become(text, icon, "Ctrl ↵")
        self.header.primary.show()

    def set_secondary(self, *actions: Action) -> None:
        """Two more, and those that are wanted less often under More; their keys work while this room is shown."""
        self.header.set_secondary(actions)
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        self._shortcuts = [self.shortcut(action.key, action.do) for action in actions if action.key]

    def shortcut(self, key: str, do: Callable[[], None]) -> QShortcut:
        """A key that works while this room, or what is in it, has the focus."""
        made = QShortcut(QKeySequence(key), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(do)
        return made

    def set_keys(self, *keys: tuple[str, str]) -> None:
        """The footer's hints: `("↵", "see movements")`, `("Ctrl F", "filter")`."""
        self.keys = keys
        self.keys_changed.emit()

    def act(self) -> None:
        """Does the primary action."""
        if self._do_primary is not None:
            self._do_primary()

    def set_compact(self, compact: bool) -> None:
        """Less room than 1200 px at 100 % text: override to fold side panels, and call this one."""
        self.header.set_compact(compact)

    def on_enter(self, target: object) -> None:
        """Somebody came here, perhaps to something particular (`go(key, target)`; otherwise `None`)."""

    def focus_first(self) -> None:
        """Where the keyboard stands when somebody comes in: the first thing in the body that can be operated."""
        for widget in self.findChildren(QWidget):
            wanted = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if wanted and widget.isVisibleTo(self) and widget.isEnabled() and not self.header.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.header.primary.setFocus(Qt.FocusReason.TabFocusReason)

    def on_scan(self, text: str) -> bool:
        """A scanner read `text`, a pack's code or none of ours (GS kept as \\x1d). False: `ui.scans` answers for this room.

        Slips and shelf labels never come here (but slips to the rounds): they go to where they belong.
        """
        return False

    def refresh(self, changed: frozenset[str]) -> None:
        """Reads again what is shown."""

    def read_page(
        self, page: Callable[[], T], show: Callable[[T], None], behind: Callable[[], B], show_behind: Callable[[B], None]
    ) -> None:
        """Reads the page and shows it at once, then what may stand beside it a moment later.

        Asked again meanwhile (another filter), what was not read yet is not read any more, and what was is not shown.
        """
        self._asked += 1
        self._read_asked(self._asked, page, show)
        self._read_asked(self._asked, behind, show_behind)

    def _read_asked(self, asked: int, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def read() -> T | None:
            return work() if asked == self._asked else None

        def show(found: T | None) -> None:
            if asked == self._asked and found is not None:
                done(found)

        self.context.tasks.run_read(read, show, owner=self)
