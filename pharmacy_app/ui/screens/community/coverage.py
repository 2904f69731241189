"""Coverage: per council and illness how many people, how many treated, how many waiting, and what the shelf has for it. Real numbers, for the committee."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from pharmacy_app.services import coverage
from pharmacy_app.services.coverage import Coverage, CoverageRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Bar, Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade


class CoverageDialog(Dialog):
    """The table of the whole community or of one council."""

    def __init__(self, room: Room, context: Context) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Coverage"), 1080)
        self._room, self._context = room, context
        self.found: Coverage | None = None
        self.council = QComboBox()
        self.council.setAccessibleName(tr("Council"))
        self.council.addItem(tr("The whole community"), None)
        self.council.activated.connect(lambda _at: self._fill())
        told = tr("Under treatment: an order that runs, of a medicine usual for the illness. Waiting: such an order waits for an answer.")
        line = QHBoxLayout()
        line.addWidget(label(told, "small", wrap=True), 1)
        line.addWidget(self.council)
        self.body.addLayout(line)
        self.table = Table(RowsModel(_columns(language), lambda row: (row.condition, row.council_id)), tr("Coverage"))
        self.table.setMinimumHeight(theme.current().px(380))
        self.body.addWidget(self.table, 1)
        self.note = label(
            tr("On paper and in the sheet, groups below five are hidden, also where they could be reckoned."), "small", wrap=True
        )
        self.body.addWidget(self.note)
        save = Button(tr("Save as a sheet"), icon="file-spreadsheet")
        save.clicked.connect(self.export)
        self._row.addWidget(save)
        self.set_buttons(tr("Back"), tr("Print"), self.print, "printer")
        desk = context.desk
        context.tasks.run_read(lambda: coverage.coverage(desk), self._show, context.messages.error, self)

    def _show(self, found: Coverage) -> None:
        self.found = found
        for council_id, name in found.councils:
            self.council.addItem(name, council_id)
        self._fill()
        self.table.setFocus()

    def _fill(self) -> None:
        if self.found is None:
            return
        council = self.council.currentData()
        rows = self.found.community if council is None else self.found.of(council)
        self.table.set_rows(rows)
        if not rows:
            self.note.setText(self._context.language.tr("Nobody's illnesses are written down here yet."))

    def print(self) -> None:
        """The paper, with small groups hidden."""
        found, context = self.found, self._context
        if found is not None:
            desk, language = context.desk, context.language
            show_paper(
                context,
                self._room,
                language.tr("Coverage"),
                language.tr("coverage") + ".pdf",
                lambda: coverage.paper_of(desk, found, "", language),
            )

    def export(self) -> None:
        """The same as a sheet."""
        found, context = self.found, self._context
        tr, language, desk = context.language.tr, context.language, context.desk
        if found is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as a sheet"), tr("coverage") + ".xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if name:
            path = Path(name) if Path(name).suffix.lower() in (".xlsx", ".csv") else Path(f"{name}.xlsx")
            context.tasks.run_read(
                lambda: coverage.export(desk, found, path, language),
                lambda n: context.messages.toast(language.ntr("{n} row saved", "{n} rows saved", n)),
                context.messages.error,
                self,
            )


def _columns(language: Language) -> tuple[Column[CoverageRow], ...]:
    tr, figure = language.tr, language.number

    def treated(row: CoverageRow) -> Cell:
        share = row.count.treated / row.count.people if row.count.people else 0.0
        return Cell(figure(row.count.treated), bar=Bar(share, "ok_fill" if share >= 0.75 else "soon_fill" if share >= 0.4 else "bad_fill"))

    def essential(row: CoverageRow) -> Cell:
        if not row.essential:
            return Cell("—", quiet=True)
        return Cell(tr("{there} of {all}", there=figure(row.there), all=figure(row.essential)), bar=Bar(row.there / row.essential))

    return (
        Column(tr("Illness"), lambda row: named(_capital(trade.condition(language, row.condition))), key=lambda row: row.condition),
        Column(tr("People"), lambda row: number(figure(row.count.people)), 110, right=True, key=lambda row: -row.count.people),
        Column(tr("Under treatment"), treated, 170, right=True, key=lambda row: -row.count.treated),
        Column(tr("Waiting"), lambda row: number(figure(row.count.waiting)), 120, right=True, key=lambda row: -row.count.waiting),
        Column(tr("Without treatment"), lambda row: number(figure(row.count.without)), 160, right=True, key=lambda row: -row.count.without),
        Column(tr("Essential list"), essential, 160, right=True, key=lambda row: -row.there, drop=1),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
