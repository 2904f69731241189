"""Visits and the sheets they are noted on. A constant number of statements for any number of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, delete, func, not_, or_, select, update

from pharmacy_app.db.bulk import insert_many
from pharmacy_app.db.queries.people import chunks
from pharmacy_app.db.queries.sharing import CoverRow
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Audit,
    Council,
    Doctor,
    Household,
    Patient,
    Prescription,
    PrescriptionItem,
    RunItem,
    Sector,
    User,
    Visit,
    VisitSheet,
    VisitSheetLine,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet: whose, of which week (its Monday), whether it came back or is given up as lost, when the doctor comes again (None: not said);
    how many lines, how many of them are noted, how many people were seen."""

    id: int
    council_id: int
    council: str
    doctor: str
    week_of: date
    returned_on: date | None
    lost_on: date | None
    next_visit: date | None
    lines: int
    noted: int
    met: int

    @property
    def out(self) -> bool:
        """It has not come back, and nobody has given it up."""
        return self.returned_on is None and self.lost_on is None


_OUT = VisitSheet.returned_on.is_(None) & VisitSheet.lost_on.is_(None)


def sheets(connection: Connection, sheet_id: int | None = None, limit: int = 200) -> tuple[SheetRow, ...]:
    """Sheets that are out first, the oldest first; then the others, the newest first."""
    # asked of each sheet that is shown: grouping all lines that ever were would grow with the years
    lines = select(func.count(VisitSheetLine.id)).where(VisitSheetLine.sheet_id == VisitSheet.id).scalar_subquery()
    typed = (
        select(func.count(Visit.id))
        .join(VisitSheetLine, VisitSheetLine.id == Visit.sheet_line_id)
        .where(VisitSheetLine.sheet_id == VisitSheet.id)
    )
    columns: tuple[Any, ...] = (
        VisitSheet.id, VisitSheet.council_id, Council.name, func.coalesce(Doctor.name, ""), VisitSheet.week_of, VisitSheet.returned_on,
        VisitSheet.lost_on, VisitSheet.next_visit, lines, typed.scalar_subquery(), typed.where(Visit.met.is_(True)).scalar_subquery(),
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns).join(Council, Council.id == VisitSheet.council_id).outerjoin(Doctor, Doctor.id == VisitSheet.doctor_id)
    )
    if sheet_id is not None:
        return frozen(SheetRow, connection.execute(statement.where(VisitSheet.id == sheet_id)))
    out = frozen(SheetRow, connection.execute(statement.where(_OUT).order_by(VisitSheet.week_of, VisitSheet.id)))
    back = statement.where(not_(_OUT)).order_by(VisitSheet.week_of.desc(), VisitSheet.id.desc()).limit(limit)
    return (*out, *frozen(SheetRow, connection.execute(back)))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A numbered box: whom it is about, where they live, and the visit once it is noted (`visit_id` None: not yet)."""

    id: int
    sheet_id: int
    number: int
    patient_id: int
    patient: str
    birth_date: date | None
    sex: str
    household_id: int
    house: str
    directions: str
    access: str
    sector: str
    visit_id: int | None
    met: bool | None
    purpose: str | None
    note: str | None
    went: str | None
    occurred_on: date | None
    doctor: str | None


def lines(connection: Connection, sheet_id: int | None = None, line_id: int | None = None) -> tuple[LineRow, ...]:
    """The boxes of a sheet by number, or one of them."""
    columns: tuple[Any, ...] = (
        VisitSheetLine.id, VisitSheetLine.sheet_id, VisitSheetLine.number, Patient.id, Patient.name, Patient.birth_date, Patient.sex,
        Household.id, Household.house, Household.directions, Household.access, Sector.name,
        Visit.id, Visit.met, Visit.purpose, Visit.note, Visit.went, Visit.occurred_on, Doctor.name,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Patient, Patient.id == VisitSheetLine.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .outerjoin(Visit, Visit.sheet_line_id == VisitSheetLine.id)
        .outerjoin(Doctor, Doctor.id == Visit.doctor_id)
        .order_by(VisitSheetLine.number)
    )
    wanted = VisitSheetLine.sheet_id == sheet_id if line_id is None else VisitSheetLine.id == line_id
    return frozen(LineRow, connection.execute(statement.where(wanted)))


def lock_sheet(connection: Connection, sheet_id: int) -> None:
    """One writer of a sheet at a time; SQLite has but one writer anyhow."""
    connection.execute(select(VisitSheet.id).where(VisitSheet.id == sheet_id).with_for_update())


def add_sheet(connection: Connection, values: Mapping[str, object], patient_ids: Sequence[int]) -> int:
    """A sheet with these people, numbered from 1 in this order; its id."""
    sheet_id = insert_many(connection, VisitSheet, [values])[0]
    rows = [{"sheet_id": sheet_id, "number": number, "patient_id": patient} for number, patient in enumerate(patient_ids, 1)]
    insert_many(connection, VisitSheetLine, rows)
    return sheet_id


def change_sheet(connection: Connection, sheet_id: int, values: Mapping[str, object]) -> None:
    """Writes these columns of a sheet."""
    connection.execute(update(VisitSheet).where(VisitSheet.id == sheet_id).values(dict(values)))


def given_up_by(connection: Connection, sheet_id: int) -> str:
    """Who said last that this sheet is lost."""
    statement = (
        select(User.name)
        .join(Audit, Audit.user_id == User.id)
        .where(Audit.subject_kind == "visit_sheet", Audit.subject_id == sheet_id, Audit.verb == "visit_sheet.lost")
        .order_by(Audit.id.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar() or ""


def on_open_sheets(connection: Connection, council_id: int) -> set[int]:
    """Who stands on a sheet of this council that is out, and is not noted yet."""
    rows = connection.execute(
        select(VisitSheetLine.patient_id)
        .join(VisitSheet, VisitSheet.id == VisitSheetLine.sheet_id)
        .outerjoin(Visit, Visit.sheet_line_id == VisitSheetLine.id)
        .where(VisitSheet.council_id == council_id, _OUT, Visit.id.is_(None))
    )
    return set(rows.scalars())


def last_seen(connection: Connection, council_id: int, before: date | None = None) -> dict[int, tuple[date, str]]:
    """Of each person of a council whom somebody has met (before a day): when last, and what for."""
    number = func.row_number().over(partition_by=Visit.patient_id, order_by=(Visit.occurred_on.desc(), Visit.id.desc())).label("n")
    met = select(Visit.patient_id, Visit.occurred_on, Visit.purpose, number).where(Visit.met.is_(True), Visit.patient_id.is_not(None))
    latest = (met if before is None else met.where(Visit.occurred_on < before)).subquery()
    rows = connection.execute(
        select(latest.c.patient_id, latest.c.occurred_on, latest.c.purpose)
        .join(Patient, Patient.id == latest.c.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(latest.c.n == 1, Sector.council_id == council_id)
    )
    return {patient_id: (day, purpose) for patient_id, day, purpose in rows}


def treatment_ends(connection: Connection, council_id: int) -> dict[int, date]:
    """Of each person of a council with chronic treatments: the first day by which a doctor looks at one of them again."""
    rows = connection.execute(
        select(Prescription.patient_id, func.min(PrescriptionItem.review_on))
        .join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .where(
            Sector.council_id == council_id, PrescriptionItem.status == "active", PrescriptionItem.chronic.is_(True),
            PrescriptionItem.review_on.is_not(None),
        )
        .group_by(Prescription.patient_id)
    )  # fmt: skip
    return {patient_id: day for patient_id, day in rows if day is not None}


def put_visit(connection: Connection, values: Mapping[str, object], visit_id: int | None = None) -> int:
    """A new visit, or these columns of one that is there; its id."""
    if visit_id is None:
        return insert_many(connection, Visit, [values])[0]
    connection.execute(update(Visit).where(Visit.id == visit_id).values(dict(values)))
    return visit_id


def drop_visit(connection: Connection, visit_id: int) -> None:
    """Takes a visit away; papers that were written on it stay."""
    connection.execute(update(Prescription).where(Prescription.visit_id == visit_id).values(visit_id=None))
    connection.execute(delete(Visit).where(Visit.id == visit_id))


def unlink_paper(connection: Connection, paper_id: int) -> None:
    """A prescription is none of its visit's any more."""
    connection.execute(update(Prescription).where(Prescription.id == paper_id).values(visit_id=None))


