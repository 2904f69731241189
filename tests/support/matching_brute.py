"""The matching rule once more, slowly: unit by unit with augmenting paths, and a checker that says what is wrong with a plan."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Lot, Policy
from pharmacy_app.domain.priority import Standing
from pharmacy_app.domain.rates import Rate

DAY = date(2026, 11, 23)
Case = tuple[list[Lot], list[Ask], dict[int, Medicine], Policy]


def a_medicine(number: int = 1, **changes: Any) -> Medicine:
    plain = Medicine(number, f"inn{number}", "10 mg", "tablet", "immediate", "oral", f"A0{number}", "tablet", (f"inn{number}",) * 4)
    return replace(plain, **changes)


def an_ask(item: int, **changes: Any) -> Ask:
    plain = Ask(item, item, 1, Rate(1, 1), DAY, 30, Standing("B", 10), 0, date(2026, 11, 1))
    return replace(plain, **changes)


def a_lot(number: int, units: int, days: int | None = 365, **changes: Any) -> Lot:
    """A lot whose last day is `days` days after the day of the match."""
    return replace(Lot(number, f"L{number}", 1, units, None if days is None else DAY + timedelta(days=days)), **changes)


def random_case(r: random.Random, max_lots: int = 50) -> Case:
    """A small case of one strength a medicine: two medicines, all statuses, ties, several rates."""
    medicines = {i: a_medicine(i) for i in (1, 2)}
    lots = [
        Lot(
            i, f"L{i}", r.choice((1, 1, 1, 2)), units := r.randint(0, 9), DAY + timedelta(days=r.randint(-2, 14)) if r.random() < 0.95 else None,
            r.choice(("available",) * 7 + ("held", "quarantine", "recalled")), 1, r.choice((0, 0, 0, r.randint(0, units))),
        )
        for i in range(1, r.randint(2, 7))
    ]  # fmt: skip
    asks = [
        an_ask(
            i, person=r.randint(1, 4), medicine_id=(medicine := r.choice((1, 1, 1, 2))), rate=r.choice((Rate(1, 1), Rate(2, 1), Rate(3, 2), Rate(1, 3))),
            start=DAY + timedelta(days=r.choice((-2, 0, 0, 0, 1, 4))), days=r.randint(0, 12),
            standing=Standing(r.choice("ABC"), r.choice((0, 0, 5))), days_without=r.choice((0, 0, 3)), written_on=date(2026, 11, r.choice((1, 1, 2))),
            as_needed=r.random() < 0.15, least_ok=r.random() < 0.15, continuing=r.random() < 0.4,
            allergies=(f"inn{medicine}",) if r.random() < 0.05 else (),
        )
        for i in range(1, r.randint(2, 6))
    ]  # fmt: skip
    policy = Policy(r.randint(1, 4), r.randint(0, 5), r.choice((0, 0, 2)), max_lots, r.random() < 0.5, r.random() < 0.7)
    return lots, asks, medicines, policy


def not_to_be_swapped(case: Case) -> Case:
    """The same case in two strengths of one substance that must not stand for each other: one queue, each with its own lots."""
    lots, asks, medicines, policy = case
    marked = {i: replace(m, inn="one", strength=f"{i}0 mg", swappable=False) for i, m in medicines.items()}
    asks = [replace(ask, allergies=("one",) if ask.allergies else ()) for ask in asks]
    return lots, asks, marked, replace(policy, combine_strengths=True)


def random_strengths(r: random.Random) -> Case:
    """A small case of one substance in three strengths, some of which may be divided or must not be swapped."""
    medicines = {
        i: a_medicine(i, inn="one", strength=f"{mg} mg", divisible=r.random() < 0.5, swappable=r.random() < 0.9)
        for i, mg in ((1, 10), (2, r.choice((5, 20))), (3, r.choice((30, 40, 25))))
    }  # fmt: skip
    lots, asks, _, policy = random_case(r, r.choice((2, 3, 50)))
    lots = [replace(lot, medicine_id=r.randint(1, 3)) for lot in lots]
    asks = [replace(ask, medicine_id=r.choice((1, 1, 2, 3)), allergies=(), per_intake=r.choice((1, 1, 2))) for ask in asks]
    return lots, asks, medicines, replace(policy, combine_strengths=r.random() < 0.9)


def random_packs(r: random.Random, size: int = 0) -> Case:
    """A small case of medicines whose packs must not be opened; `size`: the same pack everywhere."""
    lots, asks, medicines, policy = random_case(r)
    lots = [replace(lot, pack_size=size or r.choice((2, 3, 5))) for lot in lots]
    return lots, asks, {i: replace(m, keep_pack_whole=True) for i, m in medicines.items()}, policy


def unit_days(ask: Ask) -> list[date]:
    """The day of each unit that is still to be taken."""
    start = max(ask.start, DAY)
    end = ask.start + timedelta(days=ask.days)
    days: list[date] = []
    while (day := start + timedelta(days=len(days) * ask.rate.days // ask.rate.units)) < end:
        days.append(day)
    return days


def usable_until(lot: Lot, policy: Policy) -> date | None:
    """The last day of a lot that may be offered; None for one that may not."""
    if lot.status != "available" or lot.expiry is None:
        return None
    last = lot.expiry - timedelta(days=policy.margin_days)
    return last if last >= DAY else None


def queue_of(asks: Sequence[Ask], policy: Policy) -> list[Ask]:
    """Those who may be served, in the committee's order."""
    served = [ask for ask in asks if not ask.allergies]
    for key in (
        lambda a: a.item_id, lambda a: a.written_on, lambda a: -a.days_without, lambda a: -a.standing.points,
        lambda a: policy.continuity_reserve and not a.continuing, lambda a: a.standing.tier,
    ):  # fmt: skip
        served.sort(key=key)  # type: ignore[arg-type]
    return served


