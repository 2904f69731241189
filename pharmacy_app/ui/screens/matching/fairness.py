"""Whether it has been shared out fairly: what was decided by council, sex, age and criterion, and who waits longest. Real numbers, for the committee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from pharmacy_app.services import fairness
from pharmacy_app.services.fairness import BY, Fairness, Group, Wait, Waiting
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Bar, Cell, Column, named, number
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel, TreeModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import fairness as said
from pharmacy_app.wording import trade

_WAITS = "waits"


class FairnessDialog(Dialog):
    """One table at a time: the groups of one kind, or who waits. Names stand with the waits alone, and only here."""

    def __init__(self, room: Room, context: Context) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Fairness"), 1140)
        self._context = context
        self.found: Fairness | None = None
        self.told = label("", "line", wrap=True)
        self.body.addWidget(self.told)
        self.kinds = ChipRow([*((by, said.kind(language, by)) for by in BY), (_WAITS, tr("Longest waits"))], tr("Sorted by"))
        self.kinds.chosen.connect(lambda _kind: self._fill())
        self.period = QComboBox()
        self.period.setAccessibleName(tr("Period"))
        for words, first in _periods(language, context.desk.clock.today()):
            self.period.addItem(words, first)
        self.period.activated.connect(lambda _at: self.read())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.kinds, 1)
        line.addWidget(self.period)
        self.body.addLayout(line)
        self.table = Table(RowsModel(_columns(language), lambda group: (group.by, group.key)), tr("Fairness"), two_lines=False)
        waits: TreeModel[Waiting, Wait] = TreeModel(
            _medicine_columns(language), _person_columns(language), lambda one: one.people, _identity
        )
        self.waits = Table(waits, tr("Longest waits"))
        self.waits.opened.connect(self._unfold)
        for table in (self.table, self.waits):
            table.setMinimumHeight(min(theme.current().px(380), max(200, room.window().height() - theme.current().px(312))))
            self.body.addWidget(table, 1)
        self.note = label("", "small", wrap=True)
        self.body.addWidget(self.note)
        export = Button(tr("Export"), "quiet", "file-spreadsheet", "Ctrl E")
        export.clicked.connect(self.export)
        self._row.addWidget(export)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.export)
        self.set_buttons(tr("Back"), "", self.accept)
        self._fill()
        self.read()

    def read(self) -> None:
        """The decisions of the chosen period."""
        context, first = self._context, self.period.currentData()
        desk = context.desk
        context.tasks.run_read(lambda: fairness.fairness(desk, first), self._show, context.messages.error, self)

    def _show(self, found: Fairness) -> None:
        self.found = found
        self._fill()
        self.shown().setFocus()

    def shown(self) -> Table:
        """The table that is seen."""
        return self.waits if self.kinds.current == _WAITS else self.table

    def _fill(self) -> None:
        found, kind, language = self.found, self.kinds.current, self._context.language
        waiting = kind == _WAITS
        self.table.setVisible(not waiting and (found is None or bool(found.by(kind))))
        self.waits.setVisible(waiting and found is not None and bool(found.waits))
        self.period.setEnabled(not waiting)
        if found is None:
            return
        if waiting:
            self.waits.set_rows(found.waits)
            self.told.setText(_waiting_words(language, found))
        else:
            self.table.set_rows(found.by(kind))
            self.told.setText(_decided_words(language, found))
        self.note.setText(_note(language, kind))
        self.place()

    def _unfold(self, row: Waiting | Wait) -> None:
        if isinstance(row, Waiting):
            index = self.waits.rows.find(_identity(row))
            self.waits.setExpanded(index, not self.waits.isExpanded(index))
        else:
            self.accept()
            self._context.go("matching", row.item_id)

    def export(self) -> None:
        """The groups as a sheet: small ones hidden, no names."""
        if self.found is None:
            return
        tr = self._context.language.tr
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export"), tr("fairness {day}", day=self.found.day) + ".xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if chosen:
            self.save(Path(chosen) if Path(chosen).suffix.lower() in (".xlsx", ".csv") else Path(f"{chosen}.xlsx"))

    def save(self, path: Path) -> None:
        """Writes the sheet to this file."""
        context, found, language = self._context, self.found, self._context.language
        if found is not None:
            context.tasks.run_read(
                lambda: fairness.export(path, language, found),
                lambda n: context.messages.toast(language.ntr("{n} row saved", "{n} rows saved", n)),
                context.messages.error,
                self,
            )


def _periods(language: Language, today: date) -> tuple[tuple[str, date | None], ...]:
    tr = language.tr
    return (
        (tr("The last 90 days"), fairness.since(today, 90)),
        (tr("The last 30 days"), fairness.since(today, 30)),
        (tr("This year"), date(today.year, 1, 1)),
        (tr("Since the beginning"), None),
    )


def _decided_words(language: Language, found: Fairness) -> str:
    whole = found.whole
    if not whole.lines:
        return language.tr("Nothing was confirmed in this period.")
    lines = language.ntr("{n} decision", "{n} decisions", whole.lines)
    people = language.ntr("{n} person", "{n} people", whole.people)
    if whole.share is None:
        return language.tr("{lines} about {people}.", lines=lines, people=people)
    return language.tr(
        "{lines} about {people}; {share} % of the days asked for were granted.",
        lines=lines,
        people=people,
        share=_percent(language, whole.share),
    )


def _waiting_words(language: Language, found: Fairness) -> str:
    people = len({wait.person.patient_id for one in found.waits for wait in one.people})
    if not people:
        return language.tr("Nobody is without a medicine today that a doctor ordered.")
    medicines = language.ntr("{n} medicine", "{n} medicines", len(found.waits))
    return language.ntr(
        "Today {n} person is without a medicine that a doctor ordered ({medicines}).",
        "Today {n} people are without a medicine that a doctor ordered ({medicines}).",
        people,
        medicines=medicines,
    )


def _note(language: Language, kind: str) -> str:
    if kind == _WAITS:
        return language.tr("Names are shown here alone: no sheet and no paper has them. What is taken as needed is not counted.")
    same = language.tr(
        "Days granted, of the days that were asked for; what waits for a doctor is not counted in them. In the exported sheet, groups below five are hidden."
    )
    if kind == "criterion":
        return language.tr("By the rules of each day; who has two criteria counts in both.") + " " + same
    return same


def _percent(language: Language, share: float) -> str:
    return language.number(round(share * 100))


def _columns(language: Language) -> tuple[Column[Group], ...]:
    tr, figure = language.tr, language.number

    def name(group: Group) -> Cell:
        words = said.group(language, group.by, group.key)
        return named(words[:1].upper() + words[1:])

    def share(group: Group) -> Cell:
        part = group.tally.share
        return Cell("—", quiet=True) if part is None else Cell(f"{_percent(language, part)} %", bar=Bar(part))

    def counted(title: str, of: Callable[[Group], int], width: int, drop: int = 0) -> Column[Group]:
        return Column(title, lambda group: number(figure(of(group))), width, right=True, key=lambda group: -of(group), drop=drop)

    return (
        Column(tr("Group"), name, key=lambda group: said.group(language, group.by, group.key), least=160),
        counted(tr("People"), lambda group: group.tally.people, 95),
        counted(tr("Lines"), lambda group: group.tally.lines, 95, 1),
        counted(tr("Granted"), lambda group: group.tally.granted, 110),
        counted(tr("In part"), lambda group: group.tally.part, 105),
        counted(tr("Deferred"), lambda group: group.tally.deferred, 110),
        counted(tr("Not granted"), lambda group: group.tally.refused, 105),
        counted(tr("For a doctor"), lambda group: group.tally.doctor, 125, 2),
        Column(tr("Days granted"), share, 165, right=True, key=lambda group: group.tally.share if group.tally.share is not None else 2),
    )


def _identity(row: Waiting | Wait) -> object:
    return ("medicine", row.medicine.id) if isinstance(row, Waiting) else ("item", row.item_id)


def _medicine_columns(language: Language) -> tuple[Column[Waiting], ...]:
    tr, figure = language.tr, language.number

    def what(one: Waiting) -> Cell:
        return named(trade.medicine_title(language, one.medicine))

    return (
        Column(tr("Medicine"), what, key=lambda one: trade.medicine_title(language, one.medicine).casefold()),
        Column(tr("Communal council"), lambda one: Cell(_councils(language, one)), 260, drop=1),
        Column(tr("People"), lambda one: number(figure(len(one.people))), 110, right=True, key=lambda one: -len(one.people)),
        Column(tr("Days without"), lambda one: number(figure(one.people[0].days), tr("the longest")), 150, right=True,
               key=lambda one: -one.people[0].days),
    )  # fmt: skip


def _councils(language: Language, one: Waiting) -> str:
    names = dict.fromkeys(wait.person.council for wait in one.people)
    return next(iter(names)) if len(names) == 1 else language.ntr("{n} council", "{n} councils", len(names))


def _person_columns(language: Language) -> tuple[Column[Wait], ...]:
    tr, figure = language.tr, language.number
    return (
        Column("", lambda wait: Cell(wait.person.name, tr("waits for a doctor's answer") if wait.doctor else "", "hold_ink")),
        Column("", lambda wait: Cell(wait.person.council, quiet=True), 260, drop=1),
        Column("", lambda wait: Cell(), 110),
        Column("", lambda wait: number(figure(wait.days)), 150, right=True),
    )
