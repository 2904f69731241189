"""What is needed from donors, and what they should not send: reckoned once, for the letter and for the packing list that goes with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from pharmacy_app.db.queries import coverage, sharing
from pharmacy_app.domain.consumption import MONTH, Consumption, period
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.expiry import end_of_month
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Policy
from pharmacy_app.domain.quarters import after_months
from pharmacy_app.services import judging
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.consumption import MONTHS as LOOKED_BACK
from pharmacy_app.services.consumption import used
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.expiring import Ahead, ExpiringLot, ahead
from pharmacy_app.services.needs import asks_for

MONTHS, MOST_MONTHS = 3, 24


@dataclass(frozen=True, slots=True)
class Need:
    """A medicine to ask for: `units`, `people` whose prescriptions ask for it in these months, `without` of them who have none in their hands and
    none promised, whether any treatment is `chronic`, and through which day what is on the shelf lasts (None: nothing is there)."""

    medicine: Medicine
    units: int
    people: int
    without: int
    chronic: bool
    lasts: date | None


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A medicine of which `units` on the shelf would expire, the first of them on `expiry`."""

    medicine: Medicine
    units: int
    expiry: date


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask donors for, so many months' worth, the most urgent first; `least` is the first day on which it may expire.

    `gaps`: medicines of the essential list of whose substance nothing is on the shelf, though nobody uses it now. `unwanted`: what is not to
    be sent; the most units first.
    """

    day: date
    months: int
    least: date
    needs: tuple[Need, ...]
    gaps: tuple[Medicine, ...]
    unwanted: tuple[Unwanted, ...]


def request(desk: Desk, months: int = MONTHS) -> Request:
    """Reckons it for today, in a constant number of statements. Raises `Refusal` `months_out_of_range`.

    Asked for is the greater of what active prescriptions use in these months (from the day on which what each person has runs out) and of
    the average months of late, days without stock left out and what lacked added; less what is on the shelf and would not expire first.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal("months_out_of_range", "needs", months=months, most=MOST_MONTHS)
    today = desk.clock.today()
    shelf = ahead(desk)
    with desk.read() as connection:
        catalogue = medicines_by_id(connection)
        asks: dict[int, list[Ask]] = defaultdict(list)
        for ask in asks_for(connection, today, months * MONTH, None, Policy()):
            asks[ask.medicine_id].append(ask)
        chronic = {row.item_id for row in sharing.needs(connection, None) if row.chronic}
        use = used(connection, period(today, LOOKED_BACK), today)
        essential = coverage.essentials(connection, today)
        least = judging.rules_in_force(connection)[1].least_months
    lots, wasted = _wasted(shelf, use)
    needs = []
    for medicine_id in sorted(asks.keys() | use.keys()):
        mine = lots.get(medicine_id, [])
        there = sum(row.lot.free for row in mine) - sum(wasted[row.lot.id] for row in mine)
        found = _need(catalogue[medicine_id], asks.get(medicine_id, ()), chronic, use.get(medicine_id), there, months, today)
        if found is not None:
            needs.append(found)
    asked = {one.medicine.id for one in needs}
    unwanted = [
        Unwanted(catalogue[key], units, min(row.lot.expiry for row in mine if wasted[row.lot.id]))
        for key, mine in lots.items()
        if key not in asked and (units := sum(wasted[row.lot.id] for row in mine))
    ]
    covered = {one.inn for one in essential if one.units > 0} | {one.medicine.inn for one in needs}
    gaps = sorted((catalogue[one.id] for one in essential if one.inn not in covered), key=_name)
    month = after_months(today, max(least, months))
    return Request(
        today,
        months,
        end_of_month(month.year, month.month),
        tuple(sorted(needs, key=_urgency)),
        tuple(gaps),
        tuple(sorted(unwanted, key=lambda one: (-one.units, _name(one.medicine)))),
    )


def _wasted(shelf: Ahead, use: Mapping[int, Consumption]) -> tuple[dict[int, list[ExpiringLot]], dict[int, int]]:
    """The lots by medicine, and by lot what would expire of it: less than by the prescriptions of today, where more is used on average."""
    lots: dict[int, list[ExpiringLot]] = defaultdict(list)
    for row in shelf.rows:
        lots[row.medicine.id].append(row)
    wasted = {}
    for medicine_id, mine in lots.items():
        average = use[medicine_id].average if medicine_id in use else Fraction(0)
        more = max(Fraction(0), average / MONTH - mine[0].per_day)
        saved = 0
        for row in mine:  # the first to expire first
            days = (row.through - shelf.day).days + 1
            saves = min(row.outlook.at_risk, max(0, floor(more * days) - saved))
            saved += saves
            wasted[row.lot.id] = row.outlook.at_risk - saves
    return lots, wasted


def _need(
    medicine: Medicine, asks: Sequence[Ask], chronic: Iterable[int], use: Consumption | None, there: int, months: int, today: date
) -> Need | None:
    prescribed = sum(ask.rate.units_for(ask.days) for ask in asks)
    average = use.average if use else Fraction(0)
    wanted = max(prescribed, ceil(average * months))
    if wanted <= there:
        return None
    return Need(
        medicine,
        wanted - there,
        len({ask.person for ask in asks}),
        len({ask.person for ask in asks if ask.start <= today}),
        any(ask.item_id in chronic for ask in asks),
        today + timedelta(days=max(0, there * months * MONTH // wanted - 1)) if there else None,
    )


def _urgency(one: Need) -> tuple[object, ...]:
    """What is gone comes first, the most people without it before the others; then what runs out first, and treatments without an end first."""
    gone = one.lasts is None
    return (not gone, -one.without if gone else 0, one.lasts or date.min, not one.chronic, -one.people, _name(one.medicine))


def _name(medicine: Medicine) -> tuple[str, str, str, int]:
    return medicine.inn.casefold(), medicine.strength, medicine.form, medicine.id
