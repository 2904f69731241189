"""What is done with a round before it leaves: its order, who is on it, its day; that it leaves, or is cancelled. The room shows what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import matching, round_picking, rounds
from pharmacy_app.services.round_picking import Missing, PickLine
from pharmacy_app.services.rounds import Joined, RoundView
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure, Question
from pharmacy_app.ui.screens.rounds.adding import AddDialog
from pharmacy_app.ui.screens.rounds.picking import MissingDialog
from pharmacy_app.ui.screens.rounds.planning import ChangeDialog
from pharmacy_app.ui.screens.rounds.rows import DoorRow
from pharmacy_app.wording import trade

T = TypeVar("T")


class Leaving:
    """Asks, writes, and says what was done; `view()` is the round that is open, None where none is."""

    def __init__(self, context: Context, window: QWidget, view: Callable[[], RoundView | None], gone: Callable[[], None]) -> None:
        self._context, self._window, self._view, self._gone = context, window, view, gone

    def _planned(self) -> RoundView | None:
        view = self._view()
        return view if view is not None and view.round.status == "planned" else None

    def reorder(self, households: list[int]) -> None:
        """The order of the walk, kept for the next round, too."""
        view = self._planned()
        if view is not None:
            desk, by, round_id = self._context.desk, self._context.by(), view.round.id
            self._write(lambda: rounds.reorder(desk, by, round_id, households), lambda _: None, {"rounds"})

    def take_off(self, row: DoorRow) -> None:
        """A person waits for the next round instead; it can be taken back at once."""
        view = self._planned()
        if view is None:
            return
        context, round_id, person = self._context, view.round.id, row.stop.patient_id
        desk, by, tr = context.desk, context.by(), context.language.tr

        def back() -> None:
            again = context.by()
            self._write(lambda: rounds.join(desk, again, round_id, [person]), lambda _: None, {"rounds", "matching"})

        def done(_: int) -> None:
            context.messages.toast(tr("{person} waits for the next round; everything stays reserved", person=row.stop.patient), back)

        self._write(lambda: rounds.take_off(desk, by, round_id, [person]), done, {"rounds", "matching"})

    def add(self) -> None:
        """Who else could be on it."""
        view = self._planned()
        if view is None:
            return
        context, round_id = self._context, view.round.id
        desk, language = context.desk, context.language

        def joined(found: Joined) -> None:
            said = language.ntr("{n} person is on the round", "{n} people are on the round", found.people)
            if found.stops:
                said += ", " + language.ntr("stop {stops}", "stops {stops}", len(found.stops), stops=", ".join(map(str, found.stops)))
            context.messages.toast(said)

        def ask(found: tuple[rounds.Candidate, ...]) -> None:
            AddDialog(context, self._window, round_id, found, joined).open()

        context.tasks.run_read(lambda: rounds.could_join(desk, round_id), ask, owner=self._window)

    def change(self) -> None:
        """Another day, other carriers."""
        view = self._planned()
        if view is not None:
            context, row = self._context, view.round
            desk = context.desk
            context.tasks.run_read(
                lambda: rounds.carriers_before(desk),
                lambda names: ChangeDialog(context, self._window, row, names).open(),
                owner=self._window,
            )

    def tick(self, line: PickLine, taken: bool) -> None:
        """A line of the picking list lies on the table, or does not."""
        view = self._planned()
        if view is not None:
            desk, by, round_id = self._context.desk, self._context.by(), view.round.id
            self._write(lambda: round_picking.pick(desk, by, round_id, [line.batch_id], taken), lambda _: None, {"rounds"})

    def not_there(self, line: PickLine) -> None:
        """What is not on the shelf: how many there are, and what that means for whom."""
        view = self._planned()
        if view is not None:
            MissingDialog(self._context, self._window, view.round.id, line, lambda found: self._settled(found, line.medicine)).open()

    def _settled(self, found: Missing, medicine: Medicine) -> None:
        language = self._context.language
        moved = language.ntr("{n} bag gets another lot", "{n} bags get another lot", len(found.moved))
        if not found.lost:
            self._context.messages.toast(moved if found.moved else language.tr("The count is put right"))
            return
        units = sum(one.units for one in found.lost)
        question = Question(
            language.tr("Deal {medicine} anew?", medicine=trade.medicine_title(language, medicine)),
            language.tr("Deal it anew"),
            language.tr("The rule proposes who gets what is there, of all lots and strengths, and who could wait. Nothing is decided until it is confirmed."),
            (Figure(language.number(len(found.lost)), language.ntr("person without it", "people without it", len(found.lost))),
             Figure(language.number(units), language.ntr("unit missing", "units missing", units))),
            icon="arrows-split-2",
        )  # fmt: skip
        self._context.messages.ask(question, lambda: self._deal_anew(found))

    def _deal_anew(self, found: Missing) -> None:
        desk, by, today = self._context.desk, self._context.by(), self._context.desk.clock.today()
        days = max(1, (max(one.last_day for one in found.lost) - today).days + 1)
        self._write(
            lambda: matching.propose(desk, by, today, days, medicine=found.medicine_id),
            lambda _: self._context.go("matching"),
            {"matching"},
        )

    def leave(self) -> None:
        """One question, and the round is on the way."""
        view = self._planned()
        if view is None:
            return
        language, load = self._context.language, rounds.load(view)
        figures = [
            Figure(language.number(load.bags), language.ntr("bag", "bags", load.bags)),
            Figure(language.number(load.units), language.ntr("unit", "units", load.units)),
        ]
        attention: list[tuple[str, str]] = []
        if load.cold:
            said = language.ntr("{n} bag must stay cold: take the cool box.", "{n} bags must stay cold: take the cool box.", load.cold)
            attention.append(("reserved", said))
        if view.round.walked_on != self._context.desk.clock.today():
            day = language.date(view.round.walked_on)
            attention.append(("soon", language.tr("It is planned for {day}, which is not today.", day=day)))
        question = Question(
            language.tr("Does the round leave?"),
            language.tr("It leaves"),
            language.tr("From now on its stops are fixed. The units leave the shelf for good when the round is closed."),
            tuple(figures),
            tuple(attention),
            icon="walk",
        )
        self._context.messages.ask(question, lambda: self._leave(view.round.id))

    def _leave(self, round_id: int) -> None:
        desk, by = self._context.desk, self._context.by()
        said = self._context.language.tr("Round {number} is on the way", number=round_id)
        self._write(lambda: rounds.send_out(desk, by, round_id), lambda _: self._context.messages.toast(said), {"rounds", "stock"})

    def cancel(self) -> None:
        """Takes a planned round back, after one question."""
        view = self._planned()
        if view is None:
            return
        tr = self._context.language.tr
        what = tr("Its bags wait for another round; nothing that was confirmed is lost. Slips that were printed do not count any more.")
        question = Question(tr("Cancel this round?"), tr("Cancel the round"), what, icon="x", danger=True)
        self._context.messages.ask(question, lambda: self._cancel(view.round.id))

    def _cancel(self, round_id: int) -> None:
        desk, by = self._context.desk, self._context.by()
        said = self._context.language.tr("Round {number} is cancelled", number=round_id)
        self._gone()  # nothing to read again: it is gone from the list
        self._write(lambda: rounds.cancel(desk, by, round_id), lambda _: self._context.messages.toast(said), {"rounds", "matching"})

    def _write(self, work: Callable[[], T], done: Callable[[T], None], changed: set[str]) -> None:
        self._context.tasks.run_write(work, done, changed, owner=self._window)
