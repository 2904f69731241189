"""Directions written by a doctor, Spanish or English, understood only where they are certain: never a wrong number."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from pharmacy_app.domain.directions import (
    EVERY_DAY,
    AtHours,
    Days,
    Directions,
    EveryHours,
    FixedTimes,
    Intake,
    Phase,
    TimesADay,
    WhenNeeded,
)
from pharmacy_app.intake.direction_clause import Clause, Ends, Group, Unclear
from pharmacy_app.intake.direction_scan import scan

_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7), "month": Fraction(30), "year": Fraction(365)}


def read(text: str, language: str = "", start: date | None = None) -> Directions | None:
    """The directions that a text says, or None where anything in it is not certain; the text is then kept whole.

    `language` (`es`, `en` or unknown) only decides what a few abbreviations mean; `start`, the first day, which year a day without one has.
    A month is 30 days, a year 365.
    """
    try:
        clauses = scan(text, language, start)
        return _directions(clauses)
    except (Unclear, ValueError):
        return None


def _directions(clauses: tuple[Clause, ...]) -> Directions:
    phases: list[Phase] = []
    units: list[str] = []
    extra = None
    for clause in clauses:
        _complete(clause, phases)
        regular, besides = _apart(clause)
        if besides and len(clauses) > 1:
            raise Unclear
        extra = besides
        intake, on = _intake(regular)
        phases.append(Phase(intake, on, _length(clause)))
        units += [group.unit for group in clause.groups]
    named = {unit for unit in units if unit}
    sites = {clause.site for clause in clauses if clause.site}
    weighed = "g" in named and any(site.endswith(("eye", "ear", "nostril")) for site in sites)
    if len(named) > 1 or len(sites) > 1 or (named and not units[0]) or weighed:  # "1 g" in an eye is a drop
        raise Unclear
    last = clauses[-1]
    return Directions(
        phases=tuple(phases),
        unit=named.pop() if named else "",
        site=sites.pop() if sites else "",
        notes=tuple(dict.fromkeys(note for clause in clauses for note in clause.notes)),
        extra=extra,
        until=last.until,
        chronic=last.onward and last.duration is None and last.until is None,
    )


def _complete(clause: Clause, before: list[Phase]) -> None:
    """A step `then 2 for 5 days` is daily as the step before it; what is applied is one application."""
    group = clause.last
    if clause.fasting and not any(each.timed for each in clause.groups):
        if len(clause.groups) > 1:
            raise Unclear
        group.slots.append(0)
    elif clause.fasting and len(clause.groups) > 1:
        raise Unclear  # which of them
    if clause.alone:
        if len(clause.groups) > 1 or group.timed or group.as_needed or clause.duration or clause.until or clause.onward:
            raise Unclear  # "one dose at night" may be tonight's, or each night's
        group.times, clause.duration = (Fraction(1), Fraction(1)), (Fraction(1), Fraction(1), "day")
    if clause.applied and group.dose is None:
        group.dose, group.unit = (Fraction(1), Fraction(1)), "application"
    if (
        before
        and not group.timed
        and isinstance(before[-1].intake, TimesADay)
        and before[-1].intake.times == 1
        and before[-1].on == EVERY_DAY
    ):
        group.times = (Fraction(1), Fraction(1))


def _apart(clause: Clause) -> tuple[list[Group], WhenNeeded | None]:
    """The groups of regular intake, and what may be taken besides them when needed."""
    *first, last = clause.groups
    if not first or not last.as_needed:
        return clause.groups, None
    if any(group.as_needed for group in first):
        raise Unclear
    return first, _when_needed(last)


def _whole(ends: Ends | None) -> int | None:
    if ends is None:
        return None
    if ends[0] != ends[1] or ends[0].denominator != 1:
        raise Unclear
    return int(ends[0])


def _when_needed(group: Group) -> WhenNeeded:
    if group.dose is None or group.slots or group.clock or group.every or group.weekdays or group.per_week:
        raise Unclear
    times, maximum = _whole(group.times), group.maximum
    waits = [ends for ends in (group.hours, group.wait) if ends]
    if len(set(waits)) > 1 or (waits and times):
        raise Unclear
    least, most = waits[0] if waits else (Fraction(0), Fraction(0))
    if least.denominator != 1 or most.denominator != 1:
        raise Unclear
    if times:
        if maximum not in (None, group.dose[1] * times):
            raise Unclear
        maximum = group.dose[1] * times
    low, high = group.dose
    if times == 1 and high > 1 and high.denominator == 1 and group.unit in ("tablet", "capsule", "sachet", "puff"):
        low = Fraction(1)  # "3 tablets a day when needed" are not three at once
    return WhenNeeded(low, high, int(least), int(most) if most > least else 0, maximum, group.reason)


def _intake(groups: list[Group]) -> tuple[Intake, Days]:
    if len(groups) == 1 and groups[0].as_needed:
        return _when_needed(groups[0]), EVERY_DAY
    for group in groups:
        _regular(group)
    on = _on(groups)
    if any(group.clock for group in groups):
        return _at_hours(groups), on
    if any(group.slots for group in groups):
        return _fixed(groups), on
    if len(groups) > 1:
        raise Unclear
    group = groups[0]
    amount = group.dose[0] if group.dose else Fraction(0)
    hours, times = _whole(group.hours), _whole(group.times)
    if hours and times and hours * times != 24:
        raise Unclear
    if hours and hours > 24:
        if hours % 24 or on != EVERY_DAY:
            raise Unclear
        return TimesADay(amount, 1), Days(every=hours // 24)
    if hours:
        return EveryHours(amount, hours), on
    if not group.timed:
        raise Unclear
    return TimesADay(amount, times or 1), on


def _regular(group: Group) -> None:
    """One amount, with no limit of what is taken when needed."""
    limits = group.as_needed or group.at_most or group.maximum or group.wait
    if limits or group.dose is None or group.dose[0] != group.dose[1]:
        raise Unclear
    if group.daily_first and group.dose[0] > 1 and len(group.clock or group.slots) > 1:
        raise Unclear  # "2 every day in the morning and at night": in all, or each time


# From when to when a time of the day lasts, in minutes: "at night, at 9 pm" is one intake.
_PART = ((4 * 60, 12 * 60), (11 * 60, 15 * 60), (12 * 60, 20 * 60), (18 * 60, 24 * 60))


def _at_hours(groups: list[Group]) -> AtHours | EveryHours:
    """Hours of the clock: those that go with an interval (every 8 hours, 6 am, 2 pm and 10 pm), and those that somebody chose."""
    bare = [minute for group in groups for minute in group.bare]
    if any(group.loose and not group.hours for group in groups) or (bare and max(bare) < 13 * 60 and min(bare) >= 60):
        raise Unclear  # which half of the day
    times = []
    for group in groups:
        count, hours = _whole(group.times), _whole(group.hours)
        if not group.clock or group.meals or ((count or hours) and len(groups) > 1) or (count and count != len(group.clock)):
            raise Unclear
        if hours and not _spaced(sorted(group.clock), hours * 60):
            raise Unclear
        if group.slots and (len(group.slots) > 1 or len(group.clock) > 1 or not _within(group.clock[0], group.slots[0])):
            raise Unclear
        usual = EveryHours(group.dose[0], hours) if hours and group.dose else None
        if usual and sorted(group.clock) == sorted(hour * 60 for hour in usual.clock):
            return usual
        times += [(minute, group.dose[0]) for minute in group.clock if group.dose]
    return AtHours(tuple(sorted(times)))


def _spaced(clock: list[int], step: int) -> bool:
    """Whether these times come every `step` minutes, day and night."""
    following = [*clock[1:], clock[0] + 24 * 60]
    return all(later - earlier == step for earlier, later in zip(clock, following, strict=True))


def _within(minute: int, slot: int) -> bool:
    least, most = _PART[slot]
    return least <= minute < most


def _on(groups: list[Group]) -> Days:
    """The days of intake; a week's count and its named days must agree."""
    group = next((each for each in groups if each.weekdays or each.every or each.per_week), groups[0])
    weekly = _whole(group.per_week)
    if weekly and group.times and group.times[1] == 1:
        raise Unclear  # daily and weekly
    if weekly and weekly != (len(group.weekdays) or 1):
        raise Unclear
    if sum(bool(each.weekdays or each.every or each.per_week) for each in groups) > 1 or (group.every and (group.weekdays or weekly)):
        raise Unclear
    if group.weekdays:
        return Days(group.weekdays) if len(group.weekdays) < 7 else EVERY_DAY
    return Days(every=7) if weekly else Days(every=group.every or 1)


def _fixed(groups: list[Group]) -> FixedTimes:
    amounts = [Fraction(0)] * 4
    meals = {group.meals for group in groups if group.meals}
    for group in groups:
        count, hours = _whole(group.times), _whole(group.hours)
        if (
            not group.slots
            or group.dose is None
            or (hours and (hours != 24 or len(group.slots) > 1))
            or (count and (count != len(group.slots) or len(groups) > 1))
        ):
            raise Unclear
        for slot in group.slots:
            if amounts[slot] or (meals and slot < 3 and slot not in group.meal_slots):
                raise Unclear
            amounts[slot] = group.dose[0]
    if len(meals) > 1:
        raise Unclear
    morning, noon, evening, night = amounts
    return FixedTimes((morning, noon, evening, night), meals.pop() if meals else "")


def _length(clause: Clause) -> int | None:
    if clause.duration is None:
        return None
    least, most, period = clause.duration
    days = least * _DAYS[period]
    if least != most or days.denominator != 1 or clause.until:
        raise Unclear
    return int(days)
