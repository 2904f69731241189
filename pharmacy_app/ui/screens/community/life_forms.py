"""What happens in people's lives, one short form each: they move house, leave or die, come back, a child is born."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import census, histories, typed
from pharmacy_app.services.desk import By
from pharmacy_app.services.histories import Left
from pharmacy_app.services.people import PersonForm, PersonPage, PersonRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.screens.community.person_fields import house_title, place_of
from pharmacy_app.ui.widgets.fields import Choice, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion
from pharmacy_app.wording import people as lives

CHANGED = ("people", "prescriptions", "rounds", "stock", "matching")


class LifeForm(FormDialog):
    """A day and a few words; `people` are the person and, where ticked, who lives with them."""

    def __init__(self, context: Context, window: QWidget, title: str, page: PersonPage, together: str = "") -> None:
        super().__init__(context, window, title, 620)
        language = context.language
        self.page = page
        today = context.desk.clock.today()
        self.day = Field(
            language.tr("When"), language, language.tr("For the history of who lived where."), "", partial(_day, language, today)
        )
        self.day.set_text(language.date(today))
        self.note = Field(language.tr("Note"), language, language.tr("Who said so, or why; may stay empty."))
        self.fields = {"day": self.day}
        self.others = {row.id: QCheckBox(row.name) for row in page.members if together and row.active and row.id != page.person.id}
        self._together = together

    def lay_out(self, verb: str, *above: QWidget, icon: str = "check", danger: bool = False) -> None:
        """`above` the day and the note; then who else."""
        for widget in above:
            self.body.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.day, 1)
        line.addWidget(self.note, 2)
        self.body.addLayout(line)
        if self.others:
            self.body.addWidget(label(self._together, "label"))
            for box in self.others.values():
                self.body.addWidget(box)
        self.end(verb, self.save, icon, danger)

    @abstractmethod
    def save(self) -> None:
        """The act; the form's own."""

    def by(self) -> By:
        """The act on the day that was typed. Raises `Refusal` `day_unreadable`."""
        by = self.context.by()
        return replace(by, occurred_on=typed.day(self.day.text(), self.context.desk.clock.today())) if self.day.text() else by

    def chosen(self) -> list[int]:
        return [self.page.person.id, *(patient_id for patient_id, box in self.others.items() if box.isChecked())]

    def act(self, work: Callable[[By], Any], done: Callable[[Any], None]) -> None:
        """Runs it on the typed day; a day that cannot be read is said at its field."""
        try:
            by = self.by()
        except Refusal as refusal:
            self.fail(refusal)
            return
        self.write(lambda: work(by), done, CHANGED)


class MoveForm(LifeForm):
    """To another house, alone or with the family."""

    def __init__(self, context: Context, window: QWidget, page: PersonPage) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("{name} moves house", name=page.person.name), page, tr("Who goes along"))
        self.house = house_field(context, window, self, tr("New house"))
        self.fields["household"] = self.house
        self.lay_out(tr("Move"), self.house, icon="home-move")
        self.house.setFocus()

    def save(self) -> None:
        desk, people, home, note = self.context.desk, self.chosen(), self.house.value() or 0, self.note.text()
        self.act(lambda by: histories.move(desk, by, people, home, note), self._moved)

    def _moved(self, off: int) -> None:
        language, desk, old = self.context.language, self.context.desk, self.page.person.household_id
        told = language.tr("Written down.")
        if off:
            told += " " + language.ntr(
                "{n} bag left its planned round: plan it again.", "{n} bags left their planned round: plan them again.", off
            )
        ids = self.chosen()
        back = partial(_undo, self.context, lambda by: histories.move(desk, by, ids, old))
        self.context.messages.toast(told, back)


class LeaveForm(LifeForm):
    """Moved away, died, or gone for another reason."""

    def __init__(self, context: Context, window: QWidget, page: PersonPage) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("{name} is gone", name=page.person.name), page, tr("Who is gone too"))
        self.why = Choice(tr("Why"), [(why, tr(lives.WHY_LEFT[why])) for why in histories.WHY])
        what = tr(
            "Their treatments end, what is reserved for them is free again, and no round goes to them. All of it stays in the history."
        )
        self.lay_out(tr("Write down"), self.why, label(what, "line", wrap=True), icon="door")
        self.why.setFocus()

    def save(self) -> None:
        desk, people, why, note = self.context.desk, self.chosen(), self.why.value(), self.note.text()
        self.act(lambda by: histories.leave(desk, by, people, why, note), self._left)

    def _left(self, left: Left) -> None:
        ntr, desk, ids = self.context.language.ntr, self.context.desk, self.chosen()
        told = ntr("{n} treatment ended.", "{n} treatments ended.", left.treatments)
        if left.out:
            told += " " + self.context.language.tr("A bag is on its way: note it when the round comes back.")
        back = partial(_undo, self.context, lambda by: histories.come_back(desk, by, ids, treatments=True))
        self.context.messages.toast(told, back)


