"""One item while it is dealt with: what it asks, from which shelves, what it has got. The only values here that change."""

from __future__ import annotations

from dataclasses import dataclass, field

from pharmacy_app.domain.shelves import Shelf


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item may be served from: `pieces` of this shelf for one unit prescribed; `half`: one piece for two units."""

    shelf: Shelf
    pieces: int = 1
    half: bool = False


@dataclass(slots=True)
class Part:
    """Units `first` to `first + units - 1` of a course, from one source; `place` is the lot where that is settled already (whole packs)."""

    source: Source
    first: int
    units: int
    place: int = -1


@dataclass(slots=True)
class Taken:
    """Pieces of one lot for units `first` to `last` of a course; `covers` of them are completed by it."""

    shelf: Shelf
    place: int
    pieces: int
    first: int
    last: int
    covers: int


@dataclass(slots=True)
class Line:
    """One item in the queue while it is dealt with. `start` is an ordinal; `units` in `days` is its rate; `least` its least useful part.

    `passed`: so many others of its tier are served completely, and with this one it would not be more (the tier's aim).
    `cap` is what it may get at most: what was asked, or less once its bag would hold too many lots. `got` goes beyond `asked` only by the
    rest of a whole pack.
    """

    item_id: int
    tier: int
    start: int
    units: int
    days: int
    asked: int
    least: int
    sources: tuple[Source, ...]
    whole_packs: bool = False
    cap: int = 0
    got: int = 0
    dropped: bool = False
    passed: int = 0
    half_until: int = 0
    parts: list[Part] = field(default_factory=list)
    bag: list[Taken] = field(default_factory=list)

    def day(self, unit: int) -> int:
        """The day on which unit `unit` (from 1) is taken."""
        return self.start + (unit - 1) * self.days // self.units

    def due(self, day: int) -> int:
        """How many units are taken until `day`, that day included."""
        return max(0, -(-(day - self.start + 1) * self.units // self.days))

    def reset(self) -> None:
        """Before a deal: nothing granted."""
        self.got = self.half_until = 0
        self.parts = []
