"""The free, usable units of one medicine in order of expiry: which lot serves a day, found in near-constant time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Shelf:
    """Lots of one medicine, the earliest usable day first. Days are ordinals; a lot is named by its place in `ids`.

    `through[i]` is the last day on which lot i may be used, `left[i]` what is still free of it, `packs[i]` its pack size.
    Emptied lots are skipped by union-find, so that everything in one medicine costs no more than the spread case.
    """

    __slots__ = ("_full", "_next", "ids", "left", "medicine_id", "packs", "through")

    def __init__(self, medicine_id: int, lots: Iterable[tuple[int, int, int, int]] = ()) -> None:
        """`lots`: (last usable day, lot id, free units, pack size), in any order."""
        self.medicine_id = medicine_id
        ordered = sorted(lots)
        self.through = [lot[0] for lot in ordered]
        self.ids = [lot[1] for lot in ordered]
        self._full = [lot[2] for lot in ordered]
        self.packs = [lot[3] for lot in ordered]
        self.restore(self._full)

    def restore(self, left: list[int] | None = None) -> None:
        """Put back what lay there: `left` as it was noted, or everything."""
        self.left = list(self._full if left is None else left)
        self._next = [i if i == len(self.left) or self.left[i] else i + 1 for i in range(len(self.left) + 1)]

    def full(self, place: int) -> int:
        """What lot `place` had before anything was taken."""
        return self._full[place]

    def live(self, place: int) -> int:
        """The first lot from `place` on that is not empty; `len(left)` where there is none."""
        follow = self._next
        while follow[place] != place:
            follow[place] = place = follow[follow[place]]
        return place

    def first(self, day: int, floor: int = 0) -> int:
        """The lot that expires first among those usable on `day` with something left, none before `floor`; `len(left)` if none."""
        return self.live(max(bisect_left(self.through, day), floor))

    def take(self, place: int, units: int) -> None:
        """Take units of one lot; never more than are left."""
        self.left[place] -= units
        if not self.left[place]:
            self._next[place] = place + 1

    def put_back(self, place: int, units: int) -> None:
        """Return units of one lot. Costs as much as the shelf is long where the lot had been emptied."""
        empty = not self.left[place]
        self.left[place] += units
        if empty:
            self.restore(self.left)

    def gather(self, place: int, pieces: int) -> bool:
        """Take `pieces` from `place` and the lots after it together, or nothing where they don't suffice."""
        taken = []
        while pieces and place < len(self.left):
            part = min(pieces, self.left[place])
            taken.append((place, part))
            pieces -= part
            place = self.live(place + 1)
        if pieces:
            return False
        for lot, part in taken:
            self.take(lot, part)
        return True
