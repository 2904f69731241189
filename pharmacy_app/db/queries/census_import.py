"""What a census from a file is compared with, and how what it says otherwise is written. A constant number of statements per thousand people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from pharmacy_app.db.queries.standing import DECIDED_TIER
from pharmacy_app.db.tables import Audit, Household, Patient, PatientAllergy, PatientCondition, PatientCriterion, User


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """A person of the census with all that a file can say, and their house's part of it."""

    id: int
    code: str
    folded: str
    name: str
    national_id: str
    birth_date: date | None
    birth_estimated: bool
    sex: str
    phone: str
    receivers: str
    consent_on: date | None
    tier: str
    active: bool
    household_id: int
    directions: str
    access: str
    house_phone: str
    conditions: tuple[str, ...]
    until: tuple[tuple[str, date], ...]
    criteria: tuple[str, ...]
    allergies: tuple[str, ...]


def known_entries(connection: Connection, sector_id: int | None = None) -> tuple[KnownEntry, ...]:
    """Everybody (of a sector), active or not: five statements."""
    until: dict[int, list[tuple[str, date]]] = {}
    ended = select(PatientCondition.patient_id, PatientCondition.condition, PatientCondition.until).where(
        PatientCondition.until.is_not(None)
    )
    ill = _words(connection, PatientCondition.patient_id, PatientCondition.condition)
    for patient_id, condition, day in connection.execute(ended):
        if day is not None:
            until.setdefault(patient_id, []).append((condition, day))
    held = _words(connection, PatientCriterion.patient_id, PatientCriterion.criterion)
    told = _words(connection, PatientAllergy.patient_id, PatientAllergy.told)
    statement = (
        select(
            Patient.id, Patient.code, Patient.folded, Patient.name, Patient.national_id, Patient.birth_date, Patient.birth_estimated,
            Patient.sex, Patient.phone, Patient.receivers, Patient.consent_on, DECIDED_TIER, Patient.active, Patient.household_id,
            Household.directions, Household.access, Household.phone,
        )
        .join(Household, Household.id == Patient.household_id)
        .order_by(Patient.id)
    )  # fmt: skip
    if sector_id is not None:
        statement = statement.where(Household.sector_id == sector_id)
    people: Iterable[tuple[Any, ...]] = map(tuple, connection.execute(statement))
    return tuple(
        KnownEntry(
            *(*row, tuple(ill.get(row[0], ())), tuple(until.get(row[0], ())), tuple(held.get(row[0], ())), tuple(told.get(row[0], ())))
        )
        for row in people
    )


def _words(connection: Connection, owner: InstrumentedAttribute[int], word: InstrumentedAttribute[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for patient_id, said in connection.execute(select(owner, word).order_by(owner, word)):
        found.setdefault(patient_id, []).append(said)
    return found


def change_people(connection: Connection, changes: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Writes columns of people: for each column the `person` and its `value`; a statement for each column."""
    for column, rows in changes.items():
        if rows:
            table = Patient.__table__
            statement = update(Patient).where(table.c.id == bindparam("person")).values({column: bindparam("value")})
            connection.execute(statement, [dict(row) for row in rows])


def change_houses(connection: Connection, column: str, values: Mapping[int, str]) -> None:
    """Writes a column of these houses."""
    if values:
        table = Household.__table__
        statement = update(Household).where(table.c.id == bindparam("house")).values({column: bindparam("value")})
        connection.execute(statement, [{"house": house, "value": value} for house, value in values.items()])


def drop_conditions(connection: Connection, people: Sequence[int]) -> None:
    """Takes the conditions of these people away, to be written anew."""
    if people:
        connection.execute(
            delete(PatientCondition).where(PatientCondition.__table__.c.patient_id == bindparam("person")), [{"person": p} for p in people]
        )


def drop_criteria(connection: Connection, people: Sequence[int]) -> None:
    """The same with what gives priority."""
    if people:
        connection.execute(
            delete(PatientCriterion).where(PatientCriterion.__table__.c.patient_id == bindparam("person")), [{"person": p} for p in people]
        )


def set_until(connection: Connection, ends: Sequence[tuple[int, str, date]]) -> None:
    """The day on which a condition of a person ends."""
    if ends:
        table = PatientCondition.__table__
        statement = (
            update(PatientCondition)
            .where(and_(table.c.patient_id == bindparam("person"), table.c.condition == bindparam("word")))
            .values(until=bindparam("day"))
        )
        connection.execute(statement, [{"person": person, "word": word, "day": day} for person, word, day in ends])


def imported_on(connection: Connection, digest: str) -> tuple[date, str] | None:
    """The day on which this very file came in before, and who brought it; None where it has not."""
    statement = (
        select(Audit.occurred_on, User.name)
        .join(User, User.id == Audit.user_id)
        .where(Audit.verb == "census.import", Audit.after.contains(digest, autoescape=True))
        .order_by(Audit.id.desc())
        .limit(1)
    )
    row = connection.execute(statement).first()
    return None if row is None else (row[0], row[1])
