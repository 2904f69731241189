"""Which slips were handed to a printer, and which somebody saw come out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Delivery, Slip


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One slip of a round: its stop, when it was handed to a printer, and when somebody said that it came out."""

    slip_id: int
    code: str
    stop: int
    sent_at: datetime | None
    printed_at: datetime | None


def slips(connection: Connection, round_id: int) -> tuple[PrintRow, ...]:
    """The slips of a round, in walking order."""
    rows = connection.execute(
        select(Slip.id, Slip.code, Delivery.position, Slip.sent_at, Slip.printed_at)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .where(Delivery.round_id == round_id)
        .order_by(Delivery.position, Slip.id)
    )
    return frozen(PrintRow, rows)


def write(connection: Connection, slip_ids: Collection[int], values: dict[str, datetime | None]) -> None:
    """Writes `sent_at` or `printed_at` of these slips."""
    if slip_ids:
        connection.execute(update(Slip).where(Slip.id.in_(slip_ids)).values(values))
