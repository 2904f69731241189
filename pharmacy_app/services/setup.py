"""A new pharmacy is furnished once: its first person, the catalogue, the short list of conditions, the committee's first rules."""

from __future__ import annotations

import json
import secrets

from pharmacy_app.db.queries import furnishing, keeping
from pharmacy_app.db.queries.keeping import PolicyRow as PolicyRow
from pharmacy_app.db.queries.keeping import UserRow as UserRow
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.plan import Policy
from pharmacy_app.services import catalogue_update
from pharmacy_app.services.defaults import DEFAULTS as DEFAULTS
from pharmacy_app.services.desk import By, Desk


def furnished(desk: Desk) -> bool:
    """Whether this database has been furnished."""
    with desk.read() as connection:
        return bool(keeping.users(connection))


def furnish(desk: Desk, user_name: str, training: str = "") -> int:
    """Fills an empty database; returns the id of its first person. `training` names the sample, and so makes it a practice folder.

    Raises `Refusal`: `already_furnished`, `user_without_name`.
    """
    if not user_name.strip():
        raise Refusal("user_without_name", "user")
    with desk.act(By(0, desk.clock.today(), secrets.token_hex(12)), "pharmacy.open") as act:
        if keeping.users(act.connection):
            raise Refusal("already_furnished", "pharmacy")
        user_id = keeping.add_user(act.connection, user_name.strip())
        act.by = By(user_id, act.by.occurred_on, act.by.token)
        medicines = catalogue_update.furnish(act.connection)
        furnishing.add_conditions(act.connection, CONDITIONS)
        rules = json.dumps(Policy().plain(), sort_keys=True)
        keeping.add_policy(act.connection, 1, rules, "", desk.clock.today(), act.entered_at, user_id)
        for name, value in {**DEFAULTS, **({"training": training} if training else {})}.items():
            keeping.put_setting(act.connection, name, value)
        act.after = {"medicines": medicines, "training": training}
        return user_id


def users(desk: Desk) -> tuple[UserRow, ...]:
    """Everybody who works here."""
    with desk.read() as connection:
        return keeping.users(connection)


def user_named(desk: Desk, name: str) -> int:
    """The id of who works here under this name. Raises `Refusal` `user_unknown`."""
    with desk.read() as connection:
        found = next((user.id for user in keeping.users(connection) if user.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise Refusal("user_unknown", "user")
    return found


def add_user(desk: Desk, by: By, name: str) -> int:
    """One more neighbour. Raises `Refusal`: `user_without_name`, `user_exists`."""
    if not name.strip():
        raise Refusal("user_without_name", "user")
    with desk.act(by, "user.add") as act:
        if any(user.name.casefold() == name.strip().casefold() for user in keeping.users(act.connection)):
            raise Refusal("user_exists", "user")
        user_id = keeping.add_user(act.connection, name.strip())
        act.about("user", user_id)
        return user_id


def settings(desk: Desk) -> dict[str, str]:
    """The pharmacy's settings, defaults filled in."""
    with desk.read() as connection:
        return {**DEFAULTS, **keeping.settings(connection)}


def change_settings(desk: Desk, by: By, changed: dict[str, str]) -> None:
    """Writes settings that exist. Raises `Refusal` `setting_unknown`, `setting_not_a_number`."""
    for name, value in changed.items():
        if name not in DEFAULTS:
            raise Refusal("setting_unknown", name)
        if name.endswith(("_days", "_weeks", "_houses")) and not (value.isascii() and value.isdigit() and 0 < int(value) < 1000):
            raise Refusal("setting_not_a_number", name, text=value[:20])
    with desk.act(by, "settings.change") as act:
        before = {**DEFAULTS, **keeping.settings(act.connection)}
        act.before = {name: before[name] for name in changed}
        act.after = dict(changed)
        for name, value in changed.items():
            keeping.put_setting(act.connection, name, value)


def policies(desk: Desk) -> tuple[PolicyRow, ...]:
    """All versions of the committee's rules, the newest first."""
    with desk.read() as connection:
        return keeping.policies(connection)


def decide_policy(desk: Desk, by: By, policy: Policy, note: str = "") -> int:
    """A new version of the rules; earlier ones stay for the decisions made with them. Returns its number."""
    with desk.act(by, "policy.decide") as act:
        known = keeping.policies(act.connection)
        version = known[0].version + 1
        rules = json.dumps(policy.plain(), sort_keys=True)
        policy_id = keeping.add_policy(act.connection, version, rules, note, by.occurred_on, act.entered_at, by.user_id)
        act.about("policy", policy_id)
        act.before, act.after = {"rules": json.loads(known[0].rules)}, {"rules": policy.plain()}
        return version
