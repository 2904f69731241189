"""The room of rounds: the list of all, and one round open: planned, on the way, or closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pharmacy_app.domain.codes import batch_of_code, misread_slip_code, read_slip_code
from pharmacy_app.services import census, round_picking, rounds
from pharmacy_app.services.round_picking import Picking
from pharmacy_app.services.rounds import Answer, RoundRow, RoundView
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.rounds.answers import Noted, settled
from pharmacy_app.ui.screens.rounds.homecoming import Homecoming
from pharmacy_app.ui.screens.rounds.leaving import Leaving
from pharmacy_app.ui.screens.rounds.page import RoundPage
from pharmacy_app.ui.screens.rounds.paper import RoundPaper
from pharmacy_app.ui.screens.rounds.picking import PickingPage
from pharmacy_app.ui.screens.rounds.planned import PlannedPage
from pharmacy_app.ui.screens.rounds.planning import PlanDialog
from pharmacy_app.ui.screens.rounds.rows import carriers_words, picking_words, planned_words, round_columns, round_name
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
        self.page.reprint_wanted.connect(self._reprint)
        self.home = Homecoming(context, self, self.page, lambda: self._view, self._forget, self._open_slip)
        self.leaving = Leaving(context, self, lambda: self._view, self._closed_page)
        self.planned = PlannedPage(context, self)
        self.planned.reordered.connect(self.leaving.reorder)
        self.planned.take_off_wanted.connect(self.leaving.take_off)
        self.planned.cancel_wanted.connect(self.leaving.cancel)
        self.planned.reprint_wanted.connect(self._reprint)
        self.shelf = PickingPage(context)
        self.shelf.ticked.connect(self.leaving.tick)
        self.shelf.missing.connect(self.leaving.not_there)
        self._picking = False
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
        for page in (self.page, self.planned, self.shelf):
            self.pages.addWidget(page)
        self.pages.currentChanged.connect(self._measure_current)
        self._measure_current(0)
        self.body.addWidget(self.pages, 1)
        self.help = tr(
            "A round takes everything that is confirmed and not on the way yet, of a council or some of its sectors. Drag the stops into the order in "
            "which you walk (Alt ↑ ↓): each sector remembers it. Until it leaves, people can be added and taken off.\n\nWith the list for the shelf "
            "you take the lots off their places; what is not there is said there, and another lot is offered.\n\n"
            "Print the slips and the delivery sheet; once they are printed, the round leaves.\n\nWhen it is back, note only what was different, "
            "with one letter or by scanning the stubs; all others are noted as delivered with one key. The round closes when every unit that left "
            "the shelf is accounted for: delivered, back, or lost."
        )
        self.shortcut("Escape", self.back)
        self.shortcut("F3", self._ask_number)
        self.shortcut("Ctrl+Z", self.page.undo)
        self.shortcut("Alt+Up", lambda: self.planned.shift(-1))
        self.shortcut("Alt+Down", lambda: self.planned.shift(1))
        self.shortcut("Delete", self._take_off)
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
        self.planned.set_compact(compact)
        self._say_keys()

    def focus_first(self) -> None:
        if self._view is not None:
            self._focus_page()
        else:
            (self.list if self.list.isVisibleTo(self) else self.header.primary).setFocus()

    def _focus_page(self) -> None:
        """The keyboard stands on the list of the page that is shown."""
        (self.page if self._out() else self.shelf if self._picking else self.planned).focus_list()

    def _out(self) -> bool:
        return self._view is not None and self._view.round.status != "planned"

    def _ask_number(self) -> None:
        if self._view is not None and not self._picking:
            (self.page if self._out() else self.planned).finder.ask()

    def _take_off(self) -> None:
        if self.planned.walk.hasFocus():
            self.planned.take_off()

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
            self._focus_page()
            if then is not None:
                then()

        self._read(round_id, entered)

    def back(self) -> None:
        """From the shelf to the round, from a round to the list; what was noted stays."""
        if self._picking:
            self._picking = False
            if self._view is not None:
                self._show(self._view)
                self._focus_page()
        elif self._view is not None:
            self._closed_page()
            self.list.setFocus()

    def _closed_page(self) -> None:
        """No round is open any more."""
        self._view, self._picking = None, False
        self._show_list()

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
        batch_id = batch_of_code(text) if self._picking else None
        if batch_id is not None and self.shelf.scanned(batch_id):
            return True
        if code is None:
            if misread_slip_code(text):
                self.home.misread(text)
                return True
            return False
        if self._view is not None and (self.page.take_code(code) if self._out() else self.planned.show_code(code)):
            return True
        self.home.scanned(code)
        return True

    def _open_slip(self, round_id: int, code: str, said: str) -> None:
        def shown() -> None:
            page = self.planned if self._view is not None and self._view.round.status == "planned" else self.page
            page.show_code(code)
            page.finder.say(said)

        self.open_round(round_id, shown)

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
        if view.round.status == "planned":
            self._show_planned(view)
        else:
            self._picking = False
            self._show_walked(view)
        self._say_keys()

    def _show_planned(self, view: RoundView) -> None:
        row, tr = view.round, self.context.language.tr
        self.planned.show_round(view)
        if self._picking:
            self._read_shelf(row.id)
            return
        self.pages.setCurrentWidget(self.planned)
        self.set_title(round_name(self.context.language, row))
        self.set_state(planned_words(self.context.language, view))
        self.set_primary(tr("Print slips"), self.print_slips, "printer")
        self.set_secondary(
            Action(tr("From the shelf"), self.pick, "checklist", "Ctrl+T"),
            Action(tr("It leaves now"), self.leaving.leave, "walk", "Ctrl+L"),
            Action(tr("Delivery sheet"), lambda: self.paper.sheet(row), "printer", "Ctrl+P"),
            Action(tr("Add people"), self.leaving.add, "user-plus", "Ctrl+N"),
            Action(tr("Day and carriers"), self.leaving.change, "calendar", "F2"),
        )

    def pick(self) -> None:
        """What the round takes off the shelf."""
        if self._view is not None:
            self._picking = True
            self._read_shelf(self._view.round.id, self.shelf.focus_list)

    def _read_shelf(self, round_id: int, then: Callable[[], None] | None = None) -> None:
        desk, tr = self.context.desk, self.context.language.tr

        def shown(found: Picking) -> None:
            if not self._picking:
                return
            self.shelf.show_lines(found.lines)
            self.pages.setCurrentWidget(self.shelf)
            self.set_title(tr("From the shelf: round {number}", number=round_id))
            self.set_state(picking_words(self.context.language, found.lines))
            self.set_primary(tr("Print the list"), lambda: self.paper.picking(found.round), "printer")
            self.set_secondary(Action(tr("Back to the round"), self.back, "arrow-left"))
            self._say_keys()
            if then is not None:
                then()

        self.context.tasks.run_read(lambda: round_picking.picking(desk, round_id), shown, owner=self)

    def _show_walked(self, view: RoundView) -> None:
        row, tr = view.round, self.context.language.tr
        self.pages.setCurrentWidget(self.page)
        self.set_title(round_name(self.context.language, row))
        if row.status == "closed":
            noted = Noted(settled(view))
        else:
            noted = self._noted.setdefault(row.id, Noted(dict(view.noted)))
            noted.keep_only({stop.code for stop in view.stops})
        self.page.show_round(view, noted)
        sheet = Action(tr("Delivery sheet"), lambda: self.paper.sheet(row), "printer", "Ctrl+P")
        if row.status == "out":
            last = self.page.letters[-1].key
            self.set_state(tr("Note only what was different. With {key}, all others are noted as delivered.", key=last))
            self.set_primary(tr("Close round"), self.home.close, "check")
            self.set_secondary(sheet)
        else:
            closed = tr("Closed: every unit is accounted for.")
            self.set_state(f"{closed}{carriers_words(self.context.language, row)}")
            self.set_primary(tr("Plan a round"), self.plan, "walk")
            self.set_secondary(sheet, Action(tr("Reopen"), self.home.reopen, "rotate", "Ctrl+R"))

    def _say_keys(self) -> None:
        tr = self.context.language.tr
        status = self._view.round.status if self._view is not None else ""
        if not status:
            self.set_keys(("↑ ↓", tr("round")), ("↵", tr("open")))
        elif self._picking:
            space = ("␣", tr("on the table"))
            self.set_keys(("↑ ↓", tr("line")), space, ("N", tr("not there")), ("Esc", tr("back to the round")))
        elif status == "planned":
            self.set_keys(
                ("↑ ↓", tr("stop")),
                ("Alt ↑ ↓", tr("change the order")),
                ("↵", tr("see the bag")),
                ("Supr", tr("not on this round")),
                ("Ctrl T", tr("from the shelf")),
                ("Ctrl N", tr("add people")),
                ("F2", tr("day, carriers")),
                ("Esc", tr("all rounds")),
            )
        elif status == "out":
            keys = [(letter.key, letter.word.lower()) for letter in self.page.letters] if self.page.compact else []
            self.set_keys(
                ("↵", tr("see the bag")), ("Ctrl Z", tr("undo")), *keys[:1], *keys[2:6], *keys[-1:], ("Esc", tr("leave for later"))
            )
        else:
            self.set_keys(("↑ ↓", tr("stop")), ("↵", tr("see the bag")), ("I", tr("print the slip again")), ("Esc", tr("all rounds")))

    # acting -----------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Asks for day, council and carriers, and plans."""
        desk = self.context.desk

        def ask(found: tuple[tuple[tuple[int, str], ...], tuple[str, ...]]) -> None:
            councils, before = found
            PlanDialog(self.context, self, [name for _, name in councils], before, self.open_round).open()

        self.context.tasks.run_read(lambda: (census.council_names(desk), rounds.carriers_before(desk)), ask, owner=self)

    def print_slips(self) -> None:
        """Preview and print; once they came out, the round may leave."""
        if self._view is not None:
            self.paper.slips(self._view.round, self.planned.big.isChecked(), self.leaving.leave)

    def _reprint(self, code: str) -> None:
        if self._view is not None:
            self.paper.slips(self._view.round, self.planned.big.isChecked(), None, only=code)

    def _keep(self, changes: dict[str, Answer | None]) -> None:
        view, desk, by = self._view, self.context.desk, self.context.by()
        if view is not None:
            round_id = view.round.id
            self.context.tasks.run_write(lambda: rounds.note(desk, by, round_id, changes), lambda _none: None, (), owner=self)

    def _forget(self, round_id: int) -> None:
        """The steps that were noted of a round count no more: it was closed, or opened again."""
        self._noted.pop(round_id, None)
