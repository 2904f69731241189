"""What comes home from a round: units promised again, units set aside in a lot of their own, promises that waited too long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Allocation, Batch, Delivery, Prescription, PrescriptionItem, Round, RunItem, Slip

_KEPT = (Allocation.run_item_id, Allocation.batch_id, Allocation.units, Allocation.covers, Allocation.first_day, Allocation.last_day)


def promise_again(connection: Connection, ids: Sequence[int], day: date) -> None:
    """New promises like these that came back: so the old stay with their slip, and a closed round can be read for ever."""
    missed = func.coalesce(Allocation.missed_on, day)
    rows = (
        connection.execute(select(*_KEPT, Allocation.id, missed).where(Allocation.id.in_(ids)).order_by(Allocation.id)).all() if ids else []
    )
    if rows:
        names = ("run_item_id", "batch_id", "units", "covers", "first_day", "last_day", "again_of_id", "missed_on")
        again = [{**dict(zip(names, row, strict=True)), "status": "reserved", "reserved_on": day} for row in rows]
        connection.execute(insert(Allocation), again)


def apart_from(connection: Connection, batch_ids: Sequence[int], reason: str) -> dict[int, int]:
    """For each of these lots its own lot of what was set aside for this reason, made where there is none: batch -> batch set aside."""
    columns = (Batch.id, Batch.product_id, Batch.donation_id, Batch.code, Batch.lot, Batch.expiry, Batch.expiry_raw)
    rows = connection.execute(select(*columns).where(Batch.id.in_(batch_ids)).order_by(Batch.id)).all()
    found: dict[int, int] = {}
    for row in rows:  # a bag that came back opened is rare: one or two lots
        same = [column == value for column, value in zip(columns[1:6], row[1:6], strict=True)]  # None == column is said as IS NULL
        there = select(Batch.id).where(*same, Batch.status == "quarantine", Batch.reason == reason)
        aside = connection.execute(there.order_by(Batch.id).limit(1)).scalar_one_or_none()
        if aside is None:
            values = {
                **{column.key: value for column, value in zip(columns[1:], row[1:], strict=True)},
                "status": "quarantine",
                "reason": reason,
            }
            aside = connection.execute(insert(Batch).values(values).returning(Batch.id)).scalar_one()
        found[row.id] = aside
    return found


@dataclass(frozen=True, slots=True)
class UndeliveredRow:
    """A promise that came back from a door and still waits. `missed_on`: when it first came back."""

    allocation_id: int
    patient_id: int
    batch_id: int
    units: int
    missed_on: date


def undelivered(connection: Connection, since: date) -> tuple[UndeliveredRow, ...]:
    """Promises on no round that first came back on that day or before, the oldest first."""
    rows = connection.execute(
        select(Allocation.id, Prescription.patient_id, Allocation.batch_id, Allocation.units, Allocation.missed_on)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .where(Allocation.status == "reserved", Allocation.slip_id.is_(None), Allocation.missed_on <= since)
        .order_by(Allocation.missed_on, Allocation.id)
    )
    return frozen(UndeliveredRow, rows)


def ends(connection: Connection, ids: Mapping[str, Sequence[int]]) -> None:
    """Writes how units ended: allocation ids by `delivered`, `back`, `apart`, `lost`. The guards watch every step."""
    columns = {"delivered": "delivered_units", "back": "returned_units", "apart": "returned_units", "lost": "lost_units"}
    for how, some in ids.items():
        if some:
            status = "delivered" if how == "delivered" else "released"
            values = {"status": status, columns[how]: Allocation.units}
            connection.execute(update(Allocation).where(Allocation.id.in_(some)).values(values))


@dataclass(frozen=True, slots=True)
class SlipRow:
    """Where a slip stands: its round, how that stands, and what was said of the door."""

    round_id: int
    status: str
    result: str
    closed_on: date | None


def slip(connection: Connection, code: str) -> SlipRow | None:
    """The slip of this code, None where there is none."""
    rows = connection.execute(
        select(Round.id, Round.status, Slip.result, Round.closed_on)
        .join(Delivery, Delivery.round_id == Round.id)
        .join(Slip, Slip.delivery_id == Delivery.id)
        .where(Slip.code == code)
    )
    return next(iter(frozen(SlipRow, rows)), None)
