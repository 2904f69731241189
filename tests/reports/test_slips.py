"""Slips: everything on the paper, nothing outside it, the code reads back, the stub names no medicine."""

from __future__ import annotations

import io
import string
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pypdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.pictures import Steps
from pharmacy_app.reports.code import MODULES
from pharmacy_app.reports.page import REGULAR, Run, fit, glue, width, wrap
from pharmacy_app.reports.records import SlipBook, SlipDirections
from pharmacy_app.reports.slip_rows import THREE, TWO, Format, Setter
from pharmacy_app.reports.slips import slips as slip_sheets
from pharmacy_app.system.language import Language, language
from tests.support import sheets as samples
from tests.support.pdf import MM, all_text, codes, column, fonts, outside, overlaps, texts

SPANISH = language("es")


def slips(book: SlipBook, spoken: Language) -> bytes:
    return slip_sheets(book, spoken).pdf


BOOKS = {"rich": samples.rich_book(), "big": samples.rich_book(big=True), "poor": samples.poor_book()}


@pytest.fixture(scope="module", params=sorted(BOOKS))
def printed(request: pytest.FixtureRequest) -> tuple[SlipBook, bytes]:
    book = BOOKS[request.param]
    return book, slips(book, SPANISH)


def test_nothing_lies_outside_the_margins_or_over_other_words(printed: tuple[SlipBook, bytes]) -> None:
    _, file = printed
    assert outside(file, side=10, top=10, bottom=13) == []
    assert overlaps(file) == []


def test_every_word_is_there_whole(printed: tuple[SlipBook, bytes]) -> None:
    book, file = printed
    text = all_text(file)
    assert "…" not in text
    squeezed = text.replace(" ", "")
    for slip in book.slips:
        for medicine in slip.medicines:
            for lot in medicine.lots:
                assert lot.lot.replace(" ", "") in squeezed and lot.expiry in squeezed
        assert all(part in text for part in slip.name.split())


def test_all_fonts_are_embedded_and_the_file_says_what_it_is(printed: tuple[SlipBook, bytes]) -> None:
    book, file = printed
    assert {embedded for _, embedded in fonts(file)} == {True}
    assert all("DejaVuSansCondensed" in name for name, _ in fonts(file))
    reader = pypdf.PdfReader(io.BytesIO(file))
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.author == book.pharmacy
    marks = " ".join(str(mark.title) for mark in reader.outline if not isinstance(mark, list))
    assert "Parada" in marks
    assert not any(word in marks for slip in book.slips for word in slip.name.split())


def test_every_code_reads_back(tmp_path: Path) -> None:
    book = samples.rich_book()
    found = codes(slips(book, SPANISH), tmp_path)
    assert set(found) == {slip.code for slip in book.slips}


def test_codes_are_version_one(tmp_path: Path) -> None:
    image = zxingcpp.create_barcode(samples.rich_book().slips[0].code, zxingcpp.BarcodeFormat.QRCode, ec_level="H").to_image(
        add_quiet_zones=False
    )
    assert memoryview(image).shape == (MODULES, MODULES)  # type: ignore[arg-type]


def test_the_stub_names_no_medicine() -> None:
    book = samples.rich_book()
    with pdfplumber.open(io.BytesIO(slips(book, SPANISH))) as document:
        stub = " ".join(page.crop((153 * MM, 0, page.width, page.height)).extract_text() or "" for page in document.pages)
    for medicine in samples.ALL:
        assert medicine.name.split()[0] not in stub
        assert not medicine.brand or medicine.brand.split()[0] not in stub
    assert "TALÓN" in stub and "FRÍO" in stub
    for result in ("Entregado", "Nadie", "No quiso", "Se mudó", "Parte"):  # as the carriers' sheet and the screen call them
        assert result in stub


def test_same_record_same_bytes() -> None:
    assert slips(samples.rich_book(), SPANISH) == slips(samples.rich_book(), SPANISH)


def test_a_slip_too_long_for_a_sheet_goes_on_with_the_same_code(tmp_path: Path) -> None:
    slip = samples.slip(1, "Ana Pérez", "Casa 1", samples.ALL + samples.ALL)
    file = slips(replace(samples.rich_book(), slips=(slip,)), SPANISH)
    pages = texts(file)
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert f"hoja {number} de {len(pages)}" in text
    assert codes(file, tmp_path) == [slip.code] * len(pages)
    text = all_text(file)
    for number in range(1, 31):
        assert f"{number}. " in text


