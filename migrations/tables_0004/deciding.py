"""Version 4: what came with the committee's meetings."""

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


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def meetings() -> None:
    op.create_table(
        "meetings",
        *_id("meetings"),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_entered("meetings"),
        sa.CheckConstraint("present <> ''", name=op.f("ck_meetings_somebody_present")),
    )
    _indexes("meetings", "held_on", "entered_by")


def tier_decisions() -> None:
    op.create_table(
        "tier_decisions",
        *_id("tier_decisions"),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_entered("tier_decisions"),
        sa.CheckConstraint("tier IN ('', 'A', 'B', 'C')", name=op.f("ck_tier_decisions_tier")),
        sa.CheckConstraint("why <> ''", name=op.f("ck_tier_decisions_with_reason")),
        _reference("tier_decisions", "patient_id", "patients"),
        _reference("tier_decisions", "item_id", "prescription_items"),
    )
    _indexes("tier_decisions", "patient_id", "item_id", "entered_by")


def reopenings() -> None:
    op.create_table(
        "reopenings",
        *_id("reopenings"),
        sa.Column("run_item_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_entered("reopenings"),
        sa.CheckConstraint("why <> ''", name=op.f("ck_reopenings_with_reason")),
        _reference("reopenings", "run_item_id", "run_items"),
        sa.UniqueConstraint("run_item_id", name=op.f("uq_reopenings_run_item_id")),
    )
    _indexes("reopenings", "entered_by")


TABLES = (meetings, tier_decisions, reopenings)
