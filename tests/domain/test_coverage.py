"""What is hidden of a sum cannot be reckoned from what is shown; every condition's medicines are codes of the catalogue's kind."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.coverage import LEAST, TREATED_BY, hidden, treats


@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
def test_nobody_who_knows_the_sum_can_reckon_a_small_part(numbers: list[int]) -> None:
    parts = dict(enumerate(numbers))
    gone = hidden(parts)
    assert all(one in gone for one, number in parts.items() if number < LEAST)
    shown = sum(number for one, number in parts.items() if one not in gone)
    left = sum(numbers) - shown
    # whoever reads it knows of each hidden part on which side of the limit it lies
    sides = [range(LEAST) if parts[one] < LEAST else range(LEAST, left + 1) for one in sorted(gone)]
    worlds = [world for world in itertools.product(*sides) if sum(world) == left]
    assert tuple(parts[one] for one in sorted(gone)) in worlds
    for place, one in enumerate(sorted(gone)):
        if 0 < parts[one] < LEAST and sum(numbers) >= LEAST and max(numbers) >= LEAST:
            assert len({world[place] for world in worlds}) > 1


def test_nothing_is_hidden_without_need() -> None:
    assert hidden({"a": 9, "b": 7}) == frozenset()
    assert hidden({"a": 9, "b": 2}) == {"a", "b"}  # 11 - 9 would say it
    assert hidden({"a": 90, "b": 2, "c": 3}) == {"b", "c"}
    assert hidden({"a": 90, "b": 4, "c": 4}) == {"a", "b", "c"}  # 8 of two below five are four each


def test_the_medicines_of_a_condition() -> None:
    assert set(TREATED_BY) <= {code for code, _, _ in CONDITIONS}
    assert treats("hypertension", "C09CA01") and not treats("hypertension", "A10BA02")
    assert treats("diabetes", "A10BA02") and not treats("diabetes_type_1", "A10BA02") and treats("diabetes_type_1", "A10AB01")
    assert not treats("diabetes", "") and not treats("obesity", "A08AB01")
