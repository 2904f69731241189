"""The committee's meetings: who was there, and what was confirmed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Meeting, User


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting; `present` has a name on each line."""

    id: int
    held_on: date
    present: str
    note: str


def meetings(connection: Connection, held_on: date | None = None, limit: int | None = None) -> tuple[MeetingRow, ...]:
    """Meetings of a day, or the latest, the newest first."""
    statement = select(Meeting.id, Meeting.held_on, Meeting.present, Meeting.note).order_by(Meeting.held_on.desc(), Meeting.id.desc())
    if held_on is not None:
        statement = statement.where(Meeting.held_on == held_on)
    return frozen(MeetingRow, connection.execute(statement.limit(limit)))


def add_meeting(connection: Connection, values: dict[str, object]) -> int:
    """A new meeting's id."""
    return int(connection.execute(insert(Meeting).values(values).returning(Meeting.id)).scalar_one())


def user_name(connection: Connection, user_id: int) -> str:
    """Who works here under this number."""
    return str(connection.execute(select(User.name).where(User.id == user_id)).scalar_one())
