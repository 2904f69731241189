"""What each phrase of a text of directions does to what was read so far; what does not go together is `Unclear`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from pharmacy_app.intake.direction_clause import Clause, Ends, Group, Unclear
from pharmacy_app.intake.direction_words import ANY_WEEKDAY, number, positive, spread, unit, weekday

_AND_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "three": Fraction(3, 4)}
_STEPS = {"s": 7, "w": 7, "m": 30}  # days in a week and a month, by their first letters
_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_HALF_A_YEAR = timedelta(days=183)


def _once(known: object, new: object) -> None:
    """A thing said twice must be said alike."""
    if known and known != new:
        raise Unclear


def _dose(clause: Clause, ends: Ends, code: str) -> None:
    group = clause.last
    if group.dose is not None:
        if group.days_late:
            raise Unclear  # "1 on Mondays and 2 at night": on which days the second is taken is a guess
        group = Group(unit=group.unit)
        clause.groups.append(group)
    elif group.slots or group.clock:
        raise Unclear  # "in the morning 1 and at night 2": which belongs to which is a guess
    group.dose = ends
    group.unit = code or group.unit


def plain_dose(clause: Clause, found: re.Match[str]) -> None:
    """A number, with its unit where one is said."""
    least, most = spread(found)
    part = next((part for name, part in _AND_PARTS.items() if found[name]), Fraction(0))
    if part and least != most:
        raise Unclear
    _dose(clause, (least + part, most + part), unit(found["unit"]) if found["unit"] else "")


def packed_dose(clause: Clause, found: re.Match[str]) -> None:
    """So many times so many mL."""
    amount = positive(found["count"]) * positive(found["each"])
    _dose(clause, (amount, amount), "ml")


def scheme(clause: Clause, found: re.Match[str]) -> None:
    """`1-0-1`: morning, noon, night."""
    parts = [number(part) for part in found["scheme"].replace(" ", "").split("-")]
    named = {unit(word) for word in (found["before"], found["after"]) if word}
    if len(named) > 1:
        raise Unclear
    for slot, amount in zip((0, 1, 2, 3) if len(parts) == 4 else (0, 1, 3), parts, strict=True):
        if amount:
            _dose(clause, (amount, amount), "".join(named))
            clause.last.slots.append(slot)


def half_more(clause: Clause, found: re.Match[str]) -> None:
    """`tableta y media`: one and a half, though nobody said one."""
    _dose(clause, (Fraction(3, 2), Fraction(3, 2)), unit(found["unit"]))


# Moments that may be two words for one intake: breakfast in the morning, lunch at noon, dinner in the evening or at night.
_MEAL_OF = {"desayuno": 0, "breakfast": 0, "almuerzo": 1, "lunch": 1, "cena": 2, "dinner": 2}
_RELATIONS = {"antes": "before", "before": "before", "despues": "after", "after": "after"}


def at_slot(slot: int, asleep: bool = False) -> Callable[[Clause, re.Match[str]], None]:
    """A time of day; `asleep`: at bedtime, which is another moment than dinner."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        group = clause.last
        dinner = slot == 3 and not asleep and group.slots == [2]
        if group.meal_slots and (group.slots == [slot] or dinner):
            if clause.joined:
                raise Unclear  # "with dinner and at night": one intake or two
            return
        if (group.slots and not clause.joined) or (group.clock and clause.joined):
            raise Unclear
        group.slots.append(slot)
        group.asleep = group.asleep or asleep

    return read


def at_meal(clause: Clause, found: re.Match[str]) -> None:
    """One meal, some, or all three: with, before or after; a meal without a word is as the one before it."""
    group = clause.last
    said = found["relation"]
    relation = "before" if said is None else _RELATIONS.get(said.split(" ")[0], "with") if said else group.meals or "with"
    _once(group.meals, relation)
    slots = [_MEAL_OF[word] for word in re.findall("|".join(_MEAL_OF), found[0])] or [0, 1, 2]
    dinner = slots == [2] and group.slots == [3] and not group.asleep
    if not group.meal_slots and (group.slots == slots or dinner):
        if clause.joined:
            raise Unclear
        group.slots.clear()  # "at night with dinner" is one intake
    elif group.slots and not clause.joined:
        raise Unclear
    group.meals = relation
    group.slots += slots
    group.meal_slots.update(slots)


