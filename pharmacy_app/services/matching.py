"""Matching: a proposal of who gets which units, the committee's changes to it, and its confirmation."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pharmacy_app.db.queries import keeping, sharing
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries.sharing import AllocationRow, RunItemRow, RunRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose as plan
from pharmacy_app.domain.plan import Ask, Lot, Plan, Share, policy_from
from pharmacy_app.domain.priority import Reason, Standing
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.meetings import meeting_in
from pharmacy_app.services.needs import asks_for
from pharmacy_app.services.proposals import Balance, LeftOver, Line, Proposal, read_proposal, reasons_of

__all__ = [
    "Balance", "Change", "Decision", "Foreseen", "LeftOver", "Line", "Proposal", "confirm", "decide", "discard", "foresee", "proposal", "propose",
    "reasons_of",
]  # fmt: skip

LONGEST = 366  # days in one proposal
KIT = Reason("kit")  # said by every line of a run that was made for families' kits
FIRST_OF_ALL = 1_000_000  # points of a line that the committee decided itself
_UNUSABLE = ("expired", "held", "quarantine", "recalled", "no_expiry", "reserved")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee wrote for one item: so many units, and why."""

    units: int
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision would do to another line: units before and after, and until which day those reach."""

    item_id: int
    patient: str
    before: int
    after: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a decision would do: units this line gets and until when, units of the medicine that stay, and the other lines it changes."""

    gets: int
    last_day: date | None
    left: int
    changes: tuple[Change, ...]


def propose(desk: Desk, by: By, from_day: date, days: int, council: str | None = None) -> int:
    """Makes a proposal by the rules in force and keeps it; an earlier one that nobody confirmed is discarded. Returns the run's id.

    Raises `Refusal`: `days_out_of_range`, `from_day_past`, `council_unknown`.
    """
    if not 1 <= days <= LONGEST:
        raise Refusal("days_out_of_range", "days", days=days, most=LONGEST)
    if from_day < desk.clock.today():
        raise Refusal("from_day_past", "from", day=from_day)
    with desk.act(by, "match.propose") as act:
        made = propose_in(act, from_day, days, _council(act.connection, council))
        act.about("run", made.run.id)
        act.after = {"from": from_day, "days": days, "council": made.run.council_id, "policy": made.run.policy_version}
        act.after |= {"lines": made.lines, "units": made.units}
        return made.run.id


@dataclass(frozen=True, slots=True)
class Proposed:
    """A run that was just made, with how many lines and units."""

    run: RunRow
    lines: int
    units: int


def propose_in(act: Act, from_day: date, days: int, council_id: int | None, only: Collection[int] | None = None) -> Proposed:
    """`propose` inside an act that does more. With `only` (families' kits), the run keeps the lines of these items alone: everybody stands in
    line as ever, and what the rule would give to the others stays on the shelf for them."""
    for old in sharing.open_runs(act.connection):
        _discard(act.connection, old)
    values: dict[str, object] = {"policy_id": keeping.policies(act.connection)[0].id, "council_id": council_id}
    values |= {"from_day": from_day, "days": days, "entered_at": act.entered_at, "entered_by": act.by.user_id}
    made = sharing.run(act.connection, sharing.add_run(act.connection, values))
    assert made is not None
    lines, granted = _deal(act, made, {}, only)
    return Proposed(made, lines, granted)


def proposal(desk: Desk, run_id: int | None = None) -> Proposal | None:
    """A run with its lines; the newest where none is named; None where there has been none. Raises `Refusal` `run_unknown`."""
    with desk.read() as connection:
        found = sharing.run(connection, run_id)
        if found is None:
            if run_id is None:
                return None
            raise Refusal("run_unknown", "run", run=run_id)
        return read_proposal(connection, found)


def decide(desk: Desk, by: By, run_id: int, item_id: int, units: int | None, note: str) -> None:
    """The committee gives an item another amount than proposed (None: as proposed again); everything else is dealt anew around it.

    Raises `Refusal`: `run_unknown`, `run_not_open`, `line_unknown`, `reason_missing`, `more_than_asked`, `quantity_negative`.
    """
    if units is not None and not note.strip():
        raise Refusal("reason_missing", "reason")
    with desk.act(by, "match.decide") as act:
        found = _open(act.connection, run_id, lock=True)
        lines = {row.item_id: row for row in sharing.run_items(act.connection, run_id)}
        row = _decidable(lines, item_id, units)
        act.about("run", found.id)
        act.before = {"item": item_id, "units": row.units_granted}
        _deal(act, found, _decided(lines, item_id, units, note.strip()), _only(lines.values()))
        act.after = {"item": item_id, "units": units, "note": note.strip()}