def noted(connection: Connection, visit_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Of each visit that was noted: what the record of the last noting says, before and after (JSON)."""
    found: dict[int, tuple[str, str]] = {}
    for part in chunks(sorted(set(visit_ids))):
        rows = connection.execute(
            select(Audit.subject_id, Audit.before, Audit.after)
            .where(Audit.subject_kind == "visit", Audit.verb == "visit.note", Audit.subject_id.in_(part))
            .order_by(Audit.id)
        )
        found.update({visit_id: (before or "{}", after or "{}") for visit_id, before, after in rows if visit_id is not None})
    return found


def handed(connection: Connection, item_ids: Sequence[int]) -> dict[int, list[CoverRow]]:
    """What was handed over of each of these items; items of which nothing was are not in it."""
    found: dict[int, list[CoverRow]] = {}
    columns: tuple[Any, ...] = (
        RunItem.item_id, Allocation.status, Allocation.units, Allocation.covers, Allocation.delivered_units, Allocation.first_day,
        Allocation.last_day,
    )  # fmt: skip
    for part in chunks(sorted(set(item_ids))):
        rows = connection.execute(
            select(*columns)
            .join(RunItem, RunItem.id == Allocation.run_item_id)
            .where(Allocation.status == "delivered", Allocation.delivered_units > 0, RunItem.item_id.in_(part))
            .order_by(Allocation.id)
        )
        for row in frozen(CoverRow, rows):
            found.setdefault(row.item_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit of the history: to a house, perhaps to one person of it."""

    id: int
    occurred_on: date
    patient_id: int | None
    patient: str | None
    doctor: str
    went: str
    met: bool
    purpose: str
    note: str


def history(connection: Connection, household_id: int, patient_id: int | None = None, limit: int = 50) -> tuple[VisitRow, ...]:
    """The visits to a person wherever they lived, or to a house; the newest first."""
    columns: tuple[Any, ...] = (
        Visit.id, Visit.occurred_on, Visit.patient_id, Patient.name, func.coalesce(Doctor.name, ""), Visit.went, Visit.met, Visit.purpose,
        Visit.note,
    )  # fmt: skip
    statement = (
        select(*columns)
        .outerjoin(Patient, Patient.id == Visit.patient_id)
        .outerjoin(Doctor, Doctor.id == Visit.doctor_id)
        .order_by(Visit.occurred_on.desc(), Visit.id.desc())
        .limit(limit)
    )
    of_house = Visit.household_id == household_id
    wanted = of_house if patient_id is None else or_(Visit.patient_id == patient_id, of_house & Visit.patient_id.is_(None))
    return frozen(VisitRow, connection.execute(statement.where(wanted)))


def items_of_visits(connection: Connection, visit_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The items of each of these visits: what was prescribed, and the lines that say that something was extended (`care.EXTENSIONS`)."""
    found: dict[int, list[int]] = {}
    for part in chunks(sorted(set(visit_ids))):
        rows = connection.execute(
            select(Prescription.visit_id, PrescriptionItem.id)
            .join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
            .where(Prescription.visit_id.in_(part))
            .order_by(PrescriptionItem.id)
        )
        for visit_id, item_id in rows:
            if visit_id is not None:
                found.setdefault(visit_id, []).append(item_id)
    return {visit_id: tuple(items) for visit_id, items in found.items()}


@dataclass(frozen=True, slots=True)
class UnvisitedRow:
    """A house where nobody was met for long; `last_met` None: never."""

    household_id: int
    house: str
    directions: str
    sector: str
    council: str
    people: int
    last_met: date | None


def unvisited(connection: Connection, before: date, council_id: int | None = None, limit: int = 300) -> tuple[UnvisitedRow, ...]:
    """Houses that are lived in and where nobody was met on this day or later; the longest first, then in walking order."""
    # asked of each house, by its index: of one council it costs the same however many councils there are
    last = select(func.max(Visit.occurred_on)).where(Visit.household_id == Household.id, Visit.met.is_(True)).scalar_subquery()
    living = select(func.count(Patient.id)).where(Patient.household_id == Household.id, Patient.active.is_(True)).scalar_subquery()
    columns: tuple[Any, ...] = (
        Household.id, Household.house, Household.directions, Sector.name, Council.name, living.label("people"), last.label("last"),
        Council.position.label("of_council"), Sector.position.label("of_sector"), Household.position.label("of_house"),
    )  # fmt: skip
    houses = select(*columns).join(Sector, Sector.id == Household.sector_id).join(Council, Council.id == Sector.council_id)
    found = (houses if council_id is None else houses.where(Sector.council_id == council_id)).subquery()
    told = list(found.c)[:7]
    statement = (
        select(*told)
        .where(found.c.people > 0, or_(found.c.last.is_(None), found.c.last < before))
        .order_by(found.c.last.is_not(None), found.c.last, found.c.of_council, told[4], found.c.of_sector, told[3], found.c.of_house)
        .limit(limit)
    )
    return frozen(UnvisitedRow, connection.execute(statement))