def long_before_meal(code: str) -> Callable[[Clause, re.Match[str]], None]:
    """So long before a meal: the meal, and a note of the time."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        at_meal(clause, found)
        note(code)(clause, found)

    return read


# The hours that go with each word behind them, as people say them. 12 am and 12 pm, without minutes, are no hour that two people understand alike.
_HALVES = {
    "am": {hour: hour for hour in range(1, 12)} | {12: 0},
    "pm": {hour: hour + 12 for hour in range(1, 12)} | {12: 12},
    "de la madrugada": {hour: hour for hour in range(1, 6)},
    "de la manana": {hour: hour for hour in range(4, 12)},
    "de la tarde": {hour: hour + 12 for hour in range(1, 8)},
    "de la noche": {hour: hour + 12 for hour in range(6, 12)} | {12: 0},
    "del mediodia": {12: 12},
    "m": {12: 12},
    "noon": {12: 12},
    "midnight": {12: 0},
}


def at_hour(clause: Clause, found: re.Match[str]) -> None:
    """An hour of the clock with its half of the day: `8 am`, `7:30 de la noche`."""
    half = re.sub("[. ]", "", found["half"]) if found["half"][:1] in "apm" and found["half"] != "midnight" else found["half"]
    hour = _HALVES[half].get(int(found["hour"]))
    if hour is None or (half in ("am", "pm") and hour % 12 == 0 and not int(found["minute"] or 0)):
        raise Unclear
    minute = hour * 60 + int(found["minute"] or 0)
    if not found["at"] and ((half == "am" and hour < 5 and not found["minute"]) or half == "m"):
        clause.last.loose = True  # "1 am, 1 pm" may be one in the morning, one in the evening; "12 m" may be months
    _clock(clause, minute)


def at_hour_of_24(clause: Clause, found: re.Match[str]) -> None:
    """An hour without a half of the day: `20:00`."""
    minute = int(found["hour"]) * 60 + int(found["minute"] or 0)
    clause.last.bare.append(minute)
    _clock(clause, minute)


def _clock(clause: Clause, minute: int) -> None:
    if clause.last.slots and clause.joined:
        raise Unclear  # "at night and at 9 pm": one intake or two
    clause.last.clock.append(minute)


def alone(clause: Clause, found: re.Match[str]) -> None:
    """One dose, and no other."""
    clause.alone = True


def every_hours(clause: Clause, found: re.Match[str]) -> None:
    """Every so many hours."""
    ends = spread(found) if found["least"] else (Fraction(1), Fraction(1))
    _once(clause.last.hours, ends)
    clause.last.hours = ends


def times(per: str) -> Callable[[Clause, re.Match[str]], None]:
    """So many times in a `day` or a `week`."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        words = found.groupdict()
        latin = {"once": 1, "twice": 2, "thrice": 3, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4, "od": 1, "qd": 1}
        ends = spread(found) if words.get("least") else (Fraction(latin.get((words.get("latin") or "").replace(".", ""), 1)),) * 2
        _once(clause.last.times if per == "day" else clause.last.per_week, ends)
        if per == "day":
            clause.last.times = ends
        else:
            _days_of_intake(clause, clause.duration)
            clause.last.per_week = ends

    return read


def times_at_most(clause: Clause, found: re.Match[str]) -> None:
    """Up to so many times a day: a limit of what is taken when needed."""
    times("day")(clause, found)
    clause.last.at_most = True


def daily(clause: Clause, found: re.Match[str]) -> None:
    """Every day, with no end said."""
    clause.last.daily = True
    clause.last.daily_first = not (clause.last.slots or clause.last.clock)
    clause.onward = True


def every_days(clause: Clause, found: re.Match[str]) -> None:
    """Every so many days, weeks or months; without a count every other day."""
    step = positive(found["count"]) * _STEPS.get(found["of"][0], 1) if found["count"] else Fraction(2)
    _step(clause, step)


