"""Version 2: what came with intake."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op


def _entered(table: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    """When and by whom, as each of these tables keeps it."""
    return (
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f(f"fk_{table}_entered_by"), ondelete="RESTRICT"),
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def undispensed() -> None:
    op.create_table(
        "undispensed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inn", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("brands", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("origin IN ('catalogue', 'committee')", name=op.f("ck_undispensed_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undispensed")),
        sa.UniqueConstraint("inn", name=op.f("uq_undispensed_inn")),
    )


def arrival_rules() -> None:
    op.create_table(
        "arrival_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_entered("arrival_rules"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_rules")),
        sa.UniqueConstraint("version", name=op.f("uq_arrival_rules_version")),
    )
    _index("arrival_rules", "entered_by")


def donation_documents() -> None:
    op.create_table(
        "donation_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        *_entered("donation_documents"),
        sa.CheckConstraint(
            "media_type IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')", name=op.f("ck_donation_documents_media_type")
        ),
        sa.ForeignKeyConstraint(["donation_id"], ["donations.id"], name=op.f("fk_donation_documents_donation_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation_documents")),
        sa.UniqueConstraint("donation_id", "digest", name=op.f("uq_donation_documents_donation_id_digest")),
    )
    _index("donation_documents", "donation_id")
    _index("donation_documents", "entered_by")


def sender_layouts() -> None:
    op.create_table(
        "sender_layouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        *_entered("sender_layouts"),
        sa.ForeignKeyConstraint(["donor_id"], ["donors.id"], name=op.f("fk_sender_layouts_donor_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_layouts")),
        sa.UniqueConstraint("donor_id", "header", name=op.f("uq_sender_layouts_donor_id_header")),
    )
    _index("sender_layouts", "donor_id")
    _index("sender_layouts", "entered_by")


def pack_serials() -> None:
    op.create_table(
        "pack_serials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gtin", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        *_entered("pack_serials"),
        sa.ForeignKeyConstraint(["donation_id"], ["donations.id"], name=op.f("fk_pack_serials_donation_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_serials")),
        sa.UniqueConstraint("gtin", "serial", name=op.f("uq_pack_serials_gtin_serial")),
    )
    _index("pack_serials", "donation_id")
    _index("pack_serials", "entered_by")


def slip_answers() -> None:
    op.create_table(
        "slip_answers",
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        *_entered("slip_answers"),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_slip_answers_slip_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("slip_id", name=op.f("pk_slip_answers")),
    )
    _index("slip_answers", "entered_by")


TABLES = (undispensed, arrival_rules, donation_documents, sender_layouts, pack_serials, slip_answers)
