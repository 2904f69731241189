"""The waiting list: who waits for what, since when and why, and what there is for it today. From a line its medicine is dealt anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services import waiting, waiting_papers
from pharmacy_app.services.waiting import STATES, Waiting
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.buttons import Button, Chip
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field, SearchField, fill
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import deciding, trade

# a state as a filter
_STATES = {
    "refused": mark("The committee said no"), "doctor": mark("For a doctor"), "deferred": mark("Deferred"), "part": mark("Received a part"),
    "given_up": mark("Taken back"), "reopened": mark("Asked again"), "never": mark("New"), "again": mark("Needs more"),
}  # fmt: skip


class WaitingDialog(Dialog):
    """The list with its filters. `anew(medicine)`: its medicine is to be dealt anew. `served`: first only what can be served today."""

    def __init__(self, room: Room, context: Context, anew: Callable[[Medicine], None], served: bool = False) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Waiting list"), 1140)
        self._room, self._context, self._anew = room, context, anew
        self.found: tuple[Waiting, ...] | None = None
        self.told = label(tr("Reading…"), "line", wrap=True)
        self.body.addWidget(self.told)
        self.search = SearchField(tr("Person or medicine"))
        self.search.searched.connect(lambda _text: self._fill())
        self.council, self.state = QComboBox(), QComboBox()
        self.council.setAccessibleName(tr("Council"))
        self.state.setAccessibleName(tr("Why"))
        fill(self.state, [("", tr("For any reason")), *((word, tr(_STATES[word])) for word in STATES)])
        self.served = Chip(tr("There is some today"))
        self.served.setChecked(served)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        for box in (self.council, self.state):
            box.activated.connect(lambda _at: self._fill())
            line.addWidget(box)
        self.served.clicked.connect(lambda _on: self._fill())
        line.addWidget(self.served)
        self.body.addLayout(line)
        self.table = Table(RowsModel(_columns(language), lambda row: row.item_id), tr("Waiting list"))
        self.table.setMinimumHeight(min(theme.current().px(380), max(200, room.window().height() - theme.current().px(312))))
        self.table.opened.connect(lambda _row: self.deal())
        self.table.letters = {"T": self.take_back}
        self.body.addWidget(self.table, 1)
        self.nothing = label("", "line", wrap=True)
        self.nothing.hide()
        self.body.addWidget(self.nothing)
        self._button(tr("Export"), "file-spreadsheet", "Ctrl+E", self.export)
        self._button(tr("Print"), "printer", "Ctrl+P", self.print)
        self._button(tr("Take the no back"), "arrow-back-up", "T", self.take_back)
        self.set_buttons(tr("Back"), tr("Deal anew"), self.deal, "refresh")
        self.read()

    def _button(self, words: str, icon: str, key: str, do: Callable[[], None]) -> None:
        button = Button(words, "quiet", icon, key.replace("+", " "))
        button.clicked.connect(do)
        self._row.addWidget(button)
        if "+" in key:  # a letter belongs to the list: it is typed in the search
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def read(self) -> None:
        """Everybody who waits, as it is now."""
        desk = self._context.desk
        self._context.tasks.run_read(lambda: waiting.waiting_list(desk), self._show, self._context.messages.error, self)

    def _show(self, found: tuple[Waiting, ...]) -> None:
        self.found = found
        every = self._context.language.tr("All councils")
        fill(self.council, [("", every), *((name, name) for name in sorted({row.council for row in found}))])
        self._fill()
        self.table.setFocus()

    def shown(self) -> list[Waiting]:
        """What the filters leave."""
        council, state, words = self.council.currentData(), self.state.currentData(), fold(self.search.text()).split()
        return [
            row
            for row in self.found or ()
            if (not council or row.council == council)
            and (not state or row.state == state)
            and (not self.served.isChecked() or row.can_be_served)
            and all(word in fold(f"{row.patient} {row.patient_code} {row.medicine.name(self._context.language.code)} {row.medicine.inn}")
                    for word in words)
        ]  # fmt: skip

    def _fill(self) -> None:
        if self.found is None:
            return
        rows, language = self.shown(), self._context.language
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.told.setText(list_sentence(language, rows))
        nobody = language.tr("Nobody waits: what is needed in the next {n} days is promised.", n=waiting.PERIOD)
        self.nothing.setText(language.tr("Nothing here fits the filter.") if self.found else nobody)
        if self.verb is not None:
            self.verb.setVisible(bool(rows))
        self.place()

    def deal(self) -> None:
        """The medicine of the chosen line, dealt anew."""
        row: Waiting | None = self.table.row()
        if row is not None:
            self.accept()
            self._anew(row.medicine)

    def take_back(self) -> None:
        """A refusal is taken back, with why."""
        row: Waiting | None = self.table.row()
        if row is not None:
            ReopenDialog(self._context, self, row, self.read).open()

    def print(self) -> None:
        """What is shown, on paper: people by their number."""
        context, rows = self._context, self.shown()
        desk, language, today = context.desk, context.language, context.desk.clock.today()
        name = language.tr("waiting list {day}", day=today) + ".pdf"
        summary = list_sentence(language, rows)
        show_paper(
            context, self._room, language.tr("Waiting list"), name, lambda: waiting_papers.paper_of(desk, today, rows, summary, language)
        )

    def export(self) -> None:
        """What is shown, as a sheet: people by their number."""
        tr = self._context.language.tr
        name = tr("waiting list {day}", day=self._context.desk.clock.today()) + ".xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export"), name, "Excel (*.xlsx);;CSV (*.csv)")
        if chosen:
            self.save(Path(chosen) if Path(chosen).suffix.lower() in (".xlsx", ".csv") else Path(f"{chosen}.xlsx"))

    def save(self, path: Path) -> None:
        """Writes the sheet to this file."""
        context, language, rows = self._context, self._context.language, self.shown()

        def done(lines: int) -> None:
            context.messages.toast(language.ntr("{n} line written to {name}", "{n} lines written to {name}", lines, name=path.name))

        context.tasks.run_read(lambda: waiting_papers.export(path, language, rows), done, context.messages.error, self)


class ReopenDialog(FormDialog):
    """Why a refusal is taken back."""

    def __init__(self, context: Context, window: Dialog, row: Waiting, done: Callable[[], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Take back the no to {person}?", person=row.patient))
        self._waiting, self._done = row, done
        told = tr("It is asked for again from the next proposal on. Both decisions stay in the record.")
        self.body.addWidget(label(told, "line", wrap=True))
        self.why = Field(tr("Why"), context.language, tr("It stands in the record of the meeting."))
        self.body.addWidget(self.why)
        self.fields = {"reason": self.why}
        self.end(tr("Take the no back"), self.reopen, "arrow-back-up")
        EnterGoesOn([self.why], self.reopen, self)

    def open(self) -> None:
        super().open()
        self.why.setFocus()

    def reopen(self) -> None:
        """Keeps it."""
        desk, by, item, why = self.context.desk, self.context.by(), self._waiting.item_id, self.why.text()
        self.write(lambda: waiting.reopen(desk, by, [item], why), lambda _: self._done(), {"matching"})


def list_sentence(language: Language, rows: Sequence[Waiting]) -> str:
    """How many wait, and for how many of them there is something today."""
    people = language.ntr("{n} person", "{n} people", len({row.patient_id for row in rows}))
    lines = language.ntr("{n} line of {people} waits.", "{n} lines of {people} wait.", len(rows), people=people)
    there = language.ntr("For {n} there is some today.", "For {n} there is some today.", sum(row.can_be_served for row in rows))
    return f"{lines} {there}"


def _columns(language: Language) -> tuple[Column[Waiting], ...]:
    tr, figure = language.tr, language.number

    def medicine(row: Waiting) -> Cell:
        name, _, form = trade.medicine_title(language, row.medicine).partition(", ")
        return Cell(name, form)

    def since(row: Waiting) -> Cell:
        said = deciding.waits_why(language, row.state, row.since, row.decided_on, row.until, row.refusal, row.note)
        if row.proposed:
            said += " · " + tr("{n} in the proposal that is open", n=figure(row.proposed))
        return Cell(language.date(row.since), said)

    def today(row: Waiting) -> Cell:
        if not row.would_get:
            return Cell(tr("there is none"), quiet=True)
        return Cell(
            tr("{n} of {all}", n=figure(row.would_get), all=figure(row.units)), strong=True, icon="circle-check", icon_role="ok_ink"
        )

    def standing(row: Waiting) -> Cell:
        return Cell(row.tier, language.ntr("{n} point", "{n} points", row.points))

    return (
        Column(tr("Who"), lambda row: named(row.patient, row.council), key=lambda row: fold(row.patient), least=190),
        Column(tr("Medicine"), medicine, 230,
               key=lambda row: (trade.medicine_title(language, row.medicine).casefold(), row.since)),
        Column(tr("Group"), standing, 92, key=lambda row: (row.tier, -row.points), drop=2),
        Column(tr("Lacks"), lambda row: number(figure(row.units)), 72, right=True, key=lambda row: -row.units),
        Column(tr("Since, and why"), since, 280, key=lambda row: row.since),
        Column(tr("Today"), today, 124, right=True, key=lambda row: -row.would_get),
    )  # fmt: skip
