"""What lists say of an item: medicine and directions, until when, how it stands."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date

from pharmacy_app.domain.directions import from_json
from pharmacy_app.services.people import SupplyRow
from pharmacy_app.services.prescriptions import ItemRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named
from pharmacy_app.wording import community as words
from pharmacy_app.wording import directions, treatments

NOW = 7  # days before the end from which it is urgent to renew; from when on a line asks for it the committee sets


def item_columns(language: Language, today: date, marked: Callable[[], Set[int]], soon: Callable[[], int]) -> tuple[Column[ItemRow], ...]:
    """Mark, person, medicine with its directions, units a day, until when, state."""
    tr = language.tr
    return (
        Column("", lambda row: Cell(icon="square-check" if row.id in marked() else "square", icon_role="accent"), 44),
        Column(tr("Person"), lambda row: named(row.patient, _place(row)), key=lambda row: row.patient.casefold(), least=190),
        Column(tr("Medicine"), lambda row: medicine_cell(language, row), key=lambda row: title(language, row).casefold(), least=270),
        Column(tr("A day"), lambda row: Cell(rate_words(language, row)), 128, right=True, drop=2),
        Column(tr("Until"), lambda row: until_cell(language, row, today), 112, right=True, key=lambda row: row.review_on or date.max),
        Column(tr("State"), lambda row: status_cell(language, row, today, soon()), 192),
    )


def _place(row: ItemRow) -> str:
    return " · ".join(part for part in (row.house, row.sector, row.council) if part)


def title(language: Language, row: ItemRow | SupplyRow) -> str:
    """`Losartán 50 mg, tableta`; as written where nobody has said what it is."""
    if row.inn is None or row.form is None:
        return row.medicine_text if isinstance(row, ItemRow) else "—"
    return treatments.title(language, row.inn, row.name_es or "", row.strength or "", row.form)


def medicine_cell(language: Language, row: ItemRow) -> Cell:
    """The medicine, and how to take it."""
    return named(title(language, row), directions_words(language, row))


def directions_words(language: Language, row: ItemRow) -> str:
    """The directions as a sentence where they were understood, else as they were written."""
    return directions.sentence(language, from_json(row.directions)) if row.directions else row.directions_text


def rate_words(language: Language, row: ItemRow) -> str:
    """`2`, `0,5`, `1 cada 100 días`; a dash while nobody knows."""
    return treatments.how_many(language, row.units, row.per_days) if row.units and row.per_days else "—"


def until_cell(language: Language, row: ItemRow, today: date) -> Cell:
    """The last day; for a chronic one the day of review."""
    if row.review_on is None:
        return Cell("—", quiet=True)
    return Cell(language.date(row.review_on), language.tr("review") if row.chronic else "", quiet=row.status == "closed")


def status_cell(language: Language, row: ItemRow, today: date, soon: int) -> Cell:
    """How it stands, with symbol and word; what it waits for. It asks to be renewed `soon` days before its end."""
    tr = language.tr
    if row.status == "closed":
        return Cell(badge=Badge("mute", words.short_reasons(language, row.reason) or tr("closed")))
    if row.status == "waiting":
        return Cell(badge=Badge("hold", words.short_reasons(language, row.reason) or tr("waits")))
    left = (row.review_on - today).days if row.review_on else None
    if left is None or left > soon:
        return Cell(badge=Badge("ok", tr("running")))
    if left < 0:
        return Cell(badge=Badge("bad", tr("to renew") if row.chronic else tr("over")))
    word = language.ntr("ends in {n} d", "ends in {n} d", left)
    return Cell(badge=Badge("bad" if left < NOW else "soon", word))
