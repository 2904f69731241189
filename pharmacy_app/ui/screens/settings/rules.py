"""The committee's criteria as rows that can be edited: what each is called, its value, and the policy that the rows make. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.plan import Policy
from pharmacy_app.domain.priority import CRITERIA as WORDS
from pharmacy_app.domain.priority import TIERS
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording.refusals import POLICY_WORDS
from pharmacy_app.wording.trade import CRITERIA

_SHARING = ("slice_days", "least_days", "margin_days", "max_lots")
_YES_NO = {
    "combine_strengths": mark("Put strengths together"),
    "continuity_reserve": mark("Keep something for treatments that run"),
}
# key -> the tier in which as many as possible get all they ask; in the others everybody's first days come first
_COMPLETE = {f"complete_{tier}": tier for tier in TIERS}
_TABLE = ("vital", "each_day_without", "most_for_days", "from_a", "from_b")
_WHAT = {
    "slice_days": mark("so many days each in turn, before anybody gets more"),
    "least_days": mark("fewer are left for the next time"),
    "margin_days": mark("a lot is not given out after that"),
    "max_lots": mark("of one medicine for one person"),
    "combine_strengths": mark("two of 25 mg for one of 50 mg"),
    "continuity_reserve": mark("who takes it already does not stop"),
    "vital": mark("a day without it is a danger"),
    "each_day_without": mark("for everybody who waits"),
    "most_for_days": mark("more than that is not counted"),
    "from_a": mark("points"),
    "from_b": mark("points"),
}
_YES = ("sí", "si", "s", "yes", "y", "1")
_NO = ("no", "n", "0")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: its key, words, and its value (points and days are numbers; the rest yes or no)."""

    key: str
    name: str
    what: str
    value: int | bool


def rules(language: Language, policy: Policy) -> list[Rule]:
    """Points of the criteria, then tiers, then how it is shared."""
    tr = language.tr
    points = dict(policy.criteria.points)
    found = [Rule(word, tr(CRITERIA[word]), tr("points"), points.get(word, 0)) for word in WORDS]
    found += [Rule(key, tr(POLICY_WORDS[key]), tr(_WHAT[key]), getattr(policy.criteria, key)) for key in _TABLE]
    found += [Rule(key, tr(POLICY_WORDS[key]), tr(_WHAT[key]), getattr(policy, key)) for key in _SHARING]
    found += [Rule(key, tr(word), tr(_WHAT[key]), bool(getattr(policy, key))) for key, word in _YES_NO.items()]
    return found + [
        Rule(key, tr("Group {tier}: as many complete as possible", tier=tier), tr("not a few days for each"), tier in policy.complete_tiers)
        for key, tier in _COMPLETE.items()
    ]


def read_value(rule: Rule, text: str) -> int | bool:
    """What was typed into a row. Raises `Refusal` `rule_not_a_number` (`text`), `rule_not_yes_or_no` (`text`)."""
    said = text.strip().casefold()
    if isinstance(rule.value, bool):
        if said not in (*_YES, *_NO):
            raise Refusal("rule_not_yes_or_no", rule.key, text=text.strip()[:20])
        return said in _YES
    if not (said.isascii() and said.isdigit() and len(said) < 6):
        raise Refusal("rule_not_a_number", rule.key, text=text.strip()[:20])
    return int(said)


def changed(policy: Policy, values: Mapping[str, int | bool]) -> Policy:
    """The policy with these values. Raises what `Policy` and `Criteria` raise."""
    points = {**dict(policy.criteria.points), **{key: int(value) for key, value in values.items() if key in WORDS}}
    table = {key: int(value) for key, value in values.items() if key in _TABLE}
    criteria = replace(policy.criteria, points=tuple(points.items()), **table)
    sharing = {key: value for key, value in values.items() if key in (*_SHARING, *_YES_NO)}
    complete = tuple(tier for key, tier in _COMPLETE.items() if values.get(key, tier in policy.complete_tiers))
    return replace(policy, criteria=criteria, complete_tiers=complete, **sharing)  # type: ignore[arg-type]
