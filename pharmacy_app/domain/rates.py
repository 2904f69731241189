"""How fast a medicine is taken: exact whole numbers, no fractions that drift."""

from __future__ import annotations

from dataclasses import dataclass

from pharmacy_app.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Rate:
    """`units` dispensing units in every `days` days: 3 in 2 is one and a half a day, 1 in 7 is one a week.

    Unit k (from 1) is taken on day `(k - 1) * days // units` of the course, its first day being 0.
    Raises `Refusal("rate_not_positive")` where either number is not above zero.
    """

    units: int
    days: int = 1

    def __post_init__(self) -> None:
        if self.units <= 0 or self.days <= 0:
            raise Refusal("rate_not_positive", units=self.units, days=self.days)

    def needed(self, days: int) -> int:
        """Units whose day is among the first `days` days of the course; 0 where there are none."""
        return -(-days * self.units // self.days) if days > 0 else 0

    def offset(self, unit: int) -> int:
        """The day of the course (from 0) on which this unit (from 1) is taken."""
        return (unit - 1) * self.days // self.units

    def lasts(self, units: int) -> int:
        """Whole days until the next unit would be due after this many: 4 units of 1 in 7 last 28 days."""
        return self.offset(units + 1) if units > 0 else 0
