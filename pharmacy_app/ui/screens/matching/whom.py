"""Whom a lot would fit now: people who wait for it, people on another strength, and offices to ask. From here to the proposal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from pharmacy_app.services.expiring import ExpiringLot, Fit, Office
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade


@dataclass(frozen=True, slots=True)
class _Row:
    """One whom it would fit; `item_id` None for an office, which is asked and given nothing."""

    item_id: int | None
    key: object
    who: Cell
    why: Cell
    takes: int | None


class WhomDialog(Dialog):
    """`leave` closes the list behind it before somebody goes to the proposal."""

    def __init__(self, window: QWidget, context: Context, lot: ExpiringLot, leave: Callable[[], object]) -> None:
        language = context.language
        tr = language.tr
        super().__init__(window, tr("Whom it would fit: {medicine}", medicine=trade.medicine_title(language, lot.medicine)), 920)
        self._context, self._leave = context, leave
        self.body.addWidget(label(_sentence(language, lot), "line", wrap=True))
        rows = _rows(language, lot)
        self.table = Table(RowsModel(_columns(language, lot), lambda row: row.key), tr("Whom it would fit"), wrap=True)
        self.table.setMinimumHeight(min(theme.current().px(300), max(160, window.window().height() - theme.current().px(285))))
        self.table.set_rows(rows)
        self.table.opened.connect(lambda _row: self.to_proposal())
        self.body.addWidget(self.table, 1)
        if not rows:
            self.table.hide()
            nobody = tr("Nobody in the census takes this or anything like it. What would be left over can be offered to others.")
            self.body.addWidget(label(nobody, wrap=True))
        else:
            words = tr("An office is asked about its patients, and its doctor decides. Nothing is exchanged for another medicine here.")
            self.body.addWidget(label(words, "small", wrap=True))
        self.set_buttons(tr("Back"), tr("To the proposal"), self.to_proposal, "arrows-split-2")
        self.table.setFocus()

    def to_proposal(self) -> None:
        """The chosen person's line in the proposal; else that of the first who waits."""
        chosen: _Row | None = self.table.row()
        rows: list[_Row] = list(self.table.rows.rows)
        if chosen is not None and chosen.item_id is None:
            chosen = next((row for row in rows if row.item_id is not None), None)
        self.accept()
        self._leave()
        self._context.go("matching", chosen.item_id if chosen is not None else None)


def _sentence(language: Language, lot: ExpiringLot) -> str:
    units = trade.units(language, lot.lot.free, lot.medicine.unit)
    return language.tr(
        "Lot {lot}, expires on {day}. There are {units}, and {left} would be left over.",
        lot=lot.lot.lot or "—", day=language.date(lot.lot.expiry), units=units, left=language.number(lot.outlook.at_risk),
    )  # fmt: skip


def _rows(language: Language, lot: ExpiringLot) -> list[_Row]:
    whom = lot.whom
    people = [_person(language, lot, fit) for fit in (*whom.waiting, *whom.other_strengths)]
    return [*people, *(_office(language, office) for office in whom.offices)]


def _person(language: Language, lot: ExpiringLot, fit: Fit) -> _Row:
    days = fit.days_without
    waits = language.ntr("{n} day without it", "{n} days without it", days) if days else language.tr("needs it from today on")
    other = ""
    if fit.medicine is not lot.medicine:
        strength = trade.strength(language, fit.medicine.strength)
        pieces = (
            language.tr("half of one stands for it") if fit.half else language.ntr("{n} stands for one", "{n} stand for one", fit.pieces)
        )
        other = language.tr("takes {strength}: {pieces}", strength=strength, pieces=pieces)
    return _Row(
        fit.ask.item_id,
        fit.ask.item_id,
        named(fit.person.name, fit.person.council),
        Cell(waits, other),
        min(lot.lot.free, fit.could_take(lot.through)),
    )


def _office(language: Language, office: Office) -> _Row:
    names = dict.fromkeys(medicine.name(language.code) for medicine in office.medicines)
    people = language.ntr("{n} person takes {what}", "{n} people take {what}", office.people, what=", ".join(names))
    question = language.tr("a question for their doctor")
    title = language.tr("Office of {council}", council=office.council)
    return _Row(None, ("office", office.council), Cell(title, icon="stethoscope"), Cell(people, question), None)


def _columns(language: Language, lot: ExpiringLot) -> tuple[Column[_Row], ...]:
    tr = language.tr
    return (
        Column(tr("Who"), lambda row: row.who),
        Column(tr("Why"), lambda row: row.why, 300),
        Column(
            tr("Of this lot, until {day}", day=language.date(lot.through)),
            lambda row: number("" if row.takes is None else language.number(row.takes)),
            290,
            right=True,
        ),
    )
