"""What a round takes off the shelf: place by place, ticked with the keyboard or by scanning the shelf's labels; what is not there is said here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pharmacy_app.domain.quantity import as_counted, parse_quantity
from pharmacy_app.services import round_picking
from pharmacy_app.services.round_picking import Missing, PickLine, Short
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label, rule
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

SHOWN = 12  # people whom the dialog names; of more, how many


class PickingPage(QWidget):
    """Knows the lines; the room writes. `ticked(lines, taken)`, `missing(line)`."""

    ticked = Signal(object, bool)
    missing = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.list: Table = Table(
            RowsModel(_columns(context.language), lambda line: line.batch_id), context.language.tr("To take off the shelf"), wrap=True
        )
        self.list.setMinimumHeight(theme.current().px(180))
        self.list.letters = {" ": self.tick, "N": self._not_there}
        self.list.opened.connect(lambda _row: self.tick())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)

    def show_lines(self, lines: tuple[PickLine, ...]) -> None:
        """The list as it was read."""
        self.list.set_rows(lines)

    def lines(self) -> tuple[PickLine, ...]:
        """What is shown."""
        return tuple(self.list.rows.rows)

    def row(self) -> PickLine | None:
        """The chosen line."""
        found = self.list.row()
        return found if isinstance(found, PickLine) else None

    def focus_list(self) -> None:
        """The keyboard stands on the lines."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        """The chosen line lies on the table (or does not, after all); the next that is still to be taken is chosen."""
        line = self.row()
        if line is None:
            return
        lines = self.lines()
        at = lines.index(line)
        following = next((one for one in (*lines[at + 1 :], *lines[:at]) if not one.done), None)
        taken = not line.done
        if taken and following is not None and not line.wrong:
            self.list.select(following.batch_id)
        self.ticked.emit(line, taken)

    def scanned(self, batch_id: int) -> bool:
        """The label of a lot was scanned: its line is ticked, and chosen. False where the round takes nothing of it."""
        line = next((one for one in self.lines() if one.batch_id == batch_id), None)
        if line is None:
            return False
        self.list.select(batch_id)
        if not line.done:
            self.ticked.emit(line, True)
        return True

    def _not_there(self) -> None:
        line = self.row()
        if line is not None:
            self.missing.emit(line)


class MissingDialog(FormDialog):
    """How many there are, and what that means for whom, before anything is written. `done(missing)` once it is."""

    def __init__(self, context: Context, window: QWidget, round_id: int, line: PickLine, done: Callable[[Missing], None]) -> None:
        language = context.language
        tr = language.tr
        title = tr("Expired before the round") if line.wrong else tr("Not on the shelf?")
        super().__init__(context, window, title)
        self._round_id, self._lot, self._done = round_id, line, done
        self.body.addWidget(label(_name(language, line), "name", wrap=True))
        place = tr("place {place}", place=line.shelf) if line.shelf else tr("no place noted")
        self.body.addWidget(label(tr("Lot {lot}, {place}", lot=line.lot, place=place), "line"))
        hint = tr("all of the lot, with what lies on the table; empty: nobody knows, the lot is set aside until somebody has looked")
        self.there = Field(tr("How many units are there?"), language, hint, parse=self._read)
        self.there.setVisible(not line.wrong)
        self.there.changed.connect(self.foresee)
        self.body.addWidget(self.there)
        self.body.addWidget(rule())
        self.should = label("", "line", wrap=True)
        self.what = label("", "name", wrap=True)
        self.people = label("", "line", wrap=True)
        for widget in (self.should, self.what, self.people):
            self.body.addWidget(widget)
        self.fields = {"quantity": self.there}
        self.end(tr("Take another lot") if line.wrong else tr("Note it"), self.write_down)
        EnterGoesOn([self.there], self.write_down, self)
        self.foresee()

    def open(self) -> None:
        super().open()
        if self.there.isVisibleTo(self):
            self.there.line.setFocus()

    def _read(self, text: str) -> tuple[int, str]:
        units = parse_quantity(text)
        return units, f"= {trade.units(self.context.language, units, self._lot.medicine.unit)}"

    def _counted(self) -> int | None:
        found = self.there.value() if self.there.text() else None
        return found if isinstance(found, int) else None

    def foresee(self) -> None:
        """What it would mean, as it stands now."""
        desk, round_id, batch_id, there = self.context.desk, self._round_id, self._lot.batch_id, self._counted()
        self.refused.hide()
        self.context.tasks.run_read(
            lambda: round_picking.missing(desk, round_id, batch_id, there), self._show, failed=self._unforeseen, owner=self
        )

    def _unforeseen(self, error: Exception) -> None:
        for words in (self.what, self.people):
            words.setText("")
        self.fail(error)

    def _show(self, found: Missing) -> None:
        language, unit = self.context.language, self._lot.medicine.unit
        if not self._lot.wrong:
            units = trade.units(language, found.should_be, unit)
            self.should.setText(language.tr("By the book there should be {units}.", units=units))
        self.should.setVisible(not self._lot.wrong)
        aside = language.tr("The lot is set aside until somebody has looked.") if not self.there.text() and not self._lot.wrong else ""
        self.what.setText(" ".join(part for part in (aside, _summary(language, found)) if part))
        self.people.setText("\n".join(self._said(one) for one in found.broken[:SHOWN]) + ("\n…" if len(found.broken) > SHOWN else ""))

    def _said(self, one: Short) -> str:
        language = self.context.language
        units = trade.units(language, one.units, self._lot.medicine.unit)
        if one.other is None:
            return language.tr("{person}: {units}; no other lot has that many", person=one.patient, units=units)
        place = one.other.shelf or language.tr("no place noted")
        return language.tr("{person}: {units} of lot {lot} ({place})", person=one.patient, units=units, lot=one.other.lot, place=place)

    def write_down(self) -> None:
        """Books it, all of it or nothing."""
        if self.there.text() and self._counted() is None:
            self.there.line.setFocus()
            return
        tr = self.context.language.tr
        why = tr("expired before the round") if self._lot.wrong else tr("not found on the shelf for round {number}", number=self._round_id)
        desk, by, there = self.context.desk, self.context.by(), self._counted()
        round_id, batch_id = self._round_id, self._lot.batch_id
        self.write(lambda: round_picking.not_there(desk, by, round_id, batch_id, there, why), self._done, {"rounds", "stock", "matching"})


def _summary(language: Language, found: Missing) -> str:
    if not found.broken:
        return language.tr("It is enough for everybody to whom this lot is promised: only the count is put right.")
    moved, lost = len(found.moved), len(found.lost)
    said = []
    if moved:
        said.append(language.ntr("{n} bag gets another lot.", "{n} bags get another lot.", moved))
    if lost:
        said.append(language.ntr("For {n} person it is given up.", "For {n} people it is given up.", lost))
    return " ".join(said)


def _name(language: Language, line: PickLine) -> str:
    return trade.medicine_title(language, line.medicine, plural=line.units != 1)


def _columns(language: Language) -> tuple[Column[PickLine], ...]:
    tr = language.tr

    def amount(line: PickLine) -> Cell:
        said = trade.counted_words(language, [as_counted(line.units, line.pack_size)], line.medicine.unit)
        units, _, counted = said.partition(": ")
        return Cell(units, counted, strong=True)

    def bags(line: PickLine) -> Cell:
        stops = ", ".join(str(stop) for stop in dict.fromkeys(stop for stop, _, _ in line.bags))
        return Cell(language.ntr("{n} bag", "{n} bags", len(line.bags)), tr("stops {stops}", stops=stops))

    def state(line: PickLine) -> Cell:
        if line.wrong:
            return Cell(badge=Badge("bad", tr("expires before"), "alert-triangle"))
        if line.taken and line.taken != line.units:
            words = tr("{taken} taken", taken=language.number(line.taken))
            return Cell(badge=Badge("soon", words, "alert-triangle"))
        if line.medicine.cold_chain:
            return Cell(badge=Badge("reserved", tr("keep cold"), "droplet"))
        return Cell()

    return (
        Column("", lambda line: Cell(icon="square-check" if line.done else "square", icon_role="ok_ink" if line.done else "text2"), 40),
        Column(tr("Place"), lambda line: named(line.shelf or "—"), 90),
        Column(tr("Medicine"), lambda line: named(_name(language, line), line.brand or line.description), least=220),
        Column(tr("Lot"), lambda line: Cell(line.lot, line.expiry_raw or (f"{line.expiry:%m/%Y}" if line.expiry else "—")), 130),
        Column(tr("Take"), amount, 200),
        Column(tr("For"), bags, 150, drop=1),
        Column("", state, 150),
    )
