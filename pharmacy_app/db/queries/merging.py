"""Two entries of one person: who may be meant, what goes over when they are merged, and what is remembered to take it back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from pharmacy_app.db.queries.people import chunks
from pharmacy_app.db.rows import frozen
from pharmacy_app.db.tables import (
    Audit,
    Patient,
    PatientAllergy,
    PatientCondition,
    PatientCriterion,
    PatientMerge,
    Prescription,
    PrescriptionItem,
    Visit,
    VisitSheet,
    VisitSheetLine,
)

DIFFERENT, PERHAPS = "patient.different", "patient.perhaps"


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """What two entries are compared by."""

    id: int
    folded: str
    birth_date: date | None
    estimated: bool
    sex: str
    national_id: str
    phone: str
    household_id: int
    here: bool


_ALIKE = (
    Patient.id, Patient.folded, Patient.birth_date, Patient.birth_estimated, Patient.sex, Patient.national_id, Patient.phone,
    Patient.household_id, Patient.active,
)  # fmt: skip


def everybody(connection: Connection) -> tuple[AlikeRow, ...]:
    """All entries that were not merged into another, by id."""
    return frozen(AlikeRow, connection.execute(select(*_ALIKE).where(Patient.left_why != "merged").order_by(Patient.id)))


def entries(connection: Connection, ids: Collection[int]) -> tuple[AlikeRow, ...]:
    """Those of these entries that were not merged into another, by id."""
    found: list[AlikeRow] = []
    for part in chunks(sorted(ids)):
        rows = connection.execute(select(*_ALIKE).where(Patient.left_why != "merged", Patient.id.in_(part)).order_by(Patient.id))
        found += frozen(AlikeRow, rows)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TakenRow:
    """An entry that has the code, the ID number, or the name and house that somebody else is to have."""

    id: int
    code: str
    folded: str
    birth_date: date | None
    national_id: str
    household_id: int


def taken(connection: Connection, code: str, number: str, folded: str, household_id: int) -> tuple[TakenRow, ...]:
    """Entries with this code, these digits in their ID number, or this name in this house; those that were merged have the code alone."""
    alone: list[ColumnElement[bool]] = [and_(Patient.folded == folded, Patient.household_id == household_id)]
    if number:
        alone.append(_digits().like(f"%{number}"))
    columns = (Patient.id, Patient.code, Patient.folded, Patient.birth_date, Patient.national_id, Patient.household_id)
    wanted = or_(Patient.code == code, and_(Patient.left_why != "merged", or_(*alone)))
    return frozen(TakenRow, connection.execute(select(*columns).where(wanted).order_by(Patient.id)))


def _digits() -> ColumnElement[str]:
    digits: Any = Patient.national_id
    for sign in (".", "-", " ", ","):
        digits = func.replace(digits, sign, "")
    return digits  # type: ignore[no-any-return]


# what goes over -----------------------------------------------------------------------------------


def columns_of(connection: Connection, patient_id: int) -> dict[str, Any] | None:
    """Every column of an entry; None where there is none. Takes the row's lock."""
    row = connection.execute(select(Patient.__table__).where(Patient.id == patient_id).with_for_update()).one_or_none()
    return None if row is None else dict(row._mapping)


def prescriptions_of(connection: Connection, patient_id: int) -> list[int]:
    """Their prescriptions, by id."""
    return list(
        connection.execute(select(Prescription.id).where(Prescription.patient_id == patient_id).order_by(Prescription.id)).scalars()
    )


def visits_of(connection: Connection, patient_id: int) -> list[int]:
    """The visits that were about them, by id."""
    return list(connection.execute(select(Visit.id).where(Visit.patient_id == patient_id).order_by(Visit.id)).scalars())


def open_lines(connection: Connection, patient_id: int, unless: int) -> list[int]:
    """Their lines on visit sheets that are out, and on which `unless` does not stand too."""
    there = select(VisitSheetLine.sheet_id).where(VisitSheetLine.patient_id == unless)
    rows = connection.execute(
        select(VisitSheetLine.id)
        .join(VisitSheet, VisitSheet.id == VisitSheetLine.sheet_id)
        .where(
            VisitSheetLine.patient_id == patient_id,
            VisitSheet.returned_on.is_(None),
            VisitSheet.lost_on.is_(None),
            VisitSheet.id.not_in(there),
        )
        .order_by(VisitSheetLine.id)
    )
    return list(rows.scalars())


def hand_over(connection: Connection, patient_id: int, prescriptions: Sequence[int], visits: Sequence[int], lines: Sequence[int]) -> None:
    """These prescriptions, visits and lines of visit sheets are this person's now."""
    for table, ids in ((Prescription, prescriptions), (Visit, visits), (VisitSheetLine, lines)):
        for part in chunks(ids):
            connection.execute(update(table).where(table.id.in_(part)).values(patient_id=patient_id))


