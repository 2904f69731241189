"""Registers of medicines as other people's programs write them: any order of columns, any sign between them, any way to write a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.prescription_forms import read_prescriptions

TODAY = date(2026, 11, 24)
LOSARTAN = "losartan 50 MG Oral Tablet"


def read(folder: Path, text: str | bytes) -> list[tuple[str, date | None, int | None, bool, str]]:
    path = folder / "m.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    form = read_prescriptions(path, TODAY, "dmy")
    assert form.kind == "register"
    return [(row.patient_code, row.date, row.days, row.chronic, row.reason) for row in form.rows]


@pytest.mark.parametrize(
    "text",
    [
        f"START,STOP,PATIENT,PAYER,CODE,DESCRIPTION,DISPENSES\n2026-11-01T23:30:00Z,,P-1,x,1,{LOSARTAN},2\n",
        f"DESCRIPTION,PATIENT,STOP,START\n{LOSARTAN},P-1,,2026-11-01\n",
        f"START;STOP;PATIENT;DESCRIPTION\r\n2026/11/01;;P-1;{LOSARTAN}\r\n",
        f"START\tSTOP\tPATIENT\tDESCRIPTION\n2026-11-01 08:00:00\t\tP-1\t{LOSARTAN}\n",
        f"START,STOP,PATIENT,DESCRIPTION\n2026-11-01T23:30:00.123-04:00,,P-1,{LOSARTAN}\n".encode("utf-16"),
        f"Fecha de inicio;Fecha de fin;Id paciente;Descripción\n01/11/2026;;P-1;{LOSARTAN}\n".encode("latin-1"),
        f'Registro de la clínica\n\n"START","STOP","PATIENT","DESCRIPTION"\n"2026-11-01","","P-1","{LOSARTAN}"\n',
        f"START,STOP,PATIENT,DESCRIPTION\n2026-11-01,,P-1,{LOSARTAN}\n2026-11-01,,P-1,{LOSARTAN}\n2025-01-01,,P-1,{LOSARTAN}\n",
        f"START,STOP,PATIENT,DESCRIPTION\n2026-11-01,,P-1,{LOSARTAN}\n2024-01-01,2024-02-01,P-1,metformin 850 MG Oral Tablet\n",
    ],
)
def test_one_treatment_whatever_the_file_looks_like(text: str | bytes, tmp_path: Path) -> None:
    assert read(tmp_path, text) == [("P-1", date(2026, 11, 1), None, True, "dose_not_given")]


@pytest.mark.parametrize(
    ("start", "stop", "who", "what", "reason"),
    [
        ("2026-12-01", "2026-11-30", "P-1", LOSARTAN, "stop_before_start"),
        ("2026-12-01", "", "P-1", LOSARTAN, "not_begun"),
        ("2026-12-01", "2026-12-30", "P-1", LOSARTAN, "not_begun"),
        ("31/02/2026", "", "P-1", LOSARTAN, "date_unreadable"),
        ("", "", "P-1", LOSARTAN, "date_missing"),
        ("2026-11-01", "pronto", "P-1", LOSARTAN, "date_unreadable"),
        ("2026-11-01", "2099-01-01", "P-1", LOSARTAN, "days_too_large"),
        ("2026-11-01", "", "", LOSARTAN, "patient_code_missing"),
        ("2026-11-01", "", "P-1", "", "medicine_missing"),
        ("2026-11-01", "", "P-1", f"10 mg {'x' * 500}", "text_too_long"),
    ],
)
def test_what_cannot_be_is_said_of_its_row(start: str, stop: str, who: str, what: str, reason: str, tmp_path: Path) -> None:
    text = f"START,STOP,PATIENT,DESCRIPTION,DISPENSES\n{start},{stop},{who},{what},1\n2026-11-01,,P-2,{LOSARTAN},1\n"
    rows = read(tmp_path, text)
    assert [row[4] for row in rows] == [reason, "dose_not_given"] and rows[1][0] == "P-2"


@pytest.mark.parametrize(
    ("text", "code", "missing"),
    [
        (f"START,PATIENT,DESCRIPTION\n2026-11-01,P-1,{LOSARTAN}\n", "not_prescriptions", "stop"),
        (f"STOP,PATIENT,DESCRIPTION\n,P-1,{LOSARTAN}\n", "not_prescriptions", "start"),
        (f"START,STOP,DESCRIPTION\n2026-11-01,,{LOSARTAN}\n", "not_prescriptions", "patient"),
        ("START,STOP,PATIENT,CODE\n2026-11-01,,P-1,7\n", "not_prescriptions", "description"),
        ("START,STOP,PATIENT,DESCRIPTION\n2026-11-01,,P-1,Chronic pain (finding)\n", "register_of_other_things", None),
        ("START,STOP,PATIENT,DESCRIPTION\n", "list_without_rows", None),
        ("", "file_empty", None),
        ("\n\n", "file_empty", None),
    ],
)
def test_a_file_that_cannot_be_one_says_what_it_lacks(text: str, code: str, missing: str | None, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text)
    assert (refused.value.code, refused.value.data.get("missing")) == (code, missing)


def test_days_that_can_be_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(f"START,STOP,PATIENT,DESCRIPTION\n01/02/2026,,P-1,{LOSARTAN}\n", encoding="utf-8")
    assert read_prescriptions(path, TODAY).ask_dates
    assert not read_prescriptions(path, TODAY, "dmy").ask_dates


def test_the_medicines_are_found_among_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["START", "STOP", "PATIENT", "DESCRIPTION"], ["2014-01-31", None, "P-1", "Chronic pain (finding)"]):
        sheet.append(row)
    sheet = book.create_sheet("medications")
    for cells in (["PATIENT", "START", "STOP", "DESCRIPTION"], ["P-1", datetime(2026, 11, 1, 5, 14), datetime(2026, 12, 24), LOSARTAN]):
        sheet.append(cells)
    book.save(tmp_path / "m.xlsx")
    (found,) = read_prescriptions(tmp_path / "m.xlsx", TODAY).rows
    assert (found.patient_code, found.date, found.days, found.chronic) == ("P-1", date(2026, 11, 1), 54, False)
