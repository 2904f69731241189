"""What a closing wrote, what came of it since, and how it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from pharmacy_app.db.queries.booked import stands
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Allocation,
    Audit,
    Batch,
    Delivery,
    MatchingRun,
    Patient,
    PatientEvent,
    Prescription,
    PrescriptionItem,
    Round,
    RoundReopening,
    RunItem,
    Slip,
    StockMovement,
    User,
)


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """The act that closed a round; `token` names it."""

    token: str
    closed_on: date
    entered_at: datetime
    user: str


def closing(connection: Connection, round_id: int) -> ClosingRow | None:
    """The act that closed a round, None where it is not closed."""
    rows = connection.execute(
        select(Round.closed_act, Round.closed_on, Audit.entered_at, User.name)
        .join(Audit, Audit.token == Round.closed_act)
        .join(User, User.id == Audit.user_id)
        .where(Round.id == round_id, Round.status == "closed")
    )
    return next(iter(frozen(ClosingRow, rows)), None)


@dataclass(frozen=True, slots=True)
class BookedRow:
    """A line of the ledger that a closing wrote and that still stands."""

    id: int
    batch_id: int
    units: int
    kind: str


def booked(connection: Connection, token: str) -> tuple[BookedRow, ...]:
    """What an act wrote into the ledger, the last line first: as it is taken back."""
    columns = (StockMovement.id, StockMovement.batch_id, StockMovement.units, StockMovement.kind)
    statement = select(*columns).where(StockMovement.act == token, stands()).order_by(StockMovement.id.desc())
    return frozen(BookedRow, connection.execute(statement))


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot as it stands now."""

    id: int
    lot: str
    status: str
    on_hand: int
    reserved: int


def lots(connection: Connection, batch_ids: Sequence[int]) -> tuple[LotRow, ...]:
    """These lots, by id."""
    columns = (Batch.id, Batch.lot, Batch.status, Batch.on_hand, Batch.reserved)
    return frozen(LotRow, connection.execute(select(*columns).where(Batch.id.in_(batch_ids)).order_by(Batch.id)))


@dataclass(frozen=True, slots=True)
class AgainRow:
    """A promise made again of what came back, wherever it is now."""

    allocation_id: int
    batch_id: int
    units: int
    status: str
    round_id: int | None
    patient: str


def promised_again(connection: Connection, round_id: int) -> tuple[AgainRow, ...]:
    """The promises made again of what came back with this round, by id; those that were given up since are left out."""
    first, slip, stop = Allocation.__table__.alias(), Slip.__table__.alias(), Delivery.__table__.alias()
    rows = connection.execute(
        select(Allocation.id, Allocation.batch_id, Allocation.units, Allocation.status, Delivery.round_id, Patient.name)
        .join(first, first.c.id == Allocation.again_of_id)
        .join(slip, slip.c.id == first.c.slip_id)
        .join(stop, stop.c.id == slip.c.delivery_id)
        .join(Patient, Patient.id == slip.c.patient_id)
        .outerjoin(Slip, Slip.id == Allocation.slip_id)
        .outerjoin(Delivery, Delivery.id == Slip.delivery_id)
        .where(stop.c.round_id == round_id)
        .where((Allocation.status != "released") | Allocation.slip_id.is_not(None))
        .order_by(Allocation.id)
    )
    return frozen(AgainRow, rows)


@dataclass(frozen=True, slots=True)
class Since:
    """What was done since for those who were on the round: people whom later proposals served, open proposals, people gone since."""

    people_served: int
    open_proposals: int
    people_gone: int


def since(connection: Connection, round_id: int, entered_at: datetime) -> Since:
    """What rests on a closing in other ways: nothing of it stands in the way, but it should be looked at."""
    mine = (
        select(RunItem.item_id)
        .join(Allocation, Allocation.run_item_id == RunItem.id)
        .join(Slip, Slip.id == Allocation.slip_id)
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .where(Delivery.round_id == round_id)
    )
    people = select(Slip.patient_id).join(Delivery, Delivery.id == Slip.delivery_id).where(Delivery.round_id == round_id)
    served = connection.execute(
        select(func.count(Prescription.patient_id.distinct()))
        .select_from(RunItem)
        .join(MatchingRun, MatchingRun.id == RunItem.run_id)
        .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .where(RunItem.item_id.in_(mine), RunItem.units_granted > 0)
        .where(MatchingRun.status == "confirmed", MatchingRun.entered_at > entered_at)
    ).scalar_one()
    proposals = connection.execute(
        select(func.count()).where(MatchingRun.status == "proposed", MatchingRun.entered_at > entered_at)
    ).scalar_one()
    gone = connection.execute(
        select(func.count(PatientEvent.patient_id.distinct())).where(
            PatientEvent.patient_id.in_(people), PatientEvent.kind.in_(("left", "died")), PatientEvent.entered_at > entered_at
        )
    ).scalar_one()
    return Since(served, proposals, gone)


def add_reopening(connection: Connection, values: dict[str, object]) -> None:
    """The counter-entry of a closing; it is never changed."""
    connection.execute(insert(RoundReopening).values(values))


def out_again(connection: Connection, round_id: int) -> None:
    """The units of a reopened round are in the bags again, and its slips have no result."""
    slips = select(Slip.id).join(Delivery, Delivery.id == Slip.delivery_id).where(Delivery.round_id == round_id)
    again = {"status": "out", "delivered_units": 0, "returned_units": 0, "lost_units": 0}
    connection.execute(update(Allocation).where(Allocation.slip_id.in_(slips)).values(again))
    connection.execute(update(Slip).where(Slip.id.in_(slips.scalar_subquery())).values(result="", received_by="", note=""))


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """A closing that was taken back: when, by whom, why."""

    reopened_on: date
    why: str
    user: str


def reopenings(connection: Connection, round_id: int) -> tuple[ReopeningRow, ...]:
    """The closings of a round that were taken back, the oldest first."""
    rows = connection.execute(
        select(RoundReopening.reopened_on, RoundReopening.why, User.name)
        .join(User, User.id == RoundReopening.entered_by)
        .where(RoundReopening.round_id == round_id)
        .order_by(RoundReopening.id)
    )
    return frozen(ReopeningRow, rows)
