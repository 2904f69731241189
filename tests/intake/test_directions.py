"""Directions as doctors write them: understood where certain, and never a wrong number."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.directions import EVERY_DAY, AtHours, Days, Directions, EveryHours, FixedTimes, Phase, TimesADay, WhenNeeded
from pharmacy_app.intake.directions import read
from tests.support.fragments import Fragment, fragments

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "dosage-directions" / "dosage_cases.csv"
NO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)


def cases() -> list[dict[str, str]]:
    if not CASES.exists():
        return []
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ends(row: dict[str, str], name: str) -> tuple[Fraction, Fraction] | None:
    return (Fraction(row[f"{name}_min"]), Fraction(row[f"{name}_max"])) if row[f"{name}_min"] else None


def per(unit: str) -> tuple[Fraction, Fraction, str] | None:
    """`4-6 Hour` -> (4, 6, "hour"); `Day` -> (1, 1, "day")."""
    if not unit:
        return None
    *count, name = unit.split()
    least, _, most = (count[0] if count else "1").partition("-")
    return Fraction(least), Fraction(most or least), name.lower()


@pytest.mark.skipif(not CASES.exists(), reason="the shared dosage directions are not beside this checkout")
@pytest.mark.parametrize("row", cases(), ids=lambda row: row["id"])
def test_what_is_understood_is_what_the_source_says(row: dict[str, str]) -> None:
    if not any(row[key] for key in ("dose_min", "freq_min", "dur_min")):
        pytest.skip("the source gives no answer")
    (found,) = fragments(row["text"], row["lang"])
    duration = ends(row, "dur")
    expected = Fragment(
        dose=ends(row, "dose"),
        unit=found.unit,
        often=ends(row, "freq"),
        per=per(row["freq_unit"]),
        duration=(*duration, row["dur_unit"].lower()) if duration else None,
        as_needed=row["as_needed"] == "yes",
    )
    assert found == expected
    if row["form"]:
        assert found.unit == {"comprimido": "tablet", "tableta": "tablet", "pastilla": "tablet", "supositorio": "suppository"}.get(
            row["form"], row["form"]
        )
    complete = row["dose_min"] and row["freq_min"]
    assert (read(row["text"], row["lang"]) is not None) == bool(complete)


@pytest.mark.skipif(not CASES.exists(), reason="the shared dosage directions are not beside this checkout")
def test_what_the_source_leaves_open_is_not_given_a_number() -> None:
    """Two instructions are two steps; three of which the last two do not say how often are not understood; nor is a dose that is not said."""
    texts = {row["id"]: row["text"] for row in cases()}
    assert [len(fragments(texts[key], "en")) for key in ("phs06", "phs07", "phs08")] == [2, 3, 1]
    steps = read(texts["phs06"], "en")
    assert steps == Directions((Phase(TimesADay(ONE, 1), length=3), Phase(TimesADay(Fraction(2), 1), length=28)), "tablet")
    assert read(texts["phs07"], "en") is None
    assert read(texts["phs08"], "en") is None


def one(
    intake: FixedTimes | EveryHours | TimesADay | WhenNeeded, unit: str = "tablet", length: int | None = None, on: Days = EVERY_DAY
) -> Directions:
    return Directions((Phase(intake, on, length),), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 tab c/8h por 7 días", one(EveryHours(ONE, 8), length=7)),
        ("1 TAB C/8H X 7D", one(EveryHours(ONE, 8), length=7)),
        ("1 tableta cada 12 horas", one(EveryHours(ONE, 12))),
        ("media tableta en la mañana", one(FixedTimes((HALF, NO, NO, NO)))),
        ("½ tab en la noche", one(FixedTimes((NO, NO, NO, HALF)))),
        ("1½ tableta al día", one(TimesADay(Fraction(3, 2), 1))),
        ("1-0-1", one(FixedTimes((ONE, NO, NO, ONE)), "")),
        ("tab 1-0-1/2", one(FixedTimes((ONE, NO, NO, HALF)))),
        ("1-1-1-1 cápsulas por 5 días", one(FixedTimes((ONE, ONE, ONE, ONE)), "capsule", 5)),
        ("5 ml 3 veces al día", one(TimesADay(Fraction(5), 3), "ml")),
        ("2,5 cc c/8 hrs por 1 semana", one(EveryHours(Fraction(5, 2), 8), "ml", 7)),
        ("2 puff c/6h SOS", one(WhenNeeded(Fraction(2), Fraction(2), 6), "puff")),
        ("500 mg c/12h", one(EveryHours(Fraction(500), 12), "mg")),
        ("1 tableta interdiaria", one(TimesADay(ONE, 1), on=Days(every=2))),
        ("1 tableta cada 48 horas", one(TimesADay(ONE, 1), on=Days(every=2))),
        ("1 tab lunes a viernes", one(TimesADay(ONE, 1), on=Days((0, 1, 2, 3, 4)))),
        ("1 tableta 3 veces al día con las comidas", one(FixedTimes((ONE, ONE, ONE, NO), "with"))),
        ("2 tabletas al día SOS", one(WhenNeeded(ONE, Fraction(2), maximum=Fraction(2)))),
        ("2 cucharaditas de 5 ml c/8h", one(EveryHours(Fraction(10), 8), "ml")),
    ],
)
def test_what_is_certain(text: str, expected: Directions) -> None:
    assert read(text, "es") == expected


def fixed(morning: Fraction | int, noon: Fraction | int, evening: Fraction | int, night: Fraction | int, meals: str = "") -> FixedTimes:
    return FixedTimes((Fraction(morning), Fraction(noon), Fraction(evening), Fraction(night)), meals)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 tableta con el desayuno y la cena", one(fixed(1, 0, 1, 0, "with"))),
        ("1 tableta en el desayuno y 1 en la cena", one(fixed(1, 0, 1, 0, "with"))),
        ("1 tableta desayuno, almuerzo y cena", one(fixed(1, 1, 1, 0, "with"))),
        ("1 tableta después de cada comida", one(fixed(1, 1, 1, 0, "after"))),
        ("1 tableta con las comidas y antes de dormir", one(fixed(1, 1, 1, 1, "with"))),
        ("1 tableta en la mañana con el desayuno", one(fixed(1, 0, 0, 0, "with"))),
        ("1 tableta con la cena en la noche", one(fixed(0, 0, 1, 0, "with"))),
        ("1 tableta en la noche con la cena", one(fixed(0, 0, 1, 0, "with"))),
        ("1 tableta con la cena y al acostarse", one(fixed(0, 0, 1, 1, "with"))),
        ("1 tableta todas las noches", one(fixed(0, 0, 0, 1))),
        ("1 tableta al levantarse y a la hora de dormir", one(fixed(1, 0, 0, 1))),
        ("20 UI antes del desayuno y 10 UI antes de la cena", one(fixed(20, 0, 10, 0, "before"), "IU")),
        ("20-0-10 UI", one(fixed(20, 0, 0, 10), "IU")),
        ("2 puff si falta el aire", one(WhenNeeded(Fraction(2), Fraction(2), reason="breathless"), "puff")),
        ("1 tableta SOS dolor", one(WhenNeeded(ONE, ONE, reason="pain"))),
        ("1 tableta cada 6 horas si hay dolor o fiebre", one(WhenNeeded(ONE, ONE, 6, reason="pain_or_fever"))),
        ("1 a 2 tabletas hasta 4 veces al día si hay dolor", one(WhenNeeded(ONE, Fraction(2), maximum=Fraction(8), reason="pain"))),
        ("1 tableta día por medio", one(TimesADay(ONE, 1), on=Days(every=2))),
        ("1 tableta interdiario", one(TimesADay(ONE, 1), on=Days(every=2))),
        ("1 tableta un día sí, un día no", one(TimesADay(ONE, 1), on=Days(every=2))),
        ("1 tableta semanal", one(TimesADay(ONE, 1), on=Days(every=7))),
        ("1 tableta cada 2 semanas", one(TimesADay(ONE, 1), on=Days(every=14))),
        ("1 ampolla mensual", one(TimesADay(ONE, 1), "ampoule", on=Days(every=30))),
        ("1 tableta de lunes a viernes", one(TimesADay(ONE, 1), on=Days((0, 1, 2, 3, 4)))),
        ("1 tab BID", one(TimesADay(ONE, 2))),
        ("1 tab T.I.D. por 5 días", one(TimesADay(ONE, 3), length=5)),
        ("1 tableta x 3 al día", one(TimesADay(ONE, 3))),
        ("media pastilla al día", one(TimesADay(HALF, 1))),
        ("1/2 tab al día", one(TimesADay(HALF, 1))),
        ("1/4 de tableta al día", one(TimesADay(Fraction(1, 4), 1))),
        ("1 y 1/2 tableta al día", one(TimesADay(Fraction(3, 2), 1))),
        ("tableta y media al día", one(TimesADay(Fraction(3, 2), 1))),
        ("1 comp. cada 12 hs", one(EveryHours(ONE, 12))),
        ("1 tableta a las 8 am y a las 8 pm", one(AtHours(((8 * 60, ONE), (20 * 60, ONE))))),
        ("1 cápsula cada 8 horas por 7 días hasta terminar", one(EveryHours(ONE, 8), "capsule", 7)),
        ("1 tableta diaria por 1 mes", one(TimesADay(ONE, 1), length=30)),
        ("1 tableta diaria por 30 días y luego suspender", one(TimesADay(ONE, 1), length=30)),
        ("1 óvulo vaginal en la noche por 7 noches", replace(one(fixed(0, 0, 0, 1), "pessary", 7), site="vagina")),
        ("1 ampolla IM cada 24 horas por 3 días", replace(one(EveryHours(ONE, 24), "ampoule", 3), site="muscle")),
        ("10 UI SC antes del desayuno", replace(one(fixed(10, 0, 0, 0, "before"), "IU"), site="under_skin")),
        ("1 tableta en ayunas", replace(one(fixed(1, 0, 0, 0)), notes=("empty_stomach",))),
        ("1 tableta diaria en ayunas", replace(one(TimesADay(ONE, 1)), notes=("empty_stomach",))),
        ("1 cápsula 30 minutos antes del desayuno", replace(one(fixed(1, 0, 0, 0, "before"), "capsule"), notes=("half_hour_before",))),
        ("1 sobre disuelto en un vaso de agua cada 24 horas", replace(one(EveryHours(ONE, 24), "sachet"), notes=("dissolve",))),
        ("1 tableta diaria uso continuo", replace(one(TimesADay(ONE, 1)), chronic=True)),
        ("1 tableta diaria hasta el 15/01", replace(one(TimesADay(ONE, 1)), until=date(2027, 1, 15))),
        ("1 tableta diaria hasta el 15/01/27", replace(one(TimesADay(ONE, 1)), until=date(2027, 1, 15))),
        ("1 tableta diaria hasta el 15 de enero", replace(one(TimesADay(ONE, 1)), until=date(2027, 1, 15))),
    ],
)
def test_how_doctors_here_write(text: str, expected: Directions) -> None:
    """As the services read it: no language said, the day of the start known."""
    assert read(text, start=date(2026, 11, 24)) == expected
    assert read(text.upper(), start=date(2026, 11, 24)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("take one tablet three times daily after meals", one(fixed(1, 1, 1, 0, "after"))),
        ("two drops to each eye four times a day", replace(one(TimesADay(Fraction(2), 4), "drop"), site="each_eye")),
        ("1-2 tablets every 4-6 hours as needed, max 8 in 24 hours", one(WhenNeeded(ONE, Fraction(2), 4, 6, Fraction(8)))),
        ("1 tab po bid x 7 days", one(TimesADay(ONE, 2), length=7)),
        ("1 tab q8h x 7 days", one(EveryHours(ONE, 8), length=7)),
        ("one capsule half an hour before breakfast", replace(one(fixed(1, 0, 0, 0, "before"), "capsule"), notes=("half_hour_before",))),
        ("one tablet to be taken daily", one(TimesADay(ONE, 1))),
        ("1 tablet twice daily with food", replace(one(TimesADay(ONE, 2)), notes=("with_food",))),
        ("1 tablet every 6 hours if needed for pain", one(WhenNeeded(ONE, ONE, 6, reason="pain"))),
        ("1 tablet daily for 14 days then stop", one(TimesADay(ONE, 1), length=14)),
    ],
)
def test_english_too(text: str, expected: Directions) -> None:
    assert read(text) == read(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        # a number that is another number
        ".5 mg al día", ",5 mg al día", "1. 5 mg al día", "1.500 mg al día", "10-20 mg al día", "1 tableta de 500 mg cada 8 horas",
        "2 tabletas 500 mg cada 8 horas", "500 mg 1 tableta cada 8 horas", "5 mg/kg/día", "10 mg/kg cada 8 horas", "1/0/1", "10/01", "1-0", "0-0-0",
        "1-1-1-1-1", "1 tab 1-0-1", "1-0-1 mañana", "1-0-1 cada 12 horas", "1 o media tableta al día", "1 y 2 tabletas al día",
        # one intake or two
        "1 tableta en la noche y con la cena", "1 tableta en la mañana noche", "1 tableta mañana y noche con las comidas",
        "1 tableta en ayunas y 1 en la noche",
        # which days, which dose
        "1 tableta en la mañana y 2 en la noche los domingos", "1 tableta los lunes y 2 en la noche", "1 tableta diaria menos domingo",
        "1 tableta diaria excepto los domingos", "1 tableta 3 días a la semana", "1 tableta 3 veces por semana", "1 tableta cada tercer día",
        "2 tabletas el primer día y luego 1 diaria", "2 tabletas al inicio, luego 1 cada 8 horas", "1 tableta al dia y luego 2",
        # regular or only when needed
        "2 puff cada 12 horas y SOS", "1 tableta en la mañana si hay dolor y 1 en la noche", "1 tableta hasta 3 veces al día",
        "10 UI si glicemia mayor de 200", "1 tableta diaria si presión > 140",
        # how long
        "1 tableta cada 12 horas por 30 tabletas", "1 tableta diaria x 30", "1 tableta diaria #30", "1 tableta al día por 7 días al mes",
        "1 tableta al día por 7 días, repetir en 15 días", "1 tableta al día 21 días y descansar 7", "1 tableta diaria del 10/01 al 20/01",
        "1 tableta diaria por 1 mes y medio", "1 tableta diaria hasta el 15/10", "1 tableta diaria hasta el 15/13", "1 tableta diaria hasta el 31/11",
        # when
        "1 tableta 8:00", "1 tableta a las 8 y 20", "1 tableta am y pm", "20 UI AM y 10 UI PM", "1 tab 8 hs", "1 tab HS", "1 tableta una hora después de comer",
        "dosis única", "1 tableta ahora", "1 tableta al día, aumentar a 2",
    ],
)  # fmt: skip
def test_what_could_be_another_number_is_refused(text: str) -> None:
    assert read(text, start=date(2026, 11, 24)) is None and read(text, "en", date(2026, 11, 24)) is None


def test_a_day_without_a_year_needs_the_start() -> None:
    assert read("1 tableta diaria hasta el 15/01") is None
    assert read("1 tableta diaria hasta el 15/01", start=date(2027, 1, 20)) is None  # a year away: it was rather five days ago


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "500 mg", "1 tableta", "cada 8 horas", "tomar según indicación", "1 tableta cada 8", "1 tab 8 horas",
        "1 tableta cada 8 horas o cada 12 horas", "1 tableta cada 8 horas por 7 a 10 días", "1 o 2 tabletas cada 8 horas", "1 tableta cada 4 a 6 horas",
        "1 tableta cada 8 horas, 2 veces al día", "1 tableta al día en la mañana y en la noche",
        "en la mañana 1 y en la noche 2", "1 tableta en la mañana y noche 2",
        "1.000 mg al día", "1,000 mg cada 8 horas", "-1 tableta al día", "0 tabletas al día", "1 tableta cada 0 horas",
        "1 tableta 0 veces al día", "1 tableta cada 0 días", "1 tableta SOS no más de 0 al día",
        "1 tableta al día por 0 días", "8-4 tabletas SOS cada 6 horas", "1 tableta cada 30 horas",
        "1 tableta 2 a 3 veces por semana", "1 tableta 3 veces por semana", "1 OD", "1 cucharada cada 8 horas", "1 tableta al día por 36 horas",
        "1 tableta y 5 ml al día", "1 tableta #30", "1 tableta cada 8 horas no tomar más", "no tomar 1 tableta cada 8 horas", "suspender 1 tableta al día",
        "1 tableta cada 8 horas hasta mejorar", "1 tableta al día hasta el 31/02/2027", "1/0 tableta al día", "100/50 mg al día",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_to_a_person(text: str) -> None:
    assert read(text, "es") is None


def test_an_abbreviation_that_means_two_things_is_understood_where_it_means_one() -> None:
    assert read("1 tablet od", "en") == one(TimesADay(ONE, 1))
    assert read("1 gota od", "es") is None


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert read(text) is None or fragments(text)


@given(
    st.sampled_from(["1 tab c/8h por 7 días", "5 ml 3 veces al día", "1-0-1", "2 puff c/6h SOS"]),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9),
)
def test_a_word_that_is_not_known_makes_the_whole_uncertain(text: str, word: str) -> None:
    known = (
        fragments(word, "es") or read(f"1 tableta al día {word}", "es") or read(f"2 {word} al día", "es")
    )  # a unit may stand behind 1-0-1
    assert known or read(f"{text} {word}", "es") is None


def test_a_long_text_is_not_read() -> None:
    assert read("1 tableta al día " * 200) is None
