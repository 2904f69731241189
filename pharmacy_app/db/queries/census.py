"""Councils, sectors, households: reading, and how a census is written, one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, text, update

from pharmacy_app.db.bulk import insert_many
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Condition,
    Council,
    Doctor,
    Household,
    Patient,
    PatientAllergy,
    PatientCondition,
    PatientCriterion,
    Sector,
)


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """A communal council with its doctor's office and how many live there."""

    id: int
    name: str
    office: str
    phone: str
    position: int
    sectors: int
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A part of a council, in walking order."""

    id: int
    council_id: int
    council: str
    name: str
    position: int
    households: int


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A house and where it stands."""

    id: int
    code: str
    sector_id: int
    sector: str
    council_id: int
    council: str
    house: str
    directions: str
    phone: str
    position: int
    people: int
    access: str = ""


def councils(connection: Connection) -> tuple[CouncilRow, ...]:
    """All councils in their order."""
    of_sectors = select(Sector.council_id, func.count().label("n")).group_by(Sector.council_id).subquery()
    of_houses = (
        select(Sector.council_id, func.count().label("n"))
        .join(Household, Household.sector_id == Sector.id)
        .group_by(Sector.council_id)
        .subquery()
    )
    of_people = (
        select(Sector.council_id, func.count().label("n"))
        .join(Household, Household.sector_id == Sector.id)
        .join(Patient, Patient.household_id == Household.id)
        .where(Patient.active)
        .group_by(Sector.council_id)
        .subquery()
    )
    counts = (func.coalesce(part.c.n, 0) for part in (of_sectors, of_houses, of_people))
    statement = select(Council.id, Council.name, Council.office, Council.phone, Council.position, *counts)
    for part in (of_sectors, of_houses, of_people):
        statement = statement.outerjoin(part, part.c.council_id == Council.id)
    return frozen(CouncilRow, connection.execute(statement.order_by(Council.position, Council.name)))


def sectors(connection: Connection, council_id: int | None = None) -> tuple[SectorRow, ...]:
    """The sectors of a council, or all, in walking order."""
    houses = select(Household.sector_id, func.count().label("n")).group_by(Household.sector_id).subquery()
    statement = (
        select(Sector.id, Sector.council_id, Council.name, Sector.name, Sector.position, func.coalesce(houses.c.n, 0))
        .join(Council, Council.id == Sector.council_id)
        .outerjoin(houses, houses.c.sector_id == Sector.id)
        .order_by(Council.position, Council.name, Sector.position, Sector.name)
    )
    if council_id is not None:
        statement = statement.where(Sector.council_id == council_id)
    return frozen(SectorRow, connection.execute(statement))


def households(
    connection: Connection,
    council_id: int | None = None,
    sector_id: int | None = None,
    words: str = "",
    limit: int = 200,
    offset: int = 0,
    household_id: int | None = None,
) -> tuple[HouseholdRow, ...]:
    """Houses in walking order; `words` are looked for in code, house, sector and council as written."""
    people = select(Patient.household_id, func.count().label("n")).where(Patient.active).group_by(Patient.household_id).subquery()
    statement = (
        select(
            Household.id, Household.code, Sector.id, Sector.name, Council.id, Council.name, Household.house, Household.directions,
            Household.phone, Household.position, func.coalesce(people.c.n, 0), Household.access,
        )
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .outerjoin(people, people.c.household_id == Household.id)
        .order_by(Council.position, Council.name, Sector.position, Sector.name, Household.position, Household.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    for column, wanted in ((Council.id, council_id), (Sector.id, sector_id), (Household.id, household_id)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    for word in words.split():
        told = (Household.code, Household.house, Sector.name, Council.name)
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in told)))
    return frozen(HouseholdRow, connection.execute(statement))


def conditions(connection: Connection) -> tuple[tuple[str, str, bool], ...]:
    """The short list: code, ICD-10, whether it stays."""
    rows = connection.execute(select(Condition.code, Condition.icd10, Condition.chronic).order_by(Condition.code))
    return tuple((code, icd10, chronic) for code, icd10, chronic in rows)


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """What a house is recognised by."""

    id: int
    code: str
    sector_id: int
    house: str


