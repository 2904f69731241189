"""Who gets what: the committee's rule, exact, and the same for the same data. One entry, `propose`; what goes in and out is in `plan`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pharmacy_app.domain.dealing import Queue, deal
from pharmacy_app.domain.explaining import Told, lots_after, missing, tell
from pharmacy_app.domain.lines import Line, Source
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Grant, Lot, Plan, Policy
from pharmacy_app.domain.priority import TIERS, Reason
from pharmacy_app.domain.safety import questions
from pharmacy_app.domain.shelves import Shelf
from pharmacy_app.domain.strengths import stand_in


def propose(day: date, lots: Iterable[Lot], asks: Iterable[Ask], medicines: Mapping[int, Medicine], policy: Policy) -> Plan:
    """The plan for `day`: what each ask gets from these lots by this policy, what is missing, and what becomes of every lot.

    `medicines` holds every medicine that a lot or an ask names. The order in which lots and asks come changes nothing.
    Raises `ValueError` where two lots or two asks have one id: the caller read something twice.
    """
    stock = _stock(day, lots, policy)
    waiting: list[Told] = []
    queues: dict[Hashable, list[tuple[Ask, Line]]] = defaultdict(list)
    sources = _Sources(medicines, stock.shelves, policy)
    seen: set[int] = set()
    for ask in asks:
        if ask.item_id in seen:
            raise ValueError(f"item {ask.item_id} twice")
        seen.add(ask.item_id)
        line = _line(day, ask, medicines[ask.medicine_id], sources.of(ask.medicine_id, ask.per_intake), policy)
        doubts = questions(ask, medicines)
        late = _nothing_to_ask(day, ask)
        if late is not None or doubts:
            waiting.append(_set_aside(ask, line, late, doubts))
        else:
            queues[_group(medicines[ask.medicine_id], policy)].append((ask, line))
    for queue in queues.values():
        queue.sort(key=lambda pair: _order(pair[0], policy))
    deal([_queue([line for _, line in queue]) for queue in queues.values()], policy)
    told: list[Told] = []
    for queue in queues.values():
        told.extend(tell(queue, stock.skipped, policy))
    both = sorted([*waiting, *told], key=lambda one: one.grant.item_id)
    lacks = tuple(one.shortfall for one in both if one.shortfall is not None)
    return Plan(day, tuple(one.grant for one in both), lacks, lots_after(stock.lots, stock.why, stock.shelves, told))


@dataclass(slots=True)
class _Stock:
    """The lots sorted out: shelves of what may be used, and why the rest may not."""

    lots: list[Lot]
    shelves: dict[int, Shelf]
    why: dict[int, str]
    skipped: dict[int, tuple[Reason, ...]] = field(default_factory=dict)


def _queue(lines: list[Line]) -> Queue:
    """Lines with the shelves that any of them may draw from."""
    used = {id(source.shelf): source.shelf for line in lines for source in line.sources}
    return Queue(lines, list(used.values()))


def _stock(day: date, lots: Iterable[Lot], policy: Policy) -> _Stock:
    ordered = sorted(lots, key=lambda lot: lot.id)
    if len({lot.id for lot in ordered}) < len(ordered):
        raise ValueError("a lot twice")
    usable: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    why: dict[int, str] = {}
    skipped: dict[int, list[Reason]] = defaultdict(list)
    for lot in ordered:
        reason = skip_reason(day, lot, policy.margin_days)
        if not reason and lot.expiry is not None:
            usable[lot.medicine_id].append((lot.expiry.toordinal() - policy.margin_days, lot.id, lot.units - lot.reserved, lot.pack_size))
        elif lot.units > 0:
            why[lot.id] = reason
            data: dict[str, str | int | date] = {"lot": lot.code, "units": lot.units}
            skipped[lot.medicine_id].append(Reason(f"lot_{reason}", data | ({"expiry": lot.expiry} if lot.expiry else {})))
    shelves = {medicine: Shelf(medicine, rows) for medicine, rows in usable.items()}
    return _Stock(ordered, shelves, why, {medicine: tuple(reasons) for medicine, reasons in skipped.items()})


def skip_reason(day: date, lot: Lot, margin_days: int) -> str:
    """Why nothing of this lot may be offered on `day`; empty where it may. Usable on the day of expiry itself, less the safety margin."""
    if lot.status != "available":
        return lot.status
    if lot.expiry is None:
        return "no_expiry"
    if lot.expiry.toordinal() - margin_days < day.toordinal():
        return "expired"
    return "reserved" if lot.units <= lot.reserved else ""


def _order(ask: Ask, policy: Policy) -> tuple[int, bool, int, int, date, int]:
    """The total order of a queue: tier, those already on treatment, points, days without, the older prescription, id."""
    standing = ask.standing
    new_start = policy.continuity_reserve and not ask.continuing
    return TIERS.index(standing.tier), new_start, -standing.points, -ask.days_without, ask.written_on, ask.item_id


class _Sources:
    """From where an item may be served; made once for all that ask for the same."""

    def __init__(self, medicines: Mapping[int, Medicine], shelves: dict[int, Shelf], policy: Policy) -> None:
        self._medicines, self._shelves, self._combine = medicines, shelves, policy.combine_strengths
        self._made: dict[tuple[int, int], tuple[Source, ...]] = {}
        self._by_key: dict[Hashable, list[Medicine]] = defaultdict(list)
        for medicine in sorted(medicines.values(), key=lambda m: m.id):
            self._by_key[medicine.exchange_key].append(medicine)

    def of(self, medicine_id: int, per_intake: int) -> tuple[Source, ...]:
        """The exact strength first, then the others that may stand for it."""
        made = self._made.get((medicine_id, per_intake))
        if made is None:
            made = self._made[medicine_id, per_intake] = self._make(self._medicines[medicine_id], per_intake)
        return made

    def _make(self, medicine: Medicine, per_intake: int) -> tuple[Source, ...]:
        shelves = self._shelves
        own = Source(shelves.setdefault(medicine.id, Shelf(medicine.id)))
        if not self._combine:
            return (own,)
        strengths = (other for other in self._by_key[medicine.exchange_key] if other.id != medicine.id)
        there = (other for other in strengths if other.id in shelves and shelves[other.id].ids)
        others = ((stand_in(medicine, other, per_intake), other) for other in there)
        fit = sorted((way[1], way[0], other.id) for way, other in others if way is not None)
        return (own, *(Source(shelves[other], pieces, half) for half, pieces, other in fit))


def _group(medicine: Medicine, policy: Policy) -> Hashable:
    """Items of one group compete for the same lots, or for lots that may stand for each other."""
    return medicine.exchange_key if policy.combine_strengths else medicine.id


def _line(day: date, ask: Ask, medicine: Medicine, sources: tuple[Source, ...], policy: Policy) -> Line:
    """The ask as the deal sees it. Days that have passed are neither asked nor given."""
    start = max(ask.start, day)
    days = max(0, ask.days - (start - ask.start).days)
    asked = ask.rate.units_for(days) if ask.most is None else min(ask.most, ask.rate.units_for(days))
    least = 0 if ask.as_needed or ask.least_ok else min(asked, ask.rate.units_for(policy.least_days))
    return Line(
        ask.item_id, TIERS.index(ask.standing.tier), start.toordinal(), ask.rate.units, ask.rate.days, asked, least,
        sources, whole_packs=medicine.keep_pack_whole,
    )  # fmt: skip


def _nothing_to_ask(day: date, ask: Ask) -> Reason | None:
    if ask.days <= 0:
        return Reason("no_days")
    ended = ask.start.toordinal() + ask.days - 1
    return Reason("course_ended", {"day": date.fromordinal(ended)}) if ended < day.toordinal() else None


def _set_aside(ask: Ask, line: Line, late: Reason | None, doubts: tuple[Reason, ...]) -> Told:
    """An item outside the queue: its course is over, or it waits for a doctor's answer; nobody else is held up by it."""
    reasons = (late,) if late is not None else doubts
    grant = Grant(
        ask.item_id, ask.person, ask.medicine_id, ask.standing.tier, 0, line.asked, 0, None, None, (),
        (*ask.standing.reasons, *reasons), refused=late is None,
    )  # fmt: skip
    return Told(grant, missing(ask, line))
