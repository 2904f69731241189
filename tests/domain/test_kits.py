"""The rules of families' kits: nobody outside the limits, nothing twice, never what somebody is allergic to; and when the next is due."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmacy_app.domain.allergies import allergic
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.kit_rules import SHIPPED, KitOption, KitRule, KitRules, rules_from
from pharmacy_app.domain.kits import Due, Member, by_key, held_on, kit_for, months_on, next_due, same_substance
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.quarters import after_months

DAY = date(2026, 11, 23)


def medicine(key: int, inn: str, strength: str, form: str = "tablet", atc: str = "", **more: object) -> Medicine:
    unit = "capsule" if form == "capsule" else "tablet"
    return Medicine(key, inn, strength, form, "immediate", "oral", atc, unit, (inn, inn, "", ""), **more)  # type: ignore[arg-type]


CATALOGUE = {
    one.id: one
    for one in (
        medicine(1, "albendazole", "400 mg", "chewable_tablet", "P02CA03", warnings=("pregnancy",)),
        medicine(2, "albendazole", "400 mg", "tablet", "P02CA03", warnings=("pregnancy",)),
        medicine(3, "mebendazole", "500 mg", "chewable_tablet", "P02CA01", warnings=("pregnancy",)),
        medicine(4, "ferrous sulfate", "200 mg", atc="B03AA07"),
        medicine(5, "ferrous fumarate", "200 mg", atc="B03AA02"),
        medicine(6, "folic acid", "400 ug", atc="B03BB01"),
        medicine(7, "retinol", "200000 IU", "capsule", "A11CA01", warnings=("pregnancy",)),
        medicine(8, "losartan", "50 mg", atc="C09CA01"),
        medicine(9, "ferrous sulfate + folic acid", "200 mg + 0.4 mg", atc="B03AD03"),
    )
}
LISTED = by_key(CATALOGUE)
PLENTY = dict.fromkeys(CATALOGUE, 1000)


def born(years: int, months: int = 0) -> date:
    return after_months(DAY, -12 * years - months)


def given_to(member: Member, rules: KitRules = SHIPPED, free: dict[int, int] = PLENTY) -> list[str]:
    return [CATALOGUE[line.medicine_id].inn for line in kit_for(member, rules, CATALOGUE, LISTED, free, DAY)[0]]


def why(member: Member, rules: KitRules = SHIPPED) -> list[str]:
    return [left.reason.code for left in kit_for(member, rules, CATALOGUE, LISTED, PLENTY, DAY)[1]]


def test_the_example_as_a_family_meets_it() -> None:
    expecting = Member(1, born(27), sex="F", conditions=frozenset({"pregnancy"}), circumstances=("pregnant",))
    lines, left = kit_for(expecting, SHIPPED, CATALOGUE, LISTED, PLENTY, DAY)
    assert [(CATALOGUE[one.medicine_id].inn, one.units, one.days) for one in lines] == [("ferrous sulfate", 90, 90), ("folic acid", 90, 90)]
    assert not left
    assert given_to(Member(2, born(1, 6), sex="M")) == ["retinol", "albendazole"]
    assert given_to(Member(3, born(7), sex="F")) == ["albendazole"]
    assert given_to(Member(4, born(0, 11))) == [] and given_to(Member(5, born(15))) == [] and given_to(Member(6, born(40), sex="M")) == []


def test_half_a_tablet_once_is_one_tablet_and_says_half() -> None:
    line = next(one for one in kit_for(Member(1, born(1, 2)), SHIPPED, CATALOGUE, LISTED, PLENTY, DAY)[0] if one.medicine_id == 1)
    assert (line.rate.units, line.rate.days, line.units, line.days) == (1, 2, 1, 1)
    assert line.directions.phases[0].intake.amount == Fraction(1, 2)  # type: ignore[union-attr]


@pytest.mark.parametrize(("years", "months", "given"), [(1, 0, True), (0, 11, False), (4, 11, True), (5, 0, False)])
def test_ages_are_counted_in_completed_months_both_ends_in(years: int, months: int, given: bool) -> None:
    assert ("retinol" in given_to(Member(1, born(years, months)))) is given


def test_an_estimated_age_is_given_only_where_a_year_more_or_less_changes_nothing() -> None:
    assert given_to(Member(1, born(8), birth_estimated=True)) == ["albendazole"]
    near = Member(1, date(2012, 1, 1), birth_estimated=True)  # "14 años"
    assert given_to(Member(1, date(2018, 1, 1), birth_estimated=True)) == ["albendazole"]
    assert given_to(Member(1, born(1, 6), birth_estimated=True)) == ["retinol", "albendazole"]  # "18 meses"
    assert given_to(near) == [] and why(near) == ["age_uncertain"]
    assert why(Member(1, None)) == ["age_unknown"] * 3


def test_what_somebody_has_is_not_given_again() -> None:
    expecting = Member(1, born(27), sex="F", conditions=frozenset({"pregnancy"}), taking=(9,))
    assert given_to(expecting) == [] and why(expecting) == ["kit_already", "kit_already"]
    other_salt = Member(1, born(27), sex="F", conditions=frozenset({"pregnancy"}), taking=(5,))
    assert given_to(other_salt) == ["folic acid"]  # the same ATC group of the fourth level


def test_not_again_before_its_time() -> None:
    recent = Member(1, born(7), received=((3, DAY - timedelta(days=149)),))
    assert given_to(recent) == [] and why(recent) == ["kit_recent"]
    assert given_to(Member(1, born(7), received=((3, DAY - timedelta(days=150)),))) == ["albendazole"]


def test_an_allergy_takes_another_option_or_none() -> None:
    assert given_to(Member(1, born(7), allergies=("albendazole",))) == ["mebendazole"]
    both = Member(1, born(7), allergies=("albendazole", "mebendazole"))
    assert given_to(both) == [] and why(both) == ["allergy"]


def test_pregnancy_is_no_deworming_and_a_birth_ends_it() -> None:
    girl = Member(1, born(14), sex="F", conditions=frozenset({"pregnancy"}), circumstances=("pregnant",))
    assert "albendazole" not in given_to(girl) and "kit_condition" in why(girl)
    assert held_on([("pregnancy", DAY)], DAY) == {"pregnancy"} and not held_on([("pregnancy", DAY - timedelta(days=1))], DAY)


def test_what_is_on_the_shelf_is_preferred_else_the_first() -> None:
    child = Member(1, born(7))
    assert kit_for(child, SHIPPED, CATALOGUE, LISTED, {2: 5}, DAY)[0][0].medicine_id == 2
    assert kit_for(child, SHIPPED, CATALOGUE, LISTED, {}, DAY)[0][0].medicine_id == 1


def test_sex_that_nobody_wrote_is_asked_for() -> None:
    someone = Member(1, born(27), conditions=frozenset({"pregnancy"}))
    assert given_to(someone) == [] and why(someone) == ["sex_unknown", "sex_unknown"]


def test_what_the_catalogue_does_not_hold_is_said() -> None:
    rules = KitRules((KitRule((KitOption("zinc sulfate", "tablet", "20 mg"),), 10),))
    assert why(Member(1, born(7)), rules) == ["kit_not_listed"]


def test_rules_come_back_as_they_were_written() -> None:
    assert rules_from(json.loads(json.dumps(SHIPPED.plain()))) == SHIPPED


@pytest.mark.parametrize(
    "plain", [None, 3, {}, {"rules": 1, "chronic": True}, {"rules": [{"options": []}], "chronic": True}, {"rules": [], "chronic": 2}]
)
def test_rules_that_cannot_be_read_are_refused(plain: object) -> None:
    with pytest.raises(Refusal):
        rules_from(plain)


@pytest.mark.parametrize(
    "values",
    [
        {"days": 0}, {"days": 93}, {"days": True}, {"least_months": -1}, {"most_months": 2000}, {"rest_days": 731}, {"sex": "X"},
        {"least_months": 30, "most_months": 20}, {"conditions": ("mal de ojo",)}, {"criteria": ("pretty",)}, {"options": ()},
    ],
)  # fmt: skip
def test_impossible_rules_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        KitRule(**{"options": SHIPPED.rules[0].options, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize("dose", ["", "0", "-1", "x", "1/0", "101", "1e99", "nan"])
def test_impossible_doses_are_refused(dose: str) -> None:
    with pytest.raises(Refusal):
        KitOption("retinol", "capsule", "200000 IU", dose)


def test_the_next_kit_is_a_quarter_after_the_last_and_whole_quarters_are_missed() -> None:
    assert next_due(None, None, DAY) == Due(DAY, 0)
    last = date(2026, 1, 31)
    assert next_due(last, None, last) == Due(date(2026, 4, 30), 0)
    assert next_due(last, None, date(2026, 7, 29)) == Due(date(2026, 4, 30), 0)
    assert next_due(last, None, date(2026, 7, 30)) == Due(date(2026, 7, 30), 1)
    assert next_due(None, date(2026, 1, 10), date(2026, 4, 10)) == Due(date(2026, 4, 10), 1)


MEMBERS = st.builds(
    Member,
    id=st.just(1),
    birth_date=st.none() | st.dates(date(1920, 1, 1), DAY),
    birth_estimated=st.booleans(),
    sex=st.sampled_from(("", "F", "M")),
    conditions=st.frozensets(st.sampled_from(("pregnancy", "anemia", "hypertension"))),
    allergies=st.lists(st.sampled_from(("albendazole", "mebendazole", "retinol", "B03", "ferrous sulfate")), max_size=2).map(tuple),
    taking=st.lists(st.sampled_from(sorted(CATALOGUE)), max_size=3).map(tuple),
    received=st.lists(st.tuples(st.sampled_from(sorted(CATALOGUE)), st.dates(date(2026, 1, 1), DAY)), max_size=3).map(tuple),
)
OPTIONS = st.sampled_from(
    [KitOption(one.inn, one.form, one.strength, dose, every) for one in CATALOGUE.values() for dose in ("1", "2") for every in (1, 7)]
)
RULES = st.lists(
    st.builds(
        lambda options, days, ages, sex, conditions, without, rest: KitRule(
            tuple(options), days, ages[0], ages[1], sex, conditions, (), without, rest
        ),
        st.lists(OPTIONS, min_size=1, max_size=3),
        st.integers(1, 92),
        st.tuples(st.none() | st.integers(0, 300), st.none() | st.integers(300, 1451)),
        st.sampled_from(("", "F", "M")),
        st.sampled_from(((), ("pregnancy",), ("anemia", "hypertension"))),
        st.sampled_from(((), ("pregnancy",))),
        st.sampled_from((0, 150)),
    ),
    max_size=6,
    unique=True,
).map(lambda rules: KitRules(tuple(rules)))


@given(MEMBERS, RULES, st.dictionaries(st.sampled_from(sorted(CATALOGUE)), st.integers(0, 200)))
def test_whatever_the_rules_the_promises_hold(member: Member, rules: KitRules, free: dict[int, int]) -> None:
    lines, left = kit_for(member, rules, CATALOGUE, LISTED, free, DAY)
    assert (lines, left) == kit_for(member, rules, CATALOGUE, LISTED, dict(reversed(free.items())), DAY)
    has = [CATALOGUE[one] for one in member.taking]
    for line in lines:
        rule, gives = rules.rules[line.rule], CATALOGUE[line.medicine_id]
        assert not any(same_substance(gives, one) for one in has)
        assert not allergic(gives, member.allergies)
        assert line.units == line.rate.units_for(line.days) > 0
        assert not member.conditions & set(rule.without)
        assert not rule.sex or rule.sex == member.sex
        if rule.least_months is not None or rule.most_months is not None:
            assert member.birth_date is not None
            told_in_years = (member.birth_date.month, member.birth_date.day) == (1, 1)
            slack = 0 if not member.birth_estimated else 12 if told_in_years else 1
            age = months_on(member.birth_date, DAY)
            assert rule.least_months is None or max(0, age - slack) >= rule.least_months
            assert rule.most_months is None or age + slack <= rule.most_months
        late = [day for one, day in member.received if same_substance(gives, CATALOGUE[one])]
        assert all(day <= DAY - timedelta(days=rule.rest_days) for day in late)
        has.append(gives)
    answered = [line.rule for line in lines] + [one.rule for one in left]
    assert len(answered) == len(set(answered))  # each rule says one thing of a person at most


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_the_due_day_is_never_a_whole_quarter_ago(last: date, later: int) -> None:
    day = last + timedelta(days=later)
    found = next_due(last, None, day)
    assert after_months(found.on, 3) > day or found.on > day
    assert found.on >= after_months(last, 3) and found.missed >= 0
