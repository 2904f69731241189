"""The house: every table of the first version, and what the database itself refuses."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from alembic import op

revision = "0001"
down_revision = None

# Each part is a file of tables_0001/, in an order in which every table finds those that it refers to.
PARTS = ("keeping", "catalogue", "community", "care", "supply", "sharing")


def _beside(name: str) -> dict[str, Any]:
    """A file one folder up: Alembic takes every file of this folder for a version of its own."""
    return runpy.run_path(str(Path(__file__).parents[1] / f"{name}.py"))


def upgrade() -> None:
    for part in PARTS:
        for create in _beside(f"tables_0001/{part}")["TABLES"]:
            create()
    _beside("guarding")["make"]("0001")


def downgrade() -> None:
    _beside("guarding")["take_away"]("0001")
    for part in reversed(PARTS):
        for create in reversed(_beside(f"tables_0001/{part}")["TABLES"]):
            op.drop_table(create.__name__)
