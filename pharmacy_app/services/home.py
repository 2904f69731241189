"""What is to be done today, the most urgent first, and how the shelf and the councils stand: what the first room reads.

In two readings: `today` is as quick however large the community is, `counted` goes through everybody's prescriptions.
Loads no SQLAlchemy: the first room is shown with `glance` before the store is opened.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pharmacy_app.db import glance as straight
from pharmacy_app.db.asking import Ask
from pharmacy_app.db.queries import home
from pharmacy_app.db.queries import waiting as who_waits
from pharmacy_app.db.queries.home import ActRow, ShelfRow
from pharmacy_app.db.queries.home import CouncilNeeds as CouncilNeeds
from pharmacy_app.db.queries.home import UserRow as UserRow
from pharmacy_app.domain.expiry import standing
from pharmacy_app.domain.quarters import quarter_ago
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.system.clock import SystemClock
from pharmacy_app.system.paths import DataDir

if TYPE_CHECKING:
    from pharmacy_app.services.desk import Desk

# In the order in which it hurts when nobody does it.
ORDER = (
    *(
        "round_to_close",
        "round_to_close_more",
        "expiring",
        "round_to_walk",
        "round_to_walk_more",
        "freed",  # counted: what stands before it is shown at once
        "ending",
        "waiting",
        "sheets_out",
        "kits",
        "returned",
        "proposal",
        "uncovered",
        "promised",
    ),
    *("drafts", "unidentified", "unconfirmed", "aside", "expired", "out_of_stock"),
)
COUNTED = frozenset(
    {"freed", "ending", "waiting", "kits", "returned", "proposal", "uncovered", "promised", "out_of_stock"}
)  # known once all was counted
MONTHS = 11
_LATEST = 60
_ROUNDS = 4  # lines that rounds of one kind may take
_STEPS = (
    "donation.open",
    "donation.lines",
    "donation.line.change",
    "donation.line.drop",
    "donation.line.back",
    "match.propose",
    "round.plan",
    "round.reorder",
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: its code, the figure of its sentence, the data of why, and what the room is told to open."""

    code: str
    n: int
    data: dict[str, str | int | date]
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """Units that expire in a month (`first` is its first day; None: what has expired already). `kind`: `expired`, `bad`, `soon` or ''."""

    first: date | None
    units: int
    kind: str


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did on a day, how many times."""

    user: str
    verb: str
    day: date
    times: int


@dataclass(frozen=True, slots=True)
class Today:
    """The first room at once: what is to do, but for what must be `Counted`. `empty`: nobody has entered a donation or a person yet."""

    day: date
    tasks: tuple[Task, ...]
    months: tuple[Month, ...]
    done: tuple[Done, ...]
    councils: int
    empty: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What else is to do, and the treatments of the day by council. `too_long`: people whose missed bags are to be freed today."""

    tasks: tuple[Task, ...]
    needs: tuple[CouncilNeeds, ...]
    too_long: int = 0


def today(desk: Desk) -> Today:
    """Reads what the first room shows at once, in six statements."""
    with desk.ask() as ask:
        return _today(ask, desk.clock.today(), home.settings(ask))


def counted(desk: Desk, day: date) -> Counted:
    """Reads the rest of it, in nine statements."""
    with desk.ask() as ask:
        return _counted(ask, day)


