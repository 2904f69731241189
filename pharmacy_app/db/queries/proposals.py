"""A run as a room reads it: every medicine in sums, and of one medicine what its shelf gives and who lacks it. Nothing here reads all lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from pharmacy_app.db.queries.sharing import lines_about
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Allocation, Batch, Household, Patient, Prescription, PrescriptionItem, Product, RunItem, Sector

_LACKS = RunItem.units_granted < RunItem.units_asked
_MISSING = func.coalesce(func.sum(case((_LACKS, RunItem.units_asked - RunItem.units_granted), else_=0)), 0)


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A medicine of a run: units asked and missing, lines that receive something, lines that the committee changed."""

    medicine_id: int
    asked: int
    missing: int
    served: int
    decided: int


def totals(connection: Connection, run_id: int) -> tuple[TotalRow, ...]:
    """Every medicine of a run: one statement."""
    served, decided = _counted(RunItem.units_granted > 0), _counted(RunItem.decided_units.is_not(None))
    rows = connection.execute(
        select(RunItem.medicine_id, func.sum(RunItem.units_asked), _MISSING, served, decided)
        .where(RunItem.run_id == run_id)
        .group_by(RunItem.medicine_id)
    )
    return frozen(TotalRow, (map(int, row) for row in rows))


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def people_of(connection: Connection, run_id: int) -> tuple[int, int]:
    """How many people a run asks for, and of how many councils: one statement."""
    people, councils = connection.execute(
        select(func.count(Patient.id.distinct()), func.count(Sector.council_id.distinct()))
        .select_from(RunItem)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(RunItem.run_id == run_id)
    ).one()
    return people, councils


@dataclass(frozen=True, slots=True)
class QueueRow:
    """The lines of one medicine in a run: how many, units asked and missing, people who receive some."""

    lines: int
    asked: int
    missing: int
    people: int


def queue(connection: Connection, run_id: int, medicine_id: int) -> QueueRow:
    """The lines of one medicine in sums: one statement."""
    receives = case((RunItem.units_granted > 0, Prescription.patient_id))
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(RunItem.units_asked), 0), _MISSING, func.count(receives.distinct()))
        .select_from(RunItem)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .where(*lines_about(run_id, (medicine_id,)))
    ).one()
    return QueueRow(*map(int, row))


def lacking(connection: Connection, run_id: int, medicine_id: int) -> tuple[tuple[date, date | None], ...]:
    """The different (day from which it was asked, last day that was granted or None) of the lines that lack some by the rules: one statement."""
    until = case((and_(RunItem.units_granted > 0, RunItem.last_day.is_not(None)), RunItem.last_day))
    rows = connection.execute(
        select(RunItem.asked_from, until)
        .where(*lines_about(run_id, (medicine_id,)), RunItem.rank > 0, RunItem.decided_units.is_(None), _LACKS)
        .distinct()
    )
    return tuple((row[0], row[1]) for row in rows)


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A lot of which a run gives units: `units` that are given still (what came back is not)."""

    batch_id: int
    lot: str
    expiry: date | None
    units: int


def given_of(connection: Connection, run_id: int, medicine_id: int, confirmed: bool) -> tuple[GivenRow, ...]:
    """The lots of one medicine that a run gives units of: one statement. Of a confirmed run: a bag that came back was promised a second time;
    that is one share, the newest."""
    mine = (RunItem.run_id + 0 == run_id, Product.medicine_id == medicine_id)  # `+ 0`: from the lots, not from all lines of the run
    units = func.sum(case((Allocation.status != "released", Allocation.units), else_=0))
    statement = (
        select(Batch.id, Batch.lot, Batch.expiry, units)
        .join(Allocation, Allocation.batch_id == Batch.id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(Product, Product.id == Batch.product_id)
        .where(*mine)
        .group_by(Batch.id, Batch.lot, Batch.expiry)
        .order_by(Batch.id)
    )
    if confirmed:
        newest = (
            select(func.max(Allocation.id))
            .join(RunItem, RunItem.id == Allocation.run_item_id)
            .join(Batch, Batch.id == Allocation.batch_id)
            .join(Product, Product.id == Batch.product_id)
            .where(*mine)
            .group_by(Allocation.run_item_id, Allocation.batch_id, Allocation.first_day)
        )
        statement = statement.where(Allocation.id.in_(newest))
    return frozen(GivenRow, connection.execute(statement))


def elsewhere(connection: Connection, run_id: int, medicine_id: int) -> int:
    """Units of this medicine that a run gives as another strength, and so from another shelf: one statement."""
    statement = (
        select(func.coalesce(func.sum(Allocation.covers), 0))
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(*lines_about(run_id, (medicine_id,)), Product.medicine_id != medicine_id)
    )
    return int(connection.execute(statement).scalar_one())
