"""Which version a database has and which this program needs, without loading Alembic: asked at every start."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from pharmacy_app.system import paths


def version_of(connection: Connection) -> str | None:
    """The database's revision; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def newest() -> str:
    """The last numbered migration that this program ships: `0001` of `0001_the_house.py`."""
    return max(path.name.split("_")[0] for path in (paths.migrations() / "versions").glob("[0-9]*.py"))
