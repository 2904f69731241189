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
        self._next = [i if units else i + 1 for i, units in enumerate(self.left)]
        self._next.append(len(self.left))

    def full(self, place: int) -> int:
        """What lot `place` had before anything was taken."""
        return self._full[place]

    def free(self, place: int) -> int:
        """What is left of lot `place`."""
        return self.left[place]

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
        """Return units of one lot. A lot that had been emptied is found again after the next `restore`: once for all that come back."""
        self.left[place] += units

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


class Trial:
    """A shelf with some pieces put back, to try another bag without touching it: costs as much as the bag, not as the shelf."""

    __slots__ = ("_back", "_places", "_shelf", "_spent", "through")

    def __init__(self, shelf: Shelf, back: dict[int, int]) -> None:
        """`back`: pieces put back, by place."""
        self._shelf, self._back, self._places, self._spent = shelf, back, sorted(back), dict.fromkeys(back, 0)
        self.through = shelf.through

    def free(self, place: int) -> int:
        """What there is of lot `place`."""
        return self._shelf.left[place] + self._back.get(place, 0) - self._spent.get(place, 0)

    def first(self, day: int, floor: int) -> int:
        """As `Shelf.first`."""
        place = max(bisect_left(self.through, day), floor)
        while place < len(self.through):
            number = bisect_left(self._places, place)
            place = min(self._shelf.live(place), *self._places[number : number + 1], len(self.through))
            if place == len(self.through) or self.free(place):
                break
            place += 1
        return place

    def take(self, place: int, units: int) -> None:
        """Units that the trial uses."""
        self._spent[place] = self._spent.get(place, 0) + units

    def left(self) -> list[int]:
        """What the shelf would hold then, lot by lot."""
        left = list(self._shelf.left)
        for place in self._spent:
            left[place] = self.free(place)
        return left
