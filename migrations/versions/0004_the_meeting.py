"""The meeting: who was there, whom the committee put elsewhere and why, what it refused; visit sheets that are lost."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

RUN_ITEM_CHECKS = {
    "decided_with_reason": "decided_units IS NULL OR (decided_units >= 0 AND (decision_note <> '' OR refusal <> ''))",
    "refused_gets_nothing": "refusal = '' OR (decided_units IS NOT NULL AND decided_units = 0)",
    "former_whole": "former_until IS NULL OR former_units IS NOT NULL",
}
BEFORE = "decided_units IS NULL OR (decided_units >= 0 AND decision_note <> '')"


# What stood in the census says neither when nor why: the last day of the record, and these words.
TIERS_KEPT = """
    INSERT INTO tier_decisions (patient_id, item_id, tier, why, decided_on, entered_at, entered_by)
    SELECT p.id, NULL, p.tier, 'no se anotó el motivo', a.occurred_on, a.entered_at, (SELECT MIN(u.id) FROM users u)
    FROM patients p JOIN audit a ON a.id = (SELECT MAX(id) FROM audit)
    WHERE p.tier <> '' AND EXISTS (SELECT 1 FROM users)
    ORDER BY p.id"""
TIERS_BACK = """
    UPDATE patients SET tier = COALESCE(
        (SELECT d.tier FROM tier_decisions d WHERE d.patient_id = patients.id AND d.item_id IS NULL ORDER BY d.id DESC LIMIT 1), '')"""


def _beside(name: str) -> dict[str, Any]:
    """A file one folder up: Alembic takes every file of this folder for a version of its own."""
    return runpy.run_path(str(Path(__file__).parents[1] / f"{name}.py"))


def upgrade() -> None:
    _beside("guarding")["take_away"]("0003")
    for create in _beside("tables_0004/deciding")["TABLES"]:
        create()
    with op.batch_alter_table("matching_runs") as batch:
        for column, target in (("medicine_id", "medicines"), ("meeting_id", "meetings")):
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_matching_runs_{column}"), target, [column], ["id"], ondelete="RESTRICT")
            batch.create_index(op.f(f"ix_matching_runs_{column}"), [column])
    with op.batch_alter_table("run_items", recreate="auto") as batch:
        batch.add_column(sa.Column("refusal", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("former_units", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("former_until", sa.Date(), nullable=True))
    with op.batch_alter_table("run_items") as batch:
        batch.alter_column("refusal", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.drop_constraint(op.f("ck_run_items_decided_with_reason"), type_="check")
        for name, text in RUN_ITEM_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_run_items_{name}"), text)
    op.execute(TIERS_KEPT)
    with op.batch_alter_table("patients") as batch:
        batch.drop_constraint(op.f("ck_patients_tier"), type_="check")
        batch.drop_column("tier")
    with op.batch_alter_table("visit_sheets") as batch:
        for column in ("lost_on", "next_visit"):
            batch.add_column(sa.Column(column, sa.Date(), nullable=True))
        batch.create_check_constraint(op.f("ck_visit_sheets_lost_or_returned"), "lost_on IS NULL OR returned_on IS NULL")
    _beside("guarding")["make"]("0004")


def downgrade() -> None:
    _beside("guarding")["take_away"]("0004")
    with op.batch_alter_table("visit_sheets") as batch:
        batch.drop_constraint(op.f("ck_visit_sheets_lost_or_returned"), type_="check")
        for column in ("lost_on", "next_visit"):
            batch.drop_column(column)
    with op.batch_alter_table("patients", recreate="auto") as batch:
        batch.add_column(sa.Column("tier", sa.Text(), nullable=False, server_default=""))
    op.execute(TIERS_BACK)
    with op.batch_alter_table("patients") as batch:
        batch.alter_column("tier", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.create_check_constraint(op.f("ck_patients_tier"), "tier IN ('', 'A', 'B', 'C')")
    with op.batch_alter_table("run_items") as batch:
        for name in RUN_ITEM_CHECKS:
            batch.drop_constraint(op.f(f"ck_run_items_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_run_items_decided_with_reason"), BEFORE)
        for column in ("refusal", "former_units", "former_until"):
            batch.drop_column(column)
    with op.batch_alter_table("matching_runs") as batch:
        for column in ("medicine_id", "meeting_id"):
            batch.drop_constraint(op.f(f"fk_matching_runs_{column}"), type_="foreignkey")
            batch.drop_index(op.f(f"ix_matching_runs_{column}"))
            batch.drop_column(column)
    for create in reversed(_beside("tables_0004/deciding")["TABLES"]):
        op.drop_table(create.__name__)
    _beside("guarding")["make"]("0003")
