"""The census: who lives where, and what the committee must know to set priorities. Only what a decision uses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, maybe_ref, one_of, ref


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
    position: Mapped[int] = mapped_column(default=0)


class Patient(Base):
    """A person of the census."""

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
    tier: Mapped[str] = mapped_column(default="")  # the committee's own decision for this person; empty: by the criteria
    __table_args__ = (
        CheckConstraint(one_of("sex", ("", "F", "M")), name="sex"),
        CheckConstraint(one_of("tier", ("", "A", "B", "C")), name="tier"),
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


class Visit(Base):
    """A doctor's or the committee's call at a household."""

    __tablename__ = "visits"
    id: Mapped[Id]
    household_id: Mapped[int] = ref("households.id")
    doctor_id: Mapped[int | None] = maybe_ref("doctors.id")
    purpose: Mapped[str] = mapped_column(default="follow_up")
    note: Mapped[str] = mapped_column(default="")
    occurred_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = ref("users.id")
    __table_args__ = (CheckConstraint(one_of("purpose", ("follow_up", "prevention", "new_case", "referral")), name="purpose"),)
