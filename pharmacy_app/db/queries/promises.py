"""Units that are promised: reserved by a confirmation, given up, and what of a proposal can no longer be kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Audit,
    Batch,
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
    StockMovement,
)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Units of a batch that are reserved for an item and not yet out; `slip_id` where they have their place in a round that is planned."""

    id: int
    item_id: int
    patient_id: int
    medicine_id: int  # what was prescribed when it was promised
    batch_id: int
    units: int
    covers: int
    last_day: date
    slip_id: int | None
    walked_on: date | None


def promises(
    connection: Connection, medicines: Collection[int] | None = None, council_id: int | None = None, items: Collection[int] | None = None
) -> tuple[PromiseRow, ...]:
    """What is reserved and not out: for prescriptions of these medicines, of one council or of all, or for these items."""
    statement = (
        select(
            Allocation.id, RunItem.item_id, Prescription.patient_id, RunItem.medicine_id, Allocation.batch_id, Allocation.units,
            Allocation.covers, Allocation.last_day, Allocation.slip_id, Round.walked_on,
        )
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .outerjoin(Slip, Slip.id == Allocation.slip_id)
        .outerjoin(Delivery, Delivery.id == Slip.delivery_id)
        .outerjoin(Round, Round.id == Delivery.round_id)
        .where(Allocation.status == "reserved")
        .order_by(Allocation.id)
    )  # fmt: skip
    if medicines is not None:
        statement = statement.where(RunItem.medicine_id.in_(medicines))
    if items is not None:
        statement = statement.where(RunItem.item_id.in_(items))
    if council_id is not None:
        statement = (
            statement.join(Patient, Patient.id == Prescription.patient_id)
            .join(Household, Household.id == Patient.household_id)
            .join(Sector, Sector.id == Household.sector_id)
            .where(Sector.council_id == council_id)
        )
    return frozen(PromiseRow, connection.execute(statement))


def give_up(connection: Connection, items: Collection[int] | None, run_id: int | None) -> int:
    """Takes back what is reserved and not out, for these items or for the lines of this run; how many units."""
    mine: list[ColumnElement[bool]] = [Allocation.status == "reserved"]
    if items is not None:
        mine.append(Allocation.run_item_id.in_(select(RunItem.id).where(RunItem.item_id.in_(items))))
    if run_id is not None:
        mine.append(Allocation.run_item_id.in_(select(RunItem.id).where(RunItem.run_id == run_id)))
    if connection.dialect.name == "postgresql":  # in id order, so that two people can't wait for each other
        lots = select(Allocation.batch_id).where(*mine)
        connection.execute(select(Batch.id).where(Batch.id.in_(lots)).order_by(Batch.id).with_for_update()).all()
    return sum(connection.execute(update(Allocation).where(*mine).values(status="released").returning(Allocation.units)).scalars())


def give_up_former(connection: Connection, run_id: int) -> None:
    """Takes back what was promised before to the items that this run deals anew."""
    connection.execute(update(Allocation).where(Allocation.id.in_(_former(run_id))).values(status="released"))


