"""A proposal becomes promises, all or none; where the shelf or the prescriptions moved meanwhile, what exactly, and the way on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import promises, sharing
from pharmacy_app.db.queries.promises import ProposedLot
from pharmacy_app.db.queries.sharing import DealtRow, RunRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import skip_reason
from pharmacy_app.domain.plan import Lot
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.match_dealing import Decision, Step, decided_in, kits_only, open_run, queue_of, rules_of, silent
from pharmacy_app.services.match_making import LONGEST, propose_in
from pharmacy_app.services.meetings import meeting_in
from pharmacy_app.services.needs import Anew, Due, due_for


@dataclass(frozen=True, slots=True)
class LotChange:
    """A lot that can no longer give what was proposed of it: units proposed, units there now, and why: `expired`, `quarantine`, `held`, `recalled`,
    `unknown` (nobody knows any more what is in the box), `fewer` (units left the shelf), `promised` (to others, meanwhile)."""

    batch_id: int
    lot: str
    medicine_id: int | None
    proposed: int
    there: int
    why: str


@dataclass(frozen=True, slots=True)
class NeedChange:
    """A line whose need is not what it was: `ended` (the treatment, or the person is gone), `covered` (got or promised it elsewhere),
    `earlier` (what was promised came back), `promise` (what was promised before is not what the proposal says)."""

    item_id: int
    patient_id: int
    patient_code: str
    patient: str
    medicine_id: int
    units: int
    why: str


@dataclass(frozen=True, slots=True)
class Changed:
    """All that moved since a proposal was made; empty where it can be confirmed as it stands."""

    lots: tuple[LotChange, ...]
    needs: tuple[NeedChange, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A proposal made anew: its id, how many decisions of the committee hold in it, and the items of those that do not: nothing is asked for
    them any more, or less than was decided."""

    run_id: int
    kept: int
    dropped: tuple[int, ...]


def confirm(desk: Desk, by: By, run_id: int, present: Collection[str] = (), step: Step = silent) -> int:
    """Reserves every proposed unit, all or none; returns how many units. `present`: who sat there; nobody named: whoever does it, alone.

    A run that deals a medicine anew gives up what was promised before in the same act; whose bag stands in a planned round keeps its place there.
    A run that gives nothing can be confirmed where the committee decided a line of it (a refusal is a decision).
    Raises `Refusal`: `run_unknown`, `run_not_open`, `nothing_to_confirm`, `too_many_present`, and with all that moved (`what_changed` has it with
    names): `stock_moved` (`lots`: their numbers; `changes`), `needs_moved` (`people`: how many; `items`; `changes`).
    """
    step("checking")
    with desk.act(by, "match.confirm") as act:
        found = open_run(act.connection, run_id, lock=True)
        lines = sharing.dealt(act.connection, run_id)
        promises.lock_lots(act.connection, run_id)
        lots = promises.proposed_lots(act.connection, run_id)
        if not lots and not any(line.decided_units is not None or line.former_units is not None for line in lines):
            raise Refusal("nothing_to_confirm", "run")
        changed, anew = _changed(act.connection, found, lines, lots, desk.clock.today())
        _refuse(changed)
        there = promises.free_units(act.connection, run_id, found.from_day + timedelta(days=rules_of(found).margin_days))
        step("reserving")
        promises.give_up_former(act.connection, run_id)
        units = promises.reserve(act.connection, run_id, desk.clock.today())
        if anew is not None:
            promises.put_on_slips(act.connection, run_id, _places(anew))
        sharing.confirm_run(act.connection, run_id, meeting_in(act, act.by.occurred_on, present))
        act.about("run", found.id)
        act.after = {"units": units, "there": there}  # what there was, for the record of the meeting: tomorrow's shelf says something else
        return units


def what_changed(desk: Desk, run_id: int) -> Changed:
    """What moved since this proposal was made, lot by lot and line by line. Raises `Refusal`: `run_unknown`, `run_not_open`."""
    with desk.read() as connection:
        found = open_run(connection, run_id)
        lines, lots = sharing.dealt(connection, run_id), promises.proposed_lots(connection, run_id)
        return _changed(connection, found, lines, lots, desk.clock.today())[0]


