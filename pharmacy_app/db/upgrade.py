"""From whatever version a database has to this program's: a copy first, one transaction, everything counted before COMMIT."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from pharmacy_app.db.keys import Key, sync_folder
from pharmacy_app.db.store import trouble_worded
from pharmacy_app.db.tables import Base
from pharmacy_app.db.version import version_of
from pharmacy_app.domain.errors import Trouble
from pharmacy_app.system import paths

UPGRADE_LOCK = 0xFA2_3AC1A  # any number that nobody else's program uses


def configuration(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Brings the database to `to` in one transaction. `engine` must have foreign keys off when it is SQLite (see `db.engine`).

    Raises `Trouble` `database_newer`, or `upgrade_failed` when a row went missing or a reference is broken: then nothing was changed.
    """
    with trouble_worded(), engine.execution_options(pharmacy_writes=True).connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":  # two offices start the new program in the same minute: one upgrades, the other waits
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        config = configuration(connection)
        script = ScriptDirectory.from_config(config)
        current = version_of(connection)
        refuse_newer(current, [revision.revision for revision in script.walk_revisions()])
        before = row_counts(connection)

        def steps(revision: object, context: object) -> object:
            return script._upgrade_revs(to, revision)  # type: ignore[arg-type]

        try:
            with EnvironmentContext(config, script, fn=steps, destination_rev=to):
                script.run_env()
        except IntegrityError as error:  # the first line names the constraint; what follows on PostgreSQL shows the row
            raise Trouble("upgrade_failed", "database", tables=str(error.orig).splitlines()[0]) from error
        _verify(connection, before)


def refuse_newer(current: str | None, known: list[str]) -> None:
    """Raises `Trouble` `database_newer` for a version this program has never heard of."""
    if current is not None and current not in known:
        raise Trouble("database_newer", "database", found=current, known=known[0])


def row_counts(connection: Connection) -> dict[str, int]:
    """Rows per table, for the comparison before and after."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def _verify(connection: Connection, before: dict[str, int]) -> None:
    after = row_counts(connection)
    lost = [name for name, rows in before.items() if name in after and after[name] < rows]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if connection.dialect.name == "sqlite" else []
    if lost or broken:
        raise Trouble("upgrade_failed", "database", tables=", ".join(sorted({*lost, *(row[0] for row in broken)})))


def copy_aside(database: Path, key: Key, folder: Path, now: datetime, version: str) -> Path:
    """A whole encrypted copy with the same key before an upgrade, read back and written under its name only when it is complete.

    Raises `OSError`, and `Trouble` as the driver says it (`disk_full`, `database_damaged`); nothing is left of a copy that failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-upgrade-from-{version}-{now:%Y%m%d-%H%M%S}.db"
    beside = target.with_suffix(".part")
    try:
        with trouble_worded():
            _copy(database, beside, key)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(folder)
    return target


def _copy(database: Path, beside: Path, key: Key) -> None:
    beside.unlink(missing_ok=True)
    with closing(sqlcipher.connect(str(database))) as source, closing(sqlcipher.connect(str(beside))) as copy:
        for connection in (source, copy):
            connection.execute(f'PRAGMA key = "{key.pragma}"')
        source.backup(copy)
        found = [row[0] for pragma in ("cipher_integrity_check", "integrity_check") for row in copy.execute(f"PRAGMA {pragma}")]
        if found != ["ok"]:
            raise Trouble("database_damaged", "backup")
