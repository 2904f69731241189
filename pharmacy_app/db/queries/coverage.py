"""Who lives with what, and what is prescribed for it: a constant number of statements whatever the number of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Batch,
    Household,
    MedicineRow,
    Patient,
    PatientCondition,
    Prescription,
    PrescriptionItem,
    Product,
    Sector,
)


def ill(connection: Connection) -> Iterator[tuple[int, int, str]]:
    """The council, the person and each condition of everybody who lives here."""
    statement = (
        select(Sector.council_id, Patient.id, PatientCondition.condition)
        .join(Patient, Patient.id == PatientCondition.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(Patient.active)
    )
    for row in connection.execute(statement):
        yield row[0], row[1], row[2]


@dataclass(frozen=True, slots=True)
class Ordered:
    """An open item of somebody who lives with something: its medicine's ATC code, and whether it runs (active) or waits for an answer."""

    patient_id: int
    atc: str
    waits: bool
    chronic: bool
    starts_on: date
    days: int | None


def ordered(connection: Connection) -> tuple[Ordered, ...]:
    """Every open item with a known medicine."""
    statement = (
        select(
            Prescription.patient_id, MedicineRow.atc, PrescriptionItem.status == "waiting", PrescriptionItem.chronic,
            PrescriptionItem.starts_on, PrescriptionItem.days,
        )
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(MedicineRow, MedicineRow.id == PrescriptionItem.medicine_id)
        .where(PrescriptionItem.status != "closed")
    )  # fmt: skip
    return frozen(Ordered, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class Essential:
    """A medicine of the essential list, and the units of it that could be handed out."""

    id: int
    inn: str
    atc: str
    units: int


def essentials(connection: Connection, day: date) -> tuple[Essential, ...]:
    """The essential list, with what is on the shelf and usable on that day."""
    there = (
        select(Product.medicine_id, func.sum(Batch.on_hand - Batch.reserved).label("units"))
        .join(Batch, Batch.product_id == Product.id)
        .where(Product.identity == "known", Batch.status == "available", Batch.expiry >= day)
        .group_by(Product.medicine_id)
        .subquery()
    )
    statement = (
        select(MedicineRow.id, MedicineRow.inn, MedicineRow.atc, func.coalesce(there.c.units, 0))
        .outerjoin(there, there.c.medicine_id == MedicineRow.id)
        .where(MedicineRow.essential)
        .order_by(MedicineRow.id)
    )
    return tuple(Essential(row[0], row[1], row[2], int(row[3])) for row in connection.execute(statement))
