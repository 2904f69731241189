"""The committee's rule, one sentence a test."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Grant, Lot, Policy, policy_from
from pharmacy_app.domain.priority import Criteria, Standing
from pharmacy_app.domain.rates import Rate
from tests.support.matching_brute import DAY, a_lot, a_medicine, an_ask

FIRST, SECOND = Standing("A", 70), Standing("B", 40)


def grants(lots: list[Lot], asks: list[Ask], medicines: list[Medicine] | None = None, **policy: object) -> dict[int, Grant]:
    plan = propose(DAY, lots, asks, {m.id: m for m in medicines or [a_medicine()]}, Policy(**policy))  # type: ignore[arg-type]
    return {grant.item_id: grant for grant in plan.grants}


def codes(grant: Grant) -> set[str]:
    return {reason.code for reason in grant.reasons}


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def test_a_whole_course_from_the_lot_that_expires_first() -> None:
    grant = grants([a_lot(1, 100, 400), a_lot(2, 100, 60)], [an_ask(7)])[7]
    assert [(s.lot_id, s.units, s.first_day, s.last_day) for s in grant.shares] == [(2, 30, day(0), day(29))]
    assert (grant.units_asked, grant.units_granted, grant.last_day) == (30, 30, day(29))
    assert "complete" in codes(grant)


def test_a_lot_serves_only_the_days_it_lasts_and_its_own_last_day_still() -> None:
    grant = grants([a_lot(1, 100, 9), a_lot(2, 100, 400)], [an_ask(7)])[7]
    assert [(s.lot_id, s.units, s.last_day) for s in grant.shares] == [(1, 10, day(9)), (2, 20, day(29))]


def test_the_safety_margin_ends_a_lot_earlier() -> None:
    grant = grants([a_lot(1, 100, 9), a_lot(2, 100, 400)], [an_ask(7)], margin_days=4)[7]
    assert [s.units for s in grant.shares] == [6, 24]


@pytest.mark.parametrize(
    ("lot", "code"),
    [
        (a_lot(1, 90, -1), "lot_expired"), (a_lot(1, 90, status="held"), "lot_held"), (a_lot(1, 90, status="quarantine"), "lot_quarantine"),
        (a_lot(1, 90, status="recalled"), "lot_recalled"), (a_lot(1, 90, None), "lot_no_expiry"), (a_lot(1, 90, reserved=90), "lot_reserved"),
    ],
)  # fmt: skip
def test_what_may_not_be_used_is_skipped_and_the_reason_said(lot: Lot, code: str) -> None:
    plan = propose(DAY, [lot], [an_ask(7)], {1: a_medicine()}, Policy())
    assert plan.grants[0].units_granted == 0
    assert {code, "no_stock", "would_be_enough"} <= codes(plan.grants[0])
    assert (plan.lots[0].skipped, plan.lots[0].left) == (code.removeprefix("lot_"), lot.units - lot.reserved)
    assert [(s.units, s.first_day, s.last_day) for s in plan.shortfalls] == [(30, day(0), day(29))]


def test_a_lot_that_ends_before_the_course_starts_does_not_last() -> None:
    plan = propose(DAY, [a_lot(1, 90, 5)], [an_ask(7, start=day(10))], {1: a_medicine()}, Policy())
    assert "does_not_last" in codes(plan.grants[0])
    assert plan.lots[0].skipped == "does_not_last"


def test_scarce_stock_carries_all_of_a_tier_through_the_same_days_and_tiers_come_in_order() -> None:
    found = grants([a_lot(1, 58)], [an_ask(1, standing=SECOND), an_ask(2, standing=SECOND), an_ask(3, standing=FIRST)])
    assert {item: g.units_granted for item, g in found.items()} == {1: 14, 2: 14, 3: 30}
    assert (found[3].rank, found[1].people_before, found[2].people_before) == (1, 1, 2)


def test_less_than_a_useful_part_goes_to_others_unless_taken_as_needed_or_the_doctor_says_so() -> None:
    asks = [an_ask(1), an_ask(2)]
    found = grants([a_lot(1, 10)], asks)
    assert [found[1].units_granted, found[2].units_granted] == [10, 0]
    assert "below_least" in codes(found[2])
    found = grants([a_lot(1, 10)], [asks[0], an_ask(2, as_needed=True)])
    assert [found[1].units_granted, found[2].units_granted] == [7, 3]
    assert grants([a_lot(1, 3)], [an_ask(2, least_ok=True)])[2].units_granted == 3


def test_a_part_that_a_higher_tier_gives_up_can_make_one_of_a_lower_tier_useful() -> None:
    later = day(4)
    asks = [an_ask(1, standing=FIRST, start=later, days=7), an_ask(2, standing=FIRST, start=later), an_ask(3, standing=SECOND)]
    found = grants([a_lot(1, 10), a_lot(2, 4, 3)], asks)
    assert [found[i].units_granted for i in (1, 2, 3)] == [7, 0, 7]


def test_who_is_on_treatment_comes_before_a_new_start_and_an_interruption_is_said() -> None:
    low_but_on_it = an_ask(2, standing=Standing("B", 31), continuing=True)
    found = grants([a_lot(1, 7)], [an_ask(1, standing=SECOND), low_but_on_it])
    assert [found[1].units_granted, found[2].units_granted] == [0, 7]
    found = grants([a_lot(1, 7)], [an_ask(1, standing=SECOND), low_but_on_it], continuity_reserve=False)
    assert [found[1].units_granted, found[2].units_granted] == [7, 0]
    found = grants([a_lot(1, 30)], [an_ask(1, standing=FIRST), low_but_on_it])
    said = [reason.data for reason in found[1].reasons if reason.code == "interrupts"]
    assert said == [{"people": 1, "item": 2, "day": day(0)}]


def test_points_then_days_without_then_the_older_prescription_then_the_number_decide() -> None:
    asks = [
        an_ask(9), an_ask(8, written_on=date(2026, 10, 1)), an_ask(7, days_without=3), an_ask(6, standing=Standing("B", 11)), an_ask(10),
    ]  # fmt: skip
    found = grants([], asks)
    assert sorted(found, key=lambda item: found[item].rank) == [6, 7, 8, 9, 10]


def test_an_early_remnant_is_left_to_others_rather_than_a_fourth_lot_in_the_bag() -> None:
    lots = [a_lot(i, 2, 40 + i) for i in (1, 2, 3)] + [a_lot(4, 100)]
    found = grants(lots, [an_ask(1), an_ask(2, days=8)])
    assert [share.lot_id for share in found[1].shares] == [2, 3, 4]
    assert [share.lot_id for share in found[2].shares] == [1, 4]
    lots = [a_lot(i, 5, 40 + i) for i in range(1, 7)]
    found = grants(lots, [an_ask(1)])
    assert (found[1].units_granted, found[1].last_day) == (15, day(14))
    assert "too_many_lots" in codes(found[1])


def test_whole_packs_end_below_what_was_asked_or_up_to_a_tenth_above() -> None:
    packs = a_medicine(keep_pack_whole=True)
    shelf = [a_lot(1, 65, pack_size=10)]
    for days, granted, extra in ((30, 30, 0), (28, 28, 2), (33, 30, 0), (60, 60, 0), (65, 60, 0), (9, 0, 0)):
        found = grants(shelf, [an_ask(1, days=days)], [packs])[1]
        assert (found.units_granted, found.units_extra, sum(s.units for s in found.shares) % 10) == (granted, extra, 0)
    assert "whole_packs" in codes(grants(shelf, [an_ask(1, days=9)], [packs])[1])
    assert "rounded_up" in codes(grants(shelf, [an_ask(1, days=28)], [packs])[1])


def test_a_pack_is_not_given_where_it_expires_before_its_last_unit_is_taken() -> None:
    found = grants([a_lot(1, 30, 15, pack_size=10)], [an_ask(1)], [a_medicine(keep_pack_whole=True)])[1]
    assert found.units_granted == 10


WEAK, STRONG = a_medicine(2, inn="inn1", strength="5 mg"), a_medicine(3, inn="inn1", strength="20 mg", divisible=True)


def test_other_strengths_come_after_the_exact_one_in_whole_multiples_then_in_halves() -> None:
    lots = [a_lot(1, 10), a_lot(2, 21, medicine_id=2), a_lot(3, 50, medicine_id=3)]
    found = grants(lots, [an_ask(1)], [a_medicine(), WEAK, STRONG])[1]
    assert [(s.medicine_id, s.units, s.covers) for s in found.shares] == [(1, 10, 10), (2, 20, 10), (3, 5, 10)]
    assert "other_strength" in codes(found)
    assert grants(lots, [an_ask(1)], [a_medicine(), WEAK, STRONG], combine_strengths=False)[1].units_granted == 10


def test_never_more_than_three_pieces_an_intake_nor_what_is_not_to_be_swapped_nor_undivided_halves() -> None:
    lots = [a_lot(2, 90, medicine_id=2)]
    assert grants(lots, [an_ask(1, per_intake=2)], [a_medicine(), WEAK])[1].units_granted == 0
    assert grants(lots, [an_ask(1)], [a_medicine(swappable=False), WEAK])[1].units_granted == 0
    lots = [a_lot(3, 90, medicine_id=3)]
    assert grants(lots, [an_ask(1)], [a_medicine(), a_medicine(3, inn="inn1", strength="20 mg")])[1].units_granted == 0
    assert (
        grants(lots, [an_ask(1)], [a_medicine(release="modified"), a_medicine(3, inn="inn1", strength="20 mg", release="modified")])[
            1
        ].shares
        == ()
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"allergies": ("Penicilina",)}, "allergy"), ({"allergies": ("amoxicilína",)}, "allergy"), ({"allergies": ("J01CA",)}, "allergy"),
        ({"taking": (2,)}, "duplicate"), ({"circumstances": ("pregnant",)}, "warning"),
    ],
)  # fmt: skip
def test_a_doubt_waits_for_the_doctor_and_holds_nobody_up(changes: dict[str, object], code: str) -> None:
    amoxicillin = a_medicine(inn="amoxicillin", atc="J01CA04", names=("amoxicilina", "amoxicillin", "", ""), warnings=("pregnancy",))
    again = a_medicine(2, inn="amoxicillin", atc="J01CA04", strength="5 mg")
    found = grants([a_lot(1, 30)], [an_ask(1, standing=FIRST, **changes), an_ask(2, standing=SECOND)], [amoxicillin, again])
    assert (found[1].refused, found[1].rank, found[1].units_granted, code in codes(found[1])) == (True, 0, 0, True)
    assert found[2].units_granted == 30
    answered = an_ask(1, standing=FIRST, cleared=(code,), **changes)
    assert grants([a_lot(1, 30)], [answered], [amoxicillin, again])[1].units_granted == 30


def test_an_allergy_to_something_else_and_one_statin_beside_other_medicines_are_no_doubt() -> None:
    found = grants(
        [a_lot(1, 30)],
        [an_ask(1, allergies=("penicilina", "polen"), taking=(2,))],
        [a_medicine(atc="C10AA01"), a_medicine(2, atc="C08CA01")],
    )
    assert found[1].units_granted == 30


def test_courses_that_ended_or_have_no_days_ask_nothing_and_one_under_way_asks_what_is_left() -> None:
    found = grants([a_lot(1, 90)], [an_ask(1, start=day(-40)), an_ask(2, days=0), an_ask(3, start=day(-10))])
    assert ("course_ended" in codes(found[1]), "no_days" in codes(found[2])) == (True, True)
    assert [found[i].units_asked for i in (1, 2, 3)] == [0, 0, 20]
    assert found[3].first_day == day(0)


def test_ten_years_and_one_unit_a_week() -> None:
    found = grants([a_lot(1, 10_000, 4000)], [an_ask(1, days=3650), an_ask(2, rate=Rate(1, 7), days=28)])
    assert (found[1].units_granted, found[2].units_granted) == (3650, 4)
    assert (found[2].last_day, found[2].shares[0].last_day) == (day(27), day(21))


def test_something_read_twice_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError):
        propose(DAY, [], [an_ask(1), an_ask(1)], {1: a_medicine()}, Policy())
    with pytest.raises(ValueError):
        propose(DAY, [a_lot(1, 1), a_lot(1, 1)], [], {1: a_medicine()}, Policy())


def test_a_policy_is_stored_and_read_back_and_nonsense_is_refused() -> None:
    policy = Policy(slice_days=14, criteria=Criteria(points=(("disabled", 3),), from_a=5, from_b=2))
    assert policy_from(policy.plain()) == policy
    for broken in ({}, {"criteria": 3}, Policy().plain() | {"unknown": 1}):
        with pytest.raises(Refusal, match="policy_unreadable"):
            policy_from(broken)
    with pytest.raises(Refusal, match="policy_out_of_range"):
        Policy(slice_days=0)
