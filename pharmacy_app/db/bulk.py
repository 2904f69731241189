"""Many rows at once, with their ids: a constant number of statements per thousand rows, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, insert, select

from pharmacy_app.db.base import Base


def insert_many(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Inserts the rows, all with the same keys; their new ids in the order of the rows. Inside a transaction that writes."""
    if not rows:
        return []
    key = table.__table__.c.id
    if connection.dialect.name == "postgresql":
        return list(connection.execute(insert(table).returning(key, sort_by_parameter_order=True), rows).scalars())
    # On SQLite RETURNING in order would cost a statement per row. The one writer there is knows the next ids.
    first = (connection.execute(select(func.max(key))).scalar_one() or 0) + 1
    connection.execute(insert(table), [{**row, "id": number} for number, row in enumerate(rows, first)])
    return list(range(first, first + len(rows)))
