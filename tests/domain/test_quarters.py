"""Days a quarter apart, against a search through all days."""

from __future__ import annotations

from datetime import date, timedelta

from pharmacy_app.domain.quarters import QUARTER, after_months, quarter_ago


def test_a_quarter_has_gone_by_from_that_day_and_from_none_after_it() -> None:
    for ahead in range(4 * 366):  # a leap year among them
        day = date(2023, 6, 1) + timedelta(days=ahead)
        candidates = (day - timedelta(days=back) for back in range(120))
        assert quarter_ago(day) == next(one for one in candidates if after_months(one, QUARTER) <= day)


def test_months_that_are_shorter_end_on_their_last_day() -> None:
    assert after_months(date(2026, 11, 30), QUARTER) == date(2027, 2, 28)
    assert after_months(date(2026, 11, 30), -9) == date(2026, 2, 28)
