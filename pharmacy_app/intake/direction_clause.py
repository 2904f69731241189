"""What a text of directions says, as far as it was read: clauses of doses with their times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

Ends = tuple[Fraction, Fraction]


class Unclear(Exception):
    """The text cannot be understood with certainty."""


@dataclass
class Group:
    """One dose and when it is taken, as far as a text says. Slots 0 to 3: morning or breakfast, noon, evening or dinner, night."""

    dose: Ends | None = None
    unit: str = ""
    slots: list[int] = field(default_factory=list)
    meal_slots: set[int] = field(default_factory=set)
    meals: str = ""
    clock: list[int] = field(default_factory=list)  # minutes of the day
    bare: list[int] = field(default_factory=list)  # those of them that were said without a half of the day
    loose: bool = False  # one of them may be an amount
    times: Ends | None = None
    per_week: Ends | None = None
    hours: Ends | None = None
    daily: bool = False
    daily_first: bool = False  # every day was said before the times of the day
    every: int = 0
    weekdays: tuple[int, ...] = ()
    as_needed: bool = False
    reason: str = ""
    maximum: Fraction | None = None
    wait: Ends | None = None
    at_most: bool = False  # so many times were said as the most
    asleep: bool = False  # at bedtime was said, not only at night
    days_late: bool = False  # its days were said behind its dose

    @property
    def timed(self) -> bool:
        return bool(self.slots or self.times or self.hours or self.per_week or self.daily or self.every or self.weekdays or self.clock)


@dataclass
class Clause:
    """What a text says up to `then`: doses with their times, and for how long (ends and unit: hour, day, week, month, year)."""

    groups: list[Group] = field(default_factory=lambda: [Group()])
    duration: tuple[Fraction, Fraction, str] | None = None
    until: date | None = None
    onward: bool = False
    site: str = ""
    notes: list[str] = field(default_factory=list)
    applied: bool = False
    fasting: bool = False
    alone: bool = False  # one single dose
    start: date | None = None  # the day from which the text counts, where it is known
    joined: bool = False  # an "and" or a comma stands before the phrase that is being read
    after_and: bool = False

    @property
    def last(self) -> Group:
        return self.groups[-1]
