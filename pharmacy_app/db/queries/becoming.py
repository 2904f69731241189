"""What the lines of a received donation became: the lots, with the units that each began with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Batch, StockMovement


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot of a donation: where it stands now, why it is set aside, and how many units came in."""

    id: int
    product_id: int
    lot: str
    expiry: date | None
    status: str
    reason: str
    units: int


def lots(connection: Connection, donation_id: int) -> tuple[LotRow, ...]:
    """The lots of a donation in the order in which they were made."""
    received = func.coalesce(func.sum(StockMovement.units).filter(StockMovement.kind == "receipt"), 0)
    rows = connection.execute(
        select(Batch.id, Batch.product_id, Batch.lot, Batch.expiry, Batch.status, Batch.reason, received)
        .outerjoin(StockMovement, StockMovement.batch_id == Batch.id)
        .where(Batch.donation_id == donation_id)
        .group_by(Batch.id)
        .order_by(Batch.id)
    )
    return frozen(LotRow, rows)
