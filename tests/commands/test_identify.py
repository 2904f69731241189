"""`pharmacy-app identify`: a text or a file, one JSON object a line, with and without a pharmacy."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from pharmacy_app import cli
from tests.support.commands import Pharmacy

LABELS = ("ENALAPRIL DOC 20 CPR 10MG", "Lozap, 50 мг; таблетки", "", "Корвалол капли")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, object]], str]:
    done = cli.main(words)
    out, err = capsys.readouterr()
    return done, [json.loads(line) for line in out.splitlines()], err


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a pharmacy."""
    monkeypatch.setenv("PHARMACY_APP_DATA", str(tmp_path / "nothing"))
    return tmp_path


def test_without_a_pharmacy_the_shipped_catalogue_answers_and_nothing_is_made(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done, found, err = run(capsys, "identify", LABELS[0])
    assert (done, err) == (0, "")
    assert [one["accepted"] for one in found] == [True]
    assert not (nowhere / "nothing").exists()


def test_with_a_pharmacy_and_with_json_it_is_the_same_line(pharmacy: Pharmacy, capsys: pytest.CaptureFixture[str]) -> None:
    done, found, _ = run(capsys, "--data", str(pharmacy.folder), "identify", LABELS[0], "--json")
    assert done == 0 and len(found) == 1 and found[0]["text"] == LABELS[0]


def test_each_line_of_a_text_file_is_a_label(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = nowhere / "list.txt"
    path.write_text("\n".join(LABELS), encoding="cp1251")
    done, found, _ = run(capsys, "identify", "--file", str(path))
    assert (done, [one["text"] for one in found]) == (0, [LABELS[0], LABELS[1], LABELS[3]])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_column_is_found_by_its_name_under_a_letterhead(nowhere: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    path = nowhere / f"list.{kind}"
    rows = [
        ["Amici di Caracas", "", ""],
        ["N.", "Descrizióne", "Confezione"],
        *([str(n), label, "20 CPR"] for n, label in enumerate(LABELS)),
    ]
    if kind == "csv":
        path.write_text("\n".join('"' + '";"'.join(row) + '"' for row in rows), encoding="utf-16")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
        book.save(path)
    done, found, err = run(capsys, "identify", "--file", str(path), "--column", "DESCRIZIONE")
    assert (done, [one["text"] for one in found], err) == (0, list(LABELS), "")
    done, found, _ = run(capsys, "identify", "--file", str(path), "--column", "descrizione", "--column", "confezione")
    assert found[0]["text"] == f"{LABELS[0]} 20 CPR"


def test_without_a_name_the_columns_that_say_most_are_read_and_named(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = nowhere / "list.csv"
    path.write_text("id,city,product,details\n1,Roma,Enalapril,10 mg compresse\n2,Milano,Losartan,50 mg compresse\n", encoding="utf-8")
    done, found, err = run(capsys, "identify", "--file", str(path))
    assert done == 0 and "product + details" in err
    assert [one["accepted"] for one in found] == [True, True]


def test_a_wrong_column_is_told_with_those_there_are(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = nowhere / "list.csv"
    path.write_text("product,lot\nEnalapril 10 mg tab,L1\n", encoding="utf-8")
    done, found, err = run(capsys, "--language", "en", "identify", "--file", str(path), "--column", "medicine")
    assert (done, found) == (2, [])
    assert "“medicine”" in err and "product, lot" in err


@pytest.mark.parametrize("words", [("identify",), ("identify", "x", "--file", "y"), ("identify", "--file", "not-there.csv")])
def test_what_cannot_be_done_is_one_sentence(nowhere: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    done, found, err = run(capsys, *words)
    assert (done, found) == (2, []) and len(err.splitlines()) == 1
