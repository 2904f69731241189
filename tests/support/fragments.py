"""What is understood of directions clause by clause, complete or not: the form in which published answers are given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pharmacy_app.intake.direction_clause import Clause, Ends, Unclear
from pharmacy_app.intake.direction_scan import scan


@dataclass(frozen=True, slots=True)
class Fragment:
    """What one clause says, complete or not: ends (least, most) of the dose, of how often per period, and of how long.

    `per` is the period: (8, 8, "hour") is every 8 hours. `duration` likewise; None where the text says nothing.
    """

    dose: Ends | None
    unit: str
    often: Ends | None
    per: tuple[Fraction, Fraction, str] | None
    duration: tuple[Fraction, Fraction, str] | None
    as_needed: bool


def fragments(text: str, language: str = "") -> tuple[Fragment, ...]:
    """What was understood of a text, clause by clause; empty where a word is not known."""
    try:
        return tuple(_fragment(clause) for clause in scan(text, language))
    except (Unclear, ValueError):
        return ()


def _fragment(clause: Clause) -> Fragment:
    doses = [group.dose for group in clause.groups if group.dose]
    slots = [slot for group in clause.groups for slot in (group.clock or group.slots)]
    one = (Fraction(1), Fraction(1))
    group = clause.last
    often, per = None, None
    dose = doses[0] if doses else None
    if slots:
        often, per = (Fraction(len(slots)),) * 2, (*one, "day")
    elif len(doses) > 1:  # 1 a day, and 3 a day when needed
        often, per, dose = one, (*one, "day"), (sum((low for low, _ in doses), Fraction(0)), sum((high for _, high in doses), Fraction(0)))
    elif group.hours:
        often, per = one, (*group.hours, "hour")
    elif group.times or group.daily:
        often, per = group.times or one, (*one, "day")
    elif group.per_week or group.weekdays:
        often, per = group.per_week or (Fraction(len(group.weekdays)),) * 2, (*one, "week")
    elif group.every:
        often, per = one, (Fraction(group.every), Fraction(group.every), "day")
    return Fragment(dose, group.unit, often, per, clause.duration, any(each.as_needed for each in clause.groups))
