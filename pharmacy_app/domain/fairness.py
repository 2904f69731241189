"""How what there was has been shared out: decided lines counted by outcome, and how much of what was asked was given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.decisions import DEFERRED, DOCTOR, GRANTED, NOTHING, PART, REFUSED

AGES = ((0, 11), (12, 29), (30, 59), (60, 79), (80, 150))


@dataclass(frozen=True, slots=True)
class Decided:
    """One line of a confirmed run. `run` and `item` say which; `anew`: it was dealt once more, in place of what the item was promised.

    `outcome` is a word of `decisions.OUTCOMES`; days are those from `asked_from` on.
    """

    run: int
    item: int
    person: int
    outcome: str
    asked_from: date
    asked_days: int
    granted_days: int
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """So many people and lines, by outcome; `asked_days` and `granted_days` leave out what waits for a doctor: nobody has decided it."""

    people: int = 0
    lines: int = 0
    granted: int = 0
    part: int = 0
    deferred: int = 0
    refused: int = 0
    doctor: int = 0
    asked_days: int = 0
    granted_days: int = 0

    @property
    def share(self) -> float | None:
        """What was given of the days asked for, 0 to 1; None where nothing was asked."""
        return self.granted_days / self.asked_days if self.asked_days else None


def standing(lines: Iterable[Decided]) -> tuple[Decided, ...]:
    """The lines that count: of an item dealt anew, or asked again for the same days, the last; none that asked for nothing. By run and item."""
    by_item: dict[int, list[Decided]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: one.run):
        before = by_item[line.item]
        if before and (line.anew or line.asked_from == before[-1].asked_from):
            before.pop()
        before.append(line)
    kept = (line for some in by_item.values() for line in some if line.outcome != NOTHING)
    return tuple(sorted(kept, key=lambda line: (line.run, line.item)))


def tally(lines: Iterable[Decided]) -> Tally:
    """Counts lines that `standing` kept; a person counts once."""
    every = list(lines)
    by_outcome = Counter(line.outcome for line in every)
    decided = [line for line in every if line.outcome != DOCTOR]
    return Tally(
        len({line.person for line in every}),
        len(every),
        by_outcome[GRANTED],
        by_outcome[PART],
        by_outcome[DEFERRED],
        by_outcome[REFUSED],
        by_outcome[DOCTOR],
        sum(line.asked_days for line in decided),
        sum(line.granted_days for line in decided),
    )


def age_band(years: int) -> tuple[int, int]:
    """The band of `AGES` in which somebody of so many years is."""
    return next((least, most) for least, most in AGES if years <= most or (least, most) == AGES[-1])
