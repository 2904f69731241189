"""What is on the shelf, what moved, and the way from a lot to the doors and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from pharmacy_app.db.queries.booked import stands
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Audit,
    Batch,
    Delivery,
    Donation,
    Donor,
    Household,
    MedicineRow,
    Patient,
    Product,
    Round,
    RunItem,
    Slip,
    StockMovement,
    Undispensed,
    User,
)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch with all that a shelf list shows. `medicine_id` None: nobody has said what it is.

    `identity`: `unknown`; `told` by `said_by` alone; `known`. `undispensed`: what it is on the committee's list of what is never handed out
    (its INN, and its other names separated by `;`) with the list's `undispensed_reason`.
    """

    id: int
    code: str
    product_id: int
    description: str
    brand: str
    pack_size: int | None
    medicine_id: int | None
    inn: str | None
    name_es: str | None
    name_en: str | None
    strength: str | None
    form: str | None
    unit: str | None
    lot: str
    expiry: date | None
    expiry_raw: str
    status: str
    reason: str
    shelf: str
    on_hand: int
    reserved: int
    donation_id: int
    received_on: date
    donor_id: int
    donor: str
    country: str
    identity: str
    said_by: str | None
    said_by_id: int | None
    undispensed: str | None
    undispensed_names: str | None
    undispensed_reason: str | None


_BATCH = (
    Batch.id, Batch.code, Product.id, Product.description, Product.brand, Product.pack_size, Product.medicine_id, MedicineRow.inn, MedicineRow.name_es,
    MedicineRow.name_en, MedicineRow.strength, MedicineRow.form, MedicineRow.unit, Batch.lot, Batch.expiry, Batch.expiry_raw, Batch.status,
    Batch.reason, Batch.shelf, Batch.on_hand, Batch.reserved, Donation.id, Donation.received_on, Donor.id, Donor.name, Donor.country,
    Product.identity, User.name, User.id, Undispensed.inn, Undispensed.names, Undispensed.reason,
)  # fmt: skip


def batches(
    connection: Connection,
    *,
    batch_id: int | None = None,
    donor_id: int | None = None,
    donation_id: int | None = None,
    lot: str | None = None,
    gtins: Sequence[str] | None = None,
    expiring_until: date | None = None,
    stocked_only: bool = False,
) -> tuple[BatchRow, ...]:
    """Batches in the order first to expire (no date last), each condition only where it is given."""
    conditions: list[ColumnElement[bool]] = []
    if batch_id is not None:
        conditions.append(Batch.id == batch_id)
    if donor_id is not None:
        conditions.append(Donor.id == donor_id)
    if donation_id is not None:
        conditions.append(Donation.id == donation_id)
    if lot is not None:
        conditions.append(Batch.lot == lot)
    if gtins is not None:
        conditions.append(Product.gtin.in_(gtins))
    if expiring_until is not None:
        conditions.append(Batch.expiry <= expiring_until)
    if stocked_only:
        conditions.append(Batch.on_hand > 0)
    rows = connection.execute(
        select(*_BATCH)
        .join(Product, Product.id == Batch.product_id)
        .join(Donation, Donation.id == Batch.donation_id)
        .join(Donor, Donor.id == Donation.donor_id)
        .outerjoin(MedicineRow, MedicineRow.id == Product.medicine_id)
        .outerjoin(User, User.id == Product.identified_by)
        .outerjoin(Undispensed, Undispensed.id == Product.undispensed_id)
        .where(*conditions)
        .order_by(Batch.expiry.is_(None), Batch.expiry, Batch.id)
    )
    return frozen(BatchRow, rows)


def lock_batches(connection: Connection, ids: Sequence[int]) -> None:
    """Takes the rows' locks in id order, so that two people can't wait for each other; SQLite's write lock covers it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(Batch.id).where(Batch.id.in_(sorted(ids))).order_by(Batch.id).with_for_update()).all()


def change_batch(connection: Connection, batch_id: int, values: dict[str, object]) -> None:
    """Writes columns of a batch that may be written (status, reason, shelf; the expiry while it is set aside)."""
    connection.execute(update(Batch).where(Batch.id == batch_id).values(values))


def release_reservations(connection: Connection, batch_id: int) -> list[int]:
    """Gives up what is reserved (not yet out) of a batch; the ids of the allocations."""
    statement = update(Allocation).where(Allocation.batch_id == batch_id, Allocation.status == "reserved").values(status="released")
    return list(connection.execute(statement.returning(Allocation.id)).scalars())


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A line of the ledger as the stock card shows it."""

    id: int
    units: int
    kind: str
    reason: str
    occurred_on: date
    entered_at: datetime
    user: str
    reverses_id: int | None


def movements(connection: Connection, batch_id: int) -> tuple[MovementRow, ...]:
    """Every movement of a batch, the oldest first."""
    rows = connection.execute(
        select(
            StockMovement.id, StockMovement.units, StockMovement.kind, StockMovement.reason, StockMovement.occurred_on,
            StockMovement.entered_at, User.name, StockMovement.reverses_id,
        )
        .join(User, User.id == StockMovement.entered_by)
        .where(StockMovement.batch_id == batch_id)
        .order_by(StockMovement.id)
    )  # fmt: skip
    return frozen(MovementRow, rows)


@dataclass(frozen=True, slots=True)
class StandingActRow:
    """An act that set a batch aside or let it go; `after` is the record's JSON."""

    verb: str
    after: str | None
    occurred_on: date
    user: str


def standing_acts(connection: Connection, batch_id: int) -> tuple[StandingActRow, ...]:
    """Who set a batch aside and who let it go, the oldest first."""
    rows = connection.execute(
        select(Audit.verb, Audit.after, Audit.occurred_on, User.name)
        .join(User, User.id == Audit.user_id)
        .where(Audit.subject_kind == "batch", Audit.subject_id == batch_id)
        .where(Audit.verb.in_(("batch.quarantine", "batch.held", "batch.recalled", "batch.release")))
        .order_by(Audit.id)
    )
    return frozen(StandingActRow, rows)


@dataclass(frozen=True, slots=True)
class DoorRow:
    """Units of a batch that went to a door. `patient_code` is the census number, not a name."""

    batch_id: int
    units: int
    occurred_on: date
    patient_code: str
    household_code: str
    round_id: int | None
    slip_code: str | None


def doors(connection: Connection, batch_ids: Sequence[int]) -> tuple[DoorRow, ...]:
    """Where units of these batches went, in the order in which they went."""
    rows = connection.execute(
        select(StockMovement.batch_id, -StockMovement.units, StockMovement.occurred_on, Patient.code, Household.code, Round.id, Slip.code)
        .join(Allocation, Allocation.id == StockMovement.allocation_id)
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Round, Round.id == Delivery.round_id)
        .join(Patient, Patient.id == Slip.patient_id)
        .join(Household, Household.id == Delivery.household_id)
        .where(StockMovement.batch_id.in_(batch_ids), StockMovement.kind == "delivery", stands())
        .order_by(StockMovement.id)
    )
    return frozen(DoorRow, rows)


def daily_use(connection: Connection, since: date, days: int) -> dict[int, float]:
    """Units a day that went to doors since that day, by medicine: what "lasts for" is reckoned with."""
    rows = connection.execute(
        select(RunItem.medicine_id, func.sum(-StockMovement.units))
        .join(Allocation, Allocation.id == StockMovement.allocation_id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .where(StockMovement.kind == "delivery", StockMovement.occurred_on >= since, stands())
        .group_by(RunItem.medicine_id)
    )
    return {medicine_id: units / days for medicine_id, units in rows}
