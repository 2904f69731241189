"""Prescriptions as a spreadsheet: the committee's own form, or a register's list of medications with what is still taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.amounts import number, whole
from pharmacy_app.intake.date_columns import Reading, read_days
from pharmacy_app.intake.headers import Header, Words, find_header
from pharmacy_app.intake.spreadsheets import Cell, LeftOut, Row, Sheet, read_sheets, text_of

LONGEST_TEXT = 500
MOST_DAYS = 3_660
MOST_UNITS_PER_DAY = 5_000

PRESCRIPTION_WORDS: Words = {
    "patient_code": ("patient code", "patient", "codigo de paciente", "codigo paciente", "paciente", "codigo"),
    "doctor": ("doctor", "prescriber", "physician", "medico", "medica", "doctora", "dr"),
    "date": ("date", "prescribed on", "fecha", "fecha de receta", "fecha receta"),
    "description": ("description", "medicine", "medication", "drug", "medicamento", "descripcion"),
    "inn": ("inn", "generic name", "principio activo", "dci", "generico", "nombre generico"),
    "strength": ("strength", "concentracion", "potencia", "dosis"),
    "form": ("form", "dosage form", "forma", "forma farmaceutica"),
    "directions": ("directions", "sig", "instructions", "indicaciones", "indicacion", "posologia", "modo de uso"),
    "units_per_day": ("units per day", "per day", "daily units", "unidades por dia", "unidades al dia", "por dia", "al dia"),
    "days": ("days", "duration", "dias", "duracion", "por cuantos dias"),
    "chronic": ("chronic", "long term", "cronico", "cronica", "tratamiento cronico"),
}

_YES = ("yes", "y", "si", "s", "x", "1", "true", "verdadero", "cronico", "cronica", "chronic", "✓")
_NO = ("", "no", "n", "0", "false", "falso", "agudo", "aguda", "-")
_REFUSING = (
    *("patient_code_missing", "medicine_missing", "text_too_long", "stop_before_start", "not_begun"),
    *("units_per_day_not_a_number", "units_per_day_negative", "units_per_day_zero", "units_per_day_too_large"),
    *("days_not_a_number", "days_negative", "days_zero", "days_fractional", "days_too_large"),
)
# A register is known by its beginning and end of each treatment, whoever named the columns.
_REGISTER: Words = {
    "start": ("start", "start date", "started", "begin", "inicio", "fecha inicio", "fecha de inicio", "desde"),
    "stop": ("stop", "stop date", "end", "end date", "stopped", "fin", "fecha fin", "fecha de fin", "final", "termino", "hasta"),
    "patient": (*PRESCRIPTION_WORDS["patient_code"], "patient id", "id paciente", "id de paciente"),
    "description": (*PRESCRIPTION_WORDS["description"], "medicamentos", "drug name", "medication name", "nombre del medicamento"),
}
# Names of a column that may hold anything, and what is written behind a medicine and behind no illness.
_OPEN = ("description", "descripcion", "descrizione", "nombre", "name", "texto", "detalle")
# What only a register of medicines counts.
_OF_MEDICINES = ("dispenses", "dispensaciones", "entregas")
_AMOUNT = re.compile(r"\d\s*(?:mg|g|mcg|ug|ml|ui|iu|unt|meq|mmol|actuat|hr|%)(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class PrescriptionRow:
    """One item. `units_per_day` is exact, None where the form leaves it to `directions`.

    Where neither says a dose, the row is doubtful with `dose_not_given`; `proposed_units_per_day` is what an importer may take, saying so.
    `status` is `new`, `doubtful` or `refused`; `reason` its code (a `new` row may carry `dose_in_directions`).
    """

    row: int
    patient_code: str
    doctor: str
    date: date | None
    description: str
    inn: str
    strength: str
    form: str
    directions: str
    units_per_day: Fraction | None
    proposed_units_per_day: Fraction | None
    days: int | None
    chronic: bool
    status: str = "new"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PrescriptionForm:
    """Prescriptions as read. `kind` is `form` or `register`; `left_out`: rows that are not taken now (`not_current`, `repeated`)."""

    kind: str
    rows: tuple[PrescriptionRow, ...]
    left_out: tuple[LeftOut, ...]
    ask_dates: bool


def read_prescriptions(path: Path | str, today: date | None = None, date_style: str | None = None) -> PrescriptionForm:
    """Read the first sheet that holds prescriptions.

    Refuses with the codes of `read_sheets`, `not_prescriptions` (data `missing`), `register_of_other_things` and `list_without_rows`.
    """
    missing: tuple[str, ...] = ("patient_code", "inn", "directions")
    others = False
    for sheet in read_sheets(path):
        header = find_header(sheet, PRESCRIPTION_WORDS)
        columns = _register_columns(header)
        if header and columns and _of_medicines(sheet, header, columns["description"]):
            return _register(sheet, header, columns, today, date_style)
        others = others or bool(columns)
        lacking = _lacking(header)
        if header and not lacking:
            return _form(sheet, header, today, date_style)
        missing = _register_lacking(sheet) or min(missing, lacking, key=len)
    if others:
        raise Refusal("register_of_other_things", "file")
    raise Refusal("not_prescriptions", missing=", ".join(missing))


def _lacking(header: Header | None) -> tuple[str, ...]:
    columns = header.columns if header else {}
    lacking = [] if "patient_code" in columns else ["patient_code"]
    lacking += [] if "inn" in columns or "description" in columns else ["inn"]
    lacking += [] if any(meaning in columns for meaning in ("directions", "units_per_day", "days")) else ["directions"]
    return tuple(lacking)


def _form(sheet: Sheet, header: Header, today: date | None, style: str | None) -> PrescriptionForm:
    rows = sheet.rows[header.position + 1 :]
    if not rows:
        raise Refusal("list_without_rows")
    dates = read_days([header.cell(row, "date") for row in rows], style)
    items = tuple(_item(row, header, reading, today) for row, reading in zip(rows, dates.readings, strict=True))
    return PrescriptionForm("form", items, (), dates.ambiguous)


def _item(row: Row, header: Header, day: Reading, today: date | None) -> PrescriptionRow:
    texts = {meaning: text_of(header.cell(row, meaning)) for meaning in PRESCRIPTION_WORDS}
    per_day, dose_wrong = _per_day(header.cell(row, "units_per_day"))
    days, days_wrong = whole(header.cell(row, "days"), MOST_DAYS)
    untold = per_day is None and not texts["directions"]
    item = PrescriptionRow(
        row=row.number,
        patient_code=texts["patient_code"],
        doctor=texts["doctor"],
        date=day.day,
        description=texts["description"],
        inn=texts["inn"],
        strength=texts["strength"],
        form=texts["form"],
        directions=texts["directions"],
        units_per_day=per_day,
        proposed_units_per_day=Fraction(1) if untold else None,
        days=days,
        chronic=fold(texts["chronic"]) in _YES,
    )
    reasons = list(_reasons(item, texts, day, today))
    if dose_wrong:
        reasons.append(f"units_per_day_{dose_wrong}")
    elif untold:
        reasons.append("dose_not_given")
    if days_wrong and not (days_wrong == "missing" and item.chronic):
        reasons.append(f"days_{days_wrong}")
    if not reasons and per_day is None:
        return replace(item, reason="dose_in_directions")
    return _with_status(item, reasons)


def _reasons(item: PrescriptionRow, texts: Mapping[str, str], day: Reading, today: date | None) -> Iterator[str]:
    if not item.patient_code:
        yield "patient_code_missing"
    if not item.inn and not item.description:
        yield "medicine_missing"
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        yield "text_too_long"
    if day.day is None:
        yield "date_missing" if day.reason == "missing" else "date_unreadable"
    elif day.reason:
        yield day.reason
    elif today and day.day > today:
        yield "date_future"
    if fold(texts["chronic"]) not in (*_YES, *_NO):
        yield "chronic_unclear"


def _per_day(cell: Cell) -> tuple[Fraction | None, str]:
    """Exact units a day, or None and why it is wrong; nothing written is nothing wrong."""
    if not text_of(cell):
        return None, ""
    found = number(cell)
    if found is None:
        return None, "not_a_number"
    if found <= 0:
        return None, "negative" if found else "zero"
    return (None, "too_large") if found > MOST_UNITS_PER_DAY else (found, "")


def _with_status(item: PrescriptionRow, reasons: Sequence[str]) -> PrescriptionRow:
    if not reasons:
        return item
    refusing = [reason for reason in reasons if reason in _REFUSING]
    return replace(item, status="refused" if refusing else "doubtful", reason=(refusing or reasons)[0])


def _register_columns(header: Header | None) -> dict[str, int]:
    """Where a register keeps start, stop, patient and description; empty where this is none."""
    names = [fold(name) for name in header.names] if header else []
    found = {meaning: next((names.index(word) for word in words if word in names), -1) for meaning, words in _REGISTER.items()}
    return found if min(found.values()) >= 0 and len(set(found.values())) == len(found) else {}


def _register_lacking(sheet: Sheet) -> tuple[str, ...]:
    """What a register lacks: a list that names a start or an end of something for somebody is nearly one."""
    header = find_header(sheet, _REGISTER)
    names = [fold(name) for name in header.names] if header else []
    lacking = [meaning for meaning, words in _REGISTER.items() if not set(words) & set(names)]
    return tuple(lacking) if len(lacking) == 1 else ()


def _of_medicines(sheet: Sheet, header: Header, column: int) -> bool:
    """Whether a register lists medicines: its illnesses and allergies have the same columns. Where the name leaves it open, amounts tell."""
    if fold(header.names[column]) not in _OPEN or any(fold(name) in _OF_MEDICINES for name in header.names):
        return True
    told = {text_of(row.cell(column)) for row in sheet.rows[header.position + 1 :]} - {""}
    return not told or sum(_AMOUNT.search(fold(text)) is not None for text in told) * 3 >= len(told)


def _register(sheet: Sheet, header: Header, column: Mapping[str, int], today: date | None, style: str | None) -> PrescriptionForm:
    """What has not stopped yet is taken now, once per person and medicine (the latest start); such lists say no dose."""
    rows = sheet.rows[header.position + 1 :]
    if not rows:
        raise Refusal("list_without_rows")
    days = read_days([row.cell(column[name]) for name in ("start", "stop") for row in rows], style)
    starts, stops = days.readings[: len(rows)], days.readings[len(rows) :]
    left_out: list[LeftOut] = []
    current: dict[tuple[str, str], PrescriptionRow] = {}
    for row, start, stop in sorted(zip(rows, starts, stops, strict=True), key=lambda read: read[1].day or date.min):
        patient, told = text_of(row.cell(column["patient"])), text_of(row.cell(column["description"]))
        if stop.day is not None and (today is None or stop.day < today):
            left_out.append(LeftOut(sheet.name, row.number, "not_current"))
            continue
        earlier = current.get((patient, fold(told)))
        if earlier is not None:
            left_out.append(LeftOut(sheet.name, earlier.row, "repeated"))
        current[patient, fold(told)] = _untold(row.number, patient, told, start, stop, today)
    items = sorted(current.values(), key=lambda item: item.row)
    return PrescriptionForm("register", tuple(items), tuple(sorted(left_out, key=lambda line: line.row)), days.ambiguous)


def _untold(row: int, patient: str, told: str, start: Reading, stop: Reading, today: date | None) -> PrescriptionRow:
    """A row of a register: chronic unless it says its last day."""
    length = (stop.day - start.day).days + 1 if stop.day and start.day else None
    unread = stop.day is None and stop.reason != "missing"
    reasons = [] if patient else ["patient_code_missing"]
    reasons += [] if told else ["medicine_missing"]
    reasons += ["text_too_long"] if max(len(told), len(patient)) > LONGEST_TEXT else []
    reasons += ["date_missing" if start.reason == "missing" else "date_unreadable"] if start.day is None else []
    reasons += ["date_unreadable"] if unread else []
    reasons += ["stop_before_start"] if length is not None and length < 1 else ["days_too_large"] if length and length > MOST_DAYS else []
    reasons += ["not_begun"] if today and start.day and start.day > today else []
    days = length if length is not None and 1 <= length <= MOST_DAYS else None
    item = PrescriptionRow(
        row, patient, "", start.day, told, "", "", "", "", None, Fraction(1), days, chronic=stop.day is None and not unread
    )
    return _with_status(item, [*reasons, "dose_not_given"])
