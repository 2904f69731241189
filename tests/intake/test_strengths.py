"""Strengths as labels write them become one canonical text, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.intake.strengths import canonical_strength, one_strength


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("0,5 MG", "500 ug"),
        ("500 мкг", "500 ug"),
        ("250mg/5ml", "250 mg/5 ml"),
        ("100 UI/ml", "100 IU/ml"),
        ("100 UNITA'/ML", "100 IU/ml"),
        ("1.2 million IU", "1200000 IU"),
        ("1,2 млн МЕ", "1200000 IU"),
        ("1.200.000 U.I.", "1200000 IU"),
        ("250/25 mg", "250 mg + 25 mg"),
        ("1G/0,2G", "1000 mg + 200 mg"),
        ("0.09 MG/ACTUAT", "90 ug/dose"),
        ("160 mcg + 4.5 mcg/dosis", "160 ug + 4.5 ug/dose"),
        ("0,9%", "0.9 %"),
        ("(400 mg + 57 mg)/5 ml", "400 mg + 57 mg/5 ml"),
        ("0.025 MG/HR", "25 ug/h"),
        ("500 mg/comp", "500 mg"),
        ("1 g", "1000 mg"),
        ("250/25", None),
        ("1.000 mg", None),
        ("1.250 mg", None),
        ("3.125 mg", "3.125 mg"),
        ("10", None),
        ("", None),
        ("5 ml", None),
        ("0 mg", None),
        ("10 mg/0 ml", None),
        ("10 mg 20 mg", None),
        ("mucho", None),
    ],
)
def test_strengths_become_one_text(written: str, canonical: str | None) -> None:
    assert canonical_strength(written) == canonical


def same_strength(one: str, other: str) -> bool:
    first, second = one_strength(one), one_strength(other)
    return first is not None and second is not None and first.sure and second.sure and first.rate == second.rate


def test_equal_amounts_are_equal_however_written() -> None:
    assert same_strength("0.5 mg", "500 mcg")
    assert same_strength("250 mg/5 ml", "50 mg/ml")
    assert same_strength("1 %", "10 mg/ml") and same_strength("1 %", "10 mg/g")
    assert not same_strength("250 mg", "250 mg/5 ml")
    assert not same_strength("500 mg + 125 mg", "125 mg + 500 mg")
    assert not same_strength("1.000 mg", "1.000 mg")


@given(st.integers(1, 10**7), st.integers(0, 3), st.sampled_from(["mg", "mcg", "g", "UI"]), st.sampled_from([".", ","]))
def test_a_canonical_text_is_read_as_itself(digits: int, places: int, unit: str, point: str) -> None:
    value = Fraction(digits, 10**places)
    whole, rest = divmod(digits, 10**places)
    written = f"{whole}{point}{rest:0{places}d} {unit}" if places else f"{digits} {unit}"
    text = canonical_strength(written)
    if text is None:  # `2.500 mg` can be read in two ways: three places behind a whole number, the last a nought
        assert places == 3 and whole > 0 and rest % 10 == 0
        return
    assert canonical_strength(text) == text
    read = one_strength(text)
    factor = {"mg": Fraction(1), "mcg": Fraction(1, 1000), "g": Fraction(1000), "UI": Fraction(1)}[unit]
    if not (unit == "UI" and places == 3 and 0 < whole < 1000):  # nobody divides a unit of activity by a thousand
        assert read is not None and read.amounts[0][0] == value * factor
