"""Who works here, what each of them did, and what the pharmacy calls itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from pharmacy_app.db.base import Base, Id, ref


class User(Base):
    """A neighbour who works with the program. Roles and passphrases are not kept yet."""

    __tablename__ = "users"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Audit(Base):
    """One act of one person, in the same transaction as what it did. Never changed, never deleted."""

    __tablename__ = "audit"
    id: Mapped[Id]
    token: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = ref("users.id")
    verb: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    occurred_on: Mapped[date]
    entered_at: Mapped[datetime]
    before: Mapped[str | None]
    after: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("length(token) >= 8", name="token_length"),
        Index("ix_audit_subject", "subject_kind", "subject_id"),
        Index("ix_audit_verb", "verb"),
    )


class Setting(Base):
    """What the committee sets for everybody: the pharmacy's name, its telephone, thresholds; and `training` in a practice folder."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
