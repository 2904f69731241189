"""A census comes in from a spreadsheet: looked at first, each row with what would become of it; then written whole, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import census_import
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.census_forms import CensusForm, CensusTable, find_census, read_found
from pharmacy_app.intake.spreadsheets import read_bytes
from pharmacy_app.services.census_deciding import At, Decided, decide, house_words
from pharmacy_app.services.census_writing import write_census
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.importing import ImportReport, report
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import community as words

UNNAMED_COUNCIL = "Comunidad"  # where people come to whose file names no council
_READ = 0.3  # the share of the work that reading is


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a file: the council of those whose row names none, the order of its dates (empty: as they seem), what each column
    means (None: as their names say)."""

    council: str = ""
    dates: str = ""
    meanings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CensusPreview:
    """A file read and compared, nothing written.

    `councils`, `sectors` (with their council) and `houses` would be made. `before`: the day on which this very file came in, and who brought it.
    `no_census` says why it is none: then only `table` is filled, so that somebody can say what the columns mean. `refused` holds the cells of
    the rows that are not taken, by their number.
    """

    report: ImportReport
    rows: tuple[Decided, ...]
    table: CensusTable
    councils: tuple[str, ...] = ()
    sectors: tuple[tuple[str, str], ...] = ()
    houses: int = 0
    ask_dates: bool = False
    register: bool = False
    council: str = ""
    before: tuple[date, str] | None = None
    no_census: Refusal | None = None
    refused: dict[int, tuple[str, ...]] = field(default_factory=dict)


def look(desk: Desk, path: Path, told: Told, at: At | None = None) -> CensusPreview:
    """Reads a file without writing. Raises what `intake.census_forms.find_census` raises for files that are no table of names at all."""
    found = find_census(path, told.meanings)
    if found.missing:
        no_census = Refusal("not_a_census", missing=found.missing)
        return CensusPreview(report(()), (), found.table, no_census=no_census)
    digest = _digest(path)
    with desk.read() as connection:
        council = _default_council(connection, told)
        try:
            form = read_found(found, council, desk.clock.today(), told.dates or None)
        except Refusal as refusal:
            return CensusPreview(report(()), (), found.table, no_census=refusal)
        if at is not None:
            at(_READ)
        decided = decide(connection, form.rows, None if at is None else lambda share: at(_READ + (1 - _READ) * share))
        made = _made(connection, decided)
        before = census_import.imported_on(connection, digest)
    return CensusPreview(
        report((one.told for one in decided), dry_run=True), decided, found.table, *made, form.ask_dates, form.kind == "register", council,
        before, None, dict(form.refused),
    )  # fmt: skip


def bring_in(desk: Desk, by: By, path: Path, told: Told, at: At | None = None) -> ImportReport:
    """Writes what `look` showed, in one transaction. Raises as `import_census`; what `at` raises (a cancel) leaves nothing behind."""
    with desk.read() as connection:
        council = _default_council(connection, told)
    form = read_found(find_census(path, told.meanings), council, desk.clock.today(), told.dates or None)
    _dates_clear(form, told)
    digest = _digest(path)
    with desk.act(by, "census.import") as act:
        done = report(one.told for one in write_census(act, form.rows, at))
        act.after |= {"read": done.read, "doubtful": done.doubtful, "file": digest}
        return done


def import_census(
    desk: Desk, by: By, path: Path, dry_run: bool = False, default_council: str = "", date_style: str | None = None
) -> ImportReport:
    """Reads a census and writes it whole; `dry_run` says what would become of each row, and writes nothing.

    People whose file names no council come to `default_council`; where that is empty, to the only council there is, else to one called
    `Comunidad`. Raises what `intake.census_forms.read_census` raises, and `Refusal` `dates_ambiguous` where the file's birth dates can be
    read in more than one order and `date_style` does not say which.
    """
    told = Told(default_council, date_style or "")
    if not dry_run:
        return bring_in(desk, by, path, told)
    seen = look(desk, path, told)
    if seen.no_census is not None:
        raise seen.no_census
    if seen.ask_dates and not told.dates:
        raise Refusal("dates_ambiguous", "birth_date")
    return seen.report


