"""What became of every bag that went to a house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import Allocation, Delivery, Patient, Round, RunItem, Slip


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One bag at one door of a closed round: for whom, what happened, how many medicines and units stayed of how many."""

    slip_id: int
    round_id: int
    walked_on: date
    patient_id: int
    patient: str
    result: str
    received_by: str
    note: str
    medicines: int
    units: int
    delivered: int


def doors(connection: Connection, household_id: int) -> tuple[DoorRow, ...]:
    """Every bag that went to this house, the newest first."""
    rows = connection.execute(
        select(
            Slip.id, Round.id, Round.walked_on, Patient.id, Patient.name, Slip.result, Slip.received_by, Slip.note,
            func.count(RunItem.item_id.distinct()), func.sum(Allocation.units), func.sum(Allocation.delivered_units),
        )
        .join(Delivery, Delivery.id == Slip.delivery_id)
        .join(Round, Round.id == Delivery.round_id)
        .join(Patient, Patient.id == Slip.patient_id)
        .join(Allocation, Allocation.slip_id == Slip.id)
        .join(RunItem, RunItem.id == Allocation.run_item_id)
        .where(Delivery.household_id == household_id, Round.status == "closed")
        .group_by(Slip.id, Round.id, Patient.id)
        .order_by(Round.walked_on.desc(), Round.id.desc(), Patient.name)
    )  # fmt: skip
    return frozen(DoorRow, rows)
