"""The room of papers: choose a document, say what it is about, look at it, print or save it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from pharmacy_app.services import acta, census, donations, rounds, stock_export, stock_overview
from pharmacy_app.services.donations import DonorRow
from pharmacy_app.services.rounds import RoundRow
from pharmacy_app.system.language import language as language_of
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_pdf
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.reports.papers import DonorPage, Making, MeetingPage, Page, RoundPage, StockPage, WeekPage
from pharmacy_app.ui.screens.reports.supply import ConsumptionPage, NeedsPage
from pharmacy_app.ui.tasks import Progress
from pharmacy_app.ui.widgets.sections import Section, Sections


@dataclass(frozen=True, slots=True)
class _Read:
    donors: tuple[DonorRow, ...]
    councils: tuple[tuple[int, str], ...]
    rounds: tuple[RoundRow, ...]
    meetings: tuple[date, ...]


class Reports(Room):
    """`on_enter` takes `donor`, `needs`, `week`, `round`, `meeting`, `consumption` or `stock`."""

    shows = frozenset({"donations", "community", "rounds", "matching"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "reports", context.language.tr("Reports"))
        tr = context.language.tr
        self.help = tr(
            "The papers of the pharmacy. Choose one at the left, say what it is about, and look at it before you print or save it.\n\n"
            "A donor's report can be made in the donor's language; it names no patient."
        )
        self.donor, self.week, self.walk, self.stock = DonorPage(context), WeekPage(context), RoundPage(context), StockPage(context)
        self.meeting = MeetingPage(context)
        self.needs, self.consumption = NeedsPage(context), ConsumptionPage(context)
        self.pages: dict[str, Page] = {
            "donor": self.donor, "needs": self.needs, "week": self.week, "round": self.walk, "meeting": self.meeting,
            "consumption": self.consumption, "stock": self.stock,
        }  # fmt: skip
        self.sections = Sections(
            tr("Papers"),
            [
                Section("donor", tr("Donor's report"), tr("What came and where it went"), lambda: self.donor),
                Section("needs", tr("Need letter"), tr("What to ask donors for"), lambda: self.needs),
                Section("week", tr("Sheet of the week"), tr("Deliveries of a council"), lambda: self.week),
                Section("round", tr("Papers of a round"), tr("Slips and the carriers' list"), lambda: self.walk),
                Section("meeting", tr("Record of a meeting"), tr("What was decided, and lines to sign on"), lambda: self.meeting),
                Section("consumption", tr("Consumption by month"), tr("Used, lacking, average month"), lambda: self.consumption),
                Section("stock", tr("Stock list"), tr("The shelf as a spreadsheet"), lambda: self.stock),
            ],
        )
        self.sections.chosen.connect(self._chosen)
        self.body.addWidget(self.sections, 1)
        self.set_state(tr("What goes out on paper, and what each is for."))
        self.set_keys(("↑ ↓", tr("another paper")), ("Tab", tr("next")), ("Ctrl ↵", tr("see it")))
        self._chosen(self.sections.current)

    def _chosen(self, key: str) -> None:
        tr = self.context.language.tr
        if key == "stock":
            self.set_primary(tr("Save the list"), self.save_stock, "download")
        else:
            self.set_primary(tr("See the paper"), self.preview, "eye")

    def refresh(self, _changed: frozenset[str]) -> None:
        desk = self.context.desk

        def read() -> _Read:
            return _Read(donations.donors(desk), census.council_names(desk), rounds.list_rounds(desk), acta.days(desk))

        self.context.tasks.run_read(read, self._fill, owner=self)

    def _fill(self, found: _Read) -> None:
        self.donor.fill(found.donors)
        self.week.fill(found.councils)
        self.walk.fill(found.rounds)
        self.meeting.fill(found.meetings)

    def on_enter(self, target: object) -> None:
        if isinstance(target, str) and target in self.pages:
            self.sections.choose(target)

    def focus_first(self) -> None:
        self.sections.list.setFocus()

    def preview(self) -> None:
        """Makes the chosen document off the window's thread, then shows it."""
        making = self.pages[self.sections.current].making()
        if making is None:
            self._say_missing()
            return
        tr = self.context.language.tr

        def work(progress: Progress) -> bytes:
            progress.at(0.1, tr("Writing the paper"))
            made = making.work()
            progress.at(0.9, tr("Writing the paper"))
            return made

        self.context.tasks.run_long(making.title, work, lambda pdf: self._show(making, pdf), owner=self)

    def _say_missing(self) -> None:
        tr = self.context.language.tr
        self.context.messages.tell(
            tr("Something is missing"), tr("Fill in the fields of this paper first; below each stands what it needs."), "soon"
        )

    def _show(self, making: Making, pdf: bytes) -> None:
        show_pdf(self.context, self, making.title, making.file_name, pdf)

    def save_stock(self) -> None:
        """The shelf as a spreadsheet, where the person says."""
        tr, desk = self.context.language.tr, self.context.desk
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save the list"), tr("stock {day}", day=desk.clock.today()) + ".xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix.lower() in (".xlsx", ".csv") else Path(f"{name}.xlsx")
        spoken = language_of(self.stock.language_code())

        def work(progress: Progress) -> int:
            shelf = stock_overview.overview(desk)
            progress.at(0.5, tr("Writing the list"))
            return stock_export.write_stock_list(path, spoken, shelf)

        def done(lots: int) -> None:
            self.context.messages.toast(
                self.context.language.ntr("{n} lot written to {name}", "{n} lots written to {name}", lots, name=path.name)
            )

        self.context.tasks.run_long(tr("Stock list"), work, done, owner=self)
