"""Files of every kind are read alike; hostile and broken ones are refused with one code, and nothing else ever comes out."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.intake.spreadsheets import MAX_BYTES, Sheet, clean, read_sheets, text_of

SHEET = "xl/worksheets/sheet1.xml"
KNOWN = {
    "file_missing", "file_empty", "file_unreadable", "file_too_large", "file_not_a_table", "file_locked", "file_damaged", "csv_quotes",
    "file_is_picture", "file_is_pdf", "file_is_xlsb",
}  # fmt: skip
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (["description", "lot", "expiry", "quantity"], ["Losartán", "007", date(2027, 6, 30), 30]):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(raw: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def ods(table: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    body = f'<office:body><office:spreadsheet><table:table table:name="Hoja">{table}</table:table></office:spreadsheet></office:body>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", "<?xml version='1.0'?><manifest/>")
        archive.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>')
    return out.getvalue()


def row(*cells: str, times: str = "") -> str:
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def said(text: str, times: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{times}><text:p>{text}</text:p></table:table-cell>'


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], tuple[Sheet, ...]]:
    def reading(raw: bytes) -> tuple[Sheet, ...]:
        path = tmp_path / "file"
        path.write_bytes(raw)
        return read_sheets(path)

    return reading


Read = Callable[[bytes], tuple[Sheet, ...]]


def refused(read: Read, raw: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read(raw)
    return caught.value.code


def test_numbers_texts_and_days_stay_apart_and_rows_keep_their_numbers(read: Read) -> None:
    (sheet,) = read(xlsx(["lot", "n", "day"], [], ["00512", 7.5, date(2027, 6, 30)]))
    assert [one.number for one in sheet.rows] == [1, 3]
    assert sheet.rows[1].cells == ("00512", Decimal("7.5"), date(2027, 6, 30))
    assert sheet.rows[1].cell(9) is None and sheet.rows[1].cell(-1) is None


def test_a_formula_is_read_as_the_value_it_had(read: Read) -> None:
    raw = changed(xlsx(["n"], [1]), SHEET, lambda xml: xml.replace(b"<v>1</v>", b"<f>1+41</f><v>42</v>"))
    assert read(raw)[0].rows[1].cells == (Decimal(42),)


def test_ods_with_its_endless_last_row(read: Read) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    (sheet,) = read(ods(row(said("lote")) + row(said("007")) + row(empty, times=' table:number-rows-repeated="1048574"')))
    assert [one.cells for one in sheet.rows] == [("lote",), ("007",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_of_any_encoding_and_separator(read: Read, encoding: str, separator: str) -> None:
    lines = [
        ["descripción", "lote", "fabricante"],
        ["Acetaminofén niños", "00512", "Peñón, C. A."],
        ["Ibuprofeno", "0 7", "Compañía Ñandú"],
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in line) for line in lines)
    (sheet,) = read(text.encode(encoding))
    assert [list(one.cells) for one in sheet.rows] == lines


def test_a_russian_csv_of_windows(read: Read) -> None:
    text = (
        "Наименование;Серия;Срок годности;Количество\nЭналаприл таб. 10 мг №20;А125;08.2027;40\nМетформин таблетки 500 мг;Б7;03.2028;60\n"
    )
    assert read(text.encode("cp1251"))[0].rows[1].cells[0] == "Эналаприл таб. 10 мг №20"


def test_blank_lines_and_the_line_of_the_separator_count_as_rows(read: Read) -> None:
    (sheet,) = read(b"sep=;\r\na;b\r\n\r\n1;2\r\n")
    assert [(one.number, one.cells) for one in sheet.rows] == [(2, ("a", "b")), (4, ("1", "2"))]


def test_a_quotation_mark_never_closed_is_said_and_swallows_nothing(read: Read) -> None:
    assert refused(read, b'a,b\n"1,2\n3,4\n') == "csv_quotes"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file_empty"),
        (b"\0\0 \r\n", "file_empty"),
        (b"%PDF-1.7 ...", "file_is_pdf"),
        (b"<html><table><tr><td>1", "file_not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "file_is_picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(50), "file_is_picture"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "file_is_picture"),
        (bytes(range(256)) * 20, "file_not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_not_a_table"),
        (b"PK\x03\x04" + bytes(60), "file_damaged"),
        (xlsx()[:2000], "file_damaged"),
        (changed(xlsx(), SHEET, lambda xml: xml[:300]), "file_damaged"),
        (changed(xlsx(), SHEET, lambda xml: xml.replace(b'r="D2"', b'r="XFD1048576"')), "file_too_large"),
        (
            changed(xlsx(), SHEET, lambda xml: xml.replace(b'<row r="2"', b"<row r='1048576'").replace(b'r="D2"', b'r="XFD2"')),
            "file_too_large",
        ),
        (changed(xlsx(), SHEET, lambda xml: xml.replace(b"</worksheet>", b" " * 3_000_000 + b"</worksheet>")), "file_too_large"),
        (changed(xlsx(), SHEET, lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)), "file_damaged"),
        (changed(xlsx(), SHEET, lambda xml: xml.decode().encode("utf-16")), "file_damaged"),
        (ods(row(said("x"), times=' table:number-rows-repeated="900000000"')), "file_too_large"),
        (ods(row(said("x", ' table:number-columns-repeated="16384"'), times=' table:number-rows-repeated="1000"')), "file_too_large"),
    ],
)
def test_what_is_no_table_or_hostile_is_refused(read: Read, raw: bytes, code: str) -> None:
    assert refused(read, raw) == code


def test_missing_files_folders_sheets_and_giants(tmp_path: Path) -> None:
    def code(path: Path | str, only: str | None = None) -> str:
        with pytest.raises(Refusal) as caught:
            read_sheets(path, only)
        return caught.value.code

    assert code(tmp_path / "none.csv") == "file_missing"
    assert code("bad\0name") == "file_unreadable"
    assert code(tmp_path) == "file_not_a_table"
    giant = tmp_path / "giant.csv"
    with giant.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert code(giant) == "file_too_large"
    book = tmp_path / "book.xlsx"
    book.write_bytes(xlsx())
    assert code(book, "Hoja 9") == "sheet_missing"


def test_a_book_with_a_password_says_so(read: Read) -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    assert refused(read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name) == "file_locked"


def test_old_workbooks_of_another_office(shared: Path) -> None:
    sheets = read_sheets(shared / "openboxes-stock-lists" / "zl_inventory_dev_sheets.xls")
    assert [sheet.name for sheet in sheets][:3] == ["Sheet1", "SALLE 1", "SALLE 2"]
    assert isinstance(sheets[2].rows[-1].number, int)
    (only,) = read_sheets(shared / "openboxes-stock-lists" / "zl_inventory_dev_sheets.xls", "SALLE 2")
    assert only == sheets[2]


def damage(raw: bytes, seed: int) -> bytes:
    """Bytes changed, cut, doubled: what a bad stick or a bad person does."""
    chance = random.Random(seed)
    data = bytearray(raw)
    for _ in range(chance.randrange(1, 30)):
        place = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                del data[place : place + chance.randrange(1, 9)]
            case 1:
                data[place:place] = data[place : place + 30]
            case _:
                data[place] = chance.randrange(256)
    return bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)] if chance.random() < 0.1 else data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_old_workbook_is_read_or_refused(shared: Path, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(damage((shared / "openboxes-stock-lists" / "inventory2.xls").read_bytes(), seed))
    only_refusals(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), part=st.sampled_from([None, SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]))
def test_a_damaged_new_workbook_is_read_or_refused(tmp_path: Path, seed: int, part: str | None) -> None:
    path = tmp_path / "x.xlsx"
    raw = xlsx()
    path.write_bytes(damage(raw, seed) if part is None else changed(raw, part, lambda xml: damage(xml, seed)))
    only_refusals(path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(raw)
    only_refusals(path)


def only_refusals(path: Path) -> None:
    try:
        sheets = read_sheets(path)
    except PharmacyError as error:
        assert error.code in KNOWN
    else:
        assert any(sheet.rows for sheet in sheets)


@given(st.text(max_size=60))
def test_cleaned_text_shows_everything_it_holds(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == clean(cleaned) == cleaned.strip()
    assert not any(c in cleaned for c in "\0\n\t\u202e\u200b\ufeff")


def test_cells_as_text() -> None:
    assert [text_of(cell) for cell in (Decimal("7516.0"), Decimal("2.50"), None, date(2013, 11, 15), " a\u00a0 b ")] == [
        "7516", "2.50", "", "2013-11-15", "a b",
    ]  # fmt: skip
