"""Who is on a week's visit sheet: why, in which order, and who must wait for the next. Pure; the committee chooses how many houses and weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.domain.circumstances import age_on

# Why somebody is visited, the most pressing first. `long`: nobody has seen them for long, and nothing else speaks for it.
WHYS = ("vulnerable_unseen", "ends", "new_case", "pregnant", "small_child", "chronic", "long")
FOLLOWED_UP = ("new_case", "referral")  # purposes after which a doctor looks again at the next visit
SMALL_CHILD = 5  # years
PREGNANT_WEEKS = 4  # a pregnant woman is seen once a month, however many weeks others wait
MOST_HOUSES, MOST_WEEKS = 60, 52
NEXT_WEEKS = 2  # a doctor who did not say when they come again is back by the end of the following week


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be visited. `ends_on`: the first day by which a doctor looks at a chronic treatment again; `last_met`: when somebody saw them,
    None for never, and `last_purpose` what for."""

    patient_id: int
    household_id: int
    vulnerable: bool = False
    chronic: bool = False
    pregnant: bool = False
    birth_date: date | None = None
    ends_on: date | None = None
    last_met: date | None = None
    last_purpose: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A person of the sheet, and why (words of `WHYS`, never empty)."""

    patient_id: int
    household_id: int
    whys: tuple[str, ...]

    @property
    def first(self) -> bool:
        """Vulnerable, and not seen for long: first on the sheet."""
        return self.whys[0] == WHYS[0]


def monday(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())


def unseen(last_met: date | None, week_of: date, weeks: int) -> bool:
    """Whether nobody has seen them in the `weeks` weeks before the Monday `week_of`."""
    return last_met is None or last_met < week_of - timedelta(weeks=weeks)


def next_visit(week_of: date, told: date | None = None) -> date:
    """The day of the next visit after the week of this Monday: as told, else when the week after it has gone by."""
    return told or week_of + timedelta(weeks=NEXT_WEEKS)


def whys(one: Candidate, week_of: date, weeks: int, coming: date | None = None) -> tuple[str, ...]:
    """Why this person would be visited in the week of this Monday; nothing where they can wait.

    A treatment counts as ending where it ends before the next visit (`coming`; None: as `next_visit`).
    """
    long = unseen(one.last_met, week_of, weeks)
    small = one.birth_date is not None and age_on(one.birth_date, week_of) < SMALL_CHILD
    holds = {
        "vulnerable_unseen": one.vulnerable and long,
        "ends": one.ends_on is not None and one.ends_on < next_visit(week_of, coming),
        "new_case": one.last_purpose in FOLLOWED_UP,
        "pregnant": one.pregnant and unseen(one.last_met, week_of, min(weeks, PREGNANT_WEEKS)),
        "small_child": small and long,
        "chronic": one.chronic and long,
        "long": long,
    }
    return tuple(why for why in WHYS if holds[why])


def sheet(walk: Sequence[Candidate], week_of: date, weeks: int, houses: int, coming: date | None = None) -> tuple[Due, ...]:
    """The people of a sheet of at most `houses` houses, in the order in which they stand on it.

    `walk` holds everybody in walking order. Houses are taken by their most pressing person; among equals by who has waited longest, then
    by the walk. Of a house all stand on it whom something speaks for; where nobody has more than `long`, one alone stands for the house.
    Houses of vulnerable people not seen for long come first, then all others, both in walking order.
    """
    found: dict[int, list[tuple[Candidate, Due]]] = {}
    for one in walk:
        why = whys(one, week_of, weeks, coming)
        if why:
            found.setdefault(one.household_id, []).append((one, Due(one.patient_id, one.household_id, why)))
    taken = sorted(found, key=lambda house: _press(found[house]))[:houses]
    order = [house for house in found if house in set(taken)]
    order.sort(key=lambda house: not any(due.first for _, due in found[house]))  # stable: the walk stays
    return tuple(due for house in order for due in _of_house(found[house]))


def first_block(firsts: Iterable[tuple[int, bool]]) -> int:
    """How many lines of a sheet stand in its first block, from each line's house and whether its person comes first."""
    lines = list(firsts)
    houses = {house for house, first in lines if first}
    return next((at for at, (house, _) in enumerate(lines) if house not in houses), len(lines)) if houses else 0


def _press(people: Sequence[tuple[Candidate, Due]]) -> tuple[int, date]:
    return min((WHYS.index(due.whys[0]), one.last_met or date.min) for one, due in people)


def _of_house(people: Sequence[tuple[Candidate, Due]]) -> list[Due]:
    pressing = [due for _, due in people if due.whys[0] != WHYS[-1]]
    return pressing or [min(people, key=lambda pair: pair[0].last_met or date.min)[1]]
