"""Who gets how many units, and from which lots, for all medicines at once: columns in, columns out, exactly as if served one after another.

A need may take any lot of its medicine that lasts until its day, so the lots for a later day are among those for an earlier one. Whatever is
served of the needs from day d on cannot be more than the lots hold that last until d, and nothing else limits it. Served in order, each
as much as possible, the amounts are therefore found by cutting: from the last day to the first, look at the needs from that day on, in order, as the
cuts before have left them; where their sum passes what the lots hold, the need at that place keeps the rest, and all behind it keep nothing.
(A cut removes only what stands behind, so what stood before it was counted rightly; what is cut could not have been served.)

All medicines take that step at once: their last day, their last but one, and so on. Sums are kept by blocks of needs, so a step costs as much as
there are blocks, and the sorting is the larger part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[Any]  # whole numbers, or yes and no

_BLOCK = 32  # needs summed up together
DAY_BITS = 22  # an ordinal day fits into so many


@dataclass(frozen=True, slots=True)
class Lots:
    """Columns of lots with units, sorted by medicine, then by last usable day. Medicines are numbered from 0."""

    medicine: Column
    through: Column
    units: Column


@dataclass(frozen=True, slots=True)
class Needs:
    """Columns of needs, sorted by medicine, then in the order in which they are served; all units of a need are taken until `day`."""

    medicine: Column
    day: Column
    units: Column


def in_order(*columns: Column) -> Column:
    """The places of rows in order of these columns, the first before the others; equal rows stay as they came.

    The columns are packed into one number where they fit, which sorts several times faster.
    """
    rows = len(columns[0])
    if not rows:
        return np.zeros(0, np.int64)
    width = rows.bit_length()
    key, bits = np.zeros(rows, np.int64), width
    for column in columns:
        low = column.min()
        wide = int(column.max() - low).bit_length()
        key, bits = (key << wide) | (column - low), bits + wide
    if bits > 62:
        return np.lexsort(columns[::-1])
    return np.sort((key << width) | np.arange(rows)) & ((1 << width) - 1)


def beginnings(column: Column) -> Column:
    """The places at which a value begins that was not there just before."""
    return np.flatnonzero(np.concatenate((np.ones(min(1, len(column)), np.bool_), column[1:] != column[:-1])))


def within(starts: Column, sizes: Column) -> Column:
    """For each row its place in its run, from 0."""
    place: Column = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
    return place


def first_lot(lots: Lots, medicine: Column, day: Column) -> Column:
    """The place of the first lot of a medicine that lasts until a day; where there is none, the place after its last."""
    place: Column = np.searchsorted(lots.medicine << DAY_BITS | lots.through, medicine << DAY_BITS | day)
    return place


def served(lots: Lots, needs: Needs) -> Column:
    """Units that each need gets."""
    if not len(needs.units):
        return needs.units
    first = first_lot(lots, needs.medicine, needs.day)
    starts = beginnings(needs.medicine)  # where a medicine's needs begin
    sizes = np.diff(starts, append=len(first))
    group = np.repeat(np.arange(len(starts)), sizes)
    after = np.searchsorted(lots.medicine, needs.medicine[starts], "right")
    step_of = _steps(group, first, after)
    filled = np.concatenate((np.zeros(1, np.int64), np.cumsum(lots.units)))

    # blocks of needs, none across two medicines; `come`: the step in which a need is counted
    blocks = -(-sizes // _BLOCK)
    block_from = np.cumsum(blocks) - blocks
    block_to = block_from + blocks - 1
    total = int(blocks.sum())
    place = within(starts, sizes)
    cell = (np.repeat(block_from, sizes) + place // _BLOCK) * _BLOCK + place % _BLOCK
    flat = np.zeros(total * _BLOCK, np.int64)
    when = np.full(total * _BLOCK, np.iinfo(np.int64).max)
    flat[cell], when[cell] = needs.units, step_of
    cells, come = flat.reshape(total, _BLOCK), when.reshape(total, _BLOCK)
    owner = np.repeat(np.arange(len(starts)), blocks)
    sums, emptied = np.zeros(total, np.int64), np.zeros(total, np.int64)

    order = in_order(step_of, group)
    block, units = cell[order] // _BLOCK, needs.units[order]
    bounds = np.append(beginnings(step_of[order]), len(order))
    heads = beginnings(step_of[order] * len(starts) + group[order])  # in each step one need of each medicine
    turns = np.searchsorted(heads, bounds)
    having = group[order[heads]]
    unused = filled[after[having]] - filled[first[order[heads]]]
    places = np.arange(total)
    for step in range(1, len(bounds)):
        now, turn = slice(*bounds[step - 1 : step + 1]), slice(*turns[step - 1 : step + 1])
        sums += np.bincount(block[now], units[now], total).astype(np.int64)
        groups = having[turn]
        until = np.cumsum(sums)
        begin = block_from[groups]
        limit = until[begin] - sums[begin] + unused[turn]
        over = until[block_to[groups]] > limit
        if not over.any():
            continue
        groups, limit = groups[over], limit[over]
        cut = np.searchsorted(until, limit, "right")  # the block in which the sum passes what there is
        rest = limit - (until[cut] - sums[cut])
        before, turn_of = cells[cut], come[cut]
        counted = turn_of <= step
        inside = np.where(counted & (turn_of > emptied[cut, None]), before, 0)
        ahead = np.cumsum(inside, axis=1) - inside
        cells[cut] = np.where(counted, np.clip(rest[:, None] - ahead, 0, inside), before)
        sums[cut] = rest
        edge = np.full(len(starts), total)
        edge[groups] = cut
        behind = places > edge[owner]
        sums[behind], emptied[behind] = 0, step
    cells[come <= emptied[:, None]] = 0
    got: Column = flat[cell]
    return got


def _steps(group: Column, first: Column, after: Column) -> Column:
    """In which step each need is counted, from 1: those with the last first lot of their medicine before the others. `after`: the place after
    the last lot of a medicine."""
    own = first + group  # the place after a medicine's last lot is the next one's first: apart again
    there = np.zeros(int(after[-1]) + len(after) + 1, np.int64)
    there[own] = 1
    number = np.cumsum(there)
    found: Column = number[after + np.arange(len(after))][group] - number[own] + 1
    return found


def placed(lots: Lots, needs: Needs, got: Column) -> tuple[Column, Column, Column]:
    """From which lots the units come: need, lot, units; in order of medicine and day, each from the lot that expires first among those left.

    Seen as one line of units, lot after lot, a need begins where the one before it (of an earlier or the same day) ends, or with the first lot
    that lasts until its day.
    """
    some = np.flatnonzero(got)
    some = some[in_order(needs.medicine[some], needs.day[some])]
    units = got[some]
    end = np.cumsum(lots.units)
    begin = end - lots.units
    first = first_lot(lots, needs.medicine[some], needs.day[some])
    ahead = np.cumsum(units) - units
    start = ahead + np.maximum.accumulate(begin[first] - ahead)
    stop = start + units
    one = np.searchsorted(end, start, "right")
    pieces = np.searchsorted(end, stop, "left") - one + 1
    need = np.repeat(np.arange(len(some)), pieces)
    lot = one[need] + within(np.cumsum(pieces) - pieces, pieces)
    share = np.minimum(stop[need], end[lot]) - np.maximum(start[need], begin[lot])
    return some[need], lot, share
