"""Doses that cannot be meant are asked about; ordinary ones never."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pharmacy_app.domain.doses import beyond, impossible
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.rates import Rate
from pharmacy_app.domain.usual_doses import TAKEN
from pharmacy_app.intake.directions import read

DDD = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "atc-ddd-who" / "WHO_ATC-DDD_2026-04-25.csv"
CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "catalogue" / "medicines.csv"
TABLET = Medicine(
    1, "losartan", "50 mg", "tablet", "immediate", "oral", "C09CA01", "tablet", ("losartán", "losartan", "", ""), divisible=True
)
METFORMIN = replace(TABLET, inn="metformin", strength="500 mg", atc="A10BA02")
THYROXINE = replace(TABLET, inn="levothyroxine", strength="50 mcg", atc="H03AA01")
METHOTREXATE = replace(TABLET, inn="methotrexate", strength="2.5 mg", atc="L04AX03", warnings=("pregnancy", "weekly"))
SYRUP = replace(TABLET, inn="paracetamol", strength="120 mg/5 ml", form="oral_liquid", unit="ml", atc="N02BE01")
BOTH = replace(TABLET, inn="losartan + hydrochlorothiazide", strength="100 mg + 25 mg", atc="C09DA01")
INSULIN = replace(TABLET, inn="insulin human", strength="100 IU/ml", form="injection", route="parenteral", unit="vial", doses_per_unit=1000)
INHALER = replace(TABLET, inn="salbutamol", strength="100 mcg/dose", form="inhaler", route="inhalation", unit="inhaler", doses_per_unit=200)


def asked(medicine: Medicine, text: str, rate: Rate | None = None) -> str:
    """The code of the question about this direction; empty where there is none."""
    directions = read(text) if text else None
    assert not text or directions is not None
    found = impossible(medicine, rate, directions)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("medicine", "text", "code"),
    [
        (TABLET, "1 tableta cada 12 horas", ""),
        (TABLET, "500 mg al día", "dose_high"),  # a nought too many
        (TABLET, "50 g al día", "dose_high"),
        (METFORMIN, "2 tabletas 3 veces al día", ""),
        (METFORMIN, "14 tabletas al día", "dose_high"),
        (METFORMIN, "1 tableta cada 12 horas por 5 días, luego 1 tableta cada hora por 5 días", "dose_high"),
        (THYROXINE, "50 mcg al día", ""),
        (THYROXINE, "50 mg al día", "dose_high"),  # milligrams for micrograms
        (METHOTREXATE, "4 tabletas los lunes", ""),
        (METHOTREXATE, "4 tabletas semanal", ""),
        (METHOTREXATE, "1 tableta diaria", "not_weekly"),
        (METHOTREXATE, "1 tableta los lunes y los jueves", "not_weekly"),
        (METHOTREXATE, "20 tabletas los lunes", "dose_high"),
        (SYRUP, "5 ml cada 6 horas", ""),
        (SYRUP, "120 ml cada 6 horas", "dose_high"),
        (BOTH, "1 tableta diaria", ""),
        (BOTH, "5 tabletas al día", "dose_high"),
        (INSULIN, "40 UI en la mañana y 20 UI en la noche", ""),
        (INSULIN, "400 UI en la mañana", "dose_high"),
        (INHALER, "2 puff cada 4 horas", ""),
        (INHALER, "20 puff cada 4 horas", "dose_high"),
        (replace(TABLET, inn="unheard of"), "1 tableta cada hora", "dose_high"),
    ],
)
def test_what_is_asked(medicine: Medicine, text: str, code: str) -> None:
    assert asked(medicine, text) == code


def test_what_is_typed_counts_as_what_is_said() -> None:
    assert asked(METFORMIN, "", Rate(6, 1)) == "" and asked(METFORMIN, "", Rate(60, 1)) == "dose_high"
    assert asked(INHALER, "", Rate(1, 50)) == "" and asked(INHALER, "", Rate(1, 1)) == "dose_high"
    assert asked(METHOTREXATE, "", Rate(1, 1)) == "not_weekly"


def test_ten_times_what_is_usual_is_asked_about_and_what_is_usual_never() -> None:
    """A nought too many, of every substance; except of those of which ten times as much is given for some illnesses."""
    unasked = {inn for inn, taken in TAKEN.items() if taken.usual is not None and beyond(inn, taken.usual * 10) is None}
    assert unasked == {
        "alprazolam",
        "ascorbic acid",
        "dexamethasone",
        "folic acid",
        "furosemide",
        "prednisolone",
        "prednisone",
        "spironolactone",
        "torasemide",
    }
    for inn, taken in TAKEN.items():
        assert taken.usual is None or beyond(inn, taken.usual) is None
        assert taken.most is None or (beyond(inn, taken.most) is None and beyond(inn, taken.most * 2 + 1) is not None)


@pytest.mark.skipif(not DDD.exists(), reason="the shared defined daily doses are not beside this checkout")
def test_what_is_usual_is_what_the_who_defines() -> None:
    in_mg = {"g": Fraction(1000), "mg": Fraction(1), "mcg": Fraction(1, 1000)}
    defined: dict[str, set[Fraction]] = defaultdict(set)
    by_name: dict[str, set[str]] = defaultdict(set)
    with DDD.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["adm_r"] == "O" and row["uom"] in in_mg:
                defined[row["atc_code"]].add(Fraction(row["ddd"]) * in_mg[row["uom"]])
                by_name[row["atc_name"].lower()].add(row["atc_code"])
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["route"] == "oral":
                by_name[row["inn"]].add(row["atc"])
    for inn, taken in TAKEN.items():
        there = {dose for code in by_name[inn] for dose in defined[code]}
        assert taken.usual == (max(there) if there else None), inn
        assert taken.usual is None or taken.most is None or taken.most >= taken.usual
    assert {inn for inn, taken in TAKEN.items() if taken.usual is None} == {"lithium carbonate"}  # defined in mmol
