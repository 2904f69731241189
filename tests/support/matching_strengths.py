"""Several strengths, slowly: a unit is refused only if no choice of pieces could serve it beside all that were served before it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations_with_replacement
from typing import Any

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Policy
from pharmacy_app.domain.priority import Standing
from pharmacy_app.domain.rates import Rate
from tests.support.matching_brute import DAY, Case, a_lot, a_medicine, an_ask, problems, queue_of, unit_days, usable_until

Strengths = Sequence[int]  # mg of medicines 1, 2, ...
_FAMILIES: tuple[Strengths, ...] = ((50, 25), (50, 25), (30, 10), (100, 50, 25), (90, 30, 10))


def random_mixture(r: random.Random) -> Case:
    """A small case of one substance in two or three strengths, each of which may be replaced by two or three of the next weaker one."""
    strengths = r.choice(_FAMILIES)
    medicines = {i: a_medicine(i, inn="one", strength=f"{mg} mg") for i, mg in enumerate(strengths, 1)}
    lots = [a_lot(i, r.randint(1, 6), r.randint(0, 7), medicine_id=r.randint(1, len(strengths))) for i in range(1, r.randint(3, 7))]
    asks = [
        an_ask(
            i, medicine_id=r.choice((1, *medicines)), days=r.randint(1, 5), start=DAY + timedelta(days=r.choice((0, 0, 1, 3))), least_ok=True,
            rate=r.choice((Rate(1, 1), Rate(1, 1), Rate(1, 2), Rate(2, 1))), standing=Standing(r.choice("ABC")), per_intake=r.choice((1, 1, 1, 2)),
        )
        for i in range(1, r.randint(3, 7))
    ]  # fmt: skip
    return lots, asks, medicines, Policy(r.randint(1, 4), 0, max_lots=50)


def _mg(medicine: Medicine) -> int:
    return int(medicine.strength.split()[0])


def _possible(units: Sequence[tuple[date, Ask]], lots: Sequence[tuple[int, date, int]], medicines: dict[int, Medicine]) -> bool:
    """Whether pieces can be found for all of these units at once. `lots`: medicine, last day, units."""

    @cache
    def rest(number: int, left: tuple[int, ...]) -> bool:
        if number == len(units):
            return True
        day, ask = units[number]
        for medicine in medicines.values():
            pieces, odd = divmod(_mg(medicines[ask.medicine_id]), _mg(medicine))
            if odd or not pieces or (pieces > 1 and pieces * ask.per_intake > 3):
                continue
            usable = [i for i, (of, last, _) in enumerate(lots) if of == medicine.id and last >= day and left[i]]
            for choice in combinations_with_replacement(usable, pieces):
                after = list(left)
                for i in choice:
                    after[i] -= 1
                if min(after) >= 0 and rest(number + 1, tuple(after)):
                    return True
        return False

    return rest(0, tuple(units for _, _, units in lots))


def best_mixture(case: Case) -> dict[int, int]:
    """Units for each item: tier by tier, slice by slice, in the committee's order, by trying every choice."""
    lots, asks, medicines, policy = case
    supply = [(lot.medicine_id, last, lot.units - lot.reserved) for lot in lots if (last := usable_until(lot, policy))]
    got, taken = {ask.item_id: 0 for ask in asks}, []
    for tier in "ABC":
        for number in range(6):
            for ask in (one for one in queue_of(asks, policy) if one.standing.tier == tier):
                for day in unit_days(ask):
                    if (day - max(ask.start, DAY)).days // policy.slice_days != number:
                        continue
                    trial = sorted([*taken, (day, ask)], key=lambda unit: (-_mg(medicines[unit[1].medicine_id]), unit[0]), reverse=True)
                    if _possible(trial, supply, medicines):
                        taken.append((day, ask))
                        got[ask.item_id] += 1
    return got


def worse_mixture(case: Case, propose: Callable[..., Any]) -> list[str]:
    """What is wrong with a plan for several strengths: a rule broken, or other amounts than the best."""
    best = best_mixture(case)
    amounts = {grant.item_id: grant.units_granted for grant in propose(DAY, *case).grants}
    lots, asks, medicines, policy = case
    found = problems((lots, asks, medicines, replace(policy, max_lots=50)), propose, exact=False)
    return found if best == amounts else [*found, f"not the best use of several strengths: {amounts}, {best}"]
