"""A few seconds of the fuzzer at every run, and the files made to hurt; `python -m benchmarks.fuzz -n N` goes on for as long as one likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz_cases import TABLES, xlsx_seed
from benchmarks.fuzz_checks import Broken, check, held, no_line_lost
from benchmarks.fuzz_hostile import HOSTILE, old_book
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.spreadsheets import Row, Sheet, read_sheets

HARD = (  # what ended the whole program, took gigabytes or minutes before it was refused
    "xlsx: a zip in a zip in a zip",
    "xlsx: a billion laughs in the sheet",
    "xlsx: a billion laughs in the texts",
    "xlsx: an outside entity",
    "xlsx: first and last cell",
    "xlsx: a count of texts that lies",
    "xlsx: one text of 30 kB in 100,000 cells",
    "xlsx: one sheet named 5,000 times",
    "xlsx: one sheet named 150 times",
    "xlsx: a sheet called picture.png",
    "xlsx: a workbook of two kinds",
    "ods: rows repeated 10^9 times",
    "ods: cells repeated +10^9 times",
    "ods: cells repeated &#49;000000000 times",
    "ods: a text of 20 kB repeated 100,000 times",
    "ods: 20,000 tables",
    "ods: a billion laughs",
    "xls: one text of 30 kB in 100,000 cells",
    "xls: one sheet named 20,000 times",
    "xls: a dimension that lies",
    "xls: a count of texts that lies",
    "csv: 1,000,000 columns",
)


@pytest.mark.parametrize(("kind", "cases"), [("codes", 1_000), ("csv", 300), ("xlsx", 100), ("ods", 100)])
def test_damaged_codes_and_files_are_read_or_refused_and_nothing_is_dropped(kind: str, cases: int, tmp_path: Path) -> None:
    outcomes = {check(kind, 7, number, tmp_path / "case", b"") for number in range(cases)}
    assert "read" in outcomes and len(outcomes) > 1


def test_damaged_old_workbooks(shared: Path, tmp_path: Path) -> None:
    seed = (shared / "openboxes-stock-lists" / "inventory2.xls").read_bytes()
    assert len({check("xls", 7, number, tmp_path / "case", seed) for number in range(40)}) > 1


@pytest.mark.parametrize("name", HARD)
def test_files_made_to_hurt_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case"
    path.write_bytes(HOSTILE[name]())
    with pytest.raises(Refusal) as caught:
        read_sheets(path)
    assert caught.value.code in ("file_too_large", "file_damaged")


def test_the_sound_files_that_the_hostile_ones_are_made_from_are_read(tmp_path: Path) -> None:
    path = tmp_path / "case"
    path.write_bytes(xlsx_seed(0))
    assert read_sheets(path)[0].rows[1].cells[:2] == ("Losartán 50 mg", "L123")
    number = (1).to_bytes(2, "little") + bytes(4) + b"\0\0\0\0\0\0E@"
    path.write_bytes(old_book([], [(0x0203, number)]))
    assert [row.number for row in read_sheets(path)[0].rows] == [2]


def test_the_checks_themselves_see_a_dropped_line() -> None:
    raw = TABLES[3].encode()
    whole = [Row(number, ("x",)) for number in range(1, 4)]
    no_line_lost(raw, [Sheet("", tuple(whole))])
    with pytest.raises(Broken, match="dropped"):
        no_line_lost(raw, [Sheet("", tuple(whole[:2]))])
    with pytest.raises(Broken, match="said"):
        held(False, "said")


@pytest.mark.parametrize("number", [124516, 285730, 322686, 330898, 599639, 669982])
def test_digits_of_other_scripts_are_no_code(number: int, tmp_path: Path) -> None:
    """Found by the fuzzer: an Arabic digit took the place of a checked one."""
    assert check("codes", 100, number, tmp_path / "case", b"") == "nothing"
