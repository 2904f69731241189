"""What doctors ordered, and what of it was handed out. A constant number of statements for any number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, join, or_, select, update

from pharmacy_app.db.bulk import insert_many
from pharmacy_app.db.queries.people import chunks
from pharmacy_app.db.queries.walk import first_sectors
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Doctor,
    Household,
    MedicineRow,
    Patient,
    Prescription,
    PrescriptionItem,
    Product,
    RunItem,
    Sector,
)
from pharmacy_app.domain.text import fold

# A closed line with this reason only says: on its paper's day, its paper's doctor let the treatment `replaces_id` go on; or that this was undone.
EXTENDED = "extended"
EXTENSIONS = (EXTENDED, "unextended")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One medicine ordered for one person. While it waits, medicine, rate (`units` in `per_days`) or length may be unknown.

    `review_on` is the last day for which it was ordered: of a chronic one the day by which a doctor looks again.
    `reason` says why it waits or was closed, codes separated by `;`; `cleared` which questions a doctor answered with yes, `cleared_note` what the doctor said.
    """

    id: int
    prescription_id: int
    patient_id: int
    patient_code: str
    patient: str
    house: str
    sector: str
    council_id: int
    council: str
    doctor: str | None
    written_on: date
    medicine_id: int | None
    inn: str | None
    strength: str | None
    form: str | None
    name_es: str | None
    medicine_text: str
    directions_text: str
    directions: str
    units: int | None
    per_days: int | None
    starts_on: date
    days: int | None
    chronic: bool
    as_needed: bool
    review_on: date | None
    status: str
    reason: str
    cleared: str
    replaces_id: int | None
    cleared_note: str


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items: of a person or a council, with one of these statuses (empty: all), words in person, code or medicine; ending by a day."""

    patient_id: int | None = None
    council_id: int | None = None
    statuses: tuple[str, ...] = ("active", "waiting")
    text: str = ""
    ending_by: date | None = None
    chronic: bool | None = None
    reason: str = ""
    medicine_text: str = ""
    active_people: bool | None = True
    extensions: bool = False  # with the closed lines that only say that a treatment was extended


_ITEM: tuple[Any, ...] = (
    PrescriptionItem.id, Prescription.id, Patient.id, Patient.code, Patient.name, Household.house, Sector.name, Council.id, Council.name,
    Doctor.name, Prescription.written_on, MedicineRow.id, MedicineRow.inn, MedicineRow.strength, MedicineRow.form, MedicineRow.name_es,
    PrescriptionItem.medicine_text, PrescriptionItem.directions_text, PrescriptionItem.directions, PrescriptionItem.units,
    PrescriptionItem.per_days, PrescriptionItem.starts_on, PrescriptionItem.days, PrescriptionItem.chronic, PrescriptionItem.as_needed,
    PrescriptionItem.review_on, PrescriptionItem.status, PrescriptionItem.reason, PrescriptionItem.cleared, PrescriptionItem.replaces_id,
    PrescriptionItem.cleared_note,
)  # fmt: skip
_BELONGS = join(PrescriptionItem, Prescription, Prescription.id == PrescriptionItem.prescription_id).join(
    Patient.__table__, Patient.id == Prescription.patient_id
)
_NAMED = _BELONGS.outerjoin(MedicineRow.__table__, MedicineRow.id == PrescriptionItem.medicine_id)
_JOINED = (
    _NAMED.join(Household.__table__, Household.id == Patient.household_id)
    .join(Sector.__table__, Sector.id == Household.sector_id)
    .join(Council.__table__, Council.id == Sector.council_id)
    .outerjoin(Doctor.__table__, Doctor.id == Prescription.doctor_id)
)
# The papers of those who left are few: to leave them out costs half of looking everybody up.
_LEFT = select(Prescription.id).where(Prescription.patient_id.in_(select(Patient.id).where(Patient.active.is_(False))))
_PLACE = (Council.position, Council.name, Sector.position, Sector.name, Household.position, Household.id, Patient.folded)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "ending": (PrescriptionItem.review_on.is_(None), PrescriptionItem.review_on, *_PLACE),
    "place": _PLACE,
    "patient": (Patient.folded,),
    "medicine": (func.coalesce(MedicineRow.inn, PrescriptionItem.medicine_text), MedicineRow.strength, Patient.folded),
    "written": (Prescription.written_on.desc(), Patient.folded),
}


def items(connection: Connection, which: ItemFilter, order: str = "place", limit: int = 200, offset: int = 0) -> tuple[ItemRow, ...]:
    """One page of items in this order (of `_ORDERS`)."""
    conditions = tuple(_conditions_of(which))
    if order == "place" and which.patient_id is None:
        found = select(PrescriptionItem.id).select_from(_JOINED).where(*conditions)
        conditions = (*conditions, Sector.id.in_(first_sectors(connection, found, which.council_id, limit + offset)))
    statement = select(*_ITEM).select_from(_JOINED).where(*conditions).order_by(*_ORDERS[order], PrescriptionItem.id)
    return frozen(ItemRow, connection.execute(statement.limit(limit).offset(offset)))


def count_items(connection: Connection, which: ItemFilter) -> int:
    """How many items these are."""
    # Where no place and no word is asked for, the places and medicines need not be read.
    asked = _JOINED if which.council_id is not None else _NAMED if which.text.strip() else _BELONGS
    return connection.execute(select(func.count(PrescriptionItem.id)).select_from(asked).where(*_conditions_of(which))).scalar_one()


def count_each(connection: Connection, council_id: int | None, kinds: Mapping[str, ItemFilter]) -> dict[str, int]:
    """How many items of active people of a council (or of all) each kind is, in one statement; a kind names no person, place or word."""
    counts = [
        func.count(PrescriptionItem.id).filter(and_(*_conditions_of(replace(kind, active_people=None)))).label(key)
        for key, kind in kinds.items()
    ]
    if council_id is not None:
        statement = select(*counts).select_from(_JOINED).where(Council.id == council_id, Patient.active.is_(True))
    else:
        statement = select(*counts).where(PrescriptionItem.prescription_id.not_in(_LEFT))
    return dict(zip(kinds, connection.execute(statement).one(), strict=True))


def any_items(connection: Connection) -> bool:
    """Whether anything was ever prescribed to somebody who is still here."""
    statement = select(PrescriptionItem.id).select_from(_BELONGS).where(*_conditions_of(ItemFilter(statuses=())))
    return connection.execute(statement.limit(1)).first() is not None


def items_of(connection: Connection, ids: Sequence[int]) -> tuple[ItemRow, ...]:
    """The items with these ids, by id."""
    found: list[ItemRow] = []
    for part in chunks(sorted(set(ids))):
        statement = select(*_ITEM).select_from(_JOINED).where(PrescriptionItem.id.in_(part)).order_by(PrescriptionItem.id)
        found += [ItemRow(*row) for row in connection.execute(statement)]
    return tuple(found)


def open_items_of_people(connection: Connection, patient_ids: Sequence[int]) -> tuple[ItemRow, ...]:
    """Everything that still runs or waits for these people, by id."""
    found: list[ItemRow] = []
    for part in chunks(sorted(set(patient_ids))):
        wanted = (Patient.id.in_(part), PrescriptionItem.status != "closed")
        found += [
            ItemRow(*row) for row in connection.execute(select(*_ITEM).select_from(_JOINED).where(*wanted).order_by(PrescriptionItem.id))
        ]
    return tuple(found)


def _conditions_of(which: ItemFilter) -> Iterator[ColumnElement[bool]]:
    if which.patient_id is not None:
        yield Patient.id == which.patient_id
    elif which.active_people is not None:
        yield Patient.active.is_(which.active_people)
    if which.council_id is not None:
        yield Council.id == which.council_id
    if which.statuses:
        yield PrescriptionItem.status.in_(which.statuses)
    if not which.extensions:
        yield PrescriptionItem.reason.not_in(EXTENSIONS)
    if which.ending_by is not None:
        yield PrescriptionItem.review_on <= which.ending_by
    if which.chronic is not None:
        yield PrescriptionItem.chronic.is_(which.chronic)
    if which.reason:
        yield PrescriptionItem.reason.contains(which.reason, autoescape=True)
    if which.medicine_text:
        yield PrescriptionItem.medicine_text == which.medicine_text
    for word in fold(which.text).split():
        yield or_(
            Patient.folded.contains(word, autoescape=True),
            func.lower(Patient.code) == word,
            MedicineRow.folded.contains(word, autoescape=True),
            PrescriptionItem.medicine_text.icontains(word, autoescape=True),
        )


def _taken(today: date) -> tuple[ColumnElement[bool], ...]:
    """What is taken regularly now."""
    item = PrescriptionItem
    return item.status == "active", item.as_needed.is_(False), or_(item.chronic, item.review_on.is_(None), item.review_on >= today)


def taken_medicines(connection: Connection, today: date) -> frozenset[int]:
    """The medicines that somebody takes regularly now: looked up by medicine, so that it costs the same whatever the number of people."""
    mine = select(PrescriptionItem.id).select_from(_BELONGS).where(PrescriptionItem.medicine_id == MedicineRow.id, *_taken(today))
    return frozenset(connection.execute(select(MedicineRow.id).where(mine.where(Patient.active.is_(True)).exists())).scalars())


def taken_daily(connection: Connection, today: date) -> dict[int, float]:
    """Units a day of each medicine that is taken regularly now."""
    rate: tuple[Any, ...] = (PrescriptionItem.medicine_id, PrescriptionItem.units, PrescriptionItem.per_days)
    number = func.count(PrescriptionItem.id).label("items")
    statement = select(*rate, number).where(*_taken(today), PrescriptionItem.prescription_id.not_in(_LEFT)).group_by(*rate)
    found: dict[int, float] = defaultdict(float)
    for row in connection.execute(statement):
        found[row.medicine_id] += row.items * row.units / row.per_days
    return dict(found)


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """What one person was handed: units of one lot, meant for these days; `delivered` may be fewer than `units`."""

    item_id: int
    inn: str | None
    name_es: str | None
    strength: str | None
    form: str | None
    lot: str
    expiry: date | None
    units: int
    delivered: int
    first_day: date
    last_day: date


def supplies(connection: Connection, patient_id: int, limit: int = 50) -> tuple[SupplyRow, ...]:
    """What this person was handed, what lasts longest first."""
    columns: tuple[Any, ...] = (
        PrescriptionItem.id, MedicineRow.inn, MedicineRow.name_es, MedicineRow.strength, MedicineRow.form, Batch.lot, Batch.expiry,
        Allocation.units, Allocation.delivered_units, Allocation.first_day, Allocation.last_day,
    )  # fmt: skip
    rows = connection.execute(
        select(*columns)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .outerjoin(MedicineRow, MedicineRow.id == Product.medicine_id)
        .where(Prescription.patient_id == patient_id, Allocation.status == "delivered")
        .order_by(Allocation.last_day.desc(), Allocation.id)
        .limit(limit)
    )  # fmt: skip
    return frozen(SupplyRow, rows)


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One paper to be written: for whom, by whom, when, and on which visit."""

    patient_id: int
    doctor_id: int | None
    written_on: date
    note: str = ""
    visit_id: int | None = None


