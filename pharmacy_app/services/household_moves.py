"""What follows when somebody is no longer where they were: promised units leave the rounds that were planned to the old door."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import histories, planning, walking
from pharmacy_app.db.queries.histories import PromiseRow
from pharmacy_app.db.queries.people import PersonRow
from pharmacy_app.services.desk import Act


def moved_house(act: Act, people: Sequence[PersonRow], household_id: int, note: str) -> int:
    """These people live in that house from the act's day on; how many of them were taken off a planned round, to be planned anew.

    What is already out goes to the old door: the paper says so, and its slip comes back with the answer.
    """
    promised = [row for row in histories.promises(act.connection, [one.id for one in people]) if row.round_status == "planned"]
    off_rounds(act, promised)
    for one in people:
        store.change_person(act.connection, one.id, {"household_id": household_id})
    write_events(act, "moved", people, household_id, note)
    return len({row.patient_id for row in promised})


def off_rounds(act: Act, promised: Sequence[PromiseRow]) -> None:
    """Takes these units off the slips of planned rounds; slips and stops that are left empty go too."""
    planned = [row for row in promised if row.round_status == "planned"]
    walking.change_allocations(act.connection, [(row.allocation_id, {"slip_id": None}) for row in planned])
    for round_id in sorted({row.round_id for row in planned if row.round_id is not None}):
        walking.lock_round(act.connection, round_id)
        planning.drop_empty_slips(act.connection, round_id, act.entered_at, act.by.user_id)


def write_events(act: Act, kind: str, people: Sequence[PersonRow], to_household_id: int | None, note: str) -> None:
    """A line in the history of each, from the house they live in now."""
    common = {
        "kind": kind, "occurred_on": act.by.occurred_on, "to_household_id": to_household_id, "note": note, "entered_at": act.entered_at,
        "entered_by": act.by.user_id,
    }  # fmt: skip
    histories.add_events(act.connection, [{"patient_id": one.id, "from_household_id": one.household_id, **common} for one in people])
