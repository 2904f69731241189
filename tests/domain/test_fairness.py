"""Counting what was decided: each line once, each person once, and what was dealt anew only as it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.decisions import OUTCOMES
from pharmacy_app.domain.fairness import AGES, Decided, Tally, age_band, standing, tally

DAY = date(2026, 11, 23)


def line(
    run: int, item: int = 1, outcome: str = "granted", start: int = 0, asked: int = 14, given_days: int = 14, anew: bool = False
) -> Decided:
    return Decided(run, item, 100 + item, outcome, DAY + timedelta(days=start), asked, given_days, anew)


def test_nothing_was_decided() -> None:
    assert (tally([]), tally([]).share) == (Tally(), None)


def test_each_outcome_is_counted_and_a_person_once() -> None:
    found = tally(
        [
            line(1),
            line(1, 2, "part", given_days=7),
            line(1, 3, "deferred", given_days=0),
            line(2, 3, "refused", given_days=0),
            line(2, 4, "doctor", given_days=0),
        ]
    )
    assert found == Tally(4, 5, granted=1, part=1, deferred=1, refused=1, doctor=1, asked_days=56, granted_days=21)
    assert found.share == 21 / 56


def test_what_was_put_off_and_asked_again_later_counts_both_times() -> None:
    assert standing([line(2, start=7), line(1, outcome="deferred")]) == (line(1, outcome="deferred"), line(2, start=7))


def test_of_the_same_days_the_last_word_counts() -> None:
    assert standing([line(1, outcome="deferred"), line(2, outcome="part"), line(3, 2)]) == (line(2, outcome="part"), line(3, 2))


def test_what_was_dealt_anew_counts_as_it_stands() -> None:
    assert standing([line(1), line(2, start=3, outcome="part", anew=True)]) == (line(2, start=3, outcome="part", anew=True),)


def test_who_asked_for_nothing_is_not_counted() -> None:
    assert standing([line(1, outcome="nothing")]) == ()


lines = st.lists(
    st.builds(
        line,
        st.integers(1, 5),
        st.integers(1, 4),
        st.sampled_from(OUTCOMES),
        st.integers(0, 3),
        st.integers(1, 9),
        st.integers(0, 9),
        st.booleans(),
    ),
    unique_by=lambda one: (one.run, one.item),
)


@given(lines, st.randoms(use_true_random=False))
def test_the_sums_hold_and_the_order_changes_nothing(some: list[Decided], chance: object) -> None:
    kept = standing(some)
    chance.shuffle(some)  # type: ignore[attr-defined]
    assert standing(some) == kept
    found = tally(kept)
    assert found.granted + found.part + found.deferred + found.refused + found.doctor == found.lines == len(kept)
    assert found.people <= found.lines and not any(one.outcome == "nothing" for one in kept)
    newest = {one.item: max(other.run for other in some if other.item == one.item) for one in some}
    assert set(newest.items()) >= {(one.item, one.run) for one in kept if one.run == newest[one.item]}


@pytest.mark.parametrize(
    ("years", "band"), [(0, (0, 11)), (11, (0, 11)), (12, (12, 29)), (59, (30, 59)), (60, (60, 79)), (80, (80, 150)), (103, (80, 150))]
)
def test_the_bands_of_age(years: int, band: tuple[int, int]) -> None:
    assert age_band(years) == band and band in AGES