def test_cells_are_measured_and_a_short_slip_comes_forward() -> None:
    one, many = (samples.LOSARTAN,), samples.ALL[:5]
    people = [one, many, many, one, one]
    made = tuple(samples.slip(n, f"Persona {n}", "Casa", medicines) for n, medicines in enumerate(people, 1))
    pages = texts(slips(replace(samples.rich_book(), slips=made), SPANISH))
    order = [[n for n in range(1, 6) if f"Persona {n}" in page] for page in pages]
    assert sorted(n for page in order for n in page) == [1, 2, 3, 4, 5]
    assert order == [[1, 2], [3, 4], [5]]


def test_not_understood_prints_the_doctors_words_and_no_picture() -> None:
    words = "1 c/12h <b>x</b> {30} **d**"
    medicine = replace(samples.LOSARTAN, directions=SlipDirections(None, words, samples.LOSARTAN.directions.picture))
    file = slips(replace(samples.rich_book(), slips=(samples.slip(1, "Ana **B** {x}", "Casa", (medicine,)),)), SPANISH)
    text = all_text(file)
    assert f"Como escribió el doctor: «{words}»" in column(file, 10, 152)
    assert "mañana" not in text
    assert "Ana **B** {x}" in text


def test_more_than_four_steps_become_a_list() -> None:
    steps = tuple((f"{n} al día", f"{n}/12") for n in range(9, 0, -1))
    medicine = replace(samples.PREDNISONE, directions=SlipDirections("Baje poco a poco.", "x", Steps(steps)))
    file = slips(replace(samples.rich_book(), slips=(samples.slip(1, "Ana", "Casa", (medicine,)),)), SPANISH)
    text = all_text(file)
    assert all(f"{day} {amount}" in text for amount, day in steps)
    assert overlaps(file) == []


def test_a_very_long_text_of_one_medicine_stays_on_one_sheet() -> None:
    medicine = replace(samples.UNREAD, directions=SlipDirections(None, "tomar con cuidado " * 250))
    file = slips(replace(samples.rich_book(), slips=(samples.slip(1, "Ana", "Casa", (medicine,)),)), SPANISH)
    assert outside(file, side=10, top=10, bottom=13) == []
    assert all_text(file).count("cuidado") == 250


WORDS = st.text(alphabet=string.ascii_letters + "ñáéЖщ -.,½5", max_size=120)


@settings(max_examples=150, deadline=None)
@given(WORDS, st.floats(20, 300), st.floats(5, 20))
def test_wrapping_loses_no_letter_and_keeps_to_the_room(text: str, room: float, size: float) -> None:
    lines = wrap((Run(text, REGULAR, size),), room)
    joined = "".join(run.text for line in lines for run in line)
    assert joined.replace(" ", "").replace("\u00a0", "") == text.replace(" ", "")
    for line in lines:
        wide = sum(width(run.text.rstrip(), run.font, run.size) for run in line)
        assert wide <= room + 0.05 or sum(len(run.text.strip()) for run in line) <= 1


def test_numbers_stay_with_their_units() -> None:
    for text in ("10 mg", "lote 7Q", "28 + 2", "por 30 días"):
        assert " " not in glue(text)
    assert glue("y 1 en la noche") == "y 1 en la noche"
    assert fit("Ana", REGULAR, 10, 500) == 10


@pytest.mark.parametrize("sizes", [THREE, TWO])
def test_lower_rows_never_get_below_what_is_reckoned_without_setting_them(sizes: Format) -> None:
    setter = Setter(sizes, (sizes.right - 10) * MM, SPANISH, True)
    saved = 0
    for numbered in enumerate(samples.ALL, 1):
        plain = setter.rows([numbered], 1.0)
        [lower] = setter.lower(plain, [numbered])
        assert setter.lowest(plain) <= lower.high <= plain[0].high
        saved += lower.high < plain[0].high
    assert saved or sizes is TWO  # large pictures beside large type save nothing with these medicines
