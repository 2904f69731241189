"""Judged on arrival: what of a donated line goes to the shelf, by the committee's rules and by what people will use before it expires."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.rates import Rate

# What somebody sees on a box; the committee says which of them make it wait.
DOUBTS = (
    "box_opened", "label_unreadable", "returned_by_patient", "free_sample", "cold_chain_broken", "box_damaged", "other_doubt",
)  # fmt: skip
ALWAYS_DOUBTED = ("other_doubt",)  # whoever says this asks that somebody looks
VERDICTS = ("accept", "short", "refuse", "quarantine")
NOT_LISTED = ("say", "quarantine")
# «годен до 08.2027»: through the last day of August, or until August begins. Empty: nobody has decided, so it is asked each time.
RUSSIAN_EXPIRY = ("", "end", "before")
SURPLUS = "short_life_surplus"
REFUSED = "refused_on_arrival:"  # before the reason
EXCEPTION = "accepted_exception:"  # before the note of who answers for it
_RANGES = {"least_months": (0, 60), "fewest_days": (0, 366)}


@dataclass(frozen=True, slots=True)
class ArrivalRules:
    """What the committee accepts; stored versioned as `plain()`, read back by `rules_from`.

    `least_months`: with so much shelf life it goes to the shelf (WHO, 2010: one year). `short_allowed`: with less, as much of it as will be used
    before it expires. `fewest_days`: with fewer days than that, nothing of it. `doubts`: those of `DOUBTS` that make a box wait.
    `not_listed`: what is not on the list of essential medicines is accepted and said, or waits. `russian_expiry`: one of `RUSSIAN_EXPIRY`.
    Raises `Refusal`: `arrival_out_of_range` (`name`, `least`, `most`), `arrival_rules_unreadable`.
    """

    least_months: int = 12
    short_allowed: bool = True
    fewest_days: int = 0
    doubts: tuple[str, ...] = DOUBTS
    not_listed: str = "say"
    russian_expiry: str = ""

    def __post_init__(self) -> None:
        for name, (least, most) in _RANGES.items():
            value: object = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                raise Refusal("arrival_out_of_range", name, name=name, least=least, most=most)
        known = all(word in DOUBTS for word in self.doubts) and set(ALWAYS_DOUBTED) <= set(self.doubts)
        worded = self.not_listed in NOT_LISTED and self.russian_expiry in RUSSIAN_EXPIRY
        if not (known and worded and isinstance(self.short_allowed, bool)):
            raise Refusal("arrival_rules_unreadable", "rules")

    def plain(self) -> dict[str, object]:
        """Numbers, words and lists only, ready for JSON."""
        return {**asdict(self), "doubts": list(self.doubts)}


def rules_from(plain: object) -> ArrivalRules:
    """The rules that `plain()` wrote; what it does not name stands as shipped. Raises `Refusal` as `ArrivalRules`."""
    try:
        fields = dict(plain)  # type: ignore[call-overload]
        if "doubts" in fields:
            fields["doubts"] = tuple(word for word in DOUBTS if word in fields["doubts"])
        return ArrivalRules(**fields)
    except (TypeError, ValueError) as error:
        raise Refusal("arrival_rules_unreadable", "rules") from error


@dataclass(frozen=True, slots=True)
class Treatment:
    """A prescription that runs: its rate, the first day for which units are still lacking, and its last day (None: chronic)."""

    rate: Rate
    first_day: date
    last_day: date | None = None

    def due(self, day: date) -> int:
        """Units that it uses up through this day."""
        end = day if self.last_day is None else min(day, self.last_day)
        return self.rate.units_for((end - self.first_day).days + 1)


@dataclass(frozen=True, slots=True)
class Use:
    """What one medicine is needed for from `from_day` on.

    `treatments` run; `given` units went to doors in the `given_days` days before: for what is prescribed for a short time, that is what tells.
    `shelf` is what may be handed out now: (last day on which it may be used, units) of each lot.
    """

    from_day: date
    treatments: tuple[Treatment, ...] = ()
    given: int = 0
    given_days: int = 90
    shelf: tuple[tuple[date, int], ...] = ()

    def due(self, day: date) -> int:
        """Units that people use from `from_day` through `day`: what is prescribed, or what went out at the pace of late if that is more."""
        days = (day - self.from_day).days + 1
        if days <= 0:
            return 0
        return max(sum(one.due(day) for one in self.treatments), self.given * days // self.given_days)


@dataclass(frozen=True, slots=True)
class Facts:
    """A line as it came. `medicine_id` None: nobody knows yet what it is. `doubts` are codes of why it is doubtful, whoever saw it.

    `decision` is what somebody decided: empty, `accept`, `part` (then `accepted` units) or `refuse`; `note` is why.
    """

    quantity: int
    expiry: date | None
    medicine_id: int | None = None
    essential: bool = True
    doubts: tuple[str, ...] = ()
    decision: str = ""
    accepted: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of a line: one of `VERDICTS`, why, whole months of shelf life (None without a date), and how many units are of use."""

    verdict: str
    reasons: tuple[Reason, ...]
    months: int | None
    usable: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a line: units to the shelf, units set aside, and why those (codes for `wording`). Together they are the line."""

    shelf: int
    aside: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what the rules say and what becomes of it. `exception`: somebody decided against the rules."""

    judgement: Judgement
    outcome: Outcome
    exception: bool = False


