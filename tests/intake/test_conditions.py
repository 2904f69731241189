"""Illnesses as people write them into one field or cell: all of them are found, and what is on no list is said."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.intake.conditions import CONDITIONS, conditions_of

SURE = ("hipertensión", "diabetes tipo 1", "asma", "epilepsia", "VIH", "insuficiencia cardíaca", "gota", "embarazo")
CODES = ("hypertension", "diabetes_type_1", "asthma", "epilepsy", "hiv", "heart_failure", "gout", "pregnancy")


@pytest.mark.parametrize(
    ("said", "codes", "unknown"),
    [
        ("HTA y diabetes", {"hypertension", "diabetes"}, ()),
        ("diabetes e hipertensión", {"diabetes", "hypertension"}, ()),
        ("HTA, diabetes", {"hypertension", "diabetes"}, ()),
        ("hipertensión diabetes", {"hypertension", "diabetes"}, ()),  # the comma forgotten
        ("asma/EPOC", {"asthma", "copd"}, ()),
        ("HTA + DM2", {"hypertension", "diabetes"}, ()),
        ("diabetes\nasma", {"diabetes", "asthma"}, ()),
        ("diabetes tipo 1", {"diabetes_type_1"}, ()),  # one, not two
        ("diabetic renal disease", {"kidney_disease"}, ()),
        ("cáncer de próstata", {"cancer"}, ()),  # no large prostate
        ("cáncer de mama", {"cancer"}, ()),
        ("HTA y gripe", {"hypertension"}, ("gripe",)),
        ("no diabetes", set(), ("no diabetes",)),
        ("HTA y no diabetes", {"hypertension"}, ("no diabetes",)),
        ("hypertension", {"hypertension"}, ()),
        ("heart_failure", {"heart_failure"}, ()),
        ("🌸", set(), ("🌸",)),
        ("", set(), ()),
        (" ; , y ", set(), ()),
    ],
)
def test_what_is_meant(said: str, codes: set[str], unknown: tuple[str, ...]) -> None:
    found, strange = conditions_of(said)
    assert set(found) == codes and len(found) == len(codes)
    assert tuple(word for word in strange if word.strip(" y")) == unknown


@given(st.permutations(list(zip(SURE, CODES, strict=True))), st.integers(1, 5), st.sampled_from((", ", "; ", " y ", "\n", " + ", " ")))
def test_whatever_stands_between_them_and_in_whatever_order_none_is_lost(some: list[tuple[str, str]], count: int, between: str) -> None:
    told = some[:count]
    assert set(conditions_of(between.join(word for word, _ in told))[0]) == {code for _, code in told}


def test_each_code_and_each_word_alone_is_itself() -> None:
    for one in CONDITIONS:
        assert conditions_of(one.code) == ((one.code,), ())
    for first, second in permutations(SURE[:4], 2):
        assert len(conditions_of(f"{first} {second}")[0]) == 2


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    codes, unknown = conditions_of(text)
    assert len(set(codes)) == len(codes) and all(part.strip() for part in unknown)
