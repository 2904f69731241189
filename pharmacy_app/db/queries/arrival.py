"""The committee's rules for what comes in, what medicines are needed for, and what somebody decided about a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, update

from pharmacy_app.db.queries.booked import stands
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    ArrivalRules,
    Batch,
    Donation,
    DonationLine,
    MedicineRow,
    Patient,
    Prescription,
    PrescriptionItem,
    Product,
    StockMovement,
    User,
)

UNDECIDED: Mapping[str, object] = {"decision": "", "accepted": None, "decision_note": "", "decided_by": None}


def rules_of(connection: Connection, donation_id: int) -> str | None:
    """The rules that a donation was judged by, as JSON; None: the shipped ones."""
    statement = select(ArrivalRules.rules).join(Donation, Donation.arrival_rules_id == ArrivalRules.id).where(Donation.id == donation_id)
    return connection.execute(statement).scalar_one_or_none()


def judged_by(connection: Connection, donation_id: int, rules_id: int | None) -> None:
    """Keeps with a draft by which rules it is received."""
    connection.execute(update(Donation).where(Donation.id == donation_id).values(arrival_rules_id=rules_id))


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """An active item of an active person: its rate, since when and for how long."""

    item_id: int
    medicine_id: int
    units: int
    per_days: int
    starts_on: date
    days: int | None
    chronic: bool


def treatments(connection: Connection) -> tuple[TreatmentRow, ...]:
    """All that is prescribed now."""
    rows = connection.execute(
        select(
            PrescriptionItem.id, PrescriptionItem.medicine_id, PrescriptionItem.units, PrescriptionItem.per_days, PrescriptionItem.starts_on,
            PrescriptionItem.days, PrescriptionItem.chronic,
        )
        .join(Prescription, Prescription.id == PrescriptionItem.prescription_id)
        .join(Patient, Patient.id == Prescription.patient_id)
        .where(PrescriptionItem.status == "active", Patient.active.is_(True))
        .order_by(PrescriptionItem.id)
    )  # fmt: skip
    return frozen(TreatmentRow, rows)


def given(connection: Connection, since: date, until: date) -> dict[int, int]:
    """Units that went to doors from `since` through `until`, by the medicine they were."""
    rows = connection.execute(
        select(Product.medicine_id, func.sum(-StockMovement.units))
        .join(Batch, Batch.id == StockMovement.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(StockMovement.kind == "delivery", StockMovement.occurred_on >= since, StockMovement.occurred_on <= until, stands())
        .where(Product.medicine_id.is_not(None))
        .group_by(Product.medicine_id)
    )
    return {medicine_id: int(units) for medicine_id, units in rows if medicine_id is not None}


def shelf(connection: Connection, day: date) -> tuple[tuple[int, date, int], ...]:
    """(medicine, last day, units) of every lot that may be handed out on that day; what is promised is still there."""
    rows = connection.execute(
        select(Product.medicine_id, Batch.expiry, Batch.on_hand)
        .join(Product, Product.id == Batch.product_id)
        .where(Batch.status == "available", Batch.on_hand > 0, Batch.expiry >= day, Product.identity == "known")
        .order_by(Batch.expiry, Batch.id)
    )
    return tuple((medicine_id, expiry, units) for medicine_id, expiry, units in rows if medicine_id is not None and expiry is not None)


def essential(connection: Connection) -> frozenset[int]:
    """The medicines on the committee's list."""
    return frozenset(connection.execute(select(MedicineRow.id).where(MedicineRow.essential.is_(True))).scalars())


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What somebody decided about a line; `decision` empty: the rules alone decide."""

    line_id: int
    decision: str
    accepted: int | None
    note: str
    user: str


def decisions(connection: Connection, donation_id: int) -> tuple[DecisionRow, ...]:
    """Every decision about lines of a donation."""
    rows = connection.execute(
        select(DonationLine.id, DonationLine.decision, DonationLine.accepted, DonationLine.decision_note, User.name)
        .join(User, User.id == DonationLine.decided_by)
        .where(DonationLine.donation_id == donation_id, DonationLine.decision != "")
        .order_by(DonationLine.position)
    )
    return frozen(DecisionRow, rows)


def decide(connection: Connection, line_ids: Sequence[int], values: Mapping[str, object]) -> None:
    """Writes the same decision to lines of a draft."""
    for start in range(0, len(line_ids), 500):
        connection.execute(update(DonationLine).where(DonationLine.id.in_(line_ids[start : start + 500])).values(values))


def line_ids(connection: Connection, donation_id: int) -> tuple[int, ...]:
    """The lines of a donation, in order."""
    statement = select(DonationLine.id).where(DonationLine.donation_id == donation_id).order_by(DonationLine.position)
    return tuple(connection.execute(statement).scalars())


def user_name(connection: Connection, user_id: int) -> str:
    """Who that is."""
    return str(connection.execute(select(User.name).where(User.id == user_id)).scalar_one())


def arrived(connection: Connection, donation_id: int) -> tuple[tuple[int, str], ...]:
    """(units, why they were set aside or what exception let them in) of each lot of a donation as it was booked, in the order of its lines."""
    rows = connection.execute(
        select(StockMovement.units, StockMovement.reason, Batch.status, Batch.reason)
        .join(Batch, Batch.id == StockMovement.batch_id)
        .where(Batch.donation_id == donation_id, StockMovement.kind == "receipt")
        .order_by(Batch.id)
    )
    # Before the rules were kept the receipt said nothing: what is set aside now for one of the arrival's own reasons says it.
    return tuple((units, said or ("" if status == "available" else why)) for units, said, status, why in rows)
