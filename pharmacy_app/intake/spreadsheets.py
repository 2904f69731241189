"""Spreadsheets as the world sends them (xls, xlsx, ods, csv) -> sheets of typed cells, or one refusal.

Nothing here trusts the file: its name says nothing (the first bytes do), sizes are checked before anything is unpacked, and
whatever a parser throws, a crash of its own included, becomes `file_damaged`.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import NamedTuple, cast

import python_calamine

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.csv_text import csv_rows
from pharmacy_app.intake.sheet_limits import MAX_CELLS, MAX_GRID
from pharmacy_app.intake.xls_guard import look_into_xls
from pharmacy_app.intake.zip_guard import look_into_zip

MAX_BYTES = 25_000_000

# By its first letters, as lower case: what the file is, and the code that says so.
_OTHER_KINDS = {
    b"%pdf": "file_is_pdf",
    b"\x89png": "file_is_picture",
    b"gif8": "file_is_picture",
    b"\xff\xd8\xff": "file_is_picture",
    b"<": "file_not_a_table",
    b"{\\rtf": "file_not_a_table",
    b"rar!": "file_not_a_table",
    b"7z\xbc\xaf": "file_not_a_table",
    b"sqlite format": "file_not_a_table",
    b"\x1f\x8b": "file_not_a_table",
    b"mz\x90": "file_not_a_table",
}
_PICTURES = (re.compile(rb"riff....webp", re.DOTALL), re.compile(rb"....ftyp(?:heic|heix|mif1|avif)", re.DOTALL))

Cell = str | Decimal | date | None
"""Text, an exact number, a day, or nothing. Text that looks like a number stays text."""


_Value = float | str | bool | time | date | datetime | timedelta


class Row(NamedTuple):
    """One row: its number as the spreadsheet program shows it (1-based) and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of this column (0-based); nothing beyond the row's end."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name (empty for csv) and those of its rows that hold anything. `hidden`: a spreadsheet program does not show it."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the file that is no record, and the code of the reason: said, never dropped in silence."""

    sheet: str
    row: int
    reason: str


def read_sheets(path: Path | str, only: str | None = None) -> tuple[Sheet, ...]:
    """All sheets of the file, or the one named `only`; hidden sheets too.

    Refuses with `file_missing`, `file_empty`, `file_unreadable`, `file_too_large`, `file_not_a_table`, `file_is_picture`, `file_is_pdf`,
    `file_is_xlsb`, `file_locked` (password), `file_damaged`, `sheet_missing`.
    """
    raw = read_bytes(Path(path))
    kind = _kind(raw)
    if kind == "text":
        rows = (_text_row(number, values) for number, values in csv_rows(raw, MAX_CELLS) if any(value.strip() for value in values))
        sheets: tuple[Sheet, ...] = (Sheet("", tuple(rows)),)
        if only is not None:
            raise Refusal("sheet_missing", sheet=only, sheets="")
    else:
        sheets = _workbook(raw, kind, only)
    if not any(sheet.rows for sheet in sheets):
        raise Refusal("file_empty")
    return sheets


def clean(text: str) -> str:
    """The text composed (NFC), without invisible or control characters, blanks at the ends gone; inner blanks stay one blank."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else c for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")).split())


def text_of(cell: Cell) -> str:
    """The cell as text: a whole number without its `.0` (lot 7516.0 is "7516"), a day as YYYY-MM-DD, nothing as ""."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() else f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else clean(cell)


def read_bytes(path: Path) -> bytes:
    """What is in the file. Refuses with `file_missing`, `file_empty`, `file_unreadable`, `file_too_large`, `file_not_a_table` (a folder)."""
    try:
        if path.is_dir():
            raise Refusal("file_not_a_table", kind="folder")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Refusal("file_too_large", most=MAX_BYTES // 1_000_000)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Refusal("file_missing") from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise Refusal("file_unreadable") from None
    if not raw.strip(b"\0 \t\r\n"):
        raise Refusal("file_empty")
    return raw


def _kind(raw: bytes) -> str:
    """`xls`, `xlsx`, `ods` or `text`, by what the bytes are."""
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return look_into_zip(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in raw:
            raise Refusal("file_locked")
        if b"W\0o\0r\0k\0b\0o\0o\0k\0" not in raw and b"B\0o\0o\0k\0" not in raw:
            raise Refusal("file_not_a_table", kind="ole")
        look_into_xls(raw)
        return "xls"
    head = raw[:600].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, code in _OTHER_KINDS.items():
        if head.startswith(beginning):
            raise Refusal(code, kind="other")
    if any(picture.match(head) for picture in _PICTURES):
        raise Refusal("file_is_picture")
    return "text"


def _workbook(raw: bytes, kind: str, only: str | None) -> tuple[Sheet, ...]:
    try:
        with _silenced():
            book = python_calamine.load_workbook(io.BytesIO(raw))
            names = list(book.sheet_names)
            if only is not None and only not in names:
                raise Refusal("sheet_missing", sheet=only, sheets=", ".join(names))
            hidden = {one.name for one in book.sheets_metadata if one.visible != python_calamine.SheetVisibleEnum.Visible}
            sheets: list[Sheet] = []
            cells = 0
            for name in [only] if only is not None else names:
                sheets.append(_sheet(book, name, name in hidden))
                cells += sum([len(row.cells) for row in sheets[-1].rows[:1]]) * len(sheets[-1].rows)  # all are as wide
                if cells > MAX_GRID:
                    raise Refusal("file_too_large", most=MAX_GRID)
            return tuple(sheets)
    except python_calamine.PasswordError:
        raise Refusal("file_locked") from None
    except (Refusal, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - the reader is written in another language: its panics are no Exception
        raise Refusal("file_damaged", kind=kind) from None


@contextlib.contextmanager
def _silenced() -> Iterator[None]:
    """A panic of the reader prints its own traceback past Python, to the very descriptor; people get one sentence instead."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a window without a console has no such descriptor
            kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
            stack.callback(os.close, kept)
            stack.callback(os.close, nowhere)
            os.dup2(nowhere, 2)
            stack.callback(os.dup2, kept, 2)
        yield


def _sheet(book: python_calamine.CalamineWorkbook, name: str, hidden: bool) -> Sheet:
    grid = book.get_sheet_by_name(name)
    if grid.total_height * grid.total_width > MAX_GRID:
        raise Refusal("file_too_large", most=MAX_GRID)
    columns = [_column(values) for values in zip(*grid.to_python(skip_empty_area=False), strict=True)]
    rows = [Row(number, cells) for number, cells in enumerate(zip(*columns, strict=True), start=1)]
    gaps = all(NoneType in set(map(type, column)) for column in columns)  # a column that is full has no blank row
    return Sheet(name, tuple([row for row in rows if any(cell is not None for cell in row.cells)] if gaps else rows), hidden)


def _column(values: Sequence[_Value]) -> Sequence[Cell]:
    """The cells of a column; what stands in it over and over is made once."""
    kinds = set(map(type, values))
    if kinds == {str}:
        texts = cast(Sequence[str], values)
        return texts if all(texts) and True not in map(str.isspace, texts) else [text if text.strip() else None for text in texts]
    if bool in kinds:  # True equals 1
        return [_cell(value) for value in values]
    made = {value: _cell(value) for value in set(values)}
    return list(map(made.__getitem__, values))


def _cell(value: _Value) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, int)):
        number = Decimal(repr(value))
        return number if number.is_finite() else str(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)


def _text_row(number: int, values: list[str]) -> Row:
    return Row(number, tuple(value if value.strip() else None for value in values))
