"""Matching: a proposal of who gets which units, the committee's changes to it, and its confirmation."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pharmacy_app.db.queries import keeping, sharing
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries.sharing import AllocationRow, RunItemRow, RunRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose as plan
from pharmacy_app.domain.matching import skip_reason
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Lot, Policy, policy_from
from pharmacy_app.domain.priority import Reason, Standing
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.needs import asks_for

LONGEST = 366  # days in one proposal
FIRST_OF_ALL = 1_000_000  # points of a line that the committee decided itself


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee wrote for one item: so many units, and why."""

    units: int
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a proposal: what it asks, gets, from which lots, and why."""

    item: RunItemRow
    shares: tuple[AllocationRow, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A lot of a medicine and what becomes of it: units left, and why it was not used (empty: it was)."""

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
    """A run as people see it."""

    run: RunRow
    policy: Policy
    lines: tuple[Line, ...]
    medicines: tuple[Balance, ...]


def propose(desk: Desk, by: By, from_day: date, days: int, council: str | None = None) -> int:
    """Makes a proposal by the rules in force and keeps it; an earlier one that nobody confirmed is discarded. Returns the run's id.

    Raises `Refusal`: `days_out_of_range`, `from_day_past`, `council_unknown`.
    """
    if not 1 <= days <= LONGEST:
        raise Refusal("days_out_of_range", "days", days=days, most=LONGEST)
    if from_day < desk.clock.today():
        raise Refusal("from_day_past", "from", day=from_day)
    with desk.act(by, "match.propose") as act:
        council_id = _council(act.connection, council)
        for old in sharing.open_runs(act.connection):
            _discard(act.connection, old)
        policy = keeping.policies(act.connection)[0]
        run_id = sharing.add_run(
            act.connection,
            {
                "policy_id": policy.id,
                "council_id": council_id,
                "from_day": from_day,
                "days": days,
                "entered_at": act.entered_at,
                "entered_by": by.user_id,
            },
        )
        act.about("run", run_id)
        lines, granted = _deal(act, run_id, {})
        act.after = {"from": from_day, "days": days, "council": council_id, "policy": policy.version, "lines": lines, "units": granted}
        return run_id


def proposal(desk: Desk, run_id: int | None = None) -> Proposal | None:
    """A run with its lines; the newest where none is named; None where there has been none. Raises `Refusal` `run_unknown`."""
    with desk.read() as connection:
        found = sharing.run(connection, run_id)
        if found is None:
            if run_id is None:
                return None
            raise Refusal("run_unknown", "run", run=run_id)
        return _proposal(connection, found)


def decide(desk: Desk, by: By, run_id: int, item_id: int, units: int | None, note: str) -> None:
    """The committee gives an item another amount than proposed (None: as proposed again); everything else is dealt anew around it.

    Raises `Refusal`: `run_unknown`, `run_not_open`, `line_unknown`, `reason_missing`, `more_than_asked`, `quantity_negative`.
    """
    if units is not None and not note.strip():
        raise Refusal("reason_missing", "reason")
    if units is not None and units < 0:
        raise Refusal("quantity_negative", "quantity", text=str(units))
    with desk.act(by, "match.decide") as act:
        found = _open(act.connection, run_id)
        lines = {row.item_id: row for row in sharing.run_items(act.connection, run_id)}
        row = lines.get(item_id)
        if row is None:
            raise Refusal("line_unknown", "line")
        if units is not None and units > row.units_asked:
            raise Refusal("more_than_asked", "quantity", asked=row.units_asked)
        decided = {
            key: Decision(line.decided_units, line.decision_note)
            for key, line in lines.items()
            if line.decided_units is not None and key != item_id
        }
        if units is not None:
            decided[item_id] = Decision(units, note.strip())
        act.about("run", found.id)
        act.before = {"item": item_id, "units": row.units_granted}
        _deal(act, run_id, decided)
        act.after = {"item": item_id, "units": units, "note": note.strip()}


