"""Opening a pharmacy: its folder or its server, created or brought up to date, refused with one sentence where it can't be."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from pharmacy_app.db import keys
from pharmacy_app.db.engine import open_sqlite, open_url
from pharmacy_app.db.store import Store, trouble_worded
from pharmacy_app.db.version import newest, version_of
from pharmacy_app.domain.errors import Trouble
from pharmacy_app.system.clock import Clock
from pharmacy_app.system.paths import DataDir


def exists(folder: DataDir) -> bool:
    """Whether a pharmacy lives in this folder."""
    return folder.database.exists()


def create(folder: DataDir) -> Store:
    """A new, empty pharmacy in this folder.

    Raises `Trouble`: `folder_in_use` (there is one already), `folder_read_only`, `disk_full`.
    """
    if exists(folder) or folder.key.exists():
        raise Trouble("folder_in_use", "folder")
    made = not folder.root.exists()
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        key = keys.create(folder.key)
        _upgrade_sqlite(folder.database, key)
        return Store(open_sqlite(folder.database, key))
    except BaseException as error:
        if folder.root.is_dir() and os.access(folder.root, os.W_OK):
            remove(folder)
            if made:
                folder.root.rmdir()
        if isinstance(error, OSError):
            raise _folder_trouble(error) from error
        raise


def remove(folder: DataDir) -> None:
    """Takes back a pharmacy whose making failed: half of one would block the next try."""
    beside = (folder.database.with_name(folder.database.name + tail) for tail in ("-wal", "-shm"))
    for path in (folder.database, *beside, folder.key, folder.key.with_suffix(".new")):
        path.unlink(missing_ok=True)


def open_folder(folder: DataDir, clock: Clock) -> Store:
    """The pharmacy of this folder, upgraded (after a copy aside) where the program is newer.

    Raises `Trouble`: `no_pharmacy`, `key_missing`, `key_damaged`, `database_damaged`, `database_newer`, `folder_read_only`,
    `upgrade_failed`.
    """
    if not exists(folder):
        raise Trouble("no_pharmacy", "folder")
    if not (os.access(folder.root, os.W_OK) and os.access(folder.database, os.W_OK)):
        raise Trouble("folder_read_only", "folder")
    key = keys.read(folder.key)
    if folder.database.stat().st_size == 0:  # SQLite would begin a new database in it
        raise Trouble("database_damaged", "database")
    engine = open_sqlite(folder.database, key)
    with _let_go_on_error(engine):
        found = _version(engine)
        if found is None:  # not ours: an empty or foreign file must not be made into a pharmacy in passing
            raise Trouble("database_damaged", "database")
        if found == newest():
            return Store(engine)
        _upgrading().refuse_newer(found if found > newest() else None, [newest()])
    engine.dispose()
    try:
        _upgrading().copy_aside(folder.database, key, folder.backups, clock.now(), found)
    except OSError as error:
        raise _folder_trouble(error) from error
    _upgrade_sqlite(folder.database, key)
    return Store(open_sqlite(folder.database, key))


def open_server(url: str) -> Store:
    """The pharmacy of a PostgreSQL server; an empty database is made into one, an older one upgraded (its backup is the server's).

    Raises `Trouble`: `database_url`, `postgres_missing`, `database_newer`, `database_not_ours` (it holds other tables), `database_failed`.
    """
    engine = open_url(url)
    with _let_go_on_error(engine):
        found = _version(engine)
        if found is None:
            _refuse_foreign(engine)
        if found != newest():
            _upgrading().upgrade(engine)
    return Store(engine)


def _refuse_foreign(engine: Engine) -> None:
    with trouble_worded(), engine.connect() as connection:
        if inspect(connection).get_table_names() and version_of(connection) is None:  # looked at again: somebody may be making it just now
            raise Trouble("database_not_ours", "database")


@contextmanager
def _let_go_on_error(engine: Engine) -> Iterator[None]:
    """A file that can't be opened is left alone: no connection stays behind and keeps files beside it."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _version(engine: Engine) -> str | None:
    with trouble_worded(), engine.connect() as connection:
        try:
            return version_of(connection)
        except DBAPIError as error:
            if engine.dialect.name == "sqlite" and "not a database" in str(error.orig):
                raise Trouble("database_damaged", "database") from error
            raise


def _upgrade_sqlite(path: Path, key: keys.Key) -> None:
    # Foreign keys are off before the transaction begins: inside one the PRAGMA is ignored, and batch mode would empty child tables.
    engine = open_sqlite(path, key, foreign_keys=False, pooled=False)
    try:
        _upgrading().upgrade(engine)
    finally:
        engine.dispose()


def _folder_trouble(error: OSError) -> Trouble:
    return Trouble("disk_full" if error.errno == 28 else "folder_read_only", "folder")


def _upgrading() -> Any:
    """Loaded only where a database is made or is older: Alembic costs more than the window, and a start has seldom use for it."""
    return importlib.import_module("pharmacy_app.db.upgrade")
