"""A zip that says it is a workbook is unpacked for size, and looked through, before any reader lays it out in memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from pharmacy_app.domain.errors import Refusal

MAX_UNPACKED = 200_000_000
MAX_RATIO = 250
MAX_PARTS = 2_000
MAX_GRID = 12_000_000

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

_CELL_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="([0-9]{1,9})"')


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
            if "content.xml" in names and "spreadsheet" in archive.read("mimetype")[:200].decode("ascii", "replace"):
                kind = "ods"
            elif any(name.startswith("xl/workbook") for name in names):
                kind = "xlsx"
            else:
                raise Refusal("file_not_a_table", kind="zip")
            total = 0
            for part in parts:
                total = _check_part(archive, part, kind, total)
            return kind
    except _ZIP_ERRORS:
        raise Refusal("file_damaged") from None


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, total: int) -> int:
    """Unpack one part in small pieces: refuse bombs, entities, and cells so far apart that the grid between them would fill the memory."""
    tail = b""
    size = 0
    grid = _Grid()
    sheet = part.filename.startswith("xl/worksheets/") if kind == "xlsx" else part.filename == "content.xml"
    with archive.open(part) as stream:
        while piece := stream.read(1 << 18):
            size += len(piece)
            if total + size > MAX_UNPACKED or (size > 1_000_000 and size > MAX_RATIO * max(part.compress_size, 1)):
                raise Refusal("file_too_large", most=MAX_UNPACKED // 1_000_000)
            window = tail + piece
            if b"<!ENTITY" in window or b"<!DOCTYPE" in window:
                raise Refusal("file_damaged")
            if sheet:
                grid.look(window, kind)
            tail = window[-64:]
    return total + size


class _Grid:
    """The outer corner of the cells seen so far; a reader of workbooks lays out everything inside it."""

    def __init__(self) -> None:
        self.columns = 1
        self.rows = 1

    def look(self, xml: bytes, kind: str) -> None:
        if kind == "xlsx":
            for letters, digits in _CELL_PLACE.findall(xml):
                column = 0
                for letter in letters:
                    column = column * 26 + letter - 64
                self.columns = max(self.columns, column)
                self.rows = max(self.rows, int(digits))
            if self.columns * self.rows > MAX_GRID:
                raise Refusal("file_too_large", most=MAX_GRID)
        else:
            # Every ods ends in one huge repetition of empty cells, which the reader skips; a repeated cell with a value is another thing.
            for match in _REPEATED.finditer(xml):
                around = xml[match.end() : match.end() + 400].split(b">", 1)[0]
                if b"value" in around and int(match[2]) > 20_000:
                    raise Refusal("file_too_large", most=MAX_GRID)
