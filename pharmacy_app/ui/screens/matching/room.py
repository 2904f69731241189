"""The room of matching: what is not enough at the left, its people at the right, one decision at a time, one confirmation."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import census, matching
from pharmacy_app.services.matching import Overview, Proposal, Sheet, Total
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Question
from pharmacy_app.ui.room import Action, Room
from pharmacy_app.ui.screens.matching.anew import deal_anew, show_difference
from pharmacy_app.ui.screens.matching.board import BoardPanel
from pharmacy_app.ui.screens.matching.confirming import confirm, propose_again
from pharmacy_app.ui.screens.matching.expiring import ExpiringDialog
from pharmacy_app.ui.screens.matching.fairness import FairnessDialog
from pharmacy_app.ui.screens.matching.period import Period, PeriodDialog
from pharmacy_app.ui.screens.matching.record import ask_record
from pharmacy_app.ui.screens.matching.rows import choice, medicine_columns
from pharmacy_app.ui.screens.matching.waiting import WaitingDialog
from pharmacy_app.ui.widgets.empty import Empty, Way
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

LIST_WIDTH = 222
PAGE = 40  # people of one medicine that are read at once


class Matching(Room):
    """A proposal as it stands in the database; every change is written at once and can be taken back until it is confirmed."""

    shows = frozenset({"matching", "stock", "prescriptions", "community", "rounds", "settings"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "matching", context.language.tr("Matching"))
        self._seen: Overview | None = None
        self._sheet: Sheet | None = None
        self._limit = PAGE
        self._wanted: int | None = None  # an item to be shown after the next reading
        self._compact = False
        self._rules = ""  # which rules hold, in words
        tr = context.language.tr
        self._record = Action(tr("Record"), lambda: ask_record(context, self), "printer", "Ctrl+P")
        self._waiting = Action(tr("Waiting list"), self.waiting_list, "clipboard-list", "Ctrl+L")
        self._anew = Action(tr("Deal this medicine anew"), self.deal_anew, "refresh", "Ctrl+R")
        self._difference = Action(tr("Who gains and loses"), self._show_difference, "arrows-split-2", "Ctrl+D")
        self._looks = (  # views that hang on no proposal
            Action(tr("What would expire"), lambda: ExpiringDialog(self, context).open(), "clock-hour-4", "Ctrl+G"),
            Action(tr("Fairness"), lambda: FairnessDialog(self, context).open(), "scale", "Ctrl+J"),
        )
        self.board = BoardPanel(context)
        self.board.more.clicked.connect(self._show_more)
        self.board.tier_decided.connect(self._tier_decided)
        self._build_lists()
        self._lay_out()
        self.help = context.language.tr(
            "Here the committee decides who gets what. The program proposes by the committee's rules: group A before B before C; in each group "
            "everybody's first week before anybody's second; what expires first is used first, and nothing that would not last.\n\nAt the left "
            "stand the medicines, first those that are not enough. Choose one, look at the people, and change an amount where you know better: "
            "the reason is kept beside it. P puts a person into another group.\n\nWho goes without stands in the waiting list (Ctrl+L). When new stock "
            "comes in, one medicine is dealt anew (Ctrl+R), and you see who gains and who loses. The record of each meeting prints (Ctrl+P).\n\n"
            "Nothing leaves the shelf here. Confirming reserves the units for these people; the round takes them out."
        )
        self.shortcut("Ctrl+Right", lambda: self._step(1))
        self.shortcut("Ctrl+Left", lambda: self._step(-1))
        self._show_nothing()

    # what it is made of -----------------------------------------------------------------------------

    def _build_lists(self) -> None:
        language = self.context.language
        model = RowsModel(medicine_columns(language), lambda total: total.medicine.id)
        self.medicines = Table(model, language.tr("Medicines"), wrap=True)
        self.medicines.setFixedWidth(theme.current().px(LIST_WIDTH))
        self.medicines.chosen.connect(self._medicine_chosen)
        self.medicines.opened.connect(lambda _total: self.board.people.setFocus())
        self.choose = QComboBox()
        self.choose.setAccessibleName(language.tr("Medicines"))
        self.choose.activated.connect(self._picked)
        self.choose.hide()

    def _lay_out(self) -> None:
        tr = self.context.language.tr
        self.whole = QWidget()
        across = QHBoxLayout(self.whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self.medicines)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.choose)
        right.addWidget(self.board, 1)
        across.addLayout(right, 1)
        self.body.addWidget(self.whole, 1)
        ways = [
            Way(
                "arrows-split-2", tr("Propose who gets what"), tr("for a week or a month, by the committee's rules"), self.propose, "Ctrl ↵"
            ),
            Way(
                "prescription",
                tr("Write prescriptions"),
                tr("a proposal is made from what doctors ordered"),
                lambda: self.context.go("prescriptions"),
            ),
            Way("package", tr("Receive a donation"), tr("and from what lies on the shelf"), lambda: self.context.go("donations")),
        ]
        sentence = tr(
            "The program proposes who gets which units, and says why. The committee changes what it decides otherwise, and confirms."
        )
        self.empty = Empty("arrows-split-2", tr("Here the shelf meets the prescriptions"), sentence, ways)
        self.body.addWidget(self.empty, 1)

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self._compact = compact
        self.medicines.setVisible(not compact)
        self.choose.setVisible(compact)
        self.board.lots.setVisible(not compact)
        self._say_keys()

    def focus_first(self) -> None:
        table = self.board.table
        (table if self._seen is not None and table.isVisibleTo(self) else self.header.primary).setFocus()

    def _open_run(self) -> bool:
        return self._seen is not None and self._seen.run.status == "proposed"

    # reading ----------------------------------------------------------------------------------------

    def refresh(self, changed: frozenset[str]) -> None:
        """The medicines and the sheet of the one that is looked at; whom the run asks for in all comes behind."""
        desk, limit, wanted = self.context.desk, self._limit, self._wanted
        chosen = self._sheet.balance.medicine.id if self._sheet is not None else None
        self.read_page(
            lambda: (matching.first_page(desk, chosen, wanted, limit),),
            lambda found: self._show(*(found[0] or (None, None))),
            lambda: matching.people_of(desk),
            self._say_people,
        )

    def _show(self, seen: Overview | None, sheet: Sheet | None) -> None:
        before = self._seen.run if self._seen is not None else None
        another = before is None or seen is None or (before.id, before.status) != (seen.run.id, seen.run.status)
        self._seen, self._sheet = seen, sheet
        if seen is None:
            self._show_nothing()
            return
        self.empty.hide()
        self.whole.show()
        self._say_header(seen)
        self.choose.clear()
        self.choose.addItems([choice(self.context.language, total) for total in seen.medicines])
        quiet = QSignalBlocker(self.medicines)  # its sheet is read already
        self.medicines.set_rows(seen.medicines)
        if sheet is not None:
            self.medicines.select(sheet.balance.medicine.id)
        quiet.unblock()
        self.board.setVisible(sheet is not None)
        if sheet is not None:
            self._show_sheet(sheet)
        self._say_keys()
        if another and self.isVisible():  # another table is shown: the keyboard would stand wherever Qt leaves it
            self.focus_first()

    def _show_sheet(self, sheet: Sheet) -> None:
        total = self.medicines.row()
        if self._seen is None or total is None or total.medicine.id != sheet.balance.medicine.id:
            return  # somebody has gone on to another one meanwhile
        self._sheet = sheet
        self.choose.setCurrentIndex(next(at for at, one in enumerate(self._seen.medicines) if one is total))
        self.board.show_sheet(self._seen, sheet)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if not self.board.table.select(wanted):
                self.context.messages.toast(self.context.language.tr("Nobody asks for that in the proposal that is shown."))

    def _show_nothing(self) -> None:
        tr = self.context.language.tr
        self.whole.hide()
        self.empty.show()
        self.set_title(tr("Matching"))
        self.set_state(tr("No proposal yet"))
        self.set_primary(tr("Propose"), self.propose, "arrows-split-2")
        self.set_secondary(self._waiting, self._record, *self._looks)
        self.set_keys()

    def _say_header(self, seen: Overview) -> None:
        language = self.context.language
        tr, run = language.tr, seen.run
        last = run.from_day + timedelta(days=run.days - 1)
        self.set_title(tr("Matching from {first} to {last}", first=language.short_date(run.from_day), last=language.short_date(last)))
        self._rules = tr("Rules of the committee, version {n}.", n=run.policy_version)
        if self._open_run():
            self.set_state(self._rules if seen.medicines else tr("Nobody needs anything in this period."))
            self.set_primary(tr("Confirm proposal"), self.confirm, "check")
            more = [self._waiting, self._anew, Action(tr("Other period"), self.propose, "calendar", "Ctrl+N")]
            first = (Action(tr("Discard"), self.discard), self._record)
        else:
            confirmed = tr("Confirmed: the units are reserved.")
            self.set_state(f"{confirmed} {self._rules}")
            self.set_primary(tr("New proposal"), self.propose, "arrows-split-2")
            more = [self._waiting, self._anew]
            first = (Action(tr("To the rounds"), lambda: self.context.go("rounds"), "walk"), self._record)
        anew = (self._difference,) if run.medicine_id is not None else ()
        self.set_secondary(*first, *anew, *more, *self._looks)

    def _say_people(self, found: tuple[int, int]) -> None:
        """Whom the run asks for: counted behind the page."""
        seen, language = self._seen, self.context.language
        if seen is None or not seen.medicines:
            return
        people, councils = language.ntr("{n} person", "{n} people", found[0]), language.ntr("{n} council", "{n} councils", found[1])
        said = f"{seen.run.council or councils}, {people}. {self._rules}"
        confirmed = language.tr("Confirmed: the units are reserved.")
        self.set_state(said if self._open_run() else f"{confirmed} {said}")

    def _say_keys(self) -> None:
        tr = self.context.language.tr
        if self._seen is None:
            return
        keys = [("↑ ↓", tr("person"))]
        if self._open_run():
            keys += [("↵", tr("change amount")), ("M", tr("reason")), ("D", tr("defer")), ("R", tr("say no"))]
        else:
            keys += [("S", tr("give up"))]
        keys += [("P", tr("group")), ("?", tr("why")), ("L", tr("lots")), ("Ctrl ← →", tr("medicine"))]
        self.set_keys(*keys)

    # choosing ---------------------------------------------------------------------------------------

    def _medicine_chosen(self, total: Total | None) -> None:
        self._limit = PAGE
        self._read_sheet(total)

    def _read_sheet(self, total: Total | None) -> None:
        desk, seen, limit = self.context.desk, self._seen, self._limit
        if total is not None and seen is not None:
            medicine_id = total.medicine.id
            self.context.tasks.run_read(lambda: matching.sheet(desk, seen, medicine_id, limit), self._show_sheet, owner=self)

    def _show_more(self) -> None:
        self._limit += PAGE
        self._read_sheet(self.medicines.row())

    def _picked(self, at: int) -> None:
        if self._seen is not None:
            self.medicines.select(self._seen.medicines[at].medicine.id)

    def _step(self, by: int) -> None:
        if self._seen is not None and self._seen.medicines:
            self._picked((self.choose.currentIndex() + by) % len(self._seen.medicines))

    def on_enter(self, target: object) -> None:
        """`target`: the id of a prescription item, to be shown; or `returned`: the waiting list, who can be served now."""
        if target == "returned":
            self._list_waiting(served=True)
        elif isinstance(target, int):
            self._wanted = target
            self.refresh(frozenset())

    # acting -----------------------------------------------------------------------------------------

    def propose(self) -> None:
        """Asks for the period, and proposes."""
        desk = self.context.desk
        self.context.tasks.run_read(
            lambda: census.council_names(desk), lambda found: self._ask_period([name for _, name in found]), owner=self
        )

    def _ask_period(self, councils: list[str]) -> None:
        today = self.context.desk.clock.today()
        run = self._seen.run if self._seen is not None else None
        first = Period(today + timedelta(days=1), run.days if run else 30, run.council if run else None)
        if run is not None and run.status == "proposed" and run.from_day >= today:
            first = Period(run.from_day, run.days, run.council)
        PeriodDialog(self.context, self, councils, first, lambda _run: self.focus_first()).open()

    def confirm(self) -> None:
        """One summary, who is here, one confirmation."""
        if self._seen is None or self.board.deciding.unsaved():
            return

        def done(units: int) -> None:
            self.context.messages.toast(self.context.language.ntr("{n} unit is reserved", "{n} units are reserved", units))
            self.focus_first()

        confirm(self.context, self, self._seen.run.id, done)

    def waiting_list(self) -> None:
        """Who waits for what."""
        self._list_waiting(served=False)

    def _list_waiting(self, served: bool) -> None:
        WaitingDialog(self, self.context, self._deal, served).open()

    def deal_anew(self) -> None:
        """The chosen medicine alone, with what there is now."""
        total = self.medicines.row()
        if total is not None and not self.board.deciding.unsaved():
            self._deal(total.medicine)

    def _deal(self, medicine: Medicine) -> None:
        deal_anew(self.context, self, medicine, self._seen, lambda _run: self.focus_first())

    def _show_difference(self) -> None:
        if self._seen is not None and self._seen.run.medicine_id is not None:
            show_difference(self.context, self, self._seen.run.id, not self._open_run())

    def _tier_decided(self) -> None:
        """A group counts from the next proposal on: the one that is open can be made anew at once."""
        seen, context, tr = self._seen, self.context, self.context.language.tr
        if seen is None or not self._open_run():
            context.messages.toast(tr("Kept: it counts from the next proposal on."))
            return
        desk, run_id = context.desk, seen.run.id
        question = Question(
            tr("Propose anew with this group?"),
            tr("Propose anew"),
            tr("The group is kept, and counts from the next proposal on. This one can be made anew now: what the committee decided stays."),
            icon="refresh",
        )

        def anew(proposal: Proposal | None) -> None:
            if proposal is not None:
                propose_again(context, self, proposal)

        context.messages.ask(question, lambda: context.tasks.run_read(lambda: matching.proposal(desk, run_id), anew, owner=self))

    def discard(self) -> None:
        """Throws the proposal away, after one question."""
        seen = self._seen
        if seen is None:
            return
        tr, changed = self.context.language.tr, seen.decided
        words = self.context.language.ntr(
            "{n} line that the committee changed is lost.", "{n} lines that the committee changed are lost.", changed
        )
        question = Question(tr("Discard the proposal?"), tr("Discard"), tr("Nothing was reserved; a new one can be made at any time."),
                            attention=(("soon", words),) if changed else (), icon="trash", danger=True)  # fmt: skip
        self.context.messages.ask(question, lambda: self._discard(seen.run.id))

    def _discard(self, run_id: int) -> None:
        context = self.context
        desk, by = context.desk, context.by()
        done = context.language.tr("Proposal discarded")
        context.tasks.run_write(
            lambda: matching.discard(desk, by, run_id), lambda _: context.messages.toast(done), {"matching"}, owner=self
        )
