"""What the list of people shows of each."""

from __future__ import annotations

from datetime import date

from pharmacy_app.services.people import PersonRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.wording import people as lives
from pharmacy_app.wording import trade


def people_columns(language: Language, today: date) -> tuple[Column[PersonRow], ...]:
    """Who, how old, where, what gives priority, how many treatments."""
    tr = language.tr
    return (
        Column(
            tr("Person"), lambda row: named(row.name, f"{row.code}  {row.phone}".strip()), key=lambda row: row.name.casefold(), least=230
        ),
        Column(tr("Age"), lambda row: age_cell(language, row, today), 110, right=True, key=lambda row: row.birth_date or date.max, drop=2),
        Column(tr("Where"), lambda row: Cell(row.house or "—", _place(row)), 250, key=lambda row: (row.council, row.sector, row.house)),
        Column(tr("What counts for them"), lambda row: _counts(language, row), 270, drop=1),
        Column(tr("Treatments"), lambda row: number(language.number(row.treatments)), 112, right=True, key=lambda row: -row.treatments),
        Column(tr("Priority"), lambda row: _tier(language, row), 130, drop=3),
    )


def age_cell(language: Language, row: PersonRow, today: date) -> Cell:
    """Years, and what people say of very small children; a dash where nobody knows."""
    if row.birth_date is None:
        return Cell("—", quiet=True)
    told = lives.age(language, row.birth_date, row.birth_estimated, today)
    return Cell(told, "" if row.birth_estimated else language.date(row.birth_date))


def _place(row: PersonRow) -> str:
    return " · ".join(part for part in (row.sector, row.council) if part)


def _counts(language: Language, row: PersonRow) -> Cell:
    told = [text for text in (_criteria(language, row), _conditions(language, row)) if text]
    return Cell(told[0], "".join(told[1:])) if told else Cell("—", quiet=True)


def _criteria(language: Language, row: PersonRow) -> str:
    return ", ".join(language.tr(trade.CRITERIA[word]) for word in row.criteria)


def _conditions(language: Language, row: PersonRow) -> str:
    return ", ".join(trade.condition(language, code) for code in row.conditions)


def _tier(language: Language, row: PersonRow) -> Cell:
    if not row.active:
        return Cell(badge=Badge("mute", language.tr("gone")))
    return (
        Cell(badge=Badge("reserved", language.tr("decided: {tier}", tier=row.tier)))
        if row.tier
        else Cell(language.tr("by points"), quiet=True)
    )
