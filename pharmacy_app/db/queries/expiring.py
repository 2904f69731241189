"""What a look ahead is made from: lots that could be handed out and nobody was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Batch, Product


@dataclass(frozen=True, slots=True)
class FreeLot:
    """A lot with `free` units that may be handed out and nobody was promised."""

    id: int
    medicine_id: int
    lot: str
    expiry: date
    shelf: str
    free: int


def free_lots(connection: Connection, day: date) -> tuple[FreeLot, ...]:
    """Lots that are not set aside, of which it is known what they are and which have not expired on that day; the first to expire first."""
    rows = connection.execute(
        select(Batch.id, Product.medicine_id, Batch.lot, Batch.expiry, Batch.shelf, Batch.on_hand - Batch.reserved)
        .join(Product, Product.id == Batch.product_id)
        .where(Product.identity == "known", Batch.status == "available", Batch.expiry >= day, Batch.on_hand > Batch.reserved)
        .order_by(Batch.expiry, Batch.id)
    )
    return frozen(FreeLot, rows)
