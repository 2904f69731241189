"""Rounds before they leave: who waits for one, stops and slips put on and taken off, their order, what was taken off the shelf."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Delivery,
    Household,
    MedicineRow,
    Patient,
    Prescription,
    PrescriptionItem,
    Product,
    Round,
    RoundPick,
    RunItem,
    Sector,
    Slip,
    SlipTakenOff,
)

_WALK = (Council.position, Council.id, Sector.position, Sector.id, Household.position, Household.id)


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """Reserved units that wait for a round, and the door they go to."""

    allocation_id: int
    item_id: int
    units: int
    expiry: date | None
    cold: bool
    patient_id: int
    patient: str
    household_id: int
    house: str
    sector_id: int
    sector: str
    council_id: int
    council: str


def promised(
    connection: Connection,
    council_id: int | None = None,
    sectors: Collection[int] | None = None,
    patients: Collection[int] | None = None,
) -> tuple[PromisedRow, ...]:
    """Reserved units without a round, in walking order; also those whose course begins later: what is confirmed is carried."""
    conditions: list[ColumnElement[bool]] = [Allocation.status == "reserved", Allocation.slip_id.is_(None)]
    if council_id is not None:
        conditions.append(Council.id == council_id)
    if sectors is not None:
        conditions.append(Sector.id.in_(sectors))
    if patients is not None:
        conditions.append(Patient.id.in_(patients))
    rows = connection.execute(
        select(
            Allocation.id, RunItem.item_id, Allocation.units, Batch.expiry, MedicineRow.cold_chain, Patient.id, Patient.name, Household.id,
            Household.house, Sector.id, Sector.name, Council.id, Council.name,
        )
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .join(MedicineRow, MedicineRow.id == Product.medicine_id)
        .where(*conditions)
        .order_by(*_WALK, Patient.id, Allocation.id)
    )  # fmt: skip
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


def add_round(connection: Connection, values: dict[str, object]) -> int:
    """A new round's id."""
    return int(connection.execute(insert(Round).values(values).returning(Round.id)).scalar_one())


def carriers(connection: Connection) -> tuple[str, ...]:
    """Who carried rounds, as it was written for each, the newest first."""
    statement = select(Round.carriers).where(Round.carriers != "").order_by(Round.walked_on.desc(), Round.id.desc())
    return tuple(connection.execute(statement).scalars())


def add_stops(connection: Connection, round_id: int, numbers: Mapping[int, int]) -> dict[int, int]:
    """Stops at these houses, with these numbers; their ids by house."""
    if not numbers:
        return {}
    rows = [{"round_id": round_id, "household_id": house, "position": number} for house, number in numbers.items()]
    connection.execute(insert(Delivery), rows)
    mine = (Delivery.round_id == round_id, Delivery.household_id.in_(numbers))
    return dict(connection.execute(select(Delivery.household_id, Delivery.id).where(*mine)).all())


def add_slips(connection: Connection, rows: Sequence[dict[str, object]]) -> dict[int, int]:
    """Slips; their ids by person. Keys are the columns of `slips`."""
    if not rows:
        return {}
    connection.execute(insert(Slip), rows)
    mine = Slip.code.in_([row["code"] for row in rows])
    return dict(connection.execute(select(Slip.patient_id, Slip.id).where(mine)).all())


def slip_codes(connection: Connection) -> set[str]:
    """Codes that are taken, or were: none is given twice."""
    return set(connection.execute(select(Slip.code).union(select(SlipTakenOff.code))).scalars())


def taken_off(connection: Connection, code: str) -> int | None:
    """The round that this slip was taken off before it left."""
    return connection.execute(select(SlipTakenOff.round_id).where(SlipTakenOff.code == code)).scalar_one_or_none()


