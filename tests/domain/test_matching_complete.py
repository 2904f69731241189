"""The aim of a tier to serve as many as possible completely: against every subset, against Moore and Hodgson, and what people are told."""

from __future__ import annotations

import heapq
import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose
from pharmacy_app.domain.plan import Policy, policy_from
from pharmacy_app.domain.priority import Standing
from pharmacy_app.domain.rates import Rate
from pharmacy_app.system.language import language
from pharmacy_app.wording.reasons import sentence
from tests.support.matching_brute import DAY, a_lot, a_medicine, an_ask, problems, random_packs, random_strengths
from tests.support.matching_complete import not_the_most, random_aim


def test_as_many_as_any_subset_and_nobody_in_the_place_of_somebody_before() -> None:
    for seed in range(3000):
        assert not_the_most(random_aim(random.Random(seed)), propose) == [], seed


def test_other_strengths_and_whole_packs_keep_every_rule() -> None:
    for seed in range(1200):
        lots, asks, medicines, policy = (random_strengths, random_packs)[seed % 2](random.Random(seed))
        case = lots, asks, medicines, replace(policy, complete_tiers=("A", "B", "C"))
        assert problems(case, propose, exact=False) == [], seed


def moore_hodgson(lots: list[tuple[int, int]], needs: list[tuple[int, int]]) -> int:
    """How many needs (day, units) are served completely: the latest day first, on overrun the largest goes."""
    heap: list[int] = []
    for day, units in sorted(needs, reverse=True):
        heapq.heappush(heap, -units)
        while -sum(heap) > sum(left for through, left in lots if through >= day):
            heapq.heappop(heap)
    return len(heap)


def test_needs_of_one_day_are_served_as_moore_and_hodgson_serve_them() -> None:
    for seed in range(400):
        r = random.Random(seed)
        lots = [(r.randint(0, 20), r.randint(1, 30)) for _ in range(r.randint(1, 10))]
        needs = [(r.randint(0, 20), r.randint(1, 9)) for _ in range(r.randint(1, 40))]
        asks = [an_ask(i, rate=Rate(units, 1), days=1, start=DAY + timedelta(days=day)) for i, (day, units) in enumerate(needs)]
        shelf = [a_lot(i, units, through) for i, (through, units) in enumerate(lots)]
        plan = propose(DAY, shelf, asks, {1: a_medicine()}, Policy(max_lots=50, complete_tiers=("B",)))
        assert sum(g.units_granted == g.units_asked for g in plan.grants) == moore_hodgson(lots, needs), seed


def test_the_tier_gets_as_many_units_as_without_the_aim() -> None:
    for seed in range(1500):
        lots, asks, medicines, policy = random_aim(random.Random(seed))
        asks = [replace(ask, least_ok=True) for ask in asks]
        sums = []
        for aims in (policy.complete_tiers, ()):
            grants = propose(DAY, lots, asks, medicines, replace(policy, complete_tiers=aims)).grants
            sums.append(
                [sum(g.units_granted for g in grants if (g.tier, g.medicine_id) == of) for of in ((t, m) for t in "ABC" for m in (1, 2))]
            )
        assert sums[0] == sums[1], seed


def test_small_needs_go_before_a_large_one_that_stands_before_and_it_is_told_why() -> None:
    asks = [an_ask(1, days=30, standing=Standing("B", 50)), an_ask(2, days=10), an_ask(3, days=12), an_ask(4, days=12)]
    shelf, medicines = [a_lot(1, 40)], {1: a_medicine()}
    shared, aimed = (propose(DAY, shelf, asks, medicines, Policy(complete_tiers=aims)).grants for aims in ((), ("B",)))
    assert [g.units_granted for g in shared] == [14, 10, 9, 7]
    assert [g.units_granted for g in aimed] == [0, 10, 12, 12]
    told = [reason for reason in aimed[0].reasons if reason.code == "left_for_more"]
    assert told[0].data == {"items": 3}
    assert "3" in sentence(language("es"), told[0], {}) and not [r for g in shared for r in g.reasons if r.code == "left_for_more"]


def test_the_aim_is_kept_with_the_policy_and_an_older_policy_has_none() -> None:
    policy = Policy(complete_tiers=("A", "C"))
    assert policy_from(json.loads(json.dumps(policy.plain()))) == policy
    older = Policy().plain()
    del older["complete_tiers"]
    assert policy_from(older).complete_tiers == ()
    with pytest.raises(Refusal, match="tier_unknown"):
        Policy(complete_tiers=("D",))


def test_where_no_simple_order_finds_the_most_a_search_does() -> None:
    """Four fit: two of 6 + 1 units before and after the twentieth day, two of 1 + 3. The largest dropped, or the smallest first, gives three."""
    turn = DAY + timedelta(days=20)
    parts = [(3, 4), (3, 4), (6, 1), (6, 1), (1, 3), (1, 3), (1, 8), (3, 2)]
    asks = [an_ask(i, start=turn - timedelta(days=early), days=early + late) for i, (early, late) in enumerate(parts)]
    plan = propose(DAY, [a_lot(1, 14, 19), a_lot(2, 8, 300)], asks, {1: a_medicine()}, Policy(max_lots=50, complete_tiers=("B",)))
    assert sum(g.units_granted == g.units_asked for g in plan.grants) == 4


def test_hundreds_of_different_needs_are_chosen_in_a_moment() -> None:
    r = random.Random(7)
    asks = [
        an_ask(i, rate=Rate(r.randint(1, 9), r.randint(1, 3)), days=r.randint(3, 90), start=DAY + timedelta(days=r.randint(0, 9)), written_on=date(2026, 1, 1))
        for i in range(600)
    ]  # fmt: skip
    shelf = [a_lot(i, r.randint(5, 300), r.randint(3, 120)) for i in range(40)]
    plans = [propose(DAY, shelf, asks, {1: a_medicine()}, Policy(max_lots=50, complete_tiers=aims)) for aims in ((), ("B",))]
    complete = [sum(g.units_granted == g.units_asked for g in plan.grants) for plan in plans]
    assert complete[1] > complete[0]
