"""Visits of a person or a house: the history, and a visit that stood on no sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import typed, visits
from pharmacy_app.services.visits import Heard, VisitForm
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.community.visits import words
from pharmacy_app.ui.screens.prescriptions.finding import doctor_finder
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.suggest import SuggestField
from pharmacy_app.ui.widgets.table import Table


def show_visits(context: Context, window: QWidget, title: str, household_id: int, patient_id: int | None = None) -> None:
    """Reads and shows the visits to this person, or to this house; from there one more is noted."""
    desk = context.desk

    def show(rows: Sequence[Heard]) -> None:
        HistoryDialog(context, window, title, household_id, patient_id, rows).open()

    context.tasks.run_read(lambda: visits.history(desk, household_id, patient_id), show, context.messages.error, window)


class HistoryDialog(Dialog):
    """The visits, the newest first."""

    def __init__(
        self, context: Context, window: QWidget, title: str, household_id: int, patient_id: int | None, rows: Sequence[Heard]
    ) -> None:
        tr = context.language.tr
        super().__init__(window, tr("Visits: {name}", name=title), 980)
        if rows:
            self.table = Table(
                RowsModel(words.history_columns(context.language, patient_id is None), lambda row: row.visit.id), tr("Visits")
            )
            self.table.setFixedHeight(theme.current().px(36 + 50 * min(len(rows), 7) + 6))
            self.body.addWidget(self.table)
            self.table.set_rows(rows)
        else:
            self.body.addWidget(label(tr("Nobody has noted a visit yet."), "line"))
        self._note: Callable[[], None] = lambda: VisitDialog(context, window, title, household_id, patient_id).open()
        self.set_buttons(tr("Back"), tr("Note a visit"), self._go_on, "plus")

    def _go_on(self) -> None:
        self.accept()
        self._note()


class VisitDialog(FormDialog):
    """A visit that stood on no sheet: when, who went, what for, the note."""

    def __init__(self, context: Context, window: QWidget, title: str, household_id: int, patient_id: int | None) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("Visit: {name}", name=title), 640)
        self._household_id, self._patient_id = household_id, patient_id
        self.day = Field(tr("Day of the visit"), language, tr("today, yesterday, 22/11"), parse=self._read_day)
        self.doctor = SuggestField(tr("Doctor or nurse"), language, doctor_finder(context, self), "", tr("If one went."))
        self.went = Field(tr("Of the committee"), language, tr("Who went with them."))
        why, marks = tr("What for"), words.letters(language)
        self.purpose = Field(f"{why}: {words.all_letters(language)}", language, parse=partial(words.read_purpose, language))
        self.note = Field(tr("Note"), language)
        for field in (self.day, self.doctor, self.went, self.purpose, self.note):
            self.body.addWidget(field)
        self.fields = {"written_on": self.day, "doctor": self.doctor, "went": self.went, "purpose": self.purpose, "note": self.note}
        self.end(tr("Note it"), self.save)
        self.day.set_text(language.date(context.desk.clock.today()))
        self.purpose.set_text(marks["follow_up"])
        self._order = EnterGoesOn((self.day, self.doctor, self.went, self.purpose, self.note), self.save, self)

    def open(self) -> None:
        super().open()
        self.day.line.setFocus()
        self.day.line.selectAll()

    def _read_day(self, text: str) -> tuple[date, str]:
        day = typed.day(text, self.context.desk.clock.today(), "written_on")
        return day, f"= {self.context.language.weekday(day)} {self.context.language.date(day)}"

    def save(self) -> None:
        """Writes it; what is wrong is said at its field."""
        day, purpose = self.day.value(), self.purpose.value()
        if day is None or purpose is None:
            (self.day if day is None else self.purpose).setFocus()
            return
        met = purpose != words.NOT_MET
        form = VisitForm(
            self._household_id,
            self._patient_id,
            met,
            purpose if met else "follow_up",
            self.note.text(),
            self.doctor.text(),
            self.went.text(),
        )
        desk, by = self.context.desk, replace(self.context.by(), occurred_on=day)
        said = self.context.language.tr("The visit is noted.")
        self.write(lambda: visits.record(desk, by, form), lambda _id: self.context.messages.toast(said), {"visits"})
