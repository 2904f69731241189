"""Whole dispensing units as people count them: `2 cajas de 30 + 10`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmacy_app.domain.errors import Refusal

MOST = 10_000_000
_PACKS = re.compile(r"([0-9]+)\s*(?:[x×*]|(?:[^\W\d_]+\s+)?(?:de|of|da|по))\s*([0-9]+)", re.IGNORECASE)
_FRACTION = re.compile(r"[0-9]\s*[.,/]\s*[0-9]|[½¼¾]")


@dataclass(frozen=True, slots=True)
class Counted:
    """So many whole packs of `size` units, and `loose` units beside them."""

    packs: int
    size: int
    loose: int

    @property
    def units(self) -> int:
        return self.packs * self.size + self.loose


def as_counted(units: int, pack_size: int) -> Counted:
    """`units` in whole packs and the rest; a pack of 1 (or none known: 0) is a loose unit."""
    if pack_size <= 1:
        return Counted(0, 1, units)
    return Counted(units // pack_size, pack_size, units % pack_size)


def parse_quantity(text: str, where: str = "quantity") -> int:
    """Units of `70`, `2x30+10` or `2 cajas de 30 + 10`, `1 frasco de 100 + 1 de 50`; 0 is a quantity (an empty shelf).

    Raises `Refusal` with `quantity_missing`, `quantity_negative`, `quantity_not_whole`, `quantity_unclear` or `quantity_too_large`
    (all with `text`), naming `where`. Points and commas are refused, never guessed: `1.640` may be either.
    """
    shown = text.strip()[:40]
    if not shown:
        raise Refusal("quantity_missing", where, text=shown)
    if _FRACTION.search(shown):
        raise Refusal("quantity_not_whole", where, text=shown)
    if re.match(r"[-−–]\s*[0-9]", shown):
        raise Refusal("quantity_negative", where, text=shown)
    units = 0
    for part in text.split("+"):
        packs = _PACKS.fullmatch(part.strip())
        digits = (packs[1], packs[2]) if packs else (part.strip(), "1")
        if not (digits[0].isascii() and digits[0].isdigit()):
            raise Refusal("quantity_unclear", where, text=shown)
        if max(map(len, digits)) > 9:
            raise Refusal("quantity_too_large", where, text=shown)
        units += int(digits[0]) * int(digits[1])
    if units > MOST:
        raise Refusal("quantity_too_large", where, text=shown)
    return units


def pack_size_of(text: str) -> int | None:
    """The size of the packs that a quantity names (`2x30+10` -> 30); None where it names none, or packs of several sizes."""
    sizes = {int(found[2]) for part in text.split("+") if (found := _PACKS.fullmatch(part.strip())) and len(found[2]) <= 9}
    return sizes.pop() if len(sizes) == 1 and 0 not in sizes else None