def _former(run_id: int) -> Select[Any]:
    """What this run takes back when it is confirmed."""
    anew = select(RunItem.item_id).where(RunItem.run_id == run_id, RunItem.former_units.is_not(None))
    return (
        select(Allocation.id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .where(Allocation.status == "reserved", RunItem.item_id.in_(anew), RunItem.run_id != run_id)
    )


def reserve(connection: Connection, run_id: int, day: date) -> int:
    """Promises what a run proposes; the guards refuse what may not be. How many units."""
    mine = select(RunItem.id).where(RunItem.run_id == run_id)
    statement = update(Allocation).where(Allocation.run_item_id.in_(mine), Allocation.status == "proposed")
    units = connection.execute(select(func.sum(Allocation.units)).where(Allocation.run_item_id.in_(mine), Allocation.status == "proposed"))
    connection.execute(statement.values(status="reserved", reserved_on=day))
    return int(units.scalar_one() or 0)


def put_on_slips(connection: Connection, run_id: int, slip_of: dict[int, tuple[int, date]]) -> None:
    """What people of a planned round are promised anew keeps its place there: (slip, day of the walk) by person. Two statements."""
    if not slip_of:
        return
    reserved = (
        select(Allocation.id, Prescription.patient_id, Batch.expiry)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .where(RunItem.run_id == run_id, Allocation.status == "reserved")
    )
    pairs = []
    for allocation_id, patient_id, expiry in connection.execute(reserved):
        slip_id, walked_on = slip_of.get(patient_id, (None, date.max))
        if slip_id is not None and expiry is not None and expiry >= walked_on:
            pairs.append({"key": allocation_id, "slip_id": slip_id})
    if pairs:
        connection.execute(update(Allocation).where(Allocation.__table__.c.id == bindparam("key")), pairs)


def former_units(connection: Connection, run_id: int) -> dict[int, int]:
    """Units by lot that this run takes back from its own items before it promises them anew."""
    statement = select(Allocation.batch_id, func.sum(Allocation.units)).where(Allocation.id.in_(_former(run_id)))
    return {row[0]: int(row[1]) for row in connection.execute(statement.group_by(Allocation.batch_id))}


@dataclass(frozen=True, slots=True)
class ProposedLot:
    """A lot of a proposal as it is now: `proposed` units of it, `former` of its promises would be taken back first. `gone`: units that left
    the shelf (less those that came) since the proposal was made."""

    batch_id: int
    lot: str
    medicine_id: int | None
    expiry: date | None
    status: str
    identity: str
    on_hand: int
    reserved: int
    proposed: int
    last_day: date
    former: int
    gone: int

    @property
    def there(self) -> int:
        """Units that the proposal may still have of it."""
        return self.on_hand - self.reserved + self.former


def proposed_lots(connection: Connection, run_id: int) -> tuple[ProposedLot, ...]:
    """Every lot that a proposal takes units of, in order of id."""
    mine = select(RunItem.id).where(RunItem.run_id == run_id)
    wanted = (
        select(Allocation.batch_id, func.sum(Allocation.units).label("units"), func.max(Allocation.last_day).label("last_day"))
        .where(Allocation.run_item_id.in_(mine), Allocation.status == "proposed")
        .group_by(Allocation.batch_id)
        .subquery()
    )
    former = (
        select(Allocation.batch_id, func.sum(Allocation.units).label("units"))
        .where(Allocation.id.in_(_former(run_id)))
        .group_by(Allocation.batch_id)
        .subquery()
    )
    # The first act about the run is its making.
    dealt = select(func.min(Audit.id)).where(Audit.subject_kind == "run", Audit.subject_id == run_id).scalar_subquery()
    moved = (
        select(StockMovement.batch_id, (-func.sum(StockMovement.units)).label("units"))
        .join(Audit, Audit.token == StockMovement.act)
        .where(Audit.id > func.coalesce(dealt, 0), StockMovement.batch_id.in_(select(wanted.c.batch_id)))
        .group_by(StockMovement.batch_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            Batch.id, Batch.lot, Product.medicine_id, Batch.expiry, Batch.status, Product.identity, Batch.on_hand, Batch.reserved,
            wanted.c.units, wanted.c.last_day, func.coalesce(former.c.units, 0), func.coalesce(moved.c.units, 0),
        )
        .join(wanted, wanted.c.batch_id == Batch.id)
        .join(Product, Product.id == Batch.product_id)
        .outerjoin(former, former.c.batch_id == Batch.id)
        .outerjoin(moved, moved.c.batch_id == Batch.id)
        .order_by(Batch.id)
    )  # fmt: skip
    return frozen(ProposedLot, rows)


def lock_lots(connection: Connection, run_id: int) -> None:
    """Takes the locks of the lots that a proposal needs, in id order; SQLite's write lock covers it already."""
    if connection.dialect.name == "postgresql":
        mine = select(Allocation.batch_id).join(RunItem, RunItem.id == Allocation.run_item_id).where(RunItem.run_id == run_id)
        before = select(Allocation.batch_id).where(Allocation.id.in_(_former(run_id)))
        connection.execute(select(Batch.id).where(Batch.id.in_(mine.union(before))).order_by(Batch.id).with_for_update()).all()


def free_units(connection: Connection, run_id: int, through: date) -> dict[int, int]:
    """Units of each medicine that a run asks for which may be promised and last through this day; what the run would take back is free, too."""
    asked = select(RunItem.medicine_id).where(RunItem.run_id == run_id)
    former = (
        select(Allocation.batch_id, func.sum(Allocation.units).label("units"))
        .where(Allocation.id.in_(_former(run_id)))
        .group_by(Allocation.batch_id)
        .subquery()
    )
    usable = (Batch.status == "available", Product.identity == "known", Batch.expiry >= through, Product.medicine_id.in_(asked))
    rows = connection.execute(
        select(Product.medicine_id, func.sum(Batch.on_hand - Batch.reserved + func.coalesce(former.c.units, 0)))
        .join(Batch, Batch.product_id == Product.id)
        .outerjoin(former, former.c.batch_id == Batch.id)
        .where(*usable)
        .group_by(Product.medicine_id)
    )
    return {int(medicine_id): int(units) for medicine_id, units in rows if medicine_id is not None}
