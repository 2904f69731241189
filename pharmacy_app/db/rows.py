"""From what the database answers to frozen values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import starmap
from typing import Any, TypeVar

from sqlalchemy import CursorResult

T = TypeVar("T")


def frozen(make: Callable[..., T], rows: Iterable[Iterable[Any]]) -> tuple[T, ...]:
    """One value for each row, the columns in the order of its fields. (SQLAlchemy types ten columns at most: hence `Any`.)"""
    return tuple(starmap(make, rows.all() if isinstance(rows, CursorResult) else rows))
