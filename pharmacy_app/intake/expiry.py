"""Expiry dates as printed on packs, typed, and listed in columns.

A month means its last day; what lies outside the years a medicine can have is said. On packs of Russia and its neighbours a month may
also mean that the pack is good only until that month begins: the committee says once which it takes; until then the earlier day counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pharmacy_app.intake.date_columns import ColumnReading, Reading, read_days
from pharmacy_app.intake.spreadsheets import Cell

FIRST_YEAR = 2000
YEARS_AHEAD = 15
YEARS_BACK = 2

RUSSIAN_RULES = ("end", "before")
"""What «годен до 08.2027» means: good through the last day of August, or only through the last of July."""

_EAEU = ("RU", "BY", "KZ", "KG", "AM")
_EAEU_CODES = (*(str(number) for number in range(460, 471)), "481", "485", "487")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def read_column(
    cells: Sequence[Cell], today: date | None = None, style: str | None = None, russian: str = "", eaeu: Sequence[bool] = ()
) -> ColumnReading:
    """Read a column of expiry dates together (`read_days`); with `today`, the past and the far future are marked.

    `russian` is the committee's rule (`RUSSIAN_RULES`, empty: not chosen) for a month without a day where the cell has Cyrillic letters, or
    where `eaeu` (one for each cell, or none at all; see `eaeu_pack`) says so. Adds to the reasons of `read_days`: `expiry_implausible`
    (before 2000), `expiry_far` (more than 15 years ahead), both doubtful; `expiry_past` and `expiry_russian_unset` (the earlier of the
    two days is taken), which are sure. Where there is no day: `expiry_missing`, `expiry_never`, `expiry_several`, `expiry_unreadable`.
    """
    if russian and russian not in RUSSIAN_RULES:
        raise ValueError(russian)
    likely = (date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)) if today else None
    column = read_days(cells, style, likely)
    told = dict(zip(cells, column.readings, strict=True))  # the same cell, the same reading: each is judged once
    readings = {
        pack: {cell: _judge(one, today, russian if pack or _is_cyrillic(cell) else "end") for cell, one in told.items()}
        for pack in set(eaeu) or {False}
    }
    packs = eaeu or (False,) * len(cells)
    return replace(column, readings=tuple([readings[pack][cell] for cell, pack in zip(cells, packs, strict=True)]))


def read_one(text: str, today: date, style: str | None = None, russian: str = "", eaeu: bool = False) -> Reading:
    """One expiry date as printed on a pack or typed (`0827`, `AGO 27`, `EXP 08/2027`, `211200` with style `ymd`)."""
    return read_column((text,), today, style, russian, (eaeu,)).readings[0]


def eaeu_pack(gtin: str = "", country: str = "", words: str = "") -> bool:
    """Whether a pack is made for Russia or a neighbour under the same rules: by its code, the donor's country, or Cyrillic words about it."""
    digits = gtin.strip().zfill(14) if gtin.strip() else ""
    return digits[1:4] in _EAEU_CODES or country.strip().upper() in _EAEU or bool(_CYRILLIC.search(words))


def _is_cyrillic(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.isascii() and _CYRILLIC.search(cell) is not None


def _judge(reading: Reading, today: date | None, russian: str) -> Reading:
    if reading.day is None:
        return Reading(None, False, f"expiry_{reading.reason}")
    read = replace(reading, day=reading.day.replace(day=1) - timedelta(days=1)) if reading.month and russian != "end" else reading
    assert read.day is not None
    if read.day.year < FIRST_YEAR:
        return replace(read, doubtful=True, reason="expiry_implausible")
    if read.reason:
        return read
    if today is not None and reading.day < today:
        return replace(read, reason="expiry_past")
    if read.month and not russian:
        return replace(read, reason="expiry_russian_unset")
    if today is not None and read.day < today:
        return replace(read, reason="expiry_past")
    if today is not None and read.day.year > today.year + YEARS_AHEAD:
        return replace(read, doubtful=True, reason="expiry_far")
    return read
