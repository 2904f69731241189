"""How persons, doctors and medicines are found while their first letters are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from pharmacy_app.services import medicine_search, people
from pharmacy_app.services.medicine_search import Choice
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.widgets.suggest import Find, Suggestion, found_at
from pharmacy_app.wording import trade

Answer = Callable[[Sequence[Suggestion]], None]


def people_finder(context: Context, owner: QObject) -> Find:
    """By any part of the name, by code, by ID number; from three letters on."""

    def find(text: str, answer: Answer) -> None:
        if not people.searchable(text):
            answer([])
            return
        which = PeopleFilter(text=text)
        context.tasks.run_read(
            lambda: people.list_people(context.desk, which, limit=8),
            lambda rows: answer(
                [
                    Suggestion(row.name, row.id, " · ".join(part for part in (row.house, row.sector, row.council) if part), row.code)
                    for row in rows
                ]
            ),
            owner=owner,
        )

    return find


def doctor_finder(context: Context, owner: QObject) -> Find:
    """Doctors who have prescribed before."""

    def find(text: str, answer: Answer) -> None:
        context.tasks.run_read(
            lambda: people.doctors(context.desk),
            lambda rows: answer([Suggestion(row.name, row.name) for row in rows if found_at(row.name, text)]),
            owner=owner,
        )

    return find


def medicine_finder(context: Context, owner: QObject) -> Find:
    """By INN, translation, synonym or brand, in any alphabet; at the right what there is of it."""

    def find(text: str, answer: Answer) -> None:
        context.tasks.run_read(
            lambda: medicine_search.search_medicines(context.desk, text, 8),
            lambda rows: answer([_medicine(context, row, text) for row in rows]),
            owner=owner,
        )

    return find


def _medicine(context: Context, row: Choice, text: str) -> Suggestion:
    language = context.language
    names = (*row.medicine.names, row.medicine.inn, *row.brands)
    matched = next((name for name in names if found_at(name, text.split()[0])), "")
    there = (
        language.tr("{units} there", units=trade.units(language, row.units, row.medicine.unit)) if row.units else language.tr("none there")
    )
    return Suggestion(trade.medicine_title(language, row.medicine), row.medicine, matched, there)
