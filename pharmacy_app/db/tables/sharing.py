"""Who gets what: the committee's rules by version, its meetings, the proposals made with them, and the units they promise."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref

# proposed: on paper only. reserved: confirmed. out: in a bag on a round. delivered, released: at its end.
ALLOCATION_STATUSES = ("proposed", "reserved", "out", "delivered", "released")


class Policy(Base):
    """One version of the committee's rules; never changed, so that a past decision can be explained with the rules of its day."""

    __tablename__ = "policies"
    id: Mapped[Id]
    version: Mapped[int] = mapped_column(unique=True)
    rules: Mapped[str]  # JSON of domain.plan.Policy.plain()
    note: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")


class Meeting(Base):
    """The committee sat: on which day, who was there. What it confirmed names it, and then it is not changed any more."""

    __tablename__ = "meetings"
    id: Mapped[Id]
    held_on: Mapped[date] = mapped_column(index=True)
    present: Mapped[str]  # a name on each line
    note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint("present <> ''", name="somebody_present"),)


class TierDecision(Base):
    """The committee put a person, or one item of a person, into another tier than the points would; the newest counts. Never changed."""

    __tablename__ = "tier_decisions"
    id: Mapped[Id]
    patient_id: Mapped[int] = ref("patients.id")
    item_id: Mapped[int | None] = maybe_ref("prescription_items.id")
    tier: Mapped[str]  # empty: by the points again
    why: Mapped[str]
    decided_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        CheckConstraint(one_of("tier", ("", "A", "B", "C")), name="tier"),
        CheckConstraint("why <> ''", name="with_reason"),
    )


class MatchingRun(Base):
    """One proposal for a period and some councils; or for one medicine and its other strengths (`medicine_id`), of which all that is
    promised and not yet out is then dealt anew. Once confirmed it names the meeting that did it."""

    __tablename__ = "matching_runs"
    id: Mapped[Id]
    policy_id: Mapped[int] = ref("policies.id")
    council_id: Mapped[int | None] = maybe_ref("councils.id")
    medicine_id: Mapped[int | None] = maybe_ref("medicines.id")
    meeting_id: Mapped[int | None] = maybe_ref("meetings.id")
    from_day: Mapped[date]
    days: Mapped[int]
    status: Mapped[str] = mapped_column(default="proposed")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        CheckConstraint("days > 0", name="days_positive"),
        CheckConstraint(one_of("status", ("proposed", "confirmed", "discarded")), name="status"),
    )


class RunItem(Base):
    """What a run says of one prescription item, with the reasons (JSON list of [code, data])."""

    __tablename__ = "run_items"
    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("matching_runs.id", ondelete="RESTRICT"))
    item_id: Mapped[int] = ref("prescription_items.id")
    medicine_id: Mapped[int] = ref("medicines.id")
    tier: Mapped[str]
    points: Mapped[int]
    rank: Mapped[int]
    units_asked: Mapped[int]
    units_granted: Mapped[int]
    units_extra: Mapped[int] = mapped_column(default=0)  # on top, so that a pack stays whole
    proposed_units: Mapped[int]  # what the program proposed, kept beside what the committee decided
    people_before: Mapped[int] = mapped_column(default=0)
    refused: Mapped[bool] = mapped_column(default=False)
    asked_from: Mapped[date]
    asked_days: Mapped[int]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    reasons: Mapped[str]
    decided_units: Mapped[int | None]  # what the committee wrote instead; it is served before all others
    decision_note: Mapped[str] = mapped_column(default="")
    refusal: Mapped[str] = mapped_column(
        default=""
    )  # why the committee said no (a word of domain.decisions); else what gets nothing is deferred
    former_units: Mapped[int | None]  # what was promised to it before this run dealt the medicine anew, and until which day
    former_until: Mapped[date | None]
    __table_args__ = (
        UniqueConstraint("run_id", "item_id"),
        CheckConstraint("units_granted >= 0", name="granted_not_negative"),
        CheckConstraint(
            "decided_units IS NULL OR (decided_units >= 0 AND (decision_note <> '' OR refusal <> ''))", name="decided_with_reason"
        ),
        CheckConstraint("refusal = '' OR (decided_units IS NOT NULL AND decided_units = 0)", name="refused_gets_nothing"),
        CheckConstraint("former_until IS NULL OR former_units IS NOT NULL", name="former_whole"),
        CheckConstraint(one_of("tier", ("A", "B", "C")), name="tier"),
        # The sums of a run, medicine by medicine, are read from the index alone.
        Index("ix_run_items_sums", "run_id", "medicine_id", "units_asked", "units_granted", "decided_units"),
    )


class Reopening(Base):
    """The committee took a refusal back: the item is asked for again, though the days for which it was refused are not over. Never changed."""

    __tablename__ = "reopenings"
    id: Mapped[Id]
    run_item_id: Mapped[int] = mapped_column(ForeignKey("run_items.id", ondelete="RESTRICT"), unique=True)  # the line that was refused
    why: Mapped[str]
    decided_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint("why <> ''", name="with_reason"),)


class Allocation(Base):
    """Units of one batch for one item and the days they are taken on. While `reserved` or `out` they count in `batches.reserved`."""

    __tablename__ = "allocations"
    id: Mapped[Id]
    run_item_id: Mapped[int] = ref("run_items.id")
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id", ondelete="RESTRICT"))
    units: Mapped[int]
    covers: Mapped[int]  # units of what was prescribed that they stand for: 2 x 25 mg cover 1 x 50 mg
    first_day: Mapped[date]
    last_day: Mapped[date]
    status: Mapped[str] = mapped_column(default="proposed")
    slip_id: Mapped[int | None] = maybe_ref("slips.id")
    reserved_on: Mapped[date | None]
    delivered_units: Mapped[int] = mapped_column(default=0)
    returned_units: Mapped[int] = mapped_column(default=0)  # came back from the door: to its lot, or set aside (kind `apart` of the ledger)
    lost_units: Mapped[int] = mapped_column(default=0)
    again_of_id: Mapped[int | None] = maybe_ref("allocations.id")  # the promise that came back from a door, and that this one continues
    missed_on: Mapped[date | None]  # the day on which these units first came back, for a promise made again
    __table_args__ = (
        CheckConstraint("units > 0 AND covers > 0", name="units_positive"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint(one_of("status", ALLOCATION_STATUSES), name="status"),
        CheckConstraint("delivered_units >= 0 AND delivered_units <= units", name="delivered_within"),
        CheckConstraint(
            "returned_units >= 0 AND lost_units >= 0 AND delivered_units + returned_units + lost_units <= units", name="ends_within"
        ),
        CheckConstraint("status IN ('delivered', 'released') OR returned_units + lost_units = 0", name="ends_at_end"),
        CheckConstraint("(status = 'delivered') = (delivered_units > 0)", name="delivered_has_units"),
        CheckConstraint("status = 'proposed' OR reserved_on IS NOT NULL", name="reserved_on_known"),
        CheckConstraint("status <> 'out' OR slip_id IS NOT NULL", name="out_has_slip"),
        Index("ix_allocations_batch_status", "batch_id", "status", "units"),
    )
