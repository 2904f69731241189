"""How much everybody gets where one medicine is dealt by units: lines as columns, slice by slice, for all such queues at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pharmacy_app.domain.flow import DAY_BITS, Column, Lots, Needs, beginnings, first_lot, in_order, placed, served, within
from pharmacy_app.domain.lines import Line, Part, Taken
from pharmacy_app.domain.shelves import Shelf


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

    def due(self, row: Column, day: Column) -> Column:
        """Units that the lines in these rows take until these days, those days included; never more than their cap."""
        taken = -(-(day - self.start[row] + 1) * self.units[row] // self.days[row])
        until: Column = np.clip(taken, 0, self.cap[row])
        return until


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
    row, needs = sliced(lots, courses, slice_days)
    got = np.zeros(len(courses.cap), np.int64)
    dropped = np.zeros(len(got), np.bool_)
    deal = np.ones(len(got), np.bool_)  # the lines that are dealt to in this round
    while deal.any():
        now = deal[row]
        part = Needs(needs.medicine[now], needs.day[now], needs.units[now])
        got[deal] = np.bincount(row[now], served(lots, part), len(got))[deal]
        below = np.flatnonzero(deal & (got > 0) & (got < courses.least))
        # the last row of a medicine's first tier that has such a line
        worst = below[in_order(courses.medicine[below], courses.tier[below], -below)]
        out = worst[beginnings(courses.medicine[worst])]
        dropped[out], got[out] = True, 0
        again = np.zeros(int(courses.medicine[-1]) + 1, np.bool_)
        again[courses.medicine[out]] = True
        deal = again[courses.medicine] & ~dropped
    return got, dropped


def sliced(lots: Lots, courses: Courses, slice_days: int) -> tuple[Column, Needs]:
    """The needs of lines in the order in which they are served: (line, need). A slice during which lots expire is a need for each part between.

    Days after a medicine's last lot are not among them: nothing serves them.
    """
    row, number, begin, end = _slices(lots, courses, slice_days)
    # days on which a lot ends, each once
    ends = beginnings(lots.medicine << DAY_BITS | lots.through)
    days = Lots(lots.medicine[ends], lots.through[ends], lots.units[ends])
    first = first_lot(days, courses.medicine[row], begin)
    cuts = first_lot(days, courses.medicine[row], end) - first
    part = np.repeat(np.arange(len(row)), cuts + 1)
    place = within(np.cumsum(cuts + 1) - cuts - 1, cuts + 1)
    row, number, first, cuts, begin, end = (column[part] for column in (row, number, first, cuts, begin, end))
    through = np.append(days.through, 0)[np.minimum(first + place, len(ends))]
    before = np.append(0, days.through)[first + place]
    until = np.where(place < cuts, through, end)
    since = np.where(place > 0, before, begin - 1)
    units = courses.due(row, until) - courses.due(row, since)
    some = np.flatnonzero(units)
    some = some[in_order(courses.medicine[row[some]], courses.tier[row[some]], number[some], row[some], place[some])]
    row = row[some]
    return row, Needs(courses.medicine[row], until[some], units[some])


def _slices(lots: Lots, courses: Courses, slice_days: int) -> tuple[Column, Column, Column, Column]:
    """The slices in which something is taken: line, number of the slice, days of its first and last unit."""
    oldest, after = (np.searchsorted(lots.medicine, courses.medicine, side) for side in ("left", "right"))
    lasts = np.where(oldest < after, np.append(0, lots.through)[after], 0)
    span = (
        np.minimum((courses.cap - 1) * courses.days // courses.units, lasts - courses.start) + 1
    )  # days until the last unit, its own included
    slices = np.where(courses.cap > 0, -(-np.maximum(span, 0) // slice_days), 0)
    row = np.repeat(np.arange(len(slices)), slices)
    number = within(np.cumsum(slices) - slices, slices)
    begin = courses.start[row] + number * slice_days
    end = np.minimum(begin + slice_days, courses.start[row] + span[row]) - 1
    before, until = courses.due(row, begin - 1), courses.due(row, end)
    some = np.flatnonzero(until > before)
    row, number, before, until = (column[some] for column in (row, number, before, until))
    start, units, days = courses.start[row], courses.units[row], courses.days[row]
    return row, number, start + before * days // units, start + (until - 1) * days // units
