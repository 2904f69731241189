"""Shelf labels: every lot once, its code read back, nothing cut off at the paper's edge or printed over another word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pharmacy_app.domain.codes import batch_code, batch_of_code
from pharmacy_app.reports.labels import ACROSS, DOWN, labels
from pharmacy_app.reports.records import LabelSheet, ShelfLabel
from pharmacy_app.system.language import language
from tests.support.pdf import all_text, codes, fonts, outside, overlaps, texts

SPANISH = language("es")
LONG = "Amoxicilina + ácido clavulánico 250 mg/5 mL + 62,5 mg/5 mL, polvo para suspensión oral con sabor a naranja"
KINDS = (
    {"name": "Losartán 50 mg, tableta", "lot": "00512", "on_box": "Лозап", "place": "Estante 3 B"},
    {"name": "Insulina NPH 100 UI/mL, suspensión inyectable", "lot": "X9-77 A", "cold": "En la nevera, sin congelar (2 a 8 °C)."},
    {
        "name": LONG,
        "lot": "",
        "expiry": None,
        "aside": "sin fecha de vencimiento; sin número de lote",
        "on_box": "AUGMENTIN <b>polvere</b> " * 6,
    },
    {
        "name": "Metformina 850 mg, tableta",
        "lot": "L" * 60,
        "amount": "1.640 tabletas: 54 cajas de 30 + 20 y una muy larga explicación más",
    },
)


def some(count: int) -> LabelSheet:
    """Labels of all kinds, one after the other."""
    common = {"expiry": date(2028, 8, 31), "amount": "360 tabletas: 12 cajas de 30", "donation": "Donación 2026-031"}
    made = tuple(ShelfLabel(**{**common, **KINDS[n % len(KINDS)], "code": batch_code(n + 1)}) for n in range(count))  # type: ignore[arg-type]
    return LabelSheet("Farmacia Comunal", made)


@pytest.mark.parametrize("count", [1, 2, 14, 15, 40])
def test_every_label_stands_whole_on_its_place(count: int) -> None:
    file = labels(some(count), SPANISH)
    assert len(texts(file)) == -(-count // (ACROSS * DOWN))
    assert outside(file, side=10, top=10, bottom=10) == []
    assert overlaps(file) == []
    text = all_text(file)
    assert text.count("Losartán 50 mg") == -(-count // len(KINDS))
    assert {embedded for _, embedded in fonts(file)} == {True}


def test_what_must_be_known_of_a_lot_is_on_its_label() -> None:
    text = all_text(labels(some(4), SPANISH))
    for words in (
        "Vence el 31/08/2028",
        "Lote 00512",
        "Лозап",
        "Estante 3 B",
        "En la nevera",
        "APARTADO: sin fecha de vencimiento",
        "Vencimiento",
    ):
        assert words in text


def test_the_squares_lead_to_the_lots(tmp_path: Path) -> None:
    read = codes(labels(some(14), SPANISH), tmp_path)
    assert sorted(batch_of_code(code) or 0 for code in read) == list(range(1, 15))


def test_same_record_same_bytes_and_none_is_said() -> None:
    assert labels(some(3), SPANISH) == labels(some(3), SPANISH)
    assert "No hay lotes que etiquetar" in all_text(labels(some(0), SPANISH))
