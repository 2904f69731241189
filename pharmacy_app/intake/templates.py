"""The program's own forms as empty spreadsheets: a sheet to fill in, and (xlsx) one that explains each column."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.intake.donor_form import DONATION, DONATION_TITLE, FORM, GUIDE_TITLE, INN, NEEDS, STRENGTH, Column, Needed, mark

_STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_INK = "FFFFFF"
_GROUND = "1F4E5F"


_PATIENT = Column("patient_code", "código de paciente", mark("The person's code in the census."), 20, text=True)

FORMS: dict[str, tuple[Column, ...]] = {
    "donation": DONATION,
    "census": (
        Column("council", "consejo comunal", mark("The communal council the family belongs to."), 24),
        Column("sector", "sector", mark("The part of the council, in the words people use."), 18),
        Column("house", "casa", mark("The house, so that whoever carries a parcel finds it."), 28),
        Column("household_code", "código de familia", mark("The same for everybody who lives together; may stay empty."), 18, text=True),
        _PATIENT,
        Column("name", "nombre", mark("Names and surnames."), 30),
        Column("national_id", "cédula", mark("May stay empty."), 16, text=True),
        Column("birth_date", "fecha de nacimiento", mark("Day, month and year: 24/11/1950."), 20),
        Column("sex", "sexo", mark("F or M."), 8),
        Column("conditions", "condiciones", mark("Illnesses, separated by ; for example: hypertension; diabetes."), 30),
        Column("criteria", "criterios", mark("What gives priority, separated by ; — the words are listed below."), 30),
        Column("allergies", "alergias", mark("Separated by ; for example: penicillin."), 24),
        Column("phone", "teléfono", mark("May stay empty."), 16, text=True),
        Column("directions", "cómo llegar", mark("How the house is found among the stairs."), 30),
        Column("access", "acceso", mark("What a carrier must know: water, a dog, the stairs when it rains."), 24),
        Column("house_phone", "teléfono de la casa", mark("May stay empty."), 18, text=True),
        Column("age", "edad", mark("Years, where nobody knows the birth date; it then counts as estimated."), 8),
        Column("birth_estimated", "fecha estimada", mark("Yes, where the birth date is a guess."), 14),
        Column("receivers", "quién puede recibir", mark("Who may receive the medicines for them."), 24),
        Column("consent", "consentimiento", mark("The day on which they agreed to be written down, or yes."), 16),
        Column("tier", "prioridad decidida", mark("A, B or C, only where the committee decided otherwise."), 18),
    ),
    "prescriptions": (
        _PATIENT,
        Column("doctor", "médico", mark("Who prescribed it."), 24),
        Column("date", "fecha", mark("The day of the prescription: 24/11/2026."), 14),
        INN,
        STRENGTH,
        FORM,
        Column("directions", "indicaciones", mark("As the doctor says it: 1 tablet every 12 hours."), 40),
        Column(
            "units_per_day",
            "unidades por día",
            mark("Single units in a day: 2, or 1/2, or 0.5. May stay empty if the directions say it."),
            18,
            text=True,
        ),
        Column("days", "días", mark("For how many days; may stay empty if it is chronic."), 10),
        Column("chronic", "crónico", mark("Yes or no."), 10),
    ),
}
KINDS = ("donation", "census", "prescriptions")
_CRITERIA = {
    "homebound": "no puede salir", "disabled": "discapacidad", "chronic": "crónico", "low_income": "bajos ingresos",
    "elderly": "adulto mayor", "child": "niño", "pregnant": "embarazada", "immunosuppressed": "inmunosuprimido",
    "respiratory_risk": "riesgo respiratorio", "lives_alone": "vive solo",
}  # fmt: skip


def write_template(kind: str, path: Path, language: str, tr: Callable[[str], str] = mark, needed: Sequence[Needed] = ()) -> None:
    """Write the empty form `donation`, `census` or `prescriptions` as .xlsx or .csv, its columns named in the language (for donors es, en, it, ru).

    With `needed`, the donor's form asks for these: a line each, whose lot, expiry and quantity are empty. `tr` translates the explanations.
    Refuses with `template_unknown` and `suffix_unknown`; `Trouble("file_not_written")` if the disk says no. The file appears whole or not at all.
    """
    if kind not in KINDS:
        raise Refusal("template_unknown", kind=kind, kinds=", ".join(KINDS))
    columns = NEEDS if needed else FORMS[kind]
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Refusal("suffix_unknown", suffix=suffix, suffixes=".xlsx, .csv")
    names = [column.name(language) for column in columns]
    lines: list[tuple[str | int, ...]] = [(one.inn, one.strength, one.form, one.units, one.least_expiry) for one in needed]
    content = (
        _xlsx(kind, columns, names, lines, language, tr) if suffix == ".xlsx" else _csv(names, lines, "," if language == "en" else ";")
    )
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise Trouble("file_not_written") from None


def safe_cell(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write text as text: what begins with `=` must not become a formula in somebody's spreadsheet program, not even when it is edited there."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    shown = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    cell.value = shown
    cell.data_type = "s"
    if shown.lstrip().startswith(_STARTS_FORMULA):
        cell.quotePrefix = True
    return cell


def safe_text(text: str) -> str:
    """The same for csv, which has no types: an apostrophe before a sign that a spreadsheet program would read as a formula.

    Whoever writes it puts every text in quotation marks: else another country's separator inside it would begin a cell of its own.
    """
    return f"'{text}" if text.lstrip().startswith(_STARTS_FORMULA) or text.startswith(("\t", "\r", "\n")) else text


def unguarded(text: str) -> str:
    """What `safe_text` was given: our own files are read back as they were."""
    return text[1:] if text.startswith("'") and safe_text(text[1:]) == text else text


def _csv(names: Sequence[str], lines: Sequence[Sequence[str | int]], separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
    for line in (names, *lines):
        writer.writerow([safe_text(value) if isinstance(value, str) else value for value in line])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(
    kind: str,
    columns: Sequence[Column],
    names: Sequence[str],
    lines: Sequence[Sequence[str | int]],
    language: str,
    tr: Callable[[str], str],
) -> bytes:
    book = Workbook()
    form = book.worksheets[0]
    form.title = {"donation": tr(DONATION_TITLE), "census": tr(mark("Census")), "prescriptions": tr(mark("Prescriptions"))}[kind]
    for number, (column, name) in enumerate(zip(columns, names, strict=True), start=1):
        _heading(safe_cell(form, 1, number, name))
        dimension = form.column_dimensions[get_column_letter(number)]
        dimension.width = max(column.width, len(name) + 3)
        if column.text:  # else the spreadsheet program eats a lot's zeros and turns 08/27 into a day
            dimension.number_format = "@"
    for at, line in enumerate(lines, start=2):
        for number, value in enumerate(line, start=1):
            if isinstance(value, str):
                safe_cell(form, at, number, value)
            else:
                form.cell(at, number).value = value
    form.freeze_panes = "A2"
    form.row_dimensions[1].height = 24
    guide = book.create_sheet(tr(GUIDE_TITLE))
    guide.column_dimensions["A"].width = 26
    guide.column_dimensions["B"].width = 90
    told = [(name, tr(column.means)) for column, name in zip(columns, names, strict=True)]
    if kind == "census":
        told += [("", ""), *((spanish if language == "es" else english, "") for english, spanish in _CRITERIA.items())]
    for row, (name, means) in enumerate(told, start=1):
        safe_cell(guide, row, 1, name).font = Font(bold=bool(means))
        safe_cell(guide, row, 2, means).alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(cell: Cell) -> None:
    cell.font = Font(bold=True, color=_INK)
    cell.fill = PatternFill("solid", start_color=_GROUND)
    cell.alignment = Alignment(vertical="center")
