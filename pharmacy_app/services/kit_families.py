"""Families and their next kit: due, soon, planned or given, and how many quarters went by without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import kits as kept
from pharmacy_app.db.queries.kits import FamilyRow, HandedRow, KitRow
from pharmacy_app.domain.kits import Due, next_due
from pharmacy_app.domain.quarters import QUARTER, after_months
from pharmacy_app.services.desk import Connection

STATES = ("due", "soon", "planned", "given", "none")
SOON = 21  # days before its day on which a kit may be planned already


@dataclass(frozen=True, slots=True)
class Family:
    """A family and its next kit: one of `STATES` (`none`: it would hold nothing), its day, the quarters that
    went by without one, and the open kit, where one is planned."""

    row: FamilyRow
    state: str
    due_on: date
    missed: int
    last_given: date | None
    kit_id: int | None = None


def families_of(connection: Connection, on: date, council_id: int | None, ids: Sequence[int] | None = None) -> tuple[Family, ...]:
    """The families of a council (or of all, or these), in walking order: three statements."""
    kits: dict[int, list[KitRow]] = defaultdict(list)
    for kit in kept.kits(connection, council_id, ids):
        kits[kit.household_id].append(kit)
    handed: dict[int, list[HandedRow]] = defaultdict(list)
    for row in kept.handed(connection, council_id, ids):
        handed[row.household_id].append(row)
    return tuple(_family(row, kits[row.id], handed[row.id], on) for row in kept.families(connection, council_id, ids))


def _family(row: FamilyRow, kits: Sequence[KitRow], handed: Sequence[HandedRow], on: date) -> Family:
    given = given_on(kits, handed)
    last = max(given.values(), default=None)
    open_kit = next((kit for kit in kits if is_open(kit, given, on)), None)
    counted = [kit.due_on for kit in kits if kit.status != "cancelled"]
    first = min(counted, default=None)
    if open_kit is not None:
        before = next_due(last, first, open_kit.due_on)
        return Family(row, "planned", open_kit.due_on, before.missed, last, open_kit.id)
    found = next_due(last, first, on)
    if any(kit.due_on == found.on and kit.status == "missed" for kit in kits):  # somebody said that this quarter is over
        found = Due(after_months(found.on, QUARTER), found.missed + 1)
    state = "due" if found.on <= on else "soon" if found.on <= on + timedelta(days=SOON) else "given"
    return Family(row, state, found.on, found.missed, last)


def given_on(kits: Iterable[KitRow], handed: Iterable[HandedRow]) -> dict[int, date]:
    """The day on which something of each kit came to the door; what its run asked besides belongs to the newest kit before that run."""
    known = sorted((kit for kit in kits if kit.status != "cancelled"), key=lambda kit: (kit.entered_at, kit.id))
    given: dict[int, date] = {}
    for row in handed:
        kit_id = row.kit_id or next((kit.id for kit in reversed(known) if kit.entered_at <= row.proposed_at), None)
        if kit_id is not None:
            given[kit_id] = max(row.walked_on, given.get(kit_id, row.walked_on))
    return given


def is_open(kit: KitRow, given: Mapping[int, date], on: date) -> bool:
    """Whether it is still to be handed over: planned, nothing of it came to the door, and its quarter is not over."""
    return kit.status == "planned" and kit.id not in given and after_months(kit.due_on, QUARTER) > on
