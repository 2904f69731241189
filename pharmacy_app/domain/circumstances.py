"""What a medicine's warnings look at in a person: pregnancy, age. The words are those of `Ask.circumstances` and `Medicine.warnings`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

_AGES = (1, 2, 6, 8, 12, 16, 18)
_OLD = 60  # as the law of Venezuela calls people elderly


def age_on(birth_date: date, day: date) -> int:
    """Whole years on that day; never negative."""
    return max(0, day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day)))


def born_about(years: int, day: date) -> date:
    """A birth date for somebody of whom only the age on that day was told: the first day of the year that makes it so."""
    return date(day.year - years, 1, 1)


def circumstances(criteria: Iterable[str], conditions: Iterable[str], birth_date: date | None, day: date) -> tuple[str, ...]:
    """The words that hold for a person on that day: `pregnant`, `pregnancy_late` (it may be), `child`, `elderly`, `under_12`..."""
    held = set(criteria)
    words: set[str] = held & {"child", "elderly"}
    if "pregnant" in held or "pregnancy" in conditions:
        words |= {"pregnant", "pregnancy_late"}  # in which month nobody has written: the question is asked
    if birth_date is not None:
        age = age_on(birth_date, day)
        words |= {f"under_{years}" for years in _AGES if age < years}
        words |= {"child"} if age < _AGES[4] else {"elderly"} if age >= _OLD else set()
    return tuple(sorted(words))
