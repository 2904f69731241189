"""Expiry dates as printed on packs, typed, and listed in columns.

A month means its last day; what lies outside the years a medicine can have is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pharmacy_app.intake.date_columns import ColumnReading, Reading, read_days
from pharmacy_app.intake.spreadsheets import Cell

FIRST_YEAR = 2000
YEARS_AHEAD = 15
YEARS_BACK = 2


def read_column(cells: Sequence[Cell], today: date | None = None, style: str | None = None) -> ColumnReading:
    """Read a column of expiry dates together (`read_days`); with `today`, the past and the far future are marked.

    Adds to the reasons of `read_days`: `expiry_implausible` (before 2000), `expiry_far` (more than 15 years ahead), both doubtful;
    `expiry_past`, which is sure. Where there is no day: `expiry_missing`, `expiry_never`, `expiry_unreadable`.
    """
    likely = (date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)) if today else None
    column = read_days(cells, style, likely)
    return replace(column, readings=tuple(_judge(reading, today) for reading in column.readings))


def read_one(text: str, today: date, style: str | None = None) -> Reading:
    """One expiry date as printed on a pack or typed (`0827`, `AGO 27`, `EXP 08/2027`, `211200` with style `ymd`)."""
    return read_column((text,), today, style).readings[0]


def _judge(reading: Reading, today: date | None) -> Reading:
    if reading.day is None:
        return Reading(None, False, f"expiry_{reading.reason}")
    if reading.day.year < FIRST_YEAR:
        return Reading(reading.day, True, "expiry_implausible")
    if reading.reason or today is None:
        return reading
    if reading.day < today:
        return Reading(reading.day, False, "expiry_past")
    if reading.day.year > today.year + YEARS_AHEAD:
        return Reading(reading.day, True, "expiry_far")
    return reading
