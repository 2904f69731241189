"""The house: every table of the first version, and what the database itself refuses."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Each part is a file of tables_0001/, in an order in which every table finds those that it refers to.
PARTS = ("keeping", "catalogue", "community", "care", "supply", "sharing")


def _beside(name: str) -> dict[str, Any]:
    """A file one folder up: Alembic takes every file of this folder for a version of its own."""
    return runpy.run_path(str(Path(__file__).parents[1] / f"{name}.py"))


def _guards() -> list[str]:
    statements: list[str] = _beside("guards_0001")["statements"](op.get_bind().dialect.name)
    return statements


def upgrade() -> None:
    for part in PARTS:
        for create in _beside(f"tables_0001/{part}")["TABLES"]:
            create()
    for statement in _guards():
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for part in reversed(PARTS):
        for create in reversed(_beside(f"tables_0001/{part}")["TABLES"]):
            op.drop_table(create.__name__)
    for statement in _guards():
        if statement.startswith("CREATE FUNCTION "):  # PostgreSQL keeps a table's functions when the table goes
            op.execute(f"DROP FUNCTION {statement.removeprefix('CREATE FUNCTION ').split('(')[0]}()")
