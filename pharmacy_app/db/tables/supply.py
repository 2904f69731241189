"""From the donor's box to the shelf: donors, donations, their lines, batches, and the ledger of movements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref

BATCH_STATUSES = ("available", "quarantine", "held", "recalled")
# Into a batch, out of it, or either way. `apart`: came back opened or warm from a door, out of its lot and into one that is set aside.
KINDS_IN = ("receipt", "return")
KINDS_OUT = ("delivery", "loss", "damage", "disposal", "given_back")
KINDS_BOTH = ("count", "reversal", "apart")
LINE_STATUSES = ("new", "doubtful")
# What somebody decided about a line on arrival; empty: the rules alone decide. `part`: `accepted` units to the shelf, the rest apart.
DECISIONS = ("", "accept", "part", "refuse")


class Donor(Base):
    """Who sends."""

    __tablename__ = "donors"
    id: Mapped[Id]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str]  # ISO 3166 alpha-2
    language: Mapped[str]  # in which the donor reads
    contact: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        CheckConstraint("length(country) = 2", name="country"),
        CheckConstraint(one_of("language", ("es", "en", "it", "ru")), name="language"),
    )


class Donation(Base):
    """One shipment from one donor. A draft until it is received; afterwards the ledger has it."""

    __tablename__ = "donations"
    id: Mapped[Id]
    donor_id: Mapped[int] = ref("donors.id")
    received_on: Mapped[date]
    reference: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="draft")
    file_digest: Mapped[str] = mapped_column(default="", index=True)  # of the imported file, so that the same file twice is noticed
    arrival_rules_id: Mapped[int | None] = maybe_ref("arrival_rules.id")  # by which it was judged; none: the shipped ones
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint(one_of("status", ("draft", "received", "discarded")), name="status"),)


class ArrivalRules(Base):
    """A version of the committee's rules for what comes in. Never changed: a past judgement is explained with its own."""

    __tablename__ = "arrival_rules"
    id: Mapped[Id]
    version: Mapped[int] = mapped_column(unique=True)
    rules: Mapped[str]  # JSON of `domain.arrival.ArrivalRules`
    note: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")


class DonationDocument(Base):
    """A picture of the packing list, a letter: what came with the box, kept inside the encrypted database."""

    __tablename__ = "donation_documents"
    id: Mapped[Id]
    donation_id: Mapped[int] = ref("donations.id")
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes]
    digest: Mapped[str]  # SHA-256, so that the same picture is not kept twice
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        UniqueConstraint("donation_id", "digest"),
        CheckConstraint(one_of("media_type", ("image/jpeg", "image/png", "image/webp", "application/pdf")), name="media_type"),
    )


class SenderLayout(Base):
    """How one donor's sheets are to be read, told once: recognised by their header."""

    __tablename__ = "sender_layouts"
    id: Mapped[Id]
    donor_id: Mapped[int] = ref("donors.id")
    header: Mapped[str]  # the folded names of the columns, one on each line
    layout: Mapped[str]  # JSON: what each column means, in which order dates are written
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (UniqueConstraint("donor_id", "header"),)


class PackSerial(Base):
    """The serial number of one pack that was scanned: the same pack is not counted twice. Capitals matter."""

    __tablename__ = "pack_serials"
    id: Mapped[Id]
    gtin: Mapped[str]
    serial: Mapped[str]
    donation_id: Mapped[int] = ref("donations.id")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (UniqueConstraint("gtin", "serial"),)


class DonationLine(Base):
    """A line as the paper or the file said it, beside what was made of it."""

    __tablename__ = "donation_lines"
    id: Mapped[Id]
    donation_id: Mapped[int] = ref("donations.id")
    position: Mapped[int]
    product_id: Mapped[int] = ref("products.id")
    code: Mapped[str] = mapped_column(default="")  # the sender's own
    lot: Mapped[str] = mapped_column(default="")
    expiry: Mapped[date | None]
    expiry_raw: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int]
    quantity_on_paper: Mapped[int | None]
    status: Mapped[str] = mapped_column(default="new")
    reason: Mapped[str] = mapped_column(default="")  # why it is doubtful, and so why it will go to quarantine
    sheet: Mapped[str] = mapped_column(default="")
    row: Mapped[int | None]
    decision: Mapped[str] = mapped_column(default="")
    accepted: Mapped[int | None]
    decision_note: Mapped[str] = mapped_column(default="")  # why, where the rules say otherwise
    decided_by: Mapped[int | None] = maybe_ref("users.id")
    __table_args__ = (
        UniqueConstraint("donation_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(one_of("status", LINE_STATUSES), name="status"),
        CheckConstraint(one_of("decision", DECISIONS), name="decision"),
        CheckConstraint("(decision = 'part') = (accepted IS NOT NULL)", name="part_has_units"),
        CheckConstraint("accepted > 0 AND accepted < quantity", name="part_within_quantity"),
        CheckConstraint("(decision = '') = (decided_by IS NULL)", name="decision_has_name"),
    )


class Batch(Base):
    """Units of one product with one lot number and one expiry date from one donation.

    `on_hand` and `reserved` are kept by triggers: the sum of the movements, and of the open allocations. Nobody else can write them.
    """

    __tablename__ = "batches"
    id: Mapped[Id]
    product_id: Mapped[int] = ref("products.id")
    donation_id: Mapped[int] = ref("donations.id")
    code: Mapped[str] = mapped_column(default="")  # the sender's own
    lot: Mapped[str] = mapped_column(default="")
    expiry: Mapped[date | None]
    expiry_raw: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="available")
    reason: Mapped[str] = mapped_column(default="")
    shelf: Mapped[str] = mapped_column(default="")
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand", name="reserved_within_stock"),
        CheckConstraint(one_of("status", BATCH_STATUSES), name="status"),
        CheckConstraint("expiry IS NOT NULL OR status <> 'available'", name="expiry_known_or_set_aside"),
        CheckConstraint("status = 'available' OR reason <> ''", name="set_aside_with_reason"),
        Index("ix_batches_lot", "lot"),
        Index("ix_batches_expiry", "expiry"),
    )


class StockMovement(Base):
    """One immutable line of the ledger: so many units into (+) or out of (-) a batch, why, when, by whom."""

    __tablename__ = "stock_movements"
    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id", ondelete="RESTRICT"))
    units: Mapped[int]
    kind: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    occurred_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    allocation_id: Mapped[int | None] = maybe_ref("allocations.id")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("stock_movements.id", ondelete="RESTRICT"), unique=True)
    # The audit row of the act is written last, in the same transaction: hence deferred.
    act: Mapped[str] = mapped_column(ForeignKey("audit.token", deferrable=True, initially="DEFERRED"), index=True)
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS_IN + KINDS_OUT + KINDS_BOTH), name="kind"),
        CheckConstraint("units <> 0", name="units_not_zero"),
        CheckConstraint(f"units > 0 OR NOT ({one_of('kind', KINDS_IN)})", name="in_is_positive"),
        CheckConstraint(f"units < 0 OR NOT ({one_of('kind', KINDS_OUT)})", name="out_is_negative"),
        CheckConstraint("kind <> 'delivery' OR allocation_id IS NOT NULL", name="delivery_names_allocation"),
        CheckConstraint("allocation_id IS NULL OR kind IN ('delivery', 'loss', 'apart')", name="allocation_of_door"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_names_movement"),
        Index("ix_stock_movements_batch", "batch_id", "units"),
    )
