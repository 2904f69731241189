"""What came out of a deal, said: grants with the reasons for each, what is missing, and why units stay on the shelf."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from pharmacy_app.domain.lines import Line
from pharmacy_app.domain.plan import Ask, Grant, Lot, LotAfter, Policy, Share, Shortfall
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.shelves import Shelf


@dataclass(frozen=True, slots=True)
class Told:
    """A grant, and what it lacks (None where it lacks nothing)."""

    grant: Grant
    shortfall: Shortfall | None


_LAST_DAY = date.max.toordinal()
# Reasons that thousands of lines have are made once.
_COMPLETE, _CONTINUING, _NO_STOCK = Reason("complete"), Reason("continuing"), Reason("no_stock")


@lru_cache(maxsize=4096)
def _tier(tier: str, points: int) -> Reason:
    return Reason("tier", {"tier": tier, "points": points})


@lru_cache(maxsize=4096)
def _would_be_enough(units: int, through: int) -> Reason:
    return Reason("would_be_enough", {"units": units, "through": _day(through)})


@lru_cache(maxsize=4096)
def _people_before(people: int) -> Reason:
    return Reason("people_before", {"people": people})


@lru_cache(maxsize=4096)
def _day(ordinal: int) -> date:
    """A day; the last one there is for a course that would outlast the calendar."""
    return date.fromordinal(min(ordinal, _LAST_DAY))


def tell(queue: Sequence[tuple[Ask, Line]], skipped: Mapping[int, tuple[Reason, ...]], policy: Policy) -> list[Told]:
    """Grants and shortfalls of one queue after its deal, in its order. `skipped`: per medicine, lots that may not be offered."""
    interrupted = _interrupted_below(queue) if policy.continuity_reserve else [None] * len(queue)
    leftovers: dict[int, _Leftover] = {}
    served: set[int] = set()
    told = []
    for rank, ((ask, line), interrupts) in enumerate(zip(queue, interrupted, strict=True), 1):
        granted = min(line.got, line.asked)
        before = len(served) - (ask.person in served)
        reasons = [_tier(ask.standing.tier, ask.standing.points), *ask.standing.reasons]
        reasons += _course_reasons(ask, line, policy, interrupts)
        if granted < line.asked:
            shelf = line.sources[0].shelf
            if shelf.medicine_id not in leftovers:
                leftovers[shelf.medicine_id] = _Leftover.of(shelf)
            reasons += _why_short(ask, line, leftovers[shelf.medicine_id], before, policy)
            reasons += skipped.get(ask.medicine_id, ())
        else:
            reasons.append(_COMPLETE)
        if granted:
            served.add(ask.person)
        told.append(Told(_grant(ask, line, rank, before, tuple(reasons)), missing(ask, line)))
    return told


def missing(ask: Ask, line: Line) -> Shortfall | None:
    """What an item lacks; None where it lacks nothing."""
    if line.got >= line.asked:
        return None
    first, last = line.day(line.got + 1), ask.start.toordinal() + ask.days - 1
    return Shortfall(ask.item_id, ask.medicine_id, line.asked - line.got, _day(first), _day(last))


def _grant(ask: Ask, line: Line, rank: int, before: int, reasons: tuple[Reason, ...]) -> Grant:
    granted = min(line.got, line.asked)
    first = last = None
    if granted:
        first = _day(line.start)
        covered = line.day(granted + 1) - 1 if granted < line.asked else ask.start.toordinal() + ask.days - 1
        last = _day(max(line.day(granted), covered))
    shares = tuple(
        Share(
            taken.shelf.ids[taken.place], taken.pieces, _day(line.day(taken.first)), _day(line.day(taken.last)),
            taken.shelf.medicine_id, taken.covers,
        )
        for taken in line.bag
    )  # fmt: skip
    return Grant(
        ask.item_id, ask.person, ask.medicine_id, ask.standing.tier, rank, line.asked, granted, first, last, shares, reasons,
        before, line.got - granted,
    )  # fmt: skip


def _course_reasons(ask: Ask, line: Line, policy: Policy, interrupts: Reason | None) -> list[Reason]:
    """What is worth saying whether or not all is granted."""
    found = []
    if policy.continuity_reserve and ask.continuing:
        found.append(_CONTINUING)
    if interrupts is not None and line.got:
        found.append(interrupts)
    for taken in line.bag:
        if taken.shelf.medicine_id != ask.medicine_id:
            data: dict[str, str | int | date] = {"medicine_id": taken.shelf.medicine_id, "units": taken.pieces, "covers": taken.covers}
            found.append(Reason("other_strength", data))
    if line.got > line.asked:
        found.append(Reason("rounded_up", {"units": line.got - line.asked}))
    return found


def _why_short(ask: Ask, line: Line, leftover: _Leftover, before: int, policy: Policy) -> list[Reason]:
    """Why an item lacks something, and what would have been enough."""
    next_day = line.day(line.got + 1)
    found = []
    if line.passed:
        found.append(Reason("left_for_more", {"items": line.passed}))
    if line.dropped:
        found.append(Reason("below_least", {"days": policy.least_days}))
    elif line.cap < line.asked and line.got >= line.cap:
        found.append(Reason("too_many_lots", {"lots": policy.max_lots}))
    elif line.whole_packs and leftover.reaching(next_day):
        found.append(Reason("whole_packs", {"units": leftover.reaching(next_day)}))
    if not leftover.lots:
        found.append(_NO_STOCK)
    lots, units, through = leftover.too_early_for(next_day)
    if lots:
        data: dict[str, str | int | date] = {"lots": lots, "units": units, "through": _day(through)}
        found.append(Reason("does_not_last", data | {"day": _day(next_day)}))
    if before:
        found.append(_people_before(before))
    found.append(_would_be_enough(line.asked - line.got, ask.start.toordinal() + ask.days - 1))
    return found


@dataclass(frozen=True, slots=True)
class _Leftover:
    """What stays on a shelf, summed up from the earliest lot on: so each item's reasons cost one bisection."""

    through: list[int]
    lots: int
    units: list[int]

    @classmethod
    def of(cls, shelf: Shelf) -> _Leftover:
        rest = [(day, left) for day, left in zip(shelf.through, shelf.left, strict=True) if left]
        return cls([day for day, _ in rest], len(shelf.left), [0, *accumulate(left for _, left in rest)])

    def too_early_for(self, day: int) -> tuple[int, int, int]:
        """Lots and units left that expire before `day`, and how far the last of them goes."""
        end = bisect_left(self.through, day)
        return end, self.units[end], self.through[end - 1] if end else 0

    def reaching(self, day: int) -> int:
        """Units left that may be used on `day`."""
        return self.units[-1] - self.units[bisect_left(self.through, day)]


