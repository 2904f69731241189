"""The whole schema of a database as plain values, for comparing: as SQLAlchemy sees it, and as the database itself wrote it down."""

from __future__ import annotations

import re
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Engine, inspect, text

from pharmacy_app.db.engine import open_sqlite, open_url
from pharmacy_app.db.keys import Key
from pharmacy_app.db.upgrade import configuration

KEY = Key("ab" * 32, "cd" * 16)


def empty_sqlite(path: Path) -> Engine:
    """As `db.opening` opens a file for an upgrade."""
    return open_sqlite(path, KEY, foreign_keys=False, pooled=False)


def empty_postgres(url: str) -> Engine:
    return open_url(url.replace("+psycopg", ""))


def downgrade(engine: Engine, to: str) -> None:
    with engine.execution_options(pharmacy_writes=True).connect() as connection, connection.begin():
        command.downgrade(configuration(connection), to)


def seen(connection: Connection) -> dict[str, object]:
    """Columns, keys, constraints by name and text, indexes."""
    look = inspect(connection)
    tables = {}
    for table in look.get_table_names():
        if table != "alembic_version":
            tables[table] = {
                "columns": {column["name"]: (str(column["type"]), column["nullable"]) for column in look.get_columns(table)},
                "primary": look.get_pk_constraint(table),
                "foreign": sorted(map(str, look.get_foreign_keys(table))),
                "unique": sorted(map(str, look.get_unique_constraints(table))),
                "checks": {check["name"]: re.sub(r"\s+", "", check["sqltext"]) for check in look.get_check_constraints(table)},
                "indexes": sorted(map(str, look.get_indexes(table))),
            }
    return {"tables": tables}


def raw(connection: Connection) -> dict[str, object]:
    """What stands in the database's own catalogue, triggers and functions included; lines of a table in any order.

    A table that was rebuilt has its name in quotes.
    """
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"))
        return {
            f"{kind} {name} on {table}": sorted(re.split(r",?\s*\n\s*", (sql or "").replace(f'"{table}"', table, 1)))
            for kind, name, table, sql in rows
        }
    queries = {
        "constraint": "SELECT conname || ' on ' || conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'",
        "trigger": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "function": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    }
    return {f"{kind} {name}": made for kind, query in queries.items() for name, made in connection.execute(text(query))}


def rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: sorted((tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))), key=str) for name in names}
