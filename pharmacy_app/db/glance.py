"""A first look into the pharmacy of a folder, straight through SQLite's driver: SQLAlchemy costs more than all that is shown first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher

from pharmacy_app.db import keys
from pharmacy_app.db.asking import Ask
from pharmacy_app.db.version import newest
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.system.paths import DataDir

T = TypeVar("T")


def glance(folder: DataDir, look: Callable[[Ask], T]) -> T | None:
    """What `look` reads in one transaction that cannot write.

    None wherever there is anything to say or to do first (no database or key, a damaged, locked, older or newer one): `opening.open_folder` does it.
    """
    try:
        key = keys.read(folder.key)
        # an address, because a plain path that is missing would be made into an empty database
        with closing(sqlcipher.connect(f"{folder.database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as connection:
            for pragma in (f'key="{key.pragma}"', "cipher_log_level=NONE", "query_only=ON", "trusted_schema=OFF", keys.PAGES_KEPT):
                connection.execute(f"PRAGMA {pragma}").fetchall()

            def ask(sql: str, **values: str | int) -> Sequence[tuple[Any, ...]]:
                found: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
                return found

            connection.execute("BEGIN")
            return look(ask) if ask("SELECT version_num FROM alembic_version") == [(newest(),)] else None
    except (sqlcipher.Error, PharmacyError, OSError):
        return None
