"""What was decided on the day of a meeting: the runs it confirmed, their lines, and the other acts of the committee that day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Audit,
    Council,
    MatchingRun,
    Meeting,
    Patient,
    Policy,
    Prescription,
    PrescriptionItem,
    Reopening,
    RunItem,
    User,
)
from pharmacy_app.domain.decisions import outcome


def days(connection: Connection) -> tuple[date, ...]:
    """Days on which there was a meeting, the newest first."""
    return tuple(connection.execute(select(Meeting.held_on).distinct().order_by(Meeting.held_on.desc())).scalars())


@dataclass(frozen=True, slots=True)
class RunOfDay:
    """A run that a meeting of the day confirmed, with the rules it was made by."""

    id: int
    from_day: date
    days: int
    council: str | None
    medicine_id: int | None
    policy_version: int
    policy_day: date
    rules: str


def runs(connection: Connection, held_on: date) -> tuple[RunOfDay, ...]:
    """The runs that were confirmed in meetings of this day, in order."""
    rows = connection.execute(
        select(
            MatchingRun.id, MatchingRun.from_day, MatchingRun.days, Council.name, MatchingRun.medicine_id, Policy.version, Policy.decided_on,
            Policy.rules,
        )
        .join(Meeting, Meeting.id == MatchingRun.meeting_id)
        .join(Policy, Policy.id == MatchingRun.policy_id)
        .outerjoin(Council, Council.id == MatchingRun.council_id)
        .where(Meeting.held_on == held_on, MatchingRun.status == "confirmed")
        .order_by(MatchingRun.id)
    )  # fmt: skip
    return frozen(RunOfDay, rows)


@dataclass(frozen=True, slots=True)
class LineOfDay:
    """A line of such a run; people by their census number."""

    run_id: int
    medicine_id: int
    patient_code: str
    asked: int
    granted: int
    proposed: int
    decided: int | None
    note: str
    refusal: str
    for_doctor: bool

    @property
    def outcome(self) -> str:
        """How it ended: a word of `decisions.OUTCOMES`."""
        return outcome(self.asked, self.granted, self.refusal, self.for_doctor)


def lines(connection: Connection, held_on: date) -> tuple[LineOfDay, ...]:
    """All lines of those runs, by run, medicine and place in the queue."""
    rows = connection.execute(
        select(
            RunItem.run_id, RunItem.medicine_id, Patient.code, RunItem.units_asked, RunItem.units_granted, RunItem.proposed_units,
            RunItem.decided_units, RunItem.decision_note, RunItem.refusal, RunItem.refused,
        )
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .join(Meeting, Meeting.id == MatchingRun.meeting_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .where(Meeting.held_on == held_on, MatchingRun.status == "confirmed")
        .order_by(RunItem.run_id, RunItem.medicine_id, RunItem.rank, RunItem.id)
    )  # fmt: skip
    return frozen(LineOfDay, rows)


@dataclass(frozen=True, slots=True)
class ActOfDay:
    """A confirmation or a giving up of promises: by whom, and what the record keeps of it."""

    verb: str
    run_id: int | None
    after: dict[str, object]
    user: str


def acts(connection: Connection, day: date) -> tuple[ActOfDay, ...]:
    """The committee's acts of the day, in order."""
    statement = (
        select(Audit.verb, Audit.subject_id, Audit.after, User.name)
        .join(User, User.id == Audit.user_id)
        .where(Audit.occurred_on == day, Audit.verb.in_(("match.confirm", "match.release")))
        .order_by(Audit.id)
    )
    return tuple(ActOfDay(verb, run_id, json.loads(after or "{}"), user) for verb, run_id, after, user in connection.execute(statement))


@dataclass(frozen=True, slots=True)
class ReopenedRow:
    """A refusal that was taken back."""

    patient_code: str
    medicine_id: int
    why: str
    user: str


def reopened(connection: Connection, day: date) -> tuple[ReopenedRow, ...]:
    """What was taken back on this day, in order."""
    rows = connection.execute(
        select(Patient.code, RunItem.medicine_id, Reopening.why, User.name)
        .join(RunItem, RunItem.id == Reopening.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(User, User.id == Reopening.entered_by)
        .where(Reopening.decided_on == day)
        .order_by(Reopening.id)
    )
    return frozen(ReopenedRow, rows)
