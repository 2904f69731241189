"""The committee's criteria become points and a tier, and every step has its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import CRITERIA, TIERS, Criteria, judge


def test_points_add_up_and_say_from_what() -> None:
    standing = judge(["homebound", "chronic", "chronic"], 4, True, Criteria())
    assert (standing.tier, standing.points) == ("A", 20 + 15 + 30 + 4)
    assert [reason.code for reason in standing.reasons] == ["criterion", "criterion", "vital", "days_without"]


@pytest.mark.parametrize(("points", "tier"), [(60, "A"), (59, "B"), (30, "B"), (29, "C"), (0, "C")])
def test_a_tier_begins_at_its_points(points: int, tier: str) -> None:
    assert judge(["disabled"], 0, False, Criteria(points=(("disabled", points),))).tier == tier


def test_days_without_count_up_to_the_most() -> None:
    assert [judge([], days, False, Criteria()).points for days in (-3, 0, 30, 400)] == [0, 0, 30, 30]


def test_the_committee_may_decide_otherwise_and_that_is_said() -> None:
    standing = judge([], 0, False, Criteria(), decided="A")
    assert (standing.tier, standing.points) == ("A", 0)
    assert standing.reasons[-1].data == {"tier": "A", "by_points": "C"}


@given(st.sets(st.sampled_from(CRITERIA)), st.sampled_from(CRITERIA), st.integers(0, 60), st.booleans())
def test_one_criterion_more_never_puts_anybody_lower(held: set[str], more: str, days: int, vital: bool) -> None:
    before, after = judge(held, days, vital, Criteria()), judge(held | {more}, days, vital, Criteria())
    assert after.points >= before.points
    assert TIERS.index(after.tier) <= TIERS.index(before.tier)


def test_words_and_numbers_nobody_set_are_refused() -> None:
    with pytest.raises(Refusal, match="criterion_unknown"):
        judge(["rich"], 0, False, Criteria())
    with pytest.raises(Refusal, match="criterion_unknown"):
        Criteria(points=(("rich", 1),))
    with pytest.raises(Refusal, match="tier_unknown"):
        judge([], 0, False, Criteria(), decided="Z")
    for wrong in ({"vital": -1}, {"points": (("disabled", -1),)}, {"from_a": 1, "from_b": 2}):
        with pytest.raises(Refusal, match="criteria_out_of_range"):
            Criteria(**wrong)  # type: ignore[arg-type]