class Assignment:
    """Units on lots, extended one unit at a time by an augmenting path: a unit is refused only if no rearrangement could serve it."""

    def __init__(self, lots: Sequence[tuple[date, int]]) -> None:
        self.lots = lots
        self.held: list[list[date]] = [[] for _ in lots]

    def accept(self, day: date) -> bool:
        seen: set[int] = set()

        def place(unit: date) -> bool:
            for i, (last, units) in enumerate(self.lots):
                if last < unit or i in seen:
                    continue
                seen.add(i)
                if len(self.held[i]) < units:
                    self.held[i].append(unit)
                    return True
                for k, other in enumerate(self.held[i]):
                    if place(other):
                        self.held[i][k] = unit
                        return True
            return False

        return place(day)


def best_amounts(lots: Sequence[Lot], asks: Sequence[Ask], policy: Policy) -> dict[int, int]:
    """Units for each item: the lexicographic optimum of the rule, tier by tier, slice by slice, the least useful part kept."""
    got: dict[int, int] = {ask.item_id: 0 for ask in asks}
    for medicine in {ask.medicine_id for ask in asks}:
        supply = [(last, lot.units - lot.reserved) for lot in lots if lot.medicine_id == medicine and (last := usable_until(lot, policy))]
        settled: list[date] = []
        queue = [ask for ask in queue_of(asks, policy) if ask.medicine_id == medicine]
        for tier in "ABC":
            members = [ask for ask in queue if ask.standing.tier == tier]
            while True:
                world = Assignment(supply)
                assert all(world.accept(day) for day in settled)
                amounts, taken = _one_deal(members, world, policy)
                below = [ask for ask in members if is_below(ask, amounts[ask.item_id], policy)]
                if not below:
                    break
                members.remove(below[-1])
            settled += taken
            got |= amounts
    return got


def is_below(ask: Ask, amount: int, policy: Policy) -> bool:
    """Whether a part is too small to be of use."""
    days = unit_days(ask)
    least = sum(day < max(ask.start, DAY) + timedelta(days=policy.least_days) for day in days)
    return 0 < amount < least and not ask.as_needed and not ask.least_ok


def _one_deal(members: Sequence[Ask], world: Assignment, policy: Policy) -> tuple[dict[int, int], list[date]]:
    amounts, taken = {ask.item_id: 0 for ask in members}, []
    for number in range(40):
        for ask in members:
            for day in unit_days(ask):
                if (day - max(ask.start, DAY)).days // policy.slice_days == number and world.accept(day):
                    amounts[ask.item_id] += 1
                    taken.append(day)
    return amounts, taken


def problems(case: Case, propose: Callable[..., Any], exact: bool = True) -> list[str]:
    """What is wrong with the plan that `propose` makes of a case. `exact`: one strength and no pack rounding, so amounts are known."""
    lots, asks, medicines, policy = case
    plan = propose(DAY, lots, asks, medicines, policy)
    r = random.Random(len(lots) * 31 + len(asks))
    found = (
        [] if plan == propose(DAY, r.sample(lots, len(lots)), r.sample(asks, len(asks)), medicines, policy) else ["order of input matters"]
    )
    grants = {grant.item_id: grant for grant in plan.grants}
    taken: Counter[int] = Counter()
    by_id = {lot.id: lot for lot in lots}
    for ask in asks:
        grant = grants[ask.item_id]
        taken.update({share.lot_id: share.units for share in _summed(grant.shares)})
        found += _wrong_with(ask, grant, by_id, medicines, policy)
        lack = sum(s.units for s in plan.shortfalls if s.item_id == ask.item_id)
        if grant.units_granted + lack != grant.units_asked or grant.units_asked != len(unit_days(ask)):
            found.append("granted and missing are not what was asked")
    for after in plan.lots:
        lot = by_id[after.lot_id]
        if after.allocated != taken[lot.id] or after.allocated + after.left != lot.units - lot.reserved or after.left < 0:
            found.append("allocated and left are not the supply")
        if lot.units and usable_until(lot, policy) is None and after.skipped not in ("expired", "no_expiry", lot.status):
            found.append("a lot that may not be used is not said to be so")
    if len(plan.grants) != len(asks) or len(plan.lots) != len(lots):
        found.append("somebody or something is not in the plan")
    if exact and policy.max_lots >= 50 and best_amounts(lots, asks, policy) != {i: g.units_granted for i, g in grants.items()}:
        found.append("not the optimum of the rule")
    return found + _idle_stock_somebody_needs(case, plan)


