"""Version 1: Walks, who gets what, and the ledger, which names both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def policies() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_policies_entered_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("version", name=op.f("uq_policies_version")),
    )
    op.create_index(op.f("ix_policies_entered_by"), "policies", ["entered_by"], unique=False)


def matching_runs() -> None:
    op.create_table(
        "matching_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('proposed', 'confirmed', 'discarded')", name=op.f("ck_matching_runs_status")),
        sa.CheckConstraint("days > 0", name=op.f("ck_matching_runs_days_positive")),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_matching_runs_council_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_matching_runs_entered_by"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_matching_runs_policy_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_runs")),
    )
    op.create_index(op.f("ix_matching_runs_council_id"), "matching_runs", ["council_id"], unique=False)
    op.create_index(op.f("ix_matching_runs_entered_by"), "matching_runs", ["entered_by"], unique=False)
    op.create_index(op.f("ix_matching_runs_policy_id"), "matching_runs", ["policy_id"], unique=False)


def run_items() -> None:
    op.create_table(
        "run_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("medicine_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("units_asked", sa.Integer(), nullable=False),
        sa.Column("units_granted", sa.Integer(), nullable=False),
        sa.Column("units_extra", sa.Integer(), nullable=False),
        sa.Column("proposed_units", sa.Integer(), nullable=False),
        sa.Column("people_before", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("asked_from", sa.Date(), nullable=False),
        sa.Column("asked_days", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_units", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decided_units IS NULL OR (decided_units >= 0 AND decision_note <> '')", name=op.f("ck_run_items_decided_with_reason")
        ),
        sa.CheckConstraint("tier IN ('A', 'B', 'C')", name=op.f("ck_run_items_tier")),
        sa.CheckConstraint("units_granted >= 0", name=op.f("ck_run_items_granted_not_negative")),
        sa.ForeignKeyConstraint(["item_id"], ["prescription_items.id"], name=op.f("fk_run_items_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["medicine_id"], ["medicines.id"], name=op.f("fk_run_items_medicine_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["run_id"], ["matching_runs.id"], name=op.f("fk_run_items_run_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_items")),
        sa.UniqueConstraint("run_id", "item_id", name=op.f("uq_run_items_run_id_item_id")),
    )
    op.create_index(op.f("ix_run_items_item_id"), "run_items", ["item_id"], unique=False)
    op.create_index(op.f("ix_run_items_medicine_id"), "run_items", ["medicine_id"], unique=False)
    op.create_index(op.f("ix_run_items_run_id"), "run_items", ["run_id"], unique=False)


def rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("walked_on", sa.Date(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.Column("carriers", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("printed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_rounds_closed_on_known")),
        sa.CheckConstraint("status IN ('planned', 'out', 'closed', 'cancelled')", name=op.f("ck_rounds_status")),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_rounds_council_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_rounds_entered_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    op.create_index(op.f("ix_rounds_council_id"), "rounds", ["council_id"], unique=False)
    op.create_index(op.f("ix_rounds_entered_by"), "rounds", ["entered_by"], unique=False)


def deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_deliveries_household_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_deliveries_round_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("round_id", "household_id", name=op.f("uq_deliveries_round_id_household_id")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_deliveries_round_id_position")),
    )
    op.create_index(op.f("ix_deliveries_household_id"), "deliveries", ["household_id"], unique=False)
    op.create_index(op.f("ix_deliveries_round_id"), "deliveries", ["round_id"], unique=False)


def slips() -> None:
    op.create_table(
        "slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "result IN ('', 'delivered', 'part', 'nobody_home', 'refused', 'moved', 'died', 'lost', 'other')", name=op.f("ck_slips_result")
        ),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_slips_delivery_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_slips_patient_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint("code", name=op.f("uq_slips_code")),
        sa.UniqueConstraint("delivery_id", "patient_id", name=op.f("uq_slips_delivery_id_patient_id")),
    )
    op.create_index(op.f("ix_slips_delivery_id"), "slips", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_slips_patient_id"), "slips", ["patient_id"], unique=False)


def allocations() -> None:
    op.create_table(
        "allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_item_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=True),
        sa.Column("reserved_on", sa.Date(), nullable=True),
        sa.Column("delivered_units", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'delivered') = (delivered_units > 0)", name=op.f("ck_allocations_delivered_has_units")),
        sa.CheckConstraint("status <> 'out' OR slip_id IS NOT NULL", name=op.f("ck_allocations_out_has_slip")),
        sa.CheckConstraint("status = 'proposed' OR reserved_on IS NOT NULL", name=op.f("ck_allocations_reserved_on_known")),
        sa.CheckConstraint("status IN ('proposed', 'reserved', 'out', 'delivered', 'released')", name=op.f("ck_allocations_status")),
        sa.CheckConstraint("delivered_units >= 0 AND delivered_units <= units", name=op.f("ck_allocations_delivered_within")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_allocations_days_in_order")),
        sa.CheckConstraint("units > 0 AND covers > 0", name=op.f("ck_allocations_units_positive")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_allocations_batch_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["run_item_id"], ["run_items.id"], name=op.f("fk_allocations_run_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_allocations_slip_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.create_index("ix_allocations_batch_status", "allocations", ["batch_id", "status", "units"], unique=False)
    op.create_index(op.f("ix_allocations_run_item_id"), "allocations", ["run_item_id"], unique=False)
    op.create_index(op.f("ix_allocations_slip_id"), "allocations", ["slip_id"], unique=False)


def stock_movements() -> None:
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.CheckConstraint("(kind = 'delivery') = (allocation_id IS NOT NULL)", name=op.f("ck_stock_movements_delivery_names_allocation")),
        sa.CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_stock_movements_reversal_names_movement")),
        sa.CheckConstraint(
            "kind IN ('receipt', 'return', 'delivery', 'loss', 'damage', 'disposal', 'given_back', 'count', 'reversal')",
            name=op.f("ck_stock_movements_kind"),
        ),
        sa.CheckConstraint(
            "units < 0 OR NOT (kind IN ('delivery', 'loss', 'damage', 'disposal', 'given_back'))",
            name=op.f("ck_stock_movements_out_is_negative"),
        ),
        sa.CheckConstraint("units > 0 OR NOT (kind IN ('receipt', 'return'))", name=op.f("ck_stock_movements_in_is_positive")),
        sa.CheckConstraint("units <> 0", name=op.f("ck_stock_movements_units_not_zero")),
        sa.ForeignKeyConstraint(["act"], ["audit.token"], name=op.f("fk_stock_movements_act"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocations.id"], name=op.f("fk_stock_movements_allocation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_stock_movements_batch_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_stock_movements_entered_by"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["reverses_id"], ["stock_movements.id"], name=op.f("fk_stock_movements_reverses_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_stock_movements_reverses_id")),
    )
    op.create_index(op.f("ix_stock_movements_act"), "stock_movements", ["act"], unique=False)
    op.create_index(op.f("ix_stock_movements_allocation_id"), "stock_movements", ["allocation_id"], unique=False)
    op.create_index("ix_stock_movements_batch", "stock_movements", ["batch_id", "units"], unique=False)
    op.create_index(op.f("ix_stock_movements_entered_by"), "stock_movements", ["entered_by"], unique=False)


TABLES = (policies, matching_runs, run_items, rounds, deliveries, slips, allocations, stock_movements)
