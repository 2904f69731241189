"""The order of a walk: what a changed round teaches about its sector, and where a house that joins late has its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def remembered(before: Sequence[int], walked: Sequence[int]) -> list[int]:
    """A sector's houses in the order to be kept after a round went through some of them as `walked`.

    `before`: all its houses in the order so far; `walked`: some of these, in the order of the round. As few houses as can be move: each
    directly behind the one that was walked before it (in front of the first that stays, where none was). The houses that the round did not
    touch keep their order.
    """
    place = {house: at for at, house in enumerate(before)}
    staying = _longest_in_order([place[house] for house in walked])
    stay = {before[at] for at in staying}
    moving = set(walked) - stay
    kept = [house for house in before if house not in moving]
    at = kept.index(next(house for house in walked if house in stay)) if walked else 0
    for house in walked:
        if house in stay:
            at = kept.index(house, at) + 1
        else:
            kept.insert(at, house)
            at += 1
    return kept


def places_for(before: Sequence[int], order: Sequence[int], places: Sequence[int]) -> dict[int, int]:
    """The numbers to be written so that the houses come in `order`: only those that change. `places` are the numbers of `before`, never falling.

    Numbers that two houses shared are parted, so that the order is told by the numbers alone.
    """
    now = dict(zip(before, places, strict=True))
    changed, last = {}, None
    for house, number in zip(order, places, strict=True):
        last = number if last is None else max(number, last + 1)
        if now[house] != last:
            changed[house] = last
    return changed


def place_among(stops: Sequence[tuple[int, int]], new: tuple[int, int]) -> int:
    """Before which stop a house is put into a round (0 to their number). Each is (number of its sector in the walk, place within it).

    Behind the house that comes before it in its sector, else in front of the one that follows there; a sector that the round does not touch
    comes behind the last stop of the sector before it. So a round that was put in order by hand stays so.
    """
    sector = [at for at, stop in enumerate(stops) if stop[0] == new[0]]
    if sector:
        earlier = [at for at in sector if stops[at] < new]
        if earlier:
            return max(earlier, key=lambda at: stops[at]) + 1
        return min(sector, key=lambda at: stops[at])
    before = max((stop[0] for stop in stops if stop[0] < new[0]), default=None)
    return 0 if before is None else max(at for at, stop in enumerate(stops) if stop[0] == before) + 1


def _longest_in_order(places: Sequence[int]) -> list[int]:
    """The longest part of these different numbers that rises already."""
    ends: list[int] = []  # for each length the index of the smallest number on which a rising part of that length ends
    before: list[int] = []  # for each number the index of the one before it in its part, -1 for none
    for at, number in enumerate(places):
        length = bisect_left([places[end] for end in ends], number)
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [at]
    found, at = [], ends[-1] if ends else -1
    while at >= 0:
        found.append(places[at])
        at = before[at]
    return found[::-1]
