"""The carriers' sheet: every door, bags that add up, nothing outside the paper."""

from __future__ import annotations

import re

import pytest

from pharmacy_app.reports.round_sheet import round_sheet
from pharmacy_app.system.language import language
from tests.support import sheets as samples
from tests.support.pdf import all_text, column, fonts, outside, overlaps, texts

SPANISH = language("es")


@pytest.mark.parametrize("stops", [0, 1, 3, 14, 80])
def test_every_stop_stands_once_inside_the_margins(stops: int) -> None:
    record = samples.rich_round(stops)
    file = round_sheet(record, SPANISH)
    pages = texts(file)
    assert outside(file, side=12, top=10, bottom=13) == []
    assert overlaps(file) == []
    numbers = [int(number) for number in re.findall(r"\d+", column(file, 11, 24, size=17.5))]
    assert [number for number in numbers if number][-stops:] == list(range(1, stops + 1)) or stops == 0
    text = all_text(file)
    assert text.count("Entregado") == stops
    assert "Perdidas o dañadas" in text and str(sum(stop.bags for stop in record.stops)) in text
    assert all(f"Página {n} de {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert "…" not in text


def test_the_head_is_repeated_where_the_list_goes_on() -> None:
    pages = texts(round_sheet(samples.rich_round(30), SPANISH))
    assert all("Casa y personas" in page for page in pages if "Entregado Nadie" in page)
    assert all("continúa" in page for page in pages[1:])


def test_an_almost_empty_round_prints() -> None:
    file = round_sheet(samples.poor_round(), SPANISH)
    assert "Casa 1" in all_text(file)
    assert {embedded for _, embedded in fonts(file)} == {True}


def test_same_record_same_bytes() -> None:
    assert round_sheet(samples.rich_round(), SPANISH) == round_sheet(samples.rich_round(), SPANISH)
