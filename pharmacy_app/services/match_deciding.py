"""What the committee changes in a proposal, line by line, and what a change would do to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import sharing
from pharmacy_app.db.queries.sharing import RunItemRow, RunRow
from pharmacy_app.domain.decisions import check_refusal
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.match_dealing import Decision, deal, decided_in, in_one_queue, kits_only, open_run, plans, rules_of
from pharmacy_app.services.typed import short

_UNUSABLE = ("expired", "held", "quarantine", "recalled", "no_expiry", "reserved")


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


def decide(desk: Desk, by: By, run_id: int, item_id: int, units: int | None, note: str, refusal: str = "") -> None:
    """The committee gives an item another amount than proposed (None: as proposed again); everything else of that medicine is dealt anew around it.

    0 with a `note` defers it: it is asked again the next time. 0 (or None) with a `refusal` (of `decisions.REFUSALS`; `other` needs a note) says no:
    it is not asked again for these days, unless the committee takes it back. Raises `Refusal`: `run_unknown`, `run_not_open`, `line_unknown`,
    `reason_missing`, `more_than_asked`, `quantity_negative`, `waits_for_doctor`, `refusal_unknown`, `refused_gets_nothing`, `text_too_long`.
    """
    why = short(note, "reason")
    decision = _decision(units, why, refusal)
    with desk.act(by, "match.decide") as act:
        found, lines, queue = _around(act.connection, run_id, item_id, lock=True)
        row = _decidable(lines, item_id, decision.units if decision else None)
        act.about("run", found.id)
        act.before = {"item": item_id, "units": row.units_granted}
        deal(act, found, _decided(lines, item_id, decision), kits_only(lines.values()), queue)
        act.after = {"item": item_id, "units": decision.units if decision else None, "note": why}
        act.after |= {"refusal": refusal} if refusal else {}


def foresee(desk: Desk, run_id: int, item_id: int, units: int | None) -> Foreseen:
    """What `decide` would do, before it is kept; nothing is written. Raises as `decide`."""
    with desk.read() as connection:
        found, lines, queue = _around(connection, run_id, item_id)
        mine = _decidable(lines, item_id, units)
        dealt = plans(connection, found, _decided(lines, item_id, None if units is None else Decision(units, "?")), queue)
    grants = {grant.item_id: grant for grant in dealt.made.grants}
    changes = tuple(
        Change(row.item_id, row.patient, row.units_granted, grants[row.item_id].units_granted, grants[row.item_id].last_day)
        for row in lines.values()
        if row.item_id != item_id and row.item_id in grants and grants[row.item_id].units_granted != row.units_granted
    )
    usable = {lot.id for lot in dealt.lots if lot.medicine_id == mine.medicine_id}
    left = sum(lot.left for lot in dealt.made.lots if lot.lot_id in usable and lot.skipped not in _UNUSABLE)
    if kits_only(lines.values()) is not None:  # what the others would get stays, too
        left += sum(share.units for row in dealt.made.grants if row.item_id not in lines for share in row.shares if share.lot_id in usable)
    grant = grants.get(item_id)
    return Foreseen(grant.units_granted if grant else 0, grant.last_day if grant else None, left, changes)


def _decision(units: int | None, note: str, refusal: str) -> Decision | None:
    """What was said, if it can be said."""
    if refusal:
        check_refusal(refusal, note)
        if units:
            raise Refusal("refused_gets_nothing", "quantity")
        return Decision(0, note, refusal)
    if units is None:
        return None
    if not note:
        raise Refusal("reason_missing", "reason")
    return Decision(units, note)


def _around(connection: Connection, run_id: int, item_id: int, lock: bool = False) -> tuple[RunRow, dict[int, RunItemRow], frozenset[int]]:
    """The open run, and the lines that are dealt together with this item, by item."""
    found = open_run(connection, run_id, lock)
    medicine_id = sharing.medicine_of_line(connection, run_id, item_id)
    if medicine_id is None:
        raise Refusal("line_unknown", "line")
    queue = in_one_queue(medicine_id, medicines_by_id(connection), rules_of(found))
    return found, {row.item_id: row for row in sharing.run_items(connection, run_id, queue)}, queue


def _decidable(lines: Mapping[int, RunItemRow], item_id: int, units: int | None) -> RunItemRow:
    """The line, where so many units may be decided for it."""
    row = lines[item_id]
    if units is not None and units < 0:
        raise Refusal("quantity_negative", "quantity", text=str(units))
    if units is not None and units > row.units_asked:
        raise Refusal("more_than_asked", "quantity", asked=row.units_asked)
    if units and row.refused:
        raise Refusal("waits_for_doctor", "line")
    return row


def _decided(lines: Mapping[int, RunItemRow], item_id: int, decision: Decision | None) -> dict[int, Decision]:
    """All that the committee decided in this queue, with this line as it is decided now."""
    kept = {key: said for key, said in decided_in(lines.values()).items() if key != item_id}
    return kept if decision is None else {**kept, item_id: decision}
