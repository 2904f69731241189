"""Judged on arrival: months counted as people count them, usable units against living the days one by one, and nothing lost between shelf and aside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmacy_app.domain.arrival import (
    DOUBTS,
    REFUSED,
    SURPLUS,
    ArrivalRules,
    Facts,
    Judged,
    Judgement,
    Treatment,
    Use,
    check_decision,
    judge_lines,
    months_between,
    rules_from,
)
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.rates import Rate

DAY = date(2026, 8, 31)
RULES = ArrivalRules()
SHORT = date(2026, 12, 31)


def judged(line: Facts, rules: ArrivalRules = RULES, use: Use | None = None, margin: int = 0) -> Judged:
    uses = {} if use is None or line.medicine_id is None else {line.medicine_id: use}
    return judge_lines([line], rules, DAY, uses, margin)[0]


def codes(judgement: Judgement) -> list[str]:
    return [reason.code for reason in judgement.reasons]


@pytest.mark.parametrize(
    ("expiry", "months"),
    [
        (date(2027, 8, 31), 12), (date(2027, 8, 30), 11), (date(2026, 11, 30), 3), (date(2026, 11, 29), 2), (date(2027, 2, 28), 6),
        (date(2028, 2, 28), 17), (date(2028, 2, 29), 18), (DAY, 0), (date(2026, 8, 30), -1), (date(2020, 1, 1), -80),
    ],
)  # fmt: skip
def test_months_are_counted_from_day_to_day(expiry: date, months: int) -> None:
    assert months_between(DAY, expiry) == months


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_months_are_those_that_can_be_counted_on_the_calendar(arrived: date, days: int) -> None:
    expiry, months = arrived + timedelta(days=days), 0
    while True:  # the same day of the next month, or its last
        year, month = divmod(arrived.year * 12 + arrived.month - 1 + months + 1, 12)
        last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        if date(year, month + 1, min(arrived.day, last)) > expiry:
            break
        months += 1
    assert months_between(arrived, expiry) == months


def test_a_year_is_enough_and_a_day_less_is_not() -> None:
    assert judged(Facts(10, date(2027, 8, 31), 1)).outcome.shelf == 10
    short = judged(Facts(10, date(2027, 8, 30), 1))
    assert (short.judgement.verdict, short.outcome.shelf, short.outcome.aside, short.outcome.reason) == ("short", 0, 10, SURPLUS)


def test_enough_for_sixty_of_three_hundred() -> None:
    treatment = Treatment(Rate(2, 1), date(2026, 9, 1))
    use = Use(date(2026, 9, 1), (treatment,), shelf=((date(2026, 10, 31), 120), (date(2028, 1, 1), 500)))
    found = judged(Facts(300, date(2026, 11, 29), 1), use=use)
    (reason,) = found.judgement.reasons
    assert reason.data == {
        "months": 2, "least": 12, "usable": 60, "quantity": 300, "due": 180, "before": 120, "until": date(2026, 11, 29)
    }  # fmt: skip
    assert (found.outcome.shelf, found.outcome.aside) == (60, 240)


def test_what_went_out_tells_where_nothing_is_prescribed_all_the_time() -> None:
    use = Use(DAY, given=90, given_days=90)
    assert judged(Facts(300, DAY + timedelta(days=29), 1), use=use).outcome.shelf == 30


# living the days -------------------------------------------------------------------------------------


def lived(use: Use, lines: list[tuple[date, int]], margin: int) -> list[int]:
    """Units of each line that are taken, day by day, always from what expires first (the shelf before a line of the same day)."""
    lots = [(expiry, -1, units) for expiry, units in use.shelf] + [(expiry, at, units) for at, (expiry, units) in enumerate(lines)]
    lots.sort(key=lambda lot: lot[:2])
    left = [units for _, _, units in lots]
    taken, owed = [0] * len(lines), 0
    for number in range(400):
        day = use.from_day + timedelta(days=number)
        wanted = use.due(day) - owed
        owed = use.due(day)
        for place, (expiry, at, _) in enumerate(lots):
            part = min(wanted, left[place]) if day <= expiry - timedelta(days=margin) else 0
            left[place] -= part
            wanted -= part
            if at >= 0:
                taken[at] += part
    return taken


DAYS = st.integers(0, 120).map(lambda n: DAY + timedelta(days=n))
RATES = st.builds(Rate, st.integers(1, 6), st.integers(1, 9))
TREATMENTS = st.builds(Treatment, RATES, DAYS, st.none() | DAYS)
USES = st.builds(
    Use,
    st.just(DAY),
    st.lists(TREATMENTS, max_size=3).map(tuple),
    st.integers(0, 200),
    st.just(90),
    st.lists(st.tuples(DAYS, st.integers(1, 90)), max_size=4).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(USES, st.lists(st.tuples(DAYS, st.integers(1, 150)), min_size=1, max_size=4), st.integers(0, 10))
def test_the_usable_part_is_what_living_the_days_one_by_one_takes(use: Use, lines: list[tuple[date, int]], margin: int) -> None:
    # what the rules let in of a line is on the shelf for the next: living them must take exactly that, and no unit more
    found = judge_lines([Facts(units, expiry, 1) for expiry, units in lines], RULES, DAY, {1: use}, margin)
    assert [one.outcome.shelf for one in found] == lived(use, lines, margin)


@given(st.data())
def test_nothing_is_lost_between_shelf_and_aside_and_nothing_bad_reaches_the_shelf(data: st.DataObject) -> None:
    quantity = data.draw(st.integers(1, 500))
    decision = data.draw(st.sampled_from(["", "accept", "part", "refuse"]))
    accepted = data.draw(st.integers(1, max(1, quantity - 1))) if decision == "part" and quantity > 1 else None
    line = Facts(
        quantity,
        data.draw(st.none() | st.dates(date(2026, 1, 1), date(2029, 1, 1))),
        data.draw(st.none() | st.just(1)),
        data.draw(st.booleans()),
        tuple(data.draw(st.lists(st.sampled_from([*DOUBTS, "lot_missing"]), max_size=2, unique=True))),
        decision if decision != "part" or accepted else "",
        accepted,
        "porque sí",
    )
    rules = ArrivalRules(
        data.draw(st.integers(0, 24)),
        data.draw(st.booleans()),
        data.draw(st.integers(0, 90)),
        tuple(word for word in DOUBTS if word == "other_doubt" or data.draw(st.booleans())),
        data.draw(st.sampled_from(["say", "quarantine"])),
    )
    found = judged(line, rules, data.draw(USES))
    assert found.outcome.shelf + found.outcome.aside == quantity
    assert found.outcome.shelf >= 0 and found.outcome.aside >= 0
    assert bool(found.outcome.aside) == bool(found.outcome.reason)
    if line.expiry is None or line.expiry < DAY:
        assert found.outcome.shelf == 0
    if not line.decision and found.judgement.verdict in ("refuse", "quarantine"):
        assert found.outcome.shelf == 0
    if not line.decision:
        assert not found.exception


# the committee's rules -------------------------------------------------------------------------------


def test_what_the_rules_refuse_stays_apart_with_the_reason() -> None:
    assert judged(Facts(5, SHORT, 1), ArrivalRules(short_allowed=False)).outcome.reason == f"{REFUSED}short_refused"
    assert judged(Facts(5, DAY + timedelta(days=9), 1), ArrivalRules(fewest_days=10)).outcome.reason == f"{REFUSED}too_short"
    assert judged(Facts(5, date(2026, 8, 30), 1)).outcome.reason == "expiry_past"


def test_doubts_wait_unless_the_committee_lets_them_in() -> None:
    line = Facts(5, date(2030, 1, 1), 1, doubts=("free_sample", "lot_missing"))
    assert judged(line).outcome.reason == "free_sample;lot_missing"
    rules = ArrivalRules(doubts=tuple(word for word in DOUBTS if word != "free_sample"))
    assert judged(line, rules).outcome.reason == "lot_missing"


def test_what_is_not_on_the_list_is_said_or_waits() -> None:
    line = Facts(5, date(2030, 1, 1), 1, essential=False)
    said = judged(line)
    assert (said.outcome.shelf, codes(said.judgement)) == (5, ["unlisted"])
    assert judged(line, ArrivalRules(not_listed="quarantine")).outcome.reason == "not_listed"


def test_what_nobody_has_identified_is_not_split() -> None:
    assert judged(Facts(5, SHORT, None)).outcome.shelf == 5


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Facts(10, SHORT, 1, decision="accept"), "exception_without_note"),
        (Facts(10, SHORT, 1, decision="part", accepted=8), "exception_without_note"),
        (Facts(10, date(2030, 1, 1), 1, decision="refuse"), "exception_without_note"),
        (Facts(10, SHORT, 1, decision="part", accepted=10, note="x"), "part_out_of_range"),
        (Facts(10, SHORT, 1, decision="part", accepted=0, note="x"), "part_out_of_range"),
        (Facts(10, SHORT, 1, decision="part", note="x"), "part_out_of_range"),
        (Facts(10, SHORT, 1, decision="accept", accepted=4, note="x"), "part_out_of_range"),
        (Facts(10, date(2026, 8, 1), 1, decision="accept", note="x"), "decision_expired"),
        (Facts(10, None, 1, decision="part", accepted=4, note="x"), "expiry_missing"),
        (Facts(10, SHORT, 1, decision="perhaps", note="x"), "decision_unknown"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(line: Facts, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        check_decision(line, judged(line).judgement)


def test_the_usable_part_needs_no_note_and_an_exception_is_one() -> None:
    use = Use(DAY, (Treatment(Rate(1, 1), DAY),))
    line = Facts(30, DAY + timedelta(days=9), 1, decision="part", accepted=10)
    found = judged(line, use=use)
    check_decision(line, found.judgement)
    assert not found.exception
    assert judged(Facts(30, DAY + timedelta(days=9), 1, decision="accept", note="x"), use=use).exception


@given(
    st.builds(
        ArrivalRules,
        st.integers(0, 60),
        st.booleans(),
        st.integers(0, 366),
        st.sets(st.sampled_from(DOUBTS)).map(lambda chosen: tuple(word for word in DOUBTS if word in chosen or word == "other_doubt")),
        st.sampled_from(["say", "quarantine"]),
        st.sampled_from(["", "end", "before"]),
    )
)
def test_rules_come_back_as_they_were_written(rules: ArrivalRules) -> None:
    assert rules_from(rules.plain()) == rules


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        ({"least_months": 61}, "arrival_out_of_range"), ({"fewest_days": -1}, "arrival_out_of_range"),
        ({"least_months": "12"}, "arrival_out_of_range"), ({"least_months": True}, "arrival_out_of_range"),
        ({"doubts": []}, "arrival_rules_unreadable"), ({"not_listed": "?"}, "arrival_rules_unreadable"),
        ({"russian_expiry": "middle"}, "arrival_rules_unreadable"), ({"other": 1}, "arrival_rules_unreadable"),
        ([1], "arrival_rules_unreadable"), (None, "arrival_rules_unreadable"), ({"short_allowed": 1}, "arrival_rules_unreadable"),
    ],
)  # fmt: skip
def test_rules_that_are_none_are_refused(plain: object, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        rules_from(plain)
