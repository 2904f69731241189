"""Version 1: From the donor's box to the shelf."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def donors() -> None:
    op.create_table(
        "donors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('es', 'en', 'it', 'ru')", name=op.f("ck_donors_language")),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_donors_country")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donors")),
        sa.UniqueConstraint("folded", name=op.f("uq_donors_folded")),
    )


def donations() -> None:
    op.create_table(
        "donations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'received', 'discarded')", name=op.f("ck_donations_status")),
        sa.ForeignKeyConstraint(["donor_id"], ["donors.id"], name=op.f("fk_donations_donor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_donations_entered_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donations")),
    )
    op.create_index(op.f("ix_donations_donor_id"), "donations", ["donor_id"], unique=False)
    op.create_index(op.f("ix_donations_entered_by"), "donations", ["entered_by"], unique=False)
    op.create_index(op.f("ix_donations_file_digest"), "donations", ["file_digest"], unique=False)


def donation_lines() -> None:
    op.create_table(
        "donation_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("expiry_raw", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("quantity_on_paper", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('new', 'doubtful')", name=op.f("ck_donation_lines_status")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_donation_lines_quantity")),
        sa.ForeignKeyConstraint(["donation_id"], ["donations.id"], name=op.f("fk_donation_lines_donation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_donation_lines_product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation_lines")),
        sa.UniqueConstraint("donation_id", "position", name=op.f("uq_donation_lines_donation_id_position")),
    )
    op.create_index(op.f("ix_donation_lines_donation_id"), "donation_lines", ["donation_id"], unique=False)
    op.create_index(op.f("ix_donation_lines_product_id"), "donation_lines", ["product_id"], unique=False)


def batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("expiry_raw", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("expiry IS NOT NULL OR status <> 'available'", name=op.f("ck_batches_expiry_known_or_set_aside")),
        sa.CheckConstraint("status = 'available' OR reason <> ''", name=op.f("ck_batches_set_aside_with_reason")),
        sa.CheckConstraint("status IN ('available', 'quarantine', 'held', 'recalled')", name=op.f("ck_batches_status")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_batches_on_hand_not_negative")),
        sa.CheckConstraint("reserved <= on_hand", name=op.f("ck_batches_reserved_within_stock")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_batches_reserved_not_negative")),
        sa.ForeignKeyConstraint(["donation_id"], ["donations.id"], name=op.f("fk_batches_donation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_batches_product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index(op.f("ix_batches_donation_id"), "batches", ["donation_id"], unique=False)
    op.create_index("ix_batches_expiry", "batches", ["expiry"], unique=False)
    op.create_index("ix_batches_lot", "batches", ["lot"], unique=False)
    op.create_index(op.f("ix_batches_product_id"), "batches", ["product_id"], unique=False)


TABLES = (donors, donations, donation_lines, batches)
