"""The people of the census: reading. A constant number of statements for any number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, join, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from pharmacy_app.db.queries.standing import DECIDED_TIER
from pharmacy_app.db.queries.walk import first_sectors
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Council,
    Doctor,
    Household,
    Patient,
    PatientAllergy,
    PatientCondition,
    PatientCriterion,
    PrescriptionItem,
    Sector,
    Visit,
)
from pharmacy_app.db.tables import Prescription as Paper
from pharmacy_app.domain.text import fold

T = TypeVar("T")
CHUNK = 500  # of values in one IN (...)
PREGNANCY = "pregnancy"
_PLACE_ENDS = 16  # so many columns of `PersonRow` come before what is counted


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the place and what the committee's order looks at."""

    id: int
    code: str
    name: str
    national_id: str
    birth_date: date | None
    sex: str
    phone: str
    active: bool
    tier: str
    household_id: int
    household_code: str
    house: str
    sector_id: int
    sector: str
    council_id: int
    council: str
    treatments: int
    criteria: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    birth_estimated: bool = False
    receivers: str = ""
    consent_on: date | None = None
    left_on: date | None = None
    left_why: str = ""
    merged_into_id: int | None = None
    due_on: date | None = None  # the expected day of a birth


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people: words found in name, code or ID (accents and capitals do not matter), a council, a sector, a criterion, a condition.

    `ids`: of these alone. `consent`: whether they agreed to be written down. `unseen_since`: nobody was met in their house on that day or later.
    """

    text: str = ""
    council_id: int | None = None
    sector_id: int | None = None
    household_id: int | None = None
    criterion: str = ""
    condition: str = ""
    under_treatment: bool | None = None
    active: bool | None = True
    ids: tuple[int, ...] | None = None
    consent: bool | None = None
    unseen_since: date | None = None


def people(connection: Connection, which: PeopleFilter, order: str = "name", limit: int = 200, offset: int = 0) -> tuple[PersonRow, ...]:
    """One page of people in this order (of `ORDERS`), with their criteria, conditions and how many treatments: five statements,
    and two to four more in walking order.
    """
    conditions = tuple(_conditions_of(which))
    if order == "place" and which.sector_id is None and which.household_id is None:
        found = select(Patient.id).select_from(_PLACED).where(*conditions)
        conditions = (*conditions, Sector.id.in_(first_sectors(connection, found, which.council_id, limit + offset)))
    return _people(connection, conditions, _ORDERS[order], limit, offset)


def ids_among(connection: Connection, which: PeopleFilter) -> frozenset[int]:
    """The ids of these people."""
    return frozenset(connection.execute(select(Patient.id).select_from(_PLACED).where(*_conditions_of(which))).scalars())


def count_people(connection: Connection, which: PeopleFilter) -> int:
    """How many people these are."""
    return connection.execute(select(func.count(Patient.id)).select_from(_PLACED).where(*_conditions_of(which))).scalar_one()


def person(connection: Connection, patient_id: int) -> PersonRow | None:
    """This person, active or not."""
    return next(iter(_people(connection, (Patient.id == patient_id,))), None)


def people_of(connection: Connection, ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """The people with these ids, active or not."""
    return tuple(row for part in chunks(sorted(set(ids))) for row in _people(connection, (Patient.id.in_(part),), limit=CHUNK))


def ids_of_codes(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """The id of each code that is somebody's."""
    found: dict[str, int] = {}
    for part in chunks(sorted(set(codes))):
        for code, patient_id in connection.execute(select(Patient.code, Patient.id).where(Patient.code.in_(part))):
            found[code] = patient_id
    return found


_PLACED = join(
    join(join(Patient, Household, Household.id == Patient.household_id), Sector, Sector.id == Household.sector_id),
    Council,
    Council.id == Sector.council_id,
)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "name": (Patient.folded,),
    "place": (Council.position, Council.name, Sector.position, Sector.name, Household.position, Household.id, Patient.folded),
    "age": (Patient.birth_date.is_(None), Patient.birth_date, Patient.folded),
    "code": (Patient.code,),
}
ORDERS = tuple(_ORDERS)


