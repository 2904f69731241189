"""Codes of packs: what they say, and what a scanner without separators may have glued together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.quantity import pack_size_of, parse_quantity
from pharmacy_app.intake.pack_codes import GS, PackCode, read_pack_code, same_gtin

GTIN = "07612345678900"
LOTS = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-", min_size=1, max_size=20)


@given(LOTS, st.text("ABCDEF0123456789", min_size=4, max_size=20), st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_with_separators_every_part_comes_back(lot: str, serial: str, expiry: date) -> None:
    code = f"01{GTIN}17{expiry:%y%m%d}10{lot}{GS}21{serial}"
    assert read_pack_code(code) == PackCode(GTIN, lot, expiry)
    assert read_pack_code(f"]d2{code}") == PackCode(GTIN, lot, expiry)


@given(st.text("ABCDEFGH0123456789", min_size=1, max_size=8), st.text("ABCDEF0123456789", min_size=4, max_size=10))
def test_a_serial_number_glued_to_the_lot_is_never_taken_in_silence(lot: str, serial: str) -> None:
    read = read_pack_code(f"01{GTIN}1728083110{lot}21{serial}")
    assert read is None or read.cut


def test_day_zero_is_the_last_of_the_month() -> None:
    read = read_pack_code(f"01{GTIN}1728020010L1")
    assert read is not None and read.expiry == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["7501031311309", "07501031311309"])
def test_the_bars_of_a_box_give_its_code(text: str) -> None:
    assert read_pack_code(text) == PackCode("07501031311309")


@pytest.mark.parametrize("text", ["", "losartan", "E47031628", "7501031311308", "0107612345678901172808311", "x" * 400, "1728083110"])
def test_what_is_no_pack_is_none(text: str) -> None:
    assert read_pack_code(text) is None


@given(st.text(max_size=60))
def test_nothing_scanned_is_a_bug(text: str) -> None:
    read_pack_code(text)


def test_one_code_is_found_however_it_was_written() -> None:
    assert "7501031311309" in same_gtin("07501031311309")
    assert "07501031311309" in same_gtin("7501031311309")
    assert same_gtin("SN-1") == ()


@given(st.integers(1, 99), st.integers(1, 500), st.integers(0, 400))
def test_the_pack_size_is_what_was_typed(packs: int, size: int, loose: int) -> None:
    text = f"{packs}x{size}+{loose}"
    assert (pack_size_of(text), parse_quantity(text)) == (size, packs * size + loose)


@pytest.mark.parametrize("text", ["70", "2x30+1x20", "", "cajas", "2x0"])
def test_no_pack_size_where_none_or_several_are_named(text: str) -> None:
    assert pack_size_of(text) is None
