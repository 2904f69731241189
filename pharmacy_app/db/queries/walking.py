"""Rounds, their stops and slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from pharmacy_app.db.queries.booked import stands
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Delivery,
    Household,
    Patient,
    PrescriptionItem,
    Product,
    Round,
    RunItem,
    Sector,
    Slip,
    SlipAnswer,
    StockMovement,
)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with how many stops and slips it has, and how many slips have a result."""

    id: int
    walked_on: date
    council_id: int | None
    council: str | None
    carriers: str
    status: str
    printed_at: datetime | None
    stops: int
    slips: int
    answered: int


def rounds(connection: Connection, round_id: int | None = None) -> tuple[RoundRow, ...]:
    """All rounds (or this one), the newest first; cancelled ones are left out of the list."""
    statement = (
        select(
            Round.id, Round.walked_on, Round.council_id, Council.name, Round.carriers, Round.status, Round.printed_at,
            func.count(Delivery.id.distinct()), func.count(Slip.id), func.count(Slip.id).filter(Slip.result != ""),
        )
        .outerjoin(Council, Council.id == Round.council_id)
        .outerjoin(Delivery, Delivery.round_id == Round.id)
        .outerjoin(Slip, Slip.delivery_id == Delivery.id)
        .group_by(Round.id, Council.id)
        .order_by(Round.walked_on.desc(), Round.id.desc())
    )  # fmt: skip
    statement = statement.where(Round.status != "cancelled") if round_id is None else statement.where(Round.id == round_id)
    return frozen(RoundRow, connection.execute(statement))


def lock_round(connection: Connection, round_id: int) -> None:
    """Takes the lock of a round, so that two people change it one after the other; SQLite's write lock covers it already."""
    connection.execute(select(Round.id).where(Round.id == round_id).with_for_update()).all()


def change_round(connection: Connection, round_id: int, values: dict[str, object]) -> None:
    """Writes columns of a round."""
    connection.execute(update(Round).where(Round.id == round_id).values(values))


def change_slip(connection: Connection, slip_id: int, values: Mapping[str, object]) -> None:
    """Writes what came back of a slip."""
    connection.execute(update(Slip).where(Slip.id == slip_id).values(dict(values)))


@dataclass(frozen=True, slots=True)
class StopRow:
    """One person at one stop of a round."""

    slip_id: int
    code: str
    position: int
    result: str
    received_by: str
    note: str
    patient_id: int
    patient: str
    household_id: int
    house: str
    directions: str
    phone: str
    sector: str
    council: str
    access: str  # what a carrier must know: a dog, the stairs when it rains


def stops(connection: Connection, round_id: int) -> tuple[StopRow, ...]:
    """The slips of a round in walking order."""
    rows = connection.execute(
        select(
            Slip.id, Slip.code, Delivery.position, Slip.result, Slip.received_by, Slip.note, Patient.id, Patient.name, Household.id,
            Household.house, Household.directions, Household.phone, Sector.name, Council.name, Household.access,
        )
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Patient, Patient.id == Slip.patient_id)
        .join(Household, Household.id == Delivery.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .where(Delivery.round_id == round_id)
        .order_by(Delivery.position, Slip.id)
    )  # fmt: skip
    return frozen(StopRow, rows)


@dataclass(frozen=True, slots=True)
class BagRow:
    """Units of one lot on one slip, with all that paper says of them."""

    allocation_id: int
    slip_id: int
    item_id: int
    medicine_id: int
    prescribed_id: int
    units: int
    covers: int
    status: str
    delivered_units: int
    returned_units: int
    lost_units: int
    apart: bool  # it came back opened or warm
    first_day: date
    last_day: date
    batch_id: int
    batch_status: str
    lot: str
    expiry: date | None
    expiry_raw: str
    shelf: str
    description: str
    brand: str
    pack_size: int | None
    directions: str
    directions_text: str
    rate_units: int
    rate_days: int
    starts_on: date
    days: int | None
    chronic: bool
    review_on: date | None


# Its units went into a lot that is set aside, and no counter-entry says otherwise.
_APART = exists().where(StockMovement.allocation_id == Allocation.id, StockMovement.kind == "apart", stands())


def bags(connection: Connection, round_id: int) -> tuple[BagRow, ...]:
    """Everything a round carries, by slip and item, first box first."""
    rows = connection.execute(
        select(
            Allocation.id, Slip.id, RunItem.item_id, Product.medicine_id, RunItem.medicine_id, Allocation.units, Allocation.covers,
            Allocation.status, Allocation.delivered_units, Allocation.returned_units, Allocation.lost_units, _APART, Allocation.first_day,
            Allocation.last_day, Batch.id, Batch.status, Batch.lot, Batch.expiry,
            Batch.expiry_raw, Batch.shelf, Product.description, Product.brand, Product.pack_size, PrescriptionItem.directions,
            PrescriptionItem.directions_text, PrescriptionItem.units, PrescriptionItem.per_days, PrescriptionItem.starts_on,
            PrescriptionItem.days, PrescriptionItem.chronic, PrescriptionItem.review_on,
        )
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(Delivery.round_id == round_id)
        .order_by(Slip.id, RunItem.item_id, Allocation.first_day, Batch.expiry, Allocation.id)
    )  # fmt: skip
    return frozen(BagRow, rows)


def change_allocations(connection: Connection, rows: Sequence[tuple[int, Mapping[str, object]]]) -> None:
    """(allocation, columns) pairs: what became of units; the guards watch every step."""
    statement = update(Allocation).where(Allocation.id == bindparam("key"))
    for _, alike in groupby(rows, lambda row: tuple(row[1])):  # one statement for all that write the same columns
        connection.execute(statement, [{"key": allocation_id, **values} for allocation_id, values in alike])


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What was noted of one slip, as JSON."""

    code: str
    answer: str


def answers(connection: Connection, round_id: int) -> tuple[AnswerRow, ...]:
    """What was noted of a round that is still out."""
    rows = connection.execute(
        select(Slip.code, SlipAnswer.answer)
        .join(Slip, Slip.id == SlipAnswer.slip_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .where(Delivery.round_id == round_id)
        .order_by(Slip.id)
    )
    return frozen(AnswerRow, rows)


def add_answers(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Notes what came back; keys are the columns of `slip_answers`."""
    if rows:
        connection.execute(insert(SlipAnswer), rows)


def drop_answers(connection: Connection, slip_ids: Sequence[int]) -> None:
    """Forgets what was noted of these slips."""
    connection.execute(delete(SlipAnswer).where(SlipAnswer.slip_id.in_(slip_ids)))


def round_of_slip(connection: Connection, code: str) -> int | None:
    """The round that this slip belongs to."""
    statement = select(Delivery.round_id).join(Slip, Slip.delivery_id == Delivery.id).where(Slip.code == code)
    return connection.execute(statement).scalar_one_or_none()
