"""What people wrote never becomes a formula in the sheets that we write: every writer, read back as a spreadsheet program would."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.spreadsheets import clean, read_sheets, text_of
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import language

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1", "x;=1+1", "x,=1+1", "x\t=1+1", 'x";"=1+1',
    "=HYPERLINK(\"http://x\")", "a\x0b=1", "\x01=1",
)  # fmt: skip
TEXTS = st.sampled_from(FORMULAS) | st.text(max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.integers(-5, 10**6)), min_size=1, max_size=5))
def test_a_workbook_holds_texts_and_numbers_only(tmp_path: Path, rows: list[tuple[str, str, int]]) -> None:
    path = tmp_path / "x.xlsx"
    write_sheet(path, language("es"), "Hoja", [("=uno", 10), ("dos", 10), ("tres", 10)], rows)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and sheet.cell(1, 1).value == "=uno"
    for cell in cells:
        if isinstance(cell.value, str) and cell.value.lstrip()[:1] in tuple("=+-@"):
            assert cell.quotePrefix  # it stays text when somebody edits it
    (read,) = read_sheets(path)
    for line, row in zip(rows, [one for one in read.rows if one.number > 1], strict=True):
        assert [clean(text) for text in line[:2]] == [text_of(row.cell(0)), text_of(row.cell(1))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), code=st.sampled_from(["es", "en"]), separator=st.sampled_from(";,\t"))
def test_a_text_file_holds_no_formula_under_any_separator(tmp_path: Path, texts: list[str], code: str, separator: str) -> None:
    path = tmp_path / "x.csv"
    write_sheet(path, language(code), "Hoja", [("uno", 10)], [(text,) for text in texts])
    with path.open(encoding="utf-8-sig", errors="surrogatepass", newline="") as file:
        for row in csv.reader(file, delimiter=separator):
            assert not any(cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_macros_and_formulas_of_others_are_read_as_values(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    write_sheet(path, language("es"), "Hoja", [("uno", 10), ("dos", 10)], [("=1+1", 5)])
    assert text_of(read_sheets(path)[0].rows[1].cell(0)).lstrip("'") == "=1+1"


def test_nobody_else_writes_spreadsheets(root: Path) -> None:
    """Where openpyxl's cells or csv's writer are used, the text goes through `safe_cell` and `safe_text`."""
    users = {}
    for path in sorted((root / "pharmacy_app").rglob("*.py")):
        words = path.read_text(encoding="utf-8")
        if "csv.writer(" in words or "Workbook(" in words:
            users[path.name] = words
            tree = ast.parse(words)
            writers = [
                n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "writer"
            ]
            assert all(any(k.arg == "quoting" for k in call.keywords) for call in writers), path.name
            assert "safe_text" in words or "safe_cell" in words, path.name
            assert ".append(" not in words.split("Workbook(")[-1] or "sheet.append(" not in words, path.name
    assert set(users) == {"sheet_writing.py", "templates.py"}


def test_a_list_of_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="suffix_unknown"):
        write_sheet(tmp_path / "x.xls", language("es"), "Hoja", [], [])
