"""Random directions, as a doctor could give them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from pharmacy_app.domain.directions import (
    EVERY_DAY,
    MEALS,
    NOTES,
    REASONS,
    SITES,
    AtHours,
    Days,
    Directions,
    EveryHours,
    FixedTimes,
    Phase,
    TimesADay,
    WhenNeeded,
)

QUARTERS = st.integers(1, 24).map(lambda n: Fraction(n, 4))
TENTHS = st.integers(1, 400).map(lambda n: Fraction(n, 10))
WHOLE = st.integers(1, 60).map(Fraction)
AMOUNTS = {
    "": QUARTERS,
    "tablet": QUARTERS,
    "sachet": QUARTERS,
    "patch": WHOLE,
    "ml": TENTHS,
    "mg": TENTHS,
    "drop": WHOLE,
    "puff": WHOLE,
    "IU": WHOLE,
}


def days() -> st.SearchStrategy[Days]:
    """Every day, some weekdays, every so many days."""
    week = st.sets(st.integers(0, 6), min_size=1, max_size=6).map(lambda some: Days(tuple(sorted(some))))
    return st.one_of(st.just(EVERY_DAY), week, st.integers(2, 60).map(lambda n: Days(every=n)))


def regular(amount: st.SearchStrategy[Fraction]) -> st.SearchStrategy[FixedTimes | EveryHours | AtHours | TimesADay]:
    """Intake at fixed times, every so many hours, at chosen hours, so many times a day."""
    maybe = st.just(Fraction(0)) | amount
    four = st.tuples(maybe, maybe, maybe, maybe)
    at_meals = st.builds(FixedTimes, four.filter(lambda amounts: any(amounts[:3])), st.sampled_from(MEALS))
    fixed = st.builds(FixedTimes, four.filter(any)) | at_meals
    minute = st.integers(0, 23).map(lambda hour: hour * 60) | st.integers(0, 24 * 60 - 1)
    clock = st.dictionaries(minute, amount, min_size=1, max_size=5).map(lambda chosen: AtHours(tuple(sorted(chosen.items()))))
    return st.one_of(fixed, clock, st.builds(EveryHours, amount, st.integers(1, 24)), st.builds(TimesADay, amount, st.integers(1, 8)))


@st.composite
def when_needed(draw: st.DrawFn, amount: st.SearchStrategy[Fraction]) -> WhenNeeded:
    """From so much to so much, with or without a wait and a maximum."""
    least = draw(amount)
    most = least + draw(st.sampled_from([0, 0, 1, 2]))
    wait = draw(st.integers(0, 24))
    wait_most = wait + draw(st.integers(1, 6)) if wait and draw(st.booleans()) else 0
    maximum = draw(st.none() | st.integers(1, 6).map(lambda n: most * n))
    return WhenNeeded(least, most, wait, wait_most, maximum, draw(st.sampled_from(REASONS)))


@st.composite
def directions(draw: st.DrawFn) -> Directions:
    """Directions of one step, of several, or when needed."""
    unit = draw(st.sampled_from(sorted(AMOUNTS)))
    amount, length = AMOUNTS[unit], st.integers(1, 400)
    kind = draw(st.sampled_from(["regular", "regular", "tapering", "when needed", "besides"]))
    count = draw(st.integers(1, 3)) if kind == "tapering" else 0
    steps = [Phase(draw(regular(amount)), draw(days()), draw(length)) for _ in range(count)]
    intake = draw(when_needed(amount)) if kind == "when needed" else draw(regular(amount))
    on = EVERY_DAY if kind in ("when needed", "besides") else draw(days())
    end = draw(st.sampled_from(["days", "until", "chronic", "open"]))
    return Directions(
        phases=(*steps, Phase(intake, on, draw(length) if end == "days" else None)),
        unit=unit,
        site=draw(st.sampled_from(SITES)),
        notes=tuple(sorted(draw(st.sets(st.sampled_from(NOTES))))),
        extra=draw(when_needed(amount)) if kind == "besides" else None,
        until=draw(st.dates(date(2026, 1, 1), date(2030, 12, 31))) if end == "until" else None,
        chronic=end == "chronic",
    )
