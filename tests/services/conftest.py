"""A furnished pharmacy for each test: on SQLite, and on PostgreSQL where one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desks import Worker, make_template, postgres_worker, sqlite_worker
from tests.support.postgres import Server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated and furnished once; every test gets a copy."""
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> Iterator[str]:
    """The same on the server; PostgreSQL copies it for every test."""
    name = postgres_server.fresh()
    postgres_worker(_plain(postgres_server.url(name))).desk.store.close()
    yield name
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def worker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Worker]:
    """A desk with a neighbour at it."""
    if request.param == "sqlite":
        one = sqlite_worker(request.getfixturevalue("sqlite_template"), tmp_path / "pharmacy")
        yield one
        one.desk.store.close()
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.fresh(request.getfixturevalue("postgres_template"))
    one = postgres_worker(_plain(server.url(name)))
    yield one
    one.desk.store.close()
    server.drop(name)


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")
