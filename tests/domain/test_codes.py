"""Codes of slips and batches: the check digit catches what people mistype."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.codes import (
    batch_code,
    batch_of_code,
    damm,
    read_slip_code,
    slip_code,
    typed,
    visit_sheet_code,
    visit_sheet_of_code,
)

NUMBERS = st.integers(0, 9_999_999)


def test_the_published_example() -> None:
    assert damm("572") == 4


@given(NUMBERS)
def test_a_code_reads_back_however_it_is_typed(number: int) -> None:
    code = slip_code(number)
    assert len(code) == 9
    for text in (code, code[1:], typed(code), f" {code.lower()} ", f"E {typed(code)}", typed(code).replace(" ", "-")):
        assert read_slip_code(text) == code


@given(NUMBERS, st.integers(0, 7), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number: int, place: int, more: int) -> None:
    digits = slip_code(number)[1:]
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    assert read_slip_code(wrong) is None


@given(NUMBERS, st.integers(0, 6))
def test_every_swap_of_neighbours_is_found(number: int, place: int) -> None:
    digits = slip_code(number)[1:]
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert read_slip_code(swapped) == (f"E{digits}" if swapped == digits else None)


@pytest.mark.parametrize("text", ["", "E", "4703162", "470316250", "E4703 162X", "٤٧٠٣١٦٢٥", "E4703-1625-1", "FE47031625"])
def test_other_text_is_no_code(text: str) -> None:
    assert read_slip_code(text) is None


@pytest.mark.parametrize("number", [-1, 10_000_000])
def test_numbers_beyond_seven_digits_are_refused(number: int) -> None:
    with pytest.raises(ValueError):
        slip_code(number)


BATCHES = st.integers(1, 10**17)


@given(BATCHES)
def test_a_batch_reads_back_and_is_no_slip(batch: int) -> None:
    code = batch_code(batch)
    assert code.isalnum() and len(code) >= 9
    for text in (code, code.lower(), f" {code[:5]} {code[5:]} ", f"B-{code[1:]}"):
        assert batch_of_code(text) == batch and read_slip_code(text) is None
    assert batch_of_code(code[1:]) is None  # its letter tells it from a slip


@given(BATCHES, st.integers(0, 17), st.integers(1, 9))
def test_a_wrong_digit_finds_no_other_batch(batch: int, place: int, more: int) -> None:
    digits = batch_code(batch)[1:]
    place %= len(digits)
    assert batch_of_code(f"B{digits[:place]}{(int(digits[place]) + more) % 10}{digits[place + 1 :]}") is None


@pytest.mark.parametrize("text", ["", "B", "B00000000", "B000000000000", slip_code(12), "B٤٧٠٣١٦٢٥", f"B{'1' * 30}"])
def test_other_text_is_no_batch(text: str) -> None:
    assert batch_of_code(text) is None


def test_there_is_no_batch_zero() -> None:
    with pytest.raises(ValueError):
        batch_code(0)


@given(BATCHES)
def test_a_visit_sheet_reads_back_and_is_neither_slip_nor_label(number: int) -> None:
    code = visit_sheet_code(number)
    for text in (code, code.lower(), f"V {code[1:5]} {code[5:]}"):
        assert visit_sheet_of_code(text) == number and batch_of_code(text) is None and read_slip_code(text) is None
    assert visit_sheet_of_code(batch_code(number)) is None and visit_sheet_of_code(code[:-1] + str((int(code[-1]) + 1) % 10)) is None
    with pytest.raises(ValueError):
        visit_sheet_code(0)
