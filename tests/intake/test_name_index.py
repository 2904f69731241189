"""Names found while they are typed, compared with looking at every name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from pharmacy_app.intake.name_index import Named, NameIndex

WORD = st.text("abc", min_size=1, max_size=9)
LONG = st.text("бвгд", min_size=5, max_size=9)


def spelt_alike(said: str, known: str) -> bool:
    """Whether the known word begins with what is one slip away."""
    return any(OSA.distance(said, known[:size]) <= 1 for size in range(len(said) - 1, len(said) + 2))


@given(st.lists(WORD, min_size=1, max_size=30), WORD)
def test_whatever_begins_so_is_found(words: list[str], typed: str) -> None:
    index = NameIndex([Named(number, (word,)) for number, word in enumerate(words)])
    found = index.find(typed, len(words) + 1)
    beginning = [number for number, word in enumerate(words) if word.startswith(typed)]
    assert len(found) == len(set(found)) and set(beginning) <= set(found)
    assert all(words[number].startswith(typed) for number in found[: len(beginning)]) or len(typed) >= 4


@settings(deadline=None)
@given(st.lists(LONG, min_size=1, max_size=30), LONG)
def test_a_whole_name_one_slip_away_is_found_and_nothing_else_that_is_spelt_otherwise(words: list[str], typed: str) -> None:
    index = NameIndex([Named(number, (word,)) for number, word in enumerate(words)])
    found = {words[number] for number in index.find(typed, len(words))}
    if len(typed) < 8 or not any(word.startswith(typed) for word in words):
        assert {word for word in words if OSA.distance(typed, word) <= 1} <= found
    assert all(spelt_alike(typed, word) or typed in word for word in found)


def test_the_best_comes_first() -> None:
    index = NameIndex(
        [
            Named(1, ("losartan",), ("Cozaar",), "50 mg"),
            Named(2, ("losartan",), ("Cozaar",), "100 mg"),
            Named(3, ("losartan+hydrochlorothiazide",), ("Hyzaar",), "50/12.5 mg", 2),
            Named(4, ("valsartan",), ("Losacor",), "80 mg"),
            Named(5, ("acido folico", "фолиевая кислота"), (), "5 mg"),
            Named(6, ("amoxicillin",), (), "500 mg"),
            Named(7, ("amoxicillin",), (), "250 mg"),
        ]
    )
    assert index.find("losa") == [1, 2, 3, 4]
    assert index.find("losartan 100") == [2]
    assert index.find("losratan")[:2] == [1, 2]
    assert index.find("lozartan 50")[:2] == [1, 3]
    assert index.find("sartan") == [1, 2, 4, 3] or set(index.find("sartan")) == {1, 2, 3, 4}
    assert index.find("ФОЛИЕВ") == [5] and index.find("folico acido") == [5] and index.find("ácido fólco") == [5]
    assert index.find("amoxi 50") == [6] and index.find("amoxicillin 5 mg") == [6]  # no slip in a number: 250 is not 5
    assert index.find("12,5") == [3] and index.find("12,5mg") == [3]
    assert index.find("") == index.find("!?") == index.find("qqqqqqq") == []


def test_an_empty_catalogue_finds_nothing() -> None:
    assert NameIndex([]).find("losartan") == []
