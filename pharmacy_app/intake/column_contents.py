"""What a column seems to be by what stands in it: days, codes of packs, whole numbers, lots, medicines that the catalogue knows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from pharmacy_app.intake.amounts import whole
from pharmacy_app.intake.dates import orders_of
from pharmacy_app.intake.spreadsheets import Cell, text_of

_MOST = 10_000_000
_LEAST = 3  # cells: fewer say nothing about a column
_LOT = re.compile(r"(?=[^\s]*\d)[\w./-]{3,20}")
_SURE, _CONTRADICTS = 0.8, 0.3  # shares of the filled cells


class Contents:
    """The cells of one column, from all over the table, and what share of those that are filled could be what."""

    def __init__(self, cells: Sequence[Cell], knows: Callable[[str], bool]) -> None:
        self._filled = [cell for cell in cells if cell is not None]
        self._texts = [text_of(cell) for cell in self._filled]
        self._knows = knows

    @property
    def enough(self) -> bool:
        """Whether there is anything to go by."""
        return len(self._filled) >= _LEAST

    def _share(self, fitting: Sequence[bool]) -> float:
        return sum(fitting) / len(fitting) if self.enough else 0.0

    @cached_property
    def days(self) -> float:
        return self._share([isinstance(cell, date) or (isinstance(cell, str) and _is_day(cell)) for cell in self._filled])

    @cached_property
    def gtins(self) -> float:
        return self._share([_is_gtin(text) for text in self._texts])

    @cached_property
    def counts(self) -> float:
        """Whole numbers that are no code and no running number."""
        if self._texts == [str(number) for number in range(1, len(self._texts) + 1)] or self.gtins > _CONTRADICTS:
            return 0.0
        numbers = [not (isinstance(cell, str) and cell.startswith("0")) and not whole(cell, _MOST)[1] for cell in self._filled]
        steps = [int(text) for text, number in zip(self._texts, numbers, strict=True) if number and text.isdigit()]
        rising = len(steps) > 5 and all(a < b for a, b in itertools.pairwise(steps))
        return 0.0 if rising else self._share(numbers)

    @cached_property
    def lots(self) -> float:
        """Single words with a digit, nearly all different."""
        if self.days > _CONTRADICTS or self.gtins > _CONTRADICTS or len(set(self._texts)) * 2 < len(self._texts):
            return 0.0
        return self._share(
            [isinstance(cell, str | Decimal) and bool(_LOT.fullmatch(text)) for cell, text in zip(self._filled, self._texts, strict=True)]
        )

    @cached_property
    def medicines(self) -> float:
        return self._share([len(text) > 3 and not text.isdigit() and self._knows(text) for text in self._texts[:40]])


def by_content(columns: Sequence[Contents], meanings: Sequence[str]) -> dict[int, str]:
    """What changes in these meanings (by column) when contents speak: a name that lies gives way, what is lacking is found.

    Nothing is proposed where two columns could be it.
    """
    now = list(meanings)
    _set_right(now, "expiry", [one.days for one in columns])
    _set_right(now, "gtin", [one.gtins for one in columns])
    if not {"description", "inn", "brand"} & set(now):
        _find(now, "description", [one.medicines for one in columns], 0.3)
    _find(now, "expiry", [one.days for one in columns], _SURE)
    _find(now, "gtin", [one.gtins for one in columns], _SURE)
    if "packs" not in now:
        _set_right(now, "quantity", [one.counts for one in columns])
        _find(now, "quantity", [one.counts for one in columns], 0.9)
    _find(now, "lot", [one.lots if not one.counts > _SURE else 0.0 for one in columns], _SURE)
    return {at: meaning for at, (meaning, before) in enumerate(zip(now, meanings, strict=True)) if meaning != before}


def _set_right(now: list[str], meaning: str, shares: Sequence[float]) -> None:
    """Takes the meaning from a column whose contents contradict it, where exactly one nameless column fits."""
    if meaning in now and shares[now.index(meaning)] < _CONTRADICTS:
        fitting = [at for at, share in enumerate(shares) if share >= _SURE and not now[at]]
        if len(fitting) == 1:
            now[now.index(meaning)] = ""
            now[fitting[0]] = meaning


def _find(now: list[str], meaning: str, shares: Sequence[float], least: float) -> None:
    """Gives the meaning to the one nameless column that fits, or to the clearly best."""
    if meaning in now:
        return
    fitting = sorted(((share, -at) for at, share in enumerate(shares) if share >= least and not now[at]), reverse=True)
    if fitting and (len(fitting) == 1 or (meaning == "description" and fitting[0][0] > fitting[1][0])):
        now[-fitting[0][1]] = meaning


def _is_day(text: str) -> bool:
    told = text.strip()
    return not told.isdigit() and any(c.isdigit() for c in told) and bool(orders_of(told))


def _is_gtin(text: str) -> bool:
    if len(text) not in (8, 12, 13, 14) or not (text.isascii() and text.isdigit()):
        return False
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(text))) % 10 == 0
