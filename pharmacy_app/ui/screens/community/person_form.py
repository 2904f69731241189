"""The form of a person. Adding a house that is missing never loses what was typed; who is like them is named, and never in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.domain.allergies import Understood
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.services import allergies, census, duplicates, people
from pharmacy_app.services.census import HouseholdRow
from pharmacy_app.services.duplicates import Alike
from pharmacy_app.services.people import PersonForm, PersonPage
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import leave
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.screens.community.person_fields import PersonFields, house_title, place_of
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Labelled
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import Suggestion
from pharmacy_app.wording import people as lives

__all__ = ["PersonDialog", "house_title", "place_of"]


class PersonDialog(Dialog):
    """Writes a new person, or one that is there (`page`) anew; `look` opens the page of somebody else."""

    def __init__(self, room: Room, context: Context, page: PersonPage | None, look: Callable[[int], None]) -> None:
        tr = context.language.tr
        super().__init__(room, tr("New person") if page is None else tr("Edit {name}", name=page.person.name), 880)
        self._room, self._context, self._page, self._look = room, context, page, look
        self._asked = 0
        self._like = 0  # whose page the button opens
        self.fields = fields = PersonFields(context.language, context.desk.clock.today(), self._find_house, self._understand)
        self.name, self.born, self.sex, self.number, self.phone = fields.name, fields.born, fields.sex, fields.number, fields.phone
        self.house, self.conditions, self.allergies, self.criteria = fields.house, fields.conditions, fields.allergies, fields.criteria
        self.house.add_wanted.connect(self._add_house)
        self.alike = label("", "accent", wrap=True)
        self.see = Button(tr("Look"), "quiet", "eye")
        self.see.clicked.connect(lambda: self._look(self._like))
        self._lay_out()
        if page is not None:
            fields.fill(page)
        else:
            for field in (self.name, self.born, self.number):
                field.line.editingFinished.connect(self._compare)
            self.house.picked.connect(lambda _house: self._compare())
        self.conditions.changed.connect(self._show_due)
        self.criteria["pregnant"].toggled.connect(lambda _on: self._show_due())
        self._show_due()
        self.fields.tier.changed.connect(lambda _tier: self._show_why())
        self._show_why()
        self._say_alike("", 0)
        self.set_buttons(tr("Back"), tr("Save"), self._save, "check")
        self.name.setFocus()

    def _lay_out(self) -> None:
        fields = self.fields
        rows: Sequence[Sequence[tuple[Labelled, int]]] = (
            ((self.name, 3), (self.born, 2), (self.sex, 1)),
            ((self.house, 3), (self.number, 2), (self.phone, 2)),
            ((self.conditions, 3), (fields.due, 2), (self.allergies, 3)),
        )
        for at, group in enumerate(rows):
            self.body.addLayout(_line(group))
            if at == 0:
                note = QHBoxLayout()
                note.addWidget(self.alike, 1)
                note.addWidget(self.see)
                self.body.addLayout(note)
        self.body.addWidget(label(self._context.language.tr("What decides who comes first"), "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(0)
        for at, box in enumerate(self.criteria.values()):
            grid.addWidget(box, at // 4, at % 4)
        self.body.addLayout(grid)
        self.body.addLayout(_line(((fields.receivers, 3), (fields.consent, 3), (fields.tier, 2))))
        self.body.addWidget(fields.tier_why)

    def _show_due(self) -> None:
        self.fields.due.setVisible(self.fields.pregnant())

    def _show_why(self) -> None:
        self.fields.tier_why.setVisible(self.fields.tier_changed())

    def _find_house(self, text: str, answer: Callable[[Sequence[Suggestion]], None]) -> None:
        desk = self._context.desk
        self._context.tasks.run_read(
            lambda: census.households(desk, text=text, limit=8),
            lambda rows: answer([Suggestion(house_title(row), row.id, place_of(row), row.code) for row in rows]),
            owner=self,
        )

    def _understand(self, told: tuple[str, ...], answer: Callable[[Sequence[Understood]], None]) -> None:
        desk = self._context.desk
        self._context.tasks.run_read(lambda: allergies.understood(desk, told), answer, owner=self)

    def _add_house(self, text: str) -> None:
        HouseDialog(self._room, self._context, text, self._house_added).open()

    def _house_added(self, row: HouseholdRow) -> None:
        self.house.set_value(row.id, house_title(row), place_of(row))
        self.number.setFocus()

    # who is like them ----------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc and Back: what somebody typed is not lost without a question."""
        leave(self, self._context, super().reject)

    def _compare(self) -> None:
        """Asks whether somebody like this stands in the census; an answer to what was typed before comes too late."""
        self._asked += 1
        asked, desk = self._asked, self._context.desk
        try:
            day, estimated = self.fields.birth()
        except Refusal:
            day, estimated = None, False
        told: dict[str, Any] = {
            "name": self.name.text(), "household_id": self.house.value() or 0, "birth_date": day, "estimated": estimated,
            "sex": self.sex.value(), "national_id": self.number.text(), "phone": self.phone.text(),
        }  # fmt: skip

        def answer(found: tuple[Alike, ...]) -> None:
            if asked == self._asked:
                self._show_alike(found)

        self._context.tasks.run_read(lambda: duplicates.alike(desk, **told), answer, owner=self)

    def _show_alike(self, found: tuple[Alike, ...]) -> None:
        if not found:
            self._say_alike("", 0)
            return
        language, row = self._context.language, found[0].person
        age = lives.age(language, row.birth_date, row.birth_estimated, self._context.desk.clock.today())
        who = ", ".join(part for part in (row.name, age, row.house, row.sector) if part)
        sentence = language.tr(
            "There is somebody like this already: {who} ({why}). Is it the same person?",
            who=who,
            why=lives.likeness(language, found[0].likeness),
        )
        self._say_alike(sentence, row.id)

    def _say_alike(self, sentence: str, patient_id: int) -> None:
        self._like = patient_id
        self.alike.setText(sentence)
        self.alike.setVisible(bool(sentence))
        self.see.setVisible(bool(sentence))

    # saving --------------------------------------------------------------------------------------

    def form(self) -> PersonForm:
        """What stands in the form. Raises `Refusal` where a field cannot be understood."""
        return self.fields.form()

    def _save(self) -> None:
        desk, by, page = self._context.desk, self._context.by(), self._page
        try:
            form = self.form()
        except Refusal as refusal:
            self._failed(refusal)
            return

        def write() -> int:
            if page is None:
                return people.add_patient(desk, by, form)
            people.edit_patient(desk, by, page.person.id, form)
            return page.person.id

        self._context.tasks.run_write(write, self._saved, ("people",), self._failed, self)

    def _saved(self, _patient_id: int) -> None:
        tr = self._context.language.tr
        self.accept()
        self._context.messages.toast(tr("{name} is in the census.", name=self.name.text()) if self._page is None else tr("Saved."))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PharmacyError):
            self._context.messages.error(error)
            return
        said_where = error.code in ("day_unreadable", "text_too_long", "name_missing")
        field = self.fields.of_where.get(error.where) if said_where else self.fields.of_refusal.get(error.code)
        if field is None:
            self._context.messages.error(error)
            return
        sentence = wording.sentence(self._context.language, error)
        field.set_wrong(sentence)
        field.setFocus()
        if other := error.data.get("patient_id"):
            self._say_alike(
                self._context.language.tr("Look at the other person before you write this one; what you typed stays."), int(str(other))
            )


def _line(fields: Sequence[tuple[Labelled, int]]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(14)
    for field, share in fields:
        line.addWidget(field, share)
    return line
