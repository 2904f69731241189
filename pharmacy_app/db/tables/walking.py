"""An afternoon's walk: rounds, their stops, and one slip per person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref

ROUND_STATUSES = ("planned", "out", "closed", "cancelled")
SLIP_RESULTS = ("", "delivered", "part", "nobody_home", "refused", "moved", "died", "lost", "other")


class Round(Base):
    """An afternoon's walk through one or more sectors."""

    __tablename__ = "rounds"
    id: Mapped[Id]
    walked_on: Mapped[date]
    council_id: Mapped[int | None] = maybe_ref("councils.id")
    carriers: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="planned")
    printed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        CheckConstraint(one_of("status", ROUND_STATUSES), name="status"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_on_known"),
    )


class Delivery(Base):
    """One stop of a round at one household."""

    __tablename__ = "deliveries"
    id: Mapped[Id]
    round_id: Mapped[int] = ref("rounds.id")
    household_id: Mapped[int] = ref("households.id")
    position: Mapped[int]
    __table_args__ = (UniqueConstraint("round_id", "household_id"), UniqueConstraint("round_id", "position"))


class Slip(Base):
    """One person's paper of one stop; its stub comes back with the result."""

    __tablename__ = "slips"
    id: Mapped[Id]
    delivery_id: Mapped[int] = ref("deliveries.id")
    patient_id: Mapped[int] = ref("patients.id")
    code: Mapped[str] = mapped_column(unique=True)
    result: Mapped[str] = mapped_column(default="")
    received_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        UniqueConstraint("delivery_id", "patient_id"),
        CheckConstraint(one_of("result", SLIP_RESULTS), name="result"),
    )


class SlipAnswer(Base):
    """What came back from a door, noted while the round is still being closed: a blackout takes nothing away. Closing takes it over."""

    __tablename__ = "slip_answers"
    slip_id: Mapped[int] = mapped_column(ForeignKey("slips.id", ondelete="RESTRICT"), primary_key=True)
    answer: Mapped[str]  # JSON of `services.rounds`' result of one slip
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
