"""Families' kits: the committee's rules by version, families with their kits, what rules look at in people. Constant numbers of statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from pharmacy_app.db.bulk import insert_many
from pharmacy_app.db.queries.people import chunks, words_of
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Delivery,
    FamilyKit,
    Household,
    MatchingRun,
    Patient,
    PatientCondition,
    PatientCriterion,
    Prescription,
    PrescriptionItem,
    Product,
    Round,
    RunItem,
    Sector,
    Slip,
)


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A house with how many people live there."""

    id: int
    code: str
    house: str
    directions: str
    sector_id: int
    sector: str
    council_id: int
    council: str
    members: int


def families(connection: Connection, council_id: int | None = None, ids: Sequence[int] | None = None) -> tuple[FamilyRow, ...]:
    """Houses where somebody lives, of a council (or all, or these), in walking order."""
    where: list[ColumnElement[bool]] = [Patient.active.is_(True)]
    if council_id is not None:
        where.append(Council.id == council_id)
    found: list[FamilyRow] = []
    for part in [None] if ids is None else list(chunks(sorted(set(ids)))):
        rows = connection.execute(
            select(
                Household.id, Household.code, Household.house, Household.directions, Sector.id, Sector.name, Council.id, Council.name,
                func.count(Patient.id),
            )
            .join(Patient, Patient.household_id == Household.id)
            .join(Sector, Sector.id == Household.sector_id)
            .join(Council, Council.id == Sector.council_id)
            .where(*where, *(() if part is None else (Household.id.in_(part),)))
            .group_by(Household.id, Sector.id, Council.id)
            .order_by(Council.position, Council.id, Sector.position, Sector.id, Household.position, Household.id)
        )  # fmt: skip
        found += frozen(FamilyRow, rows)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class KitRow:
    """A kit as it was planned. `status` as stored: `planned` says nothing of whether it was handed over since."""

    id: int
    household_id: int
    rules_id: int | None
    due_on: date
    status: str
    entered_at: datetime


def kits(connection: Connection, council_id: int | None = None, household_ids: Sequence[int] | None = None) -> tuple[KitRow, ...]:
    """All kits of a council (or of these houses, or all), the oldest first."""
    statement = select(
        FamilyKit.id, FamilyKit.household_id, FamilyKit.rules_id, FamilyKit.due_on, FamilyKit.status, FamilyKit.entered_at
    ).order_by(FamilyKit.due_on, FamilyKit.id)
    return tuple(
        row
        for where in _houses(FamilyKit.household_id, council_id, household_ids)
        for row in frozen(KitRow, connection.execute(statement.where(*where)))
    )


def lock_kits(connection: Connection, household_ids: Sequence[int]) -> None:
    """Takes the locks of these houses in order, so that two people do not plan one kit twice; SQLite's write lock covers it already."""
    if connection.dialect.name == "postgresql":
        for part in chunks(sorted(set(household_ids))):
            connection.execute(select(Household.id).where(Household.id.in_(part)).order_by(Household.id).with_for_update()).all()


@dataclass(frozen=True, slots=True)
class HandedRow:
    """Something of a kit came to this house on that day: of kit `kit_id`, or (None) what its run asked besides, proposed at `proposed_at`."""

    household_id: int
    kit_id: int | None
    proposed_at: datetime
    walked_on: date