def listed(at_once: Today, rest: Counted | None) -> tuple[Task, ...]:
    """What is to do, the most urgent first; while the rest is being counted, as much of it as nothing will be put in front of."""
    found = sorted((*at_once.tasks, *(rest.tasks if rest else ())), key=lambda task: ORDER.index(task.code))
    first_counted = min(map(ORDER.index, COUNTED))
    return tuple(task for task in found if rest or ORDER.index(task.code) < first_counted)


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be said of a pharmacy before it is opened: the first room at once, who works here, and whether nothing of it is real."""

    today: Today
    user: str
    training: bool


def begins(users: Sequence[UserRow]) -> UserRow:
    """Whose name stands below the rooms until somebody else says so: whoever is here longest."""
    return min((user for user in users if user.active), key=lambda user: user.id)


def glance(folder: Path, chosen: str | None = None) -> Glance | None:
    """The first room of the pharmacy in this folder, on the machine's day or, in a practice one, on the `chosen` day (as `2026-11-23`).

    None where opening it has something to say or to do first.
    """

    def look(ask: Ask) -> Glance | None:
        found, users = home.settings(ask), home.users(ask)
        training = bool(found.get("training"))
        if not any(user.active for user in users) or (chosen is not None and not training):
            return None
        day = date.fromisoformat(chosen) if chosen is not None else SystemClock().today()
        return Glance(_today(ask, day, found), begins(users).name, training)

    try:
        return straight.glance(DataDir(folder), look)
    except ValueError:  # a day that is none: opening says so
        return None


def glance_further(folder: Path, day: date) -> Counted | None:
    """What is to be counted of the pharmacy that was glanced at. None where it can't be read any more."""
    return straight.glance(DataDir(folder), lambda ask: _counted(ask, day))


def _today(ask: Ask, day: date, settings: dict[str, str]) -> Today:
    kept = {**DEFAULTS, **settings}
    urgent, soon = int(kept["urgent_days"]), int(kept["soon_days"])
    shelf, begun = home.shelf(ask), home.begun(ask)
    tasks = [*_rounds(home.open_rounds(ask), day), *_lots(shelf, day, urgent), *_sheets(home.sheets_out(ask, day - timedelta(days=7)))]
    if begun.drafts:
        tasks.append(Task("drafts", begun.drafts, {}, begun.first_draft))
    done = _together(home.latest_acts(ask, _LATEST))
    return Today(day, tuple(tasks), _months(shelf, day, urgent, soon), done, begun.councils, not begun.donations and not begun.people)


def _counted(ask: Ask, day: date) -> Counted:
    kept = {**DEFAULTS, **home.settings(ask)}
    needs = home.needs_by_council(ask, day)
    waiting = home.promised(ask, day - timedelta(days=int(kept["undelivered_days"])))
    people = _people(ask, day, int(kept["renewal_days"]))
    back = _returned(*who_waits.returned(ask, day))
    return Counted((*people, *back, *_stock(ask, day, needs, waiting), *_freed(home.freed(ask, day))), needs, waiting.too_long)


def _returned(lines: int, people: int) -> Iterator[Task]:
    """What was deferred comes back by itself when there is something for it again."""
    if lines:
        yield Task("returned", people, {"lines": lines})


def _freed(acts: Sequence[str]) -> Iterator[Task]:
    """Bags that nobody was at home for and that were freed today: said, so that it never happens unseen."""
    if acts:
        told = [json.loads(act) for act in acts]
        data: dict[str, str | int | date] = {"units": sum(one["units"] for one in told), "days": told[-1]["days"]}
        yield Task("freed", sum(one["people"] for one in told), data)


def _people(ask: Ask, day: date, renewal: int) -> Iterator[Task]:
    orders = home.orders(ask, day + timedelta(days=renewal))
    if orders.ending and orders.first_end:
        yield Task("ending", orders.ending, {"day": orders.first_end})
    if orders.waiting:
        yield Task("waiting", orders.waiting, {})
    if kits := home.kits_due(ask, quarter_ago(day)):
        first = kits[0]
        yield Task("kits", sum(one.families for one in kits), {"council": first.council, "councils": len(kits)}, first.council_id)


