"""People who work here, settings, the record, and whether everything adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, text, update

from pharmacy_app.db.queries import home
from pharmacy_app.db.queries.home import UserRow as UserRow
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.store import asking
from pharmacy_app.db.tables import Allocation, Audit, Batch, Policy, Setting, StockMovement, User


def users(connection: Connection) -> tuple[UserRow, ...]:
    """Everybody, by name."""
    return home.users(asking(connection))


def add_user(connection: Connection, name: str) -> int:
    """The new person's id."""
    return int(connection.execute(insert(User).values(name=name).returning(User.id)).scalar_one())


def settings(connection: Connection) -> dict[str, str]:
    """All settings by name."""
    return home.settings(asking(connection))


def put_setting(connection: Connection, name: str, value: str) -> None:
    """Writes one setting, new or not."""
    if connection.execute(update(Setting).where(Setting.name == name).values(value=value)).rowcount == 0:
        connection.execute(insert(Setting).values(name=name, value=value))


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One version of the committee's rules; `rules` is the JSON of `domain.plan.Policy.plain()`."""

    id: int
    version: int
    rules: str
    note: str
    decided_on: date


def policies(connection: Connection) -> tuple[PolicyRow, ...]:
    """All versions, the newest first."""
    rows = connection.execute(
        select(Policy.id, Policy.version, Policy.rules, Policy.note, Policy.decided_on).order_by(Policy.version.desc())
    )
    return frozen(PolicyRow, rows)


def add_policy(connection: Connection, version: int, rules: str, note: str, decided_on: date, entered_at: datetime, user_id: int) -> int:
    """The new version's id."""
    values = {"version": version, "rules": rules, "note": note, "decided_on": decided_on, "entered_at": entered_at, "entered_by": user_id}
    return int(connection.execute(insert(Policy).values(values).returning(Policy.id)).scalar_one())


def audit_count(connection: Connection) -> int:
    """How many acts the record holds."""
    return connection.execute(select(func.count()).select_from(Audit)).scalar_one()


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A batch whose figures are not what its lines add up to."""

    batch_id: int
    on_hand: int
    summed: int
    reserved: int
    promised: int


def discrepancies(connection: Connection) -> tuple[Discrepancy, ...]:
    """Batches where on hand is not the sum of movements, or reserved not the sum of open allocations. None, ever: the database keeps them."""
    moved = select(StockMovement.batch_id, func.sum(StockMovement.units).label("units")).group_by(StockMovement.batch_id).subquery()
    promised = (
        select(Allocation.batch_id, func.sum(Allocation.units).label("units"))
        .where(Allocation.status.in_(("reserved", "out")))
        .group_by(Allocation.batch_id)
        .subquery()
    )
    on_shelf, held = func.coalesce(moved.c.units, 0), func.coalesce(promised.c.units, 0)
    rows = connection.execute(
        select(Batch.id, Batch.on_hand, on_shelf, Batch.reserved, held)
        .outerjoin(moved, moved.c.batch_id == Batch.id)
        .outerjoin(promised, promised.c.batch_id == Batch.id)
        .where((Batch.on_hand != on_shelf) | (Batch.reserved != held))
    )
    return frozen(Discrepancy, rows)


def physical_faults(connection: Connection) -> tuple[str, ...]:
    """What the file itself says of its health: pages, references. Empty on a healthy file; PostgreSQL looks after its own."""
    if connection.dialect.name != "sqlite":
        return ()
    found: list[str] = []
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        rows: Iterable[object] = connection.execute(text(f"PRAGMA {pragma}")).fetchall()
        found += [f"{pragma}: {tuple(row)}" for row in rows if tuple(row) != ("ok",)]  # type: ignore[arg-type]
    return tuple(found)


def guards_present(connection: Connection) -> frozenset[str]:
    """Names of the triggers that are there."""
    if connection.dialect.name == "sqlite":
        return frozenset(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    return frozenset(connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).scalars())


def movements_without_act(connection: Connection) -> int:
    """Movements whose act the record does not hold. None, ever."""
    statement = select(func.count()).select_from(StockMovement).outerjoin(Audit, Audit.token == StockMovement.act).where(Audit.id.is_(None))
    return connection.execute(statement).scalar_one()
