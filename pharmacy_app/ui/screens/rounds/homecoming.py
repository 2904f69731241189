"""A round comes home: it is closed, a closing is taken back, and a slip that is scanned is told where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pharmacy_app.domain.codes import typed
from pharmacy_app.services import round_reopening, rounds
from pharmacy_app.services.round_reopening import Preview
from pharmacy_app.services.rounds import Closed, RoundView, SlipRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.rounds.answers import badge, difference
from pharmacy_app.ui.screens.rounds.closing import CloseDialog, DifferenceDialog, GoneDialog
from pharmacy_app.ui.screens.rounds.page import RoundPage
from pharmacy_app.ui.screens.rounds.reopening import ReopenDialog


class Homecoming:
    """What is done with a round that has left; `forget(round)` drops what the room keeps of its steps, `open_slip` shows a slip's door."""

    def __init__(
        self,
        context: Context,
        room: Room,
        page: RoundPage,
        view: Callable[[], RoundView | None],
        forget: Callable[[int], None],
        open_slip: Callable[[int, str, str], None],
    ) -> None:
        self._context, self._room, self._page, self._view = context, room, page, view
        self._forget, self._open_slip = forget, open_slip

    def close(self) -> None:
        """Only when nothing is open: one summary, and the round is booked. Else what is open, by lot and person."""
        view = self._view()
        if view is None:
            return
        noted = self._page.noting.noted.answers
        if slips := self._page.first_open():
            key = self._page.letters[-1].key
            DifferenceDialog(self._context, self._room, view, difference(view, noted), slips, key).open()
            return
        CloseDialog(self._context, self._room, view.round.id, self._page.balance(), dict(noted), self._closed).open()

    def _closed(self, made: Closed, day: date) -> None:
        language, view = self._context.language, self._view()
        if view is not None:
            self._forget(view.round.id)
        delivered = language.ntr("{n} unit delivered", "{n} units delivered", made.delivered)
        back = language.ntr("{n} back on the shelf", "{n} back on the shelf", made.returned - made.apart)
        apart = language.ntr("{n} set aside", "{n} set aside", made.apart)
        self._context.messages.toast(", ".join([delivered, back, *([apart] if made.apart else [])]))
        self._page.focus_list()
        if made.gone:
            GoneDialog(self._context, self._room, made.gone, day).open()

    def reopen(self) -> None:
        """What reopening takes back and what stands in the way; then why."""
        view, desk = self._view(), self._context.desk
        if view is None or view.round.status != "closed":
            return
        round_id = view.round.id

        def done() -> None:
            self._forget(round_id)
            self._context.messages.toast(self._context.language.tr("Round {number} is open again", number=round_id))

        def show(found: Preview) -> None:
            ReopenDialog(self._context, self._room, round_id, found, done).open()

        self._context.tasks.run_read(lambda: round_reopening.preview(desk, round_id), show, owner=self._room)

    def scanned(self, code: str) -> None:
        """A slip that is not of the round on the screen: its own round opens, or it is said why it does not count."""
        desk = self._context.desk
        self._context.tasks.run_read(lambda: rounds.slip_of(desk, code), lambda found: self._tell(found, code), owner=self._room)

    def _tell(self, found: SlipRow | None, code: str) -> None:
        language = self._context.language
        tr, shown = language.tr, typed(code)
        if found is None:
            sentence = tr(
                "No slip of ours has this code. Look whether it is written right; or it is from another pharmacy, or was printed after the copy "
                "from which this pharmacy was restored."
            )
            self._context.messages.tell(tr("Slip not found"), sentence, "bad")
        elif found.status in ("taken_off", "cancelled"):
            sentence = tr("Slip {code} was taken off round {number} before it left: it does not count.", code=shown, number=found.round_id)
            self._context.messages.tell(tr("This slip does not count"), sentence, "soon")
        elif found.status == "closed":
            day = language.date(found.closed_on) if found.closed_on else ""
            result = badge(language, found.result).word
            said = tr(
                "{code}: this round was closed on {day}, noted as: {result}. Nothing is counted twice.", code=shown, day=day, result=result
            )
            self._open_slip(found.round_id, code, said)
        elif found.status == "out":
            self._open_slip(found.round_id, code, tr("{code} is of this round; scan it once more to note it as delivered", code=shown))
        else:
            self._open_slip(found.round_id, code, "")

    def misread(self, text: str) -> None:
        """A code typed or scanned wrong: its check digit says so."""
        tr = self._context.language.tr
        said = tr(
            "{code}: one digit of this code is wrong or missing, or two are swapped. Look at the paper again.", code=text.strip()[:20]
        )
        self._context.messages.tell(tr("Code read wrong"), said, "bad")