def propose_again(desk: Desk, by: By, run_id: int) -> Again:
    """The proposal anew, for the same days that are left, with what there is now: the committee's decisions stay where they still hold.

    Raises `Refusal`: `run_unknown`, `run_not_open`.
    """
    with desk.act(by, "match.propose") as act:
        found = open_run(act.connection, run_id, lock=True)
        lines = sharing.run_items(act.connection, run_id)
        decided, only = decided_in(lines), kits_only(lines)
        from_day = max(found.from_day, desk.clock.today())
        days = min(LONGEST, max(1, found.days - (from_day - found.from_day).days))
        holding = _holding(act.connection, found, from_day, days, decided)
        made = propose_in(act, from_day, days, found.council_id, only, found.medicine_id, holding)
        act.about("run", made.run.id)
        act.before = {"run": run_id}
        act.after = {"from": from_day, "days": days, "lines": made.lines, "units": made.units, "decisions": len(holding)}
        return Again(made.run.id, len(holding), tuple(sorted(decided.keys() - holding.keys())))


def _holding(connection: Connection, found: RunRow, from_day: date, days: int, decided: dict[int, Decision]) -> dict[int, Decision]:
    """The decisions that still make sense: the item asks, and for no less than was decided."""
    if not decided:
        return {}
    asked = {due.row.item_id: due.rate.units_for(due.days) for due in _due(connection, found, from_day, days)[0]}
    return {item_id: said for item_id, said in decided.items() if item_id in asked and said.units <= asked[item_id]}


def _due(connection: Connection, found: RunRow, from_day: date, days: int) -> tuple[list[Due], Anew | None]:
    """What would be asked now."""
    if found.medicine_id is None:
        return due_for(connection, from_day, days, found.council_id), None
    queue = queue_of(connection, found.medicine_id, rules_of(found))
    anew = Anew.of(connection, queue, found.council_id)
    return due_for(connection, from_day, days, found.council_id, medicines=queue, anew=anew), anew


def _changed(
    connection: Connection, found: RunRow, lines: Iterable[DealtRow], lots: Iterable[ProposedLot], today: date
) -> tuple[Changed, Anew | None]:
    asked, anew = _due(connection, found, found.from_day, found.days)
    due = {one.row.item_id: one for one in asked}
    whys = {line.item_id: why for line in lines if (why := _why_changed(line, due.get(line.item_id), anew))}
    named = sharing.run_items(connection, found.id) if whys else ()
    needs = [
        NeedChange(one.item_id, one.patient_id, one.patient_code, one.patient, one.medicine_id, one.units_granted, whys[one.item_id])
        for one in named
        if one.item_id in whys
    ]
    moved = [gone for lot in lots if (gone := _lot_change(lot, today)) is not None]
    return Changed(tuple(moved), tuple(needs)), anew


def _why_changed(line: DealtRow, due: Due | None, anew: Anew | None) -> str:
    """A word of `NeedChange.why`; empty where nothing changed for this line."""
    if anew is not None and anew.former(line.item_id)[0] != line.former_units:
        return "promise"
    if not line.units_granted or (due is not None and due.days and due.start == line.asked_from):
        return ""
    if due is None or not due.days:
        return "ended"
    return "covered" if due.start > line.asked_from else "earlier"


def _lot_change(lot: ProposedLot, today: date) -> LotChange | None:
    now = Lot(lot.batch_id, lot.lot, lot.medicine_id or 0, lot.on_hand, lot.expiry, lot.status, 1, lot.reserved - lot.former)
    why = "unknown" if lot.identity != "known" else skip_reason(today, now, 0)
    if why in ("", "reserved"):
        if lot.there >= lot.proposed:
            return None
        why = "fewer" if lot.gone > 0 else "promised"
    there = lot.there if why in ("fewer", "promised") else 0
    return LotChange(lot.batch_id, lot.lot, lot.medicine_id, lot.proposed, there, why)


def _refuse(changed: Changed) -> None:
    lots = [{"lot": one.lot, "proposed": one.proposed, "there": one.there, "why": one.why} for one in changed.lots]
    if changed.needs:
        people, items = len({one.patient_id for one in changed.needs}), [one.item_id for one in changed.needs]
        raise Refusal("needs_moved", "run", people=people, items=items, changes=lots)
    if changed.lots:
        raise Refusal("stock_moved", "run", lots=", ".join(sorted({one.lot for one in changed.lots})), changes=lots)


def _places(anew: Anew) -> dict[int, tuple[int, date]]:
    """Whose bag stands in a round that is planned: slip and day of the walk, by person."""
    found = {}
    for rows in anew.promises.values():
        for row in rows:
            if row.slip_id is not None and row.walked_on is not None:
                found[row.patient_id] = (row.slip_id, row.walked_on)
    return found
