"""Version 1: What doctors ordered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def prescriptions() -> None:
    op.create_table(
        "prescriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_prescriptions_doctor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_prescriptions_entered_by"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_prescriptions_patient_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_prescriptions_visit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescriptions")),
    )
    op.create_index(op.f("ix_prescriptions_doctor_id"), "prescriptions", ["doctor_id"], unique=False)
    op.create_index(op.f("ix_prescriptions_entered_by"), "prescriptions", ["entered_by"], unique=False)
    op.create_index(op.f("ix_prescriptions_patient_id"), "prescriptions", ["patient_id"], unique=False)
    op.create_index(op.f("ix_prescriptions_visit_id"), "prescriptions", ["visit_id"], unique=False)


def prescription_items() -> None:
    op.create_table(
        "prescription_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prescription_id", sa.Integer(), nullable=False),
        sa.Column("medicine_id", sa.Integer(), nullable=True),
        sa.Column("medicine_text", sa.Text(), nullable=False),
        sa.Column("directions_text", sa.Text(), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("per_days", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("chronic", sa.Boolean(), nullable=False),
        sa.Column("as_needed", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cleared", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("chronic OR days IS NOT NULL OR status <> 'active'", name=op.f("ck_prescription_items_days_or_chronic")),
        sa.CheckConstraint("medicine_id IS NOT NULL OR status <> 'active'", name=op.f("ck_prescription_items_known_or_waiting")),
        sa.CheckConstraint("status IN ('active', 'waiting', 'closed')", name=op.f("ck_prescription_items_status")),
        sa.CheckConstraint("units IS NOT NULL OR status <> 'active'", name=op.f("ck_prescription_items_rate_known_or_waiting")),
        sa.CheckConstraint("(units IS NULL) = (per_days IS NULL)", name=op.f("ck_prescription_items_rate_whole")),
        sa.CheckConstraint("days IS NULL OR days > 0", name=op.f("ck_prescription_items_days_positive")),
        sa.CheckConstraint("units > 0 AND per_days > 0", name=op.f("ck_prescription_items_rate_positive")),
        sa.ForeignKeyConstraint(["medicine_id"], ["medicines.id"], name=op.f("fk_prescription_items_medicine_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["prescription_id"], ["prescriptions.id"], name=op.f("fk_prescription_items_prescription_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["prescription_items.id"], name=op.f("fk_prescription_items_replaces_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_items")),
    )
    op.create_index(op.f("ix_prescription_items_medicine_id"), "prescription_items", ["medicine_id"], unique=False)
    op.create_index(op.f("ix_prescription_items_prescription_id"), "prescription_items", ["prescription_id"], unique=False)
    op.create_index(op.f("ix_prescription_items_replaces_id"), "prescription_items", ["replaces_id"], unique=False)


TABLES = (prescriptions, prescription_items)