def handed(connection: Connection, council_id: int | None = None, household_ids: Sequence[int] | None = None) -> tuple[HandedRow, ...]:
    """What was delivered of kits."""
    statement = (
        select(Delivery.household_id, Prescription.kit_id, MatchingRun.entered_at, func.min(Round.walked_on))
        .join(Slip, Slip.delivery_id == Delivery.id)
        .join(Round, Round.id == Delivery.round_id)
        .join(Allocation, Allocation.slip_id == Slip.id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .where(Allocation.status == "delivered", or_(Prescription.kit_id.is_not(None), RunItem.reasons.contains('["kit", {}]')))
        .group_by(Delivery.household_id, Prescription.kit_id, MatchingRun.entered_at)
        .order_by(Delivery.household_id, MatchingRun.entered_at)
    )
    return tuple(
        row
        for where in _houses(Delivery.household_id, council_id, household_ids)
        for row in frozen(HandedRow, connection.execute(statement.where(*where)))
    )


def _houses(column: Any, council_id: int | None, ids: Sequence[int] | None) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Conditions that hold for these houses; one set for each statement that is needed."""
    if ids is not None:
        yield from ((column.in_(part),) for part in chunks(sorted(set(ids))))
    elif council_id is not None:
        yield (column.in_(select(Household.id).join(Sector, Sector.id == Household.sector_id).where(Sector.council_id == council_id)),)
    else:
        yield ()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person of a house, as the rules see them."""

    id: int
    household_id: int
    name: str
    birth_date: date | None
    birth_estimated: bool
    sex: str


def members(connection: Connection, household_ids: Sequence[int]) -> tuple[MemberRow, ...]:
    """Who lives in these houses, the oldest of each first."""
    found: list[MemberRow] = []
    columns = (Patient.id, Patient.household_id, Patient.name, Patient.birth_date, Patient.birth_estimated, Patient.sex)
    for part in chunks(sorted(set(household_ids))):
        rows = select(*columns).where(Patient.household_id.in_(part), Patient.active.is_(True))
        order = (Patient.household_id, Patient.birth_date.is_(None), Patient.birth_date, Patient.id)
        found += frozen(MemberRow, connection.execute(rows.order_by(*order)))
    return tuple(found)


def conditions(connection: Connection, patient_ids: Sequence[int]) -> dict[int, tuple[tuple[str, date | None], ...]]:
    """(condition, until) of each of these people; people without one are not in it."""
    found: dict[int, list[tuple[str, date | None]]] = {}
    held = PatientCondition
    for part in chunks(sorted(set(patient_ids))):
        rows = (
            select(held.patient_id, held.condition, held.until).where(held.patient_id.in_(part)).order_by(held.patient_id, held.condition)
        )
        for patient_id, word, until in connection.execute(rows):
            found.setdefault(patient_id, []).append((word, until))
    return {patient_id: tuple(words) for patient_id, words in found.items()}


def criteria(connection: Connection, patient_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The criteria of each of these people; people without one are not in it."""
    return words_of(connection, PatientCriterion.patient_id, PatientCriterion.criterion, sorted(set(patient_ids)))


def received(connection: Connection, patient_ids: Sequence[int], since: date) -> dict[int, tuple[tuple[int, date], ...]]:
    """(medicine, the last day on which it came to the door) of each of these people since that day."""
    found: dict[int, list[tuple[int, date]]] = {}
    for part in chunks(sorted(set(patient_ids))):
        rows = connection.execute(
            select(Slip.patient_id, Product.medicine_id, func.max(Round.walked_on))
            .join(Delivery, Delivery.id == Slip.delivery_id)
            .join(Round, Round.id == Delivery.round_id)
            .join(Allocation, Allocation.slip_id == Slip.id)
            .join(Batch, Batch.id == Allocation.batch_id)
            .join(Product, Product.id == Batch.product_id)
            .where(Slip.patient_id.in_(part), Allocation.status == "delivered", Round.walked_on >= since, Product.medicine_id.is_not(None))
            .group_by(Slip.patient_id, Product.medicine_id)
            .order_by(Slip.patient_id, Product.medicine_id)
        )
        for patient_id, medicine_id, day in rows:
            found.setdefault(patient_id, []).append((int(medicine_id or 0), day))
    return {patient_id: tuple(rows_) for patient_id, rows_ in found.items()}


def chronic_people(connection: Connection, patient_ids: Sequence[int]) -> frozenset[int]:
    """Those of these people who have a treatment without an end that counts."""
    found: set[int] = set()
    for part in chunks(sorted(set(patient_ids))):
        found |= set(
            connection.execute(
                select(Prescription.patient_id)
                .join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
                .where(Prescription.patient_id.in_(part), PrescriptionItem.chronic.is_(True), PrescriptionItem.status == "active")
            ).scalars()
        )
    return frozenset(found)


def add_kits(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """The new ids in the order of the rows."""
    return insert_many(connection, FamilyKit, rows)


def change_kits(connection: Connection, ids: Sequence[int], values: Mapping[str, object]) -> None:
    """Writes these columns of these kits."""
    for part in chunks(sorted(set(ids))):
        connection.execute(update(FamilyKit).where(FamilyKit.id.in_(part)).values(dict(values)))


def add_papers(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Prescriptions that kits write; their ids in the order of the rows."""
    return insert_many(connection, Prescription, rows)


@dataclass(frozen=True, slots=True)
class KitItemRow:
    """An item that a kit wrote."""

    id: int
    kit_id: int
    patient_id: int
    status: str
    starts_on: date
    days: int


def items(connection: Connection, kit_ids: Sequence[int]) -> tuple[KitItemRow, ...]:
    """All that these kits wrote, by id."""
    found: list[KitItemRow] = []
    for part in chunks(sorted(set(kit_ids))):
        rows = connection.execute(
            select(
                PrescriptionItem.id, Prescription.kit_id, Prescription.patient_id, PrescriptionItem.status, PrescriptionItem.starts_on,
                PrescriptionItem.days,
            )
            .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
            .where(Prescription.kit_id.in_(part))
            .order_by(PrescriptionItem.id)
        )  # fmt: skip
        found += frozen(KitItemRow, rows)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Units of one lot that are promised or on the way to somebody of a house."""

    allocation_id: int
    item_id: int
    patient_id: int
    household_id: int
    kit_id: int | None
    chronic: bool
    status: str
    slip_id: int | None
    medicine_id: int
    prescribed_id: int
    units: int
    lot: str
    expiry: date | None
    shelf: str
    pack_size: int | None
    directions: str
    first_day: date
    last_day: date


def promises(connection: Connection, household_ids: Sequence[int]) -> tuple[PromiseRow, ...]:
    """What waits for these houses or is on its way: what kits wrote, and the chronic treatments that go with them; first box first.

    A week's promise from before the kit was planned goes out with that week's round: it is no part of the kit.
    """
    with_the_kit = (
        select(FamilyKit.id)
        .where(
            FamilyKit.household_id == Patient.household_id, FamilyKit.status == "planned", FamilyKit.entered_at <= MatchingRun.entered_at
        )
        .exists()
    )
    found: list[PromiseRow] = []
    for part in chunks(sorted(set(household_ids))):
        rows = connection.execute(
            select(
                Allocation.id, RunItem.item_id, Patient.id, Patient.household_id, Prescription.kit_id, PrescriptionItem.chronic,
                Allocation.status, Allocation.slip_id, Product.medicine_id, RunItem.medicine_id, Allocation.units, Batch.lot, Batch.expiry, Batch.shelf,
                Product.pack_size, PrescriptionItem.directions, Allocation.first_day,
                Allocation.last_day,
            )
            .join(RunItem, RunItem.id == Allocation.run_item_id)
            .join(MatchingRun, MatchingRun.id == RunItem.run_id)
            .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
            .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
            .join(Patient, Patient.id == Prescription.patient_id)
            .join(Batch, Batch.id == Allocation.batch_id)
            .join(Product, Product.id == Batch.product_id)
            .where(
                Patient.household_id.in_(part),
                Allocation.status.in_(("reserved", "out")),
                or_(Prescription.kit_id.is_not(None), and_(PrescriptionItem.chronic.is_(True), with_the_kit)),
            )
            .order_by(Patient.household_id, Patient.id, RunItem.item_id, Allocation.first_day, Batch.expiry, Allocation.id)
        )  # fmt: skip
        found += frozen(PromiseRow, rows)
    return tuple(found)
