"""A new sheet: for which council, doctor and week, when they come again, how many houses fit, and after how many weeks somebody comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.visiting import MOST_HOUSES, MOST_WEEKS, monday
from pharmacy_app.services import typed, visits
from pharmacy_app.services.visits import Sheet
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.prescriptions.finding import doctor_finder
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import SuggestField


class PlanSheetDialog(FormDialog):
    """`planned(sheet id)` once the sheet is there."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        councils: Sequence[tuple[int, str]],
        houses: str,
        weeks: str,
        planned: Callable[[int], None],
    ) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("A new visit sheet"), 680)
        self._planned = planned
        sentence = tr(
            "On it come vulnerable people whom nobody has seen for long, first; then whose treatment ends before the next visit, new cases, "
            "pregnant women, small children, the chronically ill and whoever was not visited for long, in walking order."
        )
        self.body.addWidget(label(sentence, "line", wrap=True))
        self.council = Choice(tr("Council"), councils)
        self.doctor = SuggestField(tr("Doctor"), language, doctor_finder(context, self), "", tr("Who walks; it may stay empty."))
        self.week = Field(tr("A day of the week"), language, tr("today, tomorrow, 30/11"), parse=self._read_day)
        self.again = Field(
            tr("Next visit"), language, tr("What ends before it is looked at now. Empty: in two weeks."), parse=partial(read_next, context)
        )
        self.houses = Field(tr("Houses"), language, tr("As many as can be walked."), parse=lambda text: _count(text, MOST_HOUSES, "houses"))
        self.weeks = Field(
            tr("Weeks without a visit"), language, tr("After so many it is long."), parse=lambda text: _count(text, MOST_WEEKS, "weeks")
        )
        for fields in ((self.council, self.doctor), (self.week, self.again), (self.houses, self.weeks)):
            line = QHBoxLayout()
            line.setSpacing(12)
            for field in fields:
                line.addWidget(field, 1)
            self.body.addLayout(line)
        self.fields = {
            "council": self.council,
            "doctor": self.doctor,
            "houses": self.houses,
            "weeks": self.weeks,
            "day": self.week,
            "next_visit": self.again,
        }
        self.end(tr("Make the sheet"), self.plan, "clipboard-list")
        today = context.desk.clock.today()
        self.week.set_text(language.date(today if today.weekday() < 4 else monday(today) + timedelta(days=7)))  # late in the week: the next
        self.houses.set_text(houses)
        self.weeks.set_text(weeks)
        self._order = EnterGoesOn((self.council, self.doctor, self.week, self.again, self.houses, self.weeks), self.plan, self)

    def open(self) -> None:
        super().open()
        self.council.setFocus()

    def _read_day(self, text: str) -> tuple[date, str]:
        day = monday(typed.coming_day(text, self.context.desk.clock.today(), "day"))
        return day, self.context.language.tr("= week of Monday {day}", day=self.context.language.date(day))

    def plan(self) -> None:
        """Makes the sheet; what is wrong is said at its field."""
        fields = (self.week, self.again, self.houses, self.weeks)
        week, again, houses, weeks = told = [field.value() for field in fields]
        for value, field in zip(told, fields, strict=True):
            if value is None and (field is not self.again or field.text()):
                field.setFocus()
                return
        desk, by, council, doctor = self.context.desk, self.context.by(), self.council.value(), self.doctor.text()
        self.write(lambda: visits.plan_sheet(desk, by, council, doctor, week, houses, weeks, again), self._planned, {"visits"})


class NextVisitDialog(FormDialog):
    """When the doctor comes again, of a sheet that is there; its paper marks what ends before that."""

    def __init__(self, context: Context, window: QWidget, sheet: Sheet, changed: Callable[[int], None]) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("When does the doctor come again?"), 560)
        self._sheet_id, self._changed = sheet.row.id, changed
        self.day = Field(tr("Next visit"), language, tr("What ends before it stands out on the sheet."), parse=partial(read_next, context))
        self.body.addWidget(self.day)
        self.fields = {"next_visit": self.day}
        self.end(tr("Save"), self.save)
        self.day.set_text(language.date(sheet.next_visit))
        self._order = EnterGoesOn((self.day,), self.save, self)

    def open(self) -> None:
        super().open()
        self.day.setFocus()
        self.day.line.selectAll()

    def save(self) -> None:
        """Keeps the day; what is wrong is said at its field."""
        day = self.day.value()
        if day is None:
            self.day.setFocus()
            return
        desk, by, sheet_id = self.context.desk, self.context.by(), self._sheet_id
        self.write(lambda: visits.set_next_visit(desk, by, sheet_id, day), self._changed, {"visits"})


def read_next(context: Context, text: str) -> tuple[date, str]:
    """The day of the next visit as typed, and its echo. Raises `Refusal` `day_unreadable`."""
    day = typed.coming_day(text, context.desk.clock.today(), "next_visit")
    return day, f"= {context.language.weekday(day)} {context.language.date(day)}"


def _count(text: str, most: int, where: str) -> tuple[int, str]:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise Refusal(f"{where}_out_of_range", where, most=most)
    return int(text), ""
