"""Donors' lists: the real inventory batch by batch, odd lists, and rows that must never drop in silence."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.spreadsheets import read_sheets
from pharmacy_app.intake.stock_lists import StockList, read_stock_list

SHEETS = ("SALLE 1", "SALLE 2", "SALLE 5", "1ERE SALLE EN BAS", "Expiration proche et perimes")
ReadCsv = Callable[..., StockList]


@pytest.fixture
def read_csv(tmp_path: Path) -> ReadCsv:
    def reading(text: str, **options: date) -> StockList:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return read_stock_list(path, **options)

    return reading


@pytest.mark.parametrize("asked", [SHEETS, ()])
def test_the_real_inventory_gives_exactly_its_batches(shared: Path, asked: tuple[str, ...]) -> None:
    folder = shared / "openboxes-stock-lists"
    found = read_stock_list(folder / "zl_inventory_dev_sheets.xls", asked)
    with (folder / "zl_inventory_dev_expected.csv").open(encoding="utf-8") as file:
        expected = [
            (
                r["sheet"],
                int(r["excel_row"]),
                r["code"],
                r["description"],
                r["lot"],
                r["expiry_iso"],
                int(r["quantity"]),
                r["manufacturer"].strip(),
            )
            for r in csv.DictReader(file)
        ]
    assert len(expected) == 212
    assert [
        (r.sheet, r.row, r.code, r.description, r.lot, r.expiry.isoformat() if r.expiry else "", r.quantity, r.manufacturer)
        for r in found.rows
    ] == expected
    doubts = Counter((row.status, row.reason) for row in found.rows)
    assert doubts == {("new", ""): 203, ("doubtful", "expiry_missing"): 8, ("doubtful", "date_cell_among_text"): 1}
    (wrong,) = [row for row in found.rows if row.expiry_doubtful]
    assert (wrong.sheet, wrong.row, wrong.expiry) == ("SALLE 2", 34, date(2013, 11, 15))
    assert Counter(line.reason for line in found.left_out)["subtotal"] == 45
    assert found.copies == (() if asked else (("Sheet1", "SALLE 1"),))
    assert not found.ask_dates


def test_every_row_with_a_number_is_a_batch_or_left_out_with_a_reason(shared: Path) -> None:
    path = shared / "openboxes-stock-lists" / "zl_inventory_dev_sheets.xls"
    found = read_stock_list(path, SHEETS)
    seen = {(row.sheet, row.row) for row in found.rows} | {(line.sheet, line.row) for line in found.left_out}
    for sheet in read_sheets(path):
        below = [row for row in sheet.rows if row.number > 9]
        assert sheet.name not in SHEETS or {(sheet.name, row.number) for row in below} <= seen


def test_other_lists_of_that_warehouse(shared: Path) -> None:
    folder = shared / "openboxes-stock-lists"
    warehouse = read_stock_list(folder / "mainWarehouseInventory.csv")
    assert len(warehouse.rows) == 57
    assert Counter(row.reason for row in warehouse.rows) == {"expiry_missing": 35, "": 13, "quantity_zero": 9}
    first = warehouse.rows[0]
    assert (first.code, first.lot, first.expiry, first.quantity) == ("QX039", "37627", date(2025, 1, 31), 100_000)
    small = read_stock_list(folder / "inventory2.xls")
    assert len(small.rows) == 18 and small.rows[0].code == "00001" and {row.status for row in small.rows} == {"new"}
    assert len(read_stock_list(folder / "inventory_template.xls").rows) == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("openboxes-stock-lists/completedPackingList.xls", "not_a_stock_list"),
        ("openboxes-stock-lists/WHO_products.csv", "not_a_stock_list"),
        ("openboxes-stock-lists/excel-file-importer-spec.xls", "not_a_stock_list"),
        ("synthea-sample/patients.csv", "not_a_stock_list"),
        ("synthea-sample/medications.csv", "not_a_stock_list"),
        ("expiry-formats/expiry_formats.csv", "not_a_stock_list"),
    ],
)
def test_what_is_no_stock_list_is_refused_saying_what_is_missing(shared: Path, name: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_stock_list(shared / name)
    assert caught.value.code == code or name.endswith("completedPackingList.xls")
    assert caught.value.code == "list_without_rows" or caught.value.data["missing"]


@pytest.mark.parametrize(
    "header",
    [
        "descripción;lote;vencimiento;cantidad;fabricante",
        "Product name;Batch no.;Expiry date;Qty;Manufacturer",
        "Denominazione;Lotto;Scadenza;Q.tà;Produttore",
        "DESIGNATIONS ET DOSAGE /DESCRIPTION PRODUIT;NUMERO DE LOT;EXPIRATION;STOCK PHYSIQUE;FABRICANT",
        "Наименование;Серия;Срок годности;Количество;Производитель",
    ],
)
def test_headers_of_five_languages_under_a_letterhead(read_csv: ReadCsv, header: str) -> None:
    found = read_csv(f"Colectivo de salud;;;;\nTel. 555;;;;\n\n{header}\nEnalapril 10 mg;0012;08/2027;1.200;X\n;;;1.200;\n")
    (row,) = found.rows
    assert (row.row, row.lot, row.expiry, row.quantity, row.manufacturer, row.status) == (5, "0012", date(2027, 8, 31), 1200, "X", "new")
    assert [(line.row, line.reason) for line in found.left_out] == [(6, "subtotal")]


@pytest.mark.parametrize(
    ("cells", "status", "reason"),
    [
        ("A;L;08/2027;10", "new", ""),
        ("A;L;08/2027;-3", "refused", "quantity_negative"),
        ("A;L;08/2027;2,5", "refused", "quantity_fractional"),
        ("A;L;08/2027;10000001", "refused", "quantity_too_large"),
        ("A;L;08/2027;99999999999999999999", "refused", "quantity_too_large"),
        ("A;L;08/2027;muchas", "refused", "quantity_not_a_number"),
        ("A;L;08/2027;", "refused", "quantity_missing"),
        ("A;L;08/2027;0", "refused", "quantity_zero"),
        ("A;L;1900-01-01;10", "refused", "expiry_implausible"),
        ("A;L;08/2020;10", "doubtful", "expiry_past"),
        ("A;L;08/2060;10", "doubtful", "expiry_far"),
        ("A;L;;10", "doubtful", "expiry_missing"),
        ("A;L;jamás;10", "doubtful", "expiry_never"),
        ("A;L;pronto;10", "doubtful", "expiry_unreadable"),
        ("A;;08/2027;10", "doubtful", "lot_missing"),
        ("A;1,2E+15;08/2027;10", "doubtful", "lot_damaged"),
        (f"{'x' * 600};L;08/2027;10", "refused", "text_too_long"),
    ],
)
def test_each_row_has_its_status_and_reason(read_csv: ReadCsv, cells: str, status: str, reason: str) -> None:
    (row,) = read_csv(f"descripción;lote;vencimiento;cantidad\n{cells}\n", today=date(2026, 11, 23)).rows
    assert (row.status, row.reason) == (status, reason)
    assert (row.quantity is None) == reason.startswith("quantity")


def test_our_form_in_either_language_and_a_name_on_the_row_above(read_csv: ReadCsv) -> None:
    found = read_csv(
        "description,inn,strength,form,brand,lot,expiry,quantity,pack_size,gtin,shelf\n"
        ",losartan,50 mg,tablet,,000.7,AGO 27,60,30,7801234567890,B2\n"
        "=HYPERLINK(1),,,,,5135741.0,08/2027,30,,,\n"
        ",,,,,9,09/2027,30,,,\n"
        "TOTAL,,,,,,,120,,,\n"
        "description,inn,strength,form,brand,lot,expiry,quantity,pack_size,gtin,shelf\n"
    )
    first, second, third = found.rows
    assert (first.inn, first.strength, first.lot, first.pack_size, first.quantity, first.gtin) == (
        "losartan", "50 mg", "000.7", 30, 60, "7801234567890",
    )  # fmt: skip
    assert (second.description, second.lot) == ("=HYPERLINK(1)", "5135741")
    assert (third.description, third.reason) == ("=HYPERLINK(1)", "description_from_above")
    assert [line.reason for line in found.left_out] == ["subtotal", "header_again"]


def test_lots_that_a_spreadsheet_turned_into_numbers_or_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (["producto", "lote", "vence", "cantidad"], ["A", 7516.0, "08/2027", 10], ["B", date(2026, 10, 12), "09/2027", 10]):
        book.worksheets[0].append(cells)
    book.save(tmp_path / "x.xlsx")
    first, second = read_stock_list(tmp_path / "x.xlsx").rows
    assert (first.lot, first.status, second.reason) == ("7516", "new", "lot_damaged")


def test_an_ambiguous_column_is_asked_and_answered(read_csv: ReadCsv, tmp_path: Path) -> None:
    found = read_csv("descripción;lote;vencimiento;cantidad\nA;L;05/11/2027;10\nB;M;03/04/2028;10\n")
    assert found.ask_dates == ("",) and {row.reason for row in found.rows} == {"date_order"}
    answered = read_stock_list(tmp_path / "list.csv", date_style="dmy")
    assert not answered.ask_dates and answered.rows[0].expiry == date(2027, 11, 5) and answered.rows[0].status == "new"


def test_a_sheet_asked_for_must_be_there_and_be_a_list(shared: Path) -> None:
    path = shared / "openboxes-stock-lists" / "inventory_template.xls"
    for sheet, code in (("Nope", "sheet_missing"), ("Instructions", "list_without_rows")):
        with pytest.raises(Refusal) as caught:
            read_stock_list(path, (sheet,))
        assert caught.value.code in (code, "not_a_stock_list")


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ["10", "-1", "2,5", "08/2027", "15-11", "total", "Losartán", "1e9", "=1+1", "", " ", "x" * 501]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=12))
def test_no_row_drops_in_silence_and_no_accepted_row_breaks_the_rules(tmp_path: Path, cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["descripción", "lote", "vencimiento", "cantidad"], *cells])
    path = tmp_path / "x.csv"
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    try:
        found = read_stock_list(path, today=date(2026, 11, 23))
    except Refusal as refusal:
        assert refusal.code in ("list_without_rows", "file_not_a_table")
        return
    numbers = sorted([row.row for row in found.rows] + [line.row for line in found.left_out])
    assert numbers == [row.number for row in read_sheets(path)[0].rows[1:]]
    for row in found.rows:
        assert (row.status == "new") == (row.reason == "")
        if row.status != "refused":
            assert row.description and row.quantity is not None and 0 < row.quantity <= 10_000_000
            assert row.expiry is None or row.expiry.year >= 2000
        if row.status == "new":
            assert row.lot and row.expiry and row.expiry >= date(2026, 11, 23) and not row.expiry_doubtful
