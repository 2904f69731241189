"""One SQL text, asked in two ways: at the start straight through SQLite's driver, from then on through the store. Loads no SQLAlchemy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol


class Ask(Protocol):
    """Asks with `:named` places and answers with rows, the same on SQLite and PostgreSQL. Days are handed in as `2026-11-23`."""

    def __call__(self, sql: str, **values: str | int) -> Sequence[tuple[Any, ...]]: ...


def the_day(found: date | str) -> date:
    """A day as it comes back: SQLite keeps it as text, PostgreSQL's driver makes a date of it."""
    return date.fromisoformat(found) if isinstance(found, str) else found


def day(found: date | str | None) -> date | None:
    """The same from a column that may be empty."""
    return None if found is None else the_day(found)