def months_between(arrived: date, expiry: date) -> int:
    """Whole months of shelf life: from 31/08/2026 through 31/08/2027 are 12, from 31/08 through 30/11 are 3. Negative where it had expired."""
    last_of_month = expiry.day == monthrange(expiry.year, expiry.month)[1]
    short = expiry.day < arrived.day and not last_of_month
    months = (expiry.year - arrived.year) * 12 + expiry.month - arrived.month - short
    return min(months, -1) if expiry < arrived else months


class _Queue:
    """The shelf of one medicine as its units are used up, first to expire first: how many units each lot will still serve."""

    def __init__(self, use: Use, margin: int) -> None:
        self._use, self._margin = use, margin
        self._lots = sorted(use.shelf)
        self._at = 0
        self._served = 0

    def before(self, expiry: date) -> int:
        """Units that are used from what expires earlier or on the same day."""
        while self._at < len(self._lots) and self._lots[self._at][0] <= expiry:
            self._add(*self._lots[self._at])
            self._at += 1
        return self._served

    def due(self, expiry: date) -> int:
        """Units that are needed while it may be used."""
        return self._use.due(expiry - timedelta(days=self._margin))

    def put(self, expiry: date, units: int) -> None:
        """These units stand on the shelf too, behind what expires earlier."""
        self.before(expiry)
        self._add(expiry, units)

    def _add(self, expiry: date, units: int) -> None:
        self._served = max(self._served, min(self._served + units, self.due(expiry)))


def judge_lines(lines: Sequence[Facts], rules: ArrivalRules, arrived: date, uses: Mapping[int, Use], margin: int = 0) -> tuple[Judged, ...]:
    """Each line judged, in their order. Of one medicine the line that expires first is judged first, and what it puts on the shelf is used before.

    `uses` by medicine; what is not in it nobody needs. `margin`: days before its expiry from which a lot is not handed out any more.
    """
    found: dict[int, Judged] = {}
    queues = {medicine_id: _Queue(use, margin) for medicine_id, use in uses.items()}
    unneeded = _Queue(Use(arrived), margin)  # nothing is put there: no unit of it would be used
    in_order = sorted(range(len(lines)), key=lambda at: (lines[at].expiry or date.max, at))
    for at in in_order:
        line = lines[at]
        queue = None if line.medicine_id is None else queues.get(line.medicine_id, unneeded)
        judgement = judge(line, rules, arrived, queue)
        outcome = outcome_of(line, judgement)
        if queue is not None and queue is not unneeded and line.expiry is not None:
            queue.put(line.expiry, outcome.shelf)
        found[at] = Judged(judgement, outcome, needs_note(line, judgement))
    return tuple(found[at] for at in range(len(lines)))


