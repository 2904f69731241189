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
    closed_act: Mapped[str | None] = mapped_column(ForeignKey("audit.token", deferrable=True, initially="DEFERRED"), unique=True)
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        CheckConstraint(one_of("status", ROUND_STATUSES), name="status"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_on_known"),
        CheckConstraint("closed_act IS NULL OR status = 'closed'", name="closed_act_of_closed"),
    )


class RoundReopening(Base):
    """A closing was taken back by counter-entries: which one, and why. Never changed."""

    __tablename__ = "round_reopenings"
    id: Mapped[Id]
    round_id: Mapped[int] = ref("rounds.id")
    closed_act: Mapped[str] = mapped_column(ForeignKey("audit.token"), unique=True)  # the closing that is taken back
    why: Mapped[str]
    reopened_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint("why <> ''", name="with_reason"),)


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
    sent_at: Mapped[datetime | None]  # handed to a printer; with `printed_at` empty nobody has said yet whether it came out
    printed_at: Mapped[datetime | None]  # somebody said that its sheet came out
    __table_args__ = (
        UniqueConstraint("delivery_id", "patient_id"),
        CheckConstraint(one_of("result", SLIP_RESULTS), name="result"),
    )


class SlipTakenOff(Base):
    """A code that was taken off a round before it left: perhaps printed, never used again. Never changed."""

    __tablename__ = "slips_taken_off"
    code: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = ref("rounds.id")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")


class RoundPick(Base):
    """What was taken off the shelf for a round that has not left; ticked line by line, so that a blackout takes nothing away."""

    __tablename__ = "round_picks"
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="RESTRICT"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id", ondelete="RESTRICT"), primary_key=True)
    units: Mapped[int]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint("units > 0", name="units_positive"),)


class SlipAnswer(Base):
    """What came back from a door, noted while the round is still being closed: a blackout takes nothing away. Closing takes it over."""

    __tablename__ = "slip_answers"
    slip_id: Mapped[int] = mapped_column(ForeignKey("slips.id", ondelete="RESTRICT"), primary_key=True)
    answer: Mapped[str]  # JSON of `services.rounds`' result of one slip
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
