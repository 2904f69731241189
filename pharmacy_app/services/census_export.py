"""The census as a spreadsheet of the program's own form: what is written out is read back the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import census_import, people, people_index
from pharmacy_app.db.queries.people import PeopleFilter, PersonRow
from pharmacy_app.intake.templates import FORMS
from pharmacy_app.services import people_search
from pharmacy_app.services.census_deciding import At
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import language as spoken
from pharmacy_app.system.language import mark


def export_census(desk: Desk, which: PeopleFilter, path: Path, language: str, at: At | None = None) -> int:
    """Writes these people into a .csv or .xlsx of the program's own form, in walking order; returns how many.

    Raises what `services.people_search.settled` and `services.sheet_writing.write_sheet` raise; what `at` raises (a cancel) leaves no file behind.
    """
    words = spoken(language)
    columns = FORMS["census"]
    with desk.read() as connection:
        which = people_search.settled(desk, connection, which)
        rows = list(_rows(connection, which, at, words.tr(mark("yes")), people.count_people(connection, which)))
    write_sheet(path, words, words.tr(mark("Census")), [(column.name(language), column.width) for column in columns], rows)
    return len(rows)


def _rows(connection: Connection, which: PeopleFilter, at: At | None, yes: str, total: int) -> Iterator[tuple[str, ...]]:
    """A line for each person, sector after sector: no page puts the whole community in order."""
    known = {one.id: one for one in census_import.known_entries(connection)}
    written = 0
    for sector in people_index.sector_names(connection, which.council_id):
        if which.sector_id not in (None, sector.id):
            continue
        here = people.people(connection, replace(which, sector_id=sector.id), "place", total)
        for row in here:
            one = known[row.id]
            consent = one.consent_on.isoformat() if one.consent_on else ""
            estimated = yes if one.birth_estimated else ""
            line = _line(row, one.allergies, dict(one.until))
            yield (*line, one.directions, one.access, one.house_phone, "", estimated, one.receivers, consent, row.tier)
        written += len(here)
        if at is not None:
            at(written / max(total, 1))


def _line(row: PersonRow, allergies: Sequence[str], until: dict[str, date]) -> tuple[str, ...]:
    born = row.birth_date.isoformat() if row.birth_date else ""
    ill = "; ".join(f"{word} until {until[word].isoformat()}" if word in until else word for word in row.conditions)
    return (
        row.council, row.sector, row.house, row.household_code, row.code, row.name, row.national_id, born, row.sex,
        ill, "; ".join(row.criteria), "; ".join(allergies), row.phone,
    )  # fmt: skip
