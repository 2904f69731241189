"""What the committee decides, by command: a proposal with its refusals, the waiting list, promises given up, groups, refusals taken back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from pharmacy_app import cli_answers
from pharmacy_app.cli_answers import Answer
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import identity, matching, promises, standings, waiting
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.match_deciding import decision
from pharmacy_app.services.promises import Difference, Moved
from pharmacy_app.services.waiting import Waiting
from pharmacy_app.system.language import Language
from pharmacy_app.wording import deciding, trade


def match(asked: argparse.Namespace, desk: Desk, by: Callable[[], By], spoken: Language) -> Answer:
    """Proposes; writes what is refused and deferred into it; confirms if that was asked for. One medicine: with the difference.

    On a terminal it is said what begins. Ctrl+C leaves nothing half written: raises `Refusal` `cancelled`.
    """
    try:
        return _match(asked, desk, by, spoken)
    except KeyboardInterrupt:
        raise Refusal("cancelled", "match") from None


def _match(asked: argparse.Namespace, desk: Desk, by: Callable[[], By], spoken: Language) -> Answer:
    medicine = identity.meant(desk, asked.medicine) if asked.medicine else None
    decided = {item_id: decision(0, why) for item_id, why in map(_pair, asked.defer)}
    for item_id, text in map(_pair, asked.refuse):
        reason, _, note = text.partition(":")
        decided[item_id] = decision(0, note, reason.strip())

    def step(begins: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"{deciding.step(spoken, begins)}\n")
            sys.stderr.flush()

    run_id = matching.propose(desk, by(), asked.start, asked.days, asked.council, medicine, decided, step)
    made = matching.proposal(desk, run_id)
    assert made is not None
    if asked.confirm and any(line.item.units_granted or line.item.decided_units is not None for line in made.lines):
        matching.confirm(desk, by(), run_id, asked.present, step)
        made = matching.proposal(desk, run_id)
        assert made is not None
    answer = cli_answers.match(made, asked.confirm, spoken)
    if medicine is None:
        return answer
    found = promises.difference(desk, run_id)
    return Answer((*answer.lines, *_difference(found, spoken)), {**answer.data, "difference": _difference_data(found)}, answer.exit)


def committee(asked: argparse.Namespace, desk: Desk, by: Callable[[], By], spoken: Language) -> Answer:
    """The waiting list, and what is decided beside a proposal."""
    if asked.what == "waiting":
        medicine = identity.meant(desk, asked.medicine) if asked.medicine else None
        return _waiting(waiting.waiting_list(desk, asked.days, asked.council, medicine), spoken)
    if asked.what == "release":
        units = promises.release(desk, by(), asked.why, asked.item or None, asked.run)
        return Answer((spoken.ntr("{n} unit is free again", "{n} units are free again", units),), {"units": units})
    if asked.what == "reopen":
        lines = waiting.reopen(desk, by(), asked.item, asked.why)
        return Answer((spoken.ntr("{n} line is asked for again", "{n} lines are asked for again", lines),), {"lines": lines})
    tier = "" if asked.tier == "points" else asked.tier
    standings.decide_tier(desk, by(), standings.person_coded(desk, asked.person), tier, asked.why, asked.item)
    said = spoken.tr("Written down: {code} goes to group {tier}.", code=asked.person, tier=tier)
    return Answer(
        (said if tier else spoken.tr("Written down: {code} is in the group of the points again.", code=asked.person),), {"tier": tier}
    )


def _pair(text: str) -> tuple[int, str]:
    """`12=has_enough`: the number of an item, and what is said of it. Raises `Refusal` `pair_unclear`."""
    number, equals, said = text.partition("=")
    if not equals or not (number.isascii() and number.isdigit() and len(number) < 10) or not said.strip():
        raise Refusal("pair_unclear", "command", text=text[:60])
    return int(number), said.strip()


def _difference(found: Difference, spoken: Language) -> list[str]:
    """Who loses and who gains, by census number."""
    said = [spoken.ntr("For {n} person nothing changes.", "For {n} people nothing changes.", len(found.same))] if found.same else []
    for one in (*found.losing, *found.gaining):
        until = spoken.date(one.until_after) if one.until_after else "—"
        said.append(
            spoken.tr(
                "{code}: {before} before, {after} now, until {until}",
                code=one.patient_code,
                before=spoken.number(one.before),
                after=spoken.number(one.after),
                until=until,
            )
        )
    return said


def _difference_data(found: Difference) -> dict[str, object]:
    def rows(some: Sequence[Moved]) -> list[dict[str, object]]:
        return [
            {
                "item": one.item_id,
                "patient_code": one.patient_code,
                "before": one.before,
                "until_before": one.until_before,
                "after": one.after,
                "until_after": one.until_after,
            }
            for one in some
        ]

    return {"losing": rows(found.losing), "gaining": rows(found.gaining), "same": rows(found.same)}


def _waiting(found: Sequence[Waiting], spoken: Language) -> Answer:
    """The longest first; people by census number."""
    lines = []
    for one in found:
        why = deciding.refusal(spoken, one.refusal, one.note) if one.refusal else ""
        state = deciding.state(spoken, one.state, one.since, one.decided_on, one.until, why)
        title = trade.medicine_title(spoken, one.medicine)
        lines.append(f"{one.item_id}  {spoken.date(one.since)}  {one.patient_code}  {title}  {spoken.number(one.units)}  {state}")
    lines.append(spoken.ntr("{n} line waits", "{n} lines wait", len(found)))
    return Answer(tuple(lines), {"waiting": [_waiting_data(one) for one in found]})


def _waiting_data(one: Waiting) -> dict[str, object]:
    return {
        "item": one.item_id,
        "patient_code": one.patient_code,
        "council": one.council,
        "inn": one.medicine.inn,
        "strength": one.medicine.strength,
        "form": one.medicine.form,
        "tier": one.tier,
        "points": one.points,
        "units": one.units,
        "days": one.days,
        "since": one.since,
        "state": one.state,
        "decided_on": one.decided_on,
        "until": one.until,
        "refusal": one.refusal,
        "questions": [reason.code for reason in one.questions],
        "proposed": one.proposed,
        "would_get": one.would_get,
        "can_be_served": one.can_be_served,
        "returned": one.returned,
    }
