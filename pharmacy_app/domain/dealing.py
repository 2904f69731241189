"""The deal itself: tier by tier, slice by slice, each unit from the lot that expires first among those that outlast its day."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from types import ModuleType
from typing import Any, Protocol

from pharmacy_app.domain.bags import covered_by, cut, fill_up, lots_in, share_lots
from pharmacy_app.domain.completing import most_complete
from pharmacy_app.domain.lines import Line, Part, Source
from pharmacy_app.domain.mixing import Mixture, settle, ways
from pharmacy_app.domain.plan import Policy
from pharmacy_app.domain.priority import TIERS
from pharmacy_app.domain.shelves import Shelf

# Bags with too many lots are cut and everything is dealt again. Where stock is all remnants that could go on for as many rounds as there
# are people: after so many, what was cut off goes to whoever can still use it, in order.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Queue:
    """Lines in their final order and the shelves that they and nobody else draw from: of one medicine, or of the strengths that may stand for it."""

    lines: Sequence[Line]
    shelves: Sequence[Shelf]

    def by_units(self, policy: Policy) -> bool:
        """Whether it is dealt by single units of one medicine, slice by slice: that is counted for all such queues at once."""
        return len(self.shelves) == 1 and not any(line.whole_packs or TIERS[line.tier] in policy.complete_tiers for line in self.lines)


def deal(queues: Sequence[Queue], policy: Policy) -> None:
    """Deal each queue its shelves; the result is left in the lines' `got` and `bag`."""
    todo = list(queues)
    for queue in todo:
        for line in queue.lines:
            line.cap = line.asked
    for _ in range(_ROUNDS):
        deal_amounts(todo, policy)
        share_bags(todo, policy)
        over = []
        for queue in todo:
            full = [line for line in queue.lines if lots_in(line.bag) > policy.max_lots]
            for line in full:  # the first days, from as many lots as the committee allows; the rest goes to others
                line.cap = covered_by(line.bag, policy.max_lots)
            if full:
                over.append(queue)
        todo = over
    for queue in todo:
        for line in queue.lines:
            if lots_in(line.bag) > policy.max_lots:
                cut(line, policy.max_lots)
        for shelf in queue.shelves:
            shelf.restore(shelf.left)
        for line in queue.lines:
            fill_up(line, policy.max_lots)


def deal_amounts(queues: Sequence[Queue], policy: Policy) -> None:
    """How much each line gets, up to its cap, and from which strengths."""
    for queue in queues:
        for shelf in queue.shelves:
            shelf.restore()
        for line in queue.lines:
            line.reset()
            line.dropped, line.passed = False, 0
    _counting().count_out([(queue.lines, queue.shelves[0]) for queue in queues if queue.by_units(policy)], policy.slice_days)
    for queue in queues:
        if not queue.by_units(policy):
            deal_tiers(queue.lines, OnShelves(queue.shelves), policy)
            if len(queue.shelves) > 1 and any(line.got < line.cap for line in queue.lines):
                mix_strengths(queue.lines, queue.shelves, policy)


def _counting() -> ModuleType:
    """The part that works on columns, loaded when something is dealt: its library is not for every command and not for the window's first second."""
    return importlib.import_module("pharmacy_app.domain.counting")


def share_bags(queues: Sequence[Queue], policy: Policy) -> None:
    """Which lots go into which bag, the amounts being fixed."""
    by_units = [queue for queue in queues if queue.by_units(policy)]
    laid = _counting().lay_out([(queue.lines, queue.shelves[0]) for queue in by_units])
    done = {
        id(queue) for queue, so in zip(by_units, laid, strict=True) if so and all(lots_in(q.bag) <= policy.max_lots for q in queue.lines)
    }
    for queue in queues:
        if id(queue) not in done:
            share_lots(queue.lines, queue.shelves, policy.max_lots)


