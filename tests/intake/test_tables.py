"""What columns mean, by name, by content or as told; packs and units; grouped headings, several tables, hidden sheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.amounts import Amount, amount
from pharmacy_app.intake.stock_lists import StockList, read_stock_list, read_tables
from pharmacy_app.intake.tables import Layout

TODAY = date(2026, 11, 23)
Cells = list[list[object]]


def written(tmp_path: Path, cells: Cells, hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    for row in cells:
        book.worksheets[0].append(row)
    if hidden:
        other = book.create_sheet("Otra")
        other.append(["producto", "lote", "vence", "cantidad"])
        other.append(["Losartan 50 mg", "H1", "08/2028", 5])
        other.sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def knows(text: str) -> bool:
    return text.casefold().startswith(("enalapril", "losartan", "metformin"))


def read(tmp_path: Path, cells: Cells, **more: object) -> StockList:
    return read_stock_list(written(tmp_path, cells), (), TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            ["Denominazione", "Lotto", "Scadenza", "N. scatole", "Pezzi per confezione"],
            [["ENALAPRIL 20 CPR 10MG", "00512", "08/2028", 12, 20]],
        ),
        (["Наименование", "Серия", "Годен до", "Кол-во упаковок", "Фасовка"], [["Эналаприл таб. 10 мг", "00512", "08/2028", "12", "20"]]),
        (
            ["Producto", "Lote", "Vencimiento", "Cajas", "Unidades por caja"],
            [["Enalapril 10 mg", "00512", "08/2028", "12 cajas", "20 comp"]],
        ),
    ],
)
def test_packs_times_their_size_are_units(tmp_path: Path, head: list[object], rows: Cells) -> None:
    (row,) = read(tmp_path, [["Letterhead"], [], head, *rows]).rows
    assert (row.packs, row.pack_size, row.quantity, row.lot) == (12, 20, 240, "00512")
    assert row.status == "new" or row.reason == "expiry_russian_unset"


def test_a_size_that_nobody_says_is_never_guessed_and_what_else_is_wrong_stays(tmp_path: Path) -> None:
    head: list[object] = ["producto", "lote", "vence", "cajas"]
    plain, doubtful = read(tmp_path, [head, ["Enalapril", "A", "08/2028", 12], ["Enalapril", "", "08/2028", 3]]).rows
    assert (plain.status, plain.reason, plain.quantity, plain.packs) == ("refused", "packs_without_size", None, 12)
    assert (plain.with_size(30).quantity, plain.with_size(30).status) == (360, "new")
    assert (doubtful.with_size(30).status, doubtful.with_size(30).reason) == ("doubtful", "lot_missing")


def test_units_and_packs_that_disagree_are_said(tmp_path: Path) -> None:
    head: list[object] = ["producto", "lote", "vence", "cantidad", "cajas", "unidades por caja"]
    good, bad = read(tmp_path, [head, ["A", "1", "08/2028", 60, 2, 30], ["B", "2", "08/2028", 2, 2, 30]]).rows
    assert (good.status, good.quantity) == ("new", 60)
    assert (bad.status, bad.reason, bad.quantity) == ("doubtful", "quantity_disagrees", 2)


@pytest.mark.parametrize(
    ("cell", "units", "packs"),
    [
        ("30 tab", 30, None), ("1.000 comp", 1000, None), ("2 x 30", 60, None), ("12 х 10 таб", 120, None), ("2 cajas de 30 + 10", 70, None),
        ("10 cajas", None, 10), ("10 уп.", None, 10), ("3 frascos", None, None), ("30 mg", None, None), ("1 000,0", 1000, None), ("-3 tab", None, None),
    ],
)  # fmt: skip
def test_words_beside_a_number(cell: str, units: int | None, packs: int | None) -> None:
    found = amount(cell, 10_000_000)
    assert (found.units, found.packs) == (units, packs)
    assert bool(found.wrong) == (units is None and packs is None)
    assert amount(None, 5) == Amount(wrong="missing")


def test_contents_speak_where_names_are_silent_or_lie_and_only_when_asked(tmp_path: Path) -> None:
    head: list[object] = ["x", "vencimiento", "y", "z"]
    cells = [head, *[["Enalapril 10 mg", f"LT-{n}", f"{n + 1:02d}/2028", 40 - n * 3 % 17] for n in range(9)]]
    found = read(tmp_path, cells, knows=knows)
    assert found.tables[0].table.meanings == ("description", "lot", "expiry", "quantity")
    assert found.tables[0].table.how == ("content",) * 4
    assert {row.status for row in found.rows} == {"new"} and found.rows[0].lot == "LT-0"
    with pytest.raises(Refusal) as caught:
        read(tmp_path, cells)
    assert caught.value.code == "not_a_stock_list" and caught.value.data["recognised"] == "expiry"


def test_a_list_without_names_is_proposed_by_its_contents(tmp_path: Path) -> None:
    cells: Cells = [["Losartan 50 mg", f"LT-{n}", date(2028, 1 + n, 1), 90 - n * 7 % 31] for n in range(8)]
    found = read(tmp_path, cells, knows=knows)
    assert len(found.rows) == 8 and found.rows[0].quantity == 90 and found.tables[0].table.row == 0


def test_what_was_told_of_columns_counts_before_everything(tmp_path: Path) -> None:
    cells: Cells = [["a", "b", "c", "d"], ["Enalapril", "L1", "03/04/2028", "7"]]
    path = written(tmp_path, cells)
    (table,) = read_tables(path)
    assert table.table.lacking == ("description", "quantity", "expiry") and table.samples[0] == ("Enalapril", "L1", "03/04/2028", "7")
    told = {table.table.key: Layout(("description", "lot", "expiry", "quantity"), "dmy")}
    (row,) = read_stock_list(path, (), TODAY, told=told).rows
    assert (row.description, row.lot, row.expiry, row.quantity, row.status) == ("Enalapril", "L1", date(2028, 4, 3), 7, "new")


def test_a_heading_over_two_columns_and_a_second_table_below(tmp_path: Path) -> None:
    cells: Cells = [
        ["Producto", "Lote", None, "Cantidad", None],
        [None, "N°", "Vence", "Cajas", "Unidades"],
        ["Enalapril", "A1", "08/2028", 2, 60],
        ["Total", None, None, 2, 60],
        [],
        ["Lote", "Producto", "Vencimiento", "Cantidad"],
        ["B2", "Losartan", "09/2028", 30],
    ]
    found = read(tmp_path, cells)
    assert [(row.description, row.lot, row.quantity) for row in found.rows] == [("Enalapril", "A1", 60), ("Losartan", "B2", 30)]
    assert [line.reason for line in found.left_out] == ["subtotal"]


def test_a_hidden_sheet_is_read_and_named(tmp_path: Path) -> None:
    path = written(tmp_path, [["producto", "lote", "vence", "cantidad"], ["Enalapril 10 mg", "A", "08/2028", 10]], hidden=True)
    found = read_stock_list(path, (), TODAY)
    assert found.hidden == ("Otra",) and [row.lot for row in found.rows] == ["A", "H1"]
