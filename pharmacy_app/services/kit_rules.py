"""The committee's rules for families' kits, by version; the shipped ones are an example."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import rules as stored
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.kit_rules import SHIPPED, KitRules, rules_from
from pharmacy_app.services import catalogue, typed
from pharmacy_app.services.desk import By, Connection, Desk


@dataclass(frozen=True, slots=True)
class KitVersion:
    """A version of the rules. The shipped ones are version 0: nobody decided them, on no day."""

    number: int
    rules: KitRules
    note: str = ""
    decided_on: date | None = None
    user: str = ""


def versions(desk: Desk) -> tuple[KitVersion, ...]:
    """All versions, the newest (which is in force) first, the shipped ones last. Raises `Refusal` `kit_rules_unreadable`."""
    with desk.read() as connection:
        rows = stored.versions(connection, stored.KITS)
    made = [KitVersion(row.version, rules_from(json.loads(row.rules)), row.note, row.decided_on, row.user) for row in rows]
    return (*made, KitVersion(0, SHIPPED))


def in_force(connection: Connection) -> tuple[int | None, KitRules]:
    """The id of the newest version (None: the shipped ones) and its rules."""
    rows = stored.versions(connection, stored.KITS)
    return (rows[0].id, rules_from(json.loads(rows[0].rules))) if rows else (None, SHIPPED)


def decide_rules(desk: Desk, by: By, rules: KitRules, note: str) -> int:
    """A new version; kits that were planned keep theirs. Returns its number.

    Raises `Refusal`: `reason_missing`, `rules_unchanged`, `kit_medicine_unknown` (`medicine`: no such INN, form and strength in the catalogue).
    """
    why = typed.short(note, "note")
    if not why:
        raise Refusal("reason_missing", "note")
    with desk.act(by, "kit.rules") as act:
        known = stored.versions(act.connection, stored.KITS)
        before = rules_from(json.loads(known[0].rules)) if known else SHIPPED
        if rules == before and known:  # the example may be decided as it stands
            raise Refusal("rules_unchanged", "rules")
        there = {(one.inn, one.form, one.strength) for one in catalogue.medicines(act.connection).values()}
        for option in (option for rule in rules.rules for option in rule.options):
            if option.key not in there and rules != SHIPPED:
                raise Refusal("kit_medicine_unknown", "medicine", medicine=f"{option.inn} {option.strength}")
        version = known[0].version + 1 if known else 1
        plain = json.dumps(rules.plain(), sort_keys=True)
        rules_id = stored.add(act.connection, stored.KITS, version, plain, why, by.occurred_on, act.entered_at, by.user_id)
        act.about("kit_rules", rules_id)
        act.before, act.after = {"rules": before.plain()}, {"rules": rules.plain(), "note": why}
        return version
