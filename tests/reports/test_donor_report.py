"""The donor report: complete in four languages, balanced, and nobody in it can be recognised."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.disease_groups import GROUPS
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import FORMS, UNITS, Medicine
from pharmacy_app.reports.donor_cover import LEAST, scale_for
from pharmacy_app.reports.donor_report import donor_report
from pharmacy_app.reports.donor_summary import shown_groups
from pharmacy_app.reports.donor_words import form_name, group_name, medicine_title, unit_amount, unit_plural
from pharmacy_app.reports.records import DonorGroup
from pharmacy_app.system.language import CODES, language
from tests.support import sheets as samples
from tests.support.pdf import all_text, fonts, outside, overlaps, texts

TITLES = {"es": "En una página", "en": "On one page", "it": "In una pagina", "ru": "На одной странице"}
WIDE = samples.rich_donor()


@pytest.mark.parametrize("code", CODES)
def test_each_language_stays_on_the_paper(code: str) -> None:
    file = donor_report(WIDE, language(code))
    pages = texts(file)
    assert TITLES[code] in pages[1]
    assert outside(file, side=16, top=10, bottom=13) == []
    assert overlaps(file) == []
    assert {embedded for _, embedded in fonts(file)} == {True}
    if code != "en":
        assert not re.search(r"\b(the|families|arrived|people|shelf|Page)\b", " ".join(pages))


def test_the_numbers_of_the_table_and_the_total_stand_there() -> None:
    text = all_text(donor_report(WIDE, language("it")))
    it = language("it")
    for line in WIDE.lines:
        assert line.lot in text and it.number(line.received) in text
    assert it.number(sum(line.received for line in WIDE.lines)) in text
    assert "Totale, 30 lotti: i conti tornano" in text
    assert "2.701 compresse" in text and "1 mese" in text


def test_russian_plurals() -> None:
    ru = language("ru")
    assert [unit_amount(n, "tablet", ru) for n in (1, 2, 5, 11, 21)] == [
        "1 таблетка",
        "2 таблетки",
        "5 таблеток",
        "11 таблеток",
        "21 таблетка",
    ]


@pytest.mark.parametrize("code", ["es", "it", "ru"])
def test_every_word_of_the_trade_is_translated(code: str) -> None:
    there, english = language(code), language("en")
    same = {"gel", "shampoo", "mL", "diabetes"}
    words = [(form_name(form, there), form_name(form, english)) for form in FORMS if form != "other"]
    words += [(unit_plural(unit, there), unit_plural(unit, english)) for unit in UNITS]
    words += [(unit_amount(5, unit, there), unit_amount(5, unit, english)) for unit in UNITS if unit != "ml"]
    words += [(group_name(group, there), group_name(group, english)) for group in GROUPS]
    assert [pair for pair in words if pair[0] == pair[1] and pair[0].lower() not in {word.lower() for word in same}] == []


def test_a_medicine_is_named_in_the_language_of_the_reader() -> None:
    names = ("salbutamol", "salbutamol", "salbutamolo", "сальбутамол")
    medicine = Medicine(1, "salbutamol", "0.5 mg/2.5 ml", "nebuliser_solution", "immediate", "inhaled", "R03AC02", "ampoule", names)
    assert medicine_title(medicine, language("ru")) == "Сальбутамол 0,5 мг/2,5 мл, раствор для ингаляций"
    assert medicine_title(medicine, language("es")) == f"Salbutamol 0,5 mg/2,5 mL, {form_name('nebuliser_solution', language('es'))}"


@pytest.mark.parametrize("field", ["delivered", "reserved", "on_hand", "expired", "damaged", "given_back", "lost"])
def test_a_line_that_does_not_balance_is_refused(field: str) -> None:
    line = WIDE.lines[3]
    wrong = replace(line, **{field: getattr(line, field) + 1})
    with pytest.raises(Refusal) as refused:
        donor_report(replace(WIDE, lines=(*WIDE.lines[:3], wrong)), language("es"))
    assert refused.value.code == "balance_open"
    assert refused.value.data == {"lot": line.lot, "received": line.received, "counted": line.received + 1}


def test_negative_units_are_refused() -> None:
    line = replace(WIDE.lines[0], delivered=WIDE.lines[0].received + 5, reserved=0, on_hand=-5)
    with pytest.raises(Refusal):
        donor_report(replace(WIDE, lines=(line,)), language("es"))


def test_few_people_are_hidden_everywhere() -> None:
    text = texts(donor_report(samples.poor_donor(), language("en")))
    assert text[1].count("<5") == 2
    assert "Blood pressure" not in text[1]
    assert "Fewer than 5 families" in text[0]


groups = st.lists(
    st.builds(DonorGroup, st.sampled_from(GROUPS), st.integers(0, 12), st.integers(0, 900)), max_size=9, unique_by=lambda g: g.code
)


@given(groups)
def test_no_difference_of_printed_numbers_gives_a_small_group_away(given_groups: list[DonorGroup]) -> None:
    named, others = shown_groups(given_groups)
    assert all(group.people >= LEAST for group in named)
    assert [group.days for group in named] == sorted((group.days for group in named), reverse=True)
    joined = [group for group in given_groups if group not in named and group.people]
    assert others == sum(group.days for group in joined)
    if named and joined:
        assert max(group.people for group in joined) >= LEAST


@given(st.integers(0, 20_000), st.integers(60, 200))
def test_the_scale_colours_at_most_two_thirds(families: int, houses: int) -> None:
    scale = scale_for(families, houses)
    assert families / scale <= houses * 0.66
    if families > houses:
        assert families / scale >= houses * 0.2


def test_same_record_same_bytes() -> None:
    assert donor_report(WIDE, language("ru")) == donor_report(WIDE, language("ru"))


def test_an_empty_report_prints() -> None:
    file = donor_report(
        replace(samples.poor_donor(), lines=(), donations=0, people=0, households=0, treatment_days=0, groups=()), language("es")
    )
    assert len(texts(file)) == 2
