"""Directions as one plain sentence and as a picture, in the language of the person: no abbreviation, `usted`. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
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
    per_intake_day,
)
from pharmacy_app.domain.pictures import AsNeeded, ClockTimes, EveryOtherDay, FourTimes, Picture, Steps, Weekdays
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording.doses import NBSP, both, dose, dose_unit_word, per_day, short_amount

_SLOTS = (mark("{amount} in the morning"), mark("{amount} at noon"), mark("{amount} in the evening"), mark("{amount} at night"))
_AT_MEALS = {
    "with": (mark("{amount} with breakfast"), mark("{amount} with lunch"), mark("{amount} with dinner"), mark("{amount} at bedtime")),
    "before": (
        mark("{amount} before breakfast"),
        mark("{amount} before lunch"),
        mark("{amount} before dinner"),
        mark("{amount} at bedtime"),
    ),
    "after": (mark("{amount} after breakfast"), mark("{amount} after lunch"), mark("{amount} after dinner"), mark("{amount} at bedtime")),
}
_WEEKDAYS = (
    mark("on Mondays"), mark("on Tuesdays"), mark("on Wednesdays"), mark("on Thursdays"), mark("on Fridays"), mark("on Saturdays"), mark("on Sundays"),
)  # fmt: skip
_AT_THE_DOSE = {
    "each_eye": mark("in each eye"), "right_eye": mark("in the right eye"), "left_eye": mark("in the left eye"), "each_ear": mark("in each ear"),
    "right_ear": mark("in the right ear"), "left_ear": mark("in the left ear"), "each_nostril": mark("in each nostril"),
}  # fmt: skip
_AFTERWARDS = {
    "under_skin": mark("under the skin"), "under_tongue": mark("under the tongue"), "skin": mark("on the skin"), "muscle": mark("into the muscle"),
    "vagina": mark("into the vagina"),
}  # fmt: skip
_REASONS = {
    "": mark("if needed"), "pain": mark("if you have pain"), "fever": mark("if you have a fever"), "pain_or_fever": mark("if you have pain or fever"),
    "breathless": mark("if you are short of breath"), "nausea": mark("if you feel sick"), "itching": mark("if it itches"),
    "cough": mark("if you have a cough"), "sleepless": mark("if you cannot sleep"),
}  # fmt: skip
_NOTES = {
    "measure_with_syringe": mark("Measure with the syringe."),
    "rinse_mouth": mark("Afterwards, rinse your mouth."),
    "empty_stomach": mark("On an empty stomach."),
    "plenty_of_water": mark("With plenty of water."),
    "half_hour_before": mark("Half an hour before eating."),
    "hour_before": mark("An hour before eating."),
    "with_food": mark("With food."),
    "dissolve": mark("Dissolve it in a glass of water."),
}


def sentence(language: Language, directions: Directions, start: date | None = None) -> str:
    """How to take it: `1 tableta en la mañana y 1 en la noche, por 30 días.`

    With `start`, the first day is said where it matters (every other day). `intake.directions.read` understands the sentence without it.
    """
    steps = directions.phases
    said = [_phase(language, directions, phase) for phase in steps] if len(steps) == 1 else _tapering(language, directions)
    text = f"{said[0]}."
    for following in said[1:]:
        text = language.tr("{before}, then {step}.", before=text[:-1], step=following)
    if len(steps) > 1 and steps[-1].length:
        text += " " + language.tr("Then stop.")
    text += _limits(language, directions, steps[0].intake)
    if directions.extra:
        amount = dose(language, directions.unit, directions.extra.least, most=directions.extra.most)
        text += " " + language.tr("Besides, {amount} {when}.", amount=amount, when=language.tr(_REASONS[directions.extra.reason]))
        text += _limits(language, directions, directions.extra)
    if start and steps[0].on.every > 1:
        day = f"{language.weekday(start)}{NBSP}{language.short_date(start)}"
        text += " " + language.tr("Begin on {day}.", day=day)
    text = " ".join([text, *(language.tr(_NOTES[note]) for note in directions.notes)])
    return text[:1].upper() + text[1:]


def on_paper(language: Language, directions: Directions, start: date | None = None) -> str:
    """The sentence as a paper says it: what is taken on one day alone is `1 tableta, una sola vez`, which nobody reads back from it."""
    phase = directions.phases[0]
    more = len(directions.phases) > 1 or directions.site or directions.extra or directions.notes
    if more or phase.length != 1 or not isinstance(phase.intake, TimesADay) or phase.intake.times != 1:
        return sentence(language, directions, start)
    words = language.tr("{dose}, only once", dose=dose(language, directions.unit, phase.intake.amount))
    return f"{words[:1].upper()}{words[1:]}."


def _phase(language: Language, directions: Directions, phase: Phase) -> str:
    """A treatment of one step, up to its full stop."""
    parts = [_what(language, directions, phase)]
    if directions.site in _AFTERWARDS:
        parts.append(language.tr(_AFTERWARDS[directions.site]))
    how_long = _how_long(language, directions, phase)
    return ", ".join([*parts, how_long] if how_long else parts)


def _tapering(language: Language, directions: Directions) -> list[str]:
    """The steps, from the second on in short where each is so much a day."""
    daily = all(isinstance(phase.intake, TimesADay) and phase.intake.times == 1 and phase.on == EVERY_DAY for phase in directions.phases)
    said = []
    for place, phase in enumerate(directions.phases):
        how_long = _how_long(language, directions, phase)
        if daily and place and isinstance(phase.intake, TimesADay) and (phase.length or directions.chronic):
            what = dose(language, directions.unit, phase.intake.amount, named=False)
        else:
            what = _what(language, directions, phase)
        if not place and directions.site in _AFTERWARDS:
            what = f"{what}, {language.tr(_AFTERWARDS[directions.site])},"
        said.append(f"{what} {how_long}" if how_long else what)
    return said


def _what(language: Language, directions: Directions, phase: Phase) -> str:
    """Amounts, hours and days of one step."""
    at = language.tr(_AT_THE_DOSE[directions.site]) if directions.site in _AT_THE_DOSE else ""

    def first(amount: Fraction, most: Fraction | None = None) -> str:
        return f"{dose(language, directions.unit, amount, most=most, nasal=directions.site == 'each_nostril')}{' ' if at else ''}{at}"

    on = _days(language, phase.on)
    match phase.intake:
        case FixedTimes(amounts, meals):
            words = _AT_MEALS.get(meals, _SLOTS)
            taken = [(words[slot], amount) for slot, amount in enumerate(amounts) if amount]
            said = [language.tr(taken[0][0], amount=first(taken[0][1]))]
            said += [language.tr(word, amount=dose(language, directions.unit, amount, named=False)) for word, amount in taken[1:]]
            return f"{both(language, said)}{', ' if on else ''}{on}"
        case EveryHours(amount, hours):
            text = language.ntr("{amount} every {n} hour", "{amount} every {n} hours", hours, amount=first(amount))
            clock = [hour_words(language, hour * 60) for hour in phase.intake.clock]
            return f"{text}{f' ({both(language, clock)})' if clock else ''}{', ' if on else ''}{on}"
        case AtHours(chosen):
            said = [
                _at(language, minute, dose(language, directions.unit, amount, named=False) if place else first(amount))
                for place, (minute, amount) in enumerate(chosen)
            ]
            return f"{both(language, said)}{', ' if on else ''}{on}"
        case TimesADay(amount, times):
            if times == 1:
                return f"{first(amount)} {on}" if on else language.tr("{amount} a day", amount=first(amount))
            text = language.ntr("{amount}, {n} time a day", "{amount}, {n} times a day", times, amount=first(amount))
            return f"{text}{', ' if on else ''}{on}"
        case WhenNeeded(least, most, reason=reason):
            return f"{first(least, most)} {language.tr(_REASONS[reason])}"


def _days(language: Language, on: Days) -> str:
    """`los lunes y los jueves`, `un día sí y otro no`; nothing for every day."""
    if on.weekdays:
        return both(language, [language.tr(_WEEKDAYS[day]) for day in on.weekdays])
    match on.every:
        case 1:
            return ""
        case 2:
            return language.tr("every other day")
        case 7:
            return language.tr("once a week")
    return language.ntr("every {n} day", "every {n} days", on.every)


def _how_long(language: Language, directions: Directions, phase: Phase) -> str:
    if phase.length:
        weeks = phase.length // 7
        if (phase.on.weekdays or phase.on.every == 7) and phase.length % 7 == 0:
            return language.ntr("for {n} week", "for {n} weeks", weeks).replace(" ", NBSP)
        return language.ntr("for {n} day", "for {n} days", phase.length).replace(" ", NBSP)
    if directions.until:
        return language.tr("until {day}", day=language.date(directions.until))
    if not directions.chronic:
        return ""
    if phase.on == EVERY_DAY and not isinstance(phase.intake, WhenNeeded):
        return language.tr("every day")
    return language.tr("until the doctor says otherwise")


def _limits(language: Language, directions: Directions, intake: Intake) -> str:
    """How long to wait, and the most a day, of what is taken when needed."""
    if not isinstance(intake, WhenNeeded):
        return ""
    text = ""
    if intake.wait_most:
        text += " " + language.tr("Wait {least} to {most} hours between doses.", least=intake.wait, most=intake.wait_most)
    elif intake.wait and directions.unit in ("tablet", "capsule", "puff"):
        text += " " + language.ntr("Wait {n} hour between one and the next.", "Wait {n} hours between one and the next.", intake.wait)
    elif intake.wait:
        text += " " + language.ntr("Wait {n} hour between doses.", "Wait {n} hours between doses.", intake.wait)
    if intake.maximum:
        text += " " + language.tr("No more than {most} a day.", most=per_day(language, directions.unit, intake.maximum))
    return text


def hour_words(language: Language, minute: int) -> str:
    """`6 am`, `2:30 pm`, `12 del mediodía` for a minute of the day."""
    if minute % 720 == 0:
        return (language.tr("12 noon") if minute else language.tr("12 midnight")).replace(" ", NBSP)
    hour, rest = divmod(minute, 60)
    shown = f"{hour % 12 or 12}:{rest:02}" if rest else str(hour % 12)
    return (language.tr("{hour} pm", hour=shown) if hour >= 12 else language.tr("{hour} am", hour=shown)).replace(" ", NBSP)


def _at(language: Language, minute: int, amount: str) -> str:
    """`1 tableta a las 8 am`, `1 tableta a la 1 pm`."""
    words = hour_words(language, minute)
    return language.ntr("{amount} at {hour}", "{amount} at {hour}", minute // 60 % 12 or 12, amount=amount, hour=words)


def picture(language: Language, directions: Directions, start: date) -> Picture | None:
    """The picture of directions that begin on `start`; None where no picture says it truly (once a day at no said time, for one)."""
    if directions.extra:
        return None
    if len(directions.phases) > 1:
        return _steps(language, directions, start)
    phase = directions.phases[0]
    intake = phase.intake
    if isinstance(intake, WhenNeeded):
        most = language.tr("At most {most} a day", most=per_day(language, directions.unit, intake.maximum)) if intake.maximum else ""
        wait = language.ntr("Wait {n} hour", "Wait {n} hours", intake.wait) if intake.wait else ""
        return AsNeeded(language.tr("Only {when}", when=language.tr(_REASONS[intake.reason])), most or wait)
    if phase.on != EVERY_DAY:
        return _chosen_days(language, directions, phase, start)
    if isinstance(intake, EveryHours):
        amount = short_amount(language, directions.unit, intake.amount)
        times = tuple((hour_words(language, hour * 60), amount) for hour in intake.clock)
        return ClockTimes(times, _unit(language, directions, [intake.amount])) if times else None
    if isinstance(intake, AtHours):
        times = tuple((hour_words(language, minute), short_amount(language, directions.unit, amount)) for minute, amount in intake.times)
        return ClockTimes(times, _unit(language, directions, [amount for _, amount in intake.times]))
    amounts = intake.amounts if isinstance(intake, FixedTimes) else _spread(intake)
    if amounts is None:
        return None
    shown = [short_amount(language, directions.unit, amount) if amount else "" for amount in amounts]
    return FourTimes(shown[0], shown[1], shown[2], shown[3], _unit(language, directions, amounts))


def _unit(language: Language, directions: Directions, amounts: Sequence[Fraction]) -> str:
    return dose_unit_word(language, directions.unit, amounts, nasal=directions.site == "each_nostril")


def _spread(intake: TimesADay) -> tuple[Fraction, Fraction, Fraction, Fraction] | None:
    """Two, three and four times a day have their usual boxes; once a day has none: nobody said which."""
    amount, none = intake.amount, Fraction(0)
    return {2: (amount, none, none, amount), 3: (amount, amount, none, amount), 4: (amount, amount, amount, amount)}.get(intake.times)


def _chosen_days(language: Language, directions: Directions, phase: Phase, start: date) -> Picture | None:
    """A strip of days, where one intake a day is all."""
    taken: Sequence[Fraction] = [amount for amount in phase.intake.amounts if amount] if isinstance(phase.intake, FixedTimes) else []
    if isinstance(phase.intake, TimesADay) and phase.intake.times == 1:
        taken = [phase.intake.amount]
    if isinstance(phase.intake, AtHours):
        taken = [amount for _, amount in phase.intake.times]
    if len(taken) != 1:
        return None
    amount = short_amount(language, directions.unit, taken[0])
    if phase.on.weekdays:
        flags = [day in phase.on.weekdays for day in range(7)]
        week = (flags[0], flags[1], flags[2], flags[3], flags[4], flags[5], flags[6])
        return Weekdays(week, amount, _unit(language, directions, taken))
    days = (start + timedelta(days=ahead) for ahead in range(7))
    return EveryOtherDay(tuple(day for day in days if phase.on.includes(day, start)), amount) if phase.on.every < 7 else None


def _steps(language: Language, directions: Directions, start: date) -> Picture | None:
    """Each step's amount a day with its first and last day."""
    shown, first = [], start
    for phase in directions.phases:
        most = per_intake_day(phase.intake)
        if most is None or phase.on != EVERY_DAY:
            return None
        amount = language.tr("{most} a day", most=per_day(language, directions.unit, most))
        last = first + timedelta(days=phase.length - 1) if phase.length else None
        shown.append((amount, _span(language, first, last)))
        first = last + timedelta(days=1) if last else first
    return Steps(tuple(shown))


def _span(language: Language, first: date, last: date | None) -> str:
    """`24–28/11`, `28/11–02/12`; `desde el 04/12` without an end."""
    if last is None:
        return language.tr("from {day}", day=language.short_date(first))
    if first == last:
        return language.short_date(first)
    return (
        f"{first.day:02}–{language.short_date(last)}"
        if first.month == last.month
        else f"{language.short_date(first)}–{language.short_date(last)}"
    )