class ReturnForm(LifeForm):
    """Lives here again; what ended with the leaving begins again only where asked for."""

    def __init__(self, context: Context, window: QWidget, page: PersonPage, treatments: int) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("{name} came back", name=page.person.name), page)
        self.house = house_field(context, window, self, tr("House"))
        self.house.set_value(page.person.household_id, house_title(page.household), place_of(page.household))
        self.fields["household"] = self.house
        words = context.language.ntr("{n} treatment that ended begins again", "{n} treatments that ended begin again", treatments)
        self.again = QCheckBox(words)
        self.again.setVisible(treatments > 0)
        self.lay_out(tr("Write down"), self.house, self.again, icon="home")
        self.house.setFocus()

    def save(self) -> None:
        desk, people, home, note = self.context.desk, self.chosen(), self.house.value() or 0, self.note.text()
        again, tr = self.again.isChecked(), self.context.language.tr
        self.act(
            lambda by: histories.come_back(desk, by, people, home, note, again),
            lambda _n: self.context.messages.toast(tr("{name} is in the census.", name=self.page.person.name)),
        )


class BornForm(LifeForm):
    """A child of this mother: into her house, and the pregnancy ends."""

    def __init__(self, context: Context, window: QWidget, page: PersonPage) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("A child of {name}", name=page.person.name), page)
        self.child = Field(tr("Names and surnames"), context.language, tr("As it shall stand on the slip."))
        self.sex = Choice(tr("Sex"), [("", tr("not said")), ("F", tr("female")), ("M", tr("male"))])
        self.note.hide()
        self.day.set_hint(tr("The day of the birth; the pregnancy ends with it."))
        self.fields |= {"name": self.child, "birth_date": self.day}
        self.lay_out(tr("Write down"), self.child, self.sex, icon="baby-carriage")
        self.child.setFocus()

    def save(self) -> None:
        desk, mother, form = self.context.desk, self.page.person.id, PersonForm(0, self.child.text(), sex=self.sex.value())
        tr = self.context.language.tr
        self.act(
            lambda by: histories.born(desk, by, mother, form),
            lambda _child: self.context.messages.toast(tr("{name} is in the census.", name=form.name)),
        )


def house_field(context: Context, room: QWidget, owner: QWidget, name: str) -> SuggestField:
    """A house, found by house, sector or code; one that is not in the census yet is added on the way."""

    def find(text: str, answer: Callable[[Sequence[Suggestion]], None]) -> None:
        context.tasks.run_read(
            lambda: census.households(context.desk, text=text, limit=8),
            lambda rows: answer([Suggestion(house_title(row), row.id, place_of(row), row.code) for row in rows]),
            owner=owner,
        )

    def add(text: str) -> None:
        HouseDialog(room, context, text, lambda row: field.set_value(row.id, house_title(row), place_of(row))).open()

    tr = context.language.tr
    where = tr("Where the medicines are carried to.")
    field = SuggestField(name, context.language, find, tr("Add a house"), where, tr("house, sector or code"))
    field.add_wanted.connect(add)
    return field


def gone_words(language: Language, row: PersonRow) -> str:
    """`se mudó el 24/11/2026`; empty for who lives here."""
    if row.active:
        return ""
    told = language.tr(lives.WHY_LEFT[row.left_why])
    return f"{told} ({language.date(row.left_on)})" if row.left_on else told


def _undo(context: Context, work: Callable[[By], Any]) -> None:
    by = context.by()
    context.tasks.run_write(lambda: work(by), lambda _done: None, CHANGED, context.messages.error)


def _day(language: Language, today: date, text: str) -> tuple[Any, str]:
    day = typed.day(text, today)
    if day > today:
        raise Refusal("day_in_future", "day", day=day)
    return day, f"= {language.date(day)}"
