"""The community: who came, moved, left; entries that were one person; visit sheets that come back; the families' quarterly kits."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

PATIENT_CHECKS = {
    "left_why": "left_why IN ('', 'moved', 'died', 'merged', 'other')",
    "left_with_reason": "active = (left_why = '')",
    "merged_names_person": "(merged_into_id IS NOT NULL) = (left_why = 'merged')",
    "merged_with_another": "merged_into_id <> id",
}
REFERENCES = {
    "visits": (("patient_id", "patients"), ("sheet_line_id", "visit_sheet_lines")),
    "prescriptions": (("kit_id", "family_kits"),),
}


def _beside(name: str) -> dict[str, Any]:
    """A file one folder up: Alembic takes every file of this folder for a version of its own."""
    return runpy.run_path(str(Path(__file__).parents[1] / f"{name}.py"))


def _add(table: str, *columns: sa.Column[Any]) -> None:
    """Columns that are never empty: rows that are there get the default given, rows that come must say theirs."""
    with op.batch_alter_table(table, recreate="auto") as batch:
        for column in columns:
            batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def upgrade() -> None:
    _beside("guarding")["take_away"]("0002")
    for create in _beside("tables_0003/community")["TABLES"]:
        create()
    _add("households", _text("access"))
    _add(
        "patients",
        sa.Column("birth_estimated", sa.Boolean(), nullable=False, server_default=sa.false()),
        _text("receivers"),
        _text("left_why"),
    )
    op.execute("UPDATE patients SET left_why = 'other' WHERE NOT active")  # nobody wrote down why
    with op.batch_alter_table("patients") as batch:
        for column in ("consent_on", "left_on"):
            batch.add_column(sa.Column(column, sa.Date(), nullable=True))
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        for name, text in PATIENT_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_patients_{name}"), text)
        batch.create_foreign_key(op.f("fk_patients_merged_into_id"), "patients", ["merged_into_id"], ["id"], ondelete="RESTRICT")
        batch.create_index(op.f("ix_patients_merged_into_id"), ["merged_into_id"])
    # "always": a column that SQLite adds by itself stands on another line of its catalogue than the models' does.
    rebuilt: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("patient_conditions", recreate=rebuilt) as batch:
        batch.add_column(sa.Column("until", sa.Date(), nullable=True))
    _add("visits", _text("went"), sa.Column("met", sa.Boolean(), nullable=False, server_default=sa.true()))
    _add("prescription_items", _text("cleared_note"))
    for table, columns in REFERENCES.items():
        with op.batch_alter_table(table) as batch:
            for column, target in columns:
                batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
                batch.create_foreign_key(op.f(f"fk_{table}_{column}"), target, [column], ["id"], ondelete="RESTRICT")
                if column == "sheet_line_id":
                    batch.create_unique_constraint(op.f("uq_visits_sheet_line_id"), [column])
                else:
                    batch.create_index(op.f(f"ix_{table}_{column}"), [column])
    op.create_index("ix_audit_subject", "audit", ["subject_kind", "subject_id"])  # what was done to a person, a donation, a kit
    op.create_index("ix_audit_verb", "audit", ["verb"])
    _beside("guarding")["make"]("0003")


def downgrade() -> None:
    _beside("guarding")["take_away"]("0003")
    op.drop_index("ix_audit_verb", "audit")
    op.drop_index("ix_audit_subject", "audit")
    for table, columns in REFERENCES.items():
        with op.batch_alter_table(table) as batch:
            for column, _ in columns:
                batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
                if column == "sheet_line_id":
                    batch.drop_constraint(op.f("uq_visits_sheet_line_id"), type_="unique")
                else:
                    batch.drop_index(op.f(f"ix_{table}_{column}"))
                batch.drop_column(column)
    with op.batch_alter_table("prescription_items") as batch:
        batch.drop_column("cleared_note")
    with op.batch_alter_table("visits") as batch:
        batch.drop_column("went")
        batch.drop_column("met")
    with op.batch_alter_table("patient_conditions") as batch:
        batch.drop_column("until")
    with op.batch_alter_table("patients") as batch:
        batch.drop_index(op.f("ix_patients_merged_into_id"))
        batch.drop_constraint(op.f("fk_patients_merged_into_id"), type_="foreignkey")
        for name in PATIENT_CHECKS:
            batch.drop_constraint(op.f(f"ck_patients_{name}"), type_="check")
        for column in ("birth_estimated", "receivers", "consent_on", "left_on", "left_why", "merged_into_id"):
            batch.drop_column(column)
    with op.batch_alter_table("households") as batch:
        batch.drop_column("access")
    for create in reversed(_beside("tables_0003/community")["TABLES"]):
        op.drop_table(create.__name__)
    _beside("guarding")["make"]("0002")
