"""A zip that says it is a workbook is unpacked for size, and looked through, before any reader lays it out in memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import partial

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.sheet_limits import MAX_CELLS, MAX_GRID, MAX_SHEETS, MAX_TEXT
from pharmacy_app.intake.sheet_places import NEAR, UNSAID, check_said, follow, said

MAX_UNPACKED = 60_000_000
MAX_RATIO = 250
MAX_PARTS = 2_000
MAX_TAG = 1_000_000
MAX_COUNT = 10_000_000

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

# It begins with letters that the search can leap to: megabytes go by in milliseconds.
_COUNT = re.compile(rb"""ount\s*=\s*["']\+?([0-9]{8,})["']""")
_SHARED_TEXT = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<""")
_SHEET_ID = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\b\w+:id\s*=\s*["']([^"']*)["']""")
_TARGET = re.compile(rb"""\bTarget\s*=\s*["']/?(?:xl/)?([^"']*)["']""")
_ODS_TAG = re.compile(rb"<(?:[a-z]+:)?(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_ROWS_REPEATED = re.compile(rb"""number-rows-repeated\s*=\s*["']([^"']*)["']""")
_COLUMNS_REPEATED = re.compile(rb"""number-columns-repeated\s*=\s*["']([^"']*)["']""")


def look_into_zip(raw: bytes) -> str:
    """The kind of workbook, once every part has been unpacked for size (the declared size may lie) and looked at.

    Refuses with `file_too_large`, `file_locked`, `file_not_a_table`, `file_is_xlsb`, `file_damaged`.
    """
    try:
        end = raw.rfind(b"PK\x05\x06")
        if end >= 0 and int.from_bytes(raw[end + 10 : end + 12], "little") > MAX_PARTS:
            raise _too_large()  # before the list of its parts is read
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _too_large()
            if any(part.flag_bits & 1 for part in parts):
                raise Refusal("file_locked")
            kind = _kind(archive)
            total = 0
            grid = _XlsxGrid() if kind == "xlsx" else _OdsGrid()
            for part in parts:
                total = _check_part(archive, part, grid, total)
            if isinstance(grid, _XlsxGrid):
                grid.places(archive)
                grid.texts(archive)
            return kind
    except _ZIP_ERRORS:
        raise Refusal("file_damaged") from None


def _too_large() -> Refusal:
    return Refusal("file_too_large", most=MAX_CELLS)


def _kind(archive: zipfile.ZipFile) -> str:
    """By the names of the parts; what could be read as two kinds is none."""
    names = {part.filename.lower() for part in archive.infolist()}
    book = [name for name in names if name.startswith("xl/workbook")]
    if "content.xml" in names and "mimetype" in names:
        with archive.open("mimetype") as stream:
            if b"opendocument.spreadsheet" in stream.read(200) and not book:
                return "ods"
    elif any(name.endswith(".xml") for name in book) and "xl/workbook.bin" not in names:
        return "xlsx"
    if book == ["xl/workbook.bin"]:
        raise Refusal("file_is_xlsb")
    if book:
        raise Refusal("file_damaged", kind="xlsx")
    raise Refusal("file_not_a_table", kind="zip")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, grid: _XlsxGrid | _OdsGrid, total: int) -> int:
    """Unpack one part in small pieces: refuse bombs, entities, and cells so far apart that the grid between them would fill the memory."""
    size = 0
    tail = b""
    name = part.filename.lower()
    xml = name.endswith((".xml", ".rels"))
    looked = grid.begins(part)
    with archive.open(part) as stream:
        while piece := stream.read(1 << 18):
            size += len(piece)
            if total + size > MAX_UNPACKED or (size > 1_000_000 and size > MAX_RATIO * max(part.compress_size, 1)):
                raise _too_large()
            window = tail + piece
            if (b"!" in window and (b"<!ENTITY" in window or b"<!DOCTYPE" in window)) or (xml and b"\0" in piece):
                raise Refusal("file_damaged")  # a NUL: another encoding, in which nothing here would be found
            if looked:
                end = window.rfind(b">") + 1  # whole tags only; the rest waits for the next piece
                grid.look(window[:end])
                window = window[end:]
                if len(window) > MAX_TAG and xml:
                    raise Refusal("file_damaged")
                tail = window[-MAX_TAG:]
            else:
                tail = window[-64:]
    return total + size


class _XlsxGrid:
    """How many cells there are in all parts, and which parts hold cells that may lie far apart."""

    def __init__(self) -> None:
        self.cells = self.lines = 0
        self.sheet = False
        self.parts: list[tuple[zipfile.ZipInfo, int]] = []  # and how their cells say where they stand

    def begins(self, part: zipfile.ZipInfo) -> bool:
        """Another part: any of them may be a sheet, whatever its name."""
        self.parts.append((part, NEAR))
        self.sheet = False
        return True

    def look(self, xml: bytes) -> None:
        """Whole tags of the part."""
        self.cells += xml.count(b"<c") + (xml.count(b":c") if b":" in xml else 0)
        self.lines += xml.count(b"row")
        if self.cells > 2 * MAX_CELLS or self.lines > 2 * MAX_CELLS:
            raise _too_large()
        self.sheet = self.sheet or b"sheetData" in xml  # a reader finds cells nowhere else
        part, worst = self.parts[-1]
        if self.sheet and worst != UNSAID:
            self.parts[-1] = part, max(worst, said(xml))
        if any(int(count) > MAX_COUNT for count in map(_short, _COUNT.findall(xml))):
            raise Refusal("file_damaged", kind="xlsx")  # a reader makes room for as many as are announced

    def places(self, archive: zipfile.ZipFile) -> None:
        """What may lie far apart is looked at again, place by place: a reader lays out everything in between."""
        for part, worst in self.parts:
            if worst != NEAR:
                with archive.open(part) as stream:
                    (follow if worst == UNSAID else check_said)(iter(partial(stream.read, 1 << 18), b""))

    def texts(self, archive: zipfile.ZipFile) -> None:
        """What a reader does once for each cell or sheet: the text that many cells share, the sheet that a book names many times."""
        texts, sheets = b"", []
        for part in archive.infolist():
            name = part.filename.lower()
            if name == "xl/sharedstrings.xml":
                texts = archive.read(part)
            elif name.startswith("xl/workbook") and name.endswith(".xml"):
                ids = _SHEET_ID.findall(archive.read(part))
                if len(ids) > MAX_SHEETS:
                    raise _too_large()
                if len(set(ids)) < len(ids):
                    raise Refusal("file_damaged", kind="xlsx")
            elif name.startswith("xl/_rels/workbook"):
                targets = [target.lower() for target in _TARGET.findall(archive.read(part))]
                if len(set(targets)) < len(targets):
                    raise Refusal("file_damaged", kind="xlsx")
            else:
                sheets.append(part)
        lengths = [len(text) for text in texts.replace(b":si>", b"/si>").split(b"/si>")]
        if len(lengths) > 2 * MAX_CELLS:
            raise _too_large()
        longest = max(lengths)
        if self.cells * longest <= MAX_TEXT:
            return
        total = unseen = 0
        for part in sheets:
            xml = archive.read(part)
            found = [int(number) for number in _SHARED_TEXT.findall(xml)]
            total += sum(lengths[number] if number < len(lengths) else 0 for number in found)
            unseen += _shared_cells(xml) - len(found)
            if total + unseen * longest > MAX_TEXT:
                raise _too_large()


class _OdsGrid:
    """The same for ods, which counts repetitions. Every sheet ends in a huge one of empty cells, which the reader skips: only valued cells count."""

    def __init__(self) -> None:
        self.row = self.rows = self.column = self.columns = 0
        self.tables = self.tags = self.before = self.text = 0
        self.repeats = 1
        self.times = 0  # of the cell before, if it holds anything
        self.valued = False

    def begins(self, part: zipfile.ZipInfo) -> bool:
        """Another part; the sheets are all in one."""
        return part.filename.lower() == "content.xml"

    def look(self, xml: bytes) -> None:
        """Whole tags of the content."""
        place = 0
        for found in _ODS_TAG.finditer(xml):
            name, attributes = found[1], found[2]
            self._told(found.start() - place)
            place = found.end()
            self.tags += 1
            if name == b"table":
                self._end_table()
            elif name == b"table-row":
                self._end_row()
                self.repeats, self.column = _times(_ROWS_REPEATED, attributes), 0
            else:
                times = _times(_COLUMNS_REPEATED, attributes)
                self.column += times
                if b"value" in attributes or b"formula" in attributes:
                    self.valued = True
                    self.columns = max(self.columns, self.column)
                    self.times = times
            if self.tags > 2 * MAX_CELLS or self.tables > MAX_SHEETS:
                raise _too_large()
        self._told(len(xml) - place)
        self._check(self.row + self.repeats if self.valued else self.rows)

    def _told(self, length: int) -> None:
        """So many letters stand in the cell before; a reader writes them once for each repetition."""
        repeated = self.times * self.repeats
        self.text += length * repeated if repeated > 1 else 0
        self.times = 0
        if self.text > MAX_TEXT:
            raise _too_large()

    def _end_table(self) -> None:
        self._end_row()
        self.before += self.rows * self.columns
        self.tables += 1
        self.row = self.rows = 0
        self.columns = self.repeats = 1

    def _end_row(self) -> None:
        self.row += self.repeats
        if self.valued:
            self.rows = self.row
        self.valued = False

    def _check(self, rows: int) -> None:
        if self.before + rows * self.columns > MAX_GRID:
            raise _too_large()


def _shared_cells(xml: bytes) -> int:
    """How many cells may point to a shared text: at least as many as do."""
    return xml.count(b'"s"') + xml.count(b"'s'")


def _short(digits: bytes) -> bytes:
    """A number of a thousand digits is as hopeless as one of ten."""
    return digits.lstrip(b"0")[:10] or b"0"


def _times(repeated: re.Pattern[bytes], attributes: bytes) -> int:
    found = repeated.search(attributes)
    if found is None:
        return 1
    if not found[1].isdigit():
        raise Refusal("file_damaged", kind="ods")
    return int(_short(found[1]))
