"""The round: every unit at its end is delivered, back or lost; a closing can be taken back; whether a slip came out of the printer."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KINDS = "'receipt', 'return', 'delivery', 'loss', 'damage', 'disposal', 'given_back', 'count', 'reversal'"
LEDGER_CHECKS = {
    "kind": (f"kind IN ({KINDS})", f"kind IN ({KINDS}, 'apart')"),
    "delivery_names_allocation": (
        "(kind = 'delivery') = (allocation_id IS NOT NULL)",
        "kind <> 'delivery' OR allocation_id IS NOT NULL",
    ),
    "allocation_of_door": ("", "allocation_id IS NULL OR kind IN ('delivery', 'loss', 'apart')"),
}
UNIT_CHECKS = {
    "ends_within": "returned_units >= 0 AND lost_units >= 0 AND delivered_units + returned_units + lost_units <= units",
    "ends_at_end": "status IN ('delivered', 'released') OR returned_units + lost_units = 0",
}
SUMS = ["run_id", "medicine_id", "units_asked", "units_granted", "decided_units"]
# What a closed round says of units that did not stay at the door: until now the slip alone knew whether they were lost.
ENDED = """UPDATE allocations SET {column} = units WHERE status = 'released' AND slip_id IN (SELECT s.id FROM slips s
    JOIN deliveries d ON d.id = s.delivery_id JOIN rounds r ON r.id = d.round_id WHERE r.status = 'closed' AND s.result {which} 'lost')"""
# A promise made again is like the one that came back, and was written after it.
AGAIN = """UPDATE allocations SET again_of_id = (SELECT MAX(o.id) FROM allocations o WHERE o.id < allocations.id
    AND o.run_item_id = allocations.run_item_id AND o.batch_id = allocations.batch_id AND o.units = allocations.units
    AND o.first_day = allocations.first_day AND o.last_day = allocations.last_day AND o.returned_units > 0)
    WHERE status <> 'proposed' AND EXISTS (SELECT 1 FROM allocations o WHERE o.id < allocations.id
    AND o.run_item_id = allocations.run_item_id AND o.returned_units > 0)"""
CLOSED = """UPDATE rounds SET closed_act = (SELECT MAX(a.token) FROM audit a
    WHERE a.verb = 'round.close' AND a.subject_kind = 'round' AND a.subject_id = rounds.id) WHERE status = 'closed'"""


def _beside(name: str) -> dict[str, Any]:
    """A file one folder up: Alembic takes every file of this folder for a version of its own."""
    return runpy.run_path(str(Path(__file__).parents[1] / f"{name}.py"))


def upgrade() -> None:
    _beside("guarding")["take_away"]("0004")
    with op.batch_alter_table("rounds", recreate="auto") as batch:
        batch.add_column(sa.Column("closed_act", sa.Text(), nullable=True))
    op.execute(CLOSED)
    with op.batch_alter_table("rounds") as batch:
        batch.create_foreign_key(op.f("fk_rounds_closed_act"), "audit", ["closed_act"], ["token"], deferrable=True, initially="DEFERRED")
        batch.create_unique_constraint(op.f("uq_rounds_closed_act"), ["closed_act"])
        batch.create_check_constraint(op.f("ck_rounds_closed_act_of_closed"), "closed_act IS NULL OR status = 'closed'")
    for create in _beside("tables_0005/walking")["TABLES"]:
        create()
    # "always": a column that SQLite adds by itself stands on another line of its catalogue than the models' does.
    rebuilt: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("slips", recreate=rebuilt) as batch:
        for column in ("sent_at", "printed_at"):
            batch.add_column(sa.Column(column, sa.DateTime(), nullable=True))
    _ends_of_units()
    op.drop_index("ix_run_items_run_id", "run_items")
    op.create_index("ix_run_items_sums", "run_items", SUMS)
    with op.batch_alter_table("stock_movements") as batch:
        for name, (before, after) in LEDGER_CHECKS.items():
            if before:
                batch.drop_constraint(op.f(f"ck_stock_movements_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_stock_movements_{name}"), after)
    _beside("guarding")["make"]("0005")


def _ends_of_units() -> None:
    with op.batch_alter_table("allocations", recreate="auto") as batch:
        for column in ("returned_units", "lost_units"):
            batch.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("again_of_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("missed_on", sa.Date(), nullable=True))
    op.execute(ENDED.format(column="lost_units", which="="))
    op.execute(ENDED.format(column="returned_units", which="<>"))
    op.execute(AGAIN)
    op.execute("UPDATE allocations SET missed_on = reserved_on WHERE again_of_id IS NOT NULL")
    with op.batch_alter_table("allocations") as batch:
        for column in ("returned_units", "lost_units"):
            batch.alter_column(column, existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch.create_foreign_key(op.f("fk_allocations_again_of_id"), "allocations", ["again_of_id"], ["id"], ondelete="RESTRICT")
        batch.create_index(op.f("ix_allocations_again_of_id"), ["again_of_id"])
        for name, text in UNIT_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_allocations_{name}"), text)


def downgrade() -> None:
    _beside("guarding")["take_away"]("0005")
    op.drop_index("ix_run_items_sums", "run_items")
    op.create_index("ix_run_items_run_id", "run_items", ["run_id"])
    with op.batch_alter_table("stock_movements") as batch:
        for name, (before, _after) in LEDGER_CHECKS.items():
            batch.drop_constraint(op.f(f"ck_stock_movements_{name}"), type_="check")
            if before:
                batch.create_check_constraint(op.f(f"ck_stock_movements_{name}"), before)
    with op.batch_alter_table("allocations") as batch:
        for name in UNIT_CHECKS:
            batch.drop_constraint(op.f(f"ck_allocations_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_allocations_again_of_id"), type_="foreignkey")
        batch.drop_index(op.f("ix_allocations_again_of_id"))
        for column in ("returned_units", "lost_units", "again_of_id", "missed_on"):
            batch.drop_column(column)
    with op.batch_alter_table("slips") as batch:
        for column in ("sent_at", "printed_at"):
            batch.drop_column(column)
    for create in reversed(_beside("tables_0005/walking")["TABLES"]):
        op.drop_table(create.__name__)
    with op.batch_alter_table("rounds") as batch:
        batch.drop_constraint(op.f("ck_rounds_closed_act_of_closed"), type_="check")
        batch.drop_constraint(op.f("uq_rounds_closed_act"), type_="unique")
        batch.drop_constraint(op.f("fk_rounds_closed_act"), type_="foreignkey")
        batch.drop_column("closed_act")
    _beside("guarding")["make"]("0004")
