"""What was used of each medicine: the ledger by lot and day, when lots were set aside, and what confirmed proposals could not give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from pharmacy_app.db.queries.booked import stands
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Audit, Batch, MatchingRun, Product, RunItem, StockMovement


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot of a known medicine, and the units in it on the morning of the period."""

    id: int
    medicine_id: int
    expiry: date | None
    status: str
    opening: int


def lots(connection: Connection, first: date) -> tuple[LotRow, ...]:
    """Every lot of which it is known what it is."""
    before = (
        select(StockMovement.batch_id, func.sum(StockMovement.units).label("units"))
        .where(StockMovement.occurred_on < first, stands())
        .group_by(StockMovement.batch_id)
        .subquery()
    )
    rows = connection.execute(
        select(Batch.id, Product.medicine_id, Batch.expiry, Batch.status, func.coalesce(before.c.units, 0))
        .join(Product, Product.id == Batch.product_id)
        .outerjoin(before, before.c.batch_id == Batch.id)
        .where(Product.identity == "known")
        .order_by(Batch.id)
    )
    return frozen(LotRow, rows)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A lot's day: net units of all that moved, and those that were handed out."""

    batch_id: int
    day: date
    units: int
    delivered: int


def days(connection: Connection, first: date, last: date) -> tuple[DayRow, ...]:
    """The days of these on which something moved, in order; what was taken back counts for nothing."""
    handed = func.coalesce(-func.sum(StockMovement.units).filter(StockMovement.kind == "delivery"), 0)
    rows = connection.execute(
        select(StockMovement.batch_id, StockMovement.occurred_on, func.sum(StockMovement.units), handed)
        .where(StockMovement.occurred_on >= first, StockMovement.occurred_on <= last, stands())
        .group_by(StockMovement.batch_id, StockMovement.occurred_on)
        .order_by(StockMovement.batch_id, StockMovement.occurred_on)
    )
    return frozen(DayRow, rows)


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act that set a lot aside, or let it go (`released`); `before` is the record's JSON."""

    batch_id: int
    day: date
    released: bool
    before: str | None


def acts(connection: Connection) -> tuple[ActRow, ...]:
    """All of them, the oldest first."""
    verbs = ("batch.quarantine", "batch.held", "batch.recalled", "batch.release")
    rows = connection.execute(
        select(Audit.subject_id, Audit.occurred_on, Audit.verb == "batch.release", Audit.before)
        .where(Audit.verb.in_(verbs), Audit.subject_id.is_not(None))
        .order_by(Audit.occurred_on, Audit.id)
    )
    return frozen(ActRow, rows)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A line of a confirmed proposal. `refused`: it waited for a doctor's answer; `refusal`: the committee said no."""

    item_id: int
    medicine_id: int
    asked_from: date
    asked_days: int
    units_asked: int
    units_granted: int
    last_day: date | None
    refusal: str
    refused: bool


def asked(connection: Connection, since: date, last: date) -> tuple[AskedRow, ...]:
    """Lines that ask from one of these days on, in the order in which each item's were decided."""
    rows = connection.execute(
        select(
            RunItem.item_id, RunItem.medicine_id, RunItem.asked_from, RunItem.asked_days, RunItem.units_asked, RunItem.units_granted,
            RunItem.last_day, RunItem.refusal, RunItem.refused,
        )
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .where(MatchingRun.status == "confirmed", RunItem.asked_from >= since, RunItem.asked_from <= last, RunItem.asked_days > 0)
        .order_by(RunItem.item_id, RunItem.run_id)
    )  # fmt: skip
    return frozen(AskedRow, rows)
