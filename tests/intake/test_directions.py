"""Directions as doctors write them: understood where certain, and never a wrong number."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.directions import EVERY_DAY, Days, Directions, EveryHours, FixedTimes, Phase, TimesADay, WhenNeeded
from pharmacy_app.intake.directions import Fragment, fragments, read

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
        "1 tableta cada 8 horas hasta mejorar", "1 tableta al día hasta el 31/02/2027", "1/0 tableta al día", "100/50 mg al día", "1 tableta en ayunas",
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
    known = fragments(word, "es") or read(f"1 tableta al día {word}", "es")
    assert known or read(f"{text} {word}", "es") is None


def test_a_long_text_is_not_read() -> None:
    assert read("1 tableta al día " * 200) is None
