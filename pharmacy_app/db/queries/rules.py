"""The committee's rules by version, of what comes in and of families' kits: read the newest first, added to, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import ArrivalRules, KitRules, User

Kind = type[ArrivalRules] | type[KitRules]
ARRIVAL, KITS = ArrivalRules, KitRules


@dataclass(frozen=True, slots=True)
class RulesRow:
    """One version of the rules; `rules` is the JSON of their `plain()`."""

    id: int
    version: int
    rules: str
    note: str
    decided_on: date
    user: str


def versions(connection: Connection, kind: Kind) -> tuple[RulesRow, ...]:
    """All versions, the newest first; none as long as the shipped rules hold."""
    rows = connection.execute(
        select(kind.id, kind.version, kind.rules, kind.note, kind.decided_on, User.name)
        .join(User, User.id == kind.entered_by)
        .order_by(kind.version.desc())
    )
    return frozen(RulesRow, rows)


def add(
    connection: Connection, kind: Kind, version: int, plain: str, note: str, decided_on: date, entered_at: datetime, user_id: int
) -> int:
    """The new version's id."""
    values = {"version": version, "rules": plain, "note": note, "decided_on": decided_on, "entered_at": entered_at, "entered_by": user_id}
    return int(connection.execute(insert(kind).values(values).returning(kind.id)).scalar_one())