def _stock(ask: Ask, day: date, needs: Sequence[CouncilNeeds], waiting: home.Promised) -> Iterator[Task]:
    proposal = home.open_proposal(ask)
    uncovered = sum(row.taken - row.covered for row in needs)
    if proposal:
        last = proposal.from_day + timedelta(days=proposal.days - 1)
        yield Task("proposal", proposal.served, {"lines": proposal.lines, "first": proposal.from_day, "last": last}, proposal.id)
    elif uncovered and any(row.free for row in home.shelf(ask)):
        yield Task("uncovered", uncovered, {"councils": sum(row.taken > row.covered for row in needs)})
    if waiting.people:
        yield Task("promised", waiting.people, {"units": waiting.units})
    medicines, takers = home.out_of_stock(ask, day)
    if medicines:
        yield Task("out_of_stock", medicines, {"people": takers})


def _sheets(out: home.SheetsOut) -> Iterator[Task]:
    if out.week_of and out.first is not None:
        yield Task("sheets_out", out.sheets, {"day": out.week_of}, out.first)


def _rounds(rounds: Sequence[home.OpenRound], day: date) -> Iterator[Task]:
    """A line for each round; where there are many, for the first of them, and one for all others."""
    late = [one for one in rounds if one.status == "out" or one.walked_on < day]
    for code, found in (("round_to_close", late), ("round_to_walk", [one for one in rounds if one not in late])):
        alone = found if len(found) <= _ROUNDS else found[: _ROUNDS - 1]
        for one in alone:
            yield Task(code, one.slips, {"council": one.council, "day": one.walked_on, "stops": one.stops}, one.id)
        if rest := found[len(alone) :]:
            data: dict[str, str | int | date] = {"rounds": len(rest), "day": rest[0].walked_on}
            yield Task(f"{code}_more", sum(one.slips for one in rest), data, rest[0].id)


def _lots(shelf: Sequence[ShelfRow], day: date, urgent: int) -> Iterator[Task]:
    by_standing: dict[str, list[ShelfRow]] = defaultdict(list)
    for row in shelf:
        code = standing(row.status, row.expiry, day, identity=row.identity, urgent=urgent).code
        open_question = {"unknown": "unidentified", "told": "unconfirmed"}.get(row.identity)
        if not row.undispensed:  # that is decided: it has its own place in the stock room
            by_standing[open_question or ("aside" if row.status != "available" else code)].append(row)
    named = {code: code for code in ("unidentified", "unconfirmed", "aside", "expired")}
    for code, name in {"urgent": "expiring", **named}.items():
        if rows := by_standing[code]:
            data: dict[str, str | int | date] = {"units": sum(row.units for row in rows)}
            data |= {"day": min(row.expiry for row in rows if row.expiry)} if code == "urgent" else {}
            yield Task(name, sum(row.lots for row in rows), data)


def _months(shelf: Sequence[ShelfRow], day: date, urgent: int, soon: int) -> tuple[Month, ...]:
    """What has expired, then month by month; a month is judged by its first lot that has not."""
    dated = [row for row in shelf if row.expiry is not None]
    found = [Month(None, sum(row.units for row in dated if row.expiry and row.expiry < day), "expired")]
    for ahead in range(MONTHS):
        year, month = divmod(day.month - 1 + ahead, 12)
        first = date(day.year + year, month + 1, 1)
        here = [
            row for row in dated if row.expiry and row.expiry >= day and (row.expiry.year, row.expiry.month) == (first.year, first.month)
        ]
        days = min(((row.expiry - day).days for row in here if row.expiry), default=soon + 1)
        found.append(Month(first, sum(row.units for row in here), "bad" if days <= urgent else "soon" if days <= soon else ""))
    return tuple(found if found[0].units else found[1:])


def _together(rows: Sequence[ActRow]) -> tuple[Done, ...]:
    """One line for each person, kind of act and day; steps on the way to something are left to the record."""
    counted: dict[tuple[str, str, date], int] = {}
    for row in rows:
        if row.verb not in _STEPS:
            key = (row.user, row.verb, row.occurred_on)
            counted[key] = counted.get(key, 0) + 1
    return tuple(Done(*key, times) for key, times in counted.items())
