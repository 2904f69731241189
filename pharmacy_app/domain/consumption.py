"""What is used of a medicine, by month: handed out, lacking, and the average month had there always been some. Days are bits of a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pharmacy_app.domain.quarters import after_months

MONTH = 30  # days of the average month
# What is handed out at a door lasts about a month, so fewer days with stock than that are reckoned as a month: else one delivery on the one
# day on which there was something would count thirty times.
LEAST_DAYS = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot's time on the shelf: units in it on the morning of the period, net units by day within it, the last day on which it may be used
    (None: it never may), and whole days on which it was set aside (first, last)."""

    opening: int
    changes: tuple[tuple[date, int], ...]
    through: date | None
    aside: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What one confirmed proposal said of a prescription item: units asked from a day on for so many days, and until which day they were given
    (None: nothing was). `lacks`: whether what was not given was wanted: the committee did not refuse it, and no doctor's answer was waited for."""

    asked_from: date
    asked_days: int
    units_asked: int
    units_granted: int
    given_until: date | None
    lacks: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """Days, first through last, on which somebody went without so many units a day."""

    first: date
    last: date
    a_day: Fraction


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, or as much of it as lies in the period: its days, on how many there was stock, units handed out and units lacking."""

    first: date
    days: int
    with_stock: int
    delivered: int
    unmet: int

    @property
    def without(self) -> int:
        """Days without stock."""
        return self.days - self.with_stock


@dataclass(frozen=True, slots=True)
class Consumption:
    """A medicine's months, the oldest first, and `average`: units in a month of 30 days had there always been stock."""

    months: tuple[Month, ...]
    average: Fraction

    @property
    def delivered(self) -> int:
        return sum(month.delivered for month in self.months)

    @property
    def unmet(self) -> int:
        return sum(month.unmet for month in self.months)

    @property
    def without(self) -> int:
        """Days without stock."""
        return sum(month.without for month in self.months)

    @property
    def monthly(self) -> int:
        """The average in whole units; half a unit counts as one."""
        return int(self.average + Fraction(1, 2))


def period(last: date, months: int) -> date:
    """The first day of a period of so many calendar months that ends on this day; the month of `last` counts as one."""
    return after_months(last.replace(day=1), 1 - months)


def lacking(lines: Sequence[Line], last: date) -> tuple[Lacking, ...]:
    """When one item went without, through `last`, from its confirmed lines in the order in which they were decided.

    Each line holds until the day from which a later one asks: what is asked again every week is not lacking twice.
    """
    found = []
    until = last
    for line in reversed(lines):
        first = line.asked_from if line.given_until is None else max(line.asked_from, line.given_until + _DAY)
        end = min(until, line.asked_from + timedelta(days=line.asked_days - 1))
        if line.lacks and line.units_granted < line.units_asked and first <= end:
            found.append(Lacking(first, end, Fraction(line.units_asked, line.asked_days)))
        until = min(until, line.asked_from - _DAY)
    return tuple(reversed(found))


def consumption(lots: Iterable[Lot], delivered: Mapping[date, int], lacked: Iterable[Lacking], first: date, last: date) -> Consumption:
    """One medicine from `first` through `last`. There was stock on a day if any usable lot held units in its morning or its evening, or something
    was handed out.

    The average leaves the days without stock out: what was handed out and what lacked on the days with stock, by those days. Where there never
    was any, it is what lacked, from the first day on which it did.
    """
    days = _Days(first, last)
    stock = 0
    for lot in lots:
        stock |= days.of_lot(lot)
    for day, units in delivered.items():
        if units:
            stock |= days.between(day, day)
    spells = [(days.between(one.first, one.last), one.a_day) for one in lacked]
    months = []
    begin = first
    while begin <= last:
        after = after_months(begin.replace(day=1), 1)
        mine = days.between(begin, after - _DAY)
        out = sum(units for day, units in delivered.items() if begin <= day < after and day <= last)
        months.append(Month(begin, mine.bit_count(), (stock & mine).bit_count(), out, _whole(_units(spells, mine))))
        begin = after
    return Consumption(tuple(months), _average(sum(month.delivered for month in months), spells, stock, days))


def _average(delivered: int, spells: Sequence[tuple[int, Fraction]], stock: int, days: _Days) -> Fraction:
    if stock:
        return (delivered + _units(spells, stock)) * MONTH / max(LEAST_DAYS, stock.bit_count())
    ever = 0
    for mask, _ in spells:
        ever |= mask
    if not ever:
        return Fraction(0)
    began = (ever & -ever).bit_length() - 1
    return _units(spells, ever) * MONTH / max(LEAST_DAYS, days.count - began)


def _units(spells: Sequence[tuple[int, Fraction]], mask: int) -> Fraction:
    return sum((a_day * (spell & mask).bit_count() for spell, a_day in spells), Fraction(0))


def _whole(units: Fraction) -> int:
    return int(units + Fraction(1, 2))


class _Days:
    """The days of a period as bits, the first day the lowest: what holds on which days is joined and counted by the machine's own words."""

    def __init__(self, first: date, last: date) -> None:
        self._first = first.toordinal()
        self.count = last.toordinal() - self._first + 1

    def between(self, first: date, last: date) -> int:
        """These days, as far as they lie in the period."""
        low = max(0, first.toordinal() - self._first)
        high = min(self.count, last.toordinal() - self._first + 1)
        return ((1 << (high - low)) - 1) << low if high > low else 0

    def of_lot(self, lot: Lot) -> int:
        """The days on which it held units that could be handed out."""
        if lot.through is None:
            return 0
        held, units, since = 0, lot.opening, self._first
        for day, change in (*lot.changes, (date.fromordinal(self._first + self.count - 1), 0)):
            if units > 0:  # from the evening on which they came (or the first morning) through the morning of this day
                held |= self.between(date.fromordinal(since), day)
            units += change
            since = day.toordinal()
            if units > 0:
                held |= self.between(day, day)
        held &= self.between(date.fromordinal(self._first), lot.through)
        for first, last in lot.aside:
            held &= ~self.between(first, last)
        return held
