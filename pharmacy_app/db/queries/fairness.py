"""What was decided in a period, line by line, with what the groups are made from. One statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Council,
    Household,
    MatchingRun,
    Meeting,
    Patient,
    Prescription,
    PrescriptionItem,
    RunItem,
    Sector,
)


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A line of a confirmed run. `reasons` is the run's JSON: by which criteria somebody stood where they stood that day."""

    run_id: int
    item_id: int
    patient_id: int
    council_id: int
    council: str
    sex: str
    birth_date: date | None
    decided_on: date
    units_asked: int
    units_granted: int
    refused: bool
    refusal: str
    asked_from: date
    asked_days: int
    last_day: date | None
    former_units: int | None
    reasons: str


def decided(connection: Connection, first: date | None, last: date | None) -> tuple[DecidedRow, ...]:
    """The lines confirmed from `first` through `last`: on the day of the meeting (for runs older than meetings, the first day of the run)."""
    day = func.coalesce(Meeting.held_on, MatchingRun.from_day)
    statement = (
        select(
            RunItem.run_id, RunItem.item_id, Patient.id, Council.id, Council.name, Patient.sex, Patient.birth_date, day, RunItem.units_asked,
            RunItem.units_granted, RunItem.refused, RunItem.refusal, RunItem.asked_from, RunItem.asked_days, RunItem.last_day,
            RunItem.former_units, RunItem.reasons,
        )
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .outerjoin(Meeting, Meeting.id == MatchingRun.meeting_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .where(MatchingRun.status == "confirmed")
    )  # fmt: skip
    if first is not None:
        statement = statement.where(day >= first)
    if last is not None:
        statement = statement.where(day <= last)
    return frozen(DecidedRow, connection.execute(statement))
