"""A real PostgreSQL for the tests: own server on a unix socket, or one named by PHARMACY_APP_TEST_PG_URL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

URL_VARIABLE = "PHARMACY_APP_TEST_PG_URL"
USER = "pharmacy"
# No test outlives the machine, so nothing is flushed: a fresh database takes some 30 ms instead of 300.
OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=40",
    "shared_buffers=32MB",
)


class Server:
    """A server in which every test has databases of its own."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._admin = urlunsplit(self._parts._replace(scheme="postgresql", path="/postgres"))

    def url(self, name: str) -> str:
        """SQLAlchemy's URL of the database of this name."""
        return urlunsplit(self._parts._replace(scheme="postgresql+psycopg", path=f"/{name}"))

    def fresh(self, template: str = "template0") -> str:
        """The name of a new database: empty, or a copy of `template`, to which nobody may be connected."""
        name = f"t_{uuid4().hex}"
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Remove the database, whoever is still connected."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(statement)


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the path, else the newest that Debian keeps."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name.split(".")[0]))
    return kept[-1].parent if kept else None


@contextmanager
def running() -> Iterator[Server | None]:
    """The server named by the environment, else an own one for as long as the block lasts; `None` where none is installed."""
    named = os.environ.get(URL_VARIABLE)
    if named:
        yield Server(named)
        return
    folder = binaries()
    if folder is None:
        yield None
        return
    # PostgreSQL refuses to run as root, and its user cannot enter pytest's own folders.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    place = Path(tempfile.mkdtemp(prefix="pharmacy-pg-", dir="/tmp"))
    if as_user:
        shutil.chown(place, "postgres")
    data, log = place / "data", place / "log"
    control = [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        _run([*as_user, str(folder / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        options = " ".join(f"-c {option}" for option in (*OPTIONS, f"unix_socket_directories={place}"))
        _run([*control, "-l", str(log), "-o", options, "start"])
        try:
            yield Server(f"postgresql+psycopg://{USER}@/postgres?host={place}")
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd="/tmp", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}")
