"""Many rows at once, with their ids: a constant number of statements per thousand rows, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, func, insert, select
from sqlalchemy.types import TypeEngine

from pharmacy_app.db.base import Base

_AT_ONCE = 5_000  # rows: whoever presses Ctrl+C is heard between two statements


def insert_many(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Inserts the rows, all with the same keys; their new ids in the order of the rows. Inside a transaction that writes."""
    if not rows:
        return []
    key = table.__table__.c.id
    if connection.dialect.name == "postgresql":
        return list(connection.execute(insert(table).returning(key, sort_by_parameter_order=True), rows).scalars())
    # On SQLite RETURNING in order would cost a statement per row. The one writer there is knows the next ids.
    first = (connection.execute(select(func.max(key))).scalar_one() or 0) + 1
    ids = range(first, first + len(rows))
    _write(connection, table, rows, {"id": ids})
    return list(ids)


def write_many(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Inserts the rows, all with the same keys, in one statement; nobody asks for their ids."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(insert(table), rows)
        return
    _write(connection, table, rows, {})


def _write(
    connection: Connection, table: type[Base], rows: Sequence[Mapping[str, object]], besides: Mapping[str, Iterable[object]]
) -> None:
    """The rows into SQLite, with these columns besides. Its driver takes them as they are: what SQLAlchemy does for each of them costs more
    than writing them. A column is made ready at a time, not a value."""
    columns = table.__table__.c
    values = dict(besides)
    for one in columns:
        if one.name in rows[0]:
            told, store = map(itemgetter(one.name), rows), _stored(one.type, connection.dialect)
            values[one.name] = map(store, told) if store else told
        elif one.default is not None:
            values[one.name] = repeat(one.default.arg)
    sql = f"INSERT INTO {table.__tablename__} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
    ready = zip(*values.values(), strict=False)
    while some := list(islice(ready, _AT_ONCE)):
        connection.exec_driver_sql(sql, some)


def _stored(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], object] | None:
    """How a value of this type becomes what the driver stores, if it is not stored as it is; each value is made once."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=None)(process) if process else None
