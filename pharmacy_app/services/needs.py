"""From prescriptions to asks: who needs what from which day, how they stand, what they already have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from pharmacy_app.db.queries import deciding, promises, sharing, standing
from pharmacy_app.db.queries.deciding import DecidedTiers, RefusalRow
from pharmacy_app.db.queries.promises import PromiseRow
from pharmacy_app.db.queries.sharing import CoverRow, NeedRow
from pharmacy_app.db.queries.standing import Circumstances
from pharmacy_app.domain.circumstances import circumstances
from pharmacy_app.domain.directions import from_json, most_at_once
from pharmacy_app.domain.plan import Ask, Policy
from pharmacy_app.domain.priority import Standing, judge
from pharmacy_app.domain.rates import Rate
from pharmacy_app.services.desk import Connection

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anew:
    """A medicine with its other strengths that is dealt anew: what is promised of it and not yet out asks again, and is free to be dealt."""

    medicines: frozenset[int]
    promises: dict[int, tuple[PromiseRow, ...]]  # by item

    @classmethod
    def of(cls, connection: Connection, medicines: Collection[int], council_id: int | None) -> Anew:
        """What is promised now of these medicines, to people of one council or of all."""
        found: dict[int, list[PromiseRow]] = defaultdict(list)
        for row in promises.promises(connection, medicines, council_id):
            found[row.item_id].append(row)
        return cls(frozenset(medicines), {item_id: tuple(rows) for item_id, rows in found.items()})

    def former(self, item_id: int) -> tuple[int | None, date | None]:
        """Units (of what was prescribed) that an item was promised, and until which day; None where nothing was."""
        rows = self.promises.get(item_id)
        return (sum(row.covers for row in rows), max(row.last_day for row in rows)) if rows else (None, None)

    @property
    def free(self) -> dict[int, int]:
        """Units by lot that dealing anew may give to anybody."""
        units: dict[int, int] = defaultdict(int)
        for rows in self.promises.values():
            for row in rows:
                units[row.batch_id] += row.units
        return dict(units)


@dataclass(frozen=True, slots=True)
class Due:
    """An item that needs something in the period: from which day and for how many days, how many days it is without already, what it had."""

    row: NeedRow
    rate: Rate
    start: date
    days: int
    without: int
    covered: Sequence[CoverRow]


@dataclass(frozen=True, slots=True)
class _Period:
    """What says from when to when an item needs something."""

    from_day: date
    end: date
    refused: Mapping[int, RefusalRow]
    covered: Mapping[int, list[CoverRow]]
    anew: Anew | None


@dataclass(frozen=True, slots=True)
class _Asking:
    """What an ask is made from besides what is due; `words` and `standings` are filled as they are found, for the next that has the same."""

    from_day: date
    policy: Policy
    people: Circumstances
    vital: frozenset[int]
    tiers: DecidedTiers
    taking: Mapping[int, list[NeedRow]]
    words: dict[tuple[int, bool], tuple[frozenset[str], tuple[str, ...]]]
    standings: dict[tuple[frozenset[str], int, bool, str], Standing]


def asks_for(
    connection: Connection,
    from_day: date,
    days: int,
    council_id: int | None,
    policy: Policy,
    besides: Sequence[NeedRow] = (),
    *,
    medicines: Collection[int] | None = None,
    anew: Anew | None = None,
    refused_too: bool = False,
) -> list[Ask]:
    """An ask for every active item that needs something in the period; what was delivered or promised before is not asked again.

    What the committee refused counts as covered for the days for which it was refused (`refused_too`: it is asked all the same).
    `besides` are items that nobody has written yet: to see what would become of them. `medicines`: of these alone. `anew`: what is promised
    of its medicines asks again, at least until the day for which it was promised; what has a promise and asks nothing any more comes with no days.
    """
    rows = (*sharing.needs(connection, council_id, medicines), *besides)
    wanted = rows if medicines is None else [row for row in rows if row.medicine_id in medicines]
    due = _due(connection, wanted, from_day, days, medicines, anew, refused_too)
    taking: dict[int, list[NeedRow]] = defaultdict(list)
    for row in rows:
        taking[row.patient_id].append(row)
    people, vital = standing.circumstances(connection, medicines), standing.vital_medicines(connection)
    asking = _Asking(from_day, policy, people, vital, deciding.decided_tiers(connection), taking, {}, {})
    return [_asked(one, asking) for one in due]


def due_for(
    connection: Connection,
    from_day: date,
    days: int,
    council_id: int | None,
    *,
    medicines: Collection[int] | None = None,
    anew: Anew | None = None,
) -> list[Due]:
    """What `asks_for` asks, without how anybody stands: who needs something from which day."""
    rows = sharing.needs(connection, council_id, medicines)
    wanted = rows if medicines is None else [row for row in rows if row.medicine_id in medicines]
    return _due(connection, wanted, from_day, days, medicines, anew, False)


def _due(
    connection: Connection,
    rows: Sequence[NeedRow],
    from_day: date,
    days: int,
    medicines: Collection[int] | None,
    anew: Anew | None,
    refused_too: bool,
) -> list[Due]:
    covered: dict[int, list[CoverRow]] = defaultdict(list)
    for cover in sharing.cover(connection, medicines):
        if anew is None or cover.status != "reserved" or cover.item_id not in anew.promises:
            covered[cover.item_id].append(cover)
    refused = {} if refused_too else deciding.refusals(connection, from_day)
    period = _Period(from_day, from_day + timedelta(days=days - 1), refused, covered, anew)
    due = [one for row in rows if (one := _needed(row, period)) is not None]
    if anew is not None:
        due += _no_longer(connection, anew, {one.row.item_id for one in due}, from_day)
    return due


def covered_until(rows: Sequence[CoverRow], rate: Rate) -> date | None:
    """The last day for which a person has units in hand or promised."""
    ends = []
    for row in rows:
        if row.status == "delivered" and row.delivered_units < row.units:
            ends.append(rate.last_day(row.first_day, row.covers * row.delivered_units // row.units))
        else:
            ends.append(row.last_day)
    return max(ends, default=None)


def _no_longer(connection: Connection, anew: Anew, asking_items: set[int], from_day: date) -> list[Due]:
    """Items with a promise that ask for nothing any more: asked for no days, so that what they were promised is seen to go back."""
    ended = sharing.needs_of(connection, [item_id for item_id in anew.promises if item_id not in asking_items])
    once = [replace(row, medicine_id=anew.promises[row.item_id][0].medicine_id) for row in ended]  # as it was promised, whatever it is now
    return [Due(row, _rate(row.units or 1, row.per_days or 1), from_day, 0, 0, ()) for row in once]


_rate = lru_cache(maxsize=1024)(Rate)


def _needed(row: NeedRow, period: _Period) -> Due | None:
    rate = _rate(row.units, row.per_days)
    covered = period.covered.get(row.item_id, ())
    until = covered_until(covered, rate) if covered else None
    next_day = row.starts_on if until is None else until + _DAY
    start, end = max(period.from_day, next_day), period.end
    refused = period.refused.get(row.item_id)
    if refused is not None and start >= refused.first_day:
        next_day = max(next_day, refused.until + _DAY)
        start = max(start, next_day)
    former = period.anew.former(row.item_id)[1] if period.anew is not None else None
    if former is not None:  # nobody loses days only because the medicine is dealt anew for a shorter time
        end = max(end, former)
    if row.days is not None and not row.chronic:
        end = min(end, row.starts_on + timedelta(days=row.days - 1))
    if refused is not None and start < refused.first_day:
        end = min(end, refused.first_day - _DAY)
    if start > end:
        return None
    return Due(row, rate, start, (end - start).days + 1, max(0, (period.from_day - next_day).days), covered)


def _asked(due: Due, asking: _Asking) -> Ask:
    row = due.row
    person = row.patient_id, row.chronic
    if person not in asking.words:
        asking.words[person] = _standing_words(row, asking.people, asking.from_day)
    criteria, circumstances = asking.words[person]
    stands = criteria, due.without, row.medicine_id in asking.vital, asking.tiers.of(row.patient_id, row.item_id)
    if stands not in asking.standings:
        asking.standings[stands] = judge(*stands[:3], asking.policy.criteria, stands[3])
    others = asking.taking.get(row.patient_id, ())
    return Ask(
        item_id=row.item_id,
        person=row.patient_id,
        medicine_id=row.medicine_id,
        rate=due.rate,
        start=due.start,
        days=due.days,
        standing=asking.standings[stands],
        days_without=due.without,
        written_on=row.written_on,
        as_needed=row.as_needed,
        continuing=row.chronic and any(cover.status == "delivered" for cover in due.covered),
        per_intake=_per_intake(row.directions),
        allergies=asking.people.allergies.get(row.patient_id, ()),
        circumstances=circumstances,
        taking=_taking(row, others, due.start) if len(others) > 1 else (),
        cleared=tuple(word for word in row.cleared.split(";") if word) if row.cleared else (),
    )


def _taking(row: NeedRow, others: Iterable[NeedRow], day: date) -> tuple[int, ...]:
    """The medicines of a person's older items that still run on that day."""
    mine = row.written_on, row.item_id
    return tuple([other.medicine_id for other in others if (other.written_on, other.item_id) < mine and _runs(other, day)])


def _standing_words(row: NeedRow, people: Circumstances, day: date) -> tuple[frozenset[str], tuple[str, ...]]:
    """The criteria that hold for a person, and the circumstances that a medicine may warn of."""
    words = set(people.criteria.get(row.patient_id, ()))
    if row.chronic or row.patient_id in people.chronic:
        words.add("chronic")
    conditions = ("pregnancy",) if row.patient_id in people.pregnant else ()
    warned_of = circumstances(words, conditions, row.birth_date, day, people.pregnant.get(row.patient_id))
    return frozenset(words | ({"pregnant", "child", "elderly"} & set(warned_of))), warned_of


def _runs(row: NeedRow, day: date) -> bool:
    return row.chronic or row.days is None or row.starts_on + timedelta(days=row.days) > day


@lru_cache(maxsize=4096)
def _per_intake(directions: str) -> int:
    """Units swallowed at once, at least 1: it limits how many smaller ones may stand for a larger one."""
    if not directions:
        return 1
    return max(1, *(ceil(most_at_once(phase.intake)) for phase in from_json(directions).phases))
