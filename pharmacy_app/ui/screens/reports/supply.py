"""The pages of papers about what is used and what is needed: the need letter with its packing list, and consumption by month."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from pharmacy_app.services import consumption, forms, need_papers, requesting
from pharmacy_app.system.language import Language
from pharmacy_app.system.language import language as language_of
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.reports.papers import Making, Page
from pharmacy_app.ui.tasks import Progress
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

_SHEETS = "Excel (*.xlsx);;CSV (*.csv)"


class _WithSheet(Page):
    """A paper beside which a spreadsheet can be saved."""

    def sheet_button(self, words: str, hint: str) -> Button:
        """The button, and below it what the spreadsheet is for."""
        button = Button(words, "secondary", "file-download")
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.card.body.addLayout(row)
        if hint:
            self.card.body.addWidget(label(hint, "line", wrap=True))
        return button

    def ask_path(self, title: str, name: str) -> Path | None:
        """Where the person says; Excel where they don't say what."""
        chosen, _ = QFileDialog.getSaveFileName(self, title, f"{name}.xlsx", _SHEETS)
        if not chosen:
            return None
        return Path(chosen) if Path(chosen).suffix.lower() in (".xlsx", ".csv") else Path(f"{chosen}.xlsx")

    def saved(self, name: str) -> None:
        """Says so."""
        self.context.messages.toast(self.context.language.tr("{name} is saved", name=name))


class NeedsPage(_WithSheet):
    """What donors are asked for, in their language."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr(
            "For whoever sends medicines: what is needed, the most urgent first, and what not to send. It names no patient; "
            "fewer than five people are «<5»."
        )
        super().__init__(context, tr("Need letter"), what)
        languages = [("es", "Español"), ("en", "English"), ("it", "Italiano"), ("ru", "Русский")]
        self.spoken = Choice(tr("Language of the letter"), languages)
        self.spoken.set_value(context.language.code)
        months = [(n, context.language.ntr("{n} month", "{n} months", n)) for n in (1, 2, 3, 6, 12)]
        self.months = Choice(tr("For how long"), months)
        self.months.set_value(requesting.MONTHS)
        self.beside(self.spoken, self.months)
        hint = tr("It goes with the letter: the donor writes lot, expiry and quantity into it, and it is read here without typing.")
        self.sheet = self.sheet_button(tr("Save the packing list"), hint)
        self.sheet.clicked.connect(self.save_list)

    def _asked(self) -> tuple[Language, int]:
        return language_of(str(self.spoken.value())), int(self.months.value())

    def making(self) -> Making:
        desk, tr = self.context.desk, self.context.language.tr
        spoken, months = self._asked()

        def work() -> bytes:
            return need_papers.paper_of(desk, requesting.request(desk, months), spoken)

        return Making(tr("Need letter"), tr("need letter {day}", day=desk.clock.today()) + ".pdf", work)

    def save_list(self) -> None:
        """The spreadsheet that asks for the same as the letter, where the person says."""
        desk, tr = self.context.desk, self.context.language.tr
        spoken, months = self._asked()
        path = self.ask_path(tr("Save the packing list"), tr("packing list {day}", day=desk.clock.today()))
        if path is None:
            return

        def work(progress: Progress) -> str:
            found = requesting.request(desk, months)
            progress.at(0.6, tr("Writing the list"))
            return forms.write_request(desk, path, spoken, found).name

        self.context.tasks.run_long(tr("Save the packing list"), work, self.saved, owner=self)


class ConsumptionPage(_WithSheet):
    """What was used by month."""

    def __init__(self, context: Context) -> None:
        language = context.language
        tr = language.tr
        what = tr(
            "For the committee: what was handed out of each medicine, what was lacking, the days without stock, and how much an average "
            "month needs."
        )
        super().__init__(context, tr("Consumption by month"), what)
        months = [(n, language.ntr("the last {n} month", "the last {n} months", n)) for n in (3, 6, 12)]
        self.months = Choice(tr("How far back"), months)
        self.months.set_value(consumption.MONTHS)
        self.beside(self.months)
        self.sheet = self.sheet_button(tr("Save as a spreadsheet"), "")
        self.sheet.clicked.connect(self.save_sheet)

    def making(self) -> Making:
        desk, language = self.context.desk, self.context.language
        months = int(self.months.value())

        def work() -> bytes:
            return consumption.paper_of(desk, consumption.consumed(desk, months), language)

        return Making(language.tr("Consumption by month"), language.tr("consumption {day}", day=desk.clock.today()) + ".pdf", work)

    def save_sheet(self) -> None:
        """The same as a spreadsheet, where the person says."""
        desk, language = self.context.desk, self.context.language
        months = int(self.months.value())
        path = self.ask_path(language.tr("Save as a spreadsheet"), language.tr("consumption {day}", day=desk.clock.today()))
        if path is None:
            return

        def work(progress: Progress) -> str:
            found = consumption.consumed(desk, months)
            progress.at(0.6, language.tr("Writing the list"))
            consumption.export(path, language, found)
            return path.name

        self.context.tasks.run_long(language.tr("Consumption by month"), work, self.saved, owner=self)
