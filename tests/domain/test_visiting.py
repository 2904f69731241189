"""Who is on a week's visit sheet: the rule against a slow reading of its sentences."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.visiting import PREGNANT_WEEKS, WHYS, Candidate, Due, first_block, monday, sheet, unseen, whys

WEEK = date(2026, 11, 23)  # a Monday
_days = st.integers(-120, 40).map(lambda days: WEEK + timedelta(days=days))


@st.composite
def walks(draw: st.DrawFn) -> list[Candidate]:
    """A walk: houses in order, one to four people in each."""
    walk: list[Candidate] = []
    for house in range(draw(st.integers(0, 9))):
        for _ in range(draw(st.integers(1, 4))):
            walk.append(
                Candidate(
                    len(walk) + 1, house, draw(st.booleans()), draw(st.booleans()), draw(st.booleans()),
                    draw(st.none() | st.dates(date(1930, 1, 1), WEEK)), draw(st.none() | _days),
                    draw(st.none() | st.integers(1, 120).map(lambda days: WEEK - timedelta(days=days))),
                    draw(st.sampled_from(("", "follow_up", "prevention", "new_case", "referral"))),
                )
            )  # fmt: skip
    return walk


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Candidate(1, 1, last_met=WEEK - timedelta(days=42)), ()),
        (Candidate(1, 1, last_met=WEEK - timedelta(days=43)), ("long",)),
        (Candidate(1, 1), ("long",)),
        (Candidate(1, 1, vulnerable=True), ("vulnerable_unseen", "long")),
        (Candidate(1, 1, vulnerable=True, last_met=WEEK - timedelta(days=1)), ()),
        (Candidate(1, 1, last_met=WEEK, ends_on=WEEK + timedelta(days=13)), ("ends",)),
        (Candidate(1, 1, last_met=WEEK, ends_on=WEEK + timedelta(days=14)), ()),
        (Candidate(1, 1, last_met=WEEK, ends_on=WEEK - timedelta(days=400)), ("ends",)),
        (Candidate(1, 1, last_met=WEEK, last_purpose="referral"), ("new_case",)),
        (Candidate(1, 1, pregnant=True, last_met=WEEK - timedelta(weeks=PREGNANT_WEEKS)), ()),
        (Candidate(1, 1, pregnant=True, last_met=WEEK - timedelta(weeks=PREGNANT_WEEKS, days=1)), ("pregnant",)),
        (Candidate(1, 1, birth_date=date(2021, 11, 24)), ("small_child", "long")),
        (Candidate(1, 1, birth_date=date(2021, 11, 23)), ("long",)),
        (Candidate(1, 1, chronic=True), ("chronic", "long")),
    ],
)
def test_why_somebody_is_visited(one: Candidate, expected: tuple[str, ...]) -> None:
    assert whys(one, WEEK, 6) == expected


@given(walks(), st.none() | st.integers(1, 90).map(lambda days: WEEK + timedelta(days=days)))
def test_what_ends_before_the_day_on_which_the_doctor_comes_again(walk: list[Candidate], told: date | None) -> None:
    coming = told or WEEK + timedelta(days=14)
    for one in walk:
        assert ("ends" in whys(one, WEEK, 6, told)) == (one.ends_on is not None and one.ends_on < coming)
    listed = {due.patient_id for due in sheet(walk, WEEK, 6, 60, told)}
    assert {one.patient_id for one in walk if "ends" in whys(one, WEEK, 6, told)} <= listed


def test_the_monday_of_a_week() -> None:
    assert {monday(WEEK + timedelta(days=n)) for n in range(7)} == {WEEK}


@given(walks(), st.integers(1, 12), st.integers(1, 10))
def test_a_sheet_holds_the_most_pressing_houses_in_walking_order(walk: list[Candidate], weeks: int, houses: int) -> None:
    found = sheet(walk, WEEK, weeks, houses)
    by_id = {one.patient_id: one for one in walk}
    place = {one.patient_id: at for at, one in enumerate(walk)}
    taken = {due.household_id for due in found}
    asked = {one.household_id for one in walk if whys(one, WEEK, weeks)}

    def press(house: int) -> tuple[int, date]:
        of_house = [one for one in walk if one.household_id == house and whys(one, WEEK, weeks)]
        return min((WHYS.index(whys(one, WEEK, weeks)[0]), one.last_met or date.min) for one in of_house)

    assert len(taken) == min(houses, len(asked)) and taken <= asked
    for left in asked - taken:
        assert all(press(house) <= press(left) for house in taken), "a house that waits presses no more than one that is taken"
    for due in found:
        assert due.whys == whys(by_id[due.patient_id], WEEK, weeks) != ()
    firsts = {due.household_id for due in found if due.first}
    block = first_block((due.household_id, due.first) for due in found)
    assert {due.household_id for due in found[:block]} == firsts and firsts.isdisjoint(due.household_id for due in found[block:])
    for part in (found[:block], found[block:]):
        assert [place[due.patient_id] for due in part] == sorted(place[due.patient_id] for due in part)


@given(walks(), st.integers(1, 12))
def test_nobody_with_a_reason_is_left_off_a_house_that_is_visited(walk: list[Candidate], weeks: int) -> None:
    found = sheet(walk, WEEK, weeks, len(walk) + 1)
    listed = {due.patient_id for due in found}
    for one in walk:
        why = whys(one, WEEK, weeks)
        if why and why[0] != "long":
            assert one.patient_id in listed
        if one.vulnerable and unseen(one.last_met, WEEK, weeks):
            assert next(due for due in found if due.patient_id == one.patient_id).first
    for house in {one.household_id for one in walk}:
        of_house = [due for due in found if due.household_id == house]
        if of_house and all(due.whys == ("long",) for due in of_house):
            assert len(of_house) == 1, "one alone stands for a house where nothing presses"


def test_where_nobody_comes_first_there_is_no_first_block() -> None:
    assert first_block([(1, False), (2, False)]) == 0
    assert first_block([]) == 0
    assert first_block([(1, True), (1, False), (2, False)]) == 2
    assert Due(1, 1, ("ends",)).first is False
