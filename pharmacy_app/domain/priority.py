"""Who comes first: the committee's criteria become points, points become a tier, and every step can be said aloud."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pharmacy_app.domain.errors import Refusal

CRITERIA = (
    "homebound", "disabled", "chronic", "low_income", "elderly", "child", "pregnant", "immunosuppressed", "respiratory_risk", "lives_alone",
)  # fmt: skip
TIERS = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something came out as it did: a code that `wording` turns into a sentence, and what the sentence needs. Never a name."""

    code: str
    data: dict[str, str | int | date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person's item stands: the tier (`A` before `B` before `C`), the points inside it, and what gave them."""

    tier: str
    points: int = 0
    reasons: tuple[Reason, ...] = ()


# The example that the program ships with; the committee writes its own.
_EXAMPLE = (
    ("homebound", 20), ("disabled", 20), ("chronic", 15), ("low_income", 10), ("elderly", 10), ("child", 10),
    ("pregnant", 15), ("immunosuppressed", 20), ("respiratory_risk", 10), ("lives_alone", 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criteria:
    """The committee's table: points for each criterion, for a vital medicine and for days without it, and where tiers begin.

    `from_a` and `from_b` are the points from which a person stands in tier A or B.
    Raises `Refusal("criterion_unknown", word=)` and `Refusal("criteria_out_of_range", name=)`.
    """

    points: tuple[tuple[str, int], ...] = _EXAMPLE
    vital: int = 30
    each_day_without: int = 1
    most_for_days: int = 30
    from_a: int = 60
    from_b: int = 30

    def __post_init__(self) -> None:
        for word, points in self.points:
            if word not in CRITERIA:
                raise Refusal("criterion_unknown", word=word)
            if not 0 <= points <= 1000:
                raise Refusal("criteria_out_of_range", name=word)
        for name in ("vital", "each_day_without", "most_for_days"):
            if not 0 <= getattr(self, name) <= 1000:
                raise Refusal("criteria_out_of_range", name=name)
        if not 0 <= self.from_b <= self.from_a:
            raise Refusal("criteria_out_of_range", name="from_a")


def judge(criteria: Iterable[str], days_without: int, vital: bool, table: Criteria, decided: str = "") -> Standing:
    """The standing of one item of a person.

    `criteria` are words of `CRITERIA` that hold for the person (each counts once), `days_without` the days already without this
    medicine, `vital` whether life depends on it; `decided` is the tier the committee set for this person or item, if it did: the
    points stay, the tier is theirs. Raises `Refusal("criterion_unknown", word=)`.
    """
    held = set(criteria)
    for word in sorted(held):
        if word not in CRITERIA:
            raise Refusal("criterion_unknown", word=word)
    reasons = [Reason("criterion", {"word": word, "points": points}) for word, points in table.points if word in held and points]
    if vital and table.vital:
        reasons.append(Reason("vital", {"points": table.vital}))
    waited = min(max(days_without, 0) * table.each_day_without, table.most_for_days)
    if waited:
        reasons.append(Reason("days_without", {"days": days_without, "points": waited}))
    total = sum(int(str(reason.data["points"])) for reason in reasons)
    tier = "A" if total >= table.from_a else "B" if total >= table.from_b else "C"
    if decided:
        if decided not in TIERS:
            raise Refusal("tier_unknown", tier=decided)
        reasons.append(Reason("decided", {"tier": decided, "by_points": tier}))
        tier = decided
    return Standing(tier, total, tuple(reasons))
