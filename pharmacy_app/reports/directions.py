"""The picture of how to take a medicine: four times of day, clock times, a strip of days, steps, or the box for when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pharmacy_app.domain.pictures import AsNeeded, ClockTimes, EveryOtherDay, FourTimes, Picture, Steps, Weekdays
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, width
from pharmacy_app.reports.pictures import icon, rounded
from pharmacy_app.system.language import Language

_WIDE, _HIGH, _GAP = 48.4 * MM, 13.8 * MM, 0.8 * MM
_STRIP = 8.2 * MM  # a box of the strip of days, without the words below
_USED, _UNUSED = 1.1, 0.4
_MOST_STEPS, _MOST_TIMES = 4, 6
_COUNT, _UNIT, _TIME, _SMALL = 15.0, 7.5, 7.2, 9.0


def picture_width(factor: float) -> float:
    """Width in points of every picture at this factor (1 is the running row of a sheet of three)."""
    return _WIDE * factor


def picture_height(picture: Picture, factor: float) -> float:
    """Height in points of this picture at this factor."""
    match picture:
        case Weekdays() | EveryOtherDay():
            return (_STRIP + 4.2 * MM) * factor
        case Steps(steps) if len(steps) > _MOST_STEPS:
            return len(steps) * _SMALL * LEADING * factor
        case ClockTimes(times) if len(times) > _MOST_TIMES:
            return len(times) * _SMALL * LEADING * factor
        case _:
            return _HIGH * factor


def draw_picture(paper: Paper, picture: Picture, x: float, top: float, factor: float) -> None:
    """Draw it with its upper left corner at x, top."""
    match picture:
        case FourTimes():
            _four_times(paper, picture, x, top, factor)
        case ClockTimes(times, unit) if len(times) > _MOST_TIMES:
            _list(paper, [(when, f"{amount} {unit}") for when, amount in times], x, top, factor)
        case ClockTimes():
            _clock(paper, picture, x, top, factor)
        case Weekdays(days, amount, _):
            words = _two_letters(paper.language)
            _strip(paper, words, days, amount, _days_named(paper.language, days), x, top, factor)
        case EveryOtherDay(dates, amount):
            week = [dates[0] + timedelta(days=n) for n in range(7)]
            below = paper.language.tr("and so on, every other day")
            _strip(paper, [str(day.day) for day in week], [day in dates for day in week], amount, below, x, top, factor)
        case AsNeeded():
            _as_needed(paper, picture, x, top, factor)
        case Steps(steps) if len(steps) > _MOST_STEPS:
            _list(paper, [(until, amount) for amount, until in steps], x, top, factor)
        case Steps():
            _steps(paper, picture, x, top, factor)


def _box(paper: Paper, x: float, y: float, wide: float, high: float, used: bool = True) -> None:
    weight = _USED if used else _UNUSED
    paper.draw(f"{weight} w {rounded(x + 0.5, y + 0.5, wide - 1, high - 1, 2.6)} S")


def _fitted(paper: Paper, centre: float, y: float, text: str, font: str, size: float, room: float) -> None:
    paper.centre(centre, y, text, font, fit(text, font, size, room))


def _count_size(text: str, factor: float) -> float:
    """Two characters at 76 %, three at 66 %: they never touch the symbol beside them."""
    return _COUNT * factor * (1.0 if len(text) < 2 else 0.76 if len(text) == 2 else 0.66)


def _four_times(paper: Paper, picture: FourTimes, x: float, top: float, factor: float) -> None:
    high, gap = _HIGH * factor, _GAP * factor
    wide = (_WIDE * factor - 3 * gap) / 4
    tr = paper.language.tr
    times = (
        ("morning", picture.morning, tr("morning")),
        ("noon", picture.noon, tr("noon")),
        ("evening", picture.evening, tr("afternoon")),
        ("night", picture.night, tr("night")),
    )
    low = top - high
    for index, (symbol, amount, word) in enumerate(times):
        left = x + index * (wide + gap)
        _box(paper, left, low, wide, high, bool(amount))
        middle = left + wide / 2
        if not amount:
            paper.draw(f"0.8 w {middle - 3:.2f} {low + high / 2:.2f} m {middle + 3:.2f} {low + high / 2:.2f} l S")
            continue
        inset = 2.2 * factor
        side = 4.5 * MM * factor * (1.0 if len(amount) < 2 else 0.9 if len(amount) == 2 else 0.8)
        size = min(_count_size(amount, factor), fit(amount, BOLD, 99, wide - side - 2.4 * inset))
        paper.draw(icon(symbol, left + inset, top - inset * 1.6 - side, side))
        paper.right(left + wide - inset, top - inset - 13.6 * factor, amount, BOLD, size)
        room = wide - 2 * factor - 1
        _fitted(paper, middle, low + 10.6 * factor, picture.unit, REGULAR, _UNIT * factor, room)
        _fitted(paper, middle, low + 2.9 * factor, word, BOLD, _TIME * factor, room)


def _clock(paper: Paper, picture: ClockTimes, x: float, top: float, factor: float) -> None:
    count = max(len(picture.times), 3)
    high, gap = _HIGH * factor, _GAP * factor
    wide = (_WIDE * factor - (count - 1) * gap) / count
    low = top - high
    for index, (when, amount) in enumerate(picture.times):
        left = x + index * (wide + gap)
        middle, room = left + wide / 2, wide - 3 * factor
        _box(paper, left, low, wide, high)
        _fitted(paper, middle, top - 15.5 * factor, amount, BOLD, _COUNT * factor, room)
        _fitted(paper, middle, low + 10.9 * factor, picture.unit, REGULAR, _UNIT * factor, room)
        _fitted(paper, middle, low + 3 * factor, when, BOLD, _TIME * factor * 1.05, room)


def _two_letters(language: Language) -> Sequence[str]:
    return (
        language.tr("MO"), language.tr("TU"), language.tr("WE"), language.tr("TH"), language.tr("FR"), language.tr("SA"), language.tr("SU"),
    )  # fmt: skip


def _days_named(language: Language, days: Sequence[bool]) -> str:
    names = (
        language.tr("Mondays"), language.tr("Tuesdays"), language.tr("Wednesdays"), language.tr("Thursdays"),
        language.tr("Fridays"), language.tr("Saturdays"), language.tr("Sundays"),
    )  # fmt: skip
    chosen = [name for name, taken in zip(names, days, strict=True) if taken]
    if len(chosen) < 2:
        return "".join(chosen)
    return language.tr("{days} and {last}", days=", ".join(chosen[:-1]), last=chosen[-1])


def _strip(paper: Paper, heads: Sequence[str], used: Sequence[bool], amount: str, below: str, x: float, top: float, factor: float) -> None:
    high, gap = _STRIP * factor, 0.75 * MM * factor
    wide = (_WIDE * factor - 6 * gap) / 7
    low = top - high
    for index, (head, taken) in enumerate(zip(heads, used, strict=True)):
        left = x + index * (wide + gap)
        middle = left + wide / 2
        _box(paper, left, low, wide, high, taken)
        _fitted(paper, middle, top - 7.8 * factor, head, BOLD if taken else REGULAR, 7.2 * factor, wide - 3)
        if taken:
            _fitted(paper, middle, low + 3.2 * factor, amount, BOLD, 13 * factor, wide - 3)
    _fitted(paper, x + _WIDE * factor / 2, low - 9.4 * factor, below, BOLD, 8.5 * factor, _WIDE * factor)


def _as_needed(paper: Paper, picture: AsNeeded, x: float, top: float, factor: float) -> None:
    wide, high, side = _WIDE * factor, _HIGH * factor, 6.4 * MM * factor
    low = top - high
    _box(paper, x, low, wide, high)
    paper.draw(icon("care", x + 4 * factor, low + (high - side) / 2 + 1, side))
    left = x + side + 9 * factor
    room = wide - side - 12 * factor
    size = min(fit(line, BOLD, 10 * factor, room) for line in (picture.line1, picture.line2))
    middle = low + high / 2 - 3.4 * factor
    for text, y in ((picture.line1, middle + 7.2 * factor), (picture.line2, middle - 7.2 * factor)):
        paper.text(left, y if picture.line2 else middle, text, BOLD, size)


def _steps(paper: Paper, picture: Steps, x: float, top: float, factor: float) -> None:
    count, gap = max(len(picture.steps), 3), _GAP * factor
    wide = (_WIDE * factor - (count - 1) * gap) / count
    low = top - _HIGH * factor
    drop = 5.2 * factor if len(picture.steps) < 4 else 3.8 * factor
    size = min(fit(amount, BOLD, 10.5 * factor, wide - 3) for amount, _ in picture.steps)
    rises = _rises(picture)
    for index, (amount, until) in enumerate(picture.steps):
        left = x + index * (wide + gap)
        high = _HIGH * factor - drop * (len(picture.steps) - 1 - index if rises else index)
        _box(paper, left, low, wide, high)
        paper.centre(left + wide / 2, low + 12.2 * factor, amount, BOLD, size)
        _fitted(paper, left + wide / 2, low + 4.2 * factor, until, BOLD, 7.2 * factor, wide - 3)


def _rises(picture: Steps) -> bool:
    """A course that goes up: its last count is larger than its first, where both begin with a number."""

    def number(text: str) -> float:
        digits = text.split(" ", 1)[0].replace(",", ".").replace("½", ".5")
        return float(digits) if digits.replace(".", "", 1).isdigit() else 0.0

    return number(picture.steps[-1][0]) > number(picture.steps[0][0])


def _list(paper: Paper, rows: Sequence[tuple[str, str]], x: float, top: float, factor: float) -> None:
    """Too many for boxes: one line each."""
    size = _SMALL * factor
    column = max(width(when, BOLD, size) for when, _ in rows) + 6
    column = min(column, _WIDE * factor * 0.6)
    for when, amount in rows:
        top -= size * LEADING
        paper.text(x, top + size * 0.25, when, BOLD, fit(when, BOLD, size, column - 4))
        paper.text(x + column, top + size * 0.25, amount, REGULAR, fit(amount, REGULAR, size, _WIDE * factor - column))
