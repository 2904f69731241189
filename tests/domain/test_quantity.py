"""Quantities as people count and type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.quantity import MOST, Counted, as_counted, parse_quantity


@given(st.integers(0, 1_000_000), st.integers(0, 5_000))
def test_counting_in_packs_loses_nothing(units: int, size: int) -> None:
    counted = as_counted(units, size)
    assert counted.units == units
    assert counted.loose >= 0 and (size <= 1 or counted.loose < size)


@given(st.integers(1, 99), st.integers(2, 1000), st.integers(0, 999))
def test_what_is_counted_is_read_back(packs: int, size: int, loose: int) -> None:
    for text in (
        f"{packs}x{size}+{loose}",
        f"{packs} cajas de {size} + {loose}",
        f" {packs} × {size}  +{loose} ",
        f"{packs} boxes of {size}+{loose}",
    ):
        assert parse_quantity(text) == packs * size + loose


def test_a_pack_of_one_is_a_loose_unit() -> None:
    assert as_counted(3, 1) == as_counted(3, 0) == Counted(0, 1, 3)


@pytest.mark.parametrize(("text", "units"), [("70", 70), ("0", 0), ("2x30+10", 70), ("1 frasco de 100 + 1 de 50", 150), ("10+10+5", 25)])
def test_quantities_as_typed(text: str, units: int) -> None:
    assert parse_quantity(text) == units


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "quantity_missing"), ("  ", "quantity_missing"), ("-5", "quantity_negative"), ("− 5", "quantity_negative"),
        ("1.5", "quantity_not_whole"), ("1,5", "quantity_not_whole"), ("1.640", "quantity_not_whole"), ("½", "quantity_not_whole"),
        ("1/2", "quantity_not_whole"),
        ("2 cajas", "quantity_unclear"), ("2x", "quantity_unclear"), ("2x30+", "quantity_unclear"), ("dos", "quantity_unclear"), ("²", "quantity_unclear"),
        ("2x30-10", "quantity_unclear"), ("٣", "quantity_unclear"),
        ("99999999", "quantity_too_large"), ("9" * 4000, "quantity_too_large"), ("9999x9999", "quantity_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused_and_says_where(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_quantity(text, "row 7")
    assert (refused.value.code, refused.value.where) == (code, "row 7")


def test_the_limit_itself_is_allowed() -> None:
    assert parse_quantity(str(MOST)) == MOST
