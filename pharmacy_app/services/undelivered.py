"""Bags that nobody was at home for wait for the next round; after the days set in Ajustes what was reserved for them is free again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import homecoming, keeping, walking
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.services.desk import By, Connection, Desk

RELEASED = "round.release"  # the act, as the record names it


@dataclass(frozen=True, slots=True)
class Released:
    """What became free: how many people's, how many units; `days` is how long a bag waits."""

    people: int
    units: int
    days: int


def release_due(desk: Desk, by: By) -> Released:
    """Gives up promises that first came back from a door so many days ago and are on no round; writes nothing where there are none.

    Once a day is enough: it runs when somebody opens the day, under that person's name. Raises nothing of its own.
    """
    today = desk.clock.today()
    with desk.read() as connection:
        days = _days(connection)
        if not homecoming.undelivered(connection, today - timedelta(days=days)):
            return Released(0, 0, days)
    with desk.act(by, RELEASED) as act:
        due = _locked(act.connection, today - timedelta(days=days))
        walking.change_allocations(act.connection, [(row.allocation_id, {"status": "released"}) for row in due])
        found = Released(len({row.patient_id for row in due}), sum(row.units for row in due), days)
        act.after = {"people": found.people, "units": found.units, "days": days}
        return found


def _locked(connection: Connection, since: date) -> tuple[homecoming.UndeliveredRow, ...]:
    """What is due, once nobody else can put it on a round any more."""
    shelf.lock_batches(connection, sorted({row.batch_id for row in homecoming.undelivered(connection, since)}))
    return homecoming.undelivered(connection, since)


def _days(connection: Connection) -> int:
    return int({**DEFAULTS, **keeping.settings(connection)}["undelivered_days"])
