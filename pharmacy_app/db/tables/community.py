"""The census: who lives where, and what the committee must know to set priorities. Only what a decision uses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref

LEFT = ("", "moved", "died", "merged", "other")
EVENTS = ("joined", "moved", "left", "died", "returned", "merged", "parted")
PURPOSES = ("follow_up", "prevention", "new_case", "referral")


class Council(Base):
    """A communal council; it has one doctor's office."""

    __tablename__ = "councils"
    id: Mapped[Id]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    office: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Sector(Base):
    """A part of a council, in walking order."""

    __tablename__ = "sectors"
    id: Mapped[Id]
    council_id: Mapped[int] = ref("councils.id")
    name: Mapped[str]
    folded: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    __table_args__ = (UniqueConstraint("council_id", "folded"),)


class Household(Base):
    """A house: its reference, how to find it among the stairs, its place in the walk."""

    __tablename__ = "households"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    sector_id: Mapped[int] = ref("sectors.id")
    house: Mapped[str]
    directions: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")  # what a carrier must know: water, a dog, the stairs when it rains
    position: Mapped[int] = mapped_column(default=0)


class Patient(Base):
    """A person of the census. Who left is not active, with the day and why; who was merged points to whom."""

    __tablename__ = "patients"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[int] = ref("households.id")
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    national_id: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    sex: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    birth_estimated: Mapped[bool] = mapped_column(default=False)  # an age was told: the year is about right, the day is none
    receivers: Mapped[str] = mapped_column(default="")  # who may receive for them
    consent_on: Mapped[date | None]  # the day on which they agreed to be written down
    left_on: Mapped[date | None]
    left_why: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = maybe_ref("patients.id")
    __table_args__ = (
        CheckConstraint(one_of("sex", ("", "F", "M")), name="sex"),
        CheckConstraint(one_of("left_why", LEFT), name="left_why"),
        CheckConstraint("active = (left_why = '')", name="left_with_reason"),
        CheckConstraint("(merged_into_id IS NOT NULL) = (left_why = 'merged')", name="merged_names_person"),
        CheckConstraint("merged_into_id <> id", name="merged_with_another"),
    )


class Condition(Base):
    """A short list that maps to ICD-10."""

    __tablename__ = "conditions"
    code: Mapped[str] = mapped_column(primary_key=True)
    icd10: Mapped[str]
    chronic: Mapped[bool]


class PatientCondition(Base):
    """What a person lives with."""

    __tablename__ = "patient_conditions"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patients.id", ondelete="RESTRICT"), primary_key=True)
    condition: Mapped[str] = mapped_column(ForeignKey("conditions.code", ondelete="RESTRICT"), primary_key=True)
    until: Mapped[date | None]  # a pregnancy's expected day of birth; what does not end has none


class PatientCriterion(Base):
    """What the committee's order looks at: homebound, disabled, low income, ..."""

    __tablename__ = "patient_criteria"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patients.id", ondelete="RESTRICT"), primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)


class PatientAllergy(Base):
    """An allergy as told; `atc` is the ingredient's or group's code where it is known, else the text alone is shown."""

    __tablename__ = "patient_allergies"
    id: Mapped[Id]
    patient_id: Mapped[int] = ref("patients.id")
    told: Mapped[str]
    atc: Mapped[str] = mapped_column(default="")
    inn: Mapped[str] = mapped_column(default="")


class Doctor(Base):
    """Who prescribes."""

    __tablename__ = "doctors"
    id: Mapped[Id]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    council_id: Mapped[int | None] = maybe_ref("councils.id")


class PatientEvent(Base):
    """A person came, moved house, left, died, returned, was merged with another: the history of who lived where. Never changed."""

    __tablename__ = "patient_events"
    id: Mapped[Id]
    patient_id: Mapped[int] = ref("patients.id")
    kind: Mapped[str]
    occurred_on: Mapped[date]
    from_household_id: Mapped[int | None] = maybe_ref("households.id")
    to_household_id: Mapped[int | None] = maybe_ref("households.id")
    note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint(one_of("kind", EVENTS), name="kind"),)


class PatientMerge(Base):
    """Two entries were one person. `moved` (JSON) names what went over, so that it can be taken back."""

    __tablename__ = "patient_merges"
    id: Mapped[Id]
    kept_id: Mapped[int] = ref("patients.id")
    merged_id: Mapped[int] = ref("patients.id")
    moved: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = maybe_ref("users.id")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        CheckConstraint("kept_id <> merged_id", name="merged_with_another"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
    )


class VisitSheet(Base):
    """A week's paper of one council and doctor: the people to visit, numbered in walking order. It comes back to be typed in."""

    __tablename__ = "visit_sheets"
    id: Mapped[Id]
    council_id: Mapped[int] = ref("councils.id")
    doctor_id: Mapped[int | None] = maybe_ref("doctors.id")
    week_of: Mapped[date]  # its Monday
    returned_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    lost_on: Mapped[date | None]  # given up as lost; it can be found again
    next_visit: Mapped[date | None]  # when the doctor comes again, as said when it was made; empty: two weeks after
    __table_args__ = (CheckConstraint("lost_on IS NULL OR returned_on IS NULL", name="lost_or_returned"),)


class VisitSheetLine(Base):
    """One numbered box of a visit sheet."""

    __tablename__ = "visit_sheet_lines"
    id: Mapped[Id]
    sheet_id: Mapped[int] = ref("visit_sheets.id")
    number: Mapped[int]
    patient_id: Mapped[int] = ref("patients.id")
    __table_args__ = (UniqueConstraint("sheet_id", "number"), UniqueConstraint("sheet_id", "patient_id"))


class Visit(Base):
    """A doctor's or the committee's call at a household; `patient_id` where it was about one person. `met`: somebody was seen."""

    __tablename__ = "visits"
    id: Mapped[Id]
    household_id: Mapped[int] = ref("households.id")
    patient_id: Mapped[int | None] = maybe_ref("patients.id")
    sheet_line_id: Mapped[int | None] = mapped_column(ForeignKey("visit_sheet_lines.id", ondelete="RESTRICT"), unique=True)
    doctor_id: Mapped[int | None] = maybe_ref("doctors.id")
    went: Mapped[str] = mapped_column(default="")  # who went, beside the doctor
    met: Mapped[bool] = mapped_column(default=True)
    purpose: Mapped[str] = mapped_column(default="follow_up")
    note: Mapped[str] = mapped_column(default="")
    occurred_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint(one_of("purpose", PURPOSES), name="purpose"),)


class KitRules(Base):
    """A version of the committee's rules for a family's quarterly kit. Never changed."""

    __tablename__ = "kit_rules"
    id: Mapped[Id]
    version: Mapped[int] = mapped_column(unique=True)
    rules: Mapped[str]  # JSON of `domain.kits.KitRules`
    note: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")


class FamilyKit(Base):
    """One family's kit of one quarter. Its medicines are prescriptions of its members, so that the matching rule shares them like all others."""

    __tablename__ = "family_kits"
    id: Mapped[Id]
    household_id: Mapped[int] = ref("households.id")
    rules_id: Mapped[int | None] = maybe_ref("kit_rules.id")  # none: the shipped ones
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(default="planned")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (
        UniqueConstraint("household_id", "due_on"),
        CheckConstraint(one_of("status", ("planned", "given", "missed", "cancelled")), name="status"),
    )
