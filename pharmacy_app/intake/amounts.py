"""Numbers as lists write them -> exact numbers. Never a float: a half tablet is 1/2."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from pharmacy_app.intake.spreadsheets import Cell, clean

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([., '’])\d{3})(?:\1\d{3})*(?:[.,]0+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_SHARE = re.compile(r"(?:(\d{1,6})\s+)?(\d{1,6})\s*/\s*(\d{1,6})")
_VULGAR = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}


def number(cell: Cell) -> Fraction | None:
    """The exact number of a cell: `2,5`, `1.234` and `1 234` (thousands), `1/2`, `1 1/2`, `½`; None for anything else."""
    if isinstance(cell, Decimal):
        return Fraction(cell) if abs(cell) < 10**15 else Fraction(10**15)
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    text = clean(cell).replace("−", "-")
    for sign, plain in _VULGAR.items():
        text = text.replace(sign, f" {plain}").strip()
    if not text.replace("’", "'").isascii():
        return None
    if found := _GROUPED.fullmatch(text):
        decimals = re.search(r"[.,]0+$", text) if text.count(found[1]) * 4 < len(text.lstrip("+-")) - 1 else None
        body = text[: decimals.start()] if decimals and len(decimals[0]) != 4 else text
        return Fraction(re.sub(r"[., '’]", "", body))
    if _PLAIN.fullmatch(text):
        return Fraction(text.replace(",", "."))
    if (share := _SHARE.fullmatch(text)) and int(share[3]):
        return int(share[1] or 0) + Fraction(int(share[2]), int(share[3]))
    return None


def whole(cell: Cell, most: int) -> tuple[int | None, str]:
    """A whole number from 1 to `most`, or None and why: `missing`, `not_a_number`, `negative`, `zero`, `fractional`, `too_large`."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None, "missing"
    plain = isinstance(cell, str) and len(cell) <= 40 and cell.isascii() and cell.isdigit()
    found = int(cell) if plain else number(cell)  # type: ignore[arg-type]  # mypy forgets that it is text
    if found is None:
        return None, "not_a_number"
    if found < 0:
        return None, "negative"
    if found == 0:
        return None, "zero"
    if found > most:
        return None, "too_large"
    return (int(found), "") if found.denominator == 1 else (None, "fractional")
