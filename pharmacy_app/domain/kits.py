"""A family's quarterly kit: what the committee's rules give to each member, and why not; and when the next one is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.domain.directions import Directions
from pharmacy_app.domain.dosing import rate
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.kit_rules import OLDEST, Key, KitOption, KitRule, KitRules
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask
from pharmacy_app.domain.priority import Reason, Standing
from pharmacy_app.domain.quarters import QUARTER, after_months
from pharmacy_app.domain.rates import Rate
from pharmacy_app.domain.safety import questions


@dataclass(frozen=True, slots=True)
class Member:
    """What the rules look at in a person. `birth_estimated`: an age was told. `taking` runs or waits already, by medicine;
    `received` is when something was last handed over. `allergies` and `circumstances` are words as in `domain.plan.Ask`."""

    id: int
    birth_date: date | None
    birth_estimated: bool = False
    sex: str = ""
    conditions: frozenset[str] = frozenset()
    criteria: frozenset[str] = frozenset()
    allergies: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    taking: tuple[int, ...] = ()
    received: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True, slots=True)
class KitLine:
    """One medicine for one member by rule number `rule` (from 0): `units` dispensing units at `rate` in `days` days."""

    member: int
    rule: int
    medicine_id: int
    directions: Directions
    rate: Rate
    units: int
    days: int


@dataclass(frozen=True, slots=True)
class Left:
    """What a rule would have given to a member, and why it does not."""

    member: int
    rule: int
    reason: Reason


def months_on(birth_date: date, day: date) -> int:
    """Completed months on that day; never negative."""
    return max(0, (day.year - birth_date.year) * 12 + day.month - birth_date.month - (day.day < birth_date.day))


@dataclass(frozen=True, slots=True)
class Due:
    """When a family's next kit is due, and how many quarters went by without one."""

    on: date
    missed: int


def next_due(last_given: date | None, first_due: date | None, day: date) -> Due:
    """A quarter after the last kit that was given; without any, from the first that was planned (None: from `day`).

    Once a whole quarter has gone by, it was missed, and the kit of the quarter that runs now is due.
    """
    anchor = after_months(last_given, QUARTER) if last_given else first_due or day
    missed = 0
    while after_months(anchor, QUARTER * (missed + 1)) <= day:
        missed += 1
    return Due(after_months(anchor, QUARTER * missed), missed)


def by_key(medicines: Mapping[int, Medicine]) -> dict[Key, Medicine]:
    """The medicines by what a rule names them by; those that release slowly no rule gives."""
    return {(one.inn, one.form, one.strength): one for one in medicines.values() if one.release == "immediate"}


def kit_for(
    member: Member, rules: KitRules, medicines: Mapping[int, Medicine], listed: Mapping[Key, Medicine], free: Mapping[int, int], day: date
) -> tuple[tuple[KitLine, ...], tuple[Left, ...]]:
    """What the rules give this member from `day` on, and what they would give but for a reason. Whom a rule is not about, it says nothing of.

    `listed` is `by_key(medicines)`; `free` is how many units of a medicine may be promised. Reasons: `age_unknown`, `age_uncertain`,
    `sex_unknown`, `kit_condition` (`word`), `kit_already` (`medicine`), `kit_recent` (`medicine`, `day`), `allergy`, `warning`,
    `kit_not_listed` (`medicine`), `kit_dose` (`medicine`).
    """
    lines: list[KitLine] = []
    left: list[Left] = []
    for number, rule in enumerate(rules.rules):
        about = _about(rule, member, day)
        if about is None:
            continue
        found = about or _choose(rule, member, [line.medicine_id for line in lines], listed, medicines, free, day)
        if isinstance(found, Reason):
            left.append(Left(member.id, number, found))
        else:
            option, medicine = found
            directions = option.directions(medicine, rule.days)
            try:
                speed = rate(directions, medicine)
            except Refusal:
                left.append(Left(member.id, number, Reason("kit_dose", {"medicine": medicine.inn})))
                continue
            lines.append(KitLine(member.id, number, medicine.id, directions, speed, speed.units_for(rule.days), rule.days))
    return tuple(lines), tuple(left)


