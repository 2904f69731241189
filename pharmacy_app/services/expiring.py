"""What would expire if people go on taking what they take today, and whom it would fit now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pharmacy_app.db.queries import expiring as queries
from pharmacy_app.db.queries import keeping
from pharmacy_app.db.queries import standing as standings
from pharmacy_app.db.queries.expiring import FreeLot
from pharmacy_app.db.queries.standing import PersonRow
from pharmacy_app.domain.expiry import Standing, standing
from pharmacy_app.domain.forecast import Outlook, Stored, Use, forecast
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, policy_from
from pharmacy_app.domain.safety import questions
from pharmacy_app.domain.strengths import stand_in
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.needs import asks_for

WINDOWS = (30, 60, 90)  # days ahead that people look at
_YEAR = 366
_GROUP = 5  # letters of an ATC code that name its group of the fourth level: C09CA


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody whom it would fit today: nothing of their own order is in their hand or promised to them.

    `medicine` is what they are ordered; `pieces` of the lot's medicine stand for one unit of it (`half`: one piece for two).
    """

    person: PersonRow
    medicine: Medicine
    ask: Ask
    pieces: int = 1
    half: bool = False

    @property
    def days_without(self) -> int:
        return self.ask.days_without

    def could_take(self, through: date) -> int:
        """Units of the lot's medicine that they take from today through this day, as far as their course goes."""
        last = min(through, self.ask.start + timedelta(days=self.ask.days - 1))
        units = self.ask.rate.units_for((last - self.ask.start).days + 1)
        return -(-units // 2) if self.half else units * self.pieces


@dataclass(frozen=True, slots=True)
class Office:
    """A council whose doctor may be asked: so many people there take something of the same group (ATC, fourth level). Never a substitution."""

    council: str
    people: int
    medicines: tuple[Medicine, ...]


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a medicine would fit now: who waits for it, who waits for another strength it may stand for (both the longest without it first),
    and the offices to ask."""

    waiting: tuple[Fit, ...] = ()
    other_strengths: tuple[Fit, ...] = ()
    offices: tuple[Office, ...] = ()

    @property
    def nobody(self) -> bool:
        return not (self.waiting or self.other_strengths or self.offices)


@dataclass(frozen=True, slots=True)
class ExpiringLot:
    """A lot and what becomes of its free units.

    `through` is the last day on which it may be used: the printed date less the committee's safety margin. `per_day` is what all who take
    the medicine use in a day, from when on and until when each of them does.
    """

    lot: FreeLot
    through: date
    standing: Standing
    medicine: Medicine
    per_day: Fraction
    outlook: Outlook
    whom: Whom


@dataclass(frozen=True, slots=True)
class Ahead:
    """Every lot that can be handed out on `day`, the first to expire first."""

    day: date
    rows: tuple[ExpiringLot, ...]

    def within(self, days: int | None, left_over: bool = True, cold: bool = False) -> tuple[ExpiringLot, ...]:
        """Those that expire within so many days (None: all); `left_over`: only those of which something would be; `cold`: only those of the
        fridge."""
        latest = date.max if days is None else self.day + timedelta(days=days)
        return tuple(
            row
            for row in self.rows
            if row.lot.expiry <= latest and (row.outlook.at_risk or not left_over) and (row.medicine.cold_chain or not cold)
        )


def ahead(desk: Desk) -> Ahead:
    """Reads the shelf and everybody's orders, in a constant number of statements.

    The use of a medicine is the sum of the rates of its active items, and nothing besides: each draws on the shelf from the day on which what
    that person has (in hand or promised) runs out, through the end of the course. Not counted is what nobody can foresee: medicines
    taken as needed, and items that wait for a doctor's answer. Another strength is not drawn from while it need not be.
    """
    day = desk.clock.today()
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
        catalogue = medicines_by_id(connection)
        policy = policy_from(json.loads(keeping.policies(connection)[0].rules))
        lots = queries.free_lots(connection, day)
        margin = timedelta(days=policy.margin_days)
        horizon = max(((lot.expiry - day).days for lot in lots), default=0) + _YEAR
        asks = _servable(asks_for(connection, day, horizon, None, policy), catalogue)
        people = {row.patient_id: row for row in standings.people(connection)}
    whom = _whom(lots, asks, people, catalogue, day, policy.combine_strengths)
    urgent, soon = int(kept["urgent_days"]), int(kept["soon_days"])
    by_medicine: dict[int, list[FreeLot]] = defaultdict(list)
    for lot in lots:
        by_medicine[lot.medicine_id].append(lot)
    rows = []
    for medicine_id, mine in by_medicine.items():
        uses = [Use(ask.rate, ask.start, _end(ask)) for ask in asks.get(medicine_id, ()) if not ask.as_needed]
        per_day = sum((Fraction(use.rate.units, use.rate.days) for use in uses), Fraction(0))
        outlooks = {one.lot_id: one for one in forecast(day, (Stored(lot.id, lot.free, lot.expiry - margin) for lot in mine), uses)}
        for lot in mine:
            state = standing("available", lot.expiry, day, urgent=urgent, soon=soon)
            rows.append(ExpiringLot(lot, lot.expiry - margin, state, catalogue[medicine_id], per_day, outlooks[lot.id], whom[medicine_id]))
    return Ahead(day, tuple(sorted(rows, key=lambda row: (row.lot.expiry, row.medicine.inn, row.lot.id))))


def _end(ask: Ask) -> date:
    return ask.start + timedelta(days=ask.days - 1)


def _servable(asks: Iterable[Ask], catalogue: Mapping[int, Medicine]) -> dict[int, list[Ask]]:
    """By medicine, what is asked for and could be given: nothing that waits for a doctor's answer."""
    found: dict[int, list[Ask]] = defaultdict(list)
    for ask in asks:
        if not questions(ask, catalogue):
            found[ask.medicine_id].append(ask)
    return found


def _whom(
    lots: Iterable[FreeLot],
    asks: Mapping[int, Sequence[Ask]],
    people: Mapping[int, PersonRow],
    catalogue: Mapping[int, Medicine],
    day: date,
    combine: bool,
) -> dict[int, Whom]:
    """For each medicine of these lots."""
    same: dict[object, list[int]] = defaultdict(list)
    group: dict[str, list[int]] = defaultdict(list)
    for medicine_id in asks:
        medicine = catalogue[medicine_id]
        same[medicine.exchange_key].append(medicine_id)
        if len(medicine.atc) >= _GROUP:
            group[medicine.atc[:_GROUP]].append(medicine_id)

    found = {}
    for mine in {lot.medicine_id: catalogue[lot.medicine_id] for lot in lots}.values():
        waiting = [Fit(people[ask.person], mine, ask) for ask in asks.get(mine.id, ()) if ask.start <= day]
        strengths: list[Fit] = []
        stands_in = set()
        for other in (catalogue[one] for one in same[mine.exchange_key] if one != mine.id and combine):
            for ask in asks[other.id]:
                if (way := stand_in(other, mine, ask.per_intake)) is not None:
                    stands_in.add(ask.item_id)
                    if ask.start <= day:
                        strengths.append(Fit(people[ask.person], other, ask, *way))
        alike = (one for one in group.get(mine.atc[:_GROUP], ()) if one != mine.id)
        others = [ask for one in alike for ask in asks[one] if ask.item_id not in stands_in]
        found[mine.id] = Whom(_longest_first(waiting), _longest_first(strengths), _offices(others, people, catalogue))
    return found


def _longest_first(fits: Iterable[Fit]) -> tuple[Fit, ...]:
    return tuple(sorted(fits, key=lambda fit: (-fit.days_without, fit.person.name, fit.ask.item_id)))


def _offices(asks: Iterable[Ask], people: Mapping[int, PersonRow], catalogue: Mapping[int, Medicine]) -> tuple[Office, ...]:
    """Where most people are, first."""
    of: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        of[people[ask.person].council].append(ask)
    offices = [
        Office(council, len({ask.person for ask in mine}), tuple(catalogue[one] for one in sorted({ask.medicine_id for ask in mine})))
        for council, mine in of.items()
    ]
    return tuple(sorted(offices, key=lambda office: (-office.people, office.council)))
