"""Words of the trade: every code has its word, in Spanish too, and strengths and counts read as people here write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pharmacy_app.db.tables.supply import KINDS_BOTH, KINDS_IN, KINDS_OUT
from pharmacy_app.domain import expiry, medicines, priority
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quantity import Counted, as_counted
from pharmacy_app.intake.conditions import CONDITIONS
from pharmacy_app.system.language import language
from pharmacy_app.wording import trade
from pharmacy_app.wording.trade import condition, counted_words, medicine_title, strength, unit_word, units

ES, EN = language("es"), language("en")
LOSARTAN = Medicine(1, "losartan", "50 mg", "tablet", "immediate", "oral", "C09CA01", "tablet", ("losartán", "losartan", "", ""))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_code_has_its_word() -> None:
    assert set(trade.FORMS) == set(medicines.FORMS)
    assert set(trade.UNITS) == set(medicines.UNITS)
    assert set(trade.RELEASES) == set(medicines.RELEASES) - {"immediate"}
    assert set(trade.CRITERIA) == set(priority.CRITERIA)
    assert set(trade.TIERS) == set(priority.TIERS)
    assert set(trade.CONDITIONS) == {known.code for known in CONDITIONS}
    assert set(trade.MOVEMENTS) == {*KINDS_IN, *KINDS_OUT, *KINDS_BOTH}
    said = set(trade.BATCH_STATUSES) | {"urgent", "soon", "fine"}
    assert said == {*expiry.STANDINGS, "available"}


@pytest.mark.parametrize("table", ["RELEASES", "CONDITIONS", "CRITERIA", "MOVEMENTS", "BATCH_STATUSES", "TIERS"])
def test_every_word_is_said_in_spanish(table: str) -> None:
    same = {"diabetes", "neuropatía", "dermatitis", "psoriasis", "glaucoma", "tuberculosis", "osteoporosis"}
    for word in getattr(trade, table).values():
        assert ES.tr(word) != word or word in same, word


def test_one_and_many() -> None:
    assert [unit_word(ES, "tablet", n) for n in (0, 1, 2)] == ["tabletas", "tableta", "tabletas"]
    assert plain(units(ES, 1640, "tablet")) == "1.640 tabletas"
    assert plain(units(EN, 1, "vial")) == "1 vial"
    for one, many in trade.FORMS.values():
        assert (ES.ntr(one, many, 1) and ES.ntr(one, many, 1) != one) or one == "gel"


@pytest.mark.parametrize(
    ("canonical", "spanish", "english"),
    [
        ("7.5 mg", "7,5 mg", "7.5 mg"),
        ("250 mg/5 ml", "250 mg/5 mL", "250 mg/5 mL"),
        ("100 ug/dose", "100 µg/dosis", "100 µg/dose"),
        ("250 mcg/dose", "250 µg/dosis", "250 µg/dose"),
        ("100 IU/ml", "100 UI/mL", "100 IU/mL"),
        ("500 mg + 12.5 mg", "500 mg + 12,5 mg", "500 mg + 12.5 mg"),
        ("200000 IU", "200.000 UI", "200,000 IU"),
        ("1000 mg", "1000 mg", "1000 mg"),
        ("1.2 million IU", "1,2 millones de UI", "1.2 million IU"),
    ],
)
def test_strengths(canonical: str, spanish: str, english: str) -> None:
    assert plain(strength(ES, canonical)) == spanish
    assert plain(strength(EN, canonical)) == english
    assert " " not in strength(ES, canonical)


def test_a_medicine_as_its_row_begins() -> None:
    assert plain(medicine_title(ES, LOSARTAN)) == "Losartán 50 mg, tableta"
    assert plain(medicine_title(ES, LOSARTAN, plural=True)) == "Losartán 50 mg, tabletas"
    assert plain(medicine_title(EN, replace(LOSARTAN, release="modified"))) == "Losartan 50 mg, modified release tablet"
    assert plain(medicine_title(ES, replace(LOSARTAN, release="modified"))) == "Losartán 50 mg, tableta de liberación prolongada"


def test_quantities_as_counted() -> None:
    assert plain(counted_words(ES, [as_counted(70, 30)], "tablet")) == "70 tabletas: 2 cajas de 30 + 10"
    assert plain(counted_words(ES, [as_counted(60, 30)], "tablet")) == "60 tabletas: 2 cajas de 30"
    assert plain(counted_words(ES, [Counted(1, 100, 0), Counted(1, 50, 0)], "ml")) == "150 mL: 1 frasco de 100 + 1 de 50"
    assert plain(counted_words(ES, [as_counted(10, 30)], "tablet")) == "10 tabletas"
    assert plain(counted_words(EN, [as_counted(1, 1)], "inhaler")) == "1 inhaler"


def test_a_condition_that_nobody_listed_is_shown_as_it_is() -> None:
    assert condition(ES, "hypertension") == "hipertensión"
    assert condition(ES, "lupus") == "lupus"
