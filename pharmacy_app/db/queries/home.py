"""What waits for somebody today: counts for the first room, a fixed number of statements however large the pharmacy is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, exists, func, or_, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Delivery,
    Donation,
    Household,
    MatchingRun,
    Patient,
    Prescription,
    PrescriptionItem,
    Product,
    Round,
    RunItem,
    Sector,
    Slip,
)


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Lots with units that share a status and an expiry date; `known`: somebody has said what is in the box."""

    status: str
    known: bool
    expiry: date | None
    lots: int
    units: int
    free: int


def shelf(connection: Connection) -> tuple[ShelfRow, ...]:
    """All that stands on the shelf, the first to expire first."""
    known = Product.medicine_id.is_not(None)
    rows = connection.execute(
        select(Batch.status, known, Batch.expiry, func.count(), func.sum(Batch.on_hand), func.sum(Batch.on_hand - Batch.reserved))
        .join(Product, Product.id == Batch.product_id)
        .where(Batch.on_hand > 0)
        .group_by(Batch.status, known, Batch.expiry)
        .order_by(Batch.expiry)
    )
    return tuple(ShelfRow(status, bool(said), expiry, lots, int(units), int(free)) for status, said, expiry, lots, units, free in rows)


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that is planned or out: its stops, and the slips that have no result yet."""

    id: int
    walked_on: date
    council: str
    status: str
    stops: int
    slips: int


def open_rounds(connection: Connection) -> tuple[OpenRound, ...]:
    """Rounds that are not closed, the oldest first."""
    rows = connection.execute(
        select(Round.id, Round.walked_on, Council.name, Round.status, func.count(func.distinct(Delivery.id)), func.count(Slip.id))
        .outerjoin(Council, Council.id == Round.council_id)
        .outerjoin(Delivery, Delivery.round_id == Round.id)
        .outerjoin(Slip, Slip.delivery_id == Delivery.id)
        .where(Round.status.in_(("planned", "out")))
        .group_by(Round.id, Round.walked_on, Council.name, Round.status)
        .order_by(Round.walked_on, Round.id)
    )
    return tuple(OpenRound(id_, day, name or "", status, stops, slips) for id_, day, name, status, stops, slips in rows)


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that nobody has confirmed: for which days, for how many lines, and how many of them get something."""

    id: int
    from_day: date
    days: int
    lines: int
    served: int


def open_proposal(connection: Connection) -> OpenProposal | None:
    """The newest proposal on the table, or None."""
    row = connection.execute(
        select(
            MatchingRun.id,
            MatchingRun.from_day,
            MatchingRun.days,
            func.count(RunItem.id),
            func.count(func.nullif(RunItem.units_granted, 0)),
        )
        .outerjoin(RunItem, RunItem.run_id == MatchingRun.id)
        .where(MatchingRun.status == "proposed")
        .group_by(MatchingRun.id, MatchingRun.from_day, MatchingRun.days)
        .order_by(MatchingRun.id.desc())
        .limit(1)
    ).first()
    return OpenProposal(*row) if row else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """People with confirmed units and no round; drafts; whether anything was ever entered."""

    promised_people: int
    promised_units: int
    drafts: int
    first_draft: int | None
    donations: int
    people: int


def waiting(connection: Connection) -> Waiting:
    """One statement for what needs no detail."""
    promised = (
        select(func.count(func.distinct(Prescription.patient_id)), func.coalesce(func.sum(Allocation.units), 0))
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .where(Allocation.status == "reserved", Allocation.slip_id.is_(None))
    )
    draft = Donation.status == "draft"
    people, units = connection.execute(promised).one()
    row = connection.execute(
        select(
            select(func.count()).where(draft).scalar_subquery(),
            select(func.min(Donation.id)).where(draft).scalar_subquery(),
            select(func.count()).select_from(Donation).scalar_subquery(),
            select(func.count()).select_from(Patient).scalar_subquery(),
        )
    ).one()
    return Waiting(people, int(units), *row)


@dataclass(frozen=True, slots=True)
class Orders:
    """Open lines of prescriptions of people who are here."""

    waiting: int
    ending: int
    first_end: date | None


def orders(connection: Connection, ending_by: date) -> Orders:
    """How many lines wait for an answer, and how many chronic ones a doctor must look at again by this day."""
    ends = and_(PrescriptionItem.status == "active", PrescriptionItem.chronic, PrescriptionItem.review_on <= ending_by)
    row = connection.execute(
        select(
            func.count().filter(PrescriptionItem.status == "waiting"),
            func.count().filter(ends),
            func.min(PrescriptionItem.review_on).filter(ends),
        )
        .select_from(PrescriptionItem)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .where(PrescriptionItem.status.in_(("active", "waiting")), Patient.active)
    ).one()
    return Orders(*row)


def _taken(today: date) -> tuple[object, ...]:
    """Active lines of people who are here that are taken on this day, as conditions."""
    runs = or_(PrescriptionItem.chronic, PrescriptionItem.review_on >= today)
    return PrescriptionItem.status == "active", PrescriptionItem.starts_on <= today, runs, Patient.active


def out_of_stock(connection: Connection, today: date) -> tuple[int, int]:
    """(medicines that somebody takes today and of which nothing usable stands on the shelf, people who take them)."""
    there = exists().where(
        Product.medicine_id == PrescriptionItem.medicine_id,
        Batch.product_id == Product.id,
        Batch.status == "available",
        Batch.on_hand > 0,
        Batch.expiry >= today,
    )
    row = connection.execute(
        select(func.count(func.distinct(PrescriptionItem.medicine_id)), func.count(func.distinct(Prescription.patient_id)))
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .where(*_taken(today), ~there)  # type: ignore[arg-type]
    ).one()
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class CouncilNeeds:
    """Treatments taken today in a council, and those of them whose medicine is in the house or promised for the day."""

    council: str
    taken: int
    covered: int


def needs_by_council(connection: Connection, today: date) -> tuple[CouncilNeeds, ...]:
    """Every council with treatments, in the order of the census."""
    held = (
        select(RunItem.item_id)
        .join(Allocation, Allocation.run_item_id == RunItem.id)
        .where(Allocation.status.in_(("reserved", "out", "delivered")), Allocation.last_day >= today)
        .distinct()
        .subquery()
    )
    rows = connection.execute(
        select(Council.name, func.count(), func.count(held.c.item_id))
        .select_from(PrescriptionItem)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .outerjoin(held, held.c.item_id == PrescriptionItem.id)
        .where(*_taken(today), ~PrescriptionItem.as_needed)  # type: ignore[arg-type]
        .group_by(Council.id, Council.name, Council.position)
        .order_by(Council.position, Council.name)
    )
    return frozen(CouncilNeeds, rows)