def judge(line: Facts, rules: ArrivalRules, arrived: date, queue: _Queue | None) -> Judgement:
    """What the rules say of one line. `queue`: what its medicine is used for (None: nobody knows yet which it is)."""
    months = None if line.expiry is None else months_between(arrived, line.expiry)
    said = () if line.medicine_id is None or line.essential or rules.not_listed != "say" else (Reason("unlisted"),)
    waits = _waits(line, rules)
    if line.expiry is not None and line.expiry < arrived:
        return Judgement("refuse", (Reason("expiry_past"), *waits, *said), months, 0)
    if waits:
        return Judgement("quarantine", (*waits, *said), months, 0)
    if line.expiry is None or months is None or months >= rules.least_months:
        return Judgement("accept", said, months, line.quantity)
    data: dict[str, str | int | date] = {"months": months, "least": rules.least_months}
    days = (line.expiry - arrived).days
    if not rules.short_allowed:
        return Judgement("refuse", (Reason("short_refused", data), *said), months, 0)
    if days < rules.fewest_days:
        return Judgement("refuse", (Reason("too_short", {"days": days, "least": rules.fewest_days}), *said), months, 0)
    if queue is None:  # nobody gets it before two people have said what it is: its date is looked at then
        return Judgement("short", (Reason("short_unknown", data), *said), months, line.quantity)
    before, due = queue.before(line.expiry), queue.due(line.expiry)
    usable = max(0, min(line.quantity, due - before))
    data |= {"usable": usable, "quantity": line.quantity, "due": due, "before": before, "until": line.expiry}
    return Judgement("short", (Reason("short_life", data), *said), months, usable)


def _waits(line: Facts, rules: ArrivalRules) -> tuple[Reason, ...]:
    """Why a line waits until somebody has looked at it."""
    codes = [code for code in line.doubts if code not in DOUBTS or code in rules.doubts]
    if line.expiry is None and not any("expiry" in code for code in codes):
        codes.append("expiry_missing")
    if rules.not_listed == "quarantine" and line.medicine_id is not None and not line.essential:
        codes.append("not_listed")
    return tuple(Reason(code) for code in dict.fromkeys(codes))


def outcome_of(line: Facts, judgement: Judgement) -> Outcome:
    """What becomes of a line: what somebody decided, else what the rules say. Nothing expired or without a date reaches the shelf."""
    quantity = line.quantity
    codes = [reason.code for reason in judgement.reasons if reason.code != "unlisted"]
    if line.expiry is None or "expiry_past" in codes:
        return Outcome(0, quantity, ";".join(codes))
    if line.decision == "accept":
        return Outcome(quantity, 0)
    if line.decision == "part" and line.accepted is not None:
        return Outcome(line.accepted, quantity - line.accepted, SURPLUS)
    if line.decision == "refuse":
        return Outcome(0, quantity, REFUSED + line.note.replace(";", ","))  # a semicolon stands between codes
    if judgement.verdict == "quarantine":
        return Outcome(0, quantity, ";".join(codes))
    if judgement.verdict == "refuse":
        return Outcome(0, quantity, REFUSED + codes[0])
    return Outcome(judgement.usable, quantity - judgement.usable, SURPLUS if judgement.usable < quantity else "")


def needs_note(line: Facts, judgement: Judgement) -> bool:
    """Whether this decision says otherwise than the rules, so that somebody answers for it."""
    if line.decision == "part":
        return judgement.verdict != "short" or (line.accepted or 0) > judgement.usable
    return line.decision == "refuse" or (line.decision == "accept" and judgement.verdict != "accept")


def check_decision(line: Facts, judgement: Judgement) -> None:
    """Raises `Refusal`: `decision_unknown`, `decision_expired`, `expiry_missing`, `part_out_of_range` (`most`), `exception_without_note`."""
    if line.decision not in ("", "accept", "part", "refuse"):
        raise Refusal("decision_unknown", "decision")
    if line.decision in ("accept", "part"):
        if any(reason.code == "expiry_past" for reason in judgement.reasons):
            raise Refusal("decision_expired", "decision")
        if line.expiry is None:
            raise Refusal("expiry_missing", "decision")
    if (line.decision == "part") != (line.accepted is not None) or (line.accepted is not None and not 0 < line.accepted < line.quantity):
        raise Refusal("part_out_of_range", "accepted", most=line.quantity - 1)
    if needs_note(line, judgement) and not line.note.strip():
        raise Refusal("exception_without_note", "note")


def can_except(line: Facts, found: Judged) -> bool:
    """Whether an exception for all that has a short life holds for this line: nobody decided about it, and its life alone keeps it back."""
    codes = [reason.code for reason in found.judgement.reasons]
    return not line.decision and found.judgement.verdict in ("short", "refuse") and found.outcome.aside > 0 and "expiry_past" not in codes
