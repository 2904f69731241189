"""How much everybody gets where one medicine is dealt by units: lines as columns, slice by slice, for all such queues at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pharmacy_app.domain.flow import DAY_BITS, Column, Lots, Needs, beginnings, first_lot, in_order, placed, served, within
from pharmacy_app.domain.lines import Line, Part, Taken
from pharmacy_app.domain.shelves import Shelf

_AT_ONCE = 14_000  # lines: of so many the columns stay in the cache of the processor


@dataclass(frozen=True, slots=True)
class Courses:
    """Lines as columns, sorted by medicine, then by their place in its queue. As in `Line`: `units` in `days` is the rate, `start` an ordinal."""

    medicine: Column
    tier: Column
    start: Column
    units: Column
    days: Column
    cap: Column
    least: Column

    def only(self, rows: Column) -> Courses:
        """These lines, in the same order."""
        return Courses(*(getattr(self, name)[rows] for name in self.__slots__))

    def due(self, rows: Column, days: Column) -> Column:
        """Units that the lines in these rows take in their first so many days; never more than their cap.

        Divided as floating numbers, many times faster and exact: a cap times the days of its rate has fewer than 52 bits.
        """
        units, each, cap = (column.astype(np.float64)[rows] for column in (self.units, self.days, self.cap))
        return np.minimum(np.ceil(days * units / each), cap)


def count_out(queues: Sequence[tuple[Sequence[Line], Shelf]], slice_days: int) -> None:
    """Deal each queue its one shelf, as `deal_tier` does tier after tier; the result is left in the lines' `got`, `dropped` and `parts`."""
    lines = [line for queue, _ in queues for line in queue]
    if not lines:
        return
    lots = _lots([shelf for _, shelf in queues])
    rows = [(line.tier, line.start, line.units, line.days, line.cap, line.least) for line in lines]
    columns = np.array(rows, np.int64).T
    courses = Courses(np.repeat(np.arange(len(queues)), [len(queue) for queue, _ in queues]), *columns)
    got, dropped = amounts(lots, courses, slice_days)
    for line, units, out in zip(lines, got.tolist(), dropped.tolist(), strict=True):
        line.got, line.dropped = units, out
        if units:
            line.parts = [Part(line.sources[0], 1, units)]


def _lots(shelves: Sequence[Shelf]) -> Lots:
    return Lots(
        np.repeat(np.arange(len(shelves)), [len(shelf.through) for shelf in shelves]),
        np.array([day for shelf in shelves for day in shelf.through], np.int64),
        np.array([units for shelf in shelves for units in shelf.left], np.int64),
    )


def lay_out(queues: Sequence[tuple[Sequence[Line], Shelf]]) -> list[bool]:
    """Fill the bags of the queues during whose courses no lot runs out: whether each was one. All lots serve all their units alike, so the
    units lie in one line, lot after lot, and each bag is the next piece of it."""
    simple = [_one_class(lines, shelf) for lines, shelf in queues]
    rows = [(number, line) for number, (lines, _) in enumerate(queues) if simple[number] for line in lines]
    for _, line in rows:
        line.bag = []
    if not rows:
        return simple
    shelves = [shelf for _, shelf in queues]
    lots = _lots(shelves)
    base = np.searchsorted(lots.medicine, np.arange(len(shelves))).tolist()
    # one day for all of a queue, or they would change places
    first = [min((line.start for line in lines if line.got), default=0) for lines, _ in queues]
    needs = Needs(*np.array([(number, first[number], line.got) for number, line in rows], np.int64).T)
    for row, lot, units in zip(*(column.tolist() for column in placed(lots, needs, needs.units)), strict=True):
        number, line = rows[row]
        shelf, place = shelves[number], lot - base[number]
        begin = line.bag[-1].last + 1 if line.bag else 1
        line.bag.append(Taken(shelf, place, units, begin, begin + units - 1, units))
        shelf.take(place, units)
    return simple


def _one_class(lines: Sequence[Line], shelf: Shelf) -> bool:
    """Whether the lots that serve the first day of these courses serve their last day, too."""
    days = [(line.start, line.day(line.got)) for line in lines if line.got]
    if not days:
        return True
    return bisect_left(shelf.through, min(first for first, _ in days)) == bisect_left(shelf.through, max(last for _, last in days))


