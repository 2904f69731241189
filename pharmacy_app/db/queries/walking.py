"""Rounds, their stops and slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Delivery,
    Household,
    Patient,
    Prescription,
    PrescriptionItem,
    Product,
    Round,
    RunItem,
    Sector,
    Slip,
    SlipAnswer,
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


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """Reserved units that wait for a round."""

    allocation_id: int
    patient_id: int
    household_id: int
    expiry: date | None


def promised(connection: Connection, council_id: int | None) -> tuple[PromisedRow, ...]:
    """Reserved units without a round, in walking order; also those whose course begins later: what is confirmed is carried."""
    conditions: list[ColumnElement[bool]] = [Allocation.status == "reserved", Allocation.slip_id.is_(None)]
    if council_id is not None:
        conditions.append(Council.id == council_id)
    rows = connection.execute(
        select(Allocation.id, Patient.id, Household.id, Batch.expiry)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .where(*conditions)
        .order_by(Council.position, Council.id, Sector.position, Sector.id, Household.position, Household.id, Patient.id, Allocation.id)
    )
    return frozen(PromisedRow, rows)


def people_promised(connection: Connection, council_id: int | None) -> int:
    """How many people have reserved units without a round, in a council or in all."""
    statement = (
        select(func.count(Prescription.patient_id.distinct()))
        .select_from(Allocation)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .where(Allocation.status == "reserved", Allocation.slip_id.is_(None))
    )
    if council_id is not None:
        statement = statement.join(Patient, Patient.id == Prescription.patient_id).join(Household, Household.id == Patient.household_id)
        statement = statement.join(Sector, Sector.id == Household.sector_id).where(Sector.council_id == council_id)
    return connection.execute(statement).scalar_one()


def still_promised(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these are free for a round at this moment; takes their locks in id order, so that no bag is packed twice."""
    statement = select(Allocation.id).where(Allocation.id.in_(ids), Allocation.status == "reserved", Allocation.slip_id.is_(None))
    return set(connection.execute(statement.order_by(Allocation.id).with_for_update()).scalars())


def lock_round(connection: Connection, round_id: int) -> None:
    """Takes the lock of a round, so that two people change it one after the other; SQLite's write lock covers it already."""
    connection.execute(select(Round.id).where(Round.id == round_id).with_for_update()).all()


def drop_empty_slips(connection: Connection, round_id: int) -> None:
    """Takes slips off a planned round whose units were all given up since, and stops that are left without one."""
    mine = select(Slip.id).join(Delivery, Delivery.id == Slip.delivery_id).where(Delivery.round_id == round_id)
    given_up = update(Allocation).where(Allocation.slip_id.in_(mine), Allocation.status == "released")
    connection.execute(given_up.values(slip_id=None))
    used = select(Allocation.slip_id).where(Allocation.slip_id.is_not(None))
    connection.execute(delete(Slip).where(Slip.id.in_(list(connection.execute(mine).scalars())), Slip.id.not_in(used)))
    connection.execute(delete(Delivery).where(Delivery.round_id == round_id, Delivery.id.not_in(select(Slip.delivery_id))))


def add_round(connection: Connection, values: dict[str, object]) -> int:
    """A new round's id."""
    return int(connection.execute(insert(Round).values(values).returning(Round.id)).scalar_one())


def add_stops(connection: Connection, rows: Sequence[dict[str, object]]) -> list[int]:
    """Stops; their ids in the order of the rows."""
    return list(connection.execute(insert(Delivery).returning(Delivery.id, sort_by_parameter_order=True), rows).scalars())


def add_slips(connection: Connection, rows: Sequence[dict[str, object]]) -> list[int]:
    """Slips; their ids in the order of the rows."""
    return list(connection.execute(insert(Slip).returning(Slip.id, sort_by_parameter_order=True), rows).scalars())


def slip_codes(connection: Connection) -> set[str]:
    """Codes that are taken."""
    return set(connection.execute(select(Slip.code)).scalars())


def put_on_slips(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """(slip, allocation) pairs: these units go with that slip."""
    if pairs:
        statement = update(Allocation).where(Allocation.id == bindparam("key"))
        connection.execute(statement, [{"key": allocation_id, "slip_id": slip_id} for slip_id, allocation_id in pairs])


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


def stops(connection: Connection, round_id: int) -> tuple[StopRow, ...]:
    """The slips of a round in walking order."""
    rows = connection.execute(
        select(
            Slip.id, Slip.code, Delivery.position, Slip.result, Slip.received_by, Slip.note, Patient.id, Patient.name, Household.id,
            Household.house, Household.directions, Household.phone, Sector.name, Council.name,
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


def bags(connection: Connection, round_id: int) -> tuple[BagRow, ...]:
    """Everything a round carries, by slip and item, first box first."""
    rows = connection.execute(
        select(
            Allocation.id, Slip.id, RunItem.item_id, Product.medicine_id, RunItem.medicine_id, Allocation.units, Allocation.covers,
            Allocation.status, Allocation.delivered_units, Allocation.first_day, Allocation.last_day, Batch.id, Batch.status, Batch.lot, Batch.expiry,
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


def promise_again(connection: Connection, ids: Sequence[int], day: date) -> None:
    """New promises like these released ones: so the old stay with their slip, and a closed round can be read for ever."""
    kept = (Allocation.run_item_id, Allocation.batch_id, Allocation.units, Allocation.covers, Allocation.first_day, Allocation.last_day)
    rows = connection.execute(select(*kept).where(Allocation.id.in_(ids)).order_by(Allocation.id)).all() if ids else []
    if rows:
        connection.execute(insert(Allocation), [{**row._mapping, "status": "reserved", "reserved_on": day} for row in rows])


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


def order_stops(connection: Connection, round_id: int, households: Sequence[int]) -> None:
    """Numbers the stops anew in this order, and the houses' places in the walk with them."""
    mine = dict(connection.execute(select(Delivery.household_id, Delivery.id).where(Delivery.round_id == round_id)).all())
    places = sorted(connection.execute(select(Household.position).where(Household.id.in_(households))).scalars())
    for number, household in enumerate(households, 1):  # out of the way first: a place may be held once only
        connection.execute(update(Delivery).where(Delivery.id == mine[household]).values(position=-number))
    for number, household in enumerate(households, 1):
        connection.execute(update(Delivery).where(Delivery.id == mine[household]).values(position=number))
        connection.execute(update(Household).where(Household.id == household).values(position=places[number - 1]))
