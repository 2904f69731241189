"""Whom to serve completely so that it is as many as possible: the optional aim of a tier. Pure counting, no shelf is touched."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from pharmacy_app.domain.lines import Line
from pharmacy_app.domain.shelves import Shelf

# One need, counted from several days on: how many units are taken on each of these days or later.
Need = tuple[int, ...]

# Looking on after so much work (needs compared with days: a fifth of a second) is not worth a meeting's time. Such a choice keeps every rule,
# but it is not proven that no larger one exists. Seen only with hundreds of different needs, made up for it.
_WORK = 300_000


def most_complete(lines: Sequence[Line], shelf: Shelf) -> list[Line]:
    """As many of these lines as can all be served completely from what is left on their one shelf; in the order in which they came.

    The usable lots of a later day are among those of an earlier one, so a choice is possible exactly if, for each day, what it takes from
    that day on is no more than the lots that last until then hold. With needs that all end on one day each that is the problem of Moore and
    Hodgson (drop the largest on overrun); here units have days of their own, so their choice is the first guess and a search with a bound
    proves or betters it. Of those with the same need the earlier in line come first, and nobody is chosen whose place somebody who
    stands before could take instead.
    """
    able = [line for line in lines if line.cap == line.asked > 0]
    if not able:
        return []
    first, last = min(line.start for line in able), max(line.day(line.asked) for line in able)
    lots = [(through, left) for through, left in zip(shelf.through, shelf.left, strict=True) if left and through >= first]
    days = sorted({first} | {through + 1 for through, _ in lots if through < last})
    above = [0, *accumulate(left for _, left in reversed(lots))]
    room = [above[len(lots) - bisect_left(lots, (day, 0))] for day in days]
    needs = [tuple(max(0, line.asked - line.due(day - 1)) for day in days) for line in able]
    # only days on which not everybody can be served decide anything
    scarce = [i for i, has in enumerate(room) if sum(need[i] for need in needs) > has]
    kinds: dict[Need, list[int]] = defaultdict(list)
    for number, need in enumerate(needs):
        kinds[tuple(need[i] for i in scarce)].append(number)
    choice = _Choice(list(kinds), [len(members) for members in kinds.values()], [room[i] for i in scarce]).best()
    _earlier_first(list(kinds.items()), choice, [room[i] for i in scarce])
    chosen = sorted(number for members, count in zip(kinds.values(), choice, strict=True) for number in members[:count])
    return [able[number] for number in chosen]


@dataclass(slots=True)
class _Choice:
    """How many of each kind of need fit into `room`, as many as possible together."""

    needs: list[Need]
    counts: list[int]
    room: list[int]
    work: int = 0
    most: int = -1
    found: list[int] = field(default_factory=list)
    orders: list[list[int]] = field(default_factory=list)

    def best(self) -> list[int]:
        """How many of each kind, in the order of `needs`."""
        kinds = range(len(self.needs))
        if not self.room:
            return list(self.counts)
        self.orders = [sorted(kinds, key=lambda k: (self.needs[k][i], self.needs[k])) for i in range(len(self.room))]
        for order in self.orders:
            self._keep(self._fill(order))
        self._keep(self._drop_largest())
        # the kinds that fill the scarcest days first: what is left then is quickly too little
        share = sorted(kinds, key=lambda k: (-max(n / max(1, has) for n, has in zip(self.needs[k], self.room, strict=True)), self.needs[k]))
        self._search(share, 0, list(self.room), [0] * len(self.needs), 0)
        return self.found

    def _keep(self, counts: list[int]) -> None:
        if sum(counts) > self.most:
            self.most, self.found = sum(counts), list(counts)

    def _fits(self, kind: int, room: Sequence[int]) -> int:
        """How many of a kind fit into this room."""
        return min([self.counts[kind], *(has // need for need, has in zip(self.needs[kind], room, strict=True) if need)])

    def _fill(self, order: Sequence[int]) -> list[int]:
        """The kinds one after another, as many as fit."""
        room, counts = list(self.room), [0] * len(self.needs)
        for kind in order:
            counts[kind] = self._fits(kind, room)
            room = [has - counts[kind] * need for has, need in zip(room, self.needs[kind], strict=True)]
        return counts

    def _drop_largest(self) -> list[int]:
        """Moore and Hodgson: from the last day to the first, on overrun the largest of that day goes."""
        counts = list(self.counts)
        for i in reversed(range(len(self.room))):
            over = sum(count * need[i] for count, need in zip(counts, self.needs, strict=True)) - self.room[i]
            for kind in reversed(self.orders[i]):
                if over <= 0:
                    break
                gone = min(counts[kind], -(-over // self.needs[kind][i]))
                counts[kind] -= gone
                over -= gone * self.needs[kind][i]
        return counts

    def _bound(self, open_kinds: set[int], room: Sequence[int]) -> int:
        """No choice among these kinds serves more: each day taken alone, the smallest first."""
        bound = sum(self.counts[kind] for kind in open_kinds)
        for i, has in enumerate(room):
            served, space = 0, has
            for kind in self.orders[i]:
                if kind in open_kinds:
                    need = self.needs[kind][i]
                    count = min(self.counts[kind], space // need) if need else self.counts[kind]
                    served, space = served + count, space - count * need
            bound = min(bound, served)
        return bound

    def _search(self, order: Sequence[int], at: int, room: list[int], counts: list[int], served: int) -> None:
        """Try every number of the kind `order[at]`, the largest first, as long as more than `most` may come of it."""
        if served > self.most:
            self._keep(counts)
        self.work += len(self.needs) * len(room)
        if at == len(order) or self.work > _WORK or served + self._bound(set(order[at:]), room) <= self.most:
            return
        kind = order[at]
        for count in range(self._fits(kind, room), -1, -1):
            left = [has - count * need for has, need in zip(room, self.needs[kind], strict=True)]
            counts[kind] = count
            self._search(order, at + 1, left, counts, served + count)
        counts[kind] = 0


def _earlier_first(kinds: Sequence[tuple[Need, list[int]]], counts: list[int], room: Sequence[int]) -> None:
    """While somebody left out stands before somebody chosen and could take that place, they change places; `counts` is changed."""
    room = [has - sum(count * need[i] for count, (need, _) in zip(counts, kinds, strict=True)) for i, has in enumerate(room)]
    changed = True
    while changed:
        changed = False
        for a, (mine, members) in enumerate(kinds):
            for b, (theirs, others) in enumerate(kinds):
                if counts[a] == len(members) or not counts[b] or members[counts[a]] > others[counts[b] - 1]:
                    continue
                after = [has + gone - come for has, gone, come in zip(room, theirs, mine, strict=True)]
                if a != b and min(after, default=0) >= 0:
                    room, changed = after, True
                    counts[a] += 1
                    counts[b] -= 1
