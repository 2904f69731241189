"""A sheet being typed in: its head once, then line by line in the order of the paper; each letter notes a line and goes on to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.services import typed, visit_notes
from pharmacy_app.services.visit_notes import GO_ON_DAYS, Told
from pharmacy_app.services.visits import Sheet, SheetLine
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.visits.line_dialog import Begun, Going, LineDialog
from pharmacy_app.ui.screens.community.visits.words import line_columns
from pharmacy_app.ui.screens.prescriptions.draft import Draft
from pharmacy_app.ui.screens.prescriptions.finding import doctor_finder
from pharmacy_app.ui.screens.prescriptions.write import WriteDialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.suggest import SuggestField
from pharmacy_app.ui.widgets.table import Table

T = TypeVar("T")

MOST_DAYS = 3660
# letters by language, in the order: seen, seen and all treatments go on, not at home, a new prescription
_KEYS = {"es": "VENR", "en": "SENP"}


class SheetPage(QWidget):
    """`changed` once something was noted or taken back: the room reads the sheet again. Each line is kept at once; a blackout takes nothing."""

    changed = Signal()

    def __init__(self, context: Context, room: Room) -> None:
        super().__init__()
        language = context.language
        tr = language.tr
        self._context, self._room = context, room
        self.sheet: Sheet | None = None
        self._steps: list[int] = []  # lines in the order in which they were noted here, to be taken back
        self._under_way: set[int] = set()
        self._begun: dict[int, Begun] = {}  # boxes that were left half typed, by line
        self._drafts: dict[int, Draft] = {}  # prescriptions that were, by line
        self._heads: dict[int, tuple[str, ...]] = {}  # what stood above the lines of a sheet that was left
        self.day = Field(tr("Day of the visit"), language, tr("today, yesterday, 22/11"), parse=self._read_day)
        self.doctor = SuggestField(tr("Doctor or nurse"), language, doctor_finder(context, self), "", " ")
        self.went = Field(tr("Of the committee"), language)
        self.days = Field(tr("“The same” means"), language, tr("days more"), parse=self._read_days)
        head = QHBoxLayout()
        head.setSpacing(12)
        for field, share in ((self.day, 2), (self.doctor, 3), (self.went, 3), (self.days, 2)):
            head.addWidget(field, share)
        self.table = Table(
            RowsModel(line_columns(language, context.desk.clock.today(), self._half), lambda line: line.row.id), tr("Lines of the sheet")
        )
        self.table.opened.connect(self.open_line)
        self.keys = _KEYS.get(language.code, _KEYS["es"])
        acts: tuple[Callable[[], None], ...] = (self.seen, self.same, self.not_home, self.prescribe)
        self.table.letters = {**dict(zip(self.keys, acts, strict=True)), "\x7f": self.take_back_line}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self._head = (self.day, self.doctor, self.went, self.days)
        self._order = EnterGoesOn(self._head, self.table.setFocus, self)

    def show_sheet(self, sheet: Sheet) -> None:
        """Shows a sheet, or the same one as it stands now; a sheet that is opened begins where it was left."""
        fresh = self.sheet is None or self.sheet.row.id != sheet.row.id
        self.sheet = sheet
        self._under_way -= {line.row.id for line in sheet.lines if line.noted}
        self.table.set_rows(sheet.lines)
        if fresh:
            self._steps.clear()
            self._fill_head(sheet)
            self._go_to_open()
            if any(line.noted for line in sheet.lines):
                self.table.setFocus()
            else:
                self.day.setFocus()
                self.day.line.selectAll()

    def _fill_head(self, sheet: Sheet) -> None:
        """What holds for the lines: as it stood here, else as the last one was noted; on a sheet that is begun, its doctor and today."""
        language = self._context.language
        if sheet.row.id in self._heads:
            for field, text in zip(self._head, self._heads[sheet.row.id], strict=True):
                field.set_text(text)
            return
        last = max((line.row for line in sheet.lines if line.noted), key=lambda row: row.visit_id or 0, default=None)
        day = last.occurred_on if last is not None else None
        self.day.set_text(language.date(day or self._context.desk.clock.today()))
        self.doctor.set_text(last.doctor or "" if last is not None else sheet.row.doctor)
        self.went.set_text(last.went or "" if last is not None else "")
        self.days.set_text(str(GO_ON_DAYS))

    # left and taken up again ----------------------------------------------------------------------

    def leave(self) -> None:
        """Somebody goes to another place: what stands above the lines is kept for when they come back."""
        if self.sheet is not None:
            self._heads[self.sheet.row.id] = tuple(field.text() for field in self._head)
        self.sheet = None

    def half(self) -> int:
        """How many lines of this sheet were left half typed."""
        return sum(self._half(line.row.id) for line in self.sheet.lines) if self.sheet is not None else 0

    def _half(self, line_id: int) -> bool:
        return line_id in self._begun or line_id in self._drafts

    def _keep(self, line_id: int, begun: Begun | None) -> None:
        """The boxes of this line as they were left, or nothing."""
        _put(self._begun, line_id, begun)
        self.table.viewport().update()
        self.table.setFocus()

    def _keep_draft(self, line_id: int, draft: Draft) -> None:
        _put(self._drafts, line_id, draft if draft.worth_keeping else None)
        self.table.viewport().update()

    # reading ---------------------------------------------------------------------------------------

    def _read_day(self, text: str) -> tuple[date, str]:
        day = typed.day(text, self._context.desk.clock.today(), "written_on")
        return day, f"= {self._context.language.weekday(day)} {self._context.language.date(day)}"

    def _read_days(self, text: str) -> tuple[int, str]:
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_DAYS):
            raise Refusal("days_out_of_range", "days", days=text[:20], most=MOST_DAYS)
        return int(text), self._context.language.ntr("= {n} day more", "= {n} days more", int(text))

    # noting ----------------------------------------------------------------------------------------

    def seen(self) -> None:
        """Somebody was there; nothing about treatments."""
        self._note_row(lambda _line, _days: Told())

    def same(self) -> None:
        """Seen, and every chronic treatment goes on unchanged."""
        self._note_row(lambda line, days: Told(items=visit_notes.goes_on(line.items, days)))

    def not_home(self) -> None:
        self._note_row(lambda _line, _days: Told(met=False))

    def open_line(self, line: SheetLine) -> None:
        """The boxes of one line, in the order of the paper."""
        going = self._going()
        if going is not None:
            LineDialog(
                self._context,
                self._room,
                line,
                going,
                lambda visit, new: self._typed(line, visit, new),
                self._begun.get(line.row.id),
                partial(self._keep, line.row.id),
                line.row.id in self._drafts,
            ).open()

    def prescribe(self) -> None:
        """A new prescription on this visit; a line that is not noted is noted as seen first."""
        line = self.table.row()
        if line is not None and line.row.visit_id is not None:
            self._write(line, line.row.visit_id, "")
        elif line is not None:
            self._note(line, Told(), lambda visit: self._write(line, visit, ""))

    def _note_row(self, told: Callable[[SheetLine, int], Told]) -> None:
        line, going = self.table.row(), self._going()
        if line is None or going is None or line.row.id in self._under_way:
            return
        if line.noted or line.row.id in self._begun:  # one letter must not wipe a note, nor what is half typed: it is looked at first
            self.open_line(line)
            return
        self._note(line, told(line, going.days), lambda _visit: None)

    def _note(self, line: SheetLine, told: Told, then: Callable[[int], None]) -> None:
        going = self._going()
        if going is None:
            return
        desk, line_id = self._context.desk, line.row.id
        self._under_way.add(line_id)

        def done(visit_id: int) -> None:
            self._steps.append(line_id)
            self.changed.emit()
            then(visit_id)

        def failed(error: Exception) -> None:
            self._under_way.discard(line_id)
            self.table.select(line_id)
            self._failed(error)

        self._go_on(line_id)
        self._context.tasks.run_write(
            lambda: visit_notes.note(desk, going.by, line_id, told, going.doctor, going.went),
            done,
            ("visits", "prescriptions"),
            failed,
            self,
        )

    def _typed(self, line: SheetLine, visit_id: int, new: str) -> None:
        self._begun.pop(line.row.id, None)
        self._steps.append(line.row.id)
        self._go_on(line.row.id)
        self.changed.emit()
        if new:
            self._write(line, visit_id, new)
        else:
            self.table.setFocus()

    def _write(self, line: SheetLine, visit_id: int, medicine: str) -> None:
        """The form of a prescription, with person, doctor and day as the sheet says, or as it was left; it comes back here."""
        line_id = line.row.id
        draft = self._drafts.get(line_id)
        keep = partial(self._keep_draft, line_id)
        form = WriteDialog(self._room, self._context, line.row.patient_id, visit_id, draft, keep)
        if draft is None:
            form.doctor.set_text(self.doctor.text())
            form.day.set_text(self.day.text())
            form.medicine.set_text(medicine)
        form.accepted.connect(lambda: self._drafts.pop(line_id, None))
        form.finished.connect(lambda _result: self.table.setFocus())
        form.open()

    def _going(self) -> Going | None:
        """What the head says; None where it is not understood, which is then said there."""
        day, days = self.day.value(), self.days.value()
        if day is None or days is None:
            (self.day if day is None else self.days).setFocus()
            return None
        return Going(replace(self._context.by(), occurred_on=day), self.doctor.text(), self.went.text(), days)

    def _failed(self, error: Exception) -> None:
        place: dict[str, Field] = {"doctor": self.doctor, "went": self.went, "written_on": self.day, "days": self.days}
        field = place.get(error.where) if isinstance(error, PharmacyError) else None
        if field is None or not isinstance(error, PharmacyError):
            self._context.messages.error(error)
            return
        field.set_wrong(wording.sentence(self._context.language, error))
        field.setFocus()

    # going on, and back ----------------------------------------------------------------------------

    def _go_on(self, line_id: int) -> None:
        """To the next line that is still to be noted, behind this one or from the top."""
        if self.sheet is None:
            return
        lines = self.sheet.lines
        at = next((n for n, line in enumerate(lines) if line.row.id == line_id), 0)
        self._select_open([*lines[at + 1 :], *lines[:at]])

    def _go_to_open(self) -> None:
        if self.sheet is not None:
            self._select_open(self.sheet.lines)

    def _select_open(self, lines: tuple[SheetLine, ...] | list[SheetLine]) -> None:
        following = next((line for line in lines if not line.noted and line.row.id not in self._under_way), None)
        if following is not None:
            self.table.select(following.row.id)

    def undo(self) -> None:
        """Takes back the last line that was noted here."""
        if self._steps:
            self._take_back(self._steps.pop())

    def take_back_line(self) -> None:
        """Takes back the chosen line."""
        line = self.table.row()
        if line is not None and line.noted:
            self._steps = [one for one in self._steps if one != line.row.id]
            self._take_back(line.row.id)

    def _take_back(self, line_id: int) -> None:
        desk, by = self._context.desk, self._context.by()

        def done(_none: None) -> None:
            self._under_way.discard(line_id)
            self.changed.emit()
            self.table.select(line_id)
            self.table.setFocus()

        self._context.tasks.run_write(
            lambda: visit_notes.take_back(desk, by, line_id), done, ("visits", "prescriptions"), self._context.messages.error, self
        )


def _put(kept: dict[int, T], key: int, value: T | None) -> None:
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