def _summed(shares: Any) -> list[Any]:
    """Shares, one per lot (a bag may come back to a lot)."""
    found: dict[int, Any] = {}
    for share in shares:
        found[share.lot_id] = share if share.lot_id not in found else replace(share, units=share.units + found[share.lot_id].units)
    return list(found.values())


def _wrong_with(ask: Ask, grant: Any, lots: dict[int, Lot], medicines: dict[int, Medicine], policy: Policy) -> list[str]:
    """What is wrong with one bag."""
    shares = grant.shares
    lasts = {share.lot_id: usable_until(lots[share.lot_id], policy) for share in shares}
    first_days = not shares or _first_days(grant, unit_days(ask))
    wrong = {
        "served against an allergy": bool(ask.allergies and shares),
        "too many lots in a bag": len(lasts) > policy.max_lots,
        "a lot that may not be used, or not that long": any((last := lasts[s.lot_id]) is None or s.last_day > last for s in shares),
        "the bag is not what was granted": sum(share.covers for share in shares) != grant.units_granted + grant.units_extra,
        "less than a useful part": is_below(ask, grant.units_granted, policy),
        "not the first days of the course": not first_days,
        "lots mixed in one bag": any(a.last_day > b.first_day for a, b in pairwise(shares)),
        "more than a tenth too much": grant.units_extra * 10 > grant.units_asked,
        "an opened pack": medicines[ask.medicine_id].keep_pack_whole and any(s.units % lots[s.lot_id].pack_size for s in shares),
    }
    found = [words for words, is_so in wrong.items() if is_so]
    asked = medicines[ask.medicine_id]
    pieces: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for share in shares:
        pieces[share.medicine_id][0] += share.units
        pieces[share.medicine_id][1] += share.covers
    for other, (units, covers) in pieces.items():
        if other != asked.id:
            spoilt = sum(lot.medicine_id == other for lot in lots.values())  # at most one half a lot outlives its lot
            found += _wrong_strength(asked, medicines[other], units, covers, ask.per_intake, policy, spoilt)
        elif units != covers:
            found.append("units of the exact strength do not count as one")
    return found


def _first_days(grant: Any, days: list[date]) -> bool:
    """Whether a bag covers the days of its units from the first on."""
    shares = grant.shares
    return bool(grant.first_day == days[0] == shares[0].first_day and shares[-1].last_day == days[grant.units_granted - 1])


def _wrong_strength(asked: Medicine, other: Medicine, units: int, covers: int, per_intake: int, policy: Policy, spoilt: int) -> list[str]:
    ratio = Fraction(asked.strength.split()[0]) / Fraction(other.strength.split()[0])
    found = [] if policy.combine_strengths else ["strengths combined against the policy"]
    if not asked.swappable or not other.swappable or asked.exchange_key != other.exchange_key:
        found.append("swapped what must not be swapped")
    if ratio == Fraction(1, 2) and other.divisible:
        if not covers <= 2 * units <= covers + spoilt:
            found.append("halves do not add up")
    elif ratio.denominator != 1 or ratio * per_intake > 3 or units != covers * ratio:
        found.append("not whole multiples, or more than three pieces an intake")
    return found


def _idle_stock_somebody_needs(case: Case, plan: Any) -> list[str]:
    """Units of the exact strength stay though somebody short could use one more, and nothing in the rule forbids it."""
    lots, asks, medicines, policy = case
    left = {after.lot_id: after.left for after in plan.lots}
    for ask, grant in zip(sorted(asks, key=lambda a: a.item_id), plan.grants, strict=True):
        if grant.refused or grant.units_granted == grant.units_asked or medicines[ask.medicine_id].keep_pack_whole:
            continue
        if any(reason.code in ("below_least", "too_many_lots") for reason in grant.reasons):
            continue
        day = unit_days(ask)[grant.units_granted]
        if any(lot.medicine_id == ask.medicine_id and left[lot.id] and (last := usable_until(lot, policy)) and last >= day for lot in lots):
            return ["a unit stays that somebody could use"]
    return []