def add_prescriptions(connection: Connection, papers: Sequence[Prescribed], entered_at: datetime, user_id: int) -> list[int]:
    """The new ids in the order of the papers."""
    common = {"entered_at": entered_at, "entered_by": user_id}
    rows = [
        {
            "patient_id": paper.patient_id,
            "doctor_id": paper.doctor_id,
            "visit_id": paper.visit_id,
            "written_on": paper.written_on,
            "note": paper.note,
            **common,
        }
        for paper in papers
    ]
    return insert_many(connection, Prescription, rows)


def add_items(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """The new ids in the order of the rows; keys are the columns of `prescription_items`."""
    return insert_many(connection, PrescriptionItem, rows)


def change_items(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Writes these columns of these items; every row has its `id` and the same other keys."""
    if rows:
        statement = update(PrescriptionItem).where(PrescriptionItem.id == bindparam("key"))
        connection.execute(statement, [{"key" if name == "id" else name: value for name, value in row.items()} for row in rows])


def undo_extensions(connection: Connection, visit_id: int) -> None:
    """What a visit extended was a mistake: its lines say so, and their papers belong to no visit any more."""
    papers = select(Prescription.id).where(Prescription.visit_id == visit_id)
    of_visit = list(
        connection.execute(
            select(PrescriptionItem.prescription_id).where(
                PrescriptionItem.prescription_id.in_(papers), PrescriptionItem.reason == EXTENDED
            )
        ).scalars()
    )
    connection.execute(
        update(PrescriptionItem)
        .where(PrescriptionItem.prescription_id.in_(of_visit), PrescriptionItem.reason == EXTENDED)
        .values(reason=EXTENSIONS[1])
    )
    connection.execute(update(Prescription).where(Prescription.id.in_(of_visit)).values(visit_id=None))


def doctor_ids(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The id of each doctor by folded name, made where missing."""
    wanted = {fold(name): " ".join(name.split()) for name in names if fold(name)}
    rows = connection.execute(select(Doctor.folded, Doctor.id).where(Doctor.folded.in_(list(wanted))))
    found = {folded: doctor_id for folded, doctor_id in rows}  # noqa: C416 - rows are no pairs to the type checker
    missing = [folded for folded in wanted if folded not in found]
    if missing:
        new = [{"name": wanted[folded], "folded": folded} for folded in missing]
        found.update(zip(missing, insert_many(connection, Doctor, new), strict=True))
    return found
