"""Version 1: What can be prescribed and what is in the boxes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def medicines() -> None:
    op.create_table(
        "medicines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inn", sa.Text(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("atc", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("doses_per_unit", sa.Integer(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_it", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("synonyms", sa.Text(), nullable=False),
        sa.Column("brands", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("cold_chain", sa.Boolean(), nullable=False),
        sa.Column("controlled", sa.Boolean(), nullable=False),
        sa.Column("swappable", sa.Boolean(), nullable=False),
        sa.Column("divisible", sa.Boolean(), nullable=False),
        sa.Column("keep_pack_whole", sa.Boolean(), nullable=False),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.Column("vital", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "form IN ('tablet', 'chewable_tablet', 'dispersible_tablet', 'effervescent_tablet', 'sublingual_tablet', "
            "'vaginal_tablet', 'lozenge', 'capsule', 'sachet', 'powder_for_oral_liquid', 'oral_liquid', 'oral_drops', "
            "'oral_spray', 'injection', 'powder_for_injection', 'infusion', 'inhaler', 'inhalation_powder', "
            "'nebuliser_solution', 'nasal_spray', 'nasal_drops', 'eye_drops', 'ear_drops', 'eye_ointment', 'cream', "
            "'ointment', 'gel', 'lotion', 'shampoo', 'topical_solution', 'topical_powder', 'patch', 'suppository', "
            "'pessary', 'implant', 'intrauterine', 'other')",
            name=op.f("ck_medicines_form"),
        ),
        sa.CheckConstraint("origin IN ('catalogue', 'committee')", name=op.f("ck_medicines_origin")),
        sa.CheckConstraint("release IN ('immediate', 'modified', 'enteric')", name=op.f("ck_medicines_release")),
        sa.CheckConstraint(
            "unit IN ('tablet', 'capsule', 'sachet', 'ml', 'ampoule', 'vial', 'syringe', 'pen', 'bottle', 'inhaler', "
            "'tube', 'patch', 'suppository', 'pessary', 'piece')",
            name=op.f("ck_medicines_unit"),
        ),
        sa.CheckConstraint("doses_per_unit > 0", name=op.f("ck_medicines_doses_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicines")),
        sa.UniqueConstraint("inn", "strength", "form", "release", "route", name=op.f("uq_medicines_inn_strength_form_release_route")),
    )


def products() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("medicine_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("pack_size", sa.Integer(), nullable=True),
        sa.Column("gtin", sa.Text(), nullable=False),
        sa.Column("manufacturer", sa.Text(), nullable=False),
        sa.Column("identified_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("pack_size IS NULL OR pack_size > 0", name=op.f("ck_products_pack_size")),
        sa.ForeignKeyConstraint(["identified_by"], ["users.id"], name=op.f("fk_products_identified_by"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["medicine_id"], ["medicines.id"], name=op.f("fk_products_medicine_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index(op.f("ix_products_folded"), "products", ["folded"], unique=False)
    op.create_index(op.f("ix_products_identified_by"), "products", ["identified_by"], unique=False)
    op.create_index(op.f("ix_products_medicine_id"), "products", ["medicine_id"], unique=False)


def learned_names() -> None:
    op.create_table(
        "learned_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("medicine_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["medicine_id"], ["medicines.id"], name=op.f("fk_learned_names_medicine_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_learned_names_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_names")),
        sa.UniqueConstraint("folded", name=op.f("uq_learned_names_folded")),
    )
    op.create_index(op.f("ix_learned_names_medicine_id"), "learned_names", ["medicine_id"], unique=False)
    op.create_index(op.f("ix_learned_names_user_id"), "learned_names", ["user_id"], unique=False)


TABLES = (medicines, products, learned_names)