def _interrupted_below(queue: Sequence[tuple[Ask, Line]]) -> list[Reason | None]:
    """For each new start: people after it who are on treatment already and run out, how many and who first (by item), and on which day."""
    found: list[Reason | None] = []
    people: set[int] = set()
    earliest: tuple[int, int] | None = None
    for ask, line in reversed(queue):
        if ask.continuing and line.got < line.asked:
            people.add(ask.person)
            this = (line.day(line.got + 1), ask.item_id)
            earliest = this if earliest is None else min(this, earliest)
        if earliest is None or ask.continuing:
            found.append(None)
        else:
            found.append(Reason("interrupts", {"people": len(people), "item": earliest[1], "day": _day(earliest[0])}))
    return found[::-1]


def lots_after(lots: Sequence[Lot], why: Mapping[int, str], shelves: Mapping[int, Shelf], told: Sequence[Told]) -> tuple[LotAfter, ...]:
    """Every lot after the plan, in the order given. `why`: lots that could not be offered; `told`: the items that queued."""
    lacking: dict[int, tuple[int, int]] = {}
    for one in told:
        if one.shortfall is not None:
            day = one.shortfall.first_day.toordinal()
            low, high = lacking.get(one.shortfall.medicine_id, (day, day))
            lacking[one.shortfall.medicine_id] = (min(low, day), max(high, day))
    places = {lot_id: (shelf, place) for shelf in shelves.values() for place, lot_id in enumerate(shelf.ids)}
    found = []
    for lot in lots:
        if lot.id not in places:
            found.append(LotAfter(lot.id, lot.medicine_id, 0, max(0, lot.units - lot.reserved), why.get(lot.id, "")))
            continue
        shelf, place = places[lot.id]
        left, allocated = shelf.left[place], shelf.full(place) - shelf.left[place]
        low, high = lacking.get(lot.medicine_id, (0, 0))
        skipped = why_left(shelf.through[place], allocated, low, high) if left else ""
        found.append(LotAfter(lot.id, lot.medicine_id, allocated, left, skipped))
    return tuple(found)


def why_left(through: int, allocated: int, low: int, high: int) -> str:
    """Why units of a usable lot stay: a word of `LotAfter.skipped`. Days are ordinals; `low` and `high` are the earliest and latest first
    day on which somebody goes without (0: nobody does)."""
    if low and low <= through:
        return "too_little"
    if high > through:
        return "does_not_last"
    return "" if allocated else "not_asked"
