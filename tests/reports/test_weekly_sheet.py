"""The weekly sheet: an equation that adds up, small numbers hidden, long lists running on."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pharmacy_app.reports.records import StopCounts
from pharmacy_app.reports.weekly_sheet import weekly_sheet
from pharmacy_app.system.language import language
from tests.support import sheets as samples
from tests.support.pdf import all_text, column, outside, overlaps, texts

SPANISH = language("es")


@pytest.mark.parametrize(("delivered", "unresolved"), [(0, 0), (1, 1), (31, 7), (95, 12), (400, 60)])
def test_every_door_stands_there_inside_the_margins(delivered: int, unresolved: int) -> None:
    record = samples.rich_week(delivered, unresolved)
    file = weekly_sheet(record, SPANISH)
    text = all_text(file)
    assert outside(file, side=12, top=10, bottom=13) == []
    assert overlaps(file) == []
    assert all(f"Casa {n}-A · L. Marcano" in text for n in range(1, delivered + 1))
    assert text.count("Casa 43-C") == unresolved
    assert all(f"de {len(texts(file))}" in page for page in texts(file))


def test_fewer_than_five_people_are_not_counted() -> None:
    lines = {line.split("  ")[0]: line for line in texts(weekly_sheet(samples.rich_week(), SPANISH))[0].splitlines()}
    hidden = [line for line in lines if line.startswith(("Salbutamol", "Carbamazepina"))]
    assert len(hidden) == 2
    assert all("<5 –" in line for line in hidden)
    assert any(line.startswith("Levotiroxina 100 mcg 6 180") for line in lines)


def test_all_kinds_of_stops_are_in_the_equation() -> None:
    record = replace(samples.rich_week(), counts=StopCounts(10, 2, 3, 4, 5, 6, 7))
    numbers = re.findall(r"\b\d+\b", column(weekly_sheet(record, SPANISH), 12, 198, size=14.9))
    assert numbers[:8] == ["37", "10", "2", "3", "4", "5", "6", "7"]


def test_an_empty_week_says_so() -> None:
    text = all_text(weekly_sheet(samples.poor_week(), SPANISH))
    assert "se llegó a todas las puertas" in text and "alcanzó para todos" in text


def test_a_week_with_a_round_still_out_never_says_that_every_door_was_reached() -> None:
    record = replace(samples.poor_week(), counts=StopCounts(waiting=72))
    text = all_text(weekly_sheet(record, SPANISH))
    assert "72 paradas no están cerradas" in text
    assert "se llegó a todas las puertas" not in text
