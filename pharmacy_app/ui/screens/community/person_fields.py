"""The fields of a person, each with the reason why it is asked, and how what is typed in them is understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox

from pharmacy_app.domain.allergies import Understood
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import CRITERIA, TIERS
from pharmacy_app.domain.text import fold
from pharmacy_app.services import allergies, people, typed
from pharmacy_app.services.census import HouseholdRow
from pharmacy_app.services.people import PersonForm, PersonPage
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.suggest import Find, SuggestField
from pharmacy_app.wording import people as lives
from pharmacy_app.wording import trade

# Asks what allergies as told are checked against; the answer comes later.
Understand = Callable[[tuple[str, ...], Callable[[Sequence[Understood]], None]], None]
_LONGEST_WORD = 40  # letters of a word that is on no list: a sentence stays one
_PAUSE = 250  # ms without a key, after which what was typed is looked up


class AllergyField(Field):
    """Allergies, and below them what medicines they touch, as soon as it is known."""

    def __init__(self, language: Language, understand: Understand) -> None:
        hint = language.tr("An ingredient or a group: penicillin, sulfa, J01C. What they touch waits for a doctor.")
        self._found: tuple[str, str] = ("", "")  # the text that was looked up last, and what is said of it
        super().__init__(language.tr("Allergies"), language, hint, "", self._known)
        self._understand = understand
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)
        self.line.textChanged.connect(lambda _text: self._timer.start())

    def _known(self, text: str) -> tuple[str, str]:
        return text, self._found[1] if text == self._found[0] else ""

    def _look(self) -> None:
        text = self.text()
        if text:
            self._understand(allergies.listed(text), partial(self._answer, text))

    def _answer(self, text: str, found: Sequence[Understood]) -> None:
        if text == self.text():
            self._found = (text, lives.allergies_understood(self._language, found))
            self.check()


class PersonFields:
    """The fields; `fill` writes a person into them, `form` reads them."""

    def __init__(self, language: Language, today: date, find_house: Find, understand: Understand) -> None:
        tr = language.tr
        self._language, self._today = language, today
        self.name = Field(tr("Names and surnames"), language, tr("As it shall stand on the slip."))
        self.born = Field(
            tr("Birth date or age"), language, tr("For doses that depend on age. Not known: write “67 years”."), "24/11/1950",
            partial(_born, language, today),
        )  # fmt: skip
        self.sex = Choice(tr("Sex"), [("", tr("not said")), ("F", tr("female")), ("M", tr("male"))], tr("For warnings in pregnancy."))
        self.number = Field(tr("ID number"), language, tr("May stay empty; tells apart people of one name."))
        self.phone = Field(tr("Telephone"), language, tr("To say when we come."))
        where = tr("Where the medicines are carried to.")
        self.house = SuggestField(tr("House"), language, find_house, tr("Add a house"), where, tr("house, sector or code"))
        self.conditions = Field(
            tr("Illnesses"), language, tr("Separated by commas. They say what is needed, and who waits for it."), "",
            partial(_illnesses, language),
        )  # fmt: skip
        self.due = Field(
            tr("Expected day of birth"),
            language,
            tr("For warnings late in pregnancy, and for the kit."),
            "",
            partial(_coming, language, today),
        )
        self.allergies = AllergyField(language, understand)
        self.receivers = Field(tr("Who may receive for them"), language, tr("So that nobody else is given their medicines."))
        self.consent = Field(
            tr("Agreed to be written down on"), language, tr("Ask them, and write the day: today. Empty: not asked yet."), tr("today"),
            partial(_past, language, today),
        )  # fmt: skip
        self.tier = Choice(
            tr("Priority"),
            [("", tr("by points")), *((tier, tr(trade.TIERS[tier])) for tier in TIERS)],
            tr("Only where the committee decided otherwise."),
        )
        self.tier_why = Field(tr("Why this priority"), language, tr("What the committee decided, and why."))
        self.criteria = {word: QCheckBox(tr(trade.CRITERIA[word])) for word in CRITERIA}
        # Which field a refusal speaks of.
        self.of_refusal = {
            "name_missing": self.name, "person_exists": self.name, "birth_date_future": self.born, "birth_date_implausible": self.born,
            "age_implausible": self.born, "household_unknown": self.house, "national_id_taken": self.number,
            "condition_unknown": self.conditions, "due_day_implausible": self.due, "consent_in_future": self.consent,
            "consent_implausible": self.consent, "reason_missing": self.tier_why,
        }  # fmt: skip
        self.of_where = {
            "birth_date": self.born, "due_on": self.due, "consent_on": self.consent, "name": self.name, "national_id": self.number,
            "phone": self.phone, "receivers": self.receivers, "allergies": self.allergies, "why": self.tier_why,
        }  # fmt: skip

    def fill(self, page: PersonPage) -> None:
        """Writes a person into the fields."""
        language, row = self._language, page.person
        self.name.set_text(row.name)
        if row.birth_date:
            told = lives.age(language, row.birth_date, True, self._today) if row.birth_estimated else language.date(row.birth_date)
            self.born.set_text(told)
        self.sex.set_value(row.sex)
        self.number.set_text(row.national_id)
        self.phone.set_text(row.phone)
        self.house.set_value(row.household_id, house_title(page.household), place_of(page.household))
        self.conditions.set_text(", ".join(trade.condition(language, code) for code in row.conditions))
        self.due.set_text(language.date(row.due_on) if row.due_on else "")
        self.allergies.set_text(", ".join(one.told for one in page.allergies))
        self.receivers.set_text(row.receivers)
        self.consent.set_text(language.date(row.consent_on) if row.consent_on else "")
        self.tier.set_value(row.tier)
        for word, box in self.criteria.items():
            box.setChecked(word in row.criteria)
        self._was = (self.born.text(), row.birth_date, row.birth_estimated)
        self._tier_was = row.tier

    _was: tuple[str, date | None, bool] = ("", None, False)
    _tier_was = ""

    def tier_changed(self) -> bool:
        """Whether another priority stands there than before: then somebody must say why."""
        return bool(self.tier.value() != self._tier_was)

    def birth(self) -> tuple[date | None, bool]:
        """The birth as typed; what was not touched stays what it was, to the day. Raises `Refusal` as `people.birth`."""
        said = self.born.text()
        if said == self._was[0]:
            return self._was[1:]
        return people.birth(said, self._today) if said else (None, False)

    def pregnant(self) -> bool:
        """Whether a pregnancy stands among the illnesses or is ticked."""
        return "pregnancy" in understood(self._language, self.conditions.text())[0] or self.criteria["pregnant"].isChecked()

    def form(self) -> PersonForm:
        """What stands in the fields. Raises `Refusal` where one cannot be understood."""
        codes, unknown = understood(self._language, self.conditions.text())
        if unknown:
            raise Refusal("condition_unknown", "conditions", text=", ".join(unknown))
        day, estimated = self.birth()
        due = typed.coming_day(self.due.text(), self._today, "due_on") if self.due.text() and self.pregnant() else None
        if due is not None and "pregnancy" not in codes:
            codes = (*codes, "pregnancy")  # the day is kept with it
        return PersonForm(
            household_id=self.house.value() or 0,
            name=self.name.text(),
            birth_date=day,
            birth_estimated=estimated,
            sex=self.sex.value(),
            national_id=self.number.text(),
            phone=self.phone.text(),
            conditions=codes,
            criteria=tuple(word for word, box in self.criteria.items() if box.isChecked()),
            allergies=allergies.listed(self.allergies.text()),
            tier=self.tier.value(),
            tier_why=self.tier_why.text() if self.tier_changed() else "",
            receivers=self.receivers.text(),
            consent_on=typed.day(self.consent.text(), self._today, "consent_on") if self.consent.text() else None,
            due_on=due,
        )


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
    for word in _listed(own, text):
        found, strange = ((own[fold(word)],), ()) if fold(word) in own else people.understood_conditions(word)
        codes += found
        unknown += (one[:_LONGEST_WORD] for one in strange)
    return tuple(dict.fromkeys(codes)), tuple(unknown)


def _listed(own: dict[str, str], text: str) -> list[str]:
    """The illnesses between the commas; where one of the program's own names holds a comma (`diabetes, type 1`), it is not cut."""
    parts = [part.strip() for part in re.split(r"[,;\n\u2028\u2029]", text) if part.strip()]
    found: list[str] = []
    while parts:
        both = ", ".join(parts[:2])
        taken = 2 if len(parts) > 1 and fold(both) in own else 1
        found.append(both if taken == 2 else parts[0])
        parts = parts[taken:]
    return found


def _illnesses(language: Language, text: str) -> tuple[Any, str]:
    codes, unknown = understood(language, text)
    if unknown:
        raise Refusal("condition_unknown", "conditions", text=", ".join(unknown))
    return codes, "= " + ", ".join(trade.condition(language, code) for code in codes)


def _born(language: Language, today: date, text: str) -> tuple[Any, str]:
    day, estimated = people.birth(text, today)
    return day, "= " + lives.born(language, day, estimated, today)


def _coming(language: Language, today: date, text: str) -> tuple[Any, str]:
    day = typed.coming_day(text, today, "due_on")
    return day, f"= {language.date(day)}"


def _past(language: Language, today: date, text: str) -> tuple[Any, str]:
    day = typed.day(text, today, "consent_on")
    if day > today:
        raise Refusal("consent_in_future", "consent_on", day=day)
    return day, f"= {language.date(day)}"
