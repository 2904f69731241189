"""The aim `as many complete as possible`, slowly: every subset of a tier is tried."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

from pharmacy_app.domain.plan import Ask
from pharmacy_app.domain.priority import TIERS
from tests.support.matching_brute import DAY, Assignment, Case, problems, queue_of, random_case, unit_days, usable_until


def random_aim(r: random.Random) -> Case:
    """A small case of one strength in which some tiers, or all, serve completely as many as possible."""
    lots, asks, medicines, policy = random_case(r)
    aims = r.choice((("A",), ("B", "C"), ("A", "B", "C"), ("C",)))
    return lots, asks, medicines, replace(policy, combine_strengths=False, complete_tiers=aims)


def not_the_most(case: Case, propose: Callable[..., Any]) -> list[str]:
    """What is wrong with a plan by that aim: a rule broken, somebody more could be served, or a place taken from somebody before."""
    lots, asks, medicines, policy = case
    grants = {grant.item_id: grant for grant in propose(DAY, lots, asks, medicines, policy).grants}
    found = problems(case, propose, exact=False)
    for medicine in medicines:
        supply = [(last, lot.units - lot.reserved) for lot in lots if lot.medicine_id == medicine and (last := usable_until(lot, policy))]
        queue = [ask for ask in queue_of(asks, policy) if ask.medicine_id == medicine and unit_days(ask)]
        for tier in policy.complete_tiers:
            above = [a for a in queue if TIERS.index(a.standing.tier) < TIERS.index(tier)]
            settled = [day for a in above for day in unit_days(a)[: grants[a.item_id].units_granted]]
            members = [ask for ask in queue if ask.standing.tier == tier]
            served = [ask for ask in members if grants[ask.item_id].units_granted == grants[ask.item_id].units_asked]

            def possible(choice: list[Ask], settled: Any = settled, supply: Any = supply) -> bool:
                world = Assignment(supply)
                return all(world.accept(day) for day in settled) and all(world.accept(day) for ask in choice for day in unit_days(ask))

            if any(possible(list(choice)) for choice in combinations(members, len(served) + 1)):
                found.append("one more could be served completely")
            for place, out in enumerate(members):
                codes = {reason.code for reason in grants[out.item_id].reasons}
                if (out not in served) != ("left_for_more" in codes) and served:
                    found.append("whom the aim leaves out is not told so")
                for later in members[place + 1 :]:
                    if out not in served and later in served and possible([*(a for a in served if a is not later), out]):
                        found.append("served completely in the place of somebody before")
    return found
