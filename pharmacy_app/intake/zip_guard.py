"""A zip that says it is a workbook is unpacked for size, and looked through, before any reader lays it out in memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from pharmacy_app.domain.errors import Refusal

MAX_UNPACKED = 150_000_000
MAX_RATIO = 250
MAX_PARTS = 2_000
MAX_GRID = 3_000_000
MAX_TAG = 1_000_000

# Everything that Python's zipfile throws at a damaged archive.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    KeyError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
)

_CELL_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Z]{2}|[A-Z]?[0-9]{6})""")  # beyond column Z or row 99,999: within them no grid is too large
_ODS_TAG = re.compile(rb"<(?:[a-z]+:)?(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_ROWS_REPEATED = re.compile(rb"""number-rows-repeated\s*=\s*["']([0-9]{1,9})["']""")
_COLUMNS_REPEATED = re.compile(rb"""number-columns-repeated\s*=\s*["']([0-9]{1,9})["']""")


def look_into_zip(raw: bytes) -> str:
    """The kind of workbook, once every part has been unpacked for size (the declared size may lie) and looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refusal("file_too_large", most=MAX_UNPACKED // 1_000_000)
            if any(part.flag_bits & 1 for part in parts):
                raise Refusal("file_locked")
            if "content.xml" in names and _is_spreadsheet(archive):
                kind = "ods"
            elif any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
                kind = "xlsx"
            else:
                raise Refusal("file_not_a_table", kind="zip")
            total = 0
            for part in parts:
                total = _check_part(archive, part, kind, total)
            return kind
    except _ZIP_ERRORS:
        raise Refusal("file_damaged") from None


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as stream:
        return b"opendocument.spreadsheet" in stream.read(200)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, total: int) -> int:
    """Unpack one part in small pieces: refuse bombs, entities, and cells so far apart that the grid between them would fill the memory."""
    grid = _XlsxGrid() if kind == "xlsx" else _OdsGrid()
    size = _look_through(archive, part, kind, total, grid)
    if isinstance(grid, _XlsxGrid) and grid.far:
        _look_through(archive, part, kind, total, _ExactXlsxGrid())
    return total + size


def _look_through(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, total: int, grid: _XlsxGrid | _ExactXlsxGrid | _OdsGrid
) -> int:
    size = 0
    tail = b""
    looked = part.filename.endswith(".xml") if kind == "xlsx" else part.filename == "content.xml"
    with archive.open(part) as stream:
        while piece := stream.read(1 << 18):
            size += len(piece)
            if total + size > MAX_UNPACKED or (size > 1_000_000 and size > MAX_RATIO * max(part.compress_size, 1)):
                raise Refusal("file_too_large", most=MAX_UNPACKED // 1_000_000)
            window = tail + piece
            if part.filename.endswith((".xml", ".rels")) and (b"<!ENTITY" in window or b"<!DOCTYPE" in window or b"\0" in piece):
                raise Refusal("file_damaged", kind=kind)  # a NUL: another encoding, in which nothing here would be found
            if looked:
                end = window.rfind(b">") + 1  # whole tags only; the rest waits for the next piece
                grid.look(window[:end])
                window = window[end:]
                if len(window) > MAX_TAG:
                    raise Refusal("file_damaged", kind=kind)
                tail = window
            else:
                tail = window[-64:]
    return size


class _XlsxGrid:
    """Whether any cell is far away: only then is each looked at."""

    def __init__(self) -> None:
        self.far = False

    def look(self, xml: bytes) -> None:
        self.far = self.far or _FAR.search(xml) is not None


class _ExactXlsxGrid:
    """The outer corner of the cells seen so far; a reader of workbooks lays out everything inside it."""

    def __init__(self) -> None:
        self.columns = 1
        self.rows = 1

    def look(self, xml: bytes) -> None:
        places = set(_CELL_PLACE.findall(xml))
        for letters in {letters for letters, _ in places}:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            self.columns = max(self.columns, column)
        self.rows = max(self.rows, *(int(digits) for digits in {digits for _, digits in places}), 1)
        if self.columns * self.rows > MAX_GRID:
            raise Refusal("file_too_large", most=MAX_GRID)


class _OdsGrid:
    """The same for ods, which counts repetitions. Every sheet ends in a huge one of empty cells, which the reader skips: only valued cells count."""

    def __init__(self) -> None:
        self.row = self.rows = self.column = self.columns = 0
        self.repeats = 1
        self.valued = False

    def look(self, xml: bytes) -> None:
        for found in _ODS_TAG.finditer(xml):
            name, attributes = found[1], found[2]
            if name == b"table":
                self.row = self.rows = 0
                self.columns = 1
            elif name == b"table-row":
                self._end_row()
                self.repeats, self.column = _times(_ROWS_REPEATED, attributes), 0
            else:
                self.column += _times(_COLUMNS_REPEATED, attributes)
                if b"value" in attributes:
                    self.valued = True
                    self.columns = max(self.columns, self.column)
        self._check(self.row + self.repeats if self.valued else self.rows)

    def _end_row(self) -> None:
        self.row += self.repeats
        if self.valued:
            self.rows = self.row
        self.valued = False

    def _check(self, rows: int) -> None:
        if rows * self.columns > MAX_GRID:
            raise Refusal("file_too_large", most=MAX_GRID)


def _times(repeated: re.Pattern[bytes], attributes: bytes) -> int:
    found = repeated.search(attributes)
    return int(found[1]) if found else 1
