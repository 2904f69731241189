"""What doctors ordered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref

# waiting: somebody must answer first (allergy, unknown medicine, unclear directions); closed: replaced or ended.
ITEM_STATUSES = ("active", "waiting", "closed")


class Prescription(Base):
    """One paper of one doctor for one person."""

    __tablename__ = "prescriptions"
    id: Mapped[Id]
    patient_id: Mapped[int] = ref("patients.id")
    doctor_id: Mapped[int | None] = maybe_ref("doctors.id")
    visit_id: Mapped[int | None] = maybe_ref("visits.id")
    kit_id: Mapped[int | None] = maybe_ref("family_kits.id")
    written_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")


class PrescriptionItem(Base):
    """One medicine ordered: so many dispensing units (`units`) in so many days (`per_days`), exact integers; for `days` days, or chronic.

    `directions` is the structured form as JSON where the words were understood, else empty; `directions_text` is always what was written.
    While an item waits, its medicine, rate or length may be unknown; an active one has them all.
    """

    __tablename__ = "prescription_items"
    id: Mapped[Id]
    prescription_id: Mapped[int] = ref("prescriptions.id")
    medicine_id: Mapped[int | None] = maybe_ref("medicines.id")
    medicine_text: Mapped[str]
    directions_text: Mapped[str] = mapped_column(default="")
    directions: Mapped[str] = mapped_column(default="")
    units: Mapped[int | None]
    per_days: Mapped[int | None]
    starts_on: Mapped[date]
    days: Mapped[int | None]
    chronic: Mapped[bool] = mapped_column(default=False)
    as_needed: Mapped[bool] = mapped_column(default=False)
    review_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="active")
    reason: Mapped[str] = mapped_column(default="")  # why it waits or was closed, codes separated by ;
    cleared: Mapped[str] = mapped_column(default="")  # questions that a doctor answered with yes: allergy;duplicate;warning
    cleared_note: Mapped[str] = mapped_column(default="")  # what the doctor said to them
    replaces_id: Mapped[int | None] = maybe_ref("prescription_items.id")
    __table_args__ = (
        CheckConstraint("units > 0 AND per_days > 0", name="rate_positive"),
        CheckConstraint("(units IS NULL) = (per_days IS NULL)", name="rate_whole"),
        CheckConstraint("units IS NOT NULL OR status <> 'active'", name="rate_known_or_waiting"),
        CheckConstraint("days IS NULL OR days > 0", name="days_positive"),
        CheckConstraint("chronic OR days IS NOT NULL OR status <> 'active'", name="days_or_chronic"),
        CheckConstraint(one_of("status", ITEM_STATUSES), name="status"),
        CheckConstraint("medicine_id IS NOT NULL OR status <> 'active'", name="known_or_waiting"),
    )
