"""Directions of a prescription item, structured: sentence, picture and quantity all come from these values.

Amounts are exact fractions of the dose unit. What a text does not say stays open (unit "", no length); nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

# What directions count in. Masses and IU become tablets, mL or puffs through a medicine's strength; "" is one of whatever the box holds.
DOSE_UNITS = (
    "", "tablet", "capsule", "sachet", "ml", "drop", "puff", "IU", "mg", "g", "ug", "application",
    "patch", "suppository", "pessary", "ampoule", "vial", "syringe", "lozenge",
)  # fmt: skip
MEALS = ("", "with", "before", "after")
SITES = ("", "each_eye", "right_eye", "left_eye", "each_ear", "right_ear", "left_ear", "each_nostril", "under_skin", "under_tongue", "skin")
BOTH_SIDES = ("each_eye", "each_ear", "each_nostril")
REASONS = ("", "pain", "fever", "pain_or_fever", "breathless", "nausea", "itching", "cough", "sleepless")
NOTES = ("measure_with_syringe", "rinse_mouth", "empty_stomach", "plenty_of_water")
_CLOCK = {4: (6, 10, 14, 18, 22, 2), 6: (6, 12, 18, 0), 8: (6, 14, 22), 12: (8, 20)}


@dataclass(frozen=True, slots=True)
class FixedTimes:
    """So much in the morning, at noon, in the evening, at night; 0 where nothing is taken.

    With `meals` the first three are breakfast, lunch and dinner, and the last is bedtime.
    """

    amounts: tuple[Fraction, Fraction, Fraction, Fraction]
    meals: str = ""

    def __post_init__(self) -> None:
        if min(self.amounts) < 0 or not any(self.amounts) or self.meals not in MEALS:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class EveryHours:
    """One amount every so many hours, day and night."""

    amount: Fraction
    hours: int

    def __post_init__(self) -> None:
        if self.amount <= 0 or not 1 <= self.hours <= 24:
            raise ValueError(self)

    @property
    def clock(self) -> tuple[int, ...]:
        """Hours of the day that suit people; empty where the interval has no fixed hours, or too many."""
        return _CLOCK.get(self.hours, ())


@dataclass(frozen=True, slots=True)
class TimesADay:
    """One amount so many times a day, the hours left to the person."""

    amount: Fraction
    times: int

    def __post_init__(self) -> None:
        if self.amount <= 0 or not 1 <= self.times <= 24:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class WhenNeeded:
    """`least` to `most` when needed, after at least `wait` (or `wait` to `wait_most`) hours; 0 hours and no maximum: not said."""

    least: Fraction
    most: Fraction
    wait: int = 0
    wait_most: int = 0
    maximum: Fraction | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        bad_wait = not 0 <= self.wait <= 72 or (self.wait_most and not self.wait < self.wait_most <= 72)
        bad_maximum = self.maximum is not None and self.maximum < self.most
        if not 0 < self.least <= self.most or bad_wait or bad_maximum or self.reason not in REASONS:
            raise ValueError(self)


Intake = FixedTimes | EveryHours | TimesADay | WhenNeeded


@dataclass(frozen=True, slots=True)
class Days:
    """The days of intake: these weekdays (0 is Monday), or every so many days."""

    weekdays: tuple[int, ...] = ()
    every: int = 1

    def __post_init__(self) -> None:
        unordered = self.weekdays != tuple(sorted(set(self.weekdays)))
        if unordered or any(not 0 <= day <= 6 for day in self.weekdays) or not 1 <= self.every <= 366 or (self.weekdays and self.every > 1):
            raise ValueError(self)

    @property
    def share(self) -> Fraction:
        """Days of intake per day."""
        return Fraction(len(self.weekdays), 7) if self.weekdays else Fraction(1, self.every)

    def includes(self, day: date, start: date) -> bool:
        """Whether something is taken on `day` of a treatment that begins on `start`."""
        return day.weekday() in self.weekdays if self.weekdays else (day - start).days % self.every == 0


EVERY_DAY = Days()


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a treatment: the same intake for `length` days, or with no end said."""

    intake: Intake
    on: Days = EVERY_DAY
    length: int | None = None

    def __post_init__(self) -> None:
        if self.length is not None and not 1 <= self.length <= 3660:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class Directions:
    """The whole direction: phases one after the other (several: tapering), and what may be taken besides when needed.

    `until` is the last day, where a date was said; `chronic` goes on until a doctor reviews it. Only the last phase may have no length.
    """

    phases: tuple[Phase, ...]
    unit: str = ""
    site: str = ""
    notes: tuple[str, ...] = ()
    extra: WhenNeeded | None = None
    until: date | None = None
    chronic: bool = False

    def __post_init__(self) -> None:
        open_before_end = any(phase.length is None for phase in self.phases[:-1])
        if not self.phases or open_before_end or self.unit not in DOSE_UNITS or self.site not in SITES or not set(self.notes) <= set(NOTES):
            raise ValueError(self)
        if (self.chronic or self.until) and self.phases[-1].length is not None or (self.chronic and self.until):
            raise ValueError(self)

    @property
    def days(self) -> int | None:
        """Days of the whole treatment where its length was said in days."""
        lengths = [phase.length for phase in self.phases if phase.length is not None]
        return sum(lengths) if len(lengths) == len(self.phases) else None

    def days_from(self, start: date) -> int | None:
        """Days of a treatment that begins on `start`, where its length or its last day was said."""
        return max(0, (self.until - start).days + 1) if self.until else self.days

    @property
    def as_needed(self) -> bool:
        return self.extra is not None or any(isinstance(phase.intake, WhenNeeded) for phase in self.phases)


