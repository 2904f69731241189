"""Days three months apart: a family gets a kit every quarter. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

QUARTER = 3  # months between two kits


def after_months(day: date, months: int) -> date:
    """The same day so many months later (earlier, where negative); the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_ago(day: date) -> date:
    """The last day from which a quarter has gone by on `day`: `after_months(found, QUARTER) <= day`, and not from the next day on."""
    found = after_months(day, -QUARTER)
    if day.day == monthrange(day.year, day.month)[1]:  # the last days of a longer month end on this one too
        return found.replace(day=monthrange(found.year, found.month)[1])
    return found
