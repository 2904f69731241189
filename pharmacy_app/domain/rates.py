"""How fast a treatment uses up dispensing units: exact, without fractions of a unit or of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pharmacy_app.domain.errors import Refusal

_MOST_PER_DAY = 10_000
_WRITTEN = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?|[0-9]{1,4}/[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, so many units a day; None where nobody knows how many."""

    since: date
    a_day: Fraction | None


@dataclass(frozen=True, slots=True)
class Rate:
    """`units` dispensing units in every `days` days; unit k (from 1) is taken on day start + (k - 1) * days // units.

    Both are at least 1: a treatment that takes nothing has no rate.
    """

    units: int
    days: int

    def __post_init__(self) -> None:
        if self.units < 1 or self.days < 1:
            raise ValueError((self.units, self.days))

    @classmethod
    def from_per_day(cls, per_day: Fraction | str) -> Rate:
        """The rate of this many units a day; text may be `2`, `0.5`, `0,5` or `1/2`.

        Raises `Refusal("units_per_day_unclear")` for text that is no number, and for zero, negative or absurd ones.
        """
        if isinstance(per_day, str):
            written = per_day.strip().replace(",", ".")
            exact = Fraction(written) if _WRITTEN.fullmatch(written) else Fraction(0)
        else:
            exact = per_day
        if not 0 < exact <= _MOST_PER_DAY:
            raise Refusal("units_per_day_unclear", "units_per_day", text=str(per_day)[:40])
        return cls(exact.numerator, exact.denominator)

    def day_of(self, start: date, unit: int) -> date:
        """The day on which unit number `unit` (from 1) is taken."""
        return start + timedelta(days=(unit - 1) * self.days // self.units)

    def units_for(self, days: int) -> int:
        """Whole units needed for the first `days` days."""
        return max(0, -(-days * self.units // self.days))

    def last_day(self, start: date, units: int) -> date:
        """The last day that `units` units cover in full; the day before `start` where they cover none."""
        return start + timedelta(days=units * self.days // self.units - 1)