def written_since(connection: Connection, patient_id: int) -> tuple[tuple[int, int | None], ...]:
    """(prescription, the prescription that its item replaces) for every item of this person, by id."""
    before = select(PrescriptionItem.id, PrescriptionItem.prescription_id).subquery()
    rows = connection.execute(
        select(Prescription.id, before.c.prescription_id)
        .join(PrescriptionItem, PrescriptionItem.prescription_id == Prescription.id)
        .outerjoin(before, before.c.id == PrescriptionItem.replaces_id)
        .where(Prescription.patient_id == patient_id)
        .order_by(Prescription.id, PrescriptionItem.id)
    )
    return tuple((paper, replaced) for paper, replaced in rows)


@dataclass(frozen=True, slots=True)
class WordRows:
    """What an entry lives with: (condition, until), criteria, (allergy as told, ingredient, ATC)."""

    conditions: tuple[tuple[str, date | None], ...]
    criteria: tuple[str, ...]
    allergies: tuple[tuple[str, str, str], ...]


def words_of_entry(connection: Connection, patient_id: int) -> WordRows:
    """Three statements."""
    ill = connection.execute(
        select(PatientCondition.condition, PatientCondition.until)
        .where(PatientCondition.patient_id == patient_id)
        .order_by(PatientCondition.condition)
    )
    held = connection.execute(
        select(PatientCriterion.criterion).where(PatientCriterion.patient_id == patient_id).order_by(PatientCriterion.criterion)
    )
    told = connection.execute(
        select(PatientAllergy.told, PatientAllergy.inn, PatientAllergy.atc)
        .where(PatientAllergy.patient_id == patient_id)
        .order_by(PatientAllergy.id)
    )
    return WordRows(
        tuple((word, until) for word, until in ill), tuple(held.scalars()), tuple((words, inn, atc) for words, inn, atc in told)
    )


def add_words_of(connection: Connection, patient_id: int, words: WordRows) -> None:
    """Adds these words to an entry that does not have them."""
    one = {"patient_id": patient_id}
    if words.conditions:
        connection.execute(insert(PatientCondition), [{**one, "condition": word, "until": until} for word, until in words.conditions])
    if words.criteria:
        connection.execute(insert(PatientCriterion), [{**one, "criterion": word} for word in words.criteria])
    if words.allergies:
        connection.execute(insert(PatientAllergy), [{**one, "told": told, "inn": inn, "atc": atc} for told, inn, atc in words.allergies])


def drop_words_of(connection: Connection, patient_id: int, words: WordRows) -> None:
    """Takes exactly these away again."""
    for table, column, gone in (
        (PatientCondition, PatientCondition.condition, [word for word, _ in words.conditions]),
        (PatientCriterion, PatientCriterion.criterion, list(words.criteria)),
        (PatientAllergy, PatientAllergy.told, [told for told, _, _ in words.allergies]),
    ):
        if gone:
            connection.execute(delete(table).where(table.patient_id == patient_id, column.in_(gone)))


# what is remembered -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that stands: `moved` is JSON."""

    id: int
    kept_id: int
    merged_id: int
    moved: str


def add_merge(connection: Connection, values: Mapping[str, object]) -> int:
    """The new merge's id."""
    return int(connection.execute(insert(PatientMerge).values(dict(values)).returning(PatientMerge.id)).scalar_one())


def merge_of(connection: Connection, merged_id: int) -> MergeRow | None:
    """The merge by which this entry became another's, if it stands."""
    statement = select(PatientMerge.id, PatientMerge.kept_id, PatientMerge.merged_id, PatientMerge.moved)
    found = connection.execute(statement.where(PatientMerge.merged_id == merged_id, PatientMerge.undone_at.is_(None))).one_or_none()
    return None if found is None else MergeRow(*found)


def undo_merge(connection: Connection, merge_id: int, at: datetime, user_id: int) -> None:
    """Writes that it was taken back."""
    connection.execute(update(PatientMerge).where(PatientMerge.id == merge_id).values(undone_at=at, undone_by=user_id))


def merged_into(connection: Connection, patient_id: int) -> list[int]:
    """All entries that are this person by now, also through others, by id."""
    chain = select(Patient.id).where(Patient.merged_into_id == patient_id).cte("chain", recursive=True)
    chain = chain.union_all(select(Patient.id).where(Patient.merged_into_id == chain.c.id))
    return sorted(connection.execute(select(chain.c.id)).scalars())


def said_different(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """(entry, what was said of it, the other entry as JSON) in the order in which it was said: they are different, or perhaps not."""
    rows = connection.execute(
        select(Audit.subject_id, Audit.verb, Audit.after).where(Audit.verb.in_((DIFFERENT, PERHAPS))).order_by(Audit.id)
    )
    return ((subject, verb, after or "{}") for subject, verb, after in rows if subject is not None)
