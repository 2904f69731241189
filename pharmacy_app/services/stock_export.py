"""The stock list as a spreadsheet for others: one row per lot, and nothing in it that a spreadsheet program could run."""

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
from pharmacy_app.services.stock import StockLine
from pharmacy_app.services.stock_overview import OnShelf
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import trade

_HEADINGS = (
    mark("Medicine"), mark("As the box says"), mark("Brand"), mark("Lot"), mark("Expires on"), mark("Units"), mark("Reserved"),
    mark("State"), mark("Reason"), mark("Shelf place"), mark("Donor"), mark("Received on"),
)  # fmt: skip
_WIDTHS = (40, 40, 16, 16, 12, 10, 10, 18, 28, 14, 28, 12)
_UNITS = (5, 6)  # columns that stay numbers


def write_stock_list(path: Path, language: Language, shelf: Sequence[OnShelf]) -> int:
    """Writes .xlsx or .csv with the lots of which anything is left; returns how many. The file appears whole or not at all.

    Days are written ISO (`2027-08-31`), so that every spreadsheet program reads the same. Raises `Refusal` `suffix_unknown`
    and what `services.files.write_file` raises.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Refusal("suffix_unknown", "file", suffix=suffix, suffixes=".xlsx, .csv")
    rows = [_row(language, one, line) for one in shelf for line in one.stocked]
    headings = [language.tr(heading) for heading in _HEADINGS]
    content = (
        _xlsx(language.tr("Stock"), headings, rows) if suffix == ".xlsx" else _csv(headings, rows, ";" if language.code == "es" else ",")
    )
    write_file(path, content)
    return len(rows)


def _row(language: Language, one: OnShelf, line: StockLine) -> list[str | int]:
    batch = line.batch
    state = trade.BATCH_STATUSES.get(line.standing.code, trade.BATCH_STATUSES["available"])
    return [
        trade.medicine_title(language, one.medicine) if one.medicine else "",
        batch.description,
        batch.brand,
        batch.lot,
        batch.expiry.isoformat() if batch.expiry else batch.expiry_raw,
        batch.on_hand,
        batch.reserved,
        language.tr(state),
        trade.reasons(language, batch.reason),
        batch.shelf,
        batch.donor,
        batch.received_on.isoformat(),
    ]


def _csv(headings: Sequence[str], rows: Sequence[Sequence[str | int]], separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    for row in (headings, *rows):
        writer.writerow([value if isinstance(value, int) else safe_text(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for column, heading in enumerate(headings, start=1):
        safe_cell(sheet, 1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
    sheet.freeze_panes = "A2"
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            if column - 1 in _UNITS:
                sheet.cell(at, column).value = value
            else:
                safe_cell(sheet, at, column, str(value))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
