"""Two entries of one person are recognised as people spell; two people are not made one; and no pair is missed by looking in blocks only."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.duplicates import Entry, Heard, Likeness, keys, likeness, one_slip, possible, sounds

BORN = date(1950, 3, 4)


def entry(name: str, key: int = 1, **known: Any) -> Entry:
    return Entry(key, sounds(name), **known)


def codes(alike: Likeness) -> set[str]:
    return {reason.code for reason in alike.reasons}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("José González Pérez", "Gonsales Peres, Jose"),
        ("Yesica Vásquez", "Llésica Bázques"),
        ("Hilda Hernández", "Ilda Ernandez"),
        ("María de la Cruz Pérez", "Maria Cruz Peres"),
        ("Zoraida Cegarra", "Soraida Segarra"),
        ("Guillermo Quintero", "Gillermo Kintero"),
        ("Johnny Pacheco", "Jonny Pacheco"),
        ("Ana Núñez", "ANA NUNEZ"),
    ],
)
def test_one_name_as_neighbours_spell_it(name: str, other: str) -> None:
    assert sounds(name) == sounds(other)
    alike = likeness(entry(name, birth_date=BORN), entry(other, 2, birth_date=BORN))
    assert alike.possible and codes(alike) == {"same_name", "same_birth"}


@pytest.mark.parametrize(
    ("name", "other", "known"),
    [
        ("María Pérez", "María Josefa Pérez Rojas", {"household_id": 3}),  # the second name left out
        ("Carmen Rodríguez", "Carmen Rodrigez", {"household_id": 3}),
        ("Carmen Colmenares", "Carmen Colmenarse", {"household_id": 3}),  # letters changed places
        ("Juan P. Rojas", "Juan Pablo Rojas", {"birth_date": BORN}),
        ("Rosa Elena Gil", "Rosa Gil", {"birth_date": BORN, "estimated": True, "household_id": 3}),
        ("Ana Gil", "Beatriz Toro", {"number": "12345678"}),
    ],
)
def test_people_are_asked_about(name: str, other: str, known: dict[str, Any]) -> None:
    assert likeness(entry(name, **known), entry(other, 2, **known)).possible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            entry("Pedro Rojas", birth_date=BORN, household_id=3),
            entry("Pedro Rojas", 2, birth_date=date(1980, 1, 9), household_id=3),
        ),  # father, son
        (
            entry("Ana Rojas Gil", birth_date=BORN, household_id=3, sex="F"),
            entry("Luis Rojas Gil", 2, birth_date=BORN, household_id=3, sex="M"),
        ),
        (entry("María González"), entry("María González", 2)),  # there are hundreds
        (entry("Ana Gil", birth_date=BORN, number="12345678"), entry("Ana Gil", 2, birth_date=BORN, number="22999111")),
        (entry("Ana"), entry("Ana", 2, household_id=4)),
        (entry("Eva Toro", birth_date=BORN, household_id=3), entry("Luz Gil", 2, birth_date=BORN, household_id=3)),
    ],
)
def test_two_people_are_not_made_one(one: Entry, other: Entry) -> None:
    assert not likeness(one, other).possible


def test_days_that_nearly_agree() -> None:
    swapped = likeness(entry("Ana Gil Toro", birth_date=date(1950, 3, 4)), entry("Ana Gil Toro", 2, birth_date=date(1950, 4, 3)))
    assert "near_birth" in codes(swapped) and swapped.possible
    about = likeness(entry("Ana Gil Toro", birth_date=BORN), entry("Ana Gil Toro", 2, birth_date=date(1951, 1, 1), estimated=True))
    assert "about_birth" in codes(about) and about.possible
    far = likeness(entry("Ana Gil Toro", birth_date=BORN), entry("Ana Gil Toro", 2, birth_date=date(1969, 1, 1), estimated=True))
    assert "other_birth" in codes(far) and not far.possible


names = st.lists(
    st.sampled_from("Ana Eva María Marya José Jose Pérez Peres Rojas Roxas Gil Jil Gonzalez Gonsales Toro Vera Bera de".split()),
    min_size=1,
    max_size=4,
)
entries = st.builds(
    lambda number, words, days, estimated, house, digits, sex: Entry(
        number, sounds(" ".join(words)), None if days is None else BORN + timedelta(days=days), estimated, sex, digits, "", house
    ),
    st.integers(1, 10_000),
    names,
    st.none() | st.integers(0, 3) | st.integers(0, 4000),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from(("", "", "12345678", "12345687", "7654321")),
    st.sampled_from(("", "F", "M")),
)


@given(entries, entries)
def test_the_order_of_the_two_does_not_matter(one: Entry, other: Entry) -> None:
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    assert 0 <= alike.score <= 100


@given(entries)
def test_an_entry_is_like_itself(one: Entry) -> None:
    assert one.words and "same_name" in codes(likeness(one, one))
    assert likeness(one, one).score >= likeness(one, Entry(0, ("zzz", "yyy"))).score


@given(st.lists(entries, max_size=12, unique_by=lambda one: one.id))
def test_looking_in_blocks_finds_what_looking_everywhere_finds(some: list[Entry]) -> None:
    found = {(one.id, other.id) for one, other, _ in possible(some)}
    for one, other in combinations(sorted(some, key=lambda row: row.id), 2):
        if set(keys(one)) & set(keys(other)) and likeness(one, other).possible:
            assert (one.id, other.id) in found or (other.id, one.id) in found
        if likeness(one, other).score >= 75:  # what is nearly certain is in a block together
            assert set(keys(one)) & set(keys(other))
    assert all(likeness(one, other).possible for one, other, _ in possible(some))


@given(entries, st.lists(entries, max_size=12))
def test_where_one_looks_for_a_person_is_everybody_whom_they_may_be(one: Entry, others: list[Entry]) -> None:
    heard = Heard((other.id, other.words, other.number) for other in others)
    assert {other.id for other in others if likeness(one, other).possible} <= heard.like(one.words, one.number)


def test_one_looks_for_a_person_among_few() -> None:
    heard = Heard((at, sounds(f"Ana Apellido{chr(97 + at % 26)}{chr(97 + at // 26)}"), str(1_000_000 + at)) for at in range(300))
    heard.add(1000, sounds("Ana"), "")
    heard.add(1001, sounds("Luis Toro"), "1000007")
    assert heard.like(sounds("Ana"), "") == {1000}  # who bears the word among others is somebody else
    assert heard.like(sounds("Rosa Toro"), "1000007") == {7, 1001}  # by the number alone
    assert heard.like(sounds("Luis Toros"), "") == {1001}
    assert heard.like((), "") == set()


def test_a_shelter_or_a_day_that_stands_for_nobody_knows_is_still_looked_at() -> None:
    crowd = [
        entry(f"Vecina{chr(97 + n % 26)}{chr(97 + n // 26)} Apellido{n}", n + 10, household_id=1, birth_date=date(1900, 1, 1))
        for n in range(300)
    ]
    twice = [entry("Ana Gil Toro", 1, household_id=1), entry("Ana Jil Toro", 2, household_id=1)]
    assert [(one.id, other.id) for one, other, _ in possible([*crowd, *twice])] == [(1, 2)]


def test_those_who_have_both_left_are_left_alone() -> None:
    gone = [entry("Ana Gil Toro", number, birth_date=BORN, here=False) for number in (1, 2)]
    assert possible(gone) == []
    assert len(possible([*gone, entry("Ana Gil Toro", 3, birth_date=BORN)])) == 2


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_slip_is_one_edit(a: str, b: str) -> None:
    letters = "abc"
    cuts = [(a[:at], a[at:]) for at in range(len(a) + 1)]
    near = (
        {a}
        | {x + y[1:] for x, y in cuts}
        | {x + c + y for x, y in cuts for c in letters}
        | {x + c + y[1:] for x, y in cuts for c in letters}
    )
    near |= {x + y[1] + y[0] + y[2:] for x, y in cuts if len(y) > 1}
    assert one_slip(a, b) == (b in near)
