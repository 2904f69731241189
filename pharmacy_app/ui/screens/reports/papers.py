"""The pages of the room of papers: what a document needs to know, and how it is made. `making()` is None while something is missing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services import acta, donor_reports, papers, setup, typed
from pharmacy_app.services.donations import DonorRow
from pharmacy_app.services.rounds import RoundRow
from pharmacy_app.system.language import language as language_of
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Making:
    """A document about to be made: its title, the file's name, and the work that gives its bytes."""

    title: str
    file_name: str
    work: Callable[[], bytes]


class Page(QWidget):
    """A card with the document's fields."""

    def __init__(self, context: Context, title: str, what: str) -> None:
        super().__init__()
        self.context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.card = Card(title)
        self.card.body.addWidget(label(what, "line", wrap=True))
        self.card.body.addSpacing(6)
        column.addWidget(self.card)
        column.addStretch(1)

    def beside(self, *fields: QWidget) -> None:
        """Fields in one line."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            row.addWidget(field, 1)
        self.card.body.addLayout(row)

    def day_field(self, name: str, hint: str) -> Field:
        """A day as people type it; its echo says the weekday."""
        context = self.context

        def parse(text: str) -> tuple[date, str]:
            read = typed.day(text, context.desk.clock.today())
            return read, f"= {context.language.weekday(read)} {context.language.date(read)}"

        return Field(name, context.language, hint, parse=parse)

    @abstractmethod
    def making(self) -> Making | None:
        """What would be made; None (with the wrong field shown) where it cannot."""


class DonorPage(Page):
    """What a donor sent, what became of it, and where it went."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("For who sent the medicines: what came, where it went, and a balance that adds up. It names no patient.")
        super().__init__(context, tr("Donor's report"), what)
        self.donor = Choice(tr("Donor"))
        own = [("", tr("The donor's own")), ("es", "Español"), ("en", "English"), ("it", "Italiano"), ("ru", "Русский")]
        self.spoken = Choice(tr("Language of the report"), own)
        self.first = self.day_field(tr("From"), tr("Empty: from the first donation."))
        self.last = self.day_field(tr("Until"), tr("Empty: until today."))
        self.beside(self.donor, self.spoken)
        self.beside(self.first, self.last)

    def fill(self, donors: Sequence[DonorRow]) -> None:
        self.donor.set_choices([(one.name, one.name) for one in donors])
        self.donor.set_hint("" if donors else self.context.language.tr("There is no donor yet: enter a donation first."))

    def making(self) -> Making | None:
        name = self.donor.value()
        if not (self.first.check() and self.last.check()) or name is None:
            return None
        desk, tr = self.context.desk, self.context.language.tr
        work = partial(donor_reports.donor_paper, desk, name, self.first.value(), self.last.value(), self.spoken.value() or None)
        return Making(tr("Report for {donor}", donor=name), tr("donor report {day}", day=desk.clock.today()) + ".pdf", work)


class WeekPage(Page):
    """The sheet that hangs at the council's office."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("For the council's meeting: the deliveries of a week, signed off door by door, and what was missing.")
        super().__init__(context, tr("Sheet of the week"), what)
        self.council = Choice(tr("Communal council"))
        self.day = self.day_field(tr("A day of that week"), tr("Empty: this week."))
        self.beside(self.council, self.day)

    def fill(self, councils: Sequence[tuple[int, str]]) -> None:
        self.council.set_choices([(name, name) for _, name in councils])
        self.council.set_hint("" if councils else self.context.language.tr("There is no council yet: enter one in Community."))

    def making(self) -> Making | None:
        name = self.council.value()
        if not self.day.check() or name is None:
            return None
        desk, language = self.context.desk, self.context.language
        day, worker = self.day.value() or desk.clock.today(), self.context.by().user_id

        def work() -> bytes:
            made_by = next(one.name for one in setup.users(desk) if one.id == worker)
            return papers.weekly(desk, name, day, made_by, language)

        return Making(language.tr("Sheet of the week, {council}", council=name), language.tr("weekly sheet {day}", day=day) + ".pdf", work)


class RoundPage(Page):
    """The papers of a walk."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("For the doors: a slip for each person, or the carriers' list of the houses in walking order.")
        super().__init__(context, tr("Papers of a round"), what)
        self.round = Choice(tr("Round"))
        kinds = [("slips", tr("Slips")), ("big", tr("Slips in large print")), ("sheet", tr("Carriers' list"))]
        self.kind = Choice(tr("Which paper"), kinds)
        self.beside(self.round, self.kind)
        self.open_round = Button(tr("Open the round"), "quiet", "walk")
        self.open_round.clicked.connect(lambda: context.go("rounds", self.round.value()))
        row = QHBoxLayout()
        row.addWidget(self.open_round)
        row.addStretch(1)
        self.card.body.addLayout(row)

    def fill(self, rounds: Sequence[RoundRow]) -> None:
        language = self.context.language
        shown = [one for one in rounds if one.status != "cancelled"]
        everywhere = language.tr("all councils")
        words = [(one.id, f"{language.date(one.walked_on)}, {one.council or everywhere}") for one in shown]
        self.round.set_choices(words)
        self.round.set_hint("" if shown else language.tr("There is no round yet: plan one in Rounds."))

    def making(self) -> Making | None:
        round_id, kind = self.round.value(), self.kind.value()
        if round_id is None:
            return None
        desk, language = self.context.desk, self.context.language
        name = language.tr("round {id}", id=round_id)
        if kind == "sheet":
            return Making(language.tr("Carriers' list"), f"{name}.pdf", lambda: papers.carriers_sheet(desk, round_id, language))
        title = language.tr("Slips in large print") if kind == "big" else language.tr("Slips")
        return Making(title, f"{name}.pdf", lambda: papers.slip_book(desk, round_id, language, kind == "big"))


class MeetingPage(Page):
    """The record of a meeting of the committee."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("For the committee's own file: who was there, what was decided of each medicine and why, with lines to sign on.")
        super().__init__(context, tr("Record of a meeting"), what)
        self.day = Choice(tr("Meeting"))
        self.beside(self.day, QWidget())

    def fill(self, days: Sequence[date]) -> None:
        language = self.context.language
        self.day.set_choices([(one, f"{language.weekday(one)} {language.date(one)}") for one in days])
        hint = language.tr("There was no meeting yet: confirm a proposal in Matching, with who is there.")
        self.day.set_hint("" if days else hint)

    def making(self) -> Making | None:
        day = self.day.value()
        if day is None:
            return None
        desk, language = self.context.desk, self.context.language
        title = language.tr("Record of the meeting of {day}", day=language.date(day))
        return Making(title, language.tr("meeting {day}", day=day) + ".pdf", lambda: acta.acta_paper(desk, day, language))


class StockPage(Page):
    """The shelf as a spreadsheet."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("For doctors and other pharmacies: every lot on the shelf with its expiry date, as a spreadsheet.")
        super().__init__(context, tr("Stock list"), what)
        self.spoken = Choice(tr("Language of the list"), [("es", "Español"), ("en", "English")])
        self.spoken.set_value(context.language.code)
        self.beside(self.spoken, QWidget())

    def making(self) -> Making | None:
        return None  # a spreadsheet is saved, not shown on paper

    def language_code(self) -> str:
        """In which the list is written."""
        return language_of(str(self.spoken.value())).code
