"""Which lots each bag holds, once the amounts are fixed: person by person, no more lots than the committee allows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from pharmacy_app.domain.lines import Line, Part, Taken
from pharmacy_app.domain.shelves import Shelf, Trial


def share_lots(lines: Sequence[Line], shelves: Sequence[Shelf], max_lots: int) -> None:
    """Amounts fixed, deal the lots again person by person by the same best fit: no amount changes, and bags hold fewer lots."""
    packed = {id(part.source.shelf) for line in lines if line.whole_packs for part in line.parts}
    for shelf in shelves:
        if id(shelf) not in packed:
            shelf.restore()
    needs: dict[int, list[int]] = {}  # per shelf what the lines still to come need: counted once a bag is too full, kept from then on
    for number, line in enumerate(lines):
        for part in line.parts:
            if id(part.source.shelf) in needs:
                count_need(needs[id(part.source.shelf)], part, line, -1)
        line.bag = fill(line)
        if (
            line.whole_packs
            or lots_in(line.bag) <= max_lots
            or any(part.source.shelf is not line.parts[0].source.shelf for part in line.parts)
        ):
            continue
        shelf = line.parts[0].source.shelf
        if id(shelf) not in needs:
            needs[id(shelf)] = [0] * len(shelf.left)
            for other in lines[number + 1 :]:
                for part in other.parts:
                    if part.source.shelf is shelf:
                        count_need(needs[id(shelf)], part, other, 1)
        try_fewer_lots(line, shelf, needs[id(shelf)], max_lots)


def fill(line: Line, floor: int = 0, trial: Trial | None = None) -> list[Taken]:
    """Take what the line's parts stand for from its shelves (or from `trial`), no lot before `floor`; units come in order of their days.

    Short where the lots from `floor` on do not reach; from 0 they always do.
    """
    bag: list[Taken] = []
    for part in line.parts:
        shelf: Shelf | Trial = trial or part.source.shelf
        if part.place >= 0:
            add(bag, Taken(part.source.shelf, part.place, part.units, part.first, min(part.first + part.units - 1, line.asked), part.units))
            continue
        each = 1 if part.source.half else part.source.pieces
        total = 1 if part.source.half else part.units * each
        done = 0
        while done < total:
            first = part.first + done // each
            place = shelf.first(line.day(part.first + part.units - 1 if part.source.half else first), floor)
            if place == len(shelf.through):
                return bag
            fits = (line.due(shelf.through[place]) - part.first + 1) * each - done
            pieces = min(total - done, shelf.free(place), fits)
            shelf.take(place, pieces)
            last = part.first + part.units - 1 if part.source.half else part.first + (done + pieces - 1) // each
            covers = part.units if part.source.half else (done + pieces) // each - done // each
            add(bag, Taken(part.source.shelf, place, pieces, first, last, covers))
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


def cut(line: Line, max_lots: int) -> None:
    """Leave the first `max_lots` lots in a bag and put the rest back; everything where that is below the least useful part."""
    keep = covered_by(line.bag, max_lots)
    if keep < line.least:
        keep, line.dropped = 0, True
    kept: list[Taken] = []
    for taken in line.bag:
        if keep and len(kept) < max_lots and taken.first <= keep:
            kept.append(taken)
        else:
            taken.shelf.put_back(taken.place, taken.pieces)
    each = next((part.source.pieces for part in line.parts if kept and part.source.shelf is kept[-1].shelf), 1)
    spare = sum(taken.pieces for taken in kept if taken.shelf is kept[-1].shelf) % each  # pieces of a unit that is not complete
    while spare:
        part = min(spare, kept[-1].pieces)
        kept[-1].shelf.put_back(kept[-1].place, part)
        kept[-1].pieces -= part
        spare -= part
        if not kept[-1].pieces:
            kept.pop()
    if kept:
        kept[-1].last = min(kept[-1].last, keep) if not line.whole_packs else kept[-1].last
    line.bag, line.got, line.cap = kept, keep, keep


def fill_up(line: Line, max_lots: int) -> None:
    """Lengthen a course by units of the exact strength that nobody has now, as far as the number of lots in the bag allows."""
    shelf = line.sources[0].shelf
    if line.whole_packs or not line.bag or line.bag[-1].shelf is not shelf:
        return
    while line.got < line.asked:
        place = shelf.first(line.day(line.got + 1), line.bag[-1].place)
        if place == len(shelf.left):
            return
        if place != line.bag[-1].place and lots_in(line.bag) >= max_lots:
            line.cap = line.got
            return
        units = min(line.asked - line.got, line.due(shelf.through[place]) - line.got, shelf.left[place])
        shelf.take(place, units)
        add(line.bag, Taken(shelf, place, units, line.got + 1, line.got + units, units))
        line.got += units


def try_fewer_lots(line: Line, shelf: Shelf, need: Sequence[int], max_lots: int) -> None:
    """Leave the early remnants of the shelf to others where everybody still gets the same amount; else the bag stays as it is.

    Later lots serve every day that earlier ones do, so this line may start further along the shelf; `reaches` says whether the lines
    after it, which `need` so much, lose by it.
    """
    held: dict[int, int] = {}
    for taken in line.bag:
        held[taken.place] = held.get(taken.place, 0) + taken.pieces
    for taken in line.bag[1:]:
        trial = Trial(shelf, held)
        bag = fill(line, taken.place, trial)
        if sum(one.covers for one in bag) == line.got and lots_in(bag) <= max_lots:
            left = trial.left()
            if reaches(left, need):
                line.bag = bag
                shelf.restore(left)
                return


def count_need(need: list[int], part: Part, line: Line, sign: int) -> None:
    """Add (or with -1, take out) the pieces of one part, each at the first lot that outlasts its day."""
    through = part.source.shelf.through
    end = part.first + part.units
    unit = end - 1 if part.source.half else part.first
    while unit < end:
        place = bisect_left(through, line.day(unit))
        run = min(end, line.due(through[place]) + 1) - unit
        need[place] += sign * (1 if part.source.half else run * part.source.pieces)
        unit += run


def reaches(left: Sequence[int], need: Sequence[int]) -> bool:
    """Whether lots suffice: for every lot, those from it on hold what is needed from it on (the usable sets are nested)."""
    spare = accumulate(map(sub, reversed(left), reversed(need)))
    return min(spare, default=0) >= 0
