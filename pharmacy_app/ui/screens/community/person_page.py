"""A person's page: where they live and with whom, what counts for them, every treatment, and what is in the house until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from pharmacy_app.domain.circumstances import age_on
from pharmacy_app.services.people import PersonPage, PersonRow, SupplyRow
from pharmacy_app.services.prescriptions import ItemRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.person_form import house_title, place_of
from pharmacy_app.ui.screens.prescriptions.columns import medicine_cell, status_cell, title, until_cell
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade


class PersonPageDialog(Dialog):
    """Everything of one person; from here to the form, or to a new prescription."""

    def __init__(self, room: Room, context: Context, page: PersonPage, edit: Callable[[], None]) -> None:
        super().__init__(room, page.person.name, 900)
        language = context.language
        tr = language.tr
        today = context.desk.clock.today()
        self.body.addLayout(_facts(_told(language, page, today)))
        if page.members:
            self.body.addWidget(label(tr("Lives with"), "label"))
            self.body.addWidget(label(_members(language, page.members, page.person.id, today), wrap=True))
        self.body.addWidget(label(tr("Treatments"), "label"))
        if page.items:
            self.items = Table(RowsModel(_item_columns(language, today, page.renewal_days), lambda row: row.id), tr("Treatments"))
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
        if page.person.active:
            prescribe = Button(tr("Prescribe"), "quiet", "prescription")
            prescribe.clicked.connect(self._prescribe)
            row = QHBoxLayout()
            row.addWidget(prescribe)
            row.addStretch(1)
            self.body.addLayout(row)
        self._go, self._edit, self._patient_id = context.go, edit, page.person.id
        self.set_buttons(tr("Back"), tr("Edit"), self._change, "pencil")

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
    told = [
        (tr("Person"), who if row.active else f"{who} · {tr('gone')}"),
        (tr("House"), where),
        (tr("Telephone"), row.phone or house.phone),
        (tr("Illnesses"), illnesses),
        (tr("Allergies"), ", ".join(one.told for one in page.allergies) or tr("none known")),
        (tr("Comes first for"), counts),
    ]
    return [(name, text) for name, text in told if text]


def _age(language: Language, row: PersonRow, today: date) -> str:
    if row.birth_date is None:
        return ""
    years = language.ntr("{n} year", "{n} years", age_on(row.birth_date, today))
    return f"{years} ({language.date(row.birth_date)})"


def _members(language: Language, members: Sequence[PersonRow], patient_id: int, today: date) -> str:
    others = [row for row in members if row.id != patient_id]
    if not others:
        return language.tr("Nobody else of the census.")
    return "; ".join(", ".join(part for part in (row.name, _age(language, row, today)) if part) for row in others)


def _item_columns(language: Language, today: date, soon: int) -> tuple[Column[ItemRow], ...]:
    tr = language.tr
    return (
        Column(tr("Medicine"), lambda row: medicine_cell(language, row)),
        Column(tr("Doctor"), lambda row: Cell(row.doctor or "—", language.date(row.written_on)), 170, drop=1),
        Column(tr("Until"), lambda row: until_cell(language, row, today), 120, right=True),
        Column(tr("State"), lambda row: status_cell(language, row, today, soon), 200),
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
