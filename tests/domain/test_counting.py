"""Queues counted together against the same queues dealt line by line: many lines, many slices, medicines in several portions."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pharmacy_app.domain import counting
from pharmacy_app.domain.dealing import OnShelves, deal_tier, deal_tiers
from pharmacy_app.domain.lines import Line, Source
from pharmacy_app.domain.plan import Policy
from pharmacy_app.domain.shelves import Shelf

Queues = list[tuple[list[Line], Shelf]]


def a_queue(r: random.Random, medicine: int, lines: int) -> tuple[list[Line], Shelf]:
    """A shelf that is too small for its lines, nearly large enough, or empty."""
    span, plenty = r.choice((3, 40, 400)), r.choice((0, 1, 1, 4, 9))
    shelf = Shelf(medicine, [(r.randint(1, span), number, r.randint(1, 12) * plenty, 1) for number in range(lines if plenty else 0)])
    source = (Source(shelf),)
    queue: list[Line] = []
    for tier in sorted(r.randrange(3) for _ in range(lines)):
        asked = r.choice((0, r.randint(1, 9), r.randint(1, 90)))
        start, units, days = r.choice((1, 1, r.randint(1, span))), r.randint(1, 4), r.randint(1, 5)
        queue.append(Line(len(queue), tier, start, units, days, asked, min(asked, r.randint(0, 6)), source, cap=r.randint(0, asked)))
    return queue, shelf


def twin(queues: Queues) -> Queues:
    """The same lines and lots once more."""
    shelves = [Shelf(shelf.medicine_id, zip(shelf.through, shelf.ids, shelf.left, shelf.packs, strict=True)) for _, shelf in queues]
    return [
        ([replace(line, sources=(Source(copy),), parts=[]) for line in lines], copy)
        for (lines, _), copy in zip(queues, shelves, strict=True)
    ]


def amounts(queues: Queues) -> list[tuple[int, bool]]:
    return [(line.got, line.dropped) for lines, _ in queues for line in lines]


@pytest.mark.parametrize("at_once", [1, 60, 14_000])
def test_counted_together_as_dealt_line_by_line(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(counting, "_AT_ONCE", at_once)
    short = 0
    for seed in range(60):
        r = random.Random(seed)
        queues = [a_queue(r, medicine, r.choice((0, 1, 7, 30, 70))) for medicine in range(r.randint(0, 6))]
        policy = Policy(slice_days=r.choice((1, 3, 7, 30)), least_days=366)
        others = twin(queues)
        counting.count_out(queues, policy.slice_days)
        for lines, shelf in others:
            deal_tiers(lines, OnShelves([shelf]), policy)
        assert amounts(queues) == amounts(others), seed
        short += sum(0 < line.got < line.cap for lines, _ in queues for line in lines)
    assert short > 100, "scarce, or nothing is decided"


def test_courses_of_ten_thousand_units_a_day_and_of_one_in_ten_years() -> None:
    """Divided in floating numbers, and no unit more or less."""
    last = 3_652_059
    queues: Queues = []
    for units, days, asked in ((9_999_999_999, 1_000_000, 36_499_999), (1, 3_650, 3), (7, 3, 4_000_000), (1, 999_983, 2)):
        shelf = Shelf(len(queues), [(last - 900_000, 1, asked // 3 + 1, 1), (last - 100, 2, asked // 3, 1), (last, 3, asked, 1)])
        queues.append(([Line(1, 0, last - 901_000, units, days, asked, 0, (Source(shelf),), cap=asked)], shelf))
    others = twin(queues)
    counting.count_out(queues, 7)
    for lines, shelf in others:
        deal_tier(lines, OnShelves([shelf]), 7, 0)
    assert amounts(queues) == amounts(others)
