"""Pages in walking order without putting the whole community in order: only the first sectors, as many as the page lies in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from pharmacy_app.db.tables import Council, Sector

_AT_FIRST, _THEN = 6, 8  # sectors that a page of the walk probably lies in, and how many times more are tried next


def first_sectors(connection: Connection, rows: Select[Any], council_id: int | None, wanted: int) -> list[int]:
    """The first sectors of the walk (of a council), as many as hold so many of these rows, which are joined to `Sector`: two to four statements."""
    statement = select(Sector.id).join(Council, Council.id == Sector.council_id)
    if council_id is not None:
        statement = statement.where(Council.id == council_id)
    walk = list(connection.execute(statement.order_by(Council.position, Council.name, Sector.position, Sector.name)).scalars())
    size = _AT_FIRST
    while size < len(walk):
        some = rows.where(Sector.id.in_(walk[:size])).limit(wanted).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() >= wanted:
            break
        size *= _THEN
    return walk[:size]
