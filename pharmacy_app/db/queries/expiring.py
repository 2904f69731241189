"""What a look ahead is made from: lots that could be handed out, and for whom each running item is. A constant number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Batch, Council, Household, Patient, Prescription, PrescriptionItem, Product, Sector


@dataclass(frozen=True, slots=True)
class FreeLot:
    """A lot with `free` units that may be handed out and nobody was promised."""

    id: int
    medicine_id: int
    lot: str
    expiry: date
    shelf: str
    free: int


def free_lots(connection: Connection, day: date) -> tuple[FreeLot, ...]:
    """Lots that are not set aside, of which it is known what they are and which have not expired on that day; the first to expire first."""
    rows = connection.execute(
        select(Batch.id, Product.medicine_id, Batch.lot, Batch.expiry, Batch.shelf, Batch.on_hand - Batch.reserved)
        .join(Product, Product.id == Batch.product_id)
        .where(Product.identity == "known", Batch.status == "available", Batch.expiry >= day, Batch.on_hand > Batch.reserved)
        .order_by(Batch.expiry, Batch.id)
    )
    return frozen(FreeLot, rows)


@dataclass(frozen=True, slots=True)
class TakerRow:
    """Whose an active item is, and the council whose office sees them."""

    item_id: int
    patient_id: int
    patient: str
    council_id: int
    council: str


def takers(connection: Connection) -> tuple[TakerRow, ...]:
    """Every active item of somebody who lives here."""
    rows = connection.execute(
        select(PrescriptionItem.id, Patient.id, Patient.name, Council.id, Council.name)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .where(PrescriptionItem.status == "active", Patient.active)
    )
    return frozen(TakerRow, rows)
