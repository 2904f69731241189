"""One line of a prescription: how it stands, and the answers it waits for, each with its own button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.priority import Reason
from pharmacy_app.services import prescriptions
from pharmacy_app.services.prescriptions import CLOSED_BECAUSE, ItemRow, Treatment
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.prescriptions.columns import directions_words, rate_words, title
from pharmacy_app.ui.screens.prescriptions.finding import doctor_finder, medicine_finder
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import Symbol, label, rule
from pharmacy_app.ui.widgets.suggest import SuggestField
from pharmacy_app.wording import community as words
from pharmacy_app.wording import trade, treatments

_ABOUT_DOSE = ("directions_unclear", "dose_not_given", "dose_not_countable", "dose_disagrees", "length_unknown")
_QUESTIONS = ("allergy", "duplicate", "warning", "dose_high", "not_weekly")


class ItemDialog(Dialog):
    """What is known, what is asked, and how it ends."""

    def __init__(self, room: Room, context: Context, row: ItemRow) -> None:
        super().__init__(room, title(context.language, row), 720)
        self._context, self._item = context, row
        self._codes = tuple(code for code in row.reason.split(";") if code)
        self._tell()
        if row.status == "waiting":
            self._ask()
        if row.status == "active":
            self._change_line()
        if row.status != "closed":
            self._close_line()
        self.set_buttons(context.language.tr("Back"), "", self.accept)

    def _tell(self) -> None:
        language, row = self._context.language, self._item
        tr = language.tr
        who = " · ".join(part for part in (row.patient, row.house, row.sector, row.council) if part)
        self.body.addWidget(label(who, "name", wrap=True))
        said = directions_words(language, row) or tr("No directions were written.")
        self.body.addWidget(label(said, wrap=True))
        a_day = treatments.a_day(language, row.units, row.per_days) if row.units and row.per_days else ""
        until = (tr("Review on {day}.") if row.chronic else tr("Until {day}.")) if row.review_on else ""
        until = until.rstrip(".").format(day=language.date(row.review_on)) if row.review_on else ""
        doctor = tr("{doctor}, on {day}", doctor=row.doctor or tr("no doctor named"), day=language.date(row.written_on))
        self.body.addWidget(label(" · ".join(part for part in (a_day, until, doctor) if part), "line", wrap=True))
        if row.cleared_note:
            self.body.addWidget(label(row.cleared_note, wrap=True))
        self.history = label("", "line", wrap=True)
        self.history.hide()
        self.body.addWidget(self.history)
        desk = self._context.desk
        self._context.tasks.run_read(
            lambda: prescriptions.treatments(desk, row.patient_id), self._tell_history, self._context.messages.error, self
        )

    def _tell_history(self, found: Sequence[Treatment]) -> None:
        """What became of this treatment since it began, where anything did."""
        told = next((one for one in found if one.item.id == self._item.id), None)
        if told is not None and (len(told.steps) > 1 or told.extensions):
            name = title(self._context.language, told.item)
            self.history.setText(treatments.line(self._context.language, name, told.since, told.steps, len(told.extensions)))
            self.history.show()

    def _ask(self) -> None:
        language, row = self._context.language, self._item
        tr = language.tr
        self.body.addWidget(rule())
        for code in self._codes:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Symbol("lock", "hold_ink", 18))
            line.addWidget(label(_sentence(self._context, code, row), wrap=True), 1)
            self.body.addLayout(line)
        if "medicine_unknown" in self._codes:
            self.medicine = SuggestField(
                tr("What medicine is it?"), language, medicine_finder(self._context, self), "",
                tr("Said once, it holds for everybody who waits with these words, and for the next sheet."),
            )  # fmt: skip
            self.body.addLayout(self._line(self.medicine, tr("It is this one"), self._say_medicine))
        if any(code in self._codes for code in _ABOUT_DOSE):
            self._ask_dose()
        if any(code in self._codes for code in _QUESTIONS):
            self.doctor = SuggestField(
                tr("Doctor"),
                language,
                doctor_finder(self._context, self),
                "",
                tr("Who was asked, and says that it shall be taken all the same."),
            )
            self.note = Field(tr("Why"), language, tr("What the doctor says to it, in a few words."))
            line = self._line(self.doctor, tr("The doctor says yes"), self._answer)
            line.insertWidget(1, self.note, 3)
            self.body.addLayout(line)

    def _ask_dose(self) -> None:
        tr, language, row = self._context.language.tr, self._context.language, self._item
        self.units = Field(tr("Units a day"), language, tr("2, or 1/2, or 0.5"))
        self.units.set_text(rate_words(language, row) if row.units else "")
        self.days = Field(tr("Days"), language, tr("Empty if it is chronic."))
        self.days.set_text(str(row.days or ""))
        self.chronic = QCheckBox(tr("Chronic"))
        self.chronic.setChecked(row.chronic)
        line = self._line(self.units, tr("Take this"), self._set_dose)
        line.insertWidget(1, self.days, 1)
        line.insertWidget(2, self.chronic)
        self.body.addLayout(line)

    def _change_line(self) -> None:
        tr, language = self._context.language.tr, self._context.language
        self.body.addWidget(rule())
        self.new_dose = Field(tr("New dose"), language, tr("As the doctor says it: 1 tablet every 12 hours."))
        self.who = SuggestField(tr("Doctor"), language, doctor_finder(self._context, self), "", tr("Who changes it."))
        line = self._line(self.new_dose, tr("Change the dose"), self._change)
        line.insertWidget(1, self.who, 2)
        self.body.addLayout(line)

    def _close_line(self) -> None:
        tr = self._context.language.tr
        self.body.addWidget(rule())
        self.because = Choice(tr("End it, because"), [(code, tr(words.CLOSED[code])) for code in CLOSED_BECAUSE if code != "replaced"])
        self.body.addLayout(self._line(self.because, tr("End the treatment"), self._close, "danger"))

    @staticmethod
    def _line(field: Field | Choice, verb: str, do: Callable[[], None], look: str = "secondary") -> QHBoxLayout:
        button = Button(verb, look)
        button.clicked.connect(do)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(field, 2)
        line.addWidget(button)
        return line

    # answers --------------------------------------------------------------------------------------

    def take_medicine(self, medicine: Medicine) -> None:
        """A box was scanned: its medicine stands in the field, where the question is what was prescribed."""
        if "medicine_unknown" in self._codes:
            self.medicine.set_value(medicine, trade.medicine_title(self._context.language, medicine))
            self.medicine.setFocus()

    def _say_medicine(self) -> None:
        medicine: Medicine | None = self.medicine.value()
        tr, ntr = self._context.language.tr, self._context.language.ntr
        if medicine is None:
            self.medicine.set_wrong(tr("Choose one of the list: type its first letters."))
            self.medicine.setFocus()
            return
        desk, by, text, medicine_id = self._context.desk, self._context.by(), self._item.medicine_text, medicine.id
        self._write(
            lambda: prescriptions.say_medicine(desk, by, text, medicine_id),
            lambda n: ntr("{n} line knows its medicine now.", "{n} lines know their medicine now.", n),
            self.medicine,
        )

    def _set_dose(self) -> None:
        desk, by, item = self._context.desk, self._context.by(), self._item.id
        units, days, chronic = self.units.text(), self.days.text(), self.chronic.isChecked()
        tr = self._context.language.tr
        if days and not (days.isascii() and days.isdigit()):
            self.days.set_wrong(tr("Write whole days, for example 30."))
            self.days.setFocus()
            return
        self._write(
            lambda: prescriptions.set_dose(desk, by, [item], units or "?", int(days) if days else None, chronic),
            lambda now: tr("It counts now.") if now else tr("Saved; it still waits."),
            self.units,
        )

    def _answer(self) -> None:
        desk, by, item = self._context.desk, self._context.by(), self._item.id
        doctor, note = self.doctor.text(), self.note.text()
        asked = [code for code in self._codes if code in _QUESTIONS]
        tr = self._context.language.tr
        self._write(
            lambda: prescriptions.answer(desk, by, item, asked, doctor, note),
            lambda now: tr("It counts now.") if now else tr("Saved; it still waits."),
            self.note if doctor else self.doctor,
        )

    def _change(self) -> None:
        desk, by, item = self._context.desk, self._context.by(), self._item.id
        said, doctor, today = self.new_dose.text(), self.who.text(), self._context.desk.clock.today()
        tr = self._context.language.tr
        self._write(
            lambda: prescriptions.change_dose(desk, by, item, doctor, today, said),
            lambda done: tr("The new dose waits for an answer.") if done.waiting else tr("The new dose counts from today."),
            self.who if said and not doctor else self.new_dose,
        )

    def _close(self) -> None:
        desk, by, item, because = self._context.desk, self._context.by(), self._item.id, str(self.because.value())
        tr = self._context.language.tr
        self._write(lambda: prescriptions.close_item(desk, by, item, because), lambda _: tr("The treatment has ended."), None)

    def _write(self, work: Callable[[], object], said: Callable[..., str], field: Field | None) -> None:
        def done(result: object) -> None:
            self.accept()
            self._context.messages.toast(said(result))

        def failed(error: Exception) -> None:
            if field is not None and isinstance(error, PharmacyError):
                field.set_wrong(wording.sentence(self._context.language, error))
                field.setFocus()
            else:
                self._context.messages.error(error)

        self._context.tasks.run_write(work, done, ("prescriptions",), failed, self)


def _sentence(context: Context, code: str, row: ItemRow) -> str:
    texts = {"medicine_unknown": row.medicine_text, "directions_unclear": row.directions_text}
    return words.reason(context.language, Reason(code, {"text": texts[code]} if code in texts else {}))
