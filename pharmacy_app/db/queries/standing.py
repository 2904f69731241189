"""Who somebody is, and what their standing hangs on: criteria, conditions, allergies; which medicines are vital."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Condition,
    Council,
    Household,
    MedicineRow,
    Patient,
    PatientAllergy,
    PatientCondition,
    PatientCriterion,
    Prescription,
    PrescriptionItem,
    Sector,
    TierDecision,
)
from pharmacy_app.domain.allergies import allergy_words

Medicines = Collection[int] | None  # of these alone; None: of all


# The tier that the committee decided for a person, by its newest word; empty: by the points. For statements that select from `patients`.
_NEWEST = (
    select(TierDecision.tier)
    .where(TierDecision.patient_id == Patient.id, TierDecision.item_id.is_(None))
    .order_by(TierDecision.id.desc())
    .limit(1)
    .correlate(Patient)
    .scalar_subquery()
)
DECIDED_TIER = func.coalesce(_NEWEST, "")


def takers(medicines: Collection[int]) -> Select[Any]:
    """People who take one of these."""
    return (
        select(Prescription.patient_id)
        .join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
        .where(PrescriptionItem.status == "active", PrescriptionItem.medicine_id.in_(medicines))
    )


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Who somebody is, and where."""

    patient_id: int
    code: str
    name: str
    council: str


def people(connection: Connection, council_id: int | None = None) -> tuple[PersonRow, ...]:
    """Everybody who is here and has a prescription that runs, of one council or of all."""
    treated = select(Prescription.patient_id).join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
    statement = (
        select(Patient.id, Patient.code, Patient.name, Council.name)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .where(Patient.active.is_(True), Patient.id.in_(treated.where(PrescriptionItem.status == "active")))
    )
    if council_id is not None:
        statement = statement.where(Council.id == council_id)
    return frozen(PersonRow, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the census says of people, by patient id."""

    criteria: dict[int, frozenset[str]]
    chronic: frozenset[int]
    pregnant: dict[int, date | None]  # with the expected day of birth, where it is known
    allergies: dict[int, tuple[str, ...]]


def circumstances(connection: Connection, medicines: Medicines = None) -> Circumstances:
    """Criteria, chronic conditions, pregnancy and allergies of everybody (or of who takes one of these): four statements, however many people."""
    criteria: dict[int, set[str]] = defaultdict(set)
    held = select(PatientCriterion.patient_id, PatientCriterion.criterion)
    of_condition = select(PatientCondition.patient_id).join(Condition, Condition.code == PatientCondition.condition)
    of_condition = of_condition.where(Condition.chronic.is_(True))
    expected = select(PatientCondition.patient_id, PatientCondition.until).where(PatientCondition.condition == "pregnancy")
    told = select(PatientAllergy.patient_id, PatientAllergy.told, PatientAllergy.inn, PatientAllergy.atc).order_by(PatientAllergy.id)
    if medicines is not None:
        people = takers(medicines)
        held = held.where(PatientCriterion.patient_id.in_(people))
        of_condition = of_condition.where(PatientCondition.patient_id.in_(people))
        expected = expected.where(PatientCondition.patient_id.in_(people))
        told = told.where(PatientAllergy.patient_id.in_(people))
    for patient_id, word in connection.execute(held):
        criteria[patient_id].add(word)
    chronic = frozenset(connection.execute(of_condition).scalars())
    pregnant = {row.patient_id: row.until for row in connection.execute(expected)}
    allergies: dict[int, list[str]] = defaultdict(list)
    for patient_id, words, inn, atc in connection.execute(told):
        allergies[patient_id] += allergy_words(words, inn or "", atc or "")
    return Circumstances(
        {key: frozenset(words) for key, words in criteria.items()},
        chronic,
        pregnant,
        {key: tuple(words) for key, words in allergies.items()},
    )


def vital_medicines(connection: Connection) -> frozenset[int]:
    """Medicines of which a day without is a danger."""
    return frozenset(connection.execute(select(MedicineRow.id).where(MedicineRow.vital.is_(True))).scalars())