def foresee(desk: Desk, run_id: int, item_id: int, units: int | None) -> Foreseen:
    """What `decide` would do, before it is kept; nothing is written. Raises as `decide`."""
    with desk.read() as connection:
        found = _open(connection, run_id)
        lines = {row.item_id: row for row in sharing.run_items(connection, run_id)}
        mine = _decidable(lines, item_id, units)
        dealt = _plans(connection, found, _decided(lines, item_id, units, "?"))
    grants = {grant.item_id: grant for grant in dealt.made.grants}
    changes = tuple(
        Change(row.item_id, row.patient, row.units_granted, grants[row.item_id].units_granted, grants[row.item_id].last_day)
        for row in lines.values()
        if row.item_id != item_id and row.item_id in grants and grants[row.item_id].units_granted != row.units_granted
    )
    usable = {lot.id for lot in dealt.lots if lot.medicine_id == mine.medicine_id}
    left = sum(lot.left for lot in dealt.made.lots if lot.lot_id in usable and lot.skipped not in _UNUSABLE)
    if _only(lines.values()) is not None:  # what the others would get stays, too
        left += sum(share.units for row in dealt.made.grants if row.item_id not in lines for share in row.shares if share.lot_id in usable)
    grant = grants.get(item_id)
    return Foreseen(grant.units_granted if grant else 0, grant.last_day if grant else None, left, changes)


def confirm(desk: Desk, by: By, run_id: int, present: Collection[str] = ()) -> int:
    """Reserves every proposed unit, all or none; returns how many units. `present`: who sat there; nobody named: whoever does it, alone.

    Raises `Refusal`: `run_unknown`, `run_not_open`, `nothing_to_confirm`, `stock_moved` (`lots`: which no longer hold what was proposed),
    `needs_moved` (`people`: so many got theirs elsewhere, or their prescription changed, since it was proposed), `too_many_present`.
    """
    with desk.act(by, "match.confirm") as act:
        found = _open(act.connection, run_id, lock=True)
        rows = sharing.allocations(act.connection, run_id)
        if not rows:
            raise Refusal("nothing_to_confirm", "run")
        shelf.lock_batches(act.connection, sorted({row.batch_id for row in rows}))
        settled = _settled_meanwhile(act.connection, found)
        if settled:
            raise Refusal("needs_moved", "run", people=settled)
        moved = _moved(sharing.allocations(act.connection, run_id), desk.clock.today())
        if moved:
            raise Refusal("stock_moved", "run", lots=", ".join(moved))
        sharing.reserve(act.connection, [row.id for row in rows], desk.clock.today())
        sharing.confirm_run(act.connection, run_id, meeting_in(act, act.by.occurred_on, present))
        units = sum(row.units for row in rows)
        act.about("run", found.id)
        act.after = {"allocations": len(rows), "units": units}
        return units


def discard(desk: Desk, by: By, run_id: int) -> None:
    """Throws a proposal away. Raises `Refusal`: `run_unknown`, `run_not_open`."""
    with desk.act(by, "match.discard") as act:
        _open(act.connection, run_id, lock=True)
        act.about("run", run_id)
        _discard(act.connection, run_id)


