"""Pictures of directions, worded: what is drawn beside the sentence, on paper and on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FourTimes:
    """How much at each of the four times of the day as it is printed (`1`, `½`, `7,5`); an empty string is a time without any."""

    morning: str
    noon: str
    evening: str
    night: str
    unit: str


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """(`6 am`, `5`) for each time of the clock; more than six are not drawn."""

    times: tuple[tuple[str, str], ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Seven days from Monday; how much on each day that is true."""

    days: tuple[bool, bool, bool, bool, bool, bool, bool]
    amount: str
    unit: str


@dataclass(frozen=True, slots=True)
class EveryOtherDay:
    """The days of taking, ascending; the strip shows the seven days from the first."""

    dates: tuple[date, ...]
    amount: str = "1"


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """`Solo si hay dolor` and `Máximo 4 al día`."""

    line1: str
    line2: str


@dataclass(frozen=True, slots=True)
class Steps:
    """(`4 al día`, `24–28/11`) for each step of a course that goes up or down; at most four are drawn as steps."""

    steps: tuple[tuple[str, str], ...]


Picture = FourTimes | ClockTimes | Weekdays | EveryOtherDay | AsNeeded | Steps