def confirm(desk: Desk, by: By, run_id: int) -> int:
    """Reserves every proposed unit, all or none; returns how many units.

    Raises `Refusal`: `run_unknown`, `run_not_open`, `nothing_to_confirm`, and `stock_moved` (`lots`: which no longer hold what was proposed).
    """
    with desk.act(by, "match.confirm") as act:
        found = _open(act.connection, run_id)
        rows = sharing.allocations(act.connection, run_id)
        if not rows:
            raise Refusal("nothing_to_confirm", "run")
        shelf.lock_batches(act.connection, sorted({row.batch_id for row in rows}))
        moved = _moved(sharing.allocations(act.connection, run_id), desk.clock.today())
        if moved:
            raise Refusal("stock_moved", "run", lots=", ".join(moved))
        sharing.reserve(act.connection, [row.id for row in rows], desk.clock.today())
        sharing.set_run_status(act.connection, run_id, "confirmed")
        units = sum(row.units for row in rows)
        act.about("run", found.id)
        act.after = {"allocations": len(rows), "units": units}
        return units


def discard(desk: Desk, by: By, run_id: int) -> None:
    """Throws a proposal away. Raises `Refusal`: `run_unknown`, `run_not_open`."""
    with desk.act(by, "match.discard") as act:
        _open(act.connection, run_id)
        act.about("run", run_id)
        _discard(act.connection, run_id)


