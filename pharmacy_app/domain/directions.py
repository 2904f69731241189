"""Directions of a prescription item, structured: sentence, picture and quantity all come from these values.

Amounts are exact fractions of the dose unit. What a text does not say stays open (unit "", no length); nothing is guessed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

# What directions count in. Masses and IU become tablets, mL or puffs through a medicine's strength; "" is one of whatever the box holds.
DOSE_UNITS = (
    "", "tablet", "capsule", "sachet", "ml", "drop", "puff", "IU", "mg", "g", "ug", "application",
    "patch", "suppository", "pessary", "ampoule", "vial", "syringe", "lozenge",
)  # fmt: skip
MEALS = ("", "with", "before", "after")
SITES = (
    "", "each_eye", "right_eye", "left_eye", "each_ear", "right_ear", "left_ear", "each_nostril", "under_skin", "under_tongue", "skin", "muscle",
    "vagina",
)  # fmt: skip
BOTH_SIDES = ("each_eye", "each_ear", "each_nostril")
REASONS = ("", "pain", "fever", "pain_or_fever", "breathless", "nausea", "itching", "cough", "sleepless")
NOTES = (
    "measure_with_syringe", "rinse_mouth", "empty_stomach", "plenty_of_water", "half_hour_before", "hour_before", "with_food", "dissolve",
)  # fmt: skip
_CLOCK = {4: (6, 10, 14, 18, 22, 2), 6: (6, 12, 18, 0), 8: (6, 14, 22), 12: (8, 20)}


@dataclass(frozen=True, slots=True)
class FixedTimes:
    """So much in the morning, at noon, in the evening, at night; 0 where nothing is taken.

    With `meals` the first three are breakfast, lunch and dinner, and the last is bedtime.
    """

    amounts: tuple[Fraction, Fraction, Fraction, Fraction]
    meals: str = ""

    def __post_init__(self) -> None:
        if min(self.amounts) < 0 or not any(self.amounts) or self.meals not in MEALS or (self.meals and not any(self.amounts[:3])):
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
class AtHours:
    """So much at times of the clock that somebody chose: (minute of the day, amount), the earliest first."""

    times: tuple[tuple[int, Fraction], ...]

    def __post_init__(self) -> None:
        minutes = [minute for minute, _ in self.times]
        if not minutes or minutes != sorted(set(minutes)) or not 0 <= minutes[0] <= minutes[-1] < 24 * 60:
            raise ValueError(self)
        if any(amount <= 0 for _, amount in self.times):
            raise ValueError(self)


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


Intake = FixedTimes | EveryHours | AtHours | TimesADay | WhenNeeded


@dataclass(frozen=True, slots=True)
class Days:
    """The days of intake: these weekdays (0 is Monday), or every so many days."""

    weekdays: tuple[int, ...] = ()
    every: int = 1

    def __post_init__(self) -> None:
        unordered = self.weekdays != tuple(sorted(set(self.weekdays))) or len(self.weekdays) > 6
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
        if len(self.phases) > 1 and any(isinstance(phase.intake, WhenNeeded) for phase in self.phases):
            raise ValueError(self)
        if ((self.chronic or self.until) and self.phases[-1].length is not None) or (self.chronic and self.until):
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


def per_intake_day(intake: Intake) -> Fraction | None:
    """The most that one day of intake takes, for one side of the body; None where no maximum follows from what was said."""
    match intake:
        case FixedTimes(amounts):
            return sum(amounts, Fraction(0))
        case AtHours(times):
            return sum((amount for _, amount in times), Fraction(0))
        case EveryHours(amount, hours):
            return amount * Fraction(24, hours)
        case TimesADay(amount, times):
            return amount * times
        case WhenNeeded(maximum=Fraction() as maximum):
            return maximum
        case WhenNeeded(most=most, wait=wait) if wait:
            return most * max(1, 24 // wait)
    return None


def most_at_once(intake: Intake) -> Fraction:
    """The largest amount of a single intake."""
    match intake:
        case FixedTimes(amounts):
            return max(amounts)
        case AtHours(times):
            return max(amount for _, amount in times)
        case WhenNeeded(most=most):
            return most
        case EveryHours(amount=amount) | TimesADay(amount=amount):
            return amount


def to_json(directions: Directions) -> str:
    """Text for the database: exact, and the same text for the same directions."""

    def plain(value: object) -> object:
        if is_dataclass(value):
            return {"is": type(value).__name__} | {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return str(value) if isinstance(value, Fraction | date) else value

    return json.dumps(plain(directions), separators=(",", ":"))


def from_json(text: str) -> Directions:
    """What `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    data = json.loads(text)
    extra = data["extra"]
    return Directions(
        phases=tuple(Phase(_intake(phase["intake"]), _days(phase["on"]), phase["length"]) for phase in data["phases"]),
        unit=data["unit"],
        site=data["site"],
        notes=tuple(data["notes"]),
        extra=_when_needed(extra) if extra else None,
        until=date.fromisoformat(data["until"]) if data["until"] else None,
        chronic=data["chronic"],
    )


def _days(data: dict[str, Any]) -> Days:
    return Days(tuple(data["weekdays"]), data["every"])


def _when_needed(data: dict[str, Any]) -> WhenNeeded:
    maximum = data["maximum"]
    most = Fraction(maximum) if maximum else None
    return WhenNeeded(Fraction(data["least"]), Fraction(data["most"]), data["wait"], data["wait_most"], most, data["reason"])


def _intake(data: dict[str, Any]) -> Intake:
    match data["is"]:
        case "FixedTimes":
            morning, noon, evening, night = (Fraction(amount) for amount in data["amounts"])
            return FixedTimes((morning, noon, evening, night), data["meals"])
        case "EveryHours":
            return EveryHours(Fraction(data["amount"]), data["hours"])
        case "AtHours":
            return AtHours(tuple((minute, Fraction(amount)) for minute, amount in data["times"]))
        case "TimesADay":
            return TimesADay(Fraction(data["amount"]), data["times"])
        case "WhenNeeded":
            return _when_needed(data)
    raise ValueError(data["is"])
