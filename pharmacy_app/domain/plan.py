"""What a match is made from and what comes out of it: lots and asks in, a plan out. Plain frozen values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.priority import TIERS, Criteria, Reason, Standing
from pharmacy_app.domain.rates import Rate

LOT_STATUSES = ("available", "quarantine", "held", "recalled")


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch on the shelf. `units` are on hand, `reserved` of them promised already; usable on the day of `expiry` still.

    `code` is the pharmacy's own number of the batch, for sentences. A lot without an expiry date is never used.
    """

    id: int
    code: str
    medicine_id: int
    units: int
    expiry: date | None
    status: str = "available"
    pack_size: int = 1
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """One prescription item that is due: so much of a medicine a day, from `start`, for `days` days.

    `start` is the delivery day or the day the last delivery runs out, whichever is later. `per_intake` units are swallowed at once.
    `continuing`: already on this (chronic) treatment. `as_needed` and `least_ok` (the doctor says so) free it from the least useful part.
    `allergies` are words: an ingredient in any language of the catalogue, a group (`penicillin`) or the beginning of an ATC code.
    `circumstances` are the person's words among `pregnant`, `breastfeeding`, `child`, `elderly`; `taking` the medicines of the
    person's *other and older* prescriptions that still run. `cleared` are the questions (`allergy`, `duplicate`, `warning`) that a
    doctor answered with yes. `most` caps the units, where the committee decided so many and not one more.
    """

    item_id: int
    person: int
    medicine_id: int
    rate: Rate
    start: date
    days: int
    standing: Standing
    days_without: int
    written_on: date
    as_needed: bool = False
    least_ok: bool = False
    continuing: bool = False
    per_intake: int = 1
    allergies: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    taking: tuple[int, ...] = ()
    cleared: tuple[str, ...] = ()
    most: int | None = None


_RANGES = {"slice_days": (1, 366), "least_days": (0, 366), "margin_days": (0, 366), "max_lots": (1, 50)}


@dataclass(frozen=True, slots=True)
class Policy:
    """What the committee decided about sharing; stored versioned as `plain()`, read back by `policy_from`.

    In `complete_tiers` as many people as possible get all they ask; in the other tiers (all, where nothing was decided) scarce stock
    carries more people through the same days. Raises `Refusal("policy_out_of_range", name=, least=, most=)`, `Refusal("tier_unknown", tier=)`.
    """

    slice_days: int = 7
    least_days: int = 7
    margin_days: int = 0
    max_lots: int = 3
    combine_strengths: bool = True
    continuity_reserve: bool = True
    complete_tiers: tuple[str, ...] = ()
    criteria: Criteria = field(default_factory=Criteria)

    def __post_init__(self) -> None:
        for name, (least, most) in _RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise Refusal("policy_out_of_range", name=name, least=least, most=most)
        for tier in self.complete_tiers:
            if tier not in TIERS:
                raise Refusal("tier_unknown", tier=tier)

    def plain(self) -> dict[str, object]:
        """Numbers, words and lists only, ready for JSON."""
        found = asdict(self)
        found["criteria"]["points"] = dict(self.criteria.points)
        return found


def policy_from(plain: dict[str, object]) -> Policy:
    """The policy that `plain()` wrote. Raises `Refusal("policy_unreadable")` for anything else."""
    try:
        fields = dict(plain)
        table = dict(fields.pop("criteria"))  # type: ignore[call-overload]
        table["points"] = tuple(table["points"].items())
        complete: tuple[str, ...] = tuple(fields.pop("complete_tiers", ()))  # type: ignore[arg-type]
        return Policy(**fields, complete_tiers=complete, criteria=Criteria(**table))  # type: ignore[arg-type]
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Refusal("policy_unreadable") from error


@dataclass(frozen=True, slots=True)
class Share:
    """Units of one lot in one person's bag, taken from `first_day` until `last_day` (both included; never after the lot's expiry).

    `units` are counted in the lot's own medicine `medicine_id`; they stand for `covers` units of what was prescribed
    (2 x 25 mg cover 1 x 50 mg). `covers` is the same as `units` unless it is another strength.
    """

    lot_id: int
    units: int
    first_day: date
    last_day: date
    medicine_id: int
    covers: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What one item gets: `units_granted` of `units_asked`, always the first days of the course; `units_extra` come on top of whole packs.

    `rank` is the place in the queue for this medicine and its other strengths (1 is first; 0 where it did not queue: `refused`, which waits
    for a doctor's answer, or nothing to ask). `people_before` counts the others before it who get something.
    `first_day` and `last_day` are what the granted units cover; None where nothing is granted.
    """

    item_id: int
    person: int
    medicine_id: int
    tier: str
    rank: int
    units_asked: int
    units_granted: int
    first_day: date | None
    last_day: date | None
    shares: tuple[Share, ...]
    reasons: tuple[Reason, ...]
    people_before: int = 0
    units_extra: int = 0
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an item lacks: units and the days without them, both ends included."""

    item_id: int
    medicine_id: int
    units: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class LotAfter:
    """A lot after the plan: `allocated + left` is what it had free (on hand less reserved).

    `skipped` says why units stay: `expired`, `held`, `quarantine`, `recalled`, `no_expiry`, `reserved` (all of it promised before),
    `does_not_last` (somebody lacks it, but it expires before they would take it), `too_little` (somebody lacks it and could use it, but the
    part would be below the least useful one, no whole pack, or one lot too many), `not_asked`; empty where it is used up or in use.
    """

    lot_id: int
    medicine_id: int
    allocated: int
    left: int
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The proposal for one day: grants in order of item id, what is missing, and what becomes of every lot, in order of lot id."""

    day: date
    grants: tuple[Grant, ...]
    shortfalls: tuple[Shortfall, ...]
    lots: tuple[LotAfter, ...]