def _people(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], order: Sequence[Any] = (), limit: int = 1, offset: int = 0
) -> tuple[PersonRow, ...]:
    statement = (
        select(
            Patient.id, Patient.code, Patient.name, Patient.national_id, Patient.birth_date, Patient.sex, Patient.phone, Patient.active,
            DECIDED_TIER, Household.id, Household.code, Household.house, Sector.id, Sector.name, Council.id, Council.name,
            Patient.birth_estimated, Patient.receivers, Patient.consent_on, Patient.left_on, Patient.left_why, Patient.merged_into_id,
        )
        .select_from(_PLACED)
        .where(*conditions)
        .order_by(*order, Patient.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    page: list[tuple[Any, ...]] = [tuple(row) for row in connection.execute(statement)]
    ids = [row[0] for row in page]
    running = _treatments(connection, ids)
    held = words_of(connection, PatientCriterion.patient_id, PatientCriterion.criterion, ids)
    ill = words_of(connection, PatientCondition.patient_id, PatientCondition.condition, ids)
    due = due_days(connection, [one for one in ids if PREGNANCY in ill.get(one, ())])
    beside = [(running.get(one, 0), held.get(one, ()), ill.get(one, ())) for one in ids]
    return tuple(
        PersonRow(*(*row[:_PLACE_ENDS], *words, *row[_PLACE_ENDS:], due.get(row[0]))) for row, words in zip(page, beside, strict=True)
    )


def due_days(connection: Connection, ids: Sequence[int]) -> dict[int, date]:
    """The expected day of birth for each of these people who is pregnant and whose day is known."""
    found: dict[int, date] = {}
    for part in chunks(ids):
        statement = select(PatientCondition.patient_id, PatientCondition.until).where(
            PatientCondition.patient_id.in_(part), PatientCondition.condition == PREGNANCY, PatientCondition.until.is_not(None)
        )
        found |= {patient_id: day for patient_id, day in connection.execute(statement) if day is not None}
    return found


def _conditions_of(which: PeopleFilter) -> Iterator[ColumnElement[bool]]:
    for column, wanted in ((Council.id, which.council_id), (Sector.id, which.sector_id), (Household.id, which.household_id)):
        if wanted is not None:
            yield column == wanted
    if which.ids is not None:
        yield Patient.id.in_(which.ids)
    if which.consent is not None:
        yield Patient.consent_on.is_not(None) if which.consent else Patient.consent_on.is_(None)
    if which.unseen_since is not None:
        yield Patient.household_id.not_in(select(Visit.household_id).where(Visit.met, Visit.occurred_on >= which.unseen_since))
    if which.active is not None:
        yield Patient.active.is_(which.active)
    if which.criterion:
        yield Patient.id.in_(select(PatientCriterion.patient_id).where(PatientCriterion.criterion == which.criterion))
    if which.condition:
        yield Patient.id.in_(select(PatientCondition.patient_id).where(PatientCondition.condition == which.condition))
    if which.under_treatment is not None:
        treated = Patient.id.in_(
            select(Paper.patient_id)
            .join(PrescriptionItem, PrescriptionItem.prescription_id == Paper.id)
            .where(PrescriptionItem.status != "closed")
        )
        yield treated if which.under_treatment else ~treated
    for word in fold(which.text).split():
        yield or_(
            Patient.folded.contains(word, autoescape=True),
            func.lower(Patient.code) == word,
            Patient.national_id.icontains(word, autoescape=True),
        )


def _treatments(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """How many open items each of these people has; people without one are not in it."""
    found: dict[int, int] = {}
    for part in chunks(ids):
        rows = connection.execute(
            select(Paper.patient_id, func.count())
            .join(PrescriptionItem, PrescriptionItem.prescription_id == Paper.id)
            .where(PrescriptionItem.status != "closed", Paper.patient_id.in_(part))
            .group_by(Paper.patient_id)
        )
        for patient_id, number in rows:
            found[patient_id] = number
    return found


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in parts that fit into one IN (...)."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def words_of(
    connection: Connection, owner: InstrumentedAttribute[int], word: InstrumentedAttribute[str], ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """The words (criteria, conditions, ...) of each of these people; people without one are not in it."""
    found: dict[int, list[str]] = {}
    for part in chunks(ids):
        for patient_id, said in connection.execute(select(owner, word).where(owner.in_(part)).order_by(owner, word)):
            found.setdefault(patient_id, []).append(said)
    return {patient_id: tuple(said) for patient_id, said in found.items()}


@dataclass(frozen=True, slots=True)
class AllergyRow:
    """An allergy as told, and the ingredient or group it was recognised as (empty where it was not)."""

    told: str
    inn: str
    atc: str


def allergies(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[AllergyRow, ...]]:
    """The allergies of each of these people; people without one are not in it."""
    found: dict[int, list[AllergyRow]] = {}
    told = PatientAllergy
    for part in chunks(ids):
        rows = connection.execute(
            select(told.patient_id, told.told, told.inn, told.atc).where(told.patient_id.in_(part)).order_by(told.patient_id, told.id)
        )
        for patient_id, *values in rows:
            found.setdefault(patient_id, []).append(AllergyRow(*values))
    return {patient_id: tuple(rows) for patient_id, rows in found.items()}


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """Who prescribes, and the council whose office it is, where known."""

    id: int
    name: str
    council_id: int | None


def doctors(connection: Connection) -> tuple[DoctorRow, ...]:
    """All doctors by name."""
    return frozen(DoctorRow, connection.execute(select(Doctor.id, Doctor.name, Doctor.council_id).order_by(Doctor.folded)))