def known_households(connection: Connection) -> tuple[KnownHousehold, ...]:
    """Every house."""
    columns = (Household.id, Household.code, Household.sector_id, Household.house)
    return frozen(KnownHousehold, connection.execute(select(*columns).order_by(Household.id)))


def lock_census(connection: Connection) -> None:
    """One writer of the census at a time, so that two of them cannot hand out the same code; SQLite has but one writer anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE councils, sectors, households, patients, doctors IN SHARE ROW EXCLUSIVE MODE"))


def highest_codes(connection: Connection) -> tuple[int, int]:
    """The highest numbers of our own codes: households (`F-000123`) and people (`P-000123`); 0 where there is none."""
    return _highest(connection, Household.code, "F-"), _highest(connection, Patient.code, "P-")


def _highest(connection: Connection, column: Any, prefix: str) -> int:
    found = connection.execute(select(column).where(column.like(f"{prefix}______")).order_by(column.desc())).scalars()
    return next((int(code[2:]) for code in found if code[2:].isascii() and code[2:].isdigit()), 0)


def add_councils(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Councils; keys are the columns of `councils`."""
    return insert_many(connection, Council, rows)


def add_sectors(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Sectors; keys are the columns of `sectors`."""
    return insert_many(connection, Sector, rows)


def add_households(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Houses; keys are the columns of `households`."""
    return insert_many(connection, Household, rows)


def add_people(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """People; keys are the columns of `patients`."""
    return insert_many(connection, Patient, rows)


def add_doctors(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Doctors; keys are the columns of `doctors`."""
    return insert_many(connection, Doctor, rows)


def add_words(
    connection: Connection,
    conditions: Sequence[tuple[int, str]],
    criteria: Sequence[tuple[int, str]],
    allergies: Sequence[tuple[int, str, str]],
) -> None:
    """What people live with: (person, condition), (person, criterion), (person, allergy as told, INN or empty)."""
    if conditions:
        connection.execute(insert(PatientCondition), [{"patient_id": one, "condition": word} for one, word in conditions])
    if criteria:
        connection.execute(insert(PatientCriterion), [{"patient_id": one, "criterion": word} for one, word in criteria])
    if allergies:
        rows = [{"patient_id": one, "told": told, "inn": inn} for one, told, inn in allergies]
        connection.execute(insert(PatientAllergy), rows)


def drop_words(connection: Connection, patient_id: int) -> None:
    """Takes a person's conditions, criteria and allergies away, to be written anew."""
    for table in (PatientCondition, PatientCriterion, PatientAllergy):
        connection.execute(delete(table).where(table.patient_id == patient_id))


def change_person(connection: Connection, patient_id: int, values: Mapping[str, object]) -> None:
    """Writes these columns of a person."""
    connection.execute(update(Patient).where(Patient.id == patient_id).values(dict(values)))


def change_council(connection: Connection, council_id: int, values: Mapping[str, object]) -> None:
    """Writes these columns of a council."""
    connection.execute(update(Council).where(Council.id == council_id).values(dict(values)))


def change_sector(connection: Connection, sector_id: int, values: Mapping[str, object]) -> None:
    """Writes these columns of a sector."""
    connection.execute(update(Sector).where(Sector.id == sector_id).values(dict(values)))


def change_household(connection: Connection, household_id: int, values: Mapping[str, object]) -> None:
    """Writes these columns of a house."""
    connection.execute(update(Household).where(Household.id == household_id).values(dict(values)))


def change_doctor(connection: Connection, doctor_id: int, values: Mapping[str, object]) -> None:
    """Writes these columns of a doctor."""
    connection.execute(update(Doctor).where(Doctor.id == doctor_id).values(dict(values)))


def place_sectors(connection: Connection, places: Sequence[tuple[int, int]]) -> None:
    """(sector, its place in the walk) pairs."""
    if places:
        statement = update(Sector).where(Sector.id == bindparam("key"))
        connection.execute(statement, [{"key": sector_id, "position": at} for sector_id, at in places])
