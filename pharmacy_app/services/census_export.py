"""The census as a spreadsheet of the program's own form: what is written out is read back the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import census_import, people
from pharmacy_app.db.queries.people import AllergyRow, PeopleFilter, PersonRow
from pharmacy_app.intake.templates import FORMS
from pharmacy_app.services.census_deciding import At
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import language as spoken
from pharmacy_app.system.language import mark

_PAGE = 500  # as many as one question about ends can name


def export_census(desk: Desk, which: PeopleFilter, path: Path, language: str, at: At | None = None) -> int:
    """Writes these people into a .csv or .xlsx of the program's own form, in walking order; returns how many.

    Raises what `services.sheet_writing.write_sheet` raises; what `at` raises (a cancel) leaves no file behind.
    """
    words = spoken(language)
    columns = FORMS["census"]
    with desk.read() as connection:
        rows = list(_rows(connection, which, at, words.tr(mark("yes")), people.count_people(connection, which)))
    write_sheet(path, words, words.tr(mark("Census")), [(column.name(language), column.width) for column in columns], rows)
    return len(rows)


def _rows(connection: Connection, which: PeopleFilter, at: At | None, yes: str, total: int) -> Iterator[tuple[str, ...]]:
    houses = {one.id: one for one in store.households(connection, which.council_id, which.sector_id, limit=1_000_000)}
    known = {one.id: one for one in census_import.known_entries(connection)}
    written = 0
    while page := people.people(connection, which, "place", _PAGE, written):
        told = people.allergies(connection, [row.id for row in page])
        for row in page:
            one, house = known[row.id], houses[row.household_id]
            line = _line(row, told.get(row.id, ()), dict(one.until))
            consent = one.consent_on.isoformat() if one.consent_on else ""
            yield (
                *line, house.directions, one.access, house.phone, "", yes if one.birth_estimated else "", one.receivers, consent, row.tier,
            )  # fmt: skip
        written += len(page)
        if at is not None:
            at(written / max(total, 1))


def _line(row: PersonRow, allergies: Sequence[AllergyRow], until: dict[str, date]) -> tuple[str, ...]:
    born = row.birth_date.isoformat() if row.birth_date else ""
    ill = "; ".join(f"{word} until {until[word].isoformat()}" if word in until else word for word in row.conditions)
    return (
        row.council, row.sector, row.house, row.household_code, row.code, row.name, row.national_id, born, row.sex,
        ill, "; ".join(row.criteria), "; ".join(one.told for one in allergies), row.phone,
    )  # fmt: skip
