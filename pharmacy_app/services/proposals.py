"""A run of matching as people read it: lines with their reasons, and for each medicine what there is, what it gives, what is missing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import promises, received, sharing
from pharmacy_app.db.queries.received import ReceivedRow
from pharmacy_app.db.queries.sharing import AllocationRow, RunItemRow, RunRow
from pharmacy_app.domain.explaining import why_left
from pharmacy_app.domain.matching import skip_reason
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Lot, Policy, policy_from
from pharmacy_app.domain.priority import Reason
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a proposal: what it asks, gets, from which lots, and why."""

    item: RunItemRow
    shares: tuple[AllocationRow, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A lot of a medicine and what becomes of it: units left, and why they stay (a word of `LotAfter.skipped`; empty: nothing stays)."""

    batch_id: int
    lot: str
    expiry: date | None
    left: int
    skipped: str


@dataclass(frozen=True, slots=True)
class Balance:
    """One medicine of a proposal: there is = they receive + stays; what is missing. Units of that medicine."""

    medicine: Medicine
    there: int
    given: int
    asked: int
    missing: int
    people: int
    lots: tuple[LeftOver, ...]

    @property
    def left(self) -> int:
        """What stays on the shelf."""
        return self.there - self.given


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run as people see it; `catalogue` holds every medicine that it names."""

    run: RunRow
    policy: Policy
    lines: tuple[Line, ...]
    medicines: tuple[Balance, ...]
    catalogue: dict[int, Medicine]
    received: dict[int, ReceivedRow]  # by item, what was given last; of an open proposal only


def reasons_of(text: str) -> tuple[Reason, ...]:
    """The reasons that a run kept; days come back as dates."""
    return tuple(Reason(code, {key: _day(value) for key, value in data.items()}) for code, data in json.loads(text))


def _day(value: str | int) -> str | int | date:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return value


def read_proposal(connection: Connection, found: RunRow) -> Proposal:
    """A run whole, on a connection that is open."""
    policy = policy_from(json.loads(found.rules))
    promised: dict[tuple[object, ...], AllocationRow] = {}
    for share in sharing.allocations(connection, found.id):  # a bag that came back was promised a second time: that is the same share
        promised[share.run_item_id, share.batch_id, share.first_day] = share
    shares: dict[int, list[AllocationRow]] = defaultdict(list)
    for share in promised.values():
        shares[share.run_item_id].append(share)
    lines = tuple(Line(row, tuple(shares.get(row.id, ())), reasons_of(row.reasons)) for row in sharing.run_items(connection, found.id))
    catalogue = medicines_by_id(connection)
    asked_for = {line.item.medicine_id for line in lines} if found.status == "proposed" else set()
    last = received.last_received(connection, asked_for) if asked_for else {}
    return Proposal(found, policy, lines, _balances(connection, found, policy, lines, catalogue), catalogue, last)


def _balances(
    connection: Connection, found: RunRow, policy: Policy, lines: tuple[Line, ...], catalogue: dict[int, Medicine]
) -> tuple[Balance, ...]:
    """Per medicine: what there was for this run, what it gives and what is missing. First what has to be shared out because it is not
    enough, then what nobody gets, then what suffices."""
    shelves = _shelves(connection, found, policy, lines)
    by_medicine: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_medicine[line.item.medicine_id].append(line)
    made = []
    for medicine_id, mine in by_medicine.items():
        shelf = shelves.get(medicine_id, [])
        there, given = sum(lot.usable for lot in shelf), sum(lot.given for lot in shelf)
        asked = sum(line.item.units_asked for line in mine)
        missing = sum(max(0, line.item.units_asked - line.item.units_granted) for line in mine)
        people = len({line.item.patient_id for line in mine if line.item.units_granted})
        lots = tuple(_left_over(lot, policy, _lacking(mine)) for lot in shelf)
        made.append(Balance(catalogue[medicine_id], there, given, asked, missing, people, lots))
    return tuple(
        sorted(made, key=lambda b: (not b.missing, not b.people, -b.missing / max(1, b.asked), b.medicine.inn, b.medicine.strength))
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """A lot as this run sees it: units it gives, and units it could give in all (none where it is skipped)."""

    batch_id: int
    lot: str
    expiry: date | None
    free: int
    given: int
    skipped: str

    @property
    def usable(self) -> int:
        return self.given if self.skipped else self.free


def _shelves(connection: Connection, found: RunRow, policy: Policy, lines: tuple[Line, ...]) -> dict[int, list[_Seen]]:
    """The lots of every medicine, those included that this run has emptied meanwhile."""
    given: dict[int, int] = defaultdict(int)
    named: dict[int, AllocationRow] = {}
    for line in lines:
        for share in line.shares:
            named[share.batch_id] = share
            if share.status != "released":
                given[share.batch_id] += share.units
    proposed = found.status == "proposed"
    former = _former(connection, found, lines)  # what a medicine that is dealt anew was promised before is free for it
    shelves: dict[int, list[_Seen]] = defaultdict(list)
    asked = {line.item.medicine_id for line in lines} if found.medicine_id is not None else None
    for row in sharing.supply(connection, asked):
        named.pop(row.id, None)
        free = row.on_hand - row.reserved + (former.get(row.id, 0) if proposed else given[row.id])
        lot = Lot(row.id, row.lot, row.medicine_id, row.on_hand, row.expiry, row.status, 1, row.on_hand - free)
        skipped = skip_reason(found.from_day, lot, policy.margin_days)
        shelves[row.medicine_id].append(_Seen(row.id, row.lot, row.expiry, free, given[row.id], skipped))
    for batch_id, share in named.items():
        if share.medicine_id is not None:
            shelves[share.medicine_id].append(_Seen(batch_id, share.lot, share.expiry, given[batch_id], given[batch_id], ""))
    return shelves


def _former(connection: Connection, found: RunRow, lines: tuple[Line, ...]) -> dict[int, int]:
    """Units by lot that an open run takes back from its own items before it promises them anew."""
    items = [line.item.item_id for line in lines if line.item.former_units is not None]
    units: dict[int, int] = defaultdict(int)
    if found.status == "proposed" and items:
        for row in promises.promises(connection, items=items):
            units[row.batch_id] += row.units
    return units


def _left_over(lot: _Seen, policy: Policy, lacking: tuple[date, date] | None) -> LeftOver:
    if lot.skipped:
        return LeftOver(lot.batch_id, lot.lot, lot.expiry, lot.free, lot.skipped)
    left = lot.free - lot.given
    if not left or lot.expiry is None:
        return LeftOver(lot.batch_id, lot.lot, lot.expiry, left, "")
    through = lot.expiry - timedelta(days=policy.margin_days)
    low, high = (day.toordinal() for day in lacking) if lacking else (0, 0)
    return LeftOver(lot.batch_id, lot.lot, lot.expiry, left, why_left(through.toordinal(), lot.given, low, high))


def _lacking(lines: Iterable[Line]) -> tuple[date, date] | None:
    """The earliest and the latest first day that somebody in the queue is without this medicine."""
    days = [
        (line.item.last_day + timedelta(days=1)) if line.item.last_day and line.item.units_granted else line.item.asked_from
        for line in lines
        if line.item.rank and line.item.decided_units is None and line.item.units_granted < line.item.units_asked
    ]
    return (min(days), max(days)) if days else None