def _council(connection: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    found = sharing.council_named(connection, name)
    if found is None:
        raise Refusal("council_unknown", "council")
    return found


def _open(connection: Connection, run_id: int) -> RunRow:
    found = sharing.run(connection, run_id)
    if found is None:
        raise Refusal("run_unknown", "run", run=run_id)
    if found.status != "proposed":
        raise Refusal("run_not_open", "run", run=run_id)
    return found


def _discard(connection: Connection, run_id: int) -> None:
    sharing.clear_run(connection, run_id)
    sharing.set_run_status(connection, run_id, "discarded")


def _moved(rows: tuple[AllocationRow, ...], today: date) -> list[str]:
    """Lots that can no longer give what was proposed of them."""
    wanted: dict[int, int] = defaultdict(int)
    for row in rows:
        wanted[row.batch_id] += row.units
    return sorted(
        {
            row.lot
            for row in rows
            if row.batch_status != "available"
            or row.expiry is None
            or row.expiry < today
            or row.on_hand - row.reserved < wanted[row.batch_id]
        }
    )


def _deal(act: Act, run_id: int, decided: Mapping[int, Decision]) -> tuple[int, int]:
    """Deals the run's medicines anew around what the committee decided, and writes the lines. Returns how many lines and units."""
    found = sharing.run(act.connection, run_id)
    assert found is not None
    policy = policy_from(json.loads(found.rules))
    asks = asks_for(act.connection, found.from_day, found.days, found.council_id, policy)
    catalogue = sharing.medicines(act.connection)
    lots = _lots(act.connection)
    bare = plan(found.from_day, lots, asks, catalogue, policy)
    made = plan(found.from_day, lots, [_as_decided(ask, decided.get(ask.item_id)) for ask in asks], catalogue, policy) if decided else bare
    sharing.clear_run(act.connection, run_id)
    by_item = {ask.item_id: ask for ask in asks}
    first = {grant.item_id: grant for grant in bare.grants}
    rows = []
    for grant in made.grants:
        ask, decision = by_item[grant.item_id], decided.get(grant.item_id)
        asked = first[grant.item_id].units_asked
        standing = ask.standing
        rows.append(
            {
                "run_id": run_id,
                "item_id": grant.item_id,
                "medicine_id": grant.medicine_id,
                "tier": standing.tier,
                "points": standing.points,
                "rank": first[grant.item_id].rank,
                "units_asked": asked,
                "units_granted": grant.units_granted,
                "units_extra": grant.units_extra,
                "proposed_units": first[grant.item_id].units_granted,
                "decided_units": decision.units if decision else None,
                "decision_note": decision.note if decision else "",
                "people_before": first[grant.item_id].people_before,
                "refused": grant.refused,
                "asked_from": ask.start,
                "asked_days": ask.days,
                "first_day": grant.first_day,
                "last_day": grant.last_day,
                "reasons": _reasons_text((*standing.reasons, *grant.reasons)),
            }
        )
    ids = sharing.add_run_items(act.connection, rows)
    sharing.add_allocations(
        act.connection,
        [
            {
                "run_item_id": run_item_id,
                "batch_id": share.lot_id,
                "units": share.units,
                "covers": share.covers,
                "first_day": share.first_day,
                "last_day": share.last_day,
            }
            for run_item_id, grant in zip(ids, made.grants, strict=True)
            for share in grant.shares
        ],
    )
    return len(ids), sum(grant.units_granted for grant in made.grants)


def _as_decided(ask: Ask, decision: Decision | None) -> Ask:
    """The ask as the committee wants it served: before all others, and for as many days as the units last."""
    if decision is None:
        return ask
    days = (ask.rate.last_day(ask.start, decision.units) - ask.start).days + 1
    return replace(ask, standing=Standing("A", FIRST_OF_ALL), days=min(ask.days, days), least_ok=True, continuing=True)


def _lots(connection: Connection) -> list[Lot]:
    return [
        Lot(row.id, row.lot, row.medicine_id, row.on_hand, row.expiry, row.status, row.pack_size or 1, row.reserved)
        for row in sharing.supply(connection)
    ]


def _reasons_text(reasons: tuple[Reason, ...]) -> str:
    return json.dumps([[reason.code, reason.data] for reason in reasons], default=str, ensure_ascii=False)


def reasons_of(text: str) -> tuple[Reason, ...]:
    """The reasons that a run kept; days come back as dates."""
    return tuple(Reason(code, {key: _day(value) for key, value in data.items()}) for code, data in json.loads(text))


def _day(value: str | int) -> str | int | date:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return value


def _proposal(connection: Connection, found: RunRow) -> Proposal:
    policy = policy_from(json.loads(found.rules))
    shares: dict[int, list[AllocationRow]] = defaultdict(list)
    for share in sharing.allocations(connection, found.id):
        shares[share.run_item_id].append(share)
    lines = tuple(Line(row, tuple(shares.get(row.id, ())), reasons_of(row.reasons)) for row in sharing.run_items(connection, found.id))
    return Proposal(found, policy, lines, _balances(connection, found, policy, lines))


def _balances(connection: Connection, found: RunRow, policy: Policy, lines: tuple[Line, ...]) -> tuple[Balance, ...]:
    """Per medicine: what there was for this run, what it gives and what is missing; most missing first."""
    catalogue = sharing.medicines(connection)
    given: dict[int, int] = defaultdict(int)  # by batch
    proposed = found.status == "proposed"
    for line in lines:
        for share in line.shares:
            given[share.batch_id] += share.units
    by_medicine: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_medicine[line.item.medicine_id].append(line)
    lots: dict[int, list[tuple[LeftOver, int]]] = defaultdict(list)
    for row in sharing.supply(connection):
        free = row.on_hand - row.reserved + (0 if proposed else given[row.id])
        lot = Lot(row.id, row.lot, row.medicine_id, row.on_hand, row.expiry, row.status, 1, row.on_hand - free)
        skipped = skip_reason(found.from_day, lot, policy.margin_days)
        usable = 0 if skipped else free
        lots[row.medicine_id].append((LeftOver(row.id, row.lot, row.expiry, (free if skipped else free - given[row.id]), skipped), usable))
    made = []
    for medicine_id, mine in by_medicine.items():
        shelf_lots = lots.get(medicine_id, [])
        there = sum(usable for _, usable in shelf_lots)
        out = sum(given[lot.batch_id] for lot, _ in shelf_lots)
        asked = sum(line.item.units_asked for line in mine)
        missing = sum(max(0, line.item.units_asked - line.item.units_granted) for line in mine)
        people = sum(1 for line in mine if line.item.units_granted)
        made.append(Balance(catalogue[medicine_id], there, out, asked, missing, people, tuple(lot for lot, _ in shelf_lots)))
    return tuple(sorted(made, key=lambda b: (-(b.missing > 0), -b.missing / max(1, b.asked), b.medicine.inn, b.medicine.strength)))
