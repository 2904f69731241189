"""Several strengths that may stand for each other: how much each line can have, exactly, by counting instead of placing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pharmacy_app.domain.lines import Line, Part
from pharmacy_app.domain.shelves import Shelf

Counts = list[list[int]]  # per shelf, per class of days


class Mixture:
    """What is promised on the shelves of one substance, counted by days; a promise is made only where all promises can be kept together.

    Served one after another, a short course may take the tablets of 50 mg that a later one needs, though two of 25 mg would have served it.
    So here nobody's source is settled before all amounts are. Let `y(d)` be how many units from day d on are moved from a shelf to
    the next weaker one. Shelves can keep their promises exactly if there is a `y` that leaves no more on the shelf than lasts that long,
    changes from day to day by no more than the units of that day, and burdens the weaker shelf least. The least such `y` exists for
    all days at once (these are difference constraints), and two passes over the days find it; from the strongest shelf to the weakest.

    Days between two expiry days are one class: class c ends with day `ends[c]`. For each shelf: `own[c]` units that may be moved, `held[c]` pieces
    that may not.
    """

    def __init__(self, lines: Sequence[Line], shelves: Sequence[Shelf], next_of: dict[int, tuple[int, int]]) -> None:
        """`next_of`: from a medicine to the one weaker that stands for it, and how many pieces for one."""
        last = max(line.day(line.asked) for line in lines if line.asked)
        through = sorted({day for shelf in shelves for day in shelf.through})
        self.ends = through[: bisect_left(through, last) + 1]
        self.place = {shelf.medicine_id: number for number, shelf in enumerate(shelves)}
        self.next = {self.place[one]: (self.place[other], pieces) for one, (other, pieces) in next_of.items()}
        self.order = [n for n in _strongest_first(self.next) if n in self.next] + [n for n in range(len(shelves)) if n not in self.next]
        self.supply = [[sum(left for day, left in zip(s.through, s.left, strict=True) if day >= end) for end in self.ends] for s in shelves]
        self.own: Counts = [[0] * len(self.ends) for _ in shelves]
        self.held: Counts = [[0] * len(self.ends) for _ in shelves]

    def note(self) -> tuple[Counts, Counts]:
        """What is promised now, for `restore`."""
        return [list(row) for row in self.own], [list(row) for row in self.held]

    def restore(self, noted: tuple[Counts, Counts]) -> None:
        """Back to what was noted."""
        self.own, self.held = ([list(row) for row in rows] for rows in noted)

    def serve(self, line: Line, goal: int) -> None:
        """Promise a line as much up to `goal` units as can be kept beside all that was promised before."""
        goal = min(goal, line.due(self.ends[-1]) if self.ends else 0)  # no lot lasts longer
        fits, beyond = line.got, goal + 1
        trial = goal
        while fits + 1 < beyond:
            self._promise(line, line.got, trial, 1)
            kept = self.moved() is not None
            self._promise(line, line.got, trial, -1)
            fits, beyond = (trial, beyond) if kept else (fits, trial)
            # all, else at least one: mostly it is all or nothing
            trial = fits + 1 if (fits, beyond) == (line.got, goal) else (fits + beyond) // 2
        self._promise(line, line.got, fits, 1)
        line.got = fits

    def _promise(self, line: Line, done: int, units: int, sign: int) -> None:
        """Count units `done + 1` to `units` of a line, each in the class of its day."""
        row = (self.own if len(line.sources) > 1 else self.held)[self.place[line.sources[0].shelf.medicine_id]]
        for number, share in self.classes(line, done, units):
            row[number] += sign * share

    def classes(self, line: Line, done: int, units: int) -> list[tuple[int, int]]:
        """In which classes units `done + 1` to `units` are taken: (class, units)."""
        found = []
        number = bisect_left(self.ends, line.day(done + 1))
        while done < units and number < len(self.ends):
            until = min(units, line.due(self.ends[number]))
            if until > done:
                found.append((number, until - done))
                done = until
            number += 1
        return found

    def moved(self) -> Counts | None:
        """Per shelf and class, how many units go to the next weaker shelf, as few as can be; None where the promises cannot be kept."""
        held = [list(row) for row in self.held]
        found: Counts = [[] for _ in self.own]
        for shelf in self.order:
            own, supply = self.own[shelf], self.supply[shelf]
            total = sum(own) + sum(held[shelf])
            least, from_here = 0, []
            for number, has in enumerate(supply):  # what must be moved from each class on
                least = max(least, total - has)
                from_here.append(least)
                total -= own[number] + held[shelf][number]
                least = max(0, least - own[number])
            if least:
                return None
            later = 0
            for number in reversed(range(len(own))):
                most = max(from_here[number], later)
                found[shelf].append(most - later)
                later = most
            found[shelf].reverse()
            if shelf in self.next:
                weaker, pieces = self.next[shelf]
                for number, units in enumerate(found[shelf]):
                    held[weaker][number] += units * pieces
        return found


def _strongest_first(following: dict[int, tuple[int, int]]) -> list[int]:
    """Shelves so that each comes before the one that stands for it."""
    order: list[int] = []
    for number in following:
        chain = []
        while number in following and number not in order:
            chain.append(number)
            number = following[number][0]
        order = chain + order
    return order


def ways(lines: Sequence[Line]) -> dict[int, tuple[int, int]] | None:
    """For each medicine the one weaker that stands for it, and the pieces for one; None where it is not that simple: halves, whole packs, or a
    choice between two others."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        if line.whole_packs or len(line.sources) > 2 or any(source.half for source in line.sources):
            return None
        for other in line.sources[1:]:
            way = (other.shelf.medicine_id, other.pieces)
            if found.setdefault(line.sources[0].shelf.medicine_id, way) != way:
                return None
    return found


def settle(lines: Sequence[Line], mixture: Mixture) -> None:
    """Write into the lines' parts from which shelf each unit comes: who stands first keeps the exact strength."""
    moved = mixture.moved()
    assert moved is not None
    for line in reversed(lines):
        rest = moved[mixture.place[line.sources[0].shelf.medicine_id]]
        line.parts = []
        first = 1
        for number, units in mixture.classes(line, 0, line.got):
            other = min(units, rest[number]) if len(line.sources) > 1 else 0
            rest[number] -= other
            for source, share in zip(line.sources, (units - other, other), strict=False):
                if share and line.parts and line.parts[-1].source is source:
                    line.parts[-1].units += share
                elif share:
                    line.parts.append(Part(source, first, share))
                first += share
