"""Several treatments go on: for how many days, and which doctor says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.services import prescriptions, typed
from pharmacy_app.services.prescriptions import REVIEW_DAYS, ItemRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.prescriptions.columns import title
from pharmacy_app.ui.screens.prescriptions.finding import doctor_finder
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.suggest import SuggestField
from pharmacy_app.ui.widgets.table import Table

MOST = 3660


class ExtendDialog(Dialog):
    """Days, doctor, the lines; Return twice is enough where the last doctor says yes to the usual quarter."""

    def __init__(self, room: Room, context: Context, rows: Sequence[ItemRow], doctor: str, extended: Callable[[str], None]) -> None:
        language = context.language
        tr = language.tr
        title_words = language.ntr("Extend {n} treatment", "Extend {n} treatments", len(rows)) if rows else tr("Extend treatments")
        super().__init__(room, title_words, 720)
        self._context, self._rows, self._extended = context, rows, extended
        self.days = Field(
            tr("For how many days more"), language, tr("From the day it ends; from today if it has ended already."), parse=self._days
        )
        self.days.set_text(str(REVIEW_DAYS))
        self.doctor = SuggestField(tr("Doctor"), language, doctor_finder(context, self), "", tr("Who says that it goes on."))
        self.doctor.set_text(doctor)
        self.day = Field(tr("Date"), language, tr("The day on which it was said."), parse=self._day)
        self.day.set_text(language.date(context.desk.clock.today()))
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.days, 1)
        line.addWidget(self.doctor, 2)
        line.addWidget(self.day, 1)
        self.body.addLayout(line)
        self._order = EnterGoesOn((self.days, self.doctor, self.day), self._do, self)
        if rows:
            table = Table(RowsModel(self._columns(), lambda row: row.id), tr("Treatments"))
            table.setFixedHeight(theme.current().px(36 + 50 * min(len(rows), 5) + 4))
            self.body.addWidget(table)
            table.set_rows(rows)
        else:
            self.body.addWidget(label(tr("No line is marked: mark them with the space bar."), "line", wrap=True))
        self.set_buttons(tr("Back"), tr("Extend") if rows else "", self._do, "check")
        self.days.setFocus()
        self.days.line.selectAll()

    def _columns(self) -> tuple[Column[ItemRow], ...]:
        language = self._context.language
        tr = language.tr
        return (
            Column(tr("Person"), lambda row: named(row.patient, " · ".join(part for part in (row.house, row.sector) if part))),
            Column(tr("Medicine"), lambda row: Cell(title(language, row))),
            Column(tr("Ends"), lambda row: Cell(language.date(row.review_on) if row.review_on else "—"), 120, right=True),
        )

    def _days(self, text: str) -> tuple[int, str]:
        language = self._context.language
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
            raise Refusal("days_out_of_range", "days", days=text[:20], most=MOST)
        return int(text), language.ntr("= {n} day more", "= {n} days more", int(text))

    def _day(self, text: str) -> tuple[date, str]:
        day = typed.day(text, self._context.desk.clock.today(), "written_on")
        return day, f"= {self._context.language.weekday(day)} {self._context.language.date(day)}"

    def _do(self) -> None:
        days, day = self.days.value(), self.day.value()
        if day is None:
            self.day.setFocus()
            return
        if days is None:
            self.days.setFocus()
            return
        desk, by, doctor = self._context.desk, self._context.by(), self.doctor.text()
        ids = [row.id for row in self._rows]
        if not doctor:
            self._failed(Refusal("doctor_missing", "doctor"))
            return
        self._context.tasks.run_write(
            lambda: prescriptions.extend(desk, by, ids, days, doctor, day), self._done, ("prescriptions",), self._failed, self
        )

    def _done(self, ends: Sequence[tuple[int, date]]) -> None:
        language = self._context.language
        self.accept()
        self._extended(self.doctor.text())
        last = language.date(max(day for _, day in ends))
        said = language.ntr(
            "{n} treatment goes on, at most until {day}.", "{n} treatments go on, at most until {day}.", len(ends), day=last
        )
        self._context.messages.toast(said)

    def _failed(self, error: Exception) -> None:
        field = {"doctor_missing": self.doctor, "written_in_future": self.day}.get(error.code) if isinstance(error, PharmacyError) else None
        if field is not None and isinstance(error, PharmacyError):
            field.set_wrong(wording.sentence(self._context.language, error))
            field.setFocus()
        else:
            self._context.messages.error(error)
