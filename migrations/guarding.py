"""Guards around a change of tables: those of the old version are taken away before tables are rebuilt under them, those of the new made afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pharmacy_app.db.guards import of_version


def statements(version: str) -> list[str]:
    """The CREATE statements of a version's guards, for the database that is being upgraded."""
    return of_version(version).statements(op.get_bind().dialect.name)


def take_away(version: str) -> None:
    """Drops the triggers, and what PostgreSQL keeps of them: their functions."""
    on_postgres = op.get_bind().dialect.name == "postgresql"
    found = statements(version)
    for statement in found:
        if statement.startswith("CREATE TRIGGER "):
            name, table = statement.split()[2], statement.split(" ON ", 1)[1].split()[0]
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on_postgres else ""))
    for statement in found:
        if statement.startswith("CREATE FUNCTION "):
            op.execute(f"DROP FUNCTION {statement.removeprefix('CREATE FUNCTION ').split('(')[0]}()")


def make(version: str) -> None:
    """Creates the triggers."""
    for statement in statements(version):
        op.execute(sa.text(statement.replace(":", r"\:")))
