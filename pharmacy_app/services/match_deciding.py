"""What the committee changes in a proposal, line by line; everything else of that medicine is dealt anew around it."""

from __future__ import annotations

from collections.abc import Mapping

from pharmacy_app.db.queries import sharing
from pharmacy_app.db.queries.sharing import RunItemRow, RunRow
from pharmacy_app.domain.decisions import check_refusal
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.board import check_amount
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.match_dealing import Decision, deal, decided_in, kits_only, open_run, queue_of, rules_of
from pharmacy_app.services.typed import short


def decide(desk: Desk, by: By, run_id: int, item_id: int, units: int | None, note: str, refusal: str = "") -> None:
    """The committee gives an item another amount than proposed (None: as proposed again); everything else of that medicine is dealt anew around it.

    0 with a `note` defers it: it is asked again the next time. 0 (or None) with a `refusal` (of `decisions.REFUSALS`; `other` needs a note) says no:
    it is not asked again for these days, unless the committee takes it back. Raises `Refusal`: `run_unknown`, `run_not_open`, `line_unknown`,
    `reason_missing`, `more_than_asked`, `quantity_negative`, `waits_for_doctor`, `refusal_unknown`, `refused_gets_nothing`, `text_too_long`.
    """
    said = decision(units or 0, note, refusal) if units is not None or refusal else None
    with desk.act(by, "match.decide") as act:
        found, lines, queue = _around(act.connection, run_id, item_id, lock=True)
        row = check_amount(lines, item_id, said.units if said else None)
        act.about("run", found.id)
        act.before = {"item": item_id, "units": row.units_granted}
        deal(act, found, _decided(lines, item_id, said), kits_only(lines.values()), queue)
        act.after = {"item": item_id, "units": said.units if said else None, "note": said.note if said else ""}
        act.after |= {"refusal": refusal} if refusal else {}


def decide_together(desk: Desk, by: By, run_id: int, units: Mapping[int, int], note: str) -> None:
    """Several lines of one medicine are given other amounts, for one reason and at once: what one gives to the other. Raises as `decide`."""
    why = short(note, "reason")
    if not why:
        raise Refusal("reason_missing", "reason")
    if not units:
        raise Refusal("nothing_chosen", "line")
    with desk.act(by, "match.decide") as act:
        found, lines, queue = _around(act.connection, run_id, min(units), lock=True)
        for item_id, amount in units.items():
            check_amount(lines, item_id, amount)
        act.about("run", found.id)
        act.before = {"lines": {str(item_id): lines[item_id].units_granted for item_id in units}}
        said = {item_id: Decision(amount, why) for item_id, amount in units.items()}
        deal(act, found, decided_in(lines.values()) | said, kits_only(lines.values()), queue)
        act.after = {"lines": {str(item_id): amount for item_id, amount in units.items()}, "note": why}


def decision(units: int, note: str, refusal: str = "") -> Decision:
    """What the committee says of a line, if it can be said. Raises `Refusal`: `reason_missing`, `refusal_unknown`, `refused_gets_nothing`,
    `text_too_long`."""
    why = short(note, "reason")
    if refusal:
        check_refusal(refusal, why)
        if units:
            raise Refusal("refused_gets_nothing", "quantity")
    elif not why:
        raise Refusal("reason_missing", "reason")
    return Decision(units, why, refusal)


def _around(connection: Connection, run_id: int, item_id: int, lock: bool = False) -> tuple[RunRow, dict[int, RunItemRow], frozenset[int]]:
    """The open run, and the lines that are dealt together with this item, by item."""
    found = open_run(connection, run_id, lock)
    medicine_id = sharing.medicine_of_line(connection, run_id, item_id)
    if medicine_id is None:
        raise Refusal("line_unknown", "line")
    queue = queue_of(connection, medicine_id, rules_of(found))
    return found, {row.item_id: row for row in sharing.run_items(connection, run_id, queue)}, queue


def _decided(lines: Mapping[int, RunItemRow], item_id: int, decision: Decision | None) -> dict[int, Decision]:
    """All that the committee decided in this queue, with this line as it is decided now."""
    kept = {key: said for key, said in decided_in(lines.values()).items() if key != item_id}
    return kept if decision is None else {**kept, item_id: decision}
