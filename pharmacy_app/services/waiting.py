"""The waiting list: everything that is asked from today on and neither promised nor on its way. It is reckoned each time and kept nowhere, so
no line can fall out of it: what needs something is promised, or stands here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import deciding, keeping, standing
from pharmacy_app.db.queries.deciding import LastLine, RefusalRow
from pharmacy_app.db.queries.standing import PersonRow
from pharmacy_app.domain.decisions import DEFERRED, DOCTOR, GRANTED, NOTHING, PART, REFUSED, outcome
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose as plan
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, policy_from
from pharmacy_app.domain.priority import TIERS, Reason
from pharmacy_app.domain.safety import questions
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.match_dealing import free_lots, in_one_queue
from pharmacy_app.services.match_making import LONGEST, council_id
from pharmacy_app.services.needs import asks_for
from pharmacy_app.services.typed import short

PERIOD = 30  # days that are looked ahead where nobody says
# Besides the ends of a line. never: no confirmed proposal had it. again: all it asked for was given, and ends before the period does.
# given_up: what was promised was taken back, or came home. reopened: a refusal was taken back, or its days are over.
NEVER, AGAIN, GIVEN_UP, REOPENED = "never", "again", "given_up", "reopened"
STATES = (REFUSED, DOCTOR, DEFERRED, PART, GIVEN_UP, REOPENED, NEVER, AGAIN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One item that waits: `units` it lacks for `days` days from `since` on (a day gone by: it has been without since then).

    `state` is of `STATES`; `decided_on`, `until` (given, or refused, through this day), `refusal` (of `decisions.REFUSALS`) and `note` belong to the
    last decision; `questions` are the doctor's to answer. `proposed`: units in the proposal that is open. `would_get`: units that a
    proposal made today would give it, by the rule, with what is free on the shelf (other strengths that may stand in included).
    """

    item_id: int
    patient_id: int
    patient_code: str
    patient: str
    council: str
    medicine: Medicine
    tier: str
    points: int
    units: int
    days: int
    since: date
    state: str
    decided_on: date | None
    until: date | None
    refusal: str
    note: str
    questions: tuple[Reason, ...]
    proposed: int
    would_get: int

    @property
    def can_be_served(self) -> bool:
        """Whether it would be given something today."""
        return self.would_get > 0

    @property
    def returned(self) -> bool:
        """It was not (or not whole) given before, and now there is something for it."""
        return self.can_be_served and self.state in (DEFERRED, PART, GIVEN_UP, REOPENED)


def waiting_list(desk: Desk, days: int = PERIOD, council: str | None = None, medicine: int | None = None) -> tuple[Waiting, ...]:
    """Who waits for what from today on, for so many days: the longest first, what was refused last; of one council, of one medicine with its
    other strengths, or all. Raises `Refusal`: `days_out_of_range`, `council_unknown`, `medicine_not_found`."""
    if not 1 <= days <= LONGEST:
        raise Refusal("days_out_of_range", "days", days=days, most=LONGEST)
    today = desk.clock.today()
    with desk.read() as connection:
        where = council_id(connection, council)
        found = _list(connection, today, days, medicine)
        if where is not None:
            mine = {row.patient_id for row in standing.people(connection, where)}
            found = [one for one in found if one.patient_id in mine]
    return tuple(sorted(found, key=lambda one: (one.state == REFUSED, one.since, TIERS.index(one.tier), -one.points, one.item_id)))


def reopen(desk: Desk, by: By, items: Collection[int], why: str) -> int:
    """Takes refusals back: these items are asked for again from the next proposal on. Returns how many.

    Raises `Refusal`: `reason_missing`, `nothing_chosen`, `line_not_refused`.
    """
    said = short(why, "reason")
    if not said:
        raise Refusal("reason_missing", "reason")
    if not items:
        raise Refusal("nothing_chosen", "line")
    with desk.act(by, "refusal.take_back") as act:
        found = deciding.refusals(act.connection, desk.clock.today(), items)
        if found.keys() != set(items):
            raise Refusal("line_not_refused", "line")
        signed = {"why": said, "decided_on": act.by.occurred_on, "entered_at": act.entered_at, "entered_by": act.by.user_id}
        deciding.add_reopenings(act.connection, [{"run_item_id": row.run_item_id, **signed} for row in found.values()])
        act.about("prescription_item", min(items) if len(items) == 1 else None)
        act.before = {"refused": {str(row.item_id): row.word for row in found.values()}}
        act.after = {"why": said}
        return len(found)


def _list(connection: Connection, today: date, days: int, medicine: int | None) -> list[Waiting]:
    policy = policy_from(json.loads(keeping.policies(connection)[0].rules))
    catalogue = medicines_by_id(connection)
    queue = None if medicine is None else in_one_queue(medicine, catalogue, policy)
    asks = asks_for(connection, today, days, None, policy, medicines=queue, refused_too=True)
    refused = deciding.refusals(connection, today)
    wanted = [ask for ask in asks if not _refused(ask, refused)]
    made = plan(today, free_lots(connection, queue), wanted, catalogue, policy)
    gets = {grant.item_id: grant.units_granted for grant in made.grants}
    last, proposed = deciding.last_lines(connection), deciding.open_lines(connection)
    people = {row.patient_id: row for row in standing.people(connection)}
    return [
        _waiting(ask, people[ask.person], catalogue, refused.get(ask.item_id) if _refused(ask, refused) else None, last.get(ask.item_id), today,
                 proposed.get(ask.item_id, 0), gets.get(ask.item_id, 0))
        for ask in asks
    ]  # fmt: skip


def _refused(ask: Ask, refused: Mapping[int, RefusalRow]) -> bool:
    row = refused.get(ask.item_id)
    return row is not None and row.first_day <= ask.start <= row.until


def _waiting(
    ask: Ask,
    person: PersonRow,
    catalogue: Mapping[int, Medicine],
    refused: RefusalRow | None,
    last: LastLine | None,
    today: date,
    proposed: int,
    gets: int,
) -> Waiting:
    asked = questions(ask, catalogue)
    state = REFUSED if refused else DOCTOR if asked else _state(ask, last, today)
    until = refused.until if refused else last.last_day if last and state in (PART, AGAIN, GIVEN_UP) else None
    return Waiting(
        item_id=ask.item_id,
        patient_id=ask.person,
        patient_code=person.code,
        patient=person.name,
        council=person.council,
        medicine=catalogue[ask.medicine_id],
        tier=ask.standing.tier,
        points=ask.standing.points,
        units=ask.rate.units_for(ask.days),
        days=ask.days,
        since=ask.start - timedelta(days=ask.days_without),
        state=state,
        decided_on=refused.refused_on if refused else last.decided_on if last else None,
        until=until,
        refusal=refused.word if refused else "",
        note=refused.note if refused else last.note if last else "",
        questions=asked,
        proposed=proposed,
        would_get=gets,
    )


def _state(ask: Ask, last: LastLine | None, today: date) -> str:
    """What became of the item when it was decided last; it waits all the same."""
    if last is None:
        return NEVER
    end = outcome(last.units_asked, last.units_granted, last.refusal, last.waited_for_doctor)
    if end == REFUSED:
        return REOPENED
    if end in (GRANTED, PART) and last.last_day is not None and ask.start <= last.last_day and last.last_day >= today:
        return GIVEN_UP
    return {GRANTED: AGAIN, NOTHING: AGAIN, DOCTOR: DEFERRED}.get(end, end)
