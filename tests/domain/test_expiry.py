"""Expiry dates and how a batch stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.expiry import STANDINGS, end_of_month, standing, usable_on

DAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS)
def test_the_end_of_a_month_is_the_day_before_the_next(day: date) -> None:
    end = end_of_month(day.year, day.month)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + timedelta(days=1)).month != day.month


def test_a_month_that_is_none() -> None:
    with pytest.raises(ValueError):
        end_of_month(2027, 13)


def test_usable_on_the_printed_date_and_not_after() -> None:
    expiry = end_of_month(2027, 8)
    assert usable_on(expiry, date(2027, 8, 31))
    assert not usable_on(expiry, date(2027, 9, 1))
    assert not usable_on(expiry, date(2027, 8, 31), margin=1)
    assert not usable_on(None, DAY)


@pytest.mark.parametrize(("left", "code"), [(-1, "expired"), (0, "urgent"), (14, "urgent"), (15, "soon"), (90, "soon"), (91, "fine")])
def test_thresholds(left: int, code: str) -> None:
    found = standing("available", DAY + timedelta(days=left), DAY)
    assert (found.code, found.days) == (code, left)


@given(
    st.sampled_from(["available", "quarantine", "held", "recalled"]),
    st.none() | DAYS,
    DAYS,
    st.sampled_from(["unknown", "told", "known"]),
    st.integers(0, 60),
)
def test_usable_says_the_same_as_the_rule(status: str, expiry: date | None, day: date, identity: str, margin: int) -> None:
    found = standing(status, expiry, day, identity=identity, margin=margin)
    assert found.code in STANDINGS
    assert found.usable == (status == "available" and identity == "known" and usable_on(expiry, day, margin))


def test_what_sets_it_aside_is_said_before_its_date() -> None:
    assert standing("recalled", DAY - timedelta(days=1), DAY).code == "recalled"
    assert standing("available", DAY - timedelta(days=1), DAY, identity="unknown").code == "unidentified"
    assert standing("available", DAY - timedelta(days=1), DAY, identity="told").code == "unconfirmed"
    assert standing("available", None, DAY).code == "no_date"
