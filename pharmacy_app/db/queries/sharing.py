"""What a match is made from, and the runs it leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from pharmacy_app.db.bulk import insert_many, write_many
from pharmacy_app.db.queries.standing import Medicines, takers
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Batch,
    Council,
    Household,
    MatchingRun,
    Patient,
    Policy,
    Prescription,
    PrescriptionItem,
    Product,
    RunItem,
    Sector,
)
from pharmacy_app.domain.decisions import outcome
from pharmacy_app.domain.text import fold


@dataclass(frozen=True, slots=True)
class NeedRow:
    """An active item of a person of these councils: what is asked, and what the person's standing hangs on."""

    item_id: int
    patient_id: int
    medicine_id: int
    units: int
    per_days: int
    starts_on: date
    days: int | None
    chronic: bool
    as_needed: bool
    directions: str
    cleared: str
    written_on: date
    birth_date: date | None


_NEED = (
    PrescriptionItem.id, Patient.id, PrescriptionItem.medicine_id, PrescriptionItem.units, PrescriptionItem.per_days,
    PrescriptionItem.starts_on, PrescriptionItem.days, PrescriptionItem.chronic, PrescriptionItem.as_needed, PrescriptionItem.directions,
    PrescriptionItem.cleared, Prescription.written_on, Patient.birth_date,
)  # fmt: skip


def needs(connection: Connection, council_id: int | None, medicines: Medicines = None) -> tuple[NeedRow, ...]:
    """Every active item of active people, of one council or of all, in order of id; with `medicines`, of those people alone who take one
    of them (all that they take: what goes with what is asked, too)."""
    statement = (
        select(*_NEED)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .where(PrescriptionItem.status == "active", Patient.active.is_(True))
        .order_by(PrescriptionItem.id)
    )
    if council_id is not None:
        statement = (
            statement.join(Household, Household.id == Patient.household_id)
            .join(Sector, Sector.id == Household.sector_id)
            .where(Sector.council_id == council_id)
        )
    if medicines is not None:
        statement = statement.where(Patient.id.in_(takers(medicines)))
    return frozen(NeedRow, connection.execute(statement))


def needs_of(connection: Connection, item_ids: Collection[int]) -> tuple[NeedRow, ...]:
    """These items, whether or not anything is asked for them still."""
    statement = (
        select(*_NEED)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .where(PrescriptionItem.id.in_(item_ids))
        .order_by(PrescriptionItem.id)
    )
    return frozen(NeedRow, connection.execute(statement)) if item_ids else ()


@dataclass(frozen=True, slots=True)
class CoverRow:
    """Units that went to an item, or are promised to it."""

    item_id: int
    status: str
    units: int
    covers: int
    delivered_units: int
    first_day: date
    last_day: date


