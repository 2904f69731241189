"""What the tables hold, for tests to look at; the program's own rooms read pages of it."""

from __future__ import annotations

from pharmacy_app.db.queries import care
from pharmacy_app.db.queries.care import ItemFilter, ItemRow
from pharmacy_app.services.desk import Desk


def items(desk: Desk, which: ItemFilter, order: str = "place") -> tuple[ItemRow, ...]:
    """All prescription items that are meant."""
    with desk.read() as connection:
        return care.items(connection, which, order, 1_000_000)
