"""What a shelf becomes when people go on taking what they take: from which day to which day each lot is used, and what of it would expire."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.rates import Rate


@dataclass(frozen=True, slots=True)
class Use:
    """One treatment that draws on the shelf: unit k is taken as `Rate` says, from `first` through `last`."""

    rate: Rate
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Stored:
    """Units of one lot that nobody was promised, and the last day on which they may be used."""

    lot_id: int
    units: int
    through: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a lot: used from `first` through `last` (None: no unit of it is), and `at_risk` units that nobody takes in time."""

    lot_id: int
    first: date | None
    last: date | None
    at_risk: int


def forecast(day: date, lots: Iterable[Stored], uses: Iterable[Use]) -> tuple[Outlook, ...]:
    """The lots of one medicine, the first to expire first, as these treatments use them up from `day` on.

    Every unit comes from the lot that expires first among those usable on the day it is taken. Units taken before `day` are past. Exact, in
    whole units; two lots with one date are used in the order of their ids. Costs (lots x different treatments x log of the days).
    """
    ordered = sorted(lots, key=lambda lot: (lot.through, lot.lot_id))
    end = max((lot.through for lot in ordered), default=day)
    need = _Need(day, end, uses)
    found, taken = [], 0
    for lot in ordered:
        used = min(lot.units, max(0, need.until(lot.through) - taken))
        first, last = (need.day_of(taken + 1), need.day_of(taken + used)) if used else (None, None)
        found.append(Outlook(lot.lot_id, first, last, lot.units - used))
        taken += used
    return tuple(found)


class _Need:
    """Units that all treatments together take from `day` through any day. Those alike are reckoned once."""

    def __init__(self, day: date, end: date, uses: Iterable[Use]) -> None:
        self._days = range(day.toordinal(), end.toordinal() + 1)
        self._alike = [
            (rate, first, last, count, rate.units_for(day.toordinal() - first))
            for (rate, first, last), count in Counter((use.rate, use.first.toordinal(), use.last.toordinal()) for use in uses).items()
            if last >= day.toordinal() and last >= first
        ]

    def until(self, day: date) -> int:
        """Units taken through this day."""
        return self._until(day.toordinal())

    def _until(self, day: int) -> int:
        return sum(count * max(0, rate.units_for(min(day, last) - first + 1) - past) for rate, first, last, count, past in self._alike)

    def day_of(self, unit: int) -> date:
        """The day on which this unit (from 1) is taken."""
        return date.fromordinal(self._days[bisect_left(self._days, unit, key=self._until)])
