"""What a donation's lines are judged with: the rules in force, what people need, what stands on the shelf. Read by whatever receives or shows one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from pharmacy_app.db.queries import arrival as kept
from pharmacy_app.db.queries import keeping, sharing
from pharmacy_app.db.queries import rules as stored
from pharmacy_app.db.queries.arrival import DecisionRow, TreatmentRow
from pharmacy_app.db.queries.sharing import CoverRow
from pharmacy_app.db.queries.supply import DonationRow, LineRow
from pharmacy_app.domain.arrival import (
    EXCEPTION,
    ArrivalRules,
    Facts,
    Judged,
    Outcome,
    Treatment,
    Use,
    judge,
    judge_lines,
    months_between,
    rules_from,
)
from pharmacy_app.domain.plan import policy_from
from pharmacy_app.domain.rates import Rate
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.importing import DOUBTFUL
from pharmacy_app.services.needs import covered_until

GIVEN_DAYS = 90  # what went to doors in so many days says what is needed of medicines that nobody takes all the time


class Line(Protocol):
    """What a line of a donation says, typed or from a file."""

    @property
    def quantity(self) -> int: ...
    @property
    def expiry(self) -> date | None: ...
    @property
    def medicine_id(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def reason(self) -> str: ...


def rules_in_force(connection: Connection) -> tuple[int | None, ArrivalRules]:
    """The newest version with its id; the shipped rules (None) as long as the committee has decided nothing."""
    found = stored.versions(connection, stored.ARRIVAL)
    return (found[0].id, rules_from(json.loads(found[0].rules))) if found else (None, ArrivalRules())


def facts_of(lines: Sequence[Line], essential: frozenset[int], decided: Sequence[DecisionRow | None] = ()) -> list[Facts]:
    """The lines as the rules see them; `decided` is one for each line, or none at all."""
    made = []
    for line, decision in zip(lines, decided or (None,) * len(lines), strict=True):
        doubts = tuple(word for word in line.reason.split(";") if word) if line.status == DOUBTFUL else ()
        facts = Facts(line.quantity, line.expiry, line.medicine_id, line.medicine_id in essential, doubts)
        if decision is not None:
            facts = replace(facts, decision=decision.decision, accepted=decision.accepted, note=decision.note)
        made.append(facts)
    return made


def judged(connection: Connection, lines: Sequence[Facts], rules: ArrivalRules, arrived: date, today: date) -> tuple[Judged, ...]:
    """Each line judged by these rules, against what is needed from today on; a constant number of statements."""
    short = {
        line.medicine_id
        for line in lines
        if line.medicine_id is not None and line.expiry is not None and months_between(arrived, line.expiry) < rules.least_months
    }
    margin = policy_from(json.loads(keeping.policies(connection)[0].rules)).margin_days if short else 0
    return judge_lines(lines, rules, arrived, demand(connection, today, short), margin)


def demand(connection: Connection, today: date, medicines: set[int]) -> dict[int, Use]:
    """What these medicines are needed for from today on, and what of them stands on the shelf.

    A prescription counts from the day on which what the person has been given runs out: what is at home is not needed again.
    """
    if not medicines:
        return {}
    covers: dict[int, list[CoverRow]] = defaultdict(list)
    for cover in sharing.cover(connection):
        if cover.status == "delivered":  # what is promised or in a bag is on the shelf's book still
            covers[cover.item_id].append(cover)
    treatments: dict[int, list[Treatment]] = defaultdict(list)
    for row in kept.treatments(connection):
        if row.medicine_id in medicines:
            treatments[row.medicine_id].append(_treatment(row, covers.get(row.item_id, []), today))
    given = kept.given(connection, today - timedelta(days=GIVEN_DAYS - 1), today)
    shelf: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for medicine_id, expiry, units in kept.shelf(connection, today):
        shelf[medicine_id].append((expiry, units))
    return {
        medicine_id: Use(today, tuple(treatments[medicine_id]), given.get(medicine_id, 0), GIVEN_DAYS, tuple(shelf[medicine_id]))
        for medicine_id in medicines
    }


def _treatment(row: TreatmentRow, covers: list[CoverRow], today: date) -> Treatment:
    rate = Rate(row.units, row.per_days)
    until = covered_until(covers, rate)
    first = max(today, row.starts_on, until + timedelta(days=1) if until is not None else today)
    last = None if row.chronic or row.days is None else row.starts_on + timedelta(days=row.days - 1)
    return Treatment(rate, first, last)


def judged_donation(
    connection: Connection, donation: DonationRow, lines: Sequence[LineRow], today: date
) -> tuple[tuple[Judged, DecisionRow | None], ...]:
    """Each line of a shipment with what somebody decided about it: a draft as it would be received today, a received one as it was."""
    by_line = {row.line_id: row for row in kept.decisions(connection, donation.id)}
    decided = [by_line.get(line.id) for line in lines]
    facts = facts_of(lines, kept.essential(connection), decided)
    if donation.status == "draft":
        found = judged(connection, facts, rules_in_force(connection)[1], donation.received_on, today)
    else:
        plain = kept.rules_of(connection, donation.id)
        rules = ArrivalRules() if plain is None else rules_from(json.loads(plain))
        found = _as_received(facts, rules, donation.received_on, kept.arrived(connection, donation.id))
    return tuple(zip(found, decided, strict=True))


def _as_received(facts: Sequence[Facts], rules: ArrivalRules, arrived: date, booked: Sequence[tuple[int, str]]) -> tuple[Judged, ...]:
    """What the ledger says became of each line: its lots were booked in the order of the lines, a line's parts one behind the other."""
    found, rest = [], iter(booked)
    for line in facts:
        shelf, aside, reason, exception = 0, 0, "", False
        while shelf + aside < line.quantity:
            units, said = next(rest, (line.quantity, ""))
            exception = exception or said.startswith(EXCEPTION)
            if said and not said.startswith(EXCEPTION):
                aside, reason = aside + units, said
            else:
                shelf += units
        found.append(Judged(judge(line, rules, arrived, None), Outcome(shelf, aside, reason), exception or bool(line.note)))
    return tuple(found)
