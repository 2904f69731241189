"""The deal against a slow twin that rearranges everything before it refuses a unit, and against what must hold for any plan."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.matching import propose
from pharmacy_app.domain.plan import Policy
from pharmacy_app.domain.priority import TIERS, Standing
from pharmacy_app.domain.rates import Rate
from tests.support.matching_brute import (
    DAY,
    Assignment,
    a_lot,
    a_medicine,
    an_ask,
    best_amounts,
    not_to_be_swapped,
    problems,
    random_case,
    random_packs,
    random_strengths,
    unit_days,
    usable_until,
)
from tests.support.matching_flow import best_flow
from tests.support.matching_strengths import random_mixture, worse_mixture


@pytest.mark.parametrize("block", range(10))
def test_equal_to_the_brute_force_optimum_on_ten_thousand_small_cases(block: int) -> None:
    for seed in range(block * 1000, (block + 1) * 1000):
        assert problems(random_case(random.Random(seed)), propose) == [], seed


def test_dealt_from_shelves_as_exact_as_counted() -> None:
    """A queue of several strengths is dealt one after another, a queue of one is counted for all: both are the optimum."""
    for seed in range(800):
        assert problems(not_to_be_swapped(random_case(random.Random(seed))), propose) == [], seed


def test_units_that_stay_are_those_that_last_longest() -> None:
    """Among all ways to serve the same units, none uses more of what expires first, whatever the horizon."""
    for seed in range(1500):
        lots, asks, medicines, policy = random_case(random.Random(seed))
        policy = replace(policy, combine_strengths=False)
        plan = propose(DAY, lots, asks, medicines, policy)
        used = Counter({after.lot_id: after.allocated for after in plan.lots})
        for medicine in medicines:
            usable = [(last, lot) for lot in lots if lot.medicine_id == medicine and (last := usable_until(lot, policy))]
            units = [
                day for ask in asks if ask.medicine_id == medicine for grant in plan.grants if grant.item_id == ask.item_id
                for day in unit_days(ask)[: grant.units_granted]
            ]  # fmt: skip
            for horizon, _ in usable:
                early = Assignment([(last, lot.units - lot.reserved) for last, lot in usable if last <= horizon])
                most = sum(early.accept(day) for day in units)
                assert sum(used[lot.id] for last, lot in usable if last <= horizon) == most, seed


def test_equal_to_a_min_cost_flow_on_two_thousand_larger_cases() -> None:
    """Units of each tier, and how few expire unused, whatever the day that one looks at."""
    for seed in range(2000):
        r = random.Random(seed)
        lots = [a_lot(i, r.randint(1, 12), r.choice((3, 6, 8, 10, 13, 17, 21, 25, 40))) for i in range(r.randint(2, 12))]
        asks = [
            an_ask(
                i, rate=r.choice((Rate(1, 1), Rate(2, 1), Rate(1, 2))), start=DAY + timedelta(days=r.choice((0, 0, 2, 5))),
                days=r.randint(1, 25), least_ok=True, standing=Standing(r.choice("ABC"), r.randint(0, 9)),
            )
            for i in range(r.randint(3, 15))
        ]  # fmt: skip
        plan = propose(DAY, lots, asks, {1: a_medicine()}, Policy(r.randint(1, 9), max_lots=50))
        needs = [(TIERS.index(ask.standing.tier), unit_days(ask)) for ask in asks]
        served, used = best_flow([(lot.expiry, lot.units) for lot in lots if lot.expiry], needs)
        assert [sum(g.units_granted for g in plan.grants if g.tier == tier) for tier in TIERS] == served, seed
        taken = {after.lot_id: after.allocated for after in plan.lots}
        ours = [
            sum(taken[lot.id] for lot in lots if lot.expiry and lot.expiry <= day)
            for day in sorted({lot.expiry for lot in lots if lot.expiry})
        ]
        assert ours == used, seed


def test_several_strengths_keep_every_rule() -> None:
    for seed in range(2500):
        assert problems(random_strengths(random.Random(seed)), propose, exact=False) == [], seed


def test_several_strengths_lose_nothing_against_every_choice_of_pieces() -> None:
    """Not one unit in 2,000 cases, in any tier: what the first ranked takes is never what only somebody else could not do without."""
    for seed in range(2000):
        assert worse_mixture(random_mixture(random.Random(seed)), propose) == [], seed


def test_a_short_course_takes_two_of_the_weaker_so_that_a_long_one_has_the_exact_strength() -> None:
    medicines = {1: a_medicine(1, inn="one", strength="50 mg"), 2: a_medicine(2, inn="one", strength="25 mg")}
    asks = [an_ask(1, days=10, standing=Standing("A", 90)), an_ask(2, days=10, start=DAY + timedelta(days=20))]
    plan = propose(DAY, [a_lot(1, 10, 60), a_lot(2, 20, 12, medicine_id=2)], asks, medicines, Policy())
    assert [grant.units_granted for grant in plan.grants] == [10, 10]
    assert [[share.lot_id for share in grant.shares] for grant in plan.grants] == [[2], [1]]


def test_whole_packs_keep_every_rule() -> None:
    for seed in range(2000):
        assert problems(random_packs(random.Random(seed)), propose, exact=False) == [], seed


def test_few_lots_in_a_bag_keep_every_rule() -> None:
    for seed in range(3000):
        assert problems(random_case(random.Random(seed), 1 + seed % 3), propose) == [], seed


def test_one_size_of_packs_is_as_exact_as_units() -> None:
    """With packs of one size and courses of whole packs, packs are units whose days are further apart."""
    size = 3
    for seed in range(1500):
        r = random.Random(seed)
        lots = [a_lot(i, r.randint(0, 5), r.choice((6, 9, 14, 29))) for i in range(1, r.randint(2, 5))]
        asks = [
            an_ask(i, days=size * r.randint(1, 6), least_ok=True, standing=replace(an_ask(1).standing, tier=r.choice("AB")))
            for i in (1, 2, 3)
        ]
        shelf = [replace(lot, units=lot.units * size, pack_size=size) for lot in lots]
        packed = propose(DAY, shelf, asks, {1: a_medicine(keep_pack_whole=True)}, Policy(size, 0, max_lots=50))
        # the last day of pack k is 3k - 1: the same as one unit every three days from the third day on
        single = [replace(ask, rate=Rate(1, size), start=DAY + timedelta(days=size - 1)) for ask in asks]
        best = best_amounts(lots, single, Policy(size, 0, max_lots=50))
        assert [grant.units_granted for grant in packed.grants] == [best[i] * size for i in (1, 2, 3)], seed


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from((random_case, random_strengths, random_packs)))
def test_nothing_breaks_whatever_the_case(r: random.Random, make: object) -> None:
    assert callable(make)
    assert problems(make(r), propose, exact=make is random_case) == []


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 20))
def test_more_stock_of_the_longest_kind_never_gives_the_first_in_the_queue_less(r: random.Random, more: int) -> None:
    lots, asks, medicines, policy = random_case(r)
    richer = [*lots, a_lot(99, more, 500)]
    before, after = (propose(DAY, stock, asks, medicines, policy).grants for stock in (lots, richer))
    first = [(a.units_granted, b.units_granted) for a, b in zip(before, after, strict=True) if a.rank == 1 and a.medicine_id == 1]
    assert all(a <= b for a, b in first)
