"""A list as a spreadsheet for others: .xlsx or .csv, and nothing in it that a spreadsheet program could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.templates import safe_cell, safe_text
from pharmacy_app.services.files import write_file
from pharmacy_app.system.language import Language

Heading = tuple[str, int]  # its words, and the width of its column


def write_sheet(path: Path, language: Language, title: str, headings: Sequence[Heading], rows: Sequence[Sequence[str | int]]) -> None:
    """Writes the rows; numbers stay numbers. The file appears whole or not at all.

    Raises `Refusal` `suffix_unknown` and what `services.files.write_file` raises.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Refusal("suffix_unknown", "file", suffix=suffix, suffixes=".xlsx, .csv")
    words = [heading for heading, _ in headings]
    content = _xlsx(title, headings, rows) if suffix == ".xlsx" else _csv(words, rows, ";" if language.code == "es" else ",")
    write_file(path, content)


def _csv(headings: Sequence[str], rows: Sequence[Sequence[str | int]], separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
    for row in (headings, *rows):
        writer.writerow([value if isinstance(value, int) else safe_text(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(title: str, headings: Sequence[Heading], rows: Sequence[Sequence[str | int]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for column, (heading, width) in enumerate(headings, start=1):
        safe_cell(sheet, 1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            if isinstance(value, int):
                sheet.cell(at, column).value = value
            else:
                safe_cell(sheet, at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
