"""Sentences and pictures of directions: as paper wants them, and understood by our own reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.directions import Days, Directions, EveryHours, FixedTimes, Phase, TimesADay, WhenNeeded
from pharmacy_app.domain.pictures import AsNeeded, ClockTimes, EveryOtherDay, FourTimes, Steps, Weekdays
from pharmacy_app.intake.directions import read
from pharmacy_app.system.language import language
from pharmacy_app.wording.directions import on_paper, picture, sentence
from tests.domain.direction_strategies import directions

ES = language("es")
NO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)
START = date(2026, 11, 24)


def one(
    intake: FixedTimes | EveryHours | TimesADay | WhenNeeded, length: int | None = None, on: Days | None = None, unit: str = "tablet"
) -> Directions:
    return Directions((Phase(intake, on or Days(), length),), unit)


def fixed(*amounts: Fraction | int, meals: str = "") -> FixedTimes:
    morning, noon, evening, night = map(Fraction, amounts)
    return FixedTimes((morning, noon, evening, night), meals)


TAPER = tuple(Phase(TimesADay(Fraction(amount), 1), length=5) for amount in (4, 2, 1))
# The table of ../shared/design/look/paper.md.
PAPER = [
    (one(fixed(1, 0, 0, 1), 30), "1 tableta en la mañana y 1 en la noche, por 30 días."),
    (replace(one(fixed(1, 0, 1, 0, meals="with")), chronic=True), "1 tableta con el desayuno y 1 con la cena, todos los días."),
    (one(EveryHours(Fraction(5), 8), 10, unit="ml"), "5 mL cada 8 horas (6 am, 2 pm y 10 pm), por 10 días."),
    (one(fixed(HALF, 0, HALF, 0), 30), "Media tableta en la mañana y media en la tarde, por 30 días."),
    (one(TimesADay(ONE, 1), 28, Days((0, 3))), "1 tableta los lunes y los jueves, por 4 semanas."),
    (one(TimesADay(ONE, 1), None, Days(every=2)), "1 tableta un día sí y otro no. Empiece el martes 24/11."),
    (Directions(TAPER, "tablet"), "4 tabletas al día por 5 días, después 2 por 5 días, después 1 por 5 días. Luego termina."),
    (
        one(WhenNeeded(ONE, ONE, 6, 0, Fraction(4), "pain")),
        "1 tableta si tiene dolor. Espere 6 horas entre una y otra. No más de 4 al día.",
    ),
    (
        replace(one(fixed(Fraction(15, 2), 0, 0, Fraction(15, 2)), 7, unit="ml"), notes=("measure_with_syringe",)),
        "7,5 mL en la mañana y 7,5 mL en la noche, por 7 días. Mida con la jeringa.",
    ),
    (
        replace(one(fixed(2, 0, 0, 2), unit="puff"), notes=("rinse_mouth",)),
        "2 inhalaciones en la mañana y 2 en la noche. Después, enjuáguese la boca.",
    ),
    (replace(one(fixed(10, 0, 0, 6), unit="IU"), site="under_skin"), "10 unidades en la mañana y 6 en la noche, bajo la piel."),
    (replace(one(TimesADay(ONE, 4), 7, unit="drop"), site="each_eye"), "1 gota en cada ojo, 4 veces al día, por 7 días."),
]


@pytest.mark.parametrize(("given_directions", "expected"), PAPER, ids=[expected[:20] for _, expected in PAPER])
def test_sentences_are_those_of_the_paper(given_directions: Directions, expected: str) -> None:
    assert sentence(ES, given_directions, START).replace("\u00a0", " ") == expected


@settings(max_examples=400, deadline=None)
@given(directions(), st.sampled_from(["es", "en"]))
@example(replace(one(TimesADay(ONE, 1)), extra=WhenNeeded(ONE, Fraction(3), maximum=Fraction(3))), "es")
def test_what_is_written_is_read_back_the_same(written: Directions, code: str) -> None:
    text = sentence(language(code), written)
    assert read(text, code) == written, text


@settings(max_examples=200, deadline=None)
@given(directions(), st.sampled_from(["es", "en"]))
def test_any_directions_have_a_sentence_with_a_capital_and_a_full_stop_and_a_picture_that_can_be_made(
    written: Directions, code: str
) -> None:
    text = sentence(language(code), written, START)
    assert text.endswith(".") and (text[0].isupper() or text[0].isdigit())
    assert "{" not in text and "  " not in text and ".." not in text and " ." not in text
    picture(language(code), written, START)


def test_one_dose_alone_is_said_so_on_paper_and_nothing_else_is() -> None:
    for text, said in (
        ("1 tableta al día por 1 día", "1 tableta, una sola vez."),
        ("2 tabletas al día por 1 día", "2 tabletas, una sola vez."),
    ):
        found = read(text)
        assert found is not None and on_paper(ES, found).replace("\u00a0", " ") == said
    for text in ("1 tableta al día por 2 días", "1 tableta cada 12 horas por 1 día", "1 gota en cada ojo al día por 1 día"):
        found = read(text)
        assert found is not None and on_paper(ES, found) == sentence(ES, found)


def test_pictures_say_the_same_as_the_sentence() -> None:
    assert picture(ES, one(fixed(1, 0, 0, HALF)), START) == FourTimes("1", "", "", "½", "tableta")
    assert picture(ES, one(fixed(Fraction(15, 2), 0, 0, 5), unit="ml"), START) == FourTimes("7,5", "", "", "5", "mL")
    assert picture(ES, one(TimesADay(Fraction(3, 2), 2)), START) == FourTimes("1½", "", "", "1½", "tabletas")
    assert picture(ES, one(EveryHours(ONE, 12)), START) == ClockTimes((("8\u00a0am", "1"), ("8\u00a0pm", "1")), "tableta")
    assert picture(ES, one(TimesADay(ONE, 1), on=Days((0, 3))), START) == Weekdays(
        (True, False, False, True, False, False, False), "1", "tableta"
    )
    odd = EveryOtherDay((date(2026, 11, 24), date(2026, 11, 26), date(2026, 11, 28), date(2026, 11, 30)), "1")
    assert picture(ES, one(TimesADay(ONE, 1), on=Days(every=2)), START) == odd
    assert picture(ES, one(WhenNeeded(ONE, ONE, 6, 0, Fraction(4), "pain")), START) == AsNeeded("Solo si tiene dolor", "Máximo 4 al día")
    assert picture(ES, Directions(TAPER, "tablet"), START) == Steps(
        (("4 al día", "24–28/11"), ("2 al día", "29/11–03/12"), ("1 al día", "04–08/12"))
    )


def test_no_picture_where_it_would_say_more_than_the_doctor() -> None:
    assert picture(ES, one(TimesADay(ONE, 1)), START) is None
    assert picture(ES, one(EveryHours(ONE, 5)), START) is None
    assert picture(ES, one(fixed(1, 0, 0, 1), on=Days((0, 3))), START) is None
