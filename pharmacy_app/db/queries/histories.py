"""Who came, moved, left, was merged: the history of people, and what is promised to them while that happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from pharmacy_app.db.bulk import write_many
from pharmacy_app.db.queries.people import chunks
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Allocation, Delivery, Household, PatientEvent, Prescription, PrescriptionItem, Round, RunItem, Slip, User


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a person's history; houses as people call them (their code where they have no name)."""

    id: int
    patient_id: int
    kind: str
    occurred_on: date
    from_house: str
    to_house: str
    note: str
    user: str


def events(connection: Connection, patient_ids: Sequence[int]) -> tuple[EventRow, ...]:
    """The history of these people, the oldest first."""
    before, after = aliased(Household), aliased(Household)
    rows = connection.execute(
        select(
            PatientEvent.id, PatientEvent.patient_id, PatientEvent.kind, PatientEvent.occurred_on, before.house, before.code, after.house,
            after.code, PatientEvent.note, User.name,
        )
        .join(User, User.id == PatientEvent.entered_by)
        .outerjoin(before, before.id == PatientEvent.from_household_id)
        .outerjoin(after, after.id == PatientEvent.to_household_id)
        .where(PatientEvent.patient_id.in_(patient_ids))
        .order_by(PatientEvent.occurred_on, PatientEvent.id)
    )  # fmt: skip
    return tuple(
        EventRow(id_, patient_id, kind, day, from_house or from_code or "", to_house or to_code or "", note, user)
        for id_, patient_id, kind, day, from_house, from_code, to_house, to_code, note, user in rows
    )


def add_events(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """New lines of history, all with the same keys; they are never changed."""
    write_many(connection, PatientEvent, rows)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Units reserved for somebody: perhaps on a slip, of a round that is `planned` or `out`."""

    allocation_id: int
    patient_id: int
    batch_id: int
    status: str
    slip_id: int | None
    round_id: int | None
    round_status: str | None
    prescription_id: int


def promises(connection: Connection, patient_ids: Iterable[int]) -> tuple[PromiseRow, ...]:
    """What is reserved for these people or on its way to them, by id."""
    found: list[PromiseRow] = []
    for part in chunks(sorted(set(patient_ids))):
        found += frozen(
            PromiseRow,
            connection.execute(
                select(
                    Allocation.id,
                    Prescription.patient_id,
                    Allocation.batch_id,
                    Allocation.status,
                    Slip.id,
                    Round.id,
                    Round.status,
                    Prescription.id,
                )
                .join(RunItem, RunItem.id == Allocation.run_item_id)
                .join(PrescriptionItem, PrescriptionItem.id == RunItem.item_id)
                .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
                .outerjoin(Slip, Slip.id == Allocation.slip_id)
                .outerjoin(Delivery, Delivery.id == Slip.delivery_id)
                .outerjoin(Round, Round.id == Delivery.round_id)
                .where(Prescription.patient_id.in_(part), Allocation.status.in_(("reserved", "out")))
                .order_by(Allocation.id)
            ),
        )
    return tuple(found)