class Stock(Protocol):
    """What a deal is made from: lines are served from it, and it can be put back as it was noted."""

    def serve(self, line: Line, goal: int) -> None: ...
    def note(self) -> Any: ...
    def restore(self, noted: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class OnShelves:
    """Units taken from the lots at once, one line after another."""

    shelves: Sequence[Shelf]

    def serve(self, line: Line, goal: int) -> None:
        """Up to `goal` units as far as lots reach: the exact strength first, then the others in their order."""
        serve(line, goal)

    def note(self) -> list[list[int]]:
        """What is left of each lot."""
        return [list(shelf.left) for shelf in self.shelves]

    def restore(self, noted: list[list[int]]) -> None:
        """Put back what lay there."""
        for shelf, left in zip(self.shelves, noted, strict=True):
            shelf.restore(left)


def deal_tiers(lines: Sequence[Line], stock: Stock, policy: Policy) -> None:
    """Tier after tier from the same stock, each by its aim."""
    for number, members in groupby(lines, key=lambda line: line.tier):
        tier = list(members)
        if TIERS[number] in policy.complete_tiers:
            tier = complete_first(tier, stock)
        deal_tier(tier, stock, policy.slice_days, policy.least_days)


def mix_strengths(lines: Sequence[Line], shelves: Sequence[Shelf], policy: Policy) -> None:
    """Somebody goes short where strengths may stand for each other: deal once more by counting, so that nobody takes the exact strength from
    somebody who cannot do without it. Kept where that changes what people get."""
    following = ways(lines)
    if not following or policy.complete_tiers:
        return
    served = [(line.got, line.dropped, line.parts) for line in lines]
    for line in lines:
        line.reset()
        line.dropped = False
    for shelf in shelves:
        shelf.restore()
    mixture = Mixture(lines, shelves, following)
    deal_tiers(lines, mixture, policy)
    if [line.got for line in lines] != [got for got, _, _ in served]:
        settle(lines, mixture)
        return
    for line, (_, dropped, parts) in zip(lines, served, strict=True):
        line.dropped, line.parts = dropped, parts


def deal_tier(lines: list[Line], stock: Stock, slice_days: int, least_days: int) -> None:
    """One tier: everybody's first slice in order before anybody's second.

    The lowest-ranked below its least useful part gives up its units and the deal is made again without it, until nobody is. Whether a
    line ends below is settled within the slices that hold the least useful part: only those are dealt again.
    """
    opening = max(1, -(-least_days // slice_days))
    before = stock.note()
    while True:
        deal_slices(lines, stock, slice_days, 0, opening)
        below = next((line for line in reversed(lines) if 0 < line.got < line.least), None)
        if below is None:
            break
        below.dropped = True
        lines = [line for line in lines if line is not below]
        for line in (*lines, below):
            line.reset()
        stock.restore(before)
    deal_slices(lines, stock, slice_days, opening, None)


def complete_first(lines: Sequence[Line], stock: Stock) -> list[Line]:
    """Serve completely as many of a tier as can be; returns the others, in order, who share what is left by slices.

    The choice is the largest there is where all draw units from one shelf. With other strengths or whole packs no quick rule finds the
    largest: the smallest needs are tried first, each on the shelves as they then are.
    """
    one_shelf = all(
        len(line.sources) == 1 and line.sources[0].shelf is lines[0].sources[0].shelf and not line.whole_packs for line in lines
    )
    if one_shelf:
        for line in most_complete(lines, lines[0].sources[0].shelf):
            stock.serve(line, line.asked)
    else:
        for line in sorted((line for line in lines if line.cap == line.asked), key=lambda line: line.asked):
            before = stock.note()
            stock.serve(line, line.asked)
            if line.got < line.asked:
                line.reset()
                stock.restore(before)
    others = [line for line in lines if line.got < line.asked]
    for line in others:
        line.passed = len(lines) - len(others)
    return others


def deal_slices(lines: Sequence[Line], stock: Stock, slice_days: int, first: int, end: int | None) -> None:
    """Deal slices `first` up to `end` (all that remain where None). Who could not get one unit gets no later one: later days are
    served by fewer lots, and lots only grow emptier; so what a line has is always the first days of its course."""
    number = first
    active = [line for line in lines if line.got < line.cap and (not first or line.got >= line.due(line.start + first * slice_days - 1))]
    while active and (end is None or number < end):
        number += 1
        still = []
        for line in active:
            goal = min(line.due(line.start + number * slice_days - 1), line.cap)
            if line.got < goal:
                stock.serve(line, goal)
            if goal <= line.got < line.cap:
                still.append(line)
        active = still


def serve(line: Line, goal: int) -> None:
    """Serve a line up to `goal` units as far as lots reach: the exact strength first, then the others in their order."""
    for source in line.sources:
        if line.whole_packs:
            take_packs(line, source, goal)
        elif source.half:
            take_halves(line, source, goal)
        else:
            take_units(line, source, goal)
        if line.got >= goal:
            return


def take_units(line: Line, source: Source, goal: int) -> None:
    """Units one after another, each wholly from lots that outlast its day, in runs of the same lot."""
    shelf, pieces = source.shelf, source.pieces
    while line.got < goal:
        place = shelf.first(line.day(line.got + 1))
        if place == len(shelf.left):
            return
        units = min(goal - line.got, line.due(shelf.through[place]) - line.got, shelf.left[place] // pieces)
        if units:
            shelf.take(place, units * pieces)
        elif shelf.gather(place, pieces):  # the pieces of one unit lie in more than one lot
            units = 1
        else:
            return
        last = line.parts[-1] if line.parts else None
        if last is not None and last.source is source:
            last.units += units
        else:
            line.parts.append(Part(source, line.got + 1, units))
        line.got += units


def take_halves(line: Line, source: Source, goal: int) -> None:
    """One piece of double strength for two units: the other half waits for the next intake, if the lot outlasts that too."""
    shelf = source.shelf
    while line.got < goal:
        day = line.day(line.got + 1)
        if day <= line.half_until:
            line.parts[-1].units = 2
            line.half_until = 0
        else:
            place = shelf.first(day)
            if place == len(shelf.left):
                return
            shelf.take(place, 1)
            line.half_until = shelf.through[place]
            line.parts.append(Part(source, line.got + 1, 1))
        line.got += 1


def take_packs(line: Line, source: Source, goal: int) -> None:
    """Whole packs. The last one may end up to 10 % above what was asked, where it comes to that: scarce stock ends before, and so below."""
    most = line.asked + line.asked // 10 if line.cap == line.asked else line.cap
    while line.got < goal:
        place = fitting_pack(line, source.shelf, most)
        if place < 0:
            return
        size = source.shelf.packs[place]
        source.shelf.take(place, size)
        line.parts.append(Part(source, line.got + 1, size, place))
        line.got += size


def fitting_pack(line: Line, shelf: Shelf, most: int) -> int:
    """The first lot with an unopened pack that ends at `most` units or earlier and outlasts its last unit asked; -1 where none."""
    place = shelf.first(line.day(line.got + 1))
    while place < len(shelf.left):
        end = line.got + shelf.packs[place]
        if shelf.left[place] >= shelf.packs[place] and end <= most and line.day(min(end, line.asked)) <= shelf.through[place]:
            return place
        place = shelf.live(place + 1)
    return -1
