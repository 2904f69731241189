"""From prescriptions to asks: who needs what from which day, how they stand, what they already have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from pharmacy_app.db.queries import sharing
from pharmacy_app.db.queries.sharing import Circumstances, CoverRow, NeedRow
from pharmacy_app.domain.circumstances import circumstances
from pharmacy_app.domain.directions import from_json, most_at_once
from pharmacy_app.domain.plan import Ask, Policy
from pharmacy_app.domain.priority import judge
from pharmacy_app.domain.rates import Rate
from pharmacy_app.services.desk import Connection


def asks_for(
    connection: Connection, from_day: date, days: int, council_id: int | None, policy: Policy, besides: Sequence[NeedRow] = ()
) -> list[Ask]:
    """An ask for every active item that needs something in the period; what was delivered or promised before is not asked again.

    `besides` are items that nobody has written yet: to see what would become of them.
    """
    rows = (*sharing.needs(connection, council_id), *besides)
    people = sharing.circumstances(connection)
    vital = sharing.vital_medicines(connection)
    covered: dict[int, list[CoverRow]] = defaultdict(list)
    for cover in sharing.cover(connection):
        covered[cover.item_id].append(cover)
    taking: dict[int, list[NeedRow]] = defaultdict(list)
    for row in rows:
        taking[row.patient_id].append(row)
    end = from_day + timedelta(days=days - 1)
    asks = []
    for row in rows:
        ask = _ask(row, from_day, end, people, row.medicine_id in vital, covered.get(row.item_id, []), taking[row.patient_id], policy)
        if ask is not None:
            asks.append(ask)
    return asks


def covered_until(rows: list[CoverRow], rate: Rate) -> date | None:
    """The last day for which a person has units in hand or promised."""
    ends = []
    for row in rows:
        if row.status == "delivered" and row.delivered_units < row.units:
            ends.append(rate.last_day(row.first_day, row.covers * row.delivered_units // row.units))
        else:
            ends.append(row.last_day)
    return max(ends, default=None)


def _ask(
    row: NeedRow,
    from_day: date,
    end: date,
    people: Circumstances,
    vital: bool,
    covered: list[CoverRow],
    others: list[NeedRow],
    policy: Policy,
) -> Ask | None:
    rate = Rate(row.units, row.per_days)
    until = covered_until(covered, rate)
    next_day = row.starts_on if until is None else until + timedelta(days=1)
    start = max(from_day, next_day)
    if row.days is not None and not row.chronic:
        end = min(end, row.starts_on + timedelta(days=row.days - 1))
    if start > end:
        return None
    without = max(0, (from_day - next_day).days)
    criteria, circumstances = _standing_words(row, people, from_day)
    standing = judge(criteria, without, vital, policy.criteria, row.decided_tier)
    return Ask(
        item_id=row.item_id,
        person=row.patient_id,
        medicine_id=row.medicine_id,
        rate=rate,
        start=start,
        days=(end - start).days + 1,
        standing=standing,
        days_without=without,
        written_on=row.written_on,
        as_needed=row.as_needed,
        continuing=row.chronic and any(cover.status == "delivered" for cover in covered),
        per_intake=_per_intake(row.directions),
        allergies=people.allergies.get(row.patient_id, ()),
        circumstances=circumstances,
        taking=tuple(
            other.medicine_id
            for other in others
            if (other.written_on, other.item_id) < (row.written_on, row.item_id) and _runs(other, start)
        ),
        cleared=tuple(word for word in row.cleared.split(";") if word),
    )


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


def _per_intake(directions: str) -> int:
    """Units swallowed at once, at least 1: it limits how many smaller ones may stand for a larger one."""
    if not directions:
        return 1
    return max(1, *(ceil(most_at_once(phase.intake)) for phase in from_json(directions).phases))
