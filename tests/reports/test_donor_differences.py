"""Paper against box, in the donor's four languages: figures that add up, nothing printed over another word or outside the page."""

from __future__ import annotations

from datetime import date

import pytest

from pharmacy_app.reports.donor_differences import difference_sheet
from pharmacy_app.reports.records import DifferenceLine, DifferenceSheet
from pharmacy_app.system.language import language
from tests.support.pdf import all_text, column, fonts, outside, overlaps, texts

LINES = (
    DifferenceLine("Losartán 50 mg, tabletas", "00512", date(2028, 8, 31), 360, 330),
    DifferenceLine("Enalapril 10 mg, tabletas", "A77/91-" + "9" * 30, None, 600, 0),
    DifferenceLine("«AUGMENTIN <b>polvere</b> per sospensione orale 250 mg/5 ml flacone da 100 ml»", "", date(2027, 1, 31), None, 12),
    DifferenceLine("Metformina 850 mg, tabletas", "XX", date(2027, 1, 31), 1_200_000, 1_230_000),
)


def sheet(times: int, agreeing: int = 3) -> DifferenceSheet:
    lines = LINES * times
    short = sum(-line.difference for line in lines if line.difference < 0)
    over = sum(line.difference for line in lines if line.difference > 0)
    paper, counted = sum(line.on_paper or 0 for line in lines), sum(line.counted for line in lines)
    return DifferenceSheet(
        "Farmacia Comunal", "2026-031", "Amici & C. <i>Onlus</i>", "DDT 114", date(2026, 11, 20), date(2026, 11, 23), lines, agreeing, paper,
        counted, short, over,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["es", "en", "it", "ru"])
@pytest.mark.parametrize("times", [0, 1, 12])
def test_it_reads_well_in_every_language(code: str, times: int) -> None:
    file = difference_sheet(sheet(times), language(code))
    assert outside(file, side=12, top=10, bottom=13) == []
    assert overlaps(file) == []
    assert {embedded for _, embedded in fonts(file)} == {True}
    assert (len(texts(file)) > 1) == (times == 12)
    text = all_text(file)
    assert text.count("00512") == times and "Amici & C. <i>Onlus</i>" in text
    heads = " ".join(language(code).tr(word) for word in ("Paper", "Counted", "Difference"))
    assert (heads in text) == bool(times)  # with a space between each: none runs into the next


def test_the_sums_and_every_kind_of_difference_are_told() -> None:
    file = difference_sheet(sheet(1), language("es"))
    text = all_text(file)
    for words in ("−30", "−600", "+12", "+30.000", "−630", "30.012", "3 renglones coinciden"):
        assert words in text
    assert column(file, 176, 200, size=9).endswith("menos no venía en la caja no está en el papel más")
    assert "todo lo del papel estaba en la caja" in all_text(difference_sheet(sheet(0), language("es")))


def test_same_record_same_bytes() -> None:
    assert difference_sheet(sheet(2), language("it")) == difference_sheet(sheet(2), language("it"))