def _council(connection: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    found = sharing.council_named(connection, name)
    if found is None:
        raise Refusal("council_unknown", "council")
    return found


def _open(connection: Connection, run_id: int, lock: bool = False) -> RunRow:
    if lock:  # whoever comes second sees what the first one did
        sharing.lock_proposals(connection)
    found = sharing.run(connection, run_id)
    if found is None:
        raise Refusal("run_unknown", "run", run=run_id)
    if found.status != "proposed":
        raise Refusal("run_not_open", "run", run=run_id)
    return found


def _decidable(lines: Mapping[int, RunItemRow], item_id: int, units: int | None) -> RunItemRow:
    """The line, where so many units may be decided for it."""
    row = lines.get(item_id)
    if row is None:
        raise Refusal("line_unknown", "line")
    if units is not None and units < 0:
        raise Refusal("quantity_negative", "quantity", text=str(units))
    if units is not None and units > row.units_asked:
        raise Refusal("more_than_asked", "quantity", asked=row.units_asked)
    if units and row.refused:
        raise Refusal("waits_for_doctor", "line")
    return row


def _decided(lines: Mapping[int, RunItemRow], item_id: int, units: int | None, note: str) -> dict[int, Decision]:
    """All that the committee decided in this run, with this line as it is decided now."""
    kept = {
        key: Decision(line.decided_units, line.decision_note)
        for key, line in lines.items()
        if line.decided_units is not None and key != item_id
    }
    return kept if units is None else {**kept, item_id: Decision(units, note)}


def _settled_meanwhile(connection: Connection, found: RunRow) -> int:
    """People in the proposal who no longer need what it gives them: it was promised elsewhere, or their prescription changed."""
    due = {
        ask.item_id: ask for ask in asks_for(connection, found.from_day, found.days, found.council_id, policy_from(json.loads(found.rules)))
    }
    return len(
        {
            row.patient_id
            for row in sharing.run_items(connection, found.id)
            if row.units_granted and (row.item_id not in due or due[row.item_id].start != row.asked_from)
        }
    )


def _discard(connection: Connection, run_id: int) -> None:
    sharing.clear_run(connection, run_id)
    sharing.discard_run(connection, run_id)


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


@dataclass(frozen=True, slots=True)
class _Dealt:
    """A run dealt twice: by the rules alone, and around what the committee decided."""

    asks: dict[int, Ask]
    lots: list[Lot]
    bare: Plan
    made: Plan


def _plans(connection: Connection, found: RunRow, decided: Mapping[int, Decision]) -> _Dealt:
    policy = policy_from(json.loads(found.rules))
    asks = asks_for(connection, found.from_day, found.days, found.council_id, policy)
    catalogue = medicines_by_id(connection)
    lots = free_lots(connection)
    bare = plan(found.from_day, lots, asks, catalogue, policy)
    made = plan(found.from_day, lots, [_as_decided(ask, decided.get(ask.item_id)) for ask in asks], catalogue, policy) if decided else bare
    return _Dealt({ask.item_id: ask for ask in asks}, lots, bare, made)


def _lasts(share: Share, ask: Ask, expiry: date | None) -> date:
    """Until when these units serve: one that was begun (an inhaler, a weekly tablet) lasts until the next is due, but never past its date.

    The plan says when the last unit is taken; what a person has in hand, and so the next ask, goes by this.
    """
    served = ask.rate.last_day(share.first_day, share.covers)
    return max(share.last_day, min(served, expiry) if expiry else served)


def _only(lines: Iterable[RunItemRow]) -> frozenset[int] | None:
    """The items of a run that was made for families' kits, as its lines say; None: it asks for everybody."""
    asked = [line.item_id for line in lines if any(reason.code == KIT.code for reason in reasons_of(line.reasons))]
    return frozenset(asked) if asked else None


def _deal(act: Act, found: RunRow, decided: Mapping[int, Decision], only: Collection[int] | None) -> tuple[int, int]:
    """Deals the run's medicines anew around what the committee decided, and writes the lines. Returns how many lines and units."""
    dealt = _plans(act.connection, found, decided)
    grants = [grant for grant in dealt.made.grants if only is None or grant.item_id in only]
    besides = () if only is None else (KIT,)
    run_id, by_item = found.id, dealt.asks
    sharing.clear_run(act.connection, run_id)
    first = {grant.item_id: grant for grant in dealt.bare.grants}
    rows = []
    for grant in grants:
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
                "refused": first[grant.item_id].refused,
                "asked_from": ask.start,
                "asked_days": ask.days,
                "first_day": grant.first_day,
                "last_day": grant.last_day,
                "reasons": _reasons_text((*(_reasons(standing, grant.reasons) if decision else grant.reasons), *besides)),
            }
        )
    ids = sharing.add_run_items(act.connection, rows)
    expiry = {lot.id: lot.expiry for lot in dealt.lots}
    sharing.add_allocations(
        act.connection,
        [
            {
                "run_item_id": run_item_id,
                "batch_id": share.lot_id,
                "units": share.units,
                "covers": share.covers,
                "first_day": share.first_day,
                "last_day": _lasts(share, by_item[grant.item_id], expiry[share.lot_id]),
            }
            for run_item_id, grant in zip(ids, grants, strict=True)
            for share in grant.shares
        ],
    )
    return len(ids), sum(grant.units_granted for grant in grants)


def _reasons(standing: Standing, dealt: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The reasons of a line that the committee decided: where the person really stands, and what the deal says beside that."""
    own = ("tier", "continuing", "complete", "no_days", "course_ended")
    said = tuple(reason for reason in dealt if reason.code not in own)
    return (Reason("tier", {"tier": standing.tier, "points": standing.points}), *standing.reasons, *said)


def _as_decided(ask: Ask, decision: Decision | None) -> Ask:
    """The ask as the committee wants it served: before all others, exactly so many units, for the days on which they are taken."""
    if decision is None:
        return ask
    days = 0 if not decision.units else (ask.rate.day_of(ask.start, decision.units) - ask.start).days + 1
    standing = Standing("A", FIRST_OF_ALL)
    return replace(ask, standing=standing, days=min(ask.days, days), most=decision.units, least_ok=True, continuing=True)


def free_lots(connection: Connection) -> list[Lot]:
    """Every lot on the shelf of which it is known what it is."""
    return [
        Lot(row.id, row.lot, row.medicine_id, row.on_hand, row.expiry, row.status, row.pack_size or 1, row.reserved)
        for row in sharing.supply(connection)
    ]


def _reasons_text(reasons: tuple[Reason, ...]) -> str:
    return json.dumps([[reason.code, reason.data] for reason in reasons], default=str, ensure_ascii=False)