def _about(rule: KitRule, member: Member, day: date) -> Reason | tuple[()] | None:
    """None: the rule is not about this person; a reason: it may be, but is not given; empty: it is."""
    if rule.conditions and not member.conditions & set(rule.conditions):
        return None
    if rule.criteria and not member.criteria & set(rule.criteria):
        return None
    if rule.sex and member.sex and rule.sex != member.sex:
        return None
    fits = _age_fits(rule, member, day)
    if fits is False:
        return None
    if fits is None:
        return Reason("age_uncertain" if member.birth_date else "age_unknown")
    if rule.sex and not member.sex:
        return Reason("sex_unknown")
    excluded = next((word for word in rule.without if word in member.conditions), "")
    return Reason("kit_condition", {"word": excluded}) if excluded else ()


def _age_fits(rule: KitRule, member: Member, day: date) -> bool | None:
    """Whether the age is within the limits; None where that is not known.

    An estimated birth may be a year off either way where it stands on the first of January (years were told), else a month.
    """
    least = 0 if rule.least_months is None else rule.least_months
    most = OLDEST if rule.most_months is None else rule.most_months
    if rule.least_months is None and rule.most_months is None:
        return True
    if member.birth_date is None:
        return None
    age = months_on(member.birth_date, day)
    slack = 0 if not member.birth_estimated else 12 if (member.birth_date.month, member.birth_date.day) == (1, 1) else 1
    low, high = max(0, age - slack), age + slack
    if high < least or low > most:
        return False
    return True if (low >= least or rule.least_months is None) and (high <= most or rule.most_months is None) else None


def _choose(
    rule: KitRule,
    member: Member,
    given: Sequence[int],
    by_name: Mapping[Key, Medicine],
    medicines: Mapping[int, Medicine],
    free: Mapping[int, int],
    day: date,
) -> Reason | tuple[KitOption, Medicine]:
    """The option that is given: the first that is safe and of which there are units enough, else the first that is safe."""
    listed = [(option, by_name[option.key]) for option in rule.options if option.key in by_name]
    if not listed:
        return Reason("kit_not_listed", {"medicine": rule.options[0].inn})
    why: list[Reason] = []
    safe = []
    for option, medicine in listed:
        reason = _against(medicine, rule, member, given, medicines, day)
        if reason is None:
            safe.append((option, medicine))
        else:
            why.append(reason)
    doubled = next((reason for reason in why if reason.code in ("kit_already", "kit_recent")), None)
    if doubled is not None:  # whoever has one of them needs none of the others
        return doubled
    if not safe:
        return why[0]
    return next((one for one in safe if free.get(one[1].id, 0) >= _about_units(*one, rule.days)), safe[0])


def _against(
    medicine: Medicine, rule: KitRule, member: Member, given: Sequence[int], medicines: Mapping[int, Medicine], day: date
) -> Reason | None:
    """Why this medicine is not given to this person; None where nothing speaks against it."""
    has = [medicines[one] for one in (*member.taking, *given) if one in medicines]
    twice = next((one for one in has if same_substance(medicine, one)), None)
    if twice is not None:
        return Reason("kit_already", {"medicine": twice.inn})
    since = day - timedelta(days=rule.rest_days)
    late = [(one, when) for one, when in member.received if when > since and one in medicines and same_substance(medicine, medicines[one])]
    if late:
        one, when = max(late, key=lambda found: (found[1], found[0]))
        return Reason("kit_recent", {"medicine": medicines[one].inn, "day": when})
    ask = Ask(
        0, member.id, medicine.id, Rate(1, 1), day, 1, Standing("C"), 0, day,
        allergies=member.allergies, circumstances=member.circumstances, taking=(*member.taking, *given),
    )  # fmt: skip
    asked = questions(ask, medicines)
    if not asked:
        return None
    return Reason("kit_already", {"medicine": medicine.inn}) if asked[0].code == "duplicate" else asked[0]


def same_substance(one: Medicine, other: Medicine) -> bool:
    """One ingredient in common, or the same ATC group of the fourth level: whoever has the one is not given the other."""
    parts = {part.strip() for part in one.inn.split("+")} & {part.strip() for part in other.inn.split("+")}
    return bool(parts) or (len(one.atc) >= 5 and one.atc[:5] == other.atc[:5])


def _about_units(option: KitOption, medicine: Medicine, days: int) -> int:
    try:
        return rate(option.directions(medicine, days), medicine).units_for(days)
    except Refusal:
        return 1


def held_on(conditions: Iterable[tuple[str, date | None]], day: date) -> frozenset[str]:
    """The conditions that hold on that day: what had an end (a pregnancy's expected birth) is over after it."""
    return frozenset(word for word, until in conditions if until is None or until >= day)