def once_in(days: int) -> Callable[[Clause, re.Match[str]], None]:
    """Once in so many days, by one word: monthly."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        _step(clause, Fraction(days))

    return read


def _step(clause: Clause, step: Fraction) -> None:
    if step.denominator != 1:
        raise Unclear
    _days_of_intake(clause, clause.duration)
    _once(clause.last.every, int(step))
    clause.last.every = int(step)


def _days_of_intake(clause: Clause, before: object = None) -> None:
    """Days belong to all doses where they are said before the first, or after a comma behind the last; elsewhere it is a guess.

    `before`: what may not have been said before them: "for 5 days every week" are no five days.
    """
    if before or (len(clause.groups) > 1 and not clause.joined):
        raise Unclear
    clause.last.days_late = clause.last.dose is not None


def on_weekdays(clause: Clause, found: re.Match[str]) -> None:
    """Named days of the week, or from one to another."""
    named = [weekday(word) for word in re.findall(ANY_WEEKDAY, found[0])]
    if found["through"]:
        named = list(range(named[0], named[-1] + 1)) if len(named) == 2 else []
    days = tuple(sorted(set(named)))
    if not days or (clause.last.weekdays and clause.last.weekdays != days):
        raise Unclear
    _days_of_intake(clause)
    clause.last.weekdays = days


def when_needed(reason: str) -> Callable[[Clause, re.Match[str]], None]:
    """Only when needed, for one of `domain.directions.REASONS`."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        if clause.after_and and clause.last.timed:
            raise Unclear  # "every 12 hours and when needed": besides, or only then
        _once(clause.last.reason, reason or clause.last.reason)
        clause.last.as_needed = True
        clause.last.reason = reason or clause.last.reason

    return read


def maximum(clause: Clause, found: re.Match[str]) -> None:
    """The most in a day."""
    group, amount = clause.last, positive(found["count"])
    _once(group.maximum, amount)
    if found["unit"]:
        _once(group.unit, unit(found["unit"]))
        group.unit = unit(found["unit"])
    group.maximum = amount


def wait(clause: Clause, found: re.Match[str]) -> None:
    """Hours between doses."""
    _once(clause.last.wait, spread(found))
    clause.last.wait = spread(found)


def for_long(clause: Clause, found: re.Match[str]) -> None:
    """For so long."""
    least, most = spread(found) if found["least"] else (Fraction(1), Fraction(1))
    word = found["period"]
    period = next(code for code, words in PERIODS.items() if re.fullmatch(words, word))
    if period == "hour" and found[0][0].isdigit():
        raise Unclear  # "8 h" behind a dose may be every 8 hours
    _once(clause.duration, (least, most, period))
    clause.duration = (Fraction(0) if found["upto"] else least, most, period)


def until(clause: Clause, found: re.Match[str]) -> None:
    """A last day. Where no year is said, the next such day after the start, if that is within half a year."""
    month = int(found["month"]) if found["month"].isdigit() else _MONTHS.index(found["month"][:3]) + 1
    said = found["year"]
    years = [int(said) + (2000 if len(said) == 2 else 0)] if said else [clause.start.year, clause.start.year + 1] if clause.start else []
    try:
        days = [date(year, month, int(found["day"])) for year in years]
    except ValueError:
        raise Unclear from None
    if not said and clause.start:
        days = [day for day in days if clause.start <= day <= clause.start + _HALF_A_YEAR]
    if len(days) != 1:
        raise Unclear
    _once(clause.until, days[0])
    clause.until = days[0]


def onward(clause: Clause, found: re.Match[str]) -> None:
    """Until a doctor looks again."""
    clause.onward = True


def at_site(code: str) -> Callable[[Clause, re.Match[str]], None]:
    """Where on the body."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        _once(clause.site, code)
        clause.site = code

    return read


def note(code: str) -> Callable[[Clause, re.Match[str]], None]:
    """What else the person is told."""

    def read(clause: Clause, found: re.Match[str]) -> None:
        if code not in clause.notes:
            clause.notes.append(code)

    return read


def fasting(clause: Clause, found: re.Match[str]) -> None:
    """On an empty stomach; where no other time is said, in the morning."""
    clause.fasting = True
    note("empty_stomach")(clause, found)


def applied(clause: Clause, found: re.Match[str]) -> None:
    """What is applied is one application."""
    clause.applied = True


def skip(clause: Clause, found: re.Match[str]) -> None:
    """A word that changes nothing."""


PERIODS = {
    "hour": r"h|hrs?|horas?|hours?",
    "day": r"d|dias?|days?|noches?|nights?",
    "week": r"sems?|semanas?|weeks?",
    "month": r"mes|meses|months?",
    "year": r"anos?|years?",
}
