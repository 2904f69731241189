"""What would expire if people go on taking what they take: the lots by date, and for each whom it would fit now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from pharmacy_app.domain.expiry import Standing
from pharmacy_app.services import expiring, expiring_papers
from pharmacy_app.services.expiring import Ahead, ExpiringLot
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.matching.whom import WhomDialog
from pharmacy_app.ui.widgets.buttons import Button, Chip
from pharmacy_app.ui.widgets.cells import Bar, Cell, Column, named, number
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import expiring as said
from pharmacy_app.wording import trade

_USUAL = 90
_INKS = {"urgent": "bad_ink", "expired": "bad_ink", "soon": "soon_ink"}


class ExpiringDialog(Dialog):
    """The list; Return says whom a lot would fit, and from there one key leads to the proposal."""

    def __init__(self, room: Room, context: Context) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("What would expire"), 1140)
        self._room, self._context = room, context
        self.found: Ahead | None = None
        self.told = label("", "line", wrap=True)
        self.body.addWidget(self.told)
        self.windows = ChipRow([(str(days), language.ntr("{n} day", "{n} days", days)) for days in expiring.WINDOWS] + [("", tr("All"))],
                               tr("Expires within"))  # fmt: skip
        self.windows.set_current(str(_USUAL))
        self.windows.chosen.connect(lambda _days: self._fill())
        self.all, self.cold = Chip(tr("Also what is used in time")), Chip(tr("Fridge"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.windows, 1)
        for chip in (self.cold, self.all):
            chip.clicked.connect(lambda _on: self._fill())
            line.addWidget(chip)
        self.body.addLayout(line)
        self.table = Table(RowsModel(_columns(language), lambda row: row.lot.id), tr("What would expire"))
        self.table.setMinimumHeight(min(theme.current().px(380), max(200, room.window().height() - theme.current().px(312))))
        self.table.opened.connect(self._open)
        self.body.addWidget(self.table, 1)
        self.nothing = label("", "line", wrap=True)
        self.nothing.hide()
        self.body.addWidget(self.nothing)
        self._button(tr("Export"), "file-spreadsheet", "Ctrl+E", self.export)
        self._button(tr("Print"), "printer", "Ctrl+P", self.print)
        self.set_buttons(tr("Back"), tr("Whom it would fit"), self.open_row, "users")
        desk = context.desk
        context.tasks.run_read(lambda: expiring.ahead(desk), self._show, context.messages.error, self)

    def _button(self, words: str, icon: str, key: str, do: Callable[[], None]) -> None:
        button = Button(words, "quiet", icon, key.replace("+", " "))
        button.clicked.connect(do)
        self._row.addWidget(button)
        QShortcut(QKeySequence(key), self).activated.connect(do)

    def _show(self, found: Ahead) -> None:
        self.found = found
        self._fill()
        self.table.setFocus()

    def _days(self) -> int | None:
        return int(self.windows.current) if self.windows.current else None

    def shown(self) -> tuple[ExpiringLot, ...]:
        """What the filters leave."""
        if self.found is None:
            return ()
        return self.found.within(self._days(), left_over=not self.all.isChecked(), cold=self.cold.isChecked())

    def _fill(self) -> None:
        found, language = self.found, self._context.language
        if found is None:
            return
        rows = self.shown()
        left_over, cold = not self.all.isChecked(), self.cold.isChecked()
        counts = {str(days or ""): language.number(len(found.within(days, left_over, cold))) for days in (*expiring.WINDOWS, None)}
        self.windows.set_counts(counts)
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.told.setText(_sentence(language, rows))
        self.told.setVisible(bool(rows))
        everything = language.tr("Nothing would expire here: all of it would be used in time.")
        self.nothing.setText(everything if found.rows else language.tr("There is nothing on the shelf yet that could expire."))
        if self.verb is not None:
            self.verb.setVisible(bool(rows))
        self.place()

    def open_row(self) -> None:
        """Whom the chosen lot would fit."""
        self._open(self.table.row())

    def _open(self, row: ExpiringLot | None) -> None:
        if row is not None:
            WhomDialog(self, self._context, row, self.accept).open()

    def print(self) -> None:
        """What is shown, on paper: without names."""
        context, found, rows, days = self._context, self.found, self.shown(), self._days()
        if found is None:
            return
        desk, language = context.desk, context.language
        title, name = language.tr("What would expire"), language.tr("what would expire {day}", day=found.day) + ".pdf"
        show_paper(context, self._room, title, name, lambda: expiring_papers.paper_of(desk, found, days, rows, language))

    def export(self) -> None:
        """What is shown, as a sheet: without names."""
        if self.found is None:
            return
        tr = self._context.language.tr
        name = tr("what would expire {day}", day=self.found.day) + ".xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export"), name, "Excel (*.xlsx);;CSV (*.csv)")
        if chosen:
            self.save(Path(chosen) if Path(chosen).suffix.lower() in (".xlsx", ".csv") else Path(f"{chosen}.xlsx"))

    def save(self, path: Path) -> None:
        """Writes the sheet to this file."""
        context, language, rows = self._context, self._context.language, self.shown()

        def done(lots: int) -> None:
            context.messages.toast(language.ntr("{n} lot written to {name}", "{n} lots written to {name}", lots, name=path.name))

        context.tasks.run_read(lambda: expiring_papers.export(path, language, rows), done, context.messages.error, self)


def _sentence(language: Language, rows: tuple[ExpiringLot, ...]) -> str:
    said = language.ntr(
        "If everybody goes on taking what is prescribed today, something of {n} lot is left over.",
        "If everybody goes on taking what is prescribed today, something of {n} lots is left over.",
        sum(row.outlook.at_risk > 0 for row in rows),
    )
    return said + " " + language.tr("What is taken as needed is not counted as used.")


def _columns(language: Language) -> tuple[Column[ExpiringLot], ...]:
    tr, figure = language.tr, language.number

    def what(row: ExpiringLot) -> Cell:
        lot = tr("lot {lot}", lot=row.lot.lot or "—")
        return named(trade.medicine_title(language, row.medicine), " · ".join(part for part in (lot, row.lot.shelf) if part))

    def when(row: ExpiringLot) -> Cell:
        state: Standing = row.standing
        return Cell(language.date(row.lot.expiry), trade.standing(language, state), _INKS.get(state.code, "text2"))

    def a_day(row: ExpiringLot) -> Cell:
        return number(figure(round(float(row.per_day), 1), 0 if row.per_day.denominator == 1 else 1))

    def used(row: ExpiringLot) -> Cell:
        first, last = row.outlook.first, row.outlook.last
        return Cell(said.used(language, first, last, bool(row.per_day)), quiet=first is None)

    def left(row: ExpiringLot) -> Cell:
        share = row.outlook.at_risk / row.lot.free
        return Cell(
            figure(row.outlook.at_risk), strong=bool(row.outlook.at_risk), quiet=not row.outlook.at_risk, bar=Bar(share, "soon_fill")
        )

    def fits(row: ExpiringLot) -> Cell:
        whom = row.whom
        if whom.nobody:
            return Cell(tr("nobody known"), quiet=True)
        parts = [language.ntr("{n} waits", "{n} wait", len(whom.waiting))] if whom.waiting else []
        parts += (
            [language.ntr("{n} with another strength", "{n} with another strength", len(whom.other_strengths))]
            if whom.other_strengths
            else []
        )
        parts += [language.ntr("{n} office to ask", "{n} offices to ask", len(whom.offices))] if whom.offices else []
        return Cell(parts[0], " · ".join(parts[1:]))

    return (
        Column(tr("Medicine"), what, key=lambda row: (trade.medicine_title(language, row.medicine).casefold(), row.lot.expiry)),
        Column(tr("Expires"), when, 118, right=True, key=lambda row: row.lot.expiry),
        Column(tr("There are"), lambda row: number(figure(row.lot.free), trade.unit_word(language, row.medicine.unit, row.lot.free)), 110,
               right=True, key=lambda row: -row.lot.free),
        Column(tr("A day"), a_day, 72, right=True, key=lambda row: -row.per_day, drop=2),
        Column(tr("Would be used"), used, 172, key=lambda row: (row.outlook.first is None, row.outlook.first or row.lot.expiry), drop=1),
        Column(tr("Left over"), left, 150, right=True, key=lambda row: -row.outlook.at_risk),
        Column(tr("Would fit now"), fits, 200, key=lambda row: -len(row.whom.waiting), least=180),
    )  # fmt: skip
