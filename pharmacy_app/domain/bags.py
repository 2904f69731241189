"""Which lots each bag holds, once the amounts are fixed: person by person, no more lots than the committee allows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pharmacy_app.domain.lines import Line, Taken
from pharmacy_app.domain.shelves import Shelf


def share_lots(lines: Sequence[Line], shelves: Sequence[Shelf], max_lots: int) -> None:
    """Amounts fixed, deal the lots again person by person by the same best fit: no amount changes, and bags hold fewer lots."""
    packed = {id(part.source.shelf) for line in lines if line.whole_packs for part in line.parts}
    for shelf in shelves:
        if id(shelf) not in packed:
            shelf.restore()
    for number, line in enumerate(lines):
        line.bag = fill(line)
        if lots_in(line.bag) > max_lots and not line.whole_packs:
            try_fewer_lots(line, lines[number + 1 :], max_lots)


def fill(line: Line, floor: int = 0) -> list[Taken]:
    """Take what the line's parts stand for from its shelves, no lot before `floor`; units come in order of their days.

    Short where the lots from `floor` on do not reach; from 0 they always do.
    """
    bag: list[Taken] = []
    for part in line.parts:
        shelf = part.source.shelf
        if part.place >= 0:
            add(bag, Taken(shelf, part.place, part.units, part.first, min(part.first + part.units - 1, line.asked), part.units))
            continue
        each = 1 if part.source.half else part.source.pieces
        total = 1 if part.source.half else part.units * each
        done = 0
        while done < total:
            first = part.first + done // each
            place = shelf.first(line.day(part.first + part.units - 1 if part.source.half else first), floor)
            if place == len(shelf.left):
                return bag
            fits = (line.due(shelf.through[place]) - part.first + 1) * each - done
            pieces = min(total - done, shelf.left[place], fits)
            shelf.take(place, pieces)
            last = part.first + part.units - 1 if part.source.half else part.first + (done + pieces - 1) // each
            covers = part.units if part.source.half else (done + pieces) // each - done // each
            add(bag, Taken(shelf, place, pieces, first, last, covers))
            done += pieces
    return bag


def add(bag: list[Taken], taken: Taken) -> None:
    """Put pieces into the bag, beside those of the same lot that came just before."""
    last = bag[-1] if bag else None
    if last is not None and last.shelf is taken.shelf and last.place == taken.place:
        last.pieces += taken.pieces
        last.covers += taken.covers
        last.last = taken.last
    else:
        bag.append(taken)


def lots_in(bag: Sequence[Taken]) -> int:
    """How many lots are in a bag."""
    return len({(id(taken.shelf), taken.place) for taken in bag})


def covered_by(bag: Sequence[Taken], max_lots: int) -> int:
    """Units of the course that the first `max_lots` lots of a bag cover."""
    return sum(taken.covers for taken in bag[:max_lots])


def try_fewer_lots(line: Line, others: Sequence[Line], max_lots: int) -> None:
    """Leave the early remnants of the shelf to others where everybody still gets the same amount; else the bag stays as it is.

    Later lots serve every day that earlier ones do, so starting further along the shelf is always possible for this line; `reaches`
    says whether the lines after it lose by it.
    """
    shelf = line.parts[0].source.shelf
    if any(part.source.shelf is not shelf for part in line.parts):
        return
    after = list(shelf.left)
    start = list(after)
    for taken in line.bag:
        start[taken.place] += taken.pieces
    need = needed_from(shelf, others)
    for taken in line.bag[1:]:
        shelf.restore(start)
        bag = fill(line, taken.place)
        if sum(t.covers for t in bag) == line.got and lots_in(bag) <= max_lots and reaches(shelf.left, need):
            line.bag = bag
            return
    shelf.restore(after)


def needed_from(shelf: Shelf, lines: Sequence[Line]) -> list[int]:
    """Pieces that these lines still take of a shelf, counted at the first lot that outlasts their day."""
    need = [0] * len(shelf.left)
    for line in lines:
        for part in line.parts:
            if part.source.shelf is not shelf:
                continue
            end = part.first + part.units
            unit = end - 1 if part.source.half else part.first
            while unit < end:
                place = bisect_left(shelf.through, line.day(unit))
                run = min(end, line.due(shelf.through[place]) + 1) - unit
                need[place] += 1 if part.source.half else run * part.source.pieces
                unit += run
    return need


def reaches(left: Sequence[int], need: Sequence[int]) -> bool:
    """Whether lots suffice: for every lot, those from it on hold what is needed from it on (the usable sets are nested)."""
    spare = 0
    for have, want in zip(reversed(left), reversed(need), strict=True):
        spare += have - want
        if spare < 0:
            return False
    return True
