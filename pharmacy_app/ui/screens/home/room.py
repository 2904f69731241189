"""The first room: sentences with a figure and a button, two charts; what has to be counted comes a moment later."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services import home
from pharmacy_app.services.home import Counted, Today
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.home.blocks import Expiring, Lately, Needs, ToDo
from pharmacy_app.ui.screens.home.words import Line, line
from pharmacy_app.ui.widgets.empty import Empty, Way

if TYPE_CHECKING:
    from pharmacy_app.services.undelivered import Released

MOST_DONE, MOST_COUNCILS = 4, 8


class Home(Room):
    """Reads again after every act of anybody, whatever it changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "home", context.language.tr("Home"))
        tr = context.language.tr
        self.help = tr(
            "What is to be done today, the most urgent first. Each line has one button that opens the room where it is done.\n\n"
            "The upper picture says how many units expire in which month; the lower one how many treatments of today are covered. "
            "Names of patients never stand here."
        )
        self.set_keys(("Tab", tr("next")), ("↵", tr("open")), ("Ctrl K", tr("search or go")))
        self.read: Today | None = None
        self.counted: Counted | None = None
        self.lines: list[Line] = []
        self.todo = ToDo(context.language, self.go)
        self.lately = Lately(context.language)
        self.expiring = Expiring(context.language, lambda: context.go("stock", "soon"))
        self.needs = Needs(context.language, lambda: context.go("matching"))
        self.work = QWidget()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.work)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(16)
        self._halves.addWidget(self.todo, 11)
        beside = QVBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.expiring)
        beside.addWidget(self.needs)
        beside.addWidget(self.lately, 1)
        self._halves.addLayout(beside, 10)
        self.body.addWidget(self.work, 1)
        self.empty = self._empty()
        self.body.addWidget(self.empty, 1)
        self.work.hide()
        self.empty.hide()
        self.set_primary(tr("New donation"), lambda: context.go("donations", "new"), "plus")

    def _empty(self) -> Empty:
        tr, go = self.context.language.tr, self.context.go
        ways = [
            Way(
                "package-import",
                tr("Enter a donation"),
                tr("What came in a box, or the donor's list as a spreadsheet"),
                lambda: go("donations", "new"),
            ),
            Way("users", tr("Enter the neighbours"), tr("House by house, or a census as a spreadsheet"), lambda: go("community", "new")),
            Way(
                "adjustments-horizontal",
                tr("Set up the pharmacy"),
                tr("Its name, its telephone, the committee's criteria"),
                lambda: go("settings"),
            ),
        ]
        sentence = tr("Here stands what is to be done each day. Begin with what came in the boxes, or with who lives in the commune.")
        return Empty("home", tr("The pharmacy begins here"), sentence, ways)

    def refresh(self, _changed: frozenset[str]) -> None:
        """Reads what there is at once, then what has to be counted; until that comes, what was counted before stays."""
        desk = self.context.desk

        def go_on(found: Today) -> None:
            self.show_today(found)
            self._count(found)

        self.context.tasks.run_read(lambda: home.today(desk), go_on, owner=self)

    def _count(self, found: Today) -> None:
        desk = self.context.desk

        def shown(counted: Counted) -> None:
            self.show_counted(counted)
            self._free_what_waited()

        self.context.tasks.run_read(lambda: home.counted(desk, found.day), shown, owner=self)

    def _free_what_waited(self) -> None:
        """Bags that nobody was at home for are freed when the day is opened: an act of who opens it, and it is said."""
        if self.counted is None or not self.counted.too_long:
            return
        desk, by, language = self.context.desk, self.context.by(), self.context.language

        def say(found: Released) -> None:
            if found.people:
                said = language.ntr(
                    "{n} person was not at home for {days} days: what waited is free again",
                    "{n} people were not at home for {days} days: what waited is free again",
                    found.people,
                    days=found.days,
                )
                self.context.messages.toast(said)

        undelivered = importlib.import_module("pharmacy_app.services.undelivered")  # not before: the first room loads no database library
        self.context.tasks.run_write(lambda: undelivered.release_due(desk, by), say, {"matching", "rounds", "stock"}, owner=self)

    def show_today(self, found: Today) -> None:
        """Fills the room, but for what is counted."""
        self.read = found
        language = self.context.language
        weekday = language.weekday(found.day)
        self.set_title(language.tr("{weekday}, {date}", weekday=weekday[:1].upper() + weekday[1:], date=language.long_date(found.day)))
        self.lately.show_done(found.done[:MOST_DONE], found.day)
        self.expiring.show_months(found.months)
        if self.counted is None:
            self.needs.keep_room(min(found.councils, MOST_COUNCILS))
        self.work.setVisible(not found.empty)
        self.empty.setVisible(found.empty)
        self._list(found)

    def show_counted(self, found: Counted) -> None:
        """Fills in what was counted, below and beside what stands there."""
        self.counted = found
        worst = sorted(found.needs, key=lambda one: one.covered - one.taken)[:MOST_COUNCILS]
        self.needs.show_needs([one for one in found.needs if one in worst])
        if self.read is not None:
            self._list(self.read)

    def _list(self, found: Today) -> None:
        language = self.context.language
        self.lines = [line(language, task) for task in home.listed(found, self.counted)]
        if self.counted is None and not found.empty:
            self.set_state(language.tr("Counting what else there is to do…"))
        else:
            some = language.ntr("Today there is {n} thing to do.", "Today there are {n} things to do.", len(self.lines))
            self.set_state(some if self.lines else "")
        self.todo.show_lines(self.lines, whole=self.counted is not None)
        if self.lines:
            first = self.lines[0]
            self.set_primary(first.verb, lambda: self.go(first), "arrow-right")
        else:
            self.set_primary(language.tr("New donation"), lambda: self.context.go("donations", "new"), "plus")

    def set_compact(self, compact: bool) -> None:
        """Where there is little room, the pictures stand below what is to do."""
        super().set_compact(compact)
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight)

    def go(self, one: Line) -> None:
        """To the room of this line."""
        self.context.go(one.room, one.target)

    def on_enter(self, _target: object) -> None:
        if self.read is not None and self.counted is None:  # it could not be counted before the pharmacy was open
            self._count(self.read)
        else:
            self._free_what_waited()

    def focus_first(self) -> None:
        """The most urgent line's button; before the reading is back, the primary."""
        (self.todo.buttons[0] if self.todo.buttons else self.header.primary).setFocus()