@dataclass(frozen=True, slots=True)
class FourTimes:
    """Picture: four boxes, morning, noon, evening, night, with the count of each intake."""

    amounts: tuple[Fraction, Fraction, Fraction, Fraction]
    unit: str


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """Picture: clock faces at these hours of the day (0 to 23)."""

    hours: tuple[int, ...]
    amount: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Picture: the strip of the week, Monday first, with the amount on days of intake."""

    weekdays: tuple[int, ...]
    amount: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class EveryOtherDay:
    """Picture: seven dates in a row, from the first day on; `taken` says on which something is taken."""

    dates: tuple[date, ...]
    taken: tuple[bool, ...]
    amount: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """Picture: one box and the most a day, where one was said."""

    least: Fraction
    most: Fraction
    maximum: Fraction | None
    unit: str


@dataclass(frozen=True, slots=True)
class StepBox:
    """One step of a tapering picture: so much a day, from the first to the last day (no last day: it goes on)."""

    per_day: Fraction
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Steps:
    """Picture: steps with their dates, in order."""

    steps: tuple[StepBox, ...]
    unit: str


Picture = FourTimes | ClockTimes | Weekdays | EveryOtherDay | AsNeeded | Steps


def per_intake_day(intake: Intake) -> Fraction | None:
    """The most that one day of intake takes, for one side of the body; None where no maximum follows from what was said."""
    match intake:
        case FixedTimes(amounts):
            return sum(amounts, Fraction(0))
        case EveryHours(amount, hours):
            return amount * Fraction(24, hours)
        case TimesADay(amount, times):
            return amount * times
        case WhenNeeded(maximum=Fraction() as maximum):
            return maximum
        case WhenNeeded(most=most, wait=wait) if wait:
            return most * max(1, 24 // wait)
    return None


def amount_of(intake: Intake) -> Fraction | None:
    """The amount of a single intake where each is alike."""
    if isinstance(intake, FixedTimes):
        taken = {amount for amount in intake.amounts if amount}
        return taken.pop() if len(taken) == 1 else None
    return intake.most if isinstance(intake, WhenNeeded) else intake.amount


def step_boxes(phases: tuple[Phase, ...], start: date) -> tuple[StepBox, ...]:
    """What each phase takes a day, with its first and last day, for a treatment that begins on `start`."""
    boxes, first = [], start
    for phase in phases:
        per_day = per_intake_day(phase.intake)
        last = first + timedelta(days=phase.length - 1) if phase.length else None
        if per_day is not None:
            boxes.append(StepBox(per_day, first, last))
        first = last + timedelta(days=1) if last else first
    return tuple(boxes)
