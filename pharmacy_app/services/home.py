"""What is to be done today, the most urgent first, and how the shelf and the councils stand: the first room's one reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import home, keeping
from pharmacy_app.db.queries.home import CouncilNeeds as CouncilNeeds
from pharmacy_app.db.queries.home import ShelfRow
from pharmacy_app.db.queries.keeping import AuditRow as AuditRow
from pharmacy_app.domain.expiry import standing
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.setup import DEFAULTS

# In the order in which it hurts when nobody does it.
ORDER = (
    *("round_to_close", "expiring", "round_to_walk", "ending", "waiting", "proposal", "uncovered", "promised"),
    *("drafts", "unidentified", "aside", "expired", "out_of_stock"),
)
MONTHS = 11
_LATEST = 60
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
    """The first room. `empty`: nobody has entered a donation or a person yet."""

    day: date
    tasks: tuple[Task, ...]
    months: tuple[Month, ...]
    needs: tuple[CouncilNeeds, ...]
    done: tuple[Done, ...]
    empty: bool


def today(desk: Desk) -> Today:
    """Reads everything that the first room shows, in ten statements."""
    day = desk.clock.today()
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
        urgent, soon = int(kept["urgent_days"]), int(kept["soon_days"])
        shelf = home.shelf(connection)
        waits = home.waiting(connection)
        needs = home.needs_by_council(connection, day)
        tasks = sorted(_tasks(connection, day, shelf, waits, needs, kept), key=lambda task: ORDER.index(task.code))
        done = _together(keeping.recent_acts(connection, _LATEST))
    return Today(day, tuple(tasks), _months(shelf, day, urgent, soon), needs, done, not waits.donations and not waits.people)


def _tasks(
    connection: Connection, day: date, shelf: Sequence[ShelfRow], waits: home.Waiting, needs: Sequence[CouncilNeeds], kept: dict[str, str]
) -> Iterator[Task]:
    yield from _rounds(home.open_rounds(connection), day)
    yield from _lots(shelf, day, int(kept["urgent_days"]))
    orders = home.orders(connection, day + timedelta(days=int(kept["renewal_days"])))
    if orders.ending and orders.first_end:
        yield Task("ending", orders.ending, {"day": orders.first_end})
    if orders.waiting:
        yield Task("waiting", orders.waiting, {})
    proposal = home.open_proposal(connection)
    uncovered = sum(row.taken - row.covered for row in needs)
    if proposal:
        last = proposal.from_day + timedelta(days=proposal.days - 1)
        yield Task("proposal", proposal.served, {"lines": proposal.lines, "first": proposal.from_day, "last": last}, proposal.id)
    elif uncovered and any(row.free for row in shelf):
        yield Task("uncovered", uncovered, {"councils": sum(row.taken > row.covered for row in needs)})
    if waits.promised_people:
        yield Task("promised", waits.promised_people, {"units": waits.promised_units})
    if waits.drafts:
        yield Task("drafts", waits.drafts, {}, waits.first_draft)
    medicines, people = home.out_of_stock(connection, day)
    if medicines:
        yield Task("out_of_stock", medicines, {"people": people})


def _rounds(rounds: Sequence[home.OpenRound], day: date) -> Iterator[Task]:
    for one in rounds:
        code = "round_to_close" if one.status == "out" or one.walked_on < day else "round_to_walk"
        yield Task(code, one.slips, {"council": one.council, "day": one.walked_on, "stops": one.stops}, one.id)


def _lots(shelf: Sequence[ShelfRow], day: date, urgent: int) -> Iterator[Task]:
    by_standing: dict[str, list[ShelfRow]] = defaultdict(list)
    for row in shelf:
        code = standing(row.status, row.expiry, day, identified=row.known, urgent=urgent).code
        by_standing["unidentified" if not row.known else "aside" if row.status != "available" else code].append(row)
    for code, name in (("urgent", "expiring"), ("unidentified", "unidentified"), ("aside", "aside"), ("expired", "expired")):
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


def _together(rows: Sequence[AuditRow]) -> tuple[Done, ...]:
    """One line for each person, kind of act and day; steps on the way to something are left to the record."""
    counted: dict[tuple[str, str, date], int] = {}
    for row in rows:
        if row.verb not in _STEPS:
            key = (row.user, row.verb, row.occurred_on)
            counted[key] = counted.get(key, 0) + 1
    return tuple(Done(*key, times) for key, times in counted.items())
