"""What the fuzzer holds the readers to: a refusal or a whole answer; every line that was there is a row, or left out with a reason."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from benchmarks import fuzz_cases as cases
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake import catalogue
from pharmacy_app.intake.census_forms import read_census
from pharmacy_app.intake.dates import ORDERS
from pharmacy_app.intake.expiry import RUSSIAN_RULES, read_column
from pharmacy_app.intake.names import Identifier, known
from pharmacy_app.intake.pack_codes import read_pack_code
from pharmacy_app.intake.prescription_forms import read_prescriptions
from pharmacy_app.intake.spreadsheets import Sheet, read_sheets
from pharmacy_app.intake.stock_lists import read_stock_list
from pharmacy_app.system import paths

TODAY = date(2026, 11, 23)
KINDS = ("codes", "csv", "xlsx", "ods", "xls")

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,5})")


class Broken(AssertionError):
    """A promise was not kept; its words say which."""


def held(condition: bool, said: str) -> None:
    """Raises `Broken`."""
    if not condition:
        raise Broken(said)


def check(kind: str, seed: int, number: int, path: Path, old_workbook: bytes) -> str:
    """Makes this case and hands it to the readers: `read`, `nothing` (no code, no date) or the refusal's code. Raises `Broken`, and bugs."""
    dice = cases.chance(kind, seed, number)
    if kind == "codes":
        return _code(dice)
    made = {"csv": cases.csv_case, "xlsx": cases.xlsx_case, "ods": cases.ods_case}
    raw = cases.xls_case(dice, old_workbook) if kind == "xls" else made[kind](dice)
    path.write_bytes(raw)
    try:
        sheets = read_sheets(path)
    except Refusal as refusal:
        return refusal.code
    if kind == "csv":
        no_line_lost(raw, sheets)
    elif kind == "xlsx":
        _no_cell_lost(raw, sheets)
    _READERS[dice.randrange(len(_READERS))](path, sheets)
    return "read"


def _code(dice: random.Random) -> str:
    """A pack's code, a printed date or a name."""
    what = dice.random()
    if what < 0.6:
        code = read_pack_code(cases.text_case(dice, cases.CODES))
        if code is None:
            return "nothing"
        held(not code.gtin or (len(code.gtin) == 14 and code.gtin.isascii() and code.gtin.isdigit()), "a code that is none")
        return "read"
    if what < 0.92:
        cells = [cases.text_case(dice, cases.EXPIRIES) for _ in range(dice.choice((1, 1, 1, 3)))]
        russian, style = dice.choice(("", *RUSSIAN_RULES)), dice.choice((None, None, *ORDERS))
        readings = read_column(cells, TODAY, style, russian).readings
        held(len(readings) == len(cells), "a date dropped")
        held(all((one.day is None) <= bool(one.reason) for one in readings), "no date and no reason")
        return "read" if any(one.day for one in readings) else "nothing"
    found = _identifier().identify(cases.text_case(dice, cases.NAMES))
    held(found.accepted is None or bool(found.candidates), "accepted without a candidate")
    return "read" if found.candidates else "nothing"


@lru_cache(maxsize=1)
def _identifier() -> Identifier:
    return Identifier([known(number, entry) for number, entry in enumerate(catalogue.load(paths.resources() / "catalogue"), 1)])


def no_line_lost(raw: bytes, sheets: Iterable[Sheet]) -> None:
    """Without quotation marks a line is a row: counted here by other means than the reader's."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if '"' in text or "\0" in text or text.startswith("sep="):
        return
    lines = re.split("\r\n|\r|\n", text)
    said = {number for number, line in enumerate(lines, 1) if line.strip(" \t;,|\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029")}
    read = {row.number for sheet in sheets for row in sheet.rows}
    held({number for number in said if lines[number - 1].strip(";,|").strip()} <= read, "a line dropped in silence")


def _no_cell_lost(raw: bytes, sheets: tuple[Sheet, ...]) -> None:
    """Where the first sheet's XML is sound, every number and every text written into it is among the cells read."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sound = cases.parts_of(cases.xlsx_seed(0))
    if any(
        parts.get(name) != sound[name] for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels")
    ):
        return
    try:
        root = ElementTree.fromstring(parts.get("xl/worksheets/sheet1.xml", b""))
    except (ElementTree.ParseError, ValueError, LookupError):
        return
    rows = {row.number: row for row in sheets[0].rows}
    for cell in root.iterfind(f"{_MAIN}sheetData/{_MAIN}row/{_MAIN}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        value = cell.findtext(f"{_MAIN}v") or ""
        if place and cell.get("t", "n") == "n" and re.fullmatch(r"[1-9][0-9]{0,4}", value):
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - 64
            row = rows.get(int(place[2]))
            held(row is not None and row.cell(column - 1) is not None, f"cell {place[0]} dropped in silence")


def _stock_list(path: Path, sheets: tuple[Sheet, ...]) -> None:
    try:
        read = read_stock_list(path, today=TODAY)
    except Refusal:
        return
    names = Counter(sheet.name for sheet in sheets)
    copies = {name for name, _ in read.copies}
    told = Counter([(row.sheet, row.row) for row in read.rows] + [(line.sheet, line.row) for line in read.left_out])
    held(all(count == 1 for (_, row), count in told.items() if row), "a row told twice")
    for table in (one.table for one in read.tables):
        rows = next(sheet.rows for sheet in sheets if sheet.name == table.sheet)[table.first : table.end]
        if names[table.sheet] == 1 and table.sheet not in copies and not table.lacking:
            held(all((table.sheet, row.number) in told for row in rows), "a row dropped in silence")


def _census(path: Path, sheets: tuple[Sheet, ...]) -> None:
    try:
        read = read_census(path, "Consejo", TODAY)
    except Refusal:
        return
    _one_sheet_covered(sheets, [row.row for row in read.rows])


def _prescriptions(path: Path, sheets: tuple[Sheet, ...]) -> None:
    try:
        read = read_prescriptions(path, TODAY)
    except Refusal:
        return
    _one_sheet_covered(sheets, [row.row for row in read.rows] + [line.row for line in read.left_out])


def _one_sheet_covered(sheets: Iterable[Sheet], told: list[int]) -> None:
    """The rows are those of one sheet, from the first told on."""
    held(max(Counter(told).values()) == 1, "a row told twice")
    first = min(told)
    held(any({row.number for row in sheet.rows if row.number >= first} == set(told) for sheet in sheets), "a row dropped in silence")


_READERS: tuple[Callable[[Path, tuple[Sheet, ...]], None], ...] = (_stock_list, _stock_list, _census, _prescriptions)
