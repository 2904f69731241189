"""A census from a spreadsheet looked over: what its columns mean, what becomes of each row, what would be made; then brought in whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.services import census_import
from pharmacy_app.services.census_deciding import Decided
from pharmacy_app.services.census_import import CensusPreview, Told
from pharmacy_app.services.importing import CHANGED, DOUBTFUL, KNOWN, NEW, REFUSED, ImportReport
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.tasks import Cancelled
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.column_choices import ColumnChoices
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import census as census_words
from pharmacy_app.wording import community as words

_NAMES_SHOWN = 6  # of councils and sectors that would be made


def choose_census(room: Room, context: Context) -> None:
    """Asks for a file and looks into it."""
    tr = context.language.tr
    kinds = tr("Spreadsheets (*.xlsx *.xls *.ods *.csv *.tsv *.txt)")
    name, _ = QFileDialog.getOpenFileName(room, tr("Bring in a census"), "", kinds)
    if name:
        look_into(room, context, Path(name))


def look_into(room: Room, context: Context, path: Path) -> None:
    """Reads the file without writing, with progress and Cancel, and shows what it holds."""
    context.tasks.run_long(
        context.language.tr("Reading the file…"),
        lambda progress: census_import.look(context.desk, path, Told(), progress.at),
        lambda seen: CensusSheet(room, context, path, seen).open(),
        failed=lambda error: None if isinstance(error, Cancelled) else context.messages.error(error),
        owner=room,
    )


class CensusSheet(Dialog):
    """The preview of one file. What is said of it (columns, order of dates, council) reads it anew."""

    def __init__(self, room: Room, context: Context, path: Path, seen: CensusPreview) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Bring in a census"), 1080)
        self._context, self.path, self.told = context, path, Told()
        self.seen = seen
        self.summary = label("", "line", wrap=True)
        self.made = label("", "small", wrap=True)
        self.before = label("", "small", wrap=True)
        for one in (self.summary, self.made, self.before):
            self.body.addWidget(one)
        self.body.addLayout(self._questions())
        self.columns = ColumnChoices(language, census_words.MEANINGS)
        self.columns.told.connect(lambda meanings: self._say(replace(self.told, meanings=meanings)))
        self.body.addWidget(self.columns)
        self.columns.hide()
        chips = [("look", tr("To look at")), (NEW, tr("New")), (CHANGED, tr("Changed")), (DOUBTFUL, tr("Doubtful"))]
        self.chips = ChipRow([*chips, (REFUSED, tr("Refused rows")), (KNOWN, tr("Known")), ("all", tr("All"))], tr("Filter"))
        self.chips.chosen.connect(lambda _which: self._fill())
        self.body.addWidget(self.chips)
        self.table = Table(RowsModel(_columns(language), lambda one: one.row.row), tr("Rows of the sheet"), wrap=True)
        self.table.setMinimumHeight(theme.current().px(230))
        self.body.addWidget(self.table, 1)
        self.send_back = Button(tr("Save what was refused"), icon="file-spreadsheet")
        self.send_back.clicked.connect(self.save_refused)
        self._row.addWidget(self.send_back)
        self._ready = False
        self.set_buttons(tr("Back"), tr("Bring in a census"), self._write, "database-import")
        self._show(seen)

    def _questions(self) -> QHBoxLayout:
        tr, language = self._context.language.tr, self._context.language
        line = QHBoxLayout()
        line.setSpacing(14)
        self.order = Choice(
            tr("Order of the dates"),
            [
                ("", tr("as they seem")),
                ("dmy", tr("the day first, as we write here")),
                ("mdy", tr("the month first, as in the United States")),
            ],
        )
        self.order.changed.connect(lambda order: self._say(replace(self.told, dates=str(order or ""))))
        self.council = Field(tr("Council of rows that name none"), language)
        self.council.line.editingFinished.connect(self._council_said)
        self.show_columns = Button(tr("What the columns mean"), icon="adjustments-horizontal")
        self.show_columns.setCheckable(True)
        self.show_columns.toggled.connect(lambda shown: self.columns.setVisible(shown))
        line.addWidget(self.order, 2)
        line.addWidget(self.council, 2)
        line.addWidget(self.show_columns)
        line.addStretch(1)
        return line

    # reading -------------------------------------------------------------------------------------

    def _council_said(self) -> None:
        said = self.council.text().strip()
        if said != self.told.council and not (not self.told.council and said == self.seen.council):
            self._say(replace(self.told, council=said))

    def _say(self, told: Told) -> None:
        self.told = told
        desk, path = self._context.desk, self.path
        self._context.tasks.run_read(lambda: census_import.look(desk, path, told), self._show, self._context.messages.error, owner=self)

    def _show(self, seen: CensusPreview) -> None:
        language = self._context.language
        tr, ntr = language.tr, language.ntr
        self.seen = seen
        self.columns.show_columns(seen.table.names, seen.table.meanings, seen.table.samples)
        self.show_columns.setVisible(not seen.register)
        self.order.setVisible(seen.ask_dates or bool(self.told.dates))
        names_none = "council" not in seen.table.meanings
        self.council.setVisible(names_none and seen.no_census is None)
        if names_none and not self.council.text():
            self.council.set_text(seen.council)
        self.made.setText(_made(language, seen))
        self.made.setVisible(bool(self.made.text()))
        self.before.setVisible(seen.before is not None)
        if seen.before is not None:
            day, who = seen.before
            told = tr(
                "This very file was brought in on {day} by {name}: who is there already comes in no second time.",
                day=language.date(day),
                name=who,
            )
            self.before.setText(told)
        report = seen.report
        self.send_back.setVisible(bool(report.refused))
        if seen.no_census is not None:
            self.show_columns.setChecked(True)
            self.summary.setText(
                wording.sentence(language, seen.no_census) + " " + tr("If it is one all the same, say below what its columns mean.")
            )
            self._offer("")
        else:
            what = summary(language, report)
            asks = " " + tr("Some dates can be read in two ways: say which comes first.") if seen.ask_dates and not self.told.dates else ""
            self.summary.setText(ntr("{n} row was read: {what}.", "{n} rows were read: {what}.", report.read, what=what) + asks)
            taken = report.new + report.doubtful + report.changed
            ready = taken and not asks
            self._offer(ntr("Bring in {n} row", "Bring in {n} rows", taken) if ready else "")
        self._fill()

    def _offer(self, verb: str) -> None:
        """The verb with its number; none where there is nothing to bring in, or something to be said first."""
        self._ready = bool(verb)
        assert self.verb is not None
        self.verb.setVisible(self._ready)
        if verb:
            self.verb.become(verb, "database-import", "↵")

    def _fill(self) -> None:
        report, language = self.seen.report, self._context.language
        look = report.doubtful + report.refused + report.changed
        counts = {"look": look, NEW: report.new, CHANGED: report.changed, DOUBTFUL: report.doubtful, REFUSED: report.refused}
        counts |= {KNOWN: report.known, "all": report.read}
        self.chips.set_counts({key: language.number(n) for key, n in counts.items()})
        which = self.chips.current
        wanted = {"look": (REFUSED, DOUBTFUL, CHANGED), "all": (NEW, CHANGED, DOUBTFUL, REFUSED, KNOWN)}.get(which, (which,))
        self.table.set_rows([one for one in self.seen.rows if one.status in wanted])

    # acting --------------------------------------------------------------------------------------

    def save_refused(self) -> None:
        """The rows that are not taken, as they stand in the file, with the reason: put right, they come in next."""
        language, seen = self._context.language, self.seen
        tr = language.tr
        name, _ = QFileDialog.getSaveFileName(self, tr("Save what was refused"), tr("to be put right.xlsx"), "Excel (*.xlsx);;CSV (*.csv)")
        if name:
            path = Path(name) if Path(name).suffix.lower() in (".xlsx", ".csv") else Path(f"{name}.xlsx")
            self._context.tasks.run_read(
                lambda: census_import.save_refused(path, language, seen),
                lambda n: self._context.messages.toast(language.ntr("{n} row saved", "{n} rows saved", n)),
                self._context.messages.error,
                self,
            )

    def _write(self) -> None:
        if not self._ready:
            return
        context, path, told = self._context, self.path, self.told
        by = context.by()
        if self.verb is not None:
            self.verb.setEnabled(False)
        context.tasks.run_long(
            context.language.tr("Bringing in the census…"),
            lambda progress: census_import.bring_in(context.desk, by, path, told, progress.at),
            self._done,
            ("people",),
            self._failed,
            self,
        )

    def _done(self, done: ImportReport) -> None:
        language = self._context.language
        self.accept()
        self._context.messages.toast(language.tr("Brought in: {what}.", what=summary(language, done)))

    def _failed(self, error: Exception) -> None:
        if self.verb is not None:
            self.verb.setEnabled(True)
        if not isinstance(error, Cancelled):
            self._context.messages.error(error)


def summary(language: Language, found: ImportReport) -> str:
    """`12 new, 3 changed, 1 refused`."""
    ntr = language.ntr
    parts = [
        ntr("{n} new", "{n} new", found.new),
        ntr("{n} changed", "{n} changed", found.changed) if found.changed else "",
        ntr("{n} doubtful", "{n} doubtful", found.doubtful) if found.doubtful else "",
        ntr("{n} known before", "{n} known before", found.known) if found.known else "",
        ntr("{n} refused", "{n} refused", found.refused) if found.refused else "",
    ]
    return ", ".join(part for part in parts if part)


def _made(language: Language, seen: CensusPreview) -> str:
    """What would be made for them: said before anything is."""
    tr, ntr = language.tr, language.ntr
    parts = []
    if seen.councils:
        n = len(seen.councils)
        parts.append(ntr("{n} communal council ({names})", "{n} communal councils ({names})", n, names=_some(seen.councils)))
    if seen.sectors:
        names = tuple(sector or tr("without a name") for _, sector in seen.sectors)
        parts.append(ntr("{n} sector ({names})", "{n} sectors ({names})", len(names), names=_some(tuple(dict.fromkeys(names)))))
    if seen.houses:
        parts.append(ntr("{n} house", "{n} houses", seen.houses))
    return tr("Not there yet, and made with them: {what}.", what=", ".join(parts)) if parts else ""


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(name[:30] for name in names[:_NAMES_SHOWN])
    return f"{shown}…" if len(names) > _NAMES_SHOWN else shown


def _columns(language: Language) -> tuple[Column[Decided], ...]:
    tr = language.tr
    badges = {
        REFUSED: Badge("bad", tr("refused")), DOUBTFUL: Badge("hold", tr("doubtful")), CHANGED: Badge("reserved", tr("changed")),
        NEW: Badge("ok", tr("new")), KNOWN: Badge("mute", tr("known")),
    }  # fmt: skip
    return (
        Column(tr("Row"), lambda one: number(str(one.row.row)), 70, right=True),
        Column(tr("Person"), lambda one: named(one.row.name or "—", one.row.house), 0, least=200),
        Column("", lambda one: Cell(badge=badges[one.status]), 128),
        Column(tr("Why"), lambda one: Cell(" ".join(words.reason(language, reason) for reason in one.reasons)), 470),
    )
