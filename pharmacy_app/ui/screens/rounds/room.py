"""The room of rounds: the list of all, and one round open: planned, on the way, or closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pharmacy_app.domain.codes import read_slip_code
from pharmacy_app.services import census, rounds
from pharmacy_app.services.rounds import Answer, Closed, RoundRow, RoundView
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure, Question
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.rounds.answers import Noted, settled
from pharmacy_app.ui.screens.rounds.closing import CloseDialog
from pharmacy_app.ui.screens.rounds.page import RoundPage
from pharmacy_app.ui.screens.rounds.paper import RoundPaper
from pharmacy_app.ui.screens.rounds.planning import PlanDialog
from pharmacy_app.ui.screens.rounds.rows import round_columns, round_name
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class Rounds(Room):
    """What is noted of a round is kept at once, door by door; the room also keeps the steps to take back."""

    shows = frozenset({"rounds", "matching", "stock", "community"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "rounds", context.language.tr("Rounds"))
        self._view: RoundView | None = None
        self._noted: dict[int, Noted] = {}
        self._waiting: int | None = None  # people, once they were counted
        self.paper = RoundPaper(context, self)
        tr = context.language.tr
        self.list = Table(RowsModel(round_columns(context.language), lambda row: row.id), tr("Rounds"))
        self.list.opened.connect(lambda row: self.open_round(row.id))
        self.page = RoundPage(context, self)
        self.page.reordered.connect(self._reorder)
        self.page.cancel_wanted.connect(self.cancel)
        self.page.reprint_wanted.connect(self._reprint)
        self.page.noted.connect(self._keep)
        ways = [
            Way("walk", tr("Plan a round"), tr("from what is confirmed and waits"), self.plan, "Ctrl ↵"),
            Way("arrows-split-2", tr("Propose who gets what"), tr("what is confirmed there comes here"), lambda: context.go("matching")),
        ]
        sentence = tr(
            "A round is an afternoon's walk: a stop for each house, a slip for each person. It is planned here, printed, and closed when it is back."
        )
        self.empty = Empty("walk", tr("Here the medicines go to the doors"), sentence, ways)
        self.pages = QStackedWidget()
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.pages.addWidget(first)
        self.pages.addWidget(self.page)
        self.pages.currentChanged.connect(self._measure_current)
        self._measure_current(0)
        self.body.addWidget(self.pages, 1)
        self.help = tr(
            "A round takes everything that is confirmed and not on the way yet. Put the stops into the order in which you walk: it is remembered.\n\n"
            "Print the slips and the delivery sheet; once they are printed, the round leaves.\n\nWhen it is back, note only what was different, "
            "with one letter or by scanning the stubs; all others are noted as delivered with one key. The round closes when every unit that left "
            "the shelf is accounted for: delivered, back, or lost."
        )
        self.shortcut("Escape", self.back)
        self.shortcut("F3", self.page.ask_number)
        self.shortcut("Ctrl+Z", self.page.undo)
        self.shortcut("Alt+Up", lambda: self.page.shift(-1))
        self.shortcut("Alt+Down", lambda: self.page.shift(1))
        self._show_list()

    def _measure_current(self, current: int) -> None:
        """A stack is as high as its highest page: the page that is not shown must not make the list scroll."""
        for at in range(self.pages.count()):
            policy = QSizePolicy.Policy.Preferred if at == current else QSizePolicy.Policy.Ignored
            if (page := self.pages.widget(at)) is not None:
                page.setSizePolicy(policy, policy)

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.page.set_compact(compact)
        self._say_keys()

    def focus_first(self) -> None:
        if self._view is not None:
            self.page.focus_list()
        else:
            (self.list if self.list.isVisibleTo(self) else self.header.primary).setFocus()

    # reading ----------------------------------------------------------------------------------------

    def refresh(self, changed: frozenset[str]) -> None:
        desk = self.context.desk
        self.read_page(lambda: rounds.list_rounds(desk), self._listed, lambda: rounds.waiting_for_round(desk), self._count_waiting)
        if self._view is not None:
            self._read(self._view.round.id)

    def _listed(self, rows: tuple[RoundRow, ...]) -> None:
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if self._view is None:
            self._show_list()

    def _count_waiting(self, people: int) -> None:
        self._waiting = people
        if self._view is None:
            self._say_waiting()

    def _read(self, round_id: int, then: Callable[[], object] | None = None) -> None:
        desk = self.context.desk

        def shown(view: RoundView) -> None:
            self._show(view)
            if then is not None:
                then()

        self.context.tasks.run_read(lambda: rounds.view(desk, round_id), shown, owner=self)

    def open_round(self, round_id: int, then: Callable[[], object] | None = None) -> None:
        """Shows one round, and puts the keyboard on its doors."""

        def entered() -> None:
            self.page.focus_list()
            if then is not None:
                then()

        self._read(round_id, entered)

    def back(self) -> None:
        """From a round to the list; what was noted stays."""
        if self._view is not None:
            self._view = None
            self._show_list()
            self.list.setFocus()

    def on_enter(self, target: object) -> None:
        """`target`: the id of a round, the code of a slip, or the wish to `plan` one."""
        if isinstance(target, int):
            self.open_round(target)
        elif target == "plan":
            self.plan()
        elif isinstance(target, str):
            self.on_scan(target)

    def on_scan(self, text: str) -> bool:
        code = read_slip_code(text)
        if code is None:
            return False
        if self._view is not None and self.page.take_code(code):
            return True
        desk = self.context.desk
        self.context.tasks.run_read(lambda: rounds.round_of(desk, code), lambda found: self._scanned(found, code), owner=self)
        return True

    def _scanned(self, round_id: int | None, code: str) -> None:
        tr = self.context.language.tr
        if round_id is None:
            sentence = tr("No slip of ours has this code. Look whether it is written right, or whether the slip is from another pharmacy.")
            self.context.messages.tell(tr("Slip not found"), sentence, "bad")
            return
        self.open_round(round_id, lambda: self.page.show_code(code))

    # what the header says ---------------------------------------------------------------------------

    def _show_list(self) -> None:
        language = self.context.language
        self.pages.setCurrentIndex(0)
        self.set_title(language.tr("Rounds"))
        self._say_waiting()
        self.set_primary(language.tr("Plan a round"), self.plan, "walk")
        self.set_secondary()
        self._say_keys()

    def _say_waiting(self) -> None:
        language = self.context.language
        if self._waiting is None:
            self.set_state(" ")
        elif self._waiting:
            self.set_state(language.ntr("{n} person waits for a round.", "{n} people wait for a round.", self._waiting))
        else:
            self.set_state(language.tr("Nobody waits for a round."))

    def _show(self, view: RoundView) -> None:
        self._view = view
        row, tr = view.round, self.context.language.tr
        self.pages.setCurrentIndex(1)
        self.set_title(round_name(self.context.language, row))
        if row.status == "closed":
            noted = Noted(settled(view))
        else:
            noted = self._noted.setdefault(row.id, Noted(dict(view.noted)))
            noted.keep_only({stop.code for stop in view.stops})
        self.page.show_round(view, noted)
        sheet = Action(tr("Delivery sheet"), lambda: self.paper.sheet(row), "printer", "Ctrl+P")
        if row.status == "planned":
            self.set_state(self._planned_words(view))
            self.set_primary(tr("Print slips"), self.print_slips, "printer")
            self.set_secondary(sheet, Action(tr("It leaves now"), self.leave, "walk", "Ctrl+L"))
        elif row.status == "out":
            last = self.page.letters[-1].key
            self.set_state(tr("Note only what was different. With {key}, all others are noted as delivered.", key=last))
            self.set_primary(tr("Close round"), self.close_round, "check")
            self.set_secondary(sheet)
        else:
            closed = tr("Closed: every unit is accounted for.")
            self.set_state(f"{closed}{self._carriers(row)}")
            self.set_primary(tr("Plan a round"), self.plan, "walk")
            self.set_secondary(sheet)
        self._say_keys()

    def _planned_words(self, view: RoundView) -> str:
        language = self.context.language
        doors = language.ntr("{n} door", "{n} doors", len({stop.household_id for stop in view.stops}))
        slips = language.ntr("{n} slip", "{n} slips", len(view.stops))
        return f"{doors}, {slips}.{self._carriers(view.round)}"

    def _carriers(self, row: RoundRow) -> str:
        said = self.context.language.tr("Carried by {names}.", names=row.carriers)
        return f" {said}" if row.carriers else ""

    def _say_keys(self) -> None:
        tr = self.context.language.tr
        status = self._view.round.status if self._view is not None else ""
        if not status:
            self.set_keys(("↑ ↓", tr("round")), ("↵", tr("open")))
        elif status == "planned":
            self.set_keys(
                ("↑ ↓", tr("stop")),
                ("Alt ↑ ↓", tr("change the order")),
                ("↵", tr("see the bag")),
                ("F3", tr("number")),
                ("Esc", tr("all rounds")),
            )
        elif status == "out":
            keys = [(letter.key, letter.word.lower()) for letter in self.page.letters] if self.page.compact else []
            self.set_keys(("↵", tr("see the bag")), ("Ctrl Z", tr("undo")), *keys[:5], *keys[-1:], ("Esc", tr("leave for later")))
        else:
            self.set_keys(("↑ ↓", tr("stop")), ("↵", tr("see the bag")), ("I", tr("print the slip again")), ("Esc", tr("all rounds")))

    # acting -----------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Asks for day, council and carriers, and plans."""
        desk = self.context.desk

        def ask(found: tuple[tuple[int, str], ...]) -> None:
            PlanDialog(self.context, self, [name for _, name in found], self.open_round).open()

        self.context.tasks.run_read(lambda: census.council_names(desk), ask, owner=self)

    def _reorder(self, households: list[int]) -> None:
        view = self._view
        if view is None:
            return
        desk, by, round_id = self.context.desk, self.context.by(), view.round.id
        self.context.tasks.run_write(lambda: rounds.reorder(desk, by, round_id, households), lambda _: None, {"rounds"}, owner=self)

    def print_slips(self) -> None:
        """Preview and print; once they came out, the round may leave."""
        if self._view is not None:
            self.paper.slips(self._view.round, self.page.big.isChecked(), self.leave)

    def _reprint(self, code: str) -> None:
        if self._view is not None:
            self.paper.slips(self._view.round, self.page.big.isChecked(), None, only=code)

    def leave(self) -> None:
        """One question, and the round is on the way."""
        view = self._view
        if view is None or view.round.status != "planned":
            return
        language = self.context.language
        units = sum(bag.units for bags in view.bags.values() for bag in bags)
        figures = (
            Figure(language.number(len(view.stops)), language.ntr("bag", "bags", len(view.stops))),
            Figure(language.number(units), language.ntr("unit", "units", units)),
        )
        question = Question(
            language.tr("Does the round leave?"),
            language.tr("It leaves"),
            language.tr("From now on its stops are fixed. The units leave the shelf for good when the round is closed."),
            figures,
            icon="walk",
        )
        self.context.messages.ask(question, lambda: self._leave(view.round.id))

    def _leave(self, round_id: int) -> None:
        desk, by = self.context.desk, self.context.by()
        said = self.context.language.tr("Round {number} is on the way", number=round_id)
        self.context.tasks.run_write(
            lambda: rounds.send_out(desk, by, round_id), lambda _: self.context.messages.toast(said), {"rounds", "stock"}, owner=self
        )

    def cancel(self) -> None:
        """Takes a planned round back, after one question."""
        view = self._view
        if view is None or view.round.status != "planned":
            return
        tr = self.context.language.tr
        what = tr("Its bags wait for another round; nothing that was confirmed is lost. Slips that were printed do not count any more.")
        question = Question(tr("Cancel this round?"), tr("Cancel the round"), what, icon="x", danger=True)
        self.context.messages.ask(question, lambda: self._cancel(view.round.id))

    def _cancel(self, round_id: int) -> None:
        desk, by = self.context.desk, self.context.by()
        said = self.context.language.tr("Round {number} is cancelled", number=round_id)

        def done(_: None) -> None:
            self.back()
            self.context.messages.toast(said)

        self._view = None  # nothing to read again: it is gone from the list
        self.pages.setCurrentIndex(0)
        self.context.tasks.run_write(lambda: rounds.cancel(desk, by, round_id), done, {"rounds", "matching"}, owner=self)

    def _keep(self, changes: dict[str, Answer | None]) -> None:
        view, desk, by = self._view, self.context.desk, self.context.by()
        if view is not None:
            round_id = view.round.id
            self.context.tasks.run_write(lambda: rounds.note(desk, by, round_id, changes), lambda _none: None, (), owner=self)

    def close_round(self) -> None:
        """Only when nothing is open: one summary, and the round is booked."""
        view = self._view
        if view is None:
            return
        open_slips = self.page.first_open()
        if open_slips:
            language = self.context.language
            last = self.page.letters[-1].key
            said = language.ntr("{n} slip has no result yet.", "{n} slips have no result yet.", open_slips)
            remedy = language.tr("Note it with its letter; with {key} all of them are noted as delivered.", key=last)
            self.context.messages.tell(language.tr("Something is still to be noted"), f"{said} {remedy}", "soon")
            return
        noted = self._noted[view.round.id]
        CloseDialog(self.context, self, view.round.id, self.page.balance(), dict(noted.answers), self._closed).open()

    def _closed(self, made: Closed) -> None:
        language = self.context.language
        if self._view is not None:
            self._noted.pop(self._view.round.id, None)
        delivered = language.ntr("{n} unit delivered", "{n} units delivered", made.delivered)
        back = language.ntr("{n} back on the shelf", "{n} back on the shelf", made.returned)
        self.context.messages.toast(f"{delivered}, {back}")
        self.page.focus_list()
