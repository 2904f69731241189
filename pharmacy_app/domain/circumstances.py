"""What a medicine's warnings look at in a person: pregnancy, age. The words are those of `Ask.circumstances` and `Medicine.warnings`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

_AGES = (1, 2, 6, 8, 12, 16, 18)
_LATE, _AFTER_BIRTH = timedelta(weeks=20), timedelta(weeks=6)
_OLD = 60  # as the law of Venezuela calls people elderly


def age_on(birth_date: date, day: date) -> int:
    """Whole years on that day; never negative."""
    return max(0, day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day)))


def born_about(years: int, day: date) -> date:
    """A birth date for somebody of whom only the age on that day was told: the first day of the year that makes it so."""
    return date(day.year - years, 1, 1)


def circumstances(
    criteria: Iterable[str], conditions: Iterable[str], birth_date: date | None, day: date, due: date | None = None
) -> tuple[str, ...]:
    """The words that hold for a person on that day: `pregnant`, `pregnancy_late` (it may be), `child`, `elderly`, `under_12`...

    `due` is the expected day of birth, where it is known: from the 20th week on it is late, and six weeks after it nobody is pregnant still.
    """
    held = set(criteria)
    words: set[str] = held & {"child", "elderly"}
    over = due is not None and day > due + _AFTER_BIRTH
    if "pregnant" in held or ("pregnancy" in conditions and not over):
        words.add("pregnant")
        if due is None or over or day > due - _LATE:  # where nobody has written in which month, the question is asked
            words.add("pregnancy_late")
    if birth_date is not None:
        age = age_on(birth_date, day)
        words |= {f"under_{years}" for years in _AGES if age < years}
        words |= {"child"} if age < _AGES[4] else {"elderly"} if age >= _OLD else set()
    return tuple(sorted(words))
