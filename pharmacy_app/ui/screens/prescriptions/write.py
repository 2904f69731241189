"""A prescription is written without the mouse: person, doctor, day; then line by line medicine, directions, and what they amount to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import people, prescriptions, typed
from pharmacy_app.services.people import PersonPage
from pharmacy_app.services.prescriptions import Order, Understood, Written
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.prescriptions.draft import Draft
from pharmacy_app.ui.screens.prescriptions.finding import doctor_finder, medicine_finder, people_finder
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.suggest import SuggestField
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import community as words
from pharmacy_app.wording import directions, trade, treatments

_WHERE = {
    "doctor_missing": "doctor", "patient_unknown": "person", "patient_inactive": "person", "written_in_future": "day", "day_unreadable": "day",
    "medicine_missing": "medicine", "units_per_day_unclear": "units", "days_out_of_range": "days", "prescription_empty": "medicine",
}  # fmt: skip


class WriteDialog(Dialog):
    """The form of one paper."""

    def __init__(
        self,
        room: Room,
        context: Context,
        patient_id: int | None = None,
        visit_id: int | None = None,
        draft: Draft | None = None,
        keep: Callable[[Draft], None] | None = None,
    ) -> None:
        """`draft`: what was left half typed before; `keep` is told what stands in the form when somebody leaves it."""
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("New prescription"), 940)
        self._context, self._room, self._visit_id = context, room, visit_id
        self.lines: list[tuple[Order, Understood]] = []
        today = context.desk.clock.today()
        self.person = SuggestField(tr("Person"), language, people_finder(context, self), "", tr("Name, code or ID number."))
        self.doctor = SuggestField(tr("Doctor"), language, doctor_finder(context, self), "", tr("Who prescribes; a new name is kept."))
        self.day = Field(tr("Date"), language, parse=partial(_day, language, context))
        self.day.set_text(language.date(today))
        self.medicine = SuggestField(
            tr("Medicine"), language, medicine_finder(context, self), tr("Leave it as written"), tr("INN or brand, in any alphabet.")
        )
        self.medicine.add_wanted.connect(lambda _text: self._as_written())
        self.directions = Field(tr("Directions"), language, tr("As the doctor says it: 1 tablet every 12 hours for 30 days."))
        self.units = Field(tr("Units a day"), language, tr("If the directions do not say it."))
        self.days = Field(tr("Days"), language, tr("How long."))
        self.chronic = QCheckBox(tr("Chronic"))
        self.chronic.toggled.connect(lambda _on: self._ask())
        self.echo = label(" ", "line", wrap=True)
        self._fields: dict[str, Field] = {
            "person": self.person, "doctor": self.doctor, "day": self.day, "medicine": self.medicine, "units": self.units, "days": self.days,
        }  # fmt: skip
        self._later = QTimer(self, interval=150, singleShot=True)
        self._later.timeout.connect(self._preview)
        self._lay_out()
        self.set_buttons(tr("Back"), tr("Save the prescription"), self._save, "check")
        if self.verb is not None:
            self.verb.setDefault(False)  # Return goes on from field to field; Ctrl+Return saves
            self.verb.become(tr("Save the prescription"), "check", "Ctrl ↵")
        self.person.setFocus()
        self._keep = keep
        if draft is not None:
            self._take_up(draft)
        elif patient_id is not None:
            context.tasks.run_read(lambda: people.person(context.desk, patient_id), self._for, context.messages.error, self)

    def _lay_out(self) -> None:
        tr = self._context.language.tr
        self.add = Button(tr("Add line"), "secondary", "plus")
        self.add.clicked.connect(self.add_line)
        head = ((self.person, 4), (self.doctor, 3), (self.day, 2))
        entry = ((self.medicine, 5), (self.directions, 6), (self.units, 2), (self.days, 2))
        for fields in (head, entry):
            line = QHBoxLayout()
            line.setSpacing(12)
            for field, share in fields:
                line.addWidget(field, share)
            self.body.addLayout(line)
        row = QHBoxLayout()
        row.addWidget(self.chronic)
        row.addWidget(self.echo, 1)
        row.addWidget(self.add)
        self.body.addLayout(row)
        self._order = EnterGoesOn(
            (self.person, self.doctor, self.day, self.medicine, self.directions, self.units, self.days), self.add_line, self
        )
        for field in (self.directions, self.units, self.days):
            field.changed.connect(self._ask)
        for field, after in ((self.person, self.doctor), (self.doctor, self.day), (self.medicine, self.directions)):
            field.picked.connect(partial(self._picked, after))
        self.table = Table(RowsModel(self._columns(), lambda line: id(line[0])), tr("Lines"))
        self.table.setFixedHeight(theme.current().px(36 + 50 * 3 + 4))
        self.table.letters = {"\x7f": self.drop_line}
        self.body.addWidget(self.table)

    def _columns(self) -> tuple[Column[tuple[Order, Understood]], ...]:
        language = self._context.language
        tr = language.tr
        return (
            Column(tr("Medicine"), lambda line: named(line[0].medicine_text, line[0].directions_text)),
            Column(tr("It amounts to"), lambda line: Cell(amount(language, line[1])), 300),
            Column(tr("State"), lambda line: Cell(badge=_badge(language, line[1])), 220),
        )

    def _for(self, page: PersonPage) -> None:
        self.person.set_value(
            page.person.id, page.person.name, " · ".join(part for part in (page.person.house, page.person.council) if part)
        )
        self.doctor.setFocus()

    # left and taken up again ----------------------------------------------------------------------

    def draft(self) -> Draft:
        """The form as it stands."""
        return Draft(
            self.person.value(), self.person.text(), self.doctor.text(), self.day.text(), tuple(self.lines), self.medicine.value(),
            self.medicine.text(), self.directions.text(), self.units.text(), self.days.text(), self.chronic.isChecked(),
        )  # fmt: skip

    def _take_up(self, draft: Draft) -> None:
        if draft.patient_id is not None:
            self.person.set_value(draft.patient_id, draft.person)
        else:
            self.person.set_text(draft.person)
        if draft.medicine is not None:
            self.medicine.set_value(draft.medicine, draft.medicine_text)
        else:
            self.medicine.set_text(draft.medicine_text)
        for field, text in (
            (self.doctor, draft.doctor), (self.day, draft.day), (self.directions, draft.directions), (self.units, draft.units), (self.days, draft.days),
        ):  # fmt: skip
            field.set_text(text)
        self.chronic.setChecked(draft.chronic)
        self.lines = list(draft.lines)
        self.table.set_rows(self.lines)
        self.medicine.setFocus()
        self._ask()

    def reject(self) -> None:
        """Esc and Back: what was typed is kept for the next time."""
        if self._keep is not None:
            self._keep(self.draft())
        super().reject()

    def _picked(self, after: Field, _value: object) -> None:
        """What was looked for is found: on to the next field."""
        after.setFocus()
        self._ask()

    def take_medicine(self, medicine: Medicine) -> None:
        """A box was scanned: its medicine stands in the line, as if it had been chosen."""
        self.medicine.set_value(medicine, trade.medicine_title(self._context.language, medicine))
        self._picked(self.directions, medicine)

    def _as_written(self) -> None:
        """The medicine is on no list: it is kept as written and waits."""
        self.directions.setFocus()
        self._ask()

    # what it amounts to ---------------------------------------------------------------------------

    def order(self) -> Order:
        """The line as it stands. Raises `Refusal` `medicine_missing`, `days_out_of_range`."""
        medicine: Medicine | None = self.medicine.value()
        days = self.days.text()
        if days and not (days.isascii() and days.isdigit()):
            raise Refusal("days_out_of_range", "days", days=days[:20], most=3660)
        if not self.medicine.text():
            raise Refusal("medicine_missing", "medicine")
        return Order(
            medicine_text=self.medicine.text(),
            medicine_id=medicine.id if medicine else None,
            directions_text=self.directions.text(),
            units_per_day=self.units.text() or None,
            days=int(days) if days else None,
            chronic=self.chronic.isChecked(),
        )

    def _ask(self) -> None:
        self._later.start()

    def _preview(self) -> None:
        try:
            order, day = self.order(), self._written_on()
        except Refusal:
            self.echo.setText(" ")
            return
        patient = self.person.value()
        if patient is None or not (order.directions_text or order.units_per_day):
            self.echo.setText(" ")
            return
        desk = self._context.desk
        self._context.tasks.run_read(
            lambda: prescriptions.preview(desk, patient, order, day),
            lambda found: self.echo.setText(described(self._context.language, found)),
            lambda _error: self.echo.setText(" "),
            self,
        )

    def _written_on(self) -> Any:
        return typed.day(self.day.text(), self._context.desk.clock.today(), "written_on")

    # lines ----------------------------------------------------------------------------------------

    def add_line(self) -> None:
        """Puts the line on the paper, and begins the next; with an empty line, saves."""
        if self.lines and not self.medicine.text() and not self.directions.text():
            self._save()
            return
        try:
            order, day = self.order(), self._written_on()
            if self.person.value() is None:
                raise Refusal("patient_unknown", "patient")
        except Refusal as refusal:
            self._failed(refusal)
            return
        desk, patient = self._context.desk, self.person.value()
        self._context.tasks.run_read(
            lambda: prescriptions.preview(desk, patient, order, day), lambda found: self._added(order, found), self._failed, self
        )

    def _added(self, order: Order, found: Understood) -> None:
        self.lines.append((order, found))
        self.table.set_rows(self.lines)
        for field in (self.medicine, self.directions, self.units, self.days):
            field.clear()
        self.chronic.setChecked(False)
        self.echo.setText(" ")
        self.medicine.setFocus()

    def drop_line(self) -> None:
        """Takes the chosen line off the paper."""
        line = self.table.row()
        if line is not None:
            self.lines.remove(line)
            self.table.set_rows(self.lines)

    def _save(self) -> None:
        if self.medicine.text():  # a line half typed belongs to the paper too: it is added first, and seen before it is saved
            self.add_line()
            return
        desk, by, patient, doctor = self._context.desk, self._context.by(), self.person.value(), self.doctor.text()
        orders, visit = [order for order, _ in self.lines], self._visit_id
        try:
            if patient is None:
                raise Refusal("patient_unknown", "patient")
            day = self._written_on()
        except Refusal as refusal:
            self._failed(refusal)
            return
        self._context.tasks.run_write(
            lambda: prescriptions.write(desk, by, patient, doctor, day, orders, visit_id=visit),
            self._saved,
            ("prescriptions",),
            self._failed,
            self,
        )

    def _saved(self, done: Written) -> None:
        ntr = self._context.language.ntr
        self.accept()
        said = ntr("{n} line was written.", "{n} lines were written.", len(done.items))
        waits = ntr("{n} waits for an answer.", "{n} wait for an answer.", done.waiting) if done.waiting else ""
        self._context.messages.toast(f"{said} {waits}".strip())

    def _failed(self, error: Exception) -> None:
        field = self._fields.get(_WHERE.get(error.code, "")) if isinstance(error, PharmacyError) else None
        if field is None or not isinstance(error, PharmacyError):
            self._context.messages.error(error)
            return
        field.set_wrong(wording.sentence(self._context.language, error))
        field.setFocus()


def _day(language: Language, context: Context, text: str) -> tuple[Any, str]:
    day = typed.day(text, context.desk.clock.today(), "written_on")
    return day, f"= {language.weekday(day)} {language.date(day)}"


def amount(language: Language, found: Understood) -> str:
    """`2 a day, 60 in 30 days`; nothing where the rate is not known."""
    if found.rate is None:
        return "—"
    a_day = treatments.a_day(language, found.rate.units, found.rate.days)
    if found.chronic or found.days is None:
        return a_day
    return language.ntr(
        "{a_day}, {units} in {n} day", "{a_day}, {units} in {n} days", found.days, a_day=a_day,
        units=language.number(found.rate.units_for(found.days)),
    )  # fmt: skip


def described(language: Language, found: Understood) -> str:
    """The directions as understood, what they amount to, until when, and what stands against it."""
    parts = [directions.sentence(language, found.directions) if found.directions else ""]
    parts += [amount(language, found) + "." if found.rate else ""]
    if found.review_on:
        parts.append(
            language.tr("Review on {day}.", day=language.date(found.review_on))
            if found.chronic
            else language.tr("Until {day}.", day=language.date(found.review_on))
        )
    parts += [words.reason(language, one) for one in found.reasons]
    return " ".join(part for part in parts if part)


def _badge(language: Language, found: Understood) -> Badge:
    if found.reasons:
        return Badge("hold", ", ".join(words.short_reason(language, one.code) for one in found.reasons))
    return Badge("ok", language.tr("clear"))