def amounts(lots: Lots, courses: Courses, slice_days: int) -> tuple[Column, Column]:
    """Units that each line gets, and whether it gave up a part below the least useful one.

    Of each medicine the lowest-ranked below, in the first tier that has one, gives up; then that medicine alone is dealt again.
    """
    got = np.zeros(len(courses.cap), np.int64)
    dropped = np.zeros(len(got), np.bool_)
    deal = np.flatnonzero(courses.cap)  # the lines that are dealt to in this round
    while len(deal):
        starts = beginnings(courses.medicine[deal])
        for some in np.split(deal, starts[beginnings(starts // _AT_ONCE)][1:]):
            got[some] = dealt(lots, courses.only(some), slice_days)
        below = deal[(got[deal] > 0) & (got[deal] < courses.least[deal])]
        # the last row of a medicine's first tier that has such a line
        worst = below[in_order(courses.medicine[below], courses.tier[below], -below)]
        out = worst[beginnings(courses.medicine[worst])]
        dropped[out], got[out] = True, 0
        again = np.zeros(int(courses.medicine[-1]) + 1, np.bool_)
        again[courses.medicine[out]] = True
        deal = deal[again[courses.medicine[deal]] & ~dropped[deal]]
    return got, dropped


@dataclass(frozen=True, slots=True)
class _Terms:
    """What lines take in each term, the days up to a lot's end from the end before: columns of (line, term), in that order.

    `needs` is what whole tiers take, of each medicine the last term first; `of` says to which of them a (line, term) belongs, `tier` numbers
    the tiers of all medicines, as they are served. `free` is what the lots of each term hold, in the order of the first tier's needs.
    """

    line: Column
    of: Column
    units: Column
    needs: Needs
    tier: Column
    free: Column


def dealt(lots: Lots, courses: Courses, slice_days: int) -> Column:
    """Units that each of these lines gets, tier after tier, slice after slice. All of them ask for something.

    First whole tiers at once, then whole slices of the tiers that are served in part: only in a slice served in part it matters who comes
    before whom. (How much a tier gets in all, and what it leaves to those behind, is the same in whatever order it is served.)
    """
    here = np.flatnonzero(np.isin(lots.medicine, courses.medicine[beginnings(courses.medicine)]))
    lots = Lots(lots.medicine[here], lots.through[here], lots.units[here])
    if not len(here):
        return np.zeros_like(courses.cap)
    terms = _terms(lots, courses)
    had = _by_tiers(terms)
    partly = _in_part(terms.needs.units, had, terms.tier)
    got = np.bincount(terms.line, terms.units * ((had > 0) & ~partly)[terms.of], len(courses.cap))
    if partly.any():
        row, number, of, units = sliced(courses, terms, np.flatnonzero(partly[terms.of] & (terms.units > 0)), slice_days)
        whole = _beside(terms.needs.medicine, had, partly)
        got += np.bincount(row, _by_slices(lots, terms, (whole, had[whole]), (number, of, units)), len(got))
    return got.astype(np.int64)


def _by_tiers(terms: _Terms) -> Column:
    """Units that whole tiers get of each term, the last term first: as much as stays within what the lots hold from any term on."""
    medicine = terms.needs.medicine[: len(terms.free)]
    starts = beginnings(medicine)
    sizes = np.diff(starts, append=len(medicine))

    def summed(units: Column) -> Column:
        """Units of the later terms of a medicine and of this one."""
        until = np.cumsum(units)
        found: Column = until - np.repeat(until[starts] - units[starts], sizes)
        return found

    free = summed(terms.free)  # what is left from a term on
    wanted = terms.needs.units.reshape(-1, len(medicine))
    apart = np.repeat(np.arange(len(starts)), sizes) * (int(free.max() + wanted.sum()) + 1)  # no medicine reaches into another
    had = np.empty_like(wanted)
    for number, units in enumerate(wanted):
        needed = summed(units)
        most = np.minimum.accumulate((free + apart)[::-1])[::-1] - apart  # nor more than from any earlier term on
        taken = needed + np.minimum(np.minimum.accumulate(most - needed - apart) + apart, 0)
        free -= taken
        had[number] = np.diff(taken, prepend=0)
        had[number, starts] = taken[starts]
    return had.ravel()


def _beside(medicine: Column, had: Column, partly: Column) -> Column:
    """The needs that have got something for good, where others of their medicine are served in part."""
    short = np.zeros(int(medicine.max()) + 1, np.bool_)
    short[medicine[partly]] = True
    return np.flatnonzero((had > 0) & ~partly & short[medicine])


def _in_part(asked: Column, had: Column, group: Column) -> Column:
    """Whether the group of each need is served in part: the order within matters, as units are missing that are taken before others that
    are served. The needs of a group stand together, those of the last day first."""
    first = beginnings(group)
    sizes = np.diff(first, append=len(group))
    latest = np.maximum.accumulate(np.where(had > 0, np.arange(len(had)), -1))
    wrong = (had < asked) & (latest >= np.repeat(first, sizes))
    return np.repeat(np.logical_or.reduceat(wrong, first), sizes)


def _by_slices(lots: Lots, terms: _Terms, settled: tuple[Column, Column], pieces: tuple[Column, ...]) -> Column:
    """Units that the pieces of lines get: (slice, need of the tier, units), line after line. `settled`: what other tiers get: (need, units)."""
    before = len(settled[0])
    number, of, units = (np.concatenate(both) for both in zip((np.zeros(before, np.int64), *settled), pieces, strict=True))
    slot = terms.tier[of] * (int(number.max()) + 1) + number
    order = in_order(slot, of)
    cell = np.empty_like(order)  # what is of the same slice and term
    heads = beginnings(slot[order] * len(terms.tier) + of[order])
    cell[order] = np.repeat(np.arange(len(heads)), np.diff(heads, append=len(order)))
    one = order[heads]
    needs = Needs(terms.needs.medicine[of[one]], terms.needs.day[of[one]], np.add.reduceat(units[order], heads))
    had = served(lots, needs)
    partly = _in_part(needs.units, had, slot[one])
    got = np.where((had > 0)[cell], units, 0)
    inside = np.flatnonzero(partly[cell])
    if len(inside):
        whole = _beside(needs.medicine, had, partly)
        order = in_order(np.concatenate((slot[one[whole]], slot[inside])))
        of = np.concatenate((of[one[whole]], of[inside]))[order]
        both = Needs(terms.needs.medicine[of], terms.needs.day[of], np.concatenate((had[whole], units[inside]))[order])
        out = np.empty_like(order)
        out[order] = served(lots, both)
        got[inside] = out[len(whole) :]
    return got[before:]


def _terms(lots: Lots, courses: Courses) -> _Terms:
    """What lines take in each term. Days after a medicine's last lot are in none: nothing serves them."""
    ends = beginnings(lots.medicine << DAY_BITS | lots.through)
    days = Lots(lots.medicine[ends], lots.through[ends], np.add.reduceat(lots.units, ends))
    count, tiers = len(ends), int(courses.tier.max()) + 1
    low = first_lot(days, courses.medicine, courses.start)
    last = first_lot(days, courses.medicine, courses.start + (courses.cap - 1) * courses.days // courses.units)
    after = np.searchsorted(days.medicine, courses.medicine, "right")
    sizes = np.minimum(last, after - 1) - low + 1
    line = np.repeat(np.arange(len(sizes)), sizes)
    place = within(np.cumsum(sizes) - sizes, sizes)
    until = courses.due(line, days.through[low[line] + place] - (courses.start - 1)[line])
    units = until.copy()
    units[1:] -= np.where(place[1:] > 0, until[:-1], 0)
    of = (courses.tier * count + count - 1 - low)[line] - place
    taken = np.bincount(of, units, tiers * count).astype(np.int64)
    needs = Needs(np.tile(days.medicine[::-1], tiers), np.tile(days.through[::-1], tiers), taken)
    tier = (needs.medicine - courses.medicine[0]) * tiers + np.repeat(np.arange(tiers), count)
    return _Terms(line, of, units, needs, tier, days.units[::-1])


def sliced(courses: Courses, terms: _Terms, which: Column, slice_days: int) -> tuple[Column, Column, Column, Column]:
    """The needs of lines, those of (line, term) `which`: line, number of the slice, need of its tier, units.

    A slice during which lots expire is a need for each part between. Units are seen as one row, line after line; it is cut where a term ends
    and where a slice ends.
    """
    line, units = terms.line[which], terms.units[which].astype(np.int64)
    ends = np.cumsum(units)
    of_line = beginnings(line)
    rows = line[of_line]
    total = np.diff(ends[np.append(of_line[1:], len(line)) - 1], prepend=0)  # units of a line
    before = np.cumsum(total) - total
    slices = (total - 1) * courses.days[rows] // courses.units[rows] // slice_days + 1
    place = within(np.cumsum(slices) - slices, slices)
    number = np.repeat(np.arange(len(rows)), slices)
    cut = np.minimum(courses.due(rows[number], (place + 1) * slice_days), total[number]).astype(np.int64) + before[number]
    some = beginnings(cut)
    cut, place = cut[some], place[some]
    both = np.concatenate((ends << 1, cut << 1 | 1))
    both.sort(kind="stable")  # two sorted runs are only merged
    of_slice = both & 1
    units = np.diff(both >> 1, prepend=0)
    after = np.cumsum(of_slice) - of_slice
    some = np.flatnonzero(units)
    term = which[some - after[some]]
    return terms.line[term], place[after[some]], terms.of[term], units[some]
