"""Numbers as lists write them -> exact numbers. Never a float: a half tablet is 1/2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.quantity import pack_size_of, parse_quantity
from pharmacy_app.intake.packs import counts_packs, counts_pieces
from pharmacy_app.intake.spreadsheets import Cell, clean

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([., '’])\d{3})(?:\1\d{3})*(?:[.,]0+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_SHARE = re.compile(r"(?:(\d{1,6})\s+)?(\d{1,6})\s*/\s*(\d{1,6})")
_WORDED = re.compile(r"(?P<number>[+-]?\d[\d.,'’ ]*?)\s*(?P<word>[^\W\d_]{2,14})\.?")
_TIMES = re.compile(
    r"(?P<packs>\d{1,6}\s*(?:[^\W\d_]{2,10}\.?\s*)?)[xх×*]\s*(?P<size>\d{1,6})\s*(?P<word>[^\W\d_]{2,14})?\.?", re.IGNORECASE
)
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


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a cell says: whole `units`, or `packs` whose size it does not say; `wrong` (a reason as of `whole`) where it is neither.

    `pack_size` where the cell names it (`2 x 30`); `worded` says that the cell holds more than a number.
    """

    units: int | None = None
    packs: int | None = None
    pack_size: int | None = None
    wrong: str = ""
    worded: bool = False


def amount(cell: Cell, most: int) -> Amount:
    """The quantity in a cell of a list, with what people write beside it: `30 tab`, `2 x 30`, `2 cajas de 30 + 10`, `10 cajas`."""
    units, wrong = whole(cell, most)
    if wrong != "not_a_number" or not isinstance(cell, str) or len(cell) > 40:
        return Amount(units, wrong=wrong)
    told = clean(cell)
    if found := _TIMES.fullmatch(told):
        word = found["word"]
        told = f"{found['packs'].strip(' .').split(' ')[0]}x{found['size']}" if word is None or counts_pieces(word) else told
    elif found := _WORDED.fullmatch(told):
        number_, wrong_ = whole(found["number"], most)
        if counts_pieces(found["word"]):
            return Amount(number_, wrong=wrong_, worded=True)
        return Amount(packs=number_, wrong=wrong_, worded=True) if counts_packs(found["word"]) else Amount(wrong=wrong)
    try:
        reckoned = parse_quantity(told)
    except Refusal:
        return Amount(wrong=wrong)
    return Amount(reckoned, pack_size=pack_size_of(told), worded=True) if reckoned else Amount(wrong="zero")
