"""Version 5: closings that were taken back; what was picked off the shelf for a round; codes that were taken off one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op


def _entered(table: str, *refs: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    """When and by whom, and what else the table refers to: (column, target) as `round_id=rounds`."""
    targets = dict(one.split("=") for one in ("entered_by=users", *refs))
    return (
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT")
            for column, target in targets.items()
        ),
    )


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def round_reopenings() -> None:
    op.create_table(
        "round_reopenings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("closed_act", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=False),
        *_entered("round_reopenings", "round_id=rounds"),
        sa.CheckConstraint("why <> ''", name=op.f("ck_round_reopenings_with_reason")),
        sa.ForeignKeyConstraint(["closed_act"], ["audit.token"], name=op.f("fk_round_reopenings_closed_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_reopenings")),
        sa.UniqueConstraint("closed_act", name=op.f("uq_round_reopenings_closed_act")),
    )
    _indexes("round_reopenings", "round_id", "entered_by")


def slips_taken_off() -> None:
    op.create_table(
        "slips_taken_off",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *_entered("slips_taken_off", "round_id=rounds"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_slips_taken_off")),
    )
    _indexes("slips_taken_off", "round_id", "entered_by")


def round_picks() -> None:
    op.create_table(
        "round_picks",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        *_entered("round_picks", "round_id=rounds", "batch_id=batches"),
        sa.CheckConstraint("units > 0", name=op.f("ck_round_picks_units_positive")),
        sa.PrimaryKeyConstraint("round_id", "batch_id", name=op.f("pk_round_picks")),
    )
    _indexes("round_picks", "entered_by")


TABLES = (round_reopenings, slips_taken_off, round_picks)
