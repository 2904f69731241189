"""The house: every table of the first version, and what the database itself refuses."""

import runpy
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = [
    "stock_movements",
    "allocations",
    "run_items",
    "prescription_items",
    "slips",
    "prescriptions",
    "patient_criteria",
    "patient_conditions",
    "patient_allergies",
    "visits",
    "patients",
    "deliveries",
    "matching_runs",
    "households",
    "donation_lines",
    "batches",
    "sectors",
    "rounds",
    "products",
    "policies",
    "learned_names",
    "donations",
    "doctors",
    "audit",
    "users",
    "settings",
    "medicines",
    "donors",
    "councils",
    "conditions",
]


def guards(dialect: str) -> list[str]:
    """The statements of guards_0001.py one folder up (Alembic takes every file of this folder for a version)."""
    statements: list[str] = runpy.run_path(str(Path(__file__).parents[1] / "guards_0001.py"))["statements"](dialect)
    return statements


def upgrade() -> None:
    op.create_table(
        "conditions",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("icd10", sa.Text(), nullable=False),
        sa.Column("chronic", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_conditions")),
    )
    op.create_table(
        "councils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("folded", name=op.f("uq_councils_folded")),
    )
    op.create_table(
        "donors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('es', 'en', 'it', 'ru')", name=op.f("ck_donors_language")),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_donors_country")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donors")),
        sa.UniqueConstraint("folded", name=op.f("uq_donors_folded")),
    )
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
            "form IN ('tablet', 'chewable_tablet', 'dispersible_tablet', 'effervescent_tablet', 'sublingual_tablet', 'vaginal_tablet', 'lozenge', 'capsule', 'sachet', 'powder_for_oral_liquid', 'oral_liquid', 'oral_drops', 'oral_spray', 'injection', 'powder_for_injection', 'infusion', 'inhaler', 'inhalation_powder', 'nebuliser_solution', 'nasal_spray', 'nasal_drops', 'eye_drops', 'ear_drops', 'eye_ointment', 'cream', 'ointment', 'gel', 'lotion', 'shampoo', 'topical_solution', 'topical_powder', 'patch', 'suppository', 'pessary', 'implant', 'intrauterine', 'other')",
            name=op.f("ck_medicines_form"),
        ),
        sa.CheckConstraint("origin IN ('catalogue', 'committee')", name=op.f("ck_medicines_origin")),
        sa.CheckConstraint("release IN ('immediate', 'modified', 'enteric')", name=op.f("ck_medicines_release")),
        sa.CheckConstraint(
            "unit IN ('tablet', 'capsule', 'sachet', 'ml', 'ampoule', 'vial', 'syringe', 'pen', 'bottle', 'inhaler', 'tube', 'patch', 'suppository', 'pessary', 'piece')",
            name=op.f("ck_medicines_unit"),
        ),
        sa.CheckConstraint("doses_per_unit > 0", name=op.f("ck_medicines_doses_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicines")),
        sa.UniqueConstraint("inn", "strength", "form", "release", "route", name=op.f("uq_medicines_inn_strength_form_release_route")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.CheckConstraint("length(token) >= 8", name=op.f("ck_audit_token_length")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_audit_user_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("token", name=op.f("uq_audit_token")),
    )
    op.create_index(op.f("ix_audit_user_id"), "audit", ["user_id"], unique=False)
    op.create_table(
        "doctors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_doctors_council_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doctors")),
        sa.UniqueConstraint("folded", name=op.f("uq_doctors_folded")),
    )
    op.create_index(op.f("ix_doctors_council_id"), "doctors", ["council_id"], unique=False)
    op.create_table(
        "donations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'received', 'discarded')", name=op.f("ck_donations_status")),
        sa.ForeignKeyConstraint(["donor_id"], ["donors.id"], name=op.f("fk_donations_donor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_donations_entered_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donations")),
    )
    op.create_index(op.f("ix_donations_donor_id"), "donations", ["donor_id"], unique=False)
    op.create_index(op.f("ix_donations_entered_by"), "donations", ["entered_by"], unique=False)
    op.create_index(op.f("ix_donations_file_digest"), "donations", ["file_digest"], unique=False)
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
    op.create_table(
        "sectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_sectors_council_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sectors")),
        sa.UniqueConstraint("council_id", "folded", name=op.f("uq_sectors_council_id_folded")),
    )
    op.create_index(op.f("ix_sectors_council_id"), "sectors", ["council_id"], unique=False)
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("expiry_raw", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("expiry IS NOT NULL OR status <> 'available'", name=op.f("ck_batches_expiry_known_or_set_aside")),
        sa.CheckConstraint("status = 'available' OR reason <> ''", name=op.f("ck_batches_set_aside_with_reason")),
        sa.CheckConstraint("status IN ('available', 'quarantine', 'held', 'recalled')", name=op.f("ck_batches_status")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_batches_on_hand_not_negative")),
        sa.CheckConstraint("reserved <= on_hand", name=op.f("ck_batches_reserved_within_stock")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_batches_reserved_not_negative")),
        sa.ForeignKeyConstraint(["donation_id"], ["donations.id"], name=op.f("fk_batches_donation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_batches_product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index(op.f("ix_batches_donation_id"), "batches", ["donation_id"], unique=False)
    op.create_index("ix_batches_expiry", "batches", ["expiry"], unique=False)
    op.create_index("ix_batches_lot", "batches", ["lot"], unique=False)
    op.create_index(op.f("ix_batches_product_id"), "batches", ["product_id"], unique=False)
    op.create_table(
        "donation_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("expiry_raw", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("quantity_on_paper", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('new', 'doubtful')", name=op.f("ck_donation_lines_status")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_donation_lines_quantity")),
        sa.ForeignKeyConstraint(["donation_id"], ["donations.id"], name=op.f("fk_donation_lines_donation_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_donation_lines_product_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation_lines")),
        sa.UniqueConstraint("donation_id", "position", name=op.f("uq_donation_lines_donation_id_position")),
    )
    op.create_index(op.f("ix_donation_lines_donation_id"), "donation_lines", ["donation_id"], unique=False)
    op.create_index(op.f("ix_donation_lines_product_id"), "donation_lines", ["product_id"], unique=False)
    op.create_table(
        "households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.Column("house", sa.Text(), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sector_id"], ["sectors.id"], name=op.f("fk_households_sector_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("code", name=op.f("uq_households_code")),
    )
    op.create_index(op.f("ix_households_sector_id"), "households", ["sector_id"], unique=False)
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
    op.create_table(
        "patients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("national_id", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.CheckConstraint("sex IN ('', 'F', 'M')", name=op.f("ck_patients_sex")),
        sa.CheckConstraint("tier IN ('', 'A', 'B', 'C')", name=op.f("ck_patients_tier")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_patients_household_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
        sa.UniqueConstraint("code", name=op.f("uq_patients_code")),
    )
    op.create_index(op.f("ix_patients_folded"), "patients", ["folded"], unique=False)
    op.create_index(op.f("ix_patients_household_id"), "patients", ["household_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('follow_up', 'prevention', 'new_case', 'referral')", name=op.f("ck_visits_purpose")),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_visits_doctor_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_visits_entered_by"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_visits_household_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_doctor_id"), "visits", ["doctor_id"], unique=False)
    op.create_index(op.f("ix_visits_entered_by"), "visits", ["entered_by"], unique=False)
    op.create_index(op.f("ix_visits_household_id"), "visits", ["household_id"], unique=False)
    op.create_table(
        "patient_allergies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("atc", sa.Text(), nullable=False),
        sa.Column("inn", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_patient_allergies_patient_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_allergies")),
    )
    op.create_index(op.f("ix_patient_allergies_patient_id"), "patient_allergies", ["patient_id"], unique=False)
    op.create_table(
        "patient_conditions",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["condition"], ["conditions.code"], name=op.f("fk_patient_conditions_condition"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_patient_conditions_patient_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("patient_id", "condition", name=op.f("pk_patient_conditions")),
    )
    op.create_table(
        "patient_criteria",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_patient_criteria_patient_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("patient_id", "criterion", name=op.f("pk_patient_criteria")),
    )
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

    for statement in guards(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for statement in guards("postgresql"):
            if statement.startswith("CREATE FUNCTION "):
                op.execute(f"DROP FUNCTION {statement.split('(')[0].removeprefix('CREATE FUNCTION ')}()")
