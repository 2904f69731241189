"""What the committee decided: its meetings and who was there, whom it put into another tier, what it refused and took back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import aliased

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    MatchingRun,
    Meeting,
    Patient,
    Prescription,
    PrescriptionItem,
    Reopening,
    RunItem,
    TierDecision,
    User,
)


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


@dataclass(frozen=True, slots=True)
class TierRow:
    """The committee put a person (or one item of theirs) into a tier; an empty `tier`: by the points again (an item: as its person)."""

    id: int
    patient_id: int
    patient_code: str
    patient: str
    item_id: int | None
    medicine_id: int | None
    tier: str
    why: str
    decided_on: date
    user: str


def tier_decisions(connection: Connection, patient_id: int | None = None, decided_on: date | None = None) -> tuple[TierRow, ...]:
    """Decisions about a person, or of a day, the newest first."""
    statement = (
        select(
            TierDecision.id, Patient.id, Patient.code, Patient.name, TierDecision.item_id, PrescriptionItem.medicine_id, TierDecision.tier,
            TierDecision.why, TierDecision.decided_on, User.name,
        )
        .join(Patient, Patient.id == TierDecision.patient_id)
        .join(User, User.id == TierDecision.entered_by)
        .outerjoin(PrescriptionItem, PrescriptionItem.id == TierDecision.item_id)
        .order_by(TierDecision.id.desc())
    )  # fmt: skip
    if patient_id is not None:
        statement = statement.where(TierDecision.patient_id == patient_id)
    if decided_on is not None:
        statement = statement.where(TierDecision.decided_on == decided_on)
    return frozen(TierRow, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class DecidedTiers:
    """The tiers that hold by the committee's newest decisions; what stands by the points is not in it."""

    people: dict[int, str]
    items: dict[int, str]

    def of(self, patient_id: int, item_id: int | None = None) -> str:
        """The tier decided for an item, or else for its person; empty: by the points."""
        return (self.items.get(item_id, "") if item_id is not None else "") or self.people.get(patient_id, "")


def decided_tiers(connection: Connection, people: Collection[int] | None = None) -> DecidedTiers:
    """What holds for everybody, or for these people: one statement."""
    statement = select(TierDecision.patient_id, TierDecision.item_id, TierDecision.tier).order_by(TierDecision.id)
    if people is not None:
        statement = statement.where(TierDecision.patient_id.in_(people))
    found = DecidedTiers({}, {})
    for patient_id, item_id, tier in connection.execute(statement):
        if item_id is None:
            found.people[patient_id] = tier
        else:
            found.items[item_id] = tier
    return found


def add_tier_decisions(connection: Connection, rows: list[dict[str, object]]) -> None:
    """New decisions."""
    if rows:
        connection.execute(insert(TierDecision), rows)


def person_of_item(connection: Connection, item_id: int) -> int | None:
    """Whose item this is."""
    statement = select(Prescription.patient_id).join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
    return connection.execute(statement.where(PrescriptionItem.id == item_id)).scalar_one_or_none()


def person_coded(connection: Connection, code: str) -> int | None:
    """The person with this census number."""
    return connection.execute(select(Patient.id).where(Patient.code == code)).scalar_one_or_none()


def person_is_known(connection: Connection, patient_id: int) -> bool:
    """Whether the census has this person."""
    return connection.execute(select(Patient.id).where(Patient.id == patient_id)).scalar_one_or_none() is not None


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """The committee said no to an item, for the days from `first_day` through `until`."""

    run_item_id: int
    item_id: int
    word: str
    note: str
    first_day: date
    until: date
    refused_on: date


def refusals(connection: Connection, day: date, items: Collection[int] | None = None) -> dict[int, RefusalRow]:
    """By item, what is refused on this day or later: by the latest confirmed line of the item, where nobody took it back and no doctor
    has written the treatment again since. One statement."""
    later, later_run = aliased(RunItem), aliased(MatchingRun)
    again, paper = aliased(PrescriptionItem), aliased(Prescription)
    newer = (
        select(later.id)
        .join(later_run, later_run.id == later.run_id)
        .where(later.item_id == RunItem.item_id, later.run_id > RunItem.run_id, later_run.status == "confirmed")
    )
    written = (
        select(again.id)
        .join(paper, paper.id == again.prescription_id)
        .where(again.replaces_id == RunItem.item_id, paper.entered_at > MatchingRun.entered_at)
    )
    statement = (
        select(
            RunItem.id, RunItem.item_id, RunItem.refusal, RunItem.decision_note, RunItem.asked_from, RunItem.asked_days,
            func.coalesce(Meeting.held_on, RunItem.asked_from),
        )
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .outerjoin(Meeting, Meeting.id == MatchingRun.meeting_id)
        .outerjoin(Reopening, Reopening.run_item_id == RunItem.id)
        .where(RunItem.refusal != "", MatchingRun.status == "confirmed", Reopening.id.is_(None), ~newer.exists(), ~written.exists())
    )  # fmt: skip
    if items is not None:
        statement = statement.where(RunItem.item_id.in_(items))
    found = {}
    for line_id, item_id, word, note, first_day, days, refused_on in connection.execute(statement):
        until = first_day + timedelta(days=days - 1)
        if until >= day:
            found[item_id] = RefusalRow(line_id, item_id, word, note, first_day, until, refused_on)
    return found


def add_reopenings(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Refusals that were taken back."""
    connection.execute(insert(Reopening), rows)


@dataclass(frozen=True, slots=True)
class LastLine:
    """What the newest confirmed run said of an item."""

    item_id: int
    run_id: int
    decided_on: date
    units_asked: int
    units_granted: int
    refusal: str
    note: str
    waited_for_doctor: bool
    last_day: date | None


def last_lines(connection: Connection, items: Collection[int] | None = None) -> dict[int, LastLine]:
    """By item, the newest confirmed line: of these items, or of all that are active. One statement."""
    statement = (
        select(func.max(RunItem.id))
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .where(MatchingRun.status == "confirmed", PrescriptionItem.status == "active")
        .group_by(RunItem.item_id)
    )
    if items is not None:
        statement = statement.where(RunItem.item_id.in_(items))
    rows = connection.execute(
        select(
            RunItem.item_id, RunItem.run_id, func.coalesce(Meeting.held_on, MatchingRun.from_day), RunItem.units_asked, RunItem.units_granted,
            RunItem.refusal, RunItem.decision_note, RunItem.refused, RunItem.last_day,
        )
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .outerjoin(Meeting, Meeting.id == MatchingRun.meeting_id)
        .where(RunItem.id.in_(statement))
    )  # fmt: skip
    return {row.item_id: row for row in frozen(LastLine, rows)}


def open_lines(connection: Connection) -> dict[int, int]:
    """Units by item in the proposal that nobody has confirmed yet."""
    statement = select(RunItem.item_id, RunItem.units_granted).join(MatchingRun, MatchingRun.id == RunItem.run_id)
    return {row.item_id: row.units_granted for row in connection.execute(statement.where(MatchingRun.status == "proposed"))}
