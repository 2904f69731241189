"""Version 3: what came with the community."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op


def _entered(table: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    """When and by whom, as each of these tables keeps it."""
    return (
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        _reference(table, "entered_by", "users"),
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")


def _id(table: str) -> tuple[sa.Column[Any] | sa.PrimaryKeyConstraint, ...]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def patient_events() -> None:
    op.create_table(
        "patient_events",
        *_id("patient_events"),
        _number("patient_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        _number("from_household_id", nullable=True),
        _number("to_household_id", nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_entered("patient_events"),
        sa.CheckConstraint(
            "kind IN ('joined', 'moved', 'left', 'died', 'returned', 'merged', 'parted')", name=op.f("ck_patient_events_kind")
        ),
        _reference("patient_events", "patient_id", "patients"),
        _reference("patient_events", "from_household_id", "households"),
        _reference("patient_events", "to_household_id", "households"),
    )
    _indexes("patient_events", "patient_id", "from_household_id", "to_household_id", "entered_by")


def patient_merges() -> None:
    op.create_table(
        "patient_merges",
        *_id("patient_merges"),
        _number("kept_id"),
        _number("merged_id"),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        _number("undone_by", nullable=True),
        *_entered("patient_merges"),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_patient_merges_merged_with_another")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_patient_merges_undone_by_somebody")),
        _reference("patient_merges", "kept_id", "patients"),
        _reference("patient_merges", "merged_id", "patients"),
        _reference("patient_merges", "undone_by", "users"),
    )
    _indexes("patient_merges", "kept_id", "merged_id", "undone_by", "entered_by")


def visit_sheets() -> None:
    op.create_table(
        "visit_sheets",
        *_id("visit_sheets"),
        _number("council_id"),
        _number("doctor_id", nullable=True),
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        *_entered("visit_sheets"),
        _reference("visit_sheets", "council_id", "councils"),
        _reference("visit_sheets", "doctor_id", "doctors"),
    )
    _indexes("visit_sheets", "council_id", "doctor_id", "entered_by")


def visit_sheet_lines() -> None:
    op.create_table(
        "visit_sheet_lines",
        *_id("visit_sheet_lines"),
        _number("sheet_id"),
        _number("number"),
        _number("patient_id"),
        _reference("visit_sheet_lines", "sheet_id", "visit_sheets"),
        _reference("visit_sheet_lines", "patient_id", "patients"),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_visit_sheet_lines_sheet_id_number")),
        sa.UniqueConstraint("sheet_id", "patient_id", name=op.f("uq_visit_sheet_lines_sheet_id_patient_id")),
    )
    _indexes("visit_sheet_lines", "sheet_id", "patient_id")


def kit_rules() -> None:
    op.create_table(
        "kit_rules",
        *_id("kit_rules"),
        _number("version"),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_entered("kit_rules"),
        sa.UniqueConstraint("version", name=op.f("uq_kit_rules_version")),
    )
    _indexes("kit_rules", "entered_by")


def family_kits() -> None:
    op.create_table(
        "family_kits",
        *_id("family_kits"),
        _number("household_id"),
        _number("rules_id", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        *_entered("family_kits"),
        sa.CheckConstraint("status IN ('planned', 'given', 'missed', 'cancelled')", name=op.f("ck_family_kits_status")),
        _reference("family_kits", "household_id", "households"),
        _reference("family_kits", "rules_id", "kit_rules"),
        sa.UniqueConstraint("household_id", "due_on", name=op.f("uq_family_kits_household_id_due_on")),
    )
    _indexes("family_kits", "household_id", "rules_id", "entered_by")


TABLES = (patient_events, patient_merges, visit_sheets, visit_sheet_lines, kit_rules, family_kits)
