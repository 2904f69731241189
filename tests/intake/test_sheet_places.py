"""The guard of an xlsx says no less than what a reader would lay out, however the cells say where they stand."""

from __future__ import annotations

import io

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz_cases import parts_of, xlsx_seed, zip_file
from benchmarks.fuzz_hostile import SHEET
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.sheet_limits import MAX_GRID
from pharmacy_app.intake.sheet_places import NEAR, SAID, UNSAID, check_said, follow, said
from pharmacy_app.intake.zip_guard import look_into_zip

COLUMNS = st.sampled_from(["A", "Z", "AA", "AZ", "ZZ", "XFD"])
ROWS = st.sampled_from([1, 2, 29_999, 30_000, 40_000, 800_000, 1_048_576])
PLACES = st.builds("{}{}".format, COLUMNS, ROWS)
FIRST_PLACES = st.sampled_from(["A1", "B2", "Z29999"])
WAYS = st.sampled_from([' r="{}"', " r='{}'", ' r = "{}"', ' s="0" r="{}"', ' t="n"\nr="{}"'])


def tag(name: str, place: object, way: str) -> str:
    return f"<{name}{way.format(place) if place is not None else ''}>"


CELLS = st.builds(
    lambda place, way, many: f"{tag('c', place, way)}<v>1</v></c>" * many, st.none() | PLACES | FIRST_PLACES, WAYS, st.integers(1, 40)
)
LINES = st.builds(
    lambda place, way, cells, inner: f"{tag('row', place, way)}{''.join(cells[:1])}{inner}{''.join(cells[1:])}</row>",
    st.none() | ROWS,
    WAYS,
    st.lists(CELLS, max_size=3),
    st.sampled_from(["", "", "<row/>", "<!-- </row> -->", '<x a="&lt;/row>"/>', "<![CDATA[</row><c>]]>"]),
)


def book(rows: str) -> bytes:
    sheet = f'<?xml version="1.0"?><worksheet xmlns="http://x" xmlns:x="http://x"><sheetData>{rows}</sheetData></worksheet>'
    return zip_file(parts_of(xlsx_seed(0)) | {SHEET: sheet.encode()})


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=4), prefix=st.booleans())
def test_what_passes_the_guard_has_room(lines: list[str], prefix: bool) -> None:
    rows = "".join(lines)
    if prefix:
        rows = (
            rows.replace("<row", "<x:row")
            .replace("</row", "</x:row")
            .replace("<c>", "<x:c>")
            .replace("</c>", "</x:c>")
            .replace("<c ", "<x:c ")
        )
    raw = book(rows)
    try:
        look_into_zip(raw)
    except Refusal as refusal:
        assert refusal.code in ("file_too_large", "file_damaged")
    else:
        grid = python_calamine.load_workbook(io.BytesIO(raw)).get_sheet_by_index(0)
        assert grid.total_height * grid.total_width <= MAX_GRID


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ('<row r="1"><c r="Z29999" s="1"></row>', NEAR),
        ('<col min="1"/><colors/><rows/>', NEAR),
        ('<c r="Z299990"/>', SAID),
        ('<c r="Z30000"/>', SAID),
        ('<c r="AA1"/>', SAID),
        ('<row r="30000">', SAID),
        ("<row>", UNSAID),
        ('<c t="s" r="A1"/>', UNSAID),
        ("<c r='A1'/>", UNSAID),
        ('<x:c r="A1"/>', UNSAID),
        ('<c r="ABCD1"/>', UNSAID),
    ],
)
def test_how_cells_say_where_they_stand(tags: str, expected: int) -> None:
    assert said(tags.encode()) == expected


def test_a_large_list_that_fits_passes_however_it_is_cut() -> None:
    sheet = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="T{row}"/></row>' for row in range(1, 40_001)).encode()
    check_said(sheet[at : at + 1001] for at in range(0, len(sheet), 1001))
    with pytest.raises(Refusal, match="file_too_large"):
        check_said([sheet[:-20], b'<c r="U40000"/>', b"</row>"])
    whole = b"<a>" + sheet + b"</a>"
    follow(whole[at : at + 1001] for at in range(0, len(whole), 1001))
    for wrong, code in (
        (whole.replace(b"T40000", b"U40000"), "file_too_large"),
        (whole[:-4], "file_damaged"),
        (b'<c r="1A"/>', "file_damaged"),
    ):
        with pytest.raises(Refusal, match=code):
            follow([wrong])
