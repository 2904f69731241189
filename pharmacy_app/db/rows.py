"""From what the database answers to frozen values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def frozen(make: Callable[..., T], rows: Iterable[Iterable[Any]]) -> tuple[T, ...]:
    """One value for each row, the columns in the order of its fields. (SQLAlchemy types ten columns at most: hence `Any`.)"""
    return tuple(make(*row) for row in rows)
