"""Codes of packs: what they say, and what a scanner without separators may have glued together."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.quantity import pack_size_of, parse_quantity
from pharmacy_app.intake.code32 import read_aic
from pharmacy_app.intake.gs1_text import GS, NotAPack, readings
from pharmacy_app.intake.pack_codes import PackCode, read_pack_code, same_gtin, understand

GTIN = "07612345678900"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghij0123456789-/."
LOTS = st.text(LETTERS, min_size=1, max_size=20)
SERIALS = st.text(LETTERS, min_size=1, max_size=20)
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
OPEN = ("10", "21", "30", "240", "712", "91", "99")


def reason(text: str) -> str:
    """Why it is none."""
    with pytest.raises(NotAPack) as error:
        understand(text)
    return error.value.reason


# every row of the standard's own vectors ---------------------------------------------------------


def test_all_vectors(shared: Path) -> None:
    with (shared / "gs1-barcodes" / "gs1_vectors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 35
    for row in rows:
        raw = row["raw"].replace("<GS>", GS)
        if "set to send |" in row["kind"]:
            assert reason(raw) == "separator"  # it is said how to mend it; once it is set, the window hands over GS
            raw = raw.replace("|", GS)
        read = read_pack_code(raw)
        valid = "no" if read is None else "ambiguous" if read.doubt else "yes"
        said = (read.gtin, read.lot, read.expiry.isoformat() if read.expiry else "", read.serial) if read is not None else ("", "", "", "")
        assert (valid, *said) == (row["valid"], row["gtin14"], row["lot"], row["expiry_iso"], row["serial"]), row["id"]


def test_what_swallowed_its_date_is_shown_with_all_its_readings() -> None:
    read = understand("010703206980498810032915210526")
    assert (read.doubt, read.lot) == ("separators", "032915210526")
    assert {one.lot for one in read.candidates} >= {"0329", "032915210526"}


# built from elements, in any order ------------------------------------------------------------------


@st.composite
def packs(draw: st.DrawFn) -> tuple[list[tuple[str, str]], PackCode]:
    """The elements of a pack in any order, and what they mean."""
    lot, serial, expiry = draw(LOTS), draw(SERIALS), draw(DAYS)
    values = {
        "01": GTIN,
        "10": lot,
        "21": serial,
        "17": f"{expiry:%y%m%d}",
        "11": "250101",
        "240": "REF9",
        "712": "C5550",
        "91": "KEY1",
        "99": "TESTING",
        "30": "28",
    }
    more = draw(st.lists(st.sampled_from(["10", "21", "17", "11", "240", "712", "91", "99", "30"]), unique=True))
    names = draw(st.permutations(["01", *more]))
    meant = PackCode(GTIN, lot if "10" in more else "", expiry if "17" in more else None, serial if "21" in more else "")
    return [(name, values[name]) for name in names], meant


@given(packs(), st.sampled_from(["", "]d2", "]C1", "]Q3", GS]))
def test_with_separators_everything_comes_back(pack: tuple[list[tuple[str, str]], PackCode], prefix: str) -> None:
    elements, meant = pack
    text = "".join(name + value + (GS if name in OPEN else "") for name, value in elements).rstrip(GS)
    if GS not in text.strip(GS) and sum(name in OPEN for name, _ in elements) == 1:
        text += GS  # one open element at the end: that separators arrive is seen from a last one alone
    read = read_pack_code(prefix + text if prefix or text.startswith("01") else f"]d2{text}")
    assert read is not None
    if GS in text.strip(GS) or not read.doubt:
        assert (read.gtin, read.lot, read.expiry, read.serial, read.doubt) == (meant.gtin, meant.lot, meant.expiry, meant.serial, "")
    else:
        assert meant in read.candidates


@given(packs())
def test_without_separators_it_is_exactly_right_or_said(pack: tuple[list[tuple[str, str]], PackCode]) -> None:
    elements, meant = pack
    text = "]d2" + "".join(name + value for name, value in elements)
    read = read_pack_code(text)
    assert read is not None  # whatever was in it is not thrown away
    if read.doubt == "separators":
        assert meant in read.candidates or readings(text.removeprefix("]d2"))[1]  # the reading on was given up: doubtful, never taken
    elif read.doubt:
        assert read.unread
    else:
        assert (read.lot, read.expiry, read.serial) == (meant.lot, meant.expiry, meant.serial)


@given(LOTS, DAYS)
def test_an_expiry_behind_a_lot_is_never_lost(lot: str, expiry: date) -> None:
    read = understand(f"01{GTIN}10{lot}17{expiry:%y%m%d}")
    assert read.doubt and PackCode(GTIN, lot, expiry) in read.candidates


@given(LOTS, SERIALS)
def test_a_serial_number_glued_to_the_lot_is_never_taken_in_silence(lot: str, serial: str) -> None:
    read = understand(f"01{GTIN}1728083110{lot}21{serial}")
    assert read.doubt and read.expiry == date(2028, 8, 31)
    assert any((one.lot, one.serial) == (lot, serial) for one in read.candidates)


def test_a_lot_that_is_too_long_loses_nothing_else() -> None:
    read = understand(f"01{GTIN}1728083110{'X' * 30}")
    assert (read.gtin, read.expiry, read.lot, read.doubt, read.unread) == (GTIN, date(2028, 8, 31), "", "rest", "X" * 30)


def test_a_text_with_millions_of_readings_is_only_doubtful() -> None:
    assert understand(f"01{GTIN}10" + "2130240711712" * 6).doubt


# each kind ----------------------------------------------------------------------------------------------


def test_serial_numbers_keep_their_capitals() -> None:
    assert understand(f"01{GTIN}1728083110L1{GS}21aBcD9xZ").serial == "aBcD9xZ"
    turned = understand(f"]d201{GTIN}1728083110L1{GS}21aBcD9xZ".swapcase())  # Caps Lock was on
    assert (turned.serial, turned.lot, turned.caps) == ("aBcD9xZ", "L1", True)


def test_day_zero_is_the_last_of_the_month() -> None:
    assert understand(f"01{GTIN}1728020010L1").expiry == date(2028, 2, 29)


SIGNATURE = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYm8="


@pytest.mark.parametrize("gap", [GS, ""])
@pytest.mark.parametrize("signature", [SIGNATURE, SIGNATURE * 2])
def test_a_russian_square_with_or_without_separators(gap: str, signature: str) -> None:
    read = understand(f"0104607812345679215Nq10Ab21cd9Z{gap}91EE06{gap}92{signature}")
    assert (read.gtin, read.serial, read.kind, read.doubt) == ("04607812345679", "5Nq10Ab21cd9Z", "russian", "")
    assert (read.lot, read.expiry, read.has_dates) == ("", None, False)


def test_a_link_says_the_same_as_a_square() -> None:
    for begin in ("https://id.gs1.org", "http://farmaci.example.it/p", "HTTPS://ID.GS1.ORG"):
        read = understand(f"{begin}/01/{GTIN}/10/L1%2F2/21/aB9?17=280831&linkType=all")
        assert (read.gtin, read.lot, read.serial, read.expiry, read.kind) == (GTIN, "L1/2", "aB9", date(2028, 8, 31), "link")
    for other in ("https://example.com/", "https://example.com/01/123", "http://[", f"https://example.com/01/{GTIN[:-1]}5"):
        assert read_pack_code(other) is None


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("7501031311309", "07501031311309"),
        ("07501031311309", "07501031311309"),
        ("036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("04252614", "00042100005264"),
    ],
)
def test_the_bars_of_a_box_give_its_code(text: str, gtin: str) -> None:
    read = understand(text)
    assert (read.product, read.kind, read.has_dates) == (gtin, "bars", False)


@pytest.mark.parametrize(("text", "kind"), [("2112345678900", "store"), ("9780306406157", "print"), ("9771234567003", "print")])
def test_shops_own_numbers_and_books_are_said(text: str, kind: str) -> None:
    assert understand(text).kind == kind


FORMATS = zxingcpp.BarcodeFormat
PRINTED = f"(01){GTIN}(17)280831(10)L-1(21)aB9"
LINK = f"https://id.gs1.org/01/{GTIN}/10/L-1/21/aB9?17=280831"
READ = PackCode(GTIN, "L-1", date(2028, 8, 31), "aB9")


@pytest.mark.parametrize(
    ("drawn", "kind", "meant"),
    [
        (PRINTED, FORMATS.DataMatrix, READ),
        (PRINTED, FORMATS.QRCode, READ),
        (PRINTED, FORMATS.Code128, READ),
        (PRINTED, FORMATS.DataBarExp, READ),
        (LINK, FORMATS.QRCode, replace(READ, kind="link")),
        ("7501031311309", FORMATS.EAN13, PackCode("07501031311309", kind="bars")),
        ("96385074", FORMATS.EAN8, PackCode("00000096385074", kind="bars")),
        ("036000291452", FORMATS.UPCA, PackCode("00036000291452", kind="bars")),
        (GTIN, FORMATS.ITF14, PackCode(GTIN, kind="bars")),
        ("04415502", FORMATS.Code32, PackCode(kind="aic", aic="044155024")),
    ],
)
def test_symbols_drawn_and_read_by_a_reader_that_is_not_ours(drawn: str, kind: zxingcpp.BarcodeFormat, meant: PackCode) -> None:
    image = zxingcpp.create_barcode(drawn, kind, gs1=drawn is PRINTED).to_image(scale=4)
    (found,) = zxingcpp.read_barcodes(image)
    text = found.bytes.decode()
    assert understand(found.symbology_identifier + text) == understand(text) == meant


def test_an_italian_number_in_letters_and_in_bars() -> None:
    assert understand("A044155024").product == "A044155024"
    number, bars = 44155024, ""
    for _ in range(6):
        number, digit = divmod(number, 32)
        bars = "0123456789BCDFGHJKLMNPQRSTUVWXYZ"[digit] + bars
    assert understand(bars).product == "A044155024" and understand(f"*{bars}*").kind == "aic"
    assert read_pack_code("A044155025") is None
    assert understand(f"]d271644155024{GS}10L1".replace("71644", "716044")).product == "A044155024"


def test_every_italian_number_of_the_national_list(shared: Path) -> None:
    path = shared / "aifa-transparency-2020-10" / "Lista_farmaci_equivalenti_2020-10-15.csv"
    with path.open(encoding="latin-1", newline="") as file:
        numbers = [row["AIC"].zfill(9) for row in csv.DictReader(file, delimiter=";") if row["AIC"]]
    assert len(numbers) > 7000 and all(read_aic(f"A{number}") == number for number in numbers)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("7501031311308", "check_digit"),
        (f"01{GTIN[:-1]}1172808311", "check_digit"),
        (f"01{GTIN}17281399", "element"),
        (f"01{GTIN}10A|17280831", "separator"),
        (f"+d201{GTIN}10A", "layout"),
        ("httpsÑ--id.gs1.org-01-07612345678900", "layout"),
        (f"01{GTIN}10A{GS}10B", "element"),  # two codes scanned into each other
        ("losartan", ""),
        ("10ABC123", ""),  # any word could begin as a lot does
    ],
)
def test_why_it_is_none(text: str, why: str) -> None:
    assert reason(text) == why


@pytest.mark.parametrize("text", ["", "losartan", "E47031628", "B00000011", "x" * 600, "1728083110", "123456"])
def test_what_is_no_pack_is_none(text: str) -> None:
    assert read_pack_code(text) is None


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("0123456789]dC(){}/:AB" + GS, max_size=80),
        st.text("0127", max_size=200).map(lambda tail: f"01{GTIN}" + tail),
    )
)
def test_nothing_scanned_is_a_bug(text: str) -> None:
    read = read_pack_code(text)
    assert read is None or read_pack_code(text) == read


def test_one_code_is_found_however_it_was_written() -> None:
    assert "7501031311309" in same_gtin("07501031311309")
    assert "07501031311309" in same_gtin("7501031311309")
    assert same_gtin("A044155024") == ("A044155024",)
    assert same_gtin("SN-1") == ()


@given(st.integers(1, 99), st.integers(1, 500), st.integers(0, 400))
def test_the_pack_size_is_what_was_typed(packs: int, size: int, loose: int) -> None:
    text = f"{packs}x{size}+{loose}"
    assert (pack_size_of(text), parse_quantity(text)) == (size, packs * size + loose)


@pytest.mark.parametrize("text", ["70", "2x30+1x20", "", "cajas", "2x0"])
def test_no_pack_size_where_none_or_several_are_named(text: str) -> None:
    assert pack_size_of(text) is None
