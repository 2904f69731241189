"""Intake: who said what a box is and who confirmed it, how a line was judged on arrival, documents, senders' layouts, serials, noted answers."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

LINE_CHECKS = {
    "decision": "decision IN ('', 'accept', 'part', 'refuse')",
    "part_has_units": "(decision = 'part') = (accepted IS NOT NULL)",
    "part_within_quantity": "accepted > 0 AND accepted < quantity",
    "decision_has_name": "(decision = '') = (decided_by IS NULL)",
}
PRODUCT_CHECKS = {
    "identity": "identity IN ('unknown', 'told', 'known')",
    "identity_has_medicine": "(identity = 'unknown') = (medicine_id IS NULL)",
    "second_person": "confirmed_by IS NULL OR identity = 'known' AND confirmed_by <> identified_by",
    "undispensed_is_no_medicine": "undispensed_id IS NULL OR medicine_id IS NULL",
}


def _beside(name: str) -> dict[str, Any]:
    """A file one folder up: Alembic takes every file of this folder for a version of its own."""
    return runpy.run_path(str(Path(__file__).parents[1] / f"{name}.py"))


def _add_texts(table: str, columns: Sequence[str]) -> None:
    """Texts that are never NULL; rows that are there get an empty one, rows that come must say theirs."""
    with op.batch_alter_table(table, recreate="auto") as batch:
        for column in columns:
            batch.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))


def upgrade() -> None:
    _beside("guarding")["take_away"]("0001")
    for create in _beside("tables_0002/intake")["TABLES"]:
        create()

    _add_texts("medicines", ("former_atc", "unconfirmed", "decided"))
    with op.batch_alter_table("medicines") as batch:
        for column in ("former_atc", "unconfirmed", "decided"):
            batch.alter_column(column, existing_type=sa.Text(), existing_nullable=False, server_default=None)

    _add_texts("products", ("identity",))
    # Until now one person's word was enough; what was dispensed by it stays known.
    op.execute("UPDATE products SET identity = CASE WHEN medicine_id IS NULL THEN 'unknown' ELSE 'known' END")
    with op.batch_alter_table("products") as batch:
        batch.alter_column("identity", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.add_column(sa.Column("confirmed_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("undispensed_id", sa.Integer(), nullable=True))
        for name, text in PRODUCT_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_products_{name}"), text)
        batch.create_foreign_key(op.f("fk_products_confirmed_by"), "users", ["confirmed_by"], ["id"], ondelete="RESTRICT")
        batch.create_foreign_key(op.f("fk_products_undispensed_id"), "undispensed", ["undispensed_id"], ["id"], ondelete="RESTRICT")
        batch.create_index(op.f("ix_products_confirmed_by"), ["confirmed_by"])
        batch.create_index(op.f("ix_products_undispensed_id"), ["undispensed_id"])
        batch.create_index(op.f("ix_products_gtin"), ["gtin"])

    with op.batch_alter_table("donations") as batch:
        batch.add_column(sa.Column("arrival_rules_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_donations_arrival_rules_id"), "arrival_rules", ["arrival_rules_id"], ["id"], ondelete="RESTRICT")
        batch.create_index(op.f("ix_donations_arrival_rules_id"), ["arrival_rules_id"])

    _add_texts("donation_lines", ("decision", "decision_note"))
    with op.batch_alter_table("donation_lines") as batch:
        for column in ("decision", "decision_note"):
            batch.alter_column(column, existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.add_column(sa.Column("accepted", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("decided_by", sa.Integer(), nullable=True))
        for name, text in LINE_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_donation_lines_{name}"), text)
        batch.create_foreign_key(op.f("fk_donation_lines_decided_by"), "users", ["decided_by"], ["id"], ondelete="RESTRICT")
        batch.create_index(op.f("ix_donation_lines_decided_by"), ["decided_by"])
    _beside("guarding")["make"]("0002")


def downgrade() -> None:
    _beside("guarding")["take_away"]("0002")
    with op.batch_alter_table("donation_lines") as batch:
        batch.drop_index(op.f("ix_donation_lines_decided_by"))
        for name in LINE_CHECKS:
            batch.drop_constraint(op.f(f"ck_donation_lines_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_donation_lines_decided_by"), type_="foreignkey")
        for column in ("decision", "accepted", "decision_note", "decided_by"):
            batch.drop_column(column)
    with op.batch_alter_table("donations") as batch:
        batch.drop_index(op.f("ix_donations_arrival_rules_id"))
        batch.drop_constraint(op.f("fk_donations_arrival_rules_id"), type_="foreignkey")
        batch.drop_column("arrival_rules_id")
    with op.batch_alter_table("products") as batch:
        for column in ("confirmed_by", "undispensed_id", "gtin"):
            batch.drop_index(op.f(f"ix_products_{column}"))
        for name in PRODUCT_CHECKS:
            batch.drop_constraint(op.f(f"ck_products_{name}"), type_="check")
        for column in ("confirmed_by", "undispensed_id"):
            batch.drop_constraint(op.f(f"fk_products_{column}"), type_="foreignkey")
        for column in ("identity", "confirmed_by", "undispensed_id"):
            batch.drop_column(column)
    with op.batch_alter_table("medicines") as batch:
        for column in ("former_atc", "unconfirmed", "decided"):
            batch.drop_column(column)
    for create in reversed(_beside("tables_0002/intake")["TABLES"]):
        op.drop_table(create.__name__)
    _beside("guarding")["make"]("0001")
