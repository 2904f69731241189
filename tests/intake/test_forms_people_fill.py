"""The census and prescriptions: our forms in either language, a register of synthetic people, and the empty forms read back."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal, Trouble
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.intake.amounts import number, whole
from pharmacy_app.intake.census_forms import read_census
from pharmacy_app.intake.census_words import CENSUS_WORDS
from pharmacy_app.intake.conditions import CONDITIONS, condition_code
from pharmacy_app.intake.headers import STOCK_WORDS, find_header
from pharmacy_app.intake.prescription_forms import PRESCRIPTION_WORDS, read_prescriptions
from pharmacy_app.intake.spreadsheets import read_sheets
from pharmacy_app.intake.stock_lists import read_stock_list
from pharmacy_app.intake.templates import FORMS, safe_text, write_template

TODAY = date(2026, 11, 23)
WORDS = {"donation": STOCK_WORDS, "census": CENSUS_WORDS, "prescriptions": PRESCRIPTION_WORDS}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "form.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_census_in_spanish(tmp_path: Path) -> None:
    head = (
        "consejo comunal;sector;casa;código de familia;código de paciente;nombre;cédula;"
        "fecha de nacimiento;sexo;condiciones;criterios;alergias;teléfono;nota"
    )
    person = 'El Mirador;La Cruz;12-A;F1;007;María Pérez;V-1;24/11/1950;Femenino;"HTA; Diabetes tipo 2";adulto mayor;penicilina;0414;x'
    form = read_census(written(tmp_path, f"{head}\n{person}\n"), today=TODAY)
    (row,) = form.rows
    assert (row.council, row.household_code, row.patient_code, row.name, row.sex) == ("El Mirador", "F1", "007", "María Pérez", "F")
    assert (row.conditions, row.criteria, row.allergies) == (("hypertension", "diabetes"), ("elderly",), ("penicilina",))
    assert (row.birth_date, row.status, row.reason) == (date(1950, 11, 24), "new", "")


@pytest.mark.parametrize(
    ("cells", "status", "reason"),
    [
        ("C,1,Ana,24/11/1950,F,,", "new", ""),
        (",1,Ana,24/11/1950,F,,", "refused", "council_missing"),
        ("C,1,,24/11/1950,F,,", "refused", "name_missing"),
        ("C,1,Ana,31/02/1950,F,,", "doubtful", "birth_date_unreadable"),
        ("C,1,Ana,24/11/2030,F,,", "doubtful", "birth_date_future"),
        ("C,1,Ana,24/11/1850,F,,", "doubtful", "birth_date_implausible"),
        ("C,1,Ana,24/11/1950,?,,", "doubtful", "sex_unclear"),
        ("C,1,Ana,24/11/1950,F,mal de ojo,", "doubtful", "condition_unknown"),
        ("C,1,Ana,24/11/1950,F,,simpática", "doubtful", "criterion_unknown"),
    ],
)
def test_each_person_has_a_status_and_reason(tmp_path: Path, cells: str, status: str, reason: str) -> None:
    form = read_census(written(tmp_path, f"council,patient_code,name,birth_date,sex,conditions,criteria\n{cells}\n"), today=TODAY)
    assert [(row.status, row.reason) for row in form.rows] == [(status, reason)]


def test_the_same_person_twice_is_said(tmp_path: Path) -> None:
    lines = "council,patient_code,name,birth_date\nC,1,Ana,24/11/1950\nC,1,Eva,24/11/1960\nC,2,ANA,24/11/1950\n"
    assert [row.reason for row in read_census(written(tmp_path, lines)).rows] == ["", "patient_code_repeated", "person_repeated"]


def test_every_criterion_is_understood_by_its_own_word_and_in_spanish(tmp_path: Path) -> None:
    path = tmp_path / "census.xlsx"
    write_template("census", path, "es")
    guide = openpyxl.load_workbook(path).worksheets[1]
    spanish = [str(cell.value) for cell in guide["A"]][-len(CRITERIA) :]
    told = written(tmp_path, f'council,name,criteria\nC,Ana,"{"; ".join(CRITERIA)}"\nC,Eva,"{"; ".join(spanish)}"\n')
    first, second = read_census(told).rows
    assert set(first.criteria) == set(second.criteria) == set(CRITERIA)


def test_conditions_by_code_and_word() -> None:
    assert all(condition_code(one.code) == one.code for one in CONDITIONS)
    assert all(condition_code(word) == one.code for one in CONDITIONS for word in one.words)
    told = ("Hipertensión arterial", "Type 1 diabetes", "EPOC", "Prediabetes", "History of stroke", "Tubal pregnancy", "")
    assert [condition_code(word) for word in told] == ["hypertension", "diabetes_type_1", "copd", "", "", "", ""]


def test_synthetic_people_with_what_lies_beside_them(shared: Path) -> None:
    form = read_census(shared / "synthea-sample" / "patients.csv", "El Mirador", TODAY)
    assert form.kind == "register" and len(form.rows) == 115
    assert Counter((row.status, row.reason) for row in form.rows) == {("new", ""): 100, ("refused", "person_dead"): 15}
    assert not any(c.isdigit() for row in form.rows for c in row.name)
    assert {row.council for row in form.rows} == {"El Mirador"}
    assert Counter(code for row in form.rows for code in row.conditions)["hypertension"] == 31
    assert sum(len(row.allergies) for row in form.rows) > 0
    assert {row.reason for row in read_census(shared / "synthea-sample" / "patients.csv").rows} == {"council_missing"}


def test_synthetic_prescriptions_are_current_ones_with_an_untold_dose(shared: Path) -> None:
    with (shared / "synthea-sample" / "medications.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    form = read_prescriptions(shared / "synthea-sample" / "medications.csv", TODAY)
    assert {(row.patient_code, " ".join(row.description.split())) for row in form.rows} == {
        (line["PATIENT"], " ".join(line["DESCRIPTION"].split())) for line in lines if not line["STOP"]
    }
    assert len(form.rows) == 307 and len(form.left_out) == len(lines) - 307
    assert {(row.status, row.reason, row.units_per_day) for row in form.rows} == {("doubtful", "dose_not_given", None)}


@pytest.mark.parametrize(
    ("cells", "status", "reason"),
    [
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,1 cada 12 h,2,30,no", "new", ""),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,1 cada 12 h,,30,no", "new", "dose_in_directions"),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,,30,no", "doubtful", "dose_not_given"),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,1/2,,sí", "new", ""),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,1,,no", "doubtful", "days_missing"),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,-1,30,no", "refused", "units_per_day_negative"),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,mucho,30,no", "refused", "units_per_day_not_a_number"),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,1,2.5,no", "refused", "days_fractional"),
        ("1,Dr. A,24/11/2025,losartan,50 mg,tableta,,1,30,quizás", "doubtful", "chronic_unclear"),
        ("1,Dr. A,24/11/2030,losartan,50 mg,tableta,,1,30,no", "doubtful", "date_future"),
        ("1,Dr. A,,losartan,50 mg,tableta,,1,30,no", "doubtful", "date_missing"),
        (",Dr. A,24/11/2025,losartan,50 mg,tableta,,1,30,no", "refused", "patient_code_missing"),
        ("1,Dr. A,24/11/2025,,50 mg,tableta,,1,30,no", "refused", "medicine_missing"),
    ],
)
def test_each_prescription_has_a_status_and_reason(tmp_path: Path, cells: str, status: str, reason: str) -> None:
    head = "patient_code,doctor,date,inn,strength,form,directions,units_per_day,days,chronic"
    (row,) = read_prescriptions(written(tmp_path, f"{head}\n{cells}\n"), TODAY).rows
    assert (row.status, row.reason) == (status, reason)
    assert row.units_per_day == {"": None, "2": Fraction(2), "1/2": Fraction(1, 2), "1": Fraction(1)}.get(cells.split(",")[7])


def test_other_files_are_no_census_and_no_prescriptions(shared: Path) -> None:
    for name in ("openboxes-stock-lists/inventory2.xls", "synthea-sample/allergies.csv", "synthea-sample/conditions.csv"):
        of_people = (
            "register_of_other_things" if "synthea" in name else "not_prescriptions"
        )  # illnesses and allergies have the same columns
        for reading, code in ((read_census, "not_a_census"), (read_prescriptions, of_people)):
            with pytest.raises(Refusal) as caught:
                reading(shared / name)
            assert caught.value.code == code and (caught.value.data.get("missing") or code == "register_of_other_things")


@pytest.mark.parametrize("kind", list(FORMS))
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_each_column_of_an_empty_form_is_understood(tmp_path: Path, kind: str, language: str, suffix: str) -> None:
    path = tmp_path / f"form{suffix}"
    write_template(kind, path, language)
    sheet = read_sheets(path)[0]
    header = find_header(sheet, WORDS[kind])
    assert header is not None
    assert header.columns == {column.english: position for position, column in enumerate(FORMS[kind])}
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_form_filled_in_comes_back_and_its_lots_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template("donation", path, "es")
    book = openpyxl.load_workbook(path)
    assert book.worksheets[0].column_dimensions["F"].number_format == "@"
    book.worksheets[0].append(["Losartán 50 mg", None, None, None, None, "007", "AGO 27", 60, 30, None])
    book.save(path)
    (row,) = read_stock_list(path).rows
    assert (row.description, row.lot, row.expiry, row.quantity, row.pack_size) == ("Losartán 50 mg", "007", date(2027, 8, 31), 60, 30)


def test_forms_that_cannot_be_written(tmp_path: Path) -> None:
    for kind, name, code in (("recipe", "a.csv", "template_unknown"), ("census", "a.docx", "suffix_unknown")):
        with pytest.raises(Refusal) as caught:
            write_template(kind, tmp_path / name, "es")
        assert caught.value.code == code
    with pytest.raises(Trouble) as trouble:
        write_template("census", tmp_path / "no" / "a.csv", "es")
    assert trouble.value.code == "file_not_written"


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe_text(text).removeprefix("'") == text.removeprefix("'")


@given(st.integers(-(10**9), 10**9), st.sampled_from([",", ".", " "]))
def test_grouped_numbers_mean_the_number(value: int, group: str) -> None:
    assert number(f"{value:,}".replace(",", group)) == value == number(str(value))
    assert whole(str(value), 10**9)[0] == (value if value > 0 else None)


@given(st.integers(0, 999), st.integers(1, 99))
def test_shares_and_decimals_are_exact(one: int, other: int) -> None:
    assert number(f"{one}/{other}") == Fraction(one, other)
    assert number(f"{one},{other:02}") == number(f"{one}.{other:02}") == one + Fraction(other, 100)
    assert number("½") == Fraction(1, 2) and number("1½") == Fraction(3, 2)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = number(text)
    assert found is None or isinstance(found, int | Fraction)
