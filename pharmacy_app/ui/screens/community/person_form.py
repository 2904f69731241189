"""The form of a person: each field says why it is asked. Adding a house that is missing never loses what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.domain.priority import CRITERIA, TIERS
from pharmacy_app.domain.text import fold
from pharmacy_app.services import census, people, typed
from pharmacy_app.services.census import HouseholdRow
from pharmacy_app.services.people import PersonForm, PersonPage
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, Field, Labelled
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion
from pharmacy_app.wording import trade

# Which field a refusal speaks of.
_WHERE = {
    "name_missing": "name", "person_exists": "name", "birth_date_future": "born", "birth_date_implausible": "born", "day_unreadable": "born",
    "household_unknown": "house", "national_id_taken": "number", "condition_unknown": "conditions",
}  # fmt: skip


class PersonDialog(Dialog):
    """Writes a new person, or one that is there (`page`) anew."""

    def __init__(self, room: Room, context: Context, page: PersonPage | None) -> None:
        tr = context.language.tr
        super().__init__(room, tr("New person") if page is None else tr("Edit {name}", name=page.person.name), 860)
        self._room, self._context, self._page = room, context, page
        language, today = context.language, context.desk.clock.today()
        self.name = Field(tr("Names and surnames"), language, tr("As it shall stand on the slip."))
        self.born = Field(
            tr("Birth date"), language, tr("For doses and warnings that depend on age."), "24/11/1950", partial(_born, language, today)
        )
        self.sex = Choice(tr("Sex"), [("", tr("not said")), ("F", tr("female")), ("M", tr("male"))], tr("For warnings in pregnancy."))
        self.number = Field(tr("ID number"), language, tr("May stay empty; tells apart people of one name."))
        self.phone = Field(tr("Telephone"), language, tr("To say when we come."))
        self.house = SuggestField(
            tr("House"),
            language,
            self._find_house,
            tr("Add a house"),
            tr("Where the medicines are carried to."),
            tr("house, sector or code"),
        )
        self.house.add_wanted.connect(self._add_house)
        self.conditions = Field(
            tr("Illnesses"), language, tr("Separated by commas. They say what is needed, and who waits for it."), "",
            partial(_illnesses, language),
        )  # fmt: skip
        self.allergies = Field(tr("Allergies"), language, tr("Separated by commas: penicillin, sulfa… What they touch waits for a doctor."))
        self.tier = Choice(
            tr("Priority"),
            [("", tr("by points")), *((tier, tr(trade.TIERS[tier])) for tier in TIERS)],
            tr("Only where the committee decided otherwise."),
        )
        self.living = QCheckBox(tr("Lives here (take the tick away if they died or moved)"))
        self.living.setChecked(True)
        self.criteria = {word: QCheckBox(language.tr(trade.CRITERIA[word])) for word in CRITERIA}
        self._fields: dict[str, Labelled] = {
            "name": self.name, "born": self.born, "house": self.house, "number": self.number, "conditions": self.conditions,
        }  # fmt: skip
        self._lay_out()
        if page is not None:
            self._fill(page)
        self.set_buttons(tr("Back"), tr("Save"), self._save, "check")
        self.name.setFocus()

    def _lay_out(self) -> None:
        tr = self._context.language.tr
        rows: Sequence[Sequence[tuple[Labelled, int]]] = (
            ((self.name, 3), (self.born, 2), (self.sex, 1)),
            ((self.house, 3), (self.number, 2), (self.phone, 1)),
            ((self.conditions, 3), (self.allergies, 3)),
        )
        for fields in rows:
            line = QHBoxLayout()
            line.setSpacing(14)
            for field, share in fields:
                line.addWidget(field, share)
            self.body.addLayout(line)
        self.body.addWidget(label(tr("What decides who comes first"), "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(0)
        for at, box in enumerate(self.criteria.values()):
            grid.addWidget(box, at // 3, at % 3)
        self.body.addLayout(grid)
        last = QHBoxLayout()
        last.setSpacing(14)
        last.addWidget(self.tier, 1)
        if self._page is not None:
            last.addWidget(self.living, 2)
        else:
            last.addStretch(2)
        self.body.addLayout(last)

    def _fill(self, page: PersonPage) -> None:
        language, row = self._context.language, page.person
        self.name.set_text(row.name)
        self.born.set_text(language.date(row.birth_date) if row.birth_date else "")
        self.sex.set_value(row.sex)
        self.number.set_text(row.national_id)
        self.phone.set_text(row.phone)
        self.house.set_value(row.household_id, house_title(page.household), place_of(page.household))
        self.conditions.set_text(", ".join(trade.condition(language, code) for code in row.conditions))
        self.allergies.set_text(", ".join(one.told for one in page.allergies))
        self.tier.set_value(row.tier)
        self.living.setChecked(row.active)
        for word, box in self.criteria.items():
            box.setChecked(word in row.criteria)

    def _find_house(self, text: str, answer: Callable[[Sequence[Suggestion]], None]) -> None:
        desk = self._context.desk
        self._context.tasks.run_read(
            lambda: census.households(desk, text=text, limit=8),
            lambda rows: answer([Suggestion(house_title(row), row.id, place_of(row), row.code) for row in rows]),
            owner=self,
        )

    def _add_house(self, text: str) -> None:
        HouseDialog(self._room, self._context, text, self._house_added).open()

    def _house_added(self, row: HouseholdRow) -> None:
        self.house.set_value(row.id, house_title(row), place_of(row))
        self.number.setFocus()

    def form(self) -> PersonForm:
        """What stands in the form. Raises `Refusal` where a field cannot be understood."""
        codes, unknown = understood(self._context.language, self.conditions.text())
        if unknown:
            raise Refusal("condition_unknown", "conditions", text=", ".join(unknown))
        born = typed.day(self.born.text(), self._context.desk.clock.today(), "birth_date") if self.born.text() else None
        return PersonForm(
            household_id=self.house.value() or 0,
            name=self.name.text(),
            birth_date=born,
            sex=self.sex.value(),
            national_id=self.number.text(),
            phone=self.phone.text(),
            conditions=codes,
            criteria=tuple(word for word, box in self.criteria.items() if box.isChecked()),
            allergies=tuple(word.strip() for word in self.allergies.text().replace(";", ",").split(",") if word.strip()),
            tier=self.tier.value(),
            active=self.living.isChecked(),
        )

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
        field = self._fields.get(_WHERE.get(error.code, "")) if isinstance(error, PharmacyError) else None
        if field is None or not isinstance(error, PharmacyError):
            self._context.messages.error(error)
            return
        field.set_wrong(wording.sentence(self._context.language, error))
        field.setFocus()


def house_title(row: HouseholdRow) -> str:
    """The house as people call it, or its code."""
    return row.house or row.code


def place_of(row: HouseholdRow) -> str:
    """Sector and council."""
    return " · ".join(part for part in (row.sector, row.council) if part)


def understood(language: Language, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the illnesses named, in the program's own words or in others that people use; and the words nobody knows."""
    own = {fold(trade.condition(language, code)): code for code, _, _ in CONDITIONS}
    codes: list[str] = []
    unknown: list[str] = []
    for word in (part.strip() for part in text.replace(";", ",").split(",")):
        if not word:
            continue
        found = (own[fold(word)],) if fold(word) in own else people.understood_conditions(word)[0]
        codes += found
        unknown += [] if found else [word]
    return tuple(dict.fromkeys(codes)), tuple(unknown)


def _illnesses(language: Language, text: str) -> tuple[Any, str]:
    codes, unknown = understood(language, text)
    if unknown:
        raise Refusal("condition_unknown", "conditions", text=", ".join(unknown))
    return codes, "= " + ", ".join(trade.condition(language, code) for code in codes)


def _born(language: Language, today: date, text: str) -> tuple[Any, str]:
    day = typed.day(text, today, "birth_date")
    if day > today:
        raise Refusal("birth_date_future", "birth_date", day=day)
    return day, language.ntr("= {day}, {n} year", "= {day}, {n} years", age_on(day, today), day=language.date(day))
