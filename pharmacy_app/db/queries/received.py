"""What people were given at their doors."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from pharmacy_app.db.tables import Allocation, Delivery, Round, RunItem, Slip


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """The last time that an item was given something: the day, and units of what was prescribed."""

    item_id: int
    day: date
    units: int


def last_received(connection: Connection, items: Collection[int]) -> dict[int, ReceivedRow]:
    """By item, of these items: one statement."""
    given = func.sum(Allocation.covers * Allocation.delivered_units / Allocation.units)
    rows = connection.execute(
        select(RunItem.item_id, Round.walked_on, given)
        .join(Allocation, Allocation.run_item_id == RunItem.id)
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Round, Round.id == Delivery.round_id)
        .where(Allocation.status == "delivered", RunItem.item_id.in_(items))
        .group_by(RunItem.item_id, Round.walked_on)
        .order_by(Round.walked_on)
    )
    return {row[0]: ReceivedRow(row[0], row[1], int(row[2])) for row in rows}  # the later one takes the earlier one's place
