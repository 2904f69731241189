"""The database each test gets is its own, real and empty."""

from __future__ import annotations

import psycopg
import pytest

from tests.support.postgres import Server


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_two_databases_do_not_see_each_other(postgres_server: Server, pg_url: str) -> None:
    other = postgres_server.fresh()
    try:
        with _connect(pg_url) as mine, _connect(postgres_server.url(other)) as theirs:
            mine.execute("CREATE TABLE shelf (n int)")
            assert theirs.execute("SELECT to_regclass('shelf')").fetchone() == (None,)
    finally:
        postgres_server.drop(other)


def test_a_copy_of_a_template_holds_its_rows(postgres_server: Server) -> None:
    template = postgres_server.fresh()
    with _connect(postgres_server.url(template)) as connection:
        connection.execute("CREATE TABLE shelf (n int)")
        connection.execute("INSERT INTO shelf VALUES (7)")
    copy = postgres_server.fresh(template)
    try:
        with _connect(postgres_server.url(copy)) as connection:
            assert connection.execute("SELECT n FROM shelf").fetchall() == [(7,)]
    finally:
        postgres_server.drop(copy)
        postgres_server.drop(template)


def test_a_dropped_database_is_gone_though_somebody_is_connected(postgres_server: Server) -> None:
    name = postgres_server.fresh()
    with _connect(postgres_server.url(name)) as connection:
        postgres_server.drop(name)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
