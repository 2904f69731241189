"""Days on which somebody had nothing to take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

_DAY = timedelta(days=1)


def lasts_until(first: date, last: date, units: int, delivered: int) -> date | None:
    """The last day of what was really handed over, where it was fewer units than were meant for first to last; None where it was nothing."""
    days = ((last - first).days + 1) * delivered // max(1, units)
    return first + timedelta(days=days - 1) if days > 0 else None


def days_without(had: Iterable[tuple[date, date]], start: date, until: date) -> tuple[tuple[date, date], ...]:
    """The stretches (first day, last day) from `start` through `until` that nothing of `had` covers, the oldest first."""
    found, next_day = [], start
    for first, last in sorted(had):
        if first > next_day and next_day <= until:
            found.append((next_day, min(first - _DAY, until)))
        next_day = max(next_day, last + _DAY)
    if next_day <= until:
        found.append((next_day, until))
    return tuple(found)