def put_on_slips(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """(slip, allocation) pairs: these units go with that slip."""
    if pairs:
        statement = update(Allocation).where(Allocation.id == bindparam("key"))
        connection.execute(statement, [{"key": allocation_id, "slip_id": slip_id} for slip_id, allocation_id in pairs])


def take_off_slips(connection: Connection, slips: Collection[int]) -> None:
    """What lies in these bags waits for another round; what was given up meanwhile leaves them, too."""
    connection.execute(update(Allocation).where(Allocation.slip_id.in_(slips)).values(slip_id=None))


def drop_empty_slips(connection: Connection, round_id: int, entered_at: datetime, entered_by: int) -> int:
    """Takes slips off a planned round that hold nothing (any more), and stops that are left without one; how many slips. Their codes are kept."""
    mine = select(Slip.id).join(Delivery, Delivery.id == Slip.delivery_id).where(Delivery.round_id == round_id)
    given_up = update(Allocation).where(Allocation.slip_id.in_(mine), Allocation.status == "released")
    connection.execute(given_up.values(slip_id=None))
    used = select(Allocation.slip_id).where(Allocation.slip_id.is_not(None))
    empty = connection.execute(select(Slip.id, Slip.code).where(Slip.id.in_(mine), Slip.id.not_in(used)).order_by(Slip.id)).all()
    if empty:
        kept = [{"code": row.code, "round_id": round_id, "entered_at": entered_at, "entered_by": entered_by} for row in empty]
        connection.execute(insert(SlipTakenOff), kept)
        connection.execute(delete(Slip).where(Slip.id.in_([row.id for row in empty])))
    connection.execute(delete(Delivery).where(Delivery.round_id == round_id, Delivery.id.not_in(select(Slip.delivery_id))))
    return len(empty)


@dataclass(frozen=True, slots=True)
class StopPlace:
    """A stop of a round; `printed`: one of its slips was handed to a printer."""

    id: int
    household_id: int
    position: int
    printed: bool


def stop_places(connection: Connection, round_id: int) -> tuple[StopPlace, ...]:
    """The stops of a round in walking order."""
    rows = connection.execute(
        select(Delivery.id, Delivery.household_id, Delivery.position, func.count(Slip.sent_at) + func.count(Slip.printed_at) > 0)
        .outerjoin(Slip, Slip.delivery_id == Delivery.id)
        .where(Delivery.round_id == round_id)
        .group_by(Delivery.id)
        .order_by(Delivery.position)
    )
    return tuple(StopPlace(row[0], row[1], row[2], bool(row[3])) for row in rows)


def number_stops(connection: Connection, numbers: Mapping[int, int]) -> None:
    """Gives stops other numbers; what was printed of them tells the old one, and has to be printed again."""
    if numbers:
        statement = update(Delivery).where(Delivery.id == bindparam("key"))
        # out of the way first: a number may be held once only
        connection.execute(statement, [{"key": stop, "position": -number - 1} for stop, number in numbers.items()])
        connection.execute(statement, [{"key": stop, "position": number} for stop, number in numbers.items()])
        connection.execute(update(Slip).where(Slip.delivery_id.in_(numbers)).values(sent_at=None, printed_at=None))


def print_again(connection: Connection, slips: Collection[int]) -> None:
    """What these slips say is not true any more: whatever was printed of them does not count."""
    connection.execute(update(Slip).where(Slip.id.in_(slips)).values(sent_at=None, printed_at=None))


@dataclass(frozen=True, slots=True)
class HousePlace:
    """A house in the walk: its sector, and its place there."""

    household_id: int
    sector_id: int
    position: int


def houses_of_sectors(connection: Connection, households: Collection[int]) -> tuple[HousePlace, ...]:
    """All houses of the sectors in which these houses stand, in walking order."""
    sectors = select(Household.sector_id).where(Household.id.in_(households))
    rows = connection.execute(
        select(Household.id, Household.sector_id, Household.position)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .where(Household.sector_id.in_(sectors))
        .order_by(*_WALK)
    )
    return frozen(HousePlace, rows)


def place_houses(connection: Connection, places: Mapping[int, int]) -> None:
    """Writes houses' places in the walk."""
    if places:
        statement = update(Household).where(Household.id == bindparam("key"))
        connection.execute(statement, [{"key": household, "position": place} for household, place in places.items()])


def picked(connection: Connection, round_id: int) -> dict[int, int]:
    """Units that were taken off the shelf for a round, by batch."""
    rows = connection.execute(select(RoundPick.batch_id, RoundPick.units).where(RoundPick.round_id == round_id))
    return {int(batch_id): int(units) for batch_id, units in rows}


def pick(connection: Connection, values: Mapping[str, object]) -> None:
    """Notes what was taken of one batch for a round; keys are the columns of `round_picks`."""
    connection.execute(insert(RoundPick).values(dict(values)))


def drop_picks(connection: Connection, round_id: int, batches: Collection[int]) -> None:
    """Forgets what was taken of these batches for a round."""
    connection.execute(delete(RoundPick).where(RoundPick.round_id == round_id, RoundPick.batch_id.in_(batches)))


@dataclass(frozen=True, slots=True)
class LotPromise:
    """Units of a batch that are reserved for somebody, or out: whose, how urgent, and where they stand in a planned round."""

    allocation_id: int
    run_item_id: int
    status: str
    units: int
    covers: int
    first_day: date
    last_day: date
    medicine_id: int
    tier: str
    points: int
    patient_id: int
    patient: str
    slip_id: int | None
    round_id: int | None
    walked_on: date | None


def lot_promises(connection: Connection, batch_id: int) -> tuple[LotPromise, ...]:
    """Everything promised of a batch: the most urgent first, as the committee's rule had it."""
    rows = connection.execute(
        select(
            Allocation.id, RunItem.id, Allocation.status, Allocation.units, Allocation.covers, Allocation.first_day, Allocation.last_day,
            Product.medicine_id, RunItem.tier, RunItem.points, Patient.id, Patient.name, Slip.id, Round.id, Round.walked_on,
        )
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .outerjoin(Slip, Slip.id == Allocation.slip_id)
        .outerjoin(Delivery, Delivery.id == Slip.delivery_id)
        .outerjoin(Round, Round.id == Delivery.round_id)
        .where(Allocation.batch_id == batch_id, Allocation.status.in_(("reserved", "out")))
        .order_by(RunItem.tier, RunItem.points.desc(), Allocation.first_day, Allocation.id)
    )  # fmt: skip
    return frozen(LotPromise, rows)


@dataclass(frozen=True, slots=True)
class OtherLot:
    """A lot that can be handed out, with how many units of it nobody was promised."""

    id: int
    lot: str
    expiry: date
    shelf: str
    pack_size: int
    free: int


def other_lots(connection: Connection, medicine_id: int, besides: int) -> tuple[OtherLot, ...]:
    """Lots of a medicine, but for one of them, of which something is free: the first to expire first."""
    free = Batch.on_hand - Batch.reserved
    rows = connection.execute(
        select(Batch.id, Batch.lot, Batch.expiry, Batch.shelf, func.coalesce(Product.pack_size, 1), free)
        .join(Product, Product.id == Batch.product_id)
        .where(Product.medicine_id == medicine_id, Product.identity == "known", Batch.status == "available", Batch.expiry.is_not(None))
        .where(Batch.id != besides, free > 0)
        .order_by(Batch.expiry, Batch.id)
    )
    return frozen(OtherLot, rows)


def promise_instead(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """New promises, of other lots; keys are the columns of `allocations`."""
    if rows:
        connection.execute(insert(Allocation), rows)
