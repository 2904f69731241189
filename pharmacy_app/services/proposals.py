"""A run of matching as people read it: lines with their reasons, and for each medicine what there is, what it gives, what is missing.

`read_proposal` reads all of it; a room reads `read_overview` (the medicines, in sums) and then `read_sheet` of the one that is looked at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import promises, received, sharing
from pharmacy_app.db.queries import proposals as in_sums
from pharmacy_app.db.queries.proposals import GivenRow
from pharmacy_app.db.queries.received import ReceivedRow
from pharmacy_app.db.queries.sharing import AllocationRow, RunItemRow, RunRow, SupplyRow
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
    """A run whole; `catalogue` holds every medicine that it names."""

    run: RunRow
    policy: Policy
    lines: tuple[Line, ...]
    medicines: tuple[Balance, ...]
    catalogue: dict[int, Medicine]


@dataclass(frozen=True, slots=True)
class Total:
    """One medicine of a run in the list: units asked and missing, lines that receive some, lines that the committee changed."""

    medicine: Medicine
    asked: int
    missing: int
    served: int
    decided: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A run without its lines: its medicines, first what has to be shared out because it is not enough, then what nobody gets, then the rest."""

    run: RunRow
    policy: Policy
    medicines: tuple[Total, ...]
    catalogue: dict[int, Medicine]

    @property
    def decided(self) -> int:
        """Lines that the committee changed."""
        return sum(total.decided for total in self.medicines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One medicine of a run: its first lines in the order of the queue (`more` of them are not read), what it has and gives, units that are
    given `elsewhere` (in another strength), and by item what was given last (of an open run only)."""

    balance: Balance
    lines: tuple[Line, ...]
    more: int
    elsewhere: int
    received: dict[int, ReceivedRow]


def reasons_of(text: str) -> tuple[Reason, ...]:
    """The reasons that a run kept; days come back as dates."""
    return tuple(Reason(code, {key: _day(value) for key, value in data.items()}) for code, data in json.loads(text))


def _day(value: str | int) -> str | int | date:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return value


def read_overview(connection: Connection, found: RunRow) -> Overview:
    """A run's medicines in sums: as many statements and rows for a hundred councils as for one."""
    catalogue = medicines_by_id(connection)
    totals = [
        Total(catalogue[row.medicine_id], row.asked, row.missing, row.served, row.decided) for row in in_sums.totals(connection, found.id)
    ]
    totals.sort(key=lambda one: _first_what_lacks(one.medicine, one.missing, one.served, one.asked))
    return Overview(found, policy_from(json.loads(found.rules)), tuple(totals), catalogue)


def _first_what_lacks(medicine: Medicine, missing: int, served: int, asked: int) -> tuple[object, ...]:
    return (not missing, not served, -missing / max(1, asked), medicine.inn, medicine.strength)


def read_sheet(connection: Connection, seen: Overview, medicine_id: int, limit: int | None) -> Sheet:
    """One medicine of a run, with so many of its lines (None: all). The number of statements does not depend on how many there are."""
    found, policy = seen.run, seen.policy
    lines = _lines(connection, found, sharing.run_items(connection, found.id, (medicine_id,), limit))
    queue = in_sums.queue(connection, found.id, medicine_id)
    given = {row.batch_id: row for row in in_sums.given_of(connection, found.id, medicine_id, found.status != "proposed")}
    shelf = _shelf(connection, found, policy, medicine_id, given)
    lacking = _span(in_sums.lacking(connection, found.id, medicine_id))
    balance = _balance(seen.catalogue[medicine_id], shelf, policy, lacking, queue.asked, queue.missing, queue.people)
    last = received.last_received(connection, [line.item.item_id for line in lines]) if found.status == "proposed" else {}
    return Sheet(balance, lines, queue.lines - len(lines), in_sums.elsewhere(connection, found.id, medicine_id), last)


def _lines(connection: Connection, found: RunRow, rows: tuple[RunItemRow, ...], every: bool = False) -> tuple[Line, ...]:
    promised: dict[tuple[object, ...], AllocationRow] = {}
    for share in sharing.allocations(connection, found.id, None if every else [row.id for row in rows]):
        promised[share.run_item_id, share.batch_id, share.first_day] = (
            share  # a bag that came back was promised again: that is the same share
        )
    shares: dict[int, list[AllocationRow]] = defaultdict(list)
    for share in promised.values():
        shares[share.run_item_id].append(share)
    return tuple(Line(row, tuple(shares.get(row.id, ())), reasons_of(row.reasons)) for row in rows)


def read_proposal(connection: Connection, found: RunRow) -> Proposal:
    """A run whole, on a connection that is open."""
    policy = policy_from(json.loads(found.rules))
    lines = _lines(connection, found, sharing.run_items(connection, found.id), every=True)
    catalogue = medicines_by_id(connection)
    return Proposal(found, policy, lines, _balances(connection, found, policy, lines, catalogue), catalogue)


def _balances(
    connection: Connection, found: RunRow, policy: Policy, lines: tuple[Line, ...], catalogue: dict[int, Medicine]
) -> tuple[Balance, ...]:
    """Per medicine: what there was for this run, what it gives and what is missing; in the order of `Overview`."""
    shelves = _shelves(connection, found, policy, lines)
    by_medicine: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_medicine[line.item.medicine_id].append(line)
    made = []
    for medicine_id, mine in by_medicine.items():
        asked = sum(line.item.units_asked for line in mine)
        missing = sum(max(0, line.item.units_asked - line.item.units_granted) for line in mine)
        people = len({line.item.patient_id for line in mine if line.item.units_granted})
        made.append(_balance(catalogue[medicine_id], shelves.get(medicine_id, []), policy, _lacking(mine), asked, missing, people))
    return tuple(sorted(made, key=lambda one: _first_what_lacks(one.medicine, one.missing, one.people, one.asked)))


def _balance(
    medicine: Medicine, shelf: list[_Seen], policy: Policy, lacking: tuple[date, date] | None, asked: int, missing: int, people: int
) -> Balance:
    there, given = sum(lot.usable for lot in shelf), sum(lot.given for lot in shelf)
    return Balance(medicine, there, given, asked, missing, people, tuple(_left_over(lot, policy, lacking) for lot in shelf))


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


def _seen(row: SupplyRow, found: RunRow, policy: Policy, given: int, former: int) -> _Seen:
    """`former`: what a medicine that is dealt anew was promised before; it is free for it."""
    free = row.on_hand - row.reserved + (former if found.status == "proposed" else given)
    lot = Lot(row.id, row.lot, row.medicine_id, row.on_hand, row.expiry, row.status, 1, row.on_hand - free)
    return _Seen(row.id, row.lot, row.expiry, free, given, skip_reason(found.from_day, lot, policy.margin_days))


def _shelf(connection: Connection, found: RunRow, policy: Policy, medicine_id: int, given: Mapping[int, GivenRow]) -> list[_Seen]:
    """The lots of one medicine, those included that this run has emptied meanwhile."""
    former = promises.former_units(connection, found.id) if found.medicine_id is not None and found.status == "proposed" else {}
    rows = sharing.supply(connection, (medicine_id,))
    seen = [_seen(row, found, policy, given[row.id].units if row.id in given else 0, former.get(row.id, 0)) for row in rows]
    gone = (row for row in given.values() if row.batch_id not in {row.id for row in rows})
    return [*seen, *(_Seen(row.batch_id, row.lot, row.expiry, row.units, row.units, "") for row in gone)]


def _shelves(connection: Connection, found: RunRow, policy: Policy, lines: tuple[Line, ...]) -> dict[int, list[_Seen]]:
    """The lots of every medicine, those included that this run has emptied meanwhile."""
    given: dict[int, int] = defaultdict(int)
    named: dict[int, AllocationRow] = {}
    for line in lines:
        for share in line.shares:
            named[share.batch_id] = share
            if share.status != "released":
                given[share.batch_id] += share.units
    anew = found.medicine_id is not None
    former = promises.former_units(connection, found.id) if anew and found.status == "proposed" else {}
    shelves: dict[int, list[_Seen]] = defaultdict(list)
    for row in sharing.supply(connection, {line.item.medicine_id for line in lines} if anew else None):
        named.pop(row.id, None)
        shelves[row.medicine_id].append(_seen(row, found, policy, given[row.id], former.get(row.id, 0)))
    for batch_id, share in named.items():
        if share.medicine_id is not None:
            shelves[share.medicine_id].append(_Seen(batch_id, share.lot, share.expiry, given[batch_id], given[batch_id], ""))
    return shelves


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
    """`_span` of these lines."""
    return _span(
        (line.item.asked_from, line.item.last_day if line.item.units_granted else None)
        for line in lines
        if line.item.rank and line.item.decided_units is None and line.item.units_granted < line.item.units_asked
    )


def _span(lacking: Iterable[tuple[date, date | None]]) -> tuple[date, date] | None:
    """The earliest and the latest first day that somebody is without this medicine, from (asked from, given until)."""
    days = [until + timedelta(days=1) if until else start for start, until in lacking]
    return (min(days), max(days)) if days else None
