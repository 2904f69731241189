"""The declarative base: every constraint gets a name, every instant is UTC, and there are no relationships to load lazily."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, ClassVar

from sqlalchemy import Date, DateTime, Dialect, ForeignKey, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC without a zone, the same in SQLite and PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables of the pharmacy."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {str: Text, datetime: Instant, date: Date}


Id = Annotated[int, mapped_column(primary_key=True)]


def ref(target: str) -> Mapped[int]:
    """A required reference; nothing is ever deleted because its parent is (no cascade anywhere)."""
    return mapped_column(ForeignKey(target, ondelete="RESTRICT"), index=True)


def maybe_ref(target: str) -> Mapped[int | None]:
    """A reference that may be empty."""
    return mapped_column(ForeignKey(target, ondelete="RESTRICT"), index=True)


def one_of(column: str, words: tuple[str, ...]) -> str:
    """SQL of a CHECK that allows these words only."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
