"""Which version a database has and which this program needs, without loading Alembic or SQLAlchemy: asked at every start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pharmacy_app.db.guards import of_version
from pharmacy_app.system import paths

if TYPE_CHECKING:
    from sqlalchemy import Connection


def version_of(connection: Connection) -> str | None:
    """The database's revision; None where there is none yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return None if found is None else str(found)


def newest() -> str:
    """The last numbered migration that this program ships: `0001` of `0001_the_house.py`."""
    return max(path.name.split("_")[0] for path in (paths.migrations() / "versions").glob("[0-9]*.py"))


def guards_expected(dialect: str) -> frozenset[str]:
    """The triggers that a database of the newest version has, by the newest `guards_NNNN.py`."""
    statements = of_version(max(paths.migrations().glob("guards_[0-9]*.py")).stem.removeprefix("guards_")).statements(dialect)
    return frozenset(found[1] for statement in statements if (found := re.match(r"CREATE TRIGGER (\w+)", statement)))
