"""Files made to hurt a reader: bombs, lies about sizes, the same thing named a thousand times. Small to send, huge once laid out."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

from benchmarks.fuzz_cases import TABLES, ods_file, ods_seed, parts_of, xlsx_seed, zip_file

SHEET = "xl/worksheets/sheet1.xml"
_OPEN = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_STRINGS = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1">'
_LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)) + b"]>"


def _with(parts: dict[str, bytes]) -> bytes:
    return zip_file(parts_of(xlsx_seed(0)) | parts)


def _sheet(rows: bytes, before: bytes = b"", behind: bytes = b"") -> bytes:
    return _with({SHEET: _OPEN + before + b"<sheetData>" + rows + b"</sheetData>" + behind + b"</worksheet>"})


def _strings(strings: bytes, rows: bytes) -> bytes:
    sheet = _OPEN + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    return _with({SHEET: sheet, "xl/sharedStrings.xml": _STRINGS + strings + b"</sst>"})


def _shared(length: int, cells: int) -> bytes:
    """One text of this length that so many cells share."""
    return _strings(b"<si><t>" + b"x" * length + b"</t></si>", _numbered(cells, b'<row r="%(n)d"><c r="A%(n)d" t="s"><v>0</v></c></row>'))


def _numbered(count: int, shape: bytes) -> bytes:
    return b"".join(shape % {b"n": n} for n in range(1, count + 1))


def _laughing(part: str) -> bytes:
    xml = parts_of(xlsx_seed(0))[part]
    end = xml.find(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return _with({part: xml[:end] + _LAUGHS + xml[end:].replace(b"lot", b"&m;").replace(b"Sheet", b"&m;")})


def _lying(raw: bytes, size: int = 100) -> bytes:
    """Every size unpacked, as the archive tells it, becomes small."""
    data = bytearray(raw)
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(sign)
        while place >= 0:
            data[place + at : place + at + 4] = struct.pack("<I", size)
            place = data.find(sign, place + 4)
    return bytes(data)


def _many_sheets(count: int) -> bytes:
    """One big sheet that the book names many times."""
    sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, count + 1))
    book = (
        b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' + sheets + b"</sheets></workbook>"
    )
    rows = _numbered(20_000, b'<row r="%(n)d"><c r="A%(n)d"><v>1</v></c><c r="B%(n)d"><v>2</v></c></row>')
    return _with({"xl/workbook.xml": book, SHEET: _OPEN + b"<sheetData>" + rows + b"</sheetData></worksheet>"})


def _renamed() -> bytes:
    """The sheet under a name that does not look like XML."""
    parts = parts_of(_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'))
    parts["xl/worksheets/picture.png"] = parts.pop(SHEET)
    rels = "xl/_rels/workbook.xml.rels"
    return zip_file(parts | {rels: parts[rels].replace(b"sheet1.xml", b"picture.png")})


def _two_kinds() -> bytes:
    far = _sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    return zip_file(parts_of(far) | parts_of(ods_seed(0)))


def _zip_of_many(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts_of(xlsx_seed(0)).items():
            archive.writestr(name, content)
        for number in range(count):
            archive.writestr(f"x/{number}", b"")
    return out.getvalue()


def _ods(rows: str, tables: int = 1) -> bytes:
    return ods_file("".join(f'<table:table table:name="T{number}">{rows}</table:table>' for number in range(tables)))


def _ods_row(text: str, columns: str = "", rows: str = "") -> str:
    wide = f' table:number-columns-repeated="{columns}"' if columns else ""
    tall = f' table:number-rows-repeated="{rows}"' if rows else ""
    cell = f'<table:table-cell office:value-type="string"{wide}><text:p>{text}</text:p></table:table-cell>'
    return f"<table:table-row{tall}>{cell}</table:table-row>"


def old_book(records: Iterable[tuple[int, bytes]], sheet: Iterable[tuple[int, bytes]], sheets: int = 1) -> bytes:
    """An old workbook: these global records, this one sheet, named `sheets` times."""

    def packed(told: Iterable[tuple[int, bytes]]) -> bytes:
        return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in told)

    head = packed([(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))])
    names = [f"S{number}".encode() for number in range(sheets)]
    start = len(head) + len(packed(records)) + sum(12 + len(name) for name in names) + 4
    bounds = [(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name) for name in names]
    globals_ = head + packed(records) + packed(bounds) + packed([(0x000A, b"")])
    stream = globals_ + packed([(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)), *sheet, (0x000A, b"")])
    return _compound(stream + bytes(max(0, 4096 - len(stream))))


def _compound(stream: bytes) -> bytes:
    """A file system of 512-byte sectors with one stream, called Workbook."""
    sectors = -(-len(stream) // 512)
    tables = 1
    while tables * 128 < sectors + tables + 1 + max(0, -(-(tables - 109) // 127)):
        tables += 1
    more = max(0, -(-(tables - 109) // 127))
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE]  # the stream, then the directory in one sector
    first_table = sectors + 1
    chain += [0xFFFFFFFD] * tables + [0xFFFFFFFC] * more
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    places = list(range(first_table, first_table + tables))
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, sectors, 0, 4096,
                         0xFFFFFFFE, 0, first_table + tables if more else 0xFFFFFFFE, more)  # fmt: skip
    header += struct.pack("<109I", *(places[:109] + [0xFFFFFFFF] * (109 - len(places[:109]))))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, 0, len(stream)) + bytes(256)
    rest = places[109:]
    extra = b""
    for number in range(more):
        part = rest[number * 127 : (number + 1) * 127]
        following = first_table + tables + number + 1 if number + 1 < more else 0xFFFFFFFE
        extra += struct.pack("<127I", *(part + [0xFFFFFFFF] * (127 - len(part)))) + struct.pack("<I", following)
    return header + stream.ljust(sectors * 512, b"\0") + directory + struct.pack(f"<{len(chain)}I", *chain) + extra


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    told = name.encode("utf-16-le") + b"\0\0"
    return told.ljust(64, b"\0") + struct.pack("<HBBIII16xI8x8xIII", len(told), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0, start, size, 0)


def _shared_in_old_book(length: int, cells: int) -> bytes:
    text = struct.pack("<IIHB", cells, 1, length, 0) + b"x" * length
    records = [(0x00FC, text[:8224])]
    for at in range(8224, len(text), 8223):
        records.append((0x003C, b"\0" + text[at : at + 8223]))
    return old_book(records, [(0x00FD, struct.pack("<HHHI", n // 8, n % 8, 0, 0)) for n in range(cells)])


_ONE = b'<row r="1"><c r="A1"><v>1</v></c></row>'
_ALL_MERGED = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
_TALL = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
_STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
_EMPTY_FIRST = (
    '<table:table-row><table:table-cell table:number-columns-repeated="1000000000"/>'
    '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)
_EMPTY_ROWS = '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell/></table:table-row>'
_FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

HOSTILE: dict[str, Callable[[], bytes]] = {
    "xlsx: 200 MB of blanks in 200 kB": lambda: _sheet(b" " * 200_000_000),
    "xlsx: the same, and its sizes lie": lambda: _lying(_sheet(b" " * 200_000_000)),
    "xlsx: 50 MB of blanks beside noise": lambda: _sheet(b"".join(b" " * 1000 + b"<!--%x-->" % (n * 2654435761) for n in range(48_000))),
    "xlsx: 50 MB of letters that begin a place": lambda: _sheet(b"".join(b" r" * 500 + b"<!--%x-->" % (n * 2654435761) for n in range(48_000))),
    "xlsx: a zip in a zip in a zip": lambda: zip_file({"xl/workbook.xml": zip_file({"xl/workbook.xml": zip_file({"a": bytes(90_000_000)})})}),
    "xlsx: 100,000 parts": lambda: _zip_of_many(100_000),
    "xlsx: a billion laughs in the sheet": lambda: _laughing(SHEET),
    "xlsx: a billion laughs in the texts": lambda: _laughing("xl/sharedStrings.xml"),
    "xlsx: a billion laughs in the book": lambda: _laughing("xl/workbook.xml"),
    "xlsx: an outside entity": lambda: _with({SHEET: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + parts_of(xlsx_seed(0))[SHEET]}),
    "xlsx: 1,048,576 empty rows": lambda: _sheet(_numbered(1_048_576, b'<row r="%(n)d"/>')),
    "xlsx: 1,048,576 rows of one blank cell": lambda: _sheet(_numbered(1_048_576, b'<row r="%(n)d"><c r="A%(n)d" s="0"/></row>')),
    "xlsx: 1,048,576 rows of one number": lambda: _sheet(_numbered(1_048_576, b'<row r="%(n)d"><c r="A%(n)d"><v>1</v></c></row>')),
    "xlsx: first and last row": lambda: _sheet(_TALL),
    "xlsx: first and last cell": lambda: _sheet(_FAR),
    "xlsx: 16,384 columns in 30 rows": lambda: _sheet(_numbered(30, b'<row r="%(n)d">' + b"<c><v>1</v></c>" * 16_384 + b"</row>")),
    "xlsx: 3,000,000 cells without a place": lambda: _sheet(b"<row>" + b"<c><v>1</v></c>" * 3_000_000 + b"</row>"),
    "xlsx: 2,000,000 rows without a place": lambda: _sheet(b"<row><c><v>1</v></c></row>" * 2_000_000),
    "xlsx: a dimension that lies": lambda: _sheet(_ONE, b'<dimension ref="A1:XFD1048576"/>'),
    "xlsx: a merged cell over everything": lambda: _sheet(_ONE, behind=_ALL_MERGED),
    "xlsx: 1,000,000 merged cells": lambda: _sheet(
        _ONE, behind=b"<mergeCells>" + _numbered(1_000_000, b'<mergeCell ref="A%(n)d:B%(n)d"/>') + b"</mergeCells>"
    ),
    "xlsx: a count of texts that lies": lambda: _with({"xl/sharedStrings.xml": _STRINGS.replace(b'"1"', b'"4294967295"') + b"<si><t>a</t></si></sst>"}),
    "xlsx: 3,000,000 texts nobody uses": lambda: _strings(b"<si><t>ab</t></si>" * 3_000_000, b'<row r="1"><c r="A1" t="s"><v>1</v></c></row>'),
    "xlsx: one text of 60 MB": lambda: _strings(b"<si><t>" + b"xyz " * 15_000_000 + b"</t></si>", b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
    "xlsx: one text of 1 MB in 100,000 cells": lambda: _shared(1_000_000, 100_000),
    "xlsx: one text of 30 kB in 100,000 cells": lambda: _shared(30_000, 100_000),
    "xlsx: one sheet named 5,000 times": lambda: _many_sheets(5_000),
    "xlsx: one sheet named 150 times": lambda: _many_sheets(150),
    "xlsx: a sheet called picture.png": _renamed,
    "xlsx: a workbook of two kinds": _two_kinds,
    "xlsx: 500,000 tags in one another": lambda: _sheet(b"<row>" * 500_000 + b"</row>" * 500_000),
    "xlsx: 1,000,000 styles": lambda: _with(
        {"xl/styles.xml": _STYLES + b'<xf numFmtId="14"/>' * 1_000_000 + b"</cellXfs></styleSheet>"}
    ),
    "xlsx: 1,000,000 attributes in one tag": lambda: _sheet(b"<row " + _numbered(1_000_000, b'a%(n)d="1" ') + b"/>"),
    "ods: rows repeated 10^9 times": lambda: _ods(_ods_row("x", rows="1000000000")),
    "ods: cells repeated 10^9 times": lambda: _ods(_ods_row("x", columns="1000000000")),
    "ods: cells repeated +10^9 times": lambda: _ods(_ods_row("x", columns="+1000000000")),
    "ods: cells repeated &#49;000000000 times": lambda: _ods(_ods_row("x", columns="&#49;000000000")),
    "ods: empty cells repeated before a value": lambda: _ods(_EMPTY_FIRST),
    "ods: empty rows repeated before a value": lambda: _ods(_EMPTY_ROWS + _ods_row("x")),
    "ods: a text of 20 kB repeated 100,000 times": lambda: _ods(_ods_row("x" * 20_000, rows="100000")),
    "ods: 20,000 tables": lambda: _ods(_ods_row("x", rows="1000"), tables=20_000),
    "ods: a billion laughs": lambda: zip_file(parts_of(ods_seed(0)) | {"content.xml": _LAUGHS + parts_of(ods_seed(0))["content.xml"]}),
    "ods: 1,000,000 rows": lambda: _ods(_ods_row("x") * 1_000_000),
    "xls: one text of 30 kB in 100,000 cells": lambda: _shared_in_old_book(30_000, 100_000),
    "xls: one sheet named 20,000 times": lambda: old_book([], [(0x0203, struct.pack("<HHHd", n, 0, 0, 1.0)) for n in range(30_000)], sheets=20_000),
    "xls: 1,000,000 numbers": lambda: old_book([], [(0x0203, struct.pack("<HHHd", n // 16, n % 16, 0, 1.0)) for n in range(1_000_000)]),
    "xls: first and last cell": lambda: old_book([], [(0x0203, struct.pack("<HHHd", n, n // 256, 0, 1.0)) for n in (0, 65_535)]),
    "xls: a dimension that lies": lambda: old_book(
        [], [(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFF0, 0, 0xFFFF, 0)), (0x0203, struct.pack("<HHHd", 0, 0, 0, 1.0))]
    ),
    "xls: a count of texts that lies": lambda: old_book([(0x00FC, struct.pack("<II", 1, 0x7FFFFFFF))], []),
    "csv: 1,000,000 columns": lambda: b"a;" * 1_000_000,
    "csv: 11 MB of line ends": lambda: b"\n" * 10_999_999 + b"a",
    "csv: 11 MB of quotation marks": lambda: b'"' * 11_000_000,
    "csv: a quotation mark never closed before 11 MB": lambda: b'"' + b"a;b\n" * 2_700_000,
    "csv: 11 MB of one letter": lambda: b"a" * 11_000_000,
    "csv: 11 MB of separators": lambda: b";" * 11_000_000,
    "csv: 11 MB of rows": lambda: b"a;1\n" * 2_700_000,
    "csv: 11 MB in UTF-16": lambda: ("á;1\n" * 1_300_000).encode("utf-16"),
    "csv: 11 MB of a strange code page": lambda: bytes(range(160, 256)) * 110_000,
    "csv: 11 MB of strange lines": lambda: ("Эналаприл;1;2\n" * 800_000).encode("cp1251"),
    "csv: 24 MB": lambda: b"a;1\n" * 6_000_000,
    "csv: NUL and letters": lambda: b"a\0;\0" * 2_700_000,
    "csv: a list and then NULs": lambda: TABLES[0].encode() + bytes(10_000_000),
}  # fmt: skip