def save_refused(path: Path, language: Language, preview: CensusPreview) -> int:
    """The rows that are not taken as they stand in the file, with the reason, to be put right and brought in again; how many.

    Raises as `services.sheet_writing.write_sheet`.
    """
    names = [(name or f"{at}", 18) for at, name in enumerate(preview.table.names, 1)]
    why = {one.row.row: " ".join(words.reason(language, reason) for reason in one.reasons) for one in preview.rows}
    rows: list[Sequence[str | int]] = []
    for one in preview.rows:
        if one.row.row in preview.refused:
            rows.append((*preview.refused[one.row.row], why[one.row.row]))
        elif one.status == "refused":  # refused beside the census, not by itself
            rows.append((*_cells(preview, one), why[one.row.row]))
    write_sheet(path, language, language.tr("To be put right"), [*names, (language.tr(mark("Why")), 60)], rows)
    return len(rows)


def _cells(preview: CensusPreview, one: Decided) -> list[str]:
    """The row anew from what was understood, in the columns of the file."""
    row = one.row
    told = {
        "council": row.council, "sector": row.sector, "house": row.house, "household_code": row.household_code, "patient_code": row.patient_code,
        "name": row.name, "national_id": row.national_id, "birth_date": str(row.birth_date or ""), "sex": row.sex, "phone": row.phone,
        "conditions": "; ".join((*row.conditions, *row.conditions_told)), "criteria": "; ".join(row.criteria),
        "allergies": "; ".join(row.allergies), "directions": row.directions, "access": row.access, "house_phone": row.house_phone,
        "receivers": row.receivers, "consent": str(row.consent_on or ""), "tier": row.tier,
    }  # fmt: skip
    return [told.get(meaning, "") for meaning in preview.table.meanings]


def _digest(path: Path) -> str:
    return hashlib.sha256(read_bytes(path)).hexdigest()


def _default_council(connection: Connection, told: Told) -> str:
    if told.council:
        return told.council
    known = store.councils(connection)
    return known[0].name if len(known) == 1 else UNNAMED_COUNCIL


def _made(connection: Connection, decided: Sequence[Decided]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], int]:
    """The councils, sectors and houses that are named and not there yet, as written first."""
    sectors = store.sectors(connection)
    councils = {fold(one.name) for one in store.councils(connection)}
    there = {(fold(one.council), fold(one.name)) for one in sectors}
    place = {one.id: (fold(one.council), fold(one.name)) for one in sectors}
    known = store.known_households(connection)
    codes = {one.code for one in known}
    houses = {(*place[one.sector_id], house_words(one.house)) for one in known}
    new_councils: dict[str, str] = {}
    new_sectors: dict[tuple[str, str], tuple[str, str]] = {}
    new_houses: set[tuple[str, ...]] = set()
    for number, one in enumerate(decided):
        if not one.taken:
            continue
        row = one.row
        council, sector = fold(row.council), fold(row.sector)
        if council not in councils:
            new_councils.setdefault(council, row.council.strip())
        if (council, sector) not in there:
            new_sectors.setdefault((council, sector), (row.council.strip(), row.sector.strip()))
        house = house_words(row.house)
        if row.household_code:
            if row.household_code not in codes:
                new_houses.add((row.household_code,))
        elif (council, sector, house) not in houses or not house:
            new_houses.add((council, sector, house or f"#{number}"))
    return tuple(new_councils.values()), tuple(new_sectors.values()), len(new_houses)


def _dates_clear(form: CensusForm, told: Told) -> None:
    if form.ask_dates and not told.dates:
        raise Refusal("dates_ambiguous", "birth_date")
