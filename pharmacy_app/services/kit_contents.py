"""What kits hold: what the rules give, the treatments that run, and what the matching rule would give of it. Writes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import care, keeping, sharing
from pharmacy_app.db.queries import kits as kept
from pharmacy_app.db.queries.kits import MemberRow
from pharmacy_app.db.queries.sharing import NeedRow
from pharmacy_app.domain.directions import to_json
from pharmacy_app.domain.kit_rules import KitRules
from pharmacy_app.domain.kits import KitLine, Left, by_key, kit_for
from pharmacy_app.domain.matching import propose as plan
from pharmacy_app.domain.matching import skip_reason
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Grant, Policy, policy_from
from pharmacy_app.domain.priority import Reason
from pharmacy_app.services import kit_rules, matching
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.kit_families import Family
from pharmacy_app.services.kit_members import members_of
from pharmacy_app.services.needs import asks_for

PERIOD = 90  # days that a quarter's treatments are asked for
_UNWRITTEN = 10**12  # ids of items that nobody has written yet, beyond every real one: the rule breaks ties by them


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One medicine for one member: units asked and what the rule would give of them. `rule` None: a treatment that runs already."""

    patient_id: int
    medicine: Medicine
    asked: int
    granted: int
    last_day: date | None
    directions: str
    rule: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a family's kit would hold (or, once it is planned, what still has to be shared out), and what it would not."""

    family: Family
    members: tuple[MemberRow, ...]
    lines: tuple[PreviewLine, ...]
    left: tuple[Left, ...]
    rules: KitRules
    catalogue: dict[int, Medicine]


@dataclass(frozen=True, slots=True)
class Wanted:
    """By house: what the rules give and what not, and the treatments that run."""

    lines: dict[int, tuple[KitLine, ...]]
    left: dict[int, tuple[Left, ...]]
    chronic: dict[int, tuple[NeedRow, ...]]
    catalogue: dict[int, Medicine]
    members: dict[int, MemberRow]


def wanted_by(connection: Connection, household_ids: Sequence[int], rules: KitRules, day: date) -> Wanted:
    """What these families' kits would hold from that day on."""
    catalogue = medicines_by_id(connection)
    listed = by_key(catalogue)
    policy = _policy(connection)
    free: dict[int, int] = defaultdict(int)
    for lot in matching.free_lots(connection):
        if not skip_reason(day, lot, policy.margin_days):
            free[lot.medicine_id] += max(0, lot.units - lot.reserved)
    found = members_of(connection, household_ids, rules, day)
    chronic = chronic_of(connection, {member.id for _, member in found}, rules)
    home = {member.id: row.household_id for row, member in found}
    lines: dict[int, list[KitLine]] = defaultdict(list)
    left: dict[int, list[Left]] = defaultdict(list)
    for row, member in found:
        given, not_given = kit_for(member, rules, catalogue, listed, free, day)
        lines[row.household_id] += given
        left[row.household_id] += not_given
    running: dict[int, list[NeedRow]] = defaultdict(list)
    for need in chronic:
        running[home[need.patient_id]].append(need)
    return Wanted(
        {key: tuple(rows) for key, rows in lines.items()},
        {key: tuple(rows) for key, rows in left.items()},
        {key: tuple(rows) for key, rows in running.items()},
        catalogue,
        {row.id: row for row, _ in found},
    )


def houses_needing(connection: Connection, household_ids: Sequence[int], rules: KitRules, day: date) -> set[int]:
    """Those of these houses whose kit would hold something."""
    catalogue = medicines_by_id(connection)
    listed = by_key(catalogue)
    found = members_of(connection, household_ids, rules, day)
    chronic = kept.chronic_people(connection, [row.id for row, _ in found]) if rules.chronic else frozenset()
    return {row.household_id for row, member in found if row.id in chronic or kit_for(member, rules, catalogue, listed, {}, day)[0]}


def chronic_of(connection: Connection, patient_ids: Collection[int], rules: KitRules) -> tuple[NeedRow, ...]:
    """The treatments of these people that run without an end, where the rules put them into the kit."""
    if not rules.chronic:
        return ()
    return tuple(row for row in sharing.needs(connection, None) if row.chronic and row.patient_id in patient_ids)


def _policy(connection: Connection) -> Policy:
    return policy_from(json.loads(keeping.policies(connection)[0].rules))


def preview_of(connection: Connection, family: Family, day: date) -> Preview:
    """One family's kit beside all that others need: what it would get today."""
    rules = kit_rules.in_force(connection)[1]
    planned = {} if family.kit_id is None else {row.id: row for row in kept.items(connection, [family.kit_id])}
    wanted = wanted_by(connection, [family.row.id], rules, day)
    lines = wanted.lines.get(family.row.id, ()) if family.kit_id is None else ()
    needs = [_need(line, at, wanted.members[line.member], day) for at, line in enumerate(lines)]
    policy = _policy(connection)
    asks = asks_for(connection, day, PERIOD, None, policy, needs)
    made = plan(day, matching.free_lots(connection), asks, wanted.catalogue, policy)
    mine = {*(row.item_id for row in wanted.chronic.get(family.row.id, ())), *planned}
    said = {need.item_id: line for need, line in zip(needs, lines, strict=True)}
    by_item = {ask.item_id: ask for ask in asks}
    written = {row.id: row for row in care.items_of(connection, sorted(mine))}
    shown = []
    for grant in made.grants:
        line = said.get(grant.item_id)
        if line is None and grant.item_id not in mine:
            continue
        text = written[grant.item_id].directions if line is None else to_json(line.directions)
        rule = line.rule if line else None if grant.item_id not in planned else -1
        shown.append(_line(grant, by_item[grant.item_id], wanted.catalogue, text, rule))
    people = tuple(row for row in wanted.members.values())
    left = wanted.left.get(family.row.id, ()) if family.kit_id is None else ()
    return Preview(family, people, tuple(shown), left, rules, wanted.catalogue)


def _line(grant: Grant, ask: Ask, catalogue: Mapping[int, Medicine], directions: str, rule: int | None) -> PreviewLine:
    return PreviewLine(
        ask.person, catalogue[ask.medicine_id], grant.units_asked, grant.units_granted, grant.last_day, directions, rule, grant.reasons
    )


def _need(line: KitLine, at: int, member: MemberRow, day: date) -> NeedRow:
    return NeedRow(
        _UNWRITTEN + at, line.member, line.medicine_id, line.rate.units, line.rate.days, day, line.days, False, False,
        to_json(line.directions), "", day, member.birth_date,
    )  # fmt: skip
