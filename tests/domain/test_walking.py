"""The order of a walk: a round teaches its order to the sector and moves as little as can be; who joins late stands beside the neighbours."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.walking import place_among, places_for, remembered

SECTORS = st.integers(0, 14).flatmap(
    lambda n: st.tuples(st.permutations(list(range(n))), st.sets(st.integers(0, max(0, n - 1)), max_size=n)).flatmap(
        lambda made: st.tuples(st.just(made[0]), st.permutations([house for house in made[0] if house in made[1]]))
    )
)


@given(SECTORS)
def test_the_next_round_comes_in_the_order_of_this_one(made: tuple[list[int], list[int]]) -> None:
    before, walked = made
    after = remembered(before, walked)
    assert sorted(after) == sorted(before)
    assert [house for house in after if house in set(walked)] == list(walked)
    others = [house for house in before if house not in set(walked)]
    assert [house for house in after if house not in set(walked)] == others


@given(SECTORS)
def test_a_round_in_the_known_order_moves_nobody(made: tuple[list[int], list[int]]) -> None:
    before, walked = made
    assert remembered(before, [house for house in before if house in set(walked)]) == list(before)
    assert remembered(remembered(before, walked), walked) == remembered(before, walked)


def test_as_few_houses_as_can_be_move() -> None:
    """All orders of five houses: no smaller number of houses, taken out and put back anywhere, would do."""
    for walked in permutations(range(5)):
        after = remembered(range(5), walked)
        fewest = next(n for n in range(6) if any(_in_order(walked, out) for out in combinations(range(5), n)))
        moved = next(n for n in range(6) if any(_without(after, out) == _without(range(5), out) for out in combinations(range(5), n)))
        assert moved == fewest


def _without(order: object, out: tuple[int, ...]) -> list[int]:
    return [house for house in list(order) if house not in out]  # type: ignore[call-overload]


def _in_order(order: tuple[int, ...], out: tuple[int, ...]) -> bool:
    rest = _without(order, out)
    return rest == sorted(rest)


def test_a_house_that_is_dragged_stands_behind_its_new_neighbour_and_nobody_else_moves() -> None:
    # 5 is dragged between 1 and 3; 2 and 4 get nothing this week
    assert remembered([1, 2, 3, 4, 5, 6], [1, 5, 3, 6]) == [1, 5, 2, 3, 4, 6]
    assert remembered([1, 2, 3, 4, 5, 6], [5, 1, 3, 6]) == [5, 1, 2, 3, 4, 6]


@given(SECTORS, st.lists(st.integers(0, 9), min_size=14, max_size=14))
def test_numbers_tell_the_order_and_only_what_changes_is_written(made: tuple[list[int], list[int]], numbers: list[int]) -> None:
    before, walked = made
    places = sorted(numbers[: len(before)])
    order = remembered(before, walked)
    changed = places_for(before, order, places)
    now = {**dict(zip(before, places, strict=True)), **changed}
    assert [now[house] for house in order] == sorted(set(now.values()))
    assert all(dict(zip(before, places, strict=True))[house] != number for house, number in changed.items())


@given(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1), st.data())
def test_in_a_round_in_order_a_late_house_has_its_own_place(houses: set[tuple[int, int]], data: st.DataObject) -> None:
    new = data.draw(st.sampled_from(sorted(houses)))
    stops = sorted(houses - {new})
    at = place_among(stops, new)
    assert [*stops[:at], new, *stops[at:]] == sorted(houses)


@given(st.permutations([(s, p) for s in range(3) for p in range(3)]), st.integers(0, 8))
def test_in_a_round_put_in_order_by_hand_it_stands_beside_its_sector(stops: list[tuple[int, int]], out: int) -> None:
    new = stops[out]
    rest = [stop for stop in stops if stop != new]
    at = place_among(rest, new)
    behind = rest[at - 1] if at else None
    follows = rest[at] if at < len(rest) else None
    assert (behind is not None and behind[0] == new[0] and behind < new) or (follows is not None and follows[0] == new[0])
    assert place_among([(0, 1), (2, 5), (2, 1)], (1, 9)) == 1 and place_among([(1, 1)], (0, 1)) == 0
