"""The committee's meetings: who was there when something was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pharmacy_app.db.queries import deciding
from pharmacy_app.db.queries.deciding import MeetingRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import Act, Desk

__all__ = ["MeetingRow", "last_present", "meeting_in"]

MOST_PRESENT = 60


def last_present(desk: Desk) -> tuple[str, ...]:
    """Who was there the last time, to be offered the next."""
    with desk.read() as connection:
        found = deciding.meetings(connection, limit=1)
    return tuple(found[0].present.splitlines()) if found else ()


def meeting_in(act: Act, held_on: date, present: Iterable[str]) -> int:
    """The meeting of this day with these people, written down if it is not yet; where nobody is named, whoever is at work was there alone.

    Returns its id. Raises `Refusal` `too_many_present`.
    """
    names = tuple(dict.fromkeys(name for each in present if (name := " ".join(each.split())[:80])))
    if len(names) > MOST_PRESENT:
        raise Refusal("too_many_present", "present", most=MOST_PRESENT)
    said = "\n".join(names or (deciding.user_name(act.connection, act.by.user_id),))
    for row in deciding.meetings(act.connection, held_on):
        if row.present == said:
            return row.id
    values: dict[str, object] = {
        "held_on": held_on,
        "present": said,
        "note": "",
        "entered_at": act.entered_at,
        "entered_by": act.by.user_id,
    }
    return deciding.add_meeting(act.connection, values)