def cover(connection: Connection, medicines: Medicines = None) -> tuple[CoverRow, ...]:
    """What items were given or promised: allocations reserved, out or delivered. With `medicines`, of active items of these alone."""
    statement = (
        select(
            RunItem.item_id, Allocation.status, Allocation.units, Allocation.covers, Allocation.delivered_units,
            Allocation.first_day, Allocation.last_day,
        )
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .where(Allocation.status.in_(("reserved", "out", "delivered")))
        .order_by(Allocation.id)
    )  # fmt: skip
    if medicines is not None:
        active = select(PrescriptionItem.id).where(PrescriptionItem.status == "active", PrescriptionItem.medicine_id.in_(medicines))
        statement = statement.where(RunItem.item_id.in_(active))
    return frozen(CoverRow, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """A batch with units, of a product that is known."""

    id: int
    lot: str
    medicine_id: int
    on_hand: int
    reserved: int
    expiry: date | None
    status: str
    pack_size: int | None


def supply(connection: Connection, medicines: Medicines = None) -> tuple[SupplyRow, ...]:
    """Everything on the shelf of which it is known what it is (of these medicines, or of all), whatever its state: the rule says why it
    skips what it skips."""
    statement = (
        select(Batch.id, Batch.lot, Product.medicine_id, Batch.on_hand, Batch.reserved, Batch.expiry, Batch.status, Product.pack_size)
        .join(Product, Product.id == Batch.product_id)
        .where(Batch.on_hand > 0, Product.identity == "known")
        .order_by(Batch.id)
    )
    if medicines is not None:
        statement = statement.where(Product.medicine_id.in_(medicines))
    return frozen(SupplyRow, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run and the rules it was made with."""

    id: int
    status: str
    from_day: date
    days: int
    council_id: int | None
    council: str | None
    medicine_id: int | None  # where it deals one medicine anew, with its other strengths
    meeting_id: int | None  # the meeting that confirmed it
    policy_id: int
    policy_version: int
    rules: str


def run(connection: Connection, run_id: int | None = None) -> RunRow | None:
    """This run, or the newest that was not discarded."""
    statement = (
        select(
            MatchingRun.id, MatchingRun.status, MatchingRun.from_day, MatchingRun.days, Council.id, Council.name, MatchingRun.medicine_id,
            MatchingRun.meeting_id, Policy.id, Policy.version, Policy.rules,
        )
        .join(Policy, Policy.id == MatchingRun.policy_id)
        .outerjoin(Council, Council.id == MatchingRun.council_id)
    )  # fmt: skip
    if run_id is None:
        statement = statement.where(MatchingRun.status != "discarded").order_by(MatchingRun.id.desc()).limit(1)
    else:
        statement = statement.where(MatchingRun.id == run_id)
    row = connection.execute(statement).one_or_none()
    return RunRow(*row) if row else None


def council_named(connection: Connection, name: str) -> int | None:
    """The id of the council of this name, however it is written."""
    return connection.execute(select(Council.id).where(Council.folded == fold(name))).scalar_one_or_none()


def add_run(connection: Connection, values: dict[str, object]) -> int:
    """A new run's id."""
    return int(connection.execute(insert(MatchingRun).values(values).returning(MatchingRun.id)).scalar_one())


def confirm_run(connection: Connection, run_id: int, meeting_id: int) -> None:
    """The committee's word, given in this meeting."""
    connection.execute(update(MatchingRun).where(MatchingRun.id == run_id).values(status="confirmed", meeting_id=meeting_id))


def discard_run(connection: Connection, run_id: int) -> None:
    """Thrown away, as if never made."""
    connection.execute(update(MatchingRun).where(MatchingRun.id == run_id).values(status="discarded"))


def open_runs(connection: Connection) -> list[int]:
    """Runs that are still proposals."""
    return list(connection.execute(select(MatchingRun.id).where(MatchingRun.status == "proposed")).scalars())


def lock_proposals(connection: Connection) -> None:
    """Takes the locks of all open proposals, so that two people decide one after the other; SQLite's write lock covers it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(MatchingRun.id).where(MatchingRun.status == "proposed").order_by(MatchingRun.id).with_for_update()).all()


def clear_run(connection: Connection, run_id: int, medicines: Medicines = None) -> None:
    """Takes the lines of a proposal away (those of these medicines, or all); what was confirmed can't be (a guard says so)."""
    mine = [RunItem.run_id == run_id] if medicines is None else [RunItem.run_id == run_id, RunItem.medicine_id.in_(medicines)]
    lines = select(RunItem.id).where(*mine)
    connection.execute(delete(Allocation).where(Allocation.run_item_id.in_(lines), Allocation.status == "proposed"))
    connection.execute(delete(RunItem).where(*mine))


def add_run_items(connection: Connection, rows: Sequence[dict[str, object]]) -> list[int]:
    """Lines of a run; their ids in the order of the rows."""
    return insert_many(connection, RunItem, rows)


def add_allocations(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Proposed units."""
    write_many(connection, Allocation, rows)


@dataclass(frozen=True, slots=True)
class RunItemRow:
    """A line of a run with whom it is for."""

    id: int
    item_id: int
    medicine_id: int
    patient_id: int
    patient_code: str
    patient: str
    council: str
    tier: str
    points: int
    rank: int
    units_asked: int
    units_granted: int
    units_extra: int
    proposed_units: int
    decided_units: int | None
    decision_note: str
    people_before: int
    refused: bool
    asked_from: date
    asked_days: int
    first_day: date | None
    last_day: date | None
    reasons: str
    refusal: str
    former_units: int | None
    former_until: date | None

    @property
    def outcome(self) -> str:
        """How the line ends: a word of `decisions.OUTCOMES`."""
        return outcome(self.units_asked, self.units_granted, self.refusal, self.refused)


def lines_about(run_id: int, medicines: Collection[int]) -> list[ColumnElement[bool]]:
    """Which lines of a run are about these medicines.

    Said so that the medicine's index is used, and from the run's first line on: neither all lines of a large run nor all earlier runs are gone
    through. (`+ 0` keeps the run's own index from being chosen.)
    """
    first = select(func.min(RunItem.id)).where(RunItem.run_id == run_id).scalar_subquery()
    return [RunItem.medicine_id.in_(medicines), RunItem.id >= first, RunItem.run_id + 0 == run_id]


def run_items(connection: Connection, run_id: int, medicines: Medicines = None, limit: int | None = None) -> tuple[RunItemRow, ...]:
    """The lines of a run (of these medicines, or all; the first so many) by medicine and place in the queue."""
    mine = [RunItem.run_id == run_id] if medicines is None else lines_about(run_id, medicines)
    order = (RunItem.medicine_id, RunItem.rank == 0, RunItem.rank, RunItem.id)
    statement = (
        select(
            RunItem.id, RunItem.item_id, RunItem.medicine_id, Patient.id, Patient.code, Patient.name, Council.name, RunItem.tier, RunItem.points,
            RunItem.rank, RunItem.units_asked, RunItem.units_granted, RunItem.units_extra, RunItem.proposed_units, RunItem.decided_units,
            RunItem.decision_note, RunItem.people_before, RunItem.refused, RunItem.asked_from, RunItem.asked_days, RunItem.first_day,
            RunItem.last_day, RunItem.reasons, RunItem.refusal, RunItem.former_units, RunItem.former_until,
        )
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .join(Household, Household.id == Patient.household_id)
        .join(Sector, Sector.id == Household.sector_id)
        .join(Council, Council.id == Sector.council_id)
        .order_by(*order)
    )  # fmt: skip
    first = select(RunItem.id).where(*mine).order_by(*order).limit(limit)  # whose lines they are is read for these alone
    statement = statement.where(*mine) if limit is None else statement.where(RunItem.id.in_(first))
    return frozen(RunItemRow, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class DealtRow:
    """What a line of a run asked and gives, without whom it is for."""

    item_id: int
    units_granted: int
    asked_from: date
    decided_units: int | None
    former_units: int | None


def dealt(connection: Connection, run_id: int) -> tuple[DealtRow, ...]:
    """Every line of a run."""
    columns = (RunItem.item_id, RunItem.units_granted, RunItem.asked_from, RunItem.decided_units, RunItem.former_units)
    return frozen(DealtRow, connection.execute(select(*columns).where(RunItem.run_id == run_id)))


def medicine_of_line(connection: Connection, run_id: int, item_id: int) -> int | None:
    """What the line of this item is about; None where the run has none."""
    statement = select(RunItem.medicine_id).where(RunItem.run_id == run_id, RunItem.item_id == item_id)
    return connection.execute(statement).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """Units of a batch in a line of a run."""

    id: int
    run_item_id: int
    batch_id: int
    lot: str
    expiry: date | None
    units: int
    covers: int
    first_day: date
    last_day: date
    status: str
    medicine_id: int | None
    batch_status: str
    on_hand: int
    reserved: int


def allocations(connection: Connection, run_id: int, lines: Collection[int] | None = None) -> tuple[AllocationRow, ...]:
    """The units of a run (of these lines, or all), first box first."""
    mine = RunItem.run_id == run_id if lines is None else Allocation.run_item_id.in_(lines)
    rows = connection.execute(
        select(
            Allocation.id, Allocation.run_item_id, Batch.id, Batch.lot, Batch.expiry, Allocation.units, Allocation.covers, Allocation.first_day,
            Allocation.last_day, Allocation.status, Product.medicine_id, Batch.status, Batch.on_hand, Batch.reserved,
        )
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .join(Batch, Batch.id == Allocation.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(mine)
        .order_by(Allocation.run_item_id, Allocation.first_day, Batch.expiry, Allocation.id)
    )  # fmt: skip
    return frozen(AllocationRow, rows)
