"""A person's page: where they live and with whom, what counts for them, every treatment, and what is in the house until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.services import duplicates, histories
from pharmacy_app.services.door_history import adherence
from pharmacy_app.services.people import PersonPage, PersonRow, SupplyRow
from pharmacy_app.services.prescriptions import ItemRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.deliveries import show_deliveries
from pharmacy_app.ui.screens.community.house_form import HouseDialog
from pharmacy_app.ui.screens.community.life_forms import CHANGED, BornForm, LeaveForm, LifeForm, MoveForm, ReturnForm, gone_words
from pharmacy_app.ui.screens.community.person_fields import house_title, place_of
from pharmacy_app.ui.screens.community.summary import show_summary
from pharmacy_app.ui.screens.community.visits.outside import show_visits
from pharmacy_app.ui.screens.prescriptions.columns import medicine_cell, status_cell, title, until_cell
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import people as lives
from pharmacy_app.wording import trade

YOUNGEST_MOTHER = 10  # years: on a younger child's page nobody looks for it


class PersonPageDialog(Dialog):
    """Everything of one person; from here to the form, or to a new prescription."""

    def __init__(self, room: Room, context: Context, page: PersonPage, edit: Callable[[], None]) -> None:
        super().__init__(room, page.person.name, 900)
        language = context.language
        tr = language.tr
        today = context.desk.clock.today()
        self._room, self._context, self._page = room, context, page
        self._go, self._edit, self._patient_id = context.go, edit, page.person.id
        self.body.addLayout(_facts(_told(language, page, today)))
        self._add_actions()
        if page.members:
            self.body.addWidget(label(tr("Lives with"), "label"))
            self.body.addWidget(label(_members(language, page.members, page.person.id, today), wrap=True))
        self.body.addWidget(label(tr("Treatments"), "label"))
        if page.items:
            self.items = Table(RowsModel(_item_columns(language, page, today), lambda row: row.id), tr("Treatments"))
            self.items.setFixedHeight(_height(len(page.items)))
            self.body.addWidget(self.items)
            self.items.set_rows(page.items)
        else:
            self.body.addWidget(label(tr("No prescription yet."), "line"))
        self.body.addWidget(label(tr("What was handed over, and until when it lasts"), "label"))
        if page.supplies:
            self.supplies = Table(
                RowsModel(_supply_columns(language), lambda row: (row.item_id, row.lot, row.first_day)), tr("Handed over")
            )
            self.supplies.setFixedHeight(_height(len(page.supplies)))
            self.body.addWidget(self.supplies)
            self.supplies.set_rows(page.supplies)
        else:
            self.body.addWidget(label(tr("Nothing yet."), "line"))
        if page.history:
            self.body.addWidget(label(tr("History"), "label"))
            self.body.addWidget(label("\n".join(_story(language, page)), wrap=True))
        merged = page.person.left_why == "merged"
        self.set_buttons(tr("Back"), "" if merged else tr("Edit"), self._change, "pencil")

    def _add_actions(self) -> None:
        """What can be done with this person, beside editing."""
        tr, row = self._context.language.tr, self._page.person
        here = (
            (tr("Prescribe"), "prescription", self._prescribe),
            (tr("Moves house"), "home-move", lambda: self._live(MoveForm(self._context, self._room, self._page))),
            (tr("Is gone"), "door", lambda: self._live(LeaveForm(self._context, self._room, self._page))),
            (tr("A child is born"), "baby-carriage", lambda: self._live(BornForm(self._context, self._room, self._page))),
        )
        today = self._context.desk.clock.today()
        mother = row.sex != "M" and (row.birth_date is None or age_on(row.birth_date, today) >= YOUNGEST_MOTHER)
        actions = list(here[: 4 if mother else 3]) if row.active else []
        if row.left_why == "merged":
            actions.append((tr("Part the two entries"), "arrows-split-2", lambda: self._part(row)))
        elif not row.active:
            actions.append((tr("Came back"), "home", self._come_back))
        if row.left_why != "merged":
            actions.append((tr("House"), "home", self._house))
        actions.append((tr("Visits"), "clipboard-list", self._visits))
        actions.append((tr("Deliveries"), "walk", self._deliveries))
        actions.append((tr("Summary"), "file-text", self._summary))
        actions += [(tr("Part {code}", code=one.code), "arrows-split-2", partial(self._part, one)) for one in self._page.entries]
        line = QHBoxLayout()
        line.setSpacing(2)
        for words, icon, do in actions:
            button = Button(words, "quiet", icon)
            button.clicked.connect(lambda _checked=False, do=do: do())
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)

    def _house(self) -> None:
        """How the house is found and reached."""
        self.accept()
        messages, saved = self._context.messages, self._context.language.tr("Saved.")
        HouseDialog(self._room, self._context, "", lambda _row: messages.toast(saved), self._page.household).open()

    def _summary(self) -> None:
        """One page for the doctor."""
        show_summary(self._context, self._room, self._page.person.id)

    def _visits(self) -> None:
        """When they were seen, and what for; from there a visit is noted."""
        self.accept()
        person = self._page.person
        show_visits(self._context, self._room, person.name, person.household_id, person.id)

    def _deliveries(self) -> None:
        """What became of every bag that went to this house."""
        self.accept()
        house = self._page.household
        show_deliveries(self._context, self._room, house.house or house.code, house.id)

    def _live(self, form: LifeForm) -> None:
        self.accept()
        form.open()

    def _come_back(self) -> None:
        context, page = self._context, self._page
        context.tasks.run_read(
            lambda: len(histories.waiting_to_return(context.desk, page.person.id)),
            lambda n: self._live(ReturnForm(context, self._room, page, n)),
            context.messages.error,
            self,
        )

    def _part(self, entry: PersonRow) -> None:
        context, by = self._context, self._context.by()

        def parted(_kept: int) -> None:
            self.accept()
            context.messages.toast(context.language.tr("The two entries are apart again."))

        context.tasks.run_write(lambda: duplicates.part(context.desk, by, entry.id), parted, CHANGED, context.messages.error, self)

    def _change(self) -> None:
        self.accept()
        self._edit()

    def _prescribe(self) -> None:
        self.accept()
        self._go("prescriptions", ("write", self._patient_id))


def _height(rows: int) -> int:
    return theme.current().px(36 + 50 * min(rows, 4) + 6)


def _facts(told: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(4)
    for at, (name, text) in enumerate(told):
        grid.addWidget(label(name, "small"), at, 0)
        grid.addWidget(label(text, wrap=True), at, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _told(language: Language, page: PersonPage, today: date) -> list[tuple[str, str]]:
    tr, row, house = language.tr, page.person, page.household
    sex = {"F": tr("female"), "M": tr("male")}.get(row.sex, "")
    where = ", ".join(part for part in (house_title(house), place_of(house), house.directions) if part)
    illnesses = ", ".join(trade.condition(language, code) for code in row.conditions)
    counts = ", ".join(tr(trade.CRITERIA[word]) for word in row.criteria)
    counts += f" ({tr('decided: {tier}', tier=row.tier)})" if row.tier else ""
    who = " · ".join(part for part in (row.code, _age(language, row, today), sex, row.national_id) if part)
    due = tr("birth expected on {day}", day=language.date(row.due_on)) if row.due_on else ""
    consent = (
        tr("on {day}", day=language.date(row.consent_on)) if row.consent_on else tr("not asked yet: ask, and write the day in the form")
    )
    told = [
        (tr("Person"), who if row.active else f"{who} · {gone_words(language, row)}"),
        (tr("The same person as"), f"{page.same_as.name} · {page.same_as.code}" if page.same_as else ""),
        (tr("Also written down as"), ", ".join(f"{one.name} · {one.code}" for one in page.entries)),
        (tr("House"), where),
        (tr("Access"), house.access),
        (tr("Telephone"), row.phone or house.phone),
        (tr("May receive for them"), row.receivers),
        (tr("Agreed to be written down"), consent),
        (tr("Illnesses"), " · ".join(part for part in (illnesses, due) if part)),
        (tr("Allergies"), ", ".join(one.told for one in page.allergies) or tr("none known")),
        (tr("Comes first for"), counts),
    ]
    return [(name, text) for name, text in told if text]


def _age(language: Language, row: PersonRow, today: date) -> str:
    return lives.born(language, row.birth_date, row.birth_estimated, today)


def _story(language: Language, page: PersonPage) -> list[str]:
    """One line for each thing that happened; of another entry with its code."""
    codes = {one.id: one.code for one in page.entries}
    return [
        " · ".join(
            part
            for part in (
                language.date(one.occurred_on), codes.get(one.patient_id, ""),
                lives.event(language, one.kind, one.from_house, one.to_house, one.note), one.user,
            )
            if part
        )
        for one in page.history
    ]  # fmt: skip


def _members(language: Language, members: Sequence[PersonRow], patient_id: int, today: date) -> str:
    others = [row for row in members if row.id != patient_id]
    if not others:
        return language.tr("Nobody else of the census.")
    return "; ".join(", ".join(part for part in (row.name, _age(language, row, today)) if part) for row in others)


def _item_columns(language: Language, page: PersonPage, today: date) -> tuple[Column[ItemRow], ...]:
    tr = language.tr
    had = adherence(page.items, page.supplies, today)

    def covered(row: ItemRow) -> Cell:
        one = had.get(row.id)
        return Cell(tr("{covered} of {days} days", covered=one.covered, days=one.days) if one else "—")

    return (
        Column(tr("Medicine"), lambda row: medicine_cell(language, row)),
        Column(tr("Doctor"), lambda row: Cell(row.doctor or "—", language.date(row.written_on)), 170, drop=1),
        Column(tr("Until"), lambda row: until_cell(language, row, today), 120, right=True),
        Column(tr("Covered lately"), covered, 110, right=True),
        Column(tr("State"), lambda row: status_cell(language, row, today, page.renewal_days), 160),
    )


def _supply_columns(language: Language) -> tuple[Column[SupplyRow], ...]:
    tr = language.tr
    return (
        Column(
            tr("Medicine"),
            lambda row: named(title(language, row), tr("lot {lot}", lot=row.lot)),
        ),
        Column(tr("Units"), lambda row: Cell(language.number(row.delivered)), 90, right=True),
        Column(tr("Lasts until"), lambda row: Cell(language.date(row.last_day)), 130, right=True),
        Column(tr("Expires"), lambda row: Cell(language.date(row.expiry) if row.expiry else "—"), 120, right=True),
    )
