"""What a new pharmacy is furnished with: the shipped catalogue, what is never handed out, and the list of conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert

from pharmacy_app.db.tables import Condition, MedicineRow, Undispensed


def add_medicines(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Medicines; keys are the columns of `medicines`."""
    if rows:
        connection.execute(insert(MedicineRow), rows)


def add_undispensed(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """What is never handed out; keys are the columns of `undispensed`."""
    if rows:
        connection.execute(insert(Undispensed), rows)


def add_conditions(connection: Connection, conditions: Iterable[tuple[str, str, bool]]) -> None:
    """(code, ICD-10, chronic) of each condition."""
    connection.execute(insert(Condition), [{"code": code, "icd10": icd10, "chronic": chronic} for code, icd10, chronic in conditions])
