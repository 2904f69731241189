"""What an order amounts to: rate, length, and what somebody must answer before it counts. Never a wrong number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from pharmacy_app.domain.directions import Directions, to_json
from pharmacy_app.domain.doses import impossible
from pharmacy_app.domain.dosing import rate as rate_of
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask
from pharmacy_app.domain.priority import Reason, Standing
from pharmacy_app.domain.rates import Rate
from pharmacy_app.domain.safety import questions
from pharmacy_app.intake.directions import read

REVIEW_DAYS = 90  # a chronic order without a length is looked at again after a quarter
MOST_DAYS = 3660
ANSWERS = ("allergy", "duplicate", "warning", "dose", "dose_high", "not_weekly")  # what a doctor can answer with yes


@dataclass(frozen=True, slots=True)
class Order:
    """One medicine as ordered. `medicine_id` None: nobody has said what `medicine_text` means. `units_per_day` is what somebody typed:
    `2`, `1/2`, or a fraction; empty or None where the directions say it. `cleared` are questions a doctor answered with yes (`ANSWERS`)."""

    medicine_text: str
    medicine_id: int | None = None
    directions_text: str = ""
    units_per_day: str | Fraction | None = None
    days: int | None = None
    chronic: bool = False
    starts_on: date | None = None
    cleared: tuple[str, ...] = ()
    replaces_id: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What checks look at in a person: allergies and circumstances as words, and the medicines that run already."""

    id: int
    allergies: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    taking: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What an order amounts to. It waits while there are `reasons`; its rate or length may then be unknown."""

    rate: Rate | None
    directions: Directions | None
    days: int | None
    chronic: bool
    as_needed: bool
    review_on: date | None
    reasons: tuple[Reason, ...]

    @property
    def status(self) -> str:
        return "waiting" if self.reasons else "active"

    @property
    def reason(self) -> str:
        """The codes, separated by `;`."""
        return ";".join(reason.code for reason in self.reasons)

    def columns(self) -> dict[str, object]:
        """As `prescription_items` keeps it."""
        return {
            "units": self.rate.units if self.rate else None,
            "per_days": self.rate.days if self.rate else None,
            "directions": to_json(self.directions) if self.directions else "",
            "days": self.days,
            "chronic": self.chronic,
            "as_needed": self.as_needed,
            "review_on": self.review_on,
            "status": self.status,
            "reason": self.reason,
        }


def understand(order: Order, starts_on: date, today: date, person: Person, medicines: Mapping[int, Medicine]) -> Understood:
    """What the order amounts to for this person.

    Reasons to wait: `medicine_unknown`, `directions_unclear`, `dose_not_given`, `dose_not_countable`, `dose_disagrees` (typed and said are not
    the same), `length_unknown`, and the questions of `domain.safety`: `allergy`, `duplicate`, `warning`, and of
    `domain.doses`: `dose_high`, `not_weekly`. Raises `Refusal`: `units_per_day_unclear`, `days_out_of_range`.
    """
    if order.days is not None and not 1 <= order.days <= MOST_DAYS:
        raise Refusal("days_out_of_range", "days", days=order.days, most=MOST_DAYS)
    typed = Rate.from_per_day(order.units_per_day) if order.units_per_day not in (None, "") else None
    said = read(order.directions_text, start=starts_on) if order.directions_text.strip() else None
    medicine = medicines.get(order.medicine_id) if order.medicine_id is not None else None
    reasons = [] if medicine else [Reason("medicine_unknown", {"text": order.medicine_text})]
    rate, doubts = _rate(order, typed, said, medicine)
    reasons += doubts
    chronic = order.chronic or (said is not None and said.chronic)
    days = order.days if order.days is not None else said.days_from(starts_on) if said else None
    if days is not None and days < 1:
        days = None
    if not chronic and days is None:
        reasons.append(Reason("length_unknown", {}))
    if medicine:
        reasons += _questions(order, rate, starts_on, person, medicines, medicine.id)
        too_much = impossible(medicine, rate, said)
        if too_much and too_much.code not in order.cleared:
            reasons.append(too_much)
    last = starts_on + timedelta(days=days - 1) if days else max(starts_on, today) + timedelta(days=REVIEW_DAYS - 1) if chronic else None
    as_needed = said is not None and said.as_needed
    return Understood(rate, said, None if chronic else days, chronic, as_needed, last, tuple(reasons))


def _rate(order: Order, typed: Rate | None, said: Directions | None, medicine: Medicine | None) -> tuple[Rate | None, list[Reason]]:
    """The rate, and why it is not known or not certain."""
    counted: Rate | None = None
    uncountable = ""
    if said and medicine:
        try:
            counted = rate_of(said, medicine)
        except Refusal as refusal:
            uncountable = refusal.code
    if typed is None:
        if counted:
            return counted, []
        if not order.directions_text.strip():
            return None, [Reason("dose_not_given", {})]
        if said is None:
            return None, [Reason("directions_unclear", {"text": order.directions_text})]
        return None, [Reason("dose_not_countable", {"why": uncountable})] if medicine else []
    if counted and "dose" not in order.cleared and said:
        most, least = Fraction(counted.units, counted.days), Fraction(typed.units, typed.days)
        agrees = least <= most if said.as_needed else least == most
        if not agrees:
            return typed, [Reason("dose_disagrees", {"typed": str(least), "said": str(most)})]
    return typed, []


def _questions(
    order: Order, rate: Rate | None, starts_on: date, person: Person, medicines: Mapping[int, Medicine], medicine_id: int
) -> tuple[Reason, ...]:
    ask = Ask(
        item_id=0,
        person=person.id,
        medicine_id=medicine_id,
        rate=rate or Rate(1, 1),
        start=starts_on,
        days=1,
        standing=Standing("C"),
        days_without=0,
        written_on=starts_on,
        allergies=person.allergies,
        circumstances=person.circumstances,
        taking=person.taking,
        cleared=order.cleared,
    )
    found = questions(ask, medicines)
    return tuple(_named(reason, medicines) for reason in found)


def _named(reason: Reason, medicines: Mapping[int, Medicine]) -> Reason:
    """Says which medicine is there twice by its INN: an id tells nobody anything."""
    twice = reason.data.get("medicine_id")
    return replace(reason, data={"medicine": medicines[twice].inn}) if isinstance(twice, int) else reason


def words(cleared: str) -> tuple[str, ...]:
    """The words of a column that keeps them separated by `;`."""
    return tuple(word for word in cleared.split(";") if word)


def joined(found: Iterable[str]) -> str:
    """And back."""
    return ";".join(dict.fromkeys(word for word in found if word))
