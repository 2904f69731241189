"""How the two kinds of database are opened. SQLite only through SQLCipher; PostgreSQL for several offices."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from pharmacy_app.db.keys import PAGES_KEPT, Key
from pharmacy_app.domain.errors import Trouble

OLDEST_SQLITE = (3, 51, 3)  # earlier ones can lose commits in WAL mode
_WRITES = "pharmacy_writes"


def refuse_old_sqlite(version: tuple[int, ...] = sqlcipher.sqlite_version_info) -> None:
    """Raises `Trouble` `sqlite_too_old` below 3.51.3."""
    if version < OLDEST_SQLITE:
        raise Trouble("sqlite_too_old", "database", found=".".join(map(str, version)), needed=".".join(map(str, OLDEST_SQLITE)))


def open_sqlite(path: Path, key: Key, *, foreign_keys: bool = True, pooled: bool = True) -> Engine:
    """An engine on the encrypted file. Write transactions take the lock before they read (BEGIN IMMEDIATE).

    `foreign_keys` is off for upgrades alone: then tables can be rebuilt under their names, though triggers of others speak of them meanwhile.
    """
    refuse_old_sqlite()
    url = URL.create("sqlite+pysqlcipher", password=key.pragma, database=str(path))
    # Values of a statement that failed are never shown: they are people's names and what they take.
    engine = create_engine(url, poolclass=QueuePool if pooled else NullPool, module=sqlcipher, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        for pragma in ("cipher_log_level=NONE", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "wal_autocheckpoint=4000",
                       "secure_delete=ON", "trusted_schema=OFF", PAGES_KEPT, f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
                       f"legacy_alter_table={'OFF' if foreign_keys else 'ON'}"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def open_url(text: str) -> Engine:
    """An engine on a PostgreSQL server, `postgresql://user@host/name`.

    Raises `Trouble` `database_url` for anything else, `postgres_missing` where its driver is not installed.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise Trouble("database_url", "database") from None
    if url.get_backend_name() != "postgresql":
        raise Trouble("database_url", "database")
    try:
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError:
        raise Trouble("postgres_missing", "database") from None


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(**{_WRITES: True})


def fold_log(engine: Engine) -> None:
    """Puts what stands in SQLite's write-ahead log into the file itself; a disk that refuses it now is asked again at the next opening."""
    with suppress(DBAPIError, sqlcipher.Error), engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if raw is not None:  # not through `connection`: inside a transaction there is no checkpoint
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
