"""What reports are made from. Donors' reports count; no name, code, house or telephone leaves through here for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, case, func, select

from pharmacy_app.db.queries.booked import stands
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Delivery,
    Donation,
    Household,
    MatchingRun,
    MedicineRow,
    Patient,
    Prescription,
    PrescriptionItem,
    Product,
    Round,
    RunItem,
    Sector,
    Slip,
    StockMovement,
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A batch of a donor with everything that became of its units; `other` are counts, signed.

    Units that came back opened or warm count as received in the lot in which they are set aside, and no longer in the one they came from.
    """

    batch_id: int
    medicine_id: int | None
    description: str
    lot: str
    expiry: date | None
    expiry_raw: str
    status: str
    on_hand: int
    reserved: int
    received: int
    delivered: int
    disposed: int
    damaged: int
    given_back: int
    lost: int
    other: int


def ledger(connection: Connection, donor_id: int, first: date, last: date) -> tuple[LedgerRow, ...]:
    """The batches of a donor's donations received in these days, each with the sums of its movements up to now."""

    def summed(*kinds: str) -> ColumnElement[int]:
        return func.coalesce(func.sum(StockMovement.units).filter(StockMovement.kind.in_(kinds)), 0)

    def out(*kinds: str) -> ColumnElement[int]:
        return func.coalesce(-func.sum(StockMovement.units).filter(StockMovement.kind.in_(kinds)), 0)

    known = case((Product.identity == "known", Product.medicine_id))  # a donor is told what is certain, else the box's own words
    rows = connection.execute(
        select(
            Batch.id, known, Product.description, Batch.lot, Batch.expiry, Batch.expiry_raw, Batch.status, Batch.on_hand, Batch.reserved,
            summed("receipt", "apart"), out("delivery"), out("disposal"), out("damage"), out("given_back"), out("loss"), summed("count", "return"),
        )
        .join(Donation, Donation.id == Batch.donation_id)
        .join(Product, Product.id == Batch.product_id)
        .join(StockMovement, StockMovement.batch_id == Batch.id)
        .where(Donation.donor_id == donor_id, Donation.received_on >= first, Donation.received_on <= last, stands())
        .group_by(Batch.id, Product.id)
        .order_by(Batch.id)
    )  # fmt: skip
    return frozen(LedgerRow, rows)


@dataclass(frozen=True, slots=True)
class Reached:
    """Who was reached by a donor's gifts: counts alone."""

    people: int
    households: int
    councils: int
    donations: int


def reached(connection: Connection, donor_id: int, first: date, last: date) -> Reached:
    """People, houses and councils that got at least one unit of a donor's gifts of these days, and how many gifts there were."""
    people, houses, councils = connection.execute(
        select(func.count(Patient.id.distinct()), func.count(Household.id.distinct()), func.count(Sector.council_id.distinct()))
        .select_from(StockMovement)
        .join(Batch, Batch.id == StockMovement.batch_id)
        .join(Donation, Donation.id == Batch.donation_id)
        .join(Allocation, Allocation.id == StockMovement.allocation_id)
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(Patient, Patient.id == Slip.patient_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Household, Household.id == Delivery.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(
            StockMovement.kind == "delivery",
            stands(),
            Donation.donor_id == donor_id,
            Donation.received_on >= first,
            Donation.received_on <= last,
        )
    ).one()
    gifts = connection.execute(
        select(func.count())
        .select_from(Donation)
        .where(Donation.donor_id == donor_id, Donation.status == "received", Donation.received_on >= first, Donation.received_on <= last)
    ).scalar_one()
    return Reached(people, houses, councils, gifts)


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One allocation that was delivered: whose it was stays a number, for counting people once."""

    patient_id: int
    atc: str
    first_day: date
    last_day: date


def courses(connection: Connection, donor_id: int, first: date, last: date) -> tuple[CourseRow, ...]:
    """Days of treatment that a donor's gifts of these days gave."""
    rows = connection.execute(
        select(Slip.patient_id, MedicineRow.atc, Allocation.first_day, Allocation.last_day)
        .select_from(Allocation)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Donation, Donation.id == Batch.donation_id)
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(MedicineRow, MedicineRow.id == RunItem.medicine_id)
        .where(
            Allocation.status == "delivered",
            Donation.donor_id == donor_id,
            Donation.received_on >= first,
            Donation.received_on <= last,
        )
        .order_by(Allocation.id)
    )
    return frozen(CourseRow, rows)


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A line of the newest confirmed run that got less than it asked."""

    medicine_id: int
    patient_id: int
    council_id: int
    missing: int
    asked: int
    asked_days: int
    refused: bool


def shortfalls(connection: Connection) -> tuple[ShortRow, ...]:
    """What was missing in the last confirmed matches of each council (or of all together), by line."""
    newest = select(func.max(MatchingRun.id)).where(MatchingRun.status == "confirmed").group_by(MatchingRun.council_id)
    rows = connection.execute(
        select(
            RunItem.medicine_id, Prescription.patient_id, Sector.council_id, RunItem.units_asked - RunItem.units_granted, RunItem.units_asked,
            RunItem.asked_days, RunItem.refused,
        )
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(RunItem.run_id.in_(newest), RunItem.units_granted < RunItem.units_asked)
        .order_by(RunItem.id)
    )  # fmt: skip
    return frozen(ShortRow, rows)


@dataclass(frozen=True, slots=True)
class WeekStopRow:
    """One slip of a week's rounds."""

    round_id: int
    walked_on: date
    round_status: str
    position: int
    house: str
    patient_id: int
    patient: str
    result: str
    note: str


def week_slips(connection: Connection, council_id: int, first: date, last: date) -> tuple[WeekStopRow, ...]:
    """Slips of one council on rounds walked in these days."""
    rows = connection.execute(
        select(
            Round.id, Round.walked_on, Round.status, Delivery.position, Household.house, Patient.id, Patient.name, Slip.result, Slip.note,
        )
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Round, Round.id == Delivery.round_id)
        .join(Patient, Patient.id == Slip.patient_id)
        .join(Household, Household.id == Delivery.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(Sector.council_id == council_id, Round.walked_on >= first, Round.walked_on <= last, Round.status != "cancelled")
        .order_by(Round.walked_on, Round.id, Delivery.position, Slip.id)
    )  # fmt: skip
    return frozen(WeekStopRow, rows)


@dataclass(frozen=True, slots=True)
class WeekUnits:
    """What a council's week delivered."""

    units: int
    treatment_days: int


def week_units(connection: Connection, council_id: int, first: date, last: date) -> WeekUnits:
    """Units and days of treatment delivered to one council in these days."""
    rows = connection.execute(
        select(Allocation.delivered_units, Allocation.first_day, Allocation.last_day)
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Round, Round.id == Delivery.round_id)
        .join(Household, Household.id == Delivery.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(Allocation.status == "delivered", Sector.council_id == council_id, Round.walked_on >= first, Round.walked_on <= last)
    )
    found = list(rows)
    return WeekUnits(sum(row[0] for row in found), sum((row[2] - row[1]).days + 1 for row in found))


def councils(connection: Connection) -> dict[int, str]:
    """Names by id, in the committee's order."""
    rows = connection.execute(select(Council.id, Council.name).order_by(Council.position, Council.id))
    return dict(rows.all())
