"""The committee's rules for what comes in, by version; and what somebody decides about a line that the rules keep back, or let in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pharmacy_app.db.queries import arrival as kept
from pharmacy_app.db.queries import rules as stored
from pharmacy_app.db.queries import supply
from pharmacy_app.domain.arrival import ArrivalRules, check_decision, rules_from
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import donation_writing, judging, typed
from pharmacy_app.services.desk import By, Desk


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the rules. The shipped ones are version 0: nobody decided them, on no day."""

    number: int
    rules: ArrivalRules
    note: str = ""
    decided_on: date | None = None
    user: str = ""


def versions(desk: Desk) -> tuple[Version, ...]:
    """All versions, the newest (which is in force) first, the shipped ones last."""
    with desk.read() as connection:
        rows = stored.versions(connection, stored.ARRIVAL)
    made = [Version(row.version, rules_from(json.loads(row.rules)), row.note, row.decided_on, row.user) for row in rows]
    return (*made, Version(0, ArrivalRules()))


def rules(desk: Desk) -> ArrivalRules:
    """The rules in force."""
    with desk.read() as connection:
        return judging.rules_in_force(connection)[1]


def decide_rules(desk: Desk, by: By, rules: ArrivalRules, note: str) -> int:
    """A new version; what was judged before keeps its own. Returns its number. Raises `Refusal`: `reason_missing`, `rules_unchanged`."""
    why = typed.short(note, "note")
    if not why:
        raise Refusal("reason_missing", "note")
    with desk.act(by, "arrival.rules") as act:
        known = stored.versions(act.connection, stored.ARRIVAL)
        before = judging.rules_in_force(act.connection)[1]
        if rules == before:
            raise Refusal("rules_unchanged", "rules")
        version = known[0].version + 1 if known else 1
        plain = json.dumps(rules.plain(), sort_keys=True)
        rules_id = stored.add(act.connection, stored.ARRIVAL, version, plain, why, by.occurred_on, act.entered_at, by.user_id)
        act.about("arrival_rules", rules_id)
        act.before, act.after = {"rules": before.plain()}, {"rules": rules.plain(), "note": why}
        return version


def decide_lines(
    desk: Desk, by: By, donation_id: int, line_ids: Sequence[int], decision: str, accepted: int | None = None, note: str = ""
) -> None:
    """What is to become of these lines of a draft, all or none: `accept`, `part` (so many `accepted` units), `refuse`; empty: what the rules say.

    What goes against the rules needs a note, and is kept with who decided it. Raises `Refusal`: `donation_fixed`, `line_unknown`,
    `text_too_long`, and those of `domain.arrival.check_decision`.
    """
    why = typed.short(note, "note")
    with desk.act(by, "donation.line.decide") as act:
        found = donation_writing.draft_row(act.connection, donation_id)
        rows = supply.lines(act.connection, donation_id)
        places = {row.id: at for at, row in enumerate(rows)}
        if not line_ids or not set(line_ids) <= set(places):
            raise Refusal("line_unknown", "line")
        act.about("donation", donation_id)
        by_line = {row.line_id: row for row in kept.decisions(act.connection, donation_id)}
        facts = judging.facts_of(rows, kept.essential(act.connection), [by_line.get(row.id) for row in rows])
        chosen = {places[line_id] for line_id in line_ids}
        act.before = {"lines": {rows[at].position: facts[at].decision for at in sorted(chosen)}}
        undecided = [replace(line, decision="", accepted=None, note="") if at in chosen else line for at, line in enumerate(facts)]
        rules_now = judging.rules_in_force(act.connection)[1]
        judged = judging.judged(act.connection, undecided, rules_now, found.received_on, desk.clock.today())
        for at in chosen:
            wanted = replace(facts[at], decision=decision, accepted=accepted, note=why)
            check_decision(wanted, judged[at].judgement)
        values = {
            "decision": decision,
            "accepted": accepted,
            "decision_note": why if decision else "",
            "decided_by": by.user_id if decision else None,
        }
        kept.decide(act.connection, list(line_ids), values)
        act.after = {"lines": sorted(rows[at].position for at in chosen), "decision": decision, "accepted": accepted, "note": why}
