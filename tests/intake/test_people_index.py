"""People found while a part of their name is typed: as many as bear the letters, best first, and with a slip of the finger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.people_index import PeopleIndex, Searched

NAMES = ("Ana Díaz Rojas", "Mariana Núñez", "Luis Antonio Pérez", "Ananías Gil", "José de la Cruz Rodríguez", "Juana Rodrigues")
PEOPLE = [Searched(n, fold(name), f"P-{n:06d}", f"V-12.345.67{n}") for n, name in enumerate(NAMES, 1)]
INDEX = PeopleIndex(PEOPLE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", [1, 4, 2, 6]),  # what begins a word first
        ("ANA  dí", [1]),
        ("rodri jos", [5]),
        ("p-000002", [2]),
        ("12345673", [3]),
        ("V-12.345.673", [3]),
        ("nuñes", [2]),
        ("rodirguez", [5]),
        ("peres luis", [3]),
        ("xyz", []),
        ("ana zzz", []),
        ("", []),
        ("\n", []),
        ("%", []),
    ],
)
def test_by_part_of_a_name_a_code_or_a_cedula(text: str, found: list[int]) -> None:
    assert INDEX.find(text, 10) == found


word = st.text("abcñé ", min_size=1, max_size=7)


@given(st.lists(word, max_size=30), word)
def test_whoever_bears_the_letters_is_found_and_nobody_twice(names: list[str], text: str) -> None:
    people = [Searched(n, fold(name), f"P-{n}", "") for n, name in enumerate(names)]
    found = PeopleIndex(people).find(text, 1000)
    words = fold(text).split()
    bear = {one.id for one in people if words and all(piece in one.folded for piece in words)}
    assert len(found) == len(set(found)) and bear <= set(found)
    if bear and all(any(piece in one.folded for one in people) for piece in words):
        assert set(found) == bear
    assert PeopleIndex(people).find(text, 2) == found[:2]


def test_nobody_is_found_among_nobody() -> None:
    assert PeopleIndex([]).find("ana", 5) == []
