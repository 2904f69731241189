"""What cannot be right, or can hardly be: defined, the same each time, and said in words."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose
from pharmacy_app.domain.plan import Ask, Grant, Lot, Plan, Policy
from pharmacy_app.domain.priority import Standing
from pharmacy_app.domain.rates import Rate
from pharmacy_app.system.language import language
from pharmacy_app.wording import sentence as refused
from pharmacy_app.wording.reasons import sentence, waits
from tests.support.matching_brute import DAY, a_lot, a_medicine, an_ask

MEDICINES = {1: a_medicine()}


def plan_of(lots: list[Lot], asks: list[Ask], day: date = DAY) -> Plan:
    return propose(day, lots, asks, MEDICINES, Policy())


def words(grant: Grant) -> list[str]:
    """The codes of a grant, each of which has a sentence of its own in both languages of the screens."""
    for spoken in (language("es"), language("en")):
        for reason in grant.reasons:
            said = sentence(spoken, reason, MEDICINES)
            assert said.endswith(".") and reason.code not in said and "{" not in said, said
        assert waits(spoken, grant.reasons, 0)
    return [reason.code for reason in grant.reasons]


@pytest.mark.parametrize("text", ["0", "-1", "0,0", "", "mucho", "1/0", "99999", "1e3", "nan"])
def test_no_dose_or_an_absurd_one_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        Rate.from_per_day(text)
    assert caught.value.code == "units_per_day_unclear"
    assert refused(language("es"), caught.value).endswith(".")


@pytest.mark.parametrize(("units", "days"), [(0, 1), (-1, 1), (1, 0), (1, -7)])
def test_a_rate_of_nothing_does_not_exist(units: int, days: int) -> None:
    with pytest.raises(ValueError):
        Rate(units, days)


@pytest.mark.parametrize("days", [0, -1, -10_000])
def test_no_days_ask_nothing_and_take_nothing(days: int) -> None:
    plan = plan_of([a_lot(1, 30)], [an_ask(1, days=days), an_ask(2)])
    assert (plan.grants[0].units_asked, plan.grants[0].units_granted, plan.grants[0].rank, plan.grants[0].refused) == (0, 0, 0, False)
    assert "no_days" in words(plan.grants[0])
    assert plan.grants[1].units_granted == 30
    assert [lack.item_id for lack in plan.shortfalls] == []


@pytest.mark.parametrize(("ago", "ended"), [(29, False), (30, True), (5000, True)])
def test_a_course_that_ended_asks_nothing_its_last_day_still_asks(ago: int, ended: bool) -> None:
    (grant,) = plan_of([a_lot(1, 30)], [an_ask(1, start=DAY - timedelta(days=ago))]).grants
    assert ("course_ended" in words(grant), grant.units_granted) == (ended, 0 if ended else 1)


def test_ten_years_get_what_lasts_and_what_is_missing_has_its_days() -> None:
    ten_years = an_ask(1, rate=Rate(3, 1), days=3653)
    plan = plan_of([a_lot(1, 20_000, 400)], [ten_years])
    assert (plan.grants[0].units_granted, plan.grants[0].last_day) == (3 * 401, DAY + timedelta(days=400))
    assert {"does_not_last", "would_be_enough"} <= set(words(plan.grants[0]))
    (lack,) = plan.shortfalls
    assert (lack.units, lack.first_day, lack.last_day) == (3 * 3252, DAY + timedelta(days=401), DAY + timedelta(days=3652))


@pytest.mark.parametrize("ask", [an_ask(1, days=4_000_000), an_ask(1, rate=Rate(1, 9_000_000), days=9_500_000), an_ask(1, start=date.max)])
def test_a_course_beyond_the_calendar_ends_with_it(ask: Ask) -> None:
    plan = plan_of([a_lot(1, 1, 3)], [ask])
    assert [lack.last_day for lack in plan.shortfalls] == [date.max]
    words(plan.grants[0])


@pytest.mark.parametrize(
    ("lots", "code"),
    [
        ([], "no_stock"), ([a_lot(1, 0)], "no_stock"), ([a_lot(1, 50, -1), a_lot(2, 9, -400)], "lot_expired"),
        ([a_lot(1, 50, status="held"), a_lot(2, 50, status="held")], "lot_held"), ([a_lot(1, 50, status="quarantine")], "lot_quarantine"),
        ([a_lot(1, 50, status="recalled")], "lot_recalled"), ([a_lot(1, 50, reserved=50)], "lot_reserved"), ([a_lot(1, 50, None)], "lot_no_expiry"),
        ([a_lot(1, 5, reserved=9)], "lot_reserved"),
    ],
)  # fmt: skip
def test_nothing_to_share_gives_nobody_anything_and_says_why(lots: list[Lot], code: str) -> None:
    plan = plan_of(lots, [an_ask(1), an_ask(2, standing=Standing("A", 90))])
    for grant in plan.grants:
        assert (grant.units_granted, grant.shares, grant.first_day, grant.last_day) == (0, (), None, None)
        assert {code, "no_stock", "would_be_enough"} <= set(words(grant))
    assert sum(lack.units for lack in plan.shortfalls) == 60
    assert all(after.allocated == 0 and after.left == max(0, lot.units - lot.reserved) for after, lot in zip(plan.lots, lots, strict=True))
    assert [after.skipped for after in plan.lots if after.left] == [code.removeprefix("lot_")] * sum(a.left > 0 for a in plan.lots)


def test_nobody_asks() -> None:
    assert plan_of([], []) == Plan(DAY, (), (), ())
    assert [after.skipped for after in plan_of([a_lot(1, 5)], []).lots] == ["not_asked"]


def test_two_people_with_equal_everything_stand_in_the_same_order_each_time() -> None:
    asks = [an_ask(i) for i in (31, 4, 1_000_000, 15)]
    first = plan_of([a_lot(1, 40)], asks)
    for seed in range(50):
        assert plan_of([a_lot(1, 40)], random.Random(seed).sample(asks, len(asks))) == first
    assert {grant.item_id: grant.rank for grant in first.grants} == {4: 1, 15: 2, 31: 3, 1_000_000: 4}


def test_a_clock_moved_back_serves_the_days_to_come_and_never_a_day_twice() -> None:
    """The computer's day lies before what was written, before the start of the course, and before a lot's expiry that has passed."""
    asks = [an_ask(1, start=DAY, written_on=DAY), an_ask(2, start=DAY, written_on=DAY, days_without=-40)]
    shelf = [a_lot(1, 40, -3), a_lot(2, 100, 300)]
    back = plan_of(shelf, asks, DAY - timedelta(days=400))
    for grant in back.grants:
        assert (grant.units_asked, grant.units_granted, grant.first_day) == (30, 30, DAY)
        assert {share.lot_id for share in grant.shares} == {2}  # the other ends before the course begins
        words(grant)
    assert [grant.rank for grant in back.grants] == [1, 2]  # fewer than no days without are no merit
    assert back.grants == replace(plan_of(shelf, asks), day=DAY).grants
