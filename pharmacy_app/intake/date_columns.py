"""A column of dates read as a whole: one cell rarely says in which order it was written, its neighbours do.

What cannot be known is said (`doubtful` and a reason), never guessed in silence. A month means its last day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.date_labels import expiry_in
from pharmacy_app.intake.dates import NO_DATE, ORDERS, possible, serial_day
from pharmacy_app.intake.spreadsheets import Cell

_LONGEST = 200

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_NEVER = (
    "jamas",
    "nunca",
    "never",
    "no vence",
    "sin vencimiento",
    "no expiry",
    "mai",
    "nessuna scadenza",
    "jamais",
    "никогда",
    "бессрочно",
)
_NONE = ("", "-", "--", "n/a", "na", "s/f", "s/v", "nd", "n.d.", "?", "none", "no tiene", "sin fecha")


@dataclass(frozen=True, slots=True)
class Reading:
    """One date as read. `reason` is empty where there is nothing to say.

    No day: `missing`, `never`, `several` (which of them is not said), `unreadable`. A day that may be wrong: `date_order`,
    `date_other_order`, `date_cell_among_text`, `date_from_number`, `date_in_text`. `month`: only a month was said, the day is its last.
    """

    day: date | None
    doubtful: bool
    reason: str
    month: bool = False


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column as read: `style` is `dmy`, `mdy` or `ymd`, empty while `ambiguous` (ask, and read again with the answer)."""

    style: str
    readings: tuple[Reading, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one cell could mean: a day per order, and why it would be doubtful all the same."""

    days: dict[str, date]
    reason: str
    written: bool
    month: bool = False


def read_days(cells: Sequence[Cell], style: str | None = None, likely: tuple[date, date] | None = None) -> ColumnReading:
    """Read a column of days together. Of two possible days the earlier is proposed, doubtful, until somebody has said which.

    `style` is a person's answer to an ambiguous column; `ValueError` for any other than `dmy`, `mdy`, `ymd`. An order that puts every cell
    outside the `likely` first and last day is no candidate beside one that puts every cell inside.
    """
    if style is not None and style not in ORDERS:
        raise ValueError(style)
    counts = Counter(cells)  # a list says the same few days over and over: each is looked at once
    seen = {cell: _look(cell) for cell in counts}
    orders, mixed = ((style,), False) if style else _winners([(one.days, counts[cell]) for cell, one in seen.items() if one.days], likely)
    written = sum(counts[cell] for cell, one in seen.items() if one.written and one.days)
    among_text = written > sum(count for cell, count in counts.items() if isinstance(cell, date))
    told = {cell: _settle(one, orders, mixed, typed_day=among_text and isinstance(cell, date)) for cell, one in seen.items()}
    ambiguous = any(reading.reason == "date_order" for reading in told.values())
    return ColumnReading("" if ambiguous else orders[0], tuple([told[cell] for cell in cells]), ambiguous)


def _look(cell: Cell) -> _Seen:
    if isinstance(cell, date):
        return _Seen(dict.fromkeys(ORDERS, cell), "", written=False)
    if cell is None:
        return _Seen({}, "missing", written=False)
    return _number(cell) if isinstance(cell, Decimal) else _words(cell[:_LONGEST])


@lru_cache(maxsize=4096)  # a list says the same few months over and over
def _words(told: str) -> _Seen:
    text = fold(told)
    if text in _NONE:
        return _Seen({}, "missing", written=False)
    if text.strip(" .") in _NEVER:
        return _Seen({}, "never", written=False)
    if (found := possible(told)).days:
        return _Seen(_russian(told, found.days), "", written=True, month=found.month)
    if re.fullmatch(r"\d{5}(?:\.0+)?", text) and (serial := serial_day(Decimal(text))):
        return _Seen(dict.fromkeys(ORDERS, serial), "date_from_number", written=False)
    dated = expiry_in(told)
    return _Seen(_russian(told, dated.possible.days), dated.reason, written=True, month=dated.possible.month)


def _russian(told: str, days: dict[str, date]) -> dict[str, date]:
    """Beside Cyrillic words, numbers with points are day first."""
    return {"dmy": days["dmy"]} if "dmy" in days and "." in told and not told.isascii() and _CYRILLIC.search(told) else days


def _number(cell: Decimal) -> _Seen:
    """A number where a date should be: a spreadsheet's serial day, or digits that lost their leading zero (`827`, `82027`, `15.1`)."""
    if serial := serial_day(cell):
        return _Seen(dict.fromkeys(ORDERS, serial), "date_from_number", written=False)
    if cell != (whole := cell.to_integral_value()):
        plain = cell.normalize()
        found = possible(str(plain))
        days = found.days
        if plain.as_tuple().exponent == -1:  # 15.1 may have been 15.10: the earlier of the two is proposed
            days = {order: min(day, days.get(order, day)) for order, day in possible(f"{plain}0").days.items()} or days
        return _Seen(days, "date_from_number" if days else "unreadable", written=True, month=found.month)
    digits = f"{whole:f}"  # a spreadsheet's 827.0
    found = possible(digits.zfill(len(digits) + len(digits) % 2)) if 0 < cell < 10**8 and len(digits) >= 3 else NO_DATE
    return _Seen(found.days, "" if found.days else "unreadable", written=True, month=found.month)


def _winners(seen: Sequence[tuple[dict[str, date], int]], likely: tuple[date, date] | None) -> tuple[tuple[str, ...], bool]:
    """The orders that read most cells, and whether another order has evidence of its own that cannot be a slip of the pen.

    `seen` are the days that a cell could mean, and how many cells say it.
    """
    counts = {order: sum(count for days, count in seen if order in days) for order in ORDERS}
    best = max(counts.values())
    winners = tuple(order for order in ORDERS if counts[order] == best)
    if likely and best:
        inside = {order: sum(count for days, count in seen if order in days and likely[0] <= days[order] <= likely[1]) for order in winners}
        if best in inside.values():
            winners = tuple(order for order in winners if inside[order])
    against = sum(count for days, count in seen if not any(order in days for order in winners))
    for_them = sum(count for days, count in seen if not any(order in days for order in ORDERS if order not in winners))
    return winners, against > 0 and against * 5 >= for_them


def _settle(one: _Seen, orders: Sequence[str], mixed: bool, typed_day: bool) -> Reading:
    if not one.days:
        return Reading(None, False, one.reason)
    fitting = {one.days[order] for order in orders if order in one.days}
    possible = set(one.days.values()) if mixed or not fitting else fitting
    day = min(possible)
    if len(possible) > 1:
        return Reading(day, True, "date_order", one.month)
    if typed_day:
        return Reading(day, True, "date_cell_among_text", one.month)
    if not fitting:
        return Reading(day, True, "date_other_order", one.month)
    return Reading(day, bool(one.reason), one.reason, one.month)
