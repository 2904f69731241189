"""A round that was closed wrongly is reopened: by counter-entries that name the first, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import reopening, walking
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries import supply as ledger
from pharmacy_app.db.queries.reopening import AgainRow, BookedRow, ClosingRow, LotRow, Since
from pharmacy_app.db.queries.walking import BagRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.round_answers import as_closed, keep
from pharmacy_app.services.round_reading import the_round
from pharmacy_app.services.typed import short


@dataclass(frozen=True, slots=True)
class Preview:
    """What reopening a round takes back, what rests on it without standing in the way, and what does stand in the way.

    `delivered`, `lost`, `apart`, `returned`: units that are in the bags again. `again`: people whose bag waits for the next round, and comes
    back into this one.
    """

    closed_on: date
    user: str
    delivered: int
    lost: int
    apart: int
    returned: int
    again: int
    since: Since
    blockers: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    closing: ClosingRow
    bags: tuple[BagRow, ...]
    booked: tuple[BookedRow, ...]
    again: tuple[AgainRow, ...]
    lots: dict[int, LotRow]


def preview(desk: Desk, round_id: int) -> Preview:
    """What reopening would do. Raises `Refusal`: `round_unknown`, `round_not_closed`."""
    with desk.read() as connection:
        facts = _facts(connection, round_id)
        since = reopening.since(connection, round_id, facts.closing.entered_at)
    apart = sum(row.units for row in facts.booked if row.kind == "apart" and row.units > 0)
    return Preview(
        facts.closing.closed_on,
        facts.closing.user,
        sum(bag.delivered_units for bag in facts.bags),
        sum(bag.lost_units for bag in facts.bags),
        apart,
        sum(bag.returned_units for bag in facts.bags) - apart,
        len({row.patient for row in facts.again}),
        since,
        tuple(_blockers(facts)),
    )


def reopen(desk: Desk, by: By, round_id: int, why: str) -> None:
    """Takes a closing back: every line of the ledger by a counter-entry, the bags out again, what was noted noted still.

    Raises `Refusal`: `round_unknown`, `round_not_closed`, `reason_missing`, `text_too_long`, and where something later used it:
    `reopen_on_later_round`, `reopen_lot_aside`, `reopen_units_used`.
    """
    said = short(why, "reason")
    if not said:
        raise Refusal("reason_missing", "reason")
    with desk.act(by, "round.reopen") as act:
        the_round(act.connection, round_id, lock=True)
        facts = _facts(act.connection, round_id)
        shelf.lock_batches(act.connection, sorted(facts.lots))
        facts = _facts(act.connection, round_id)  # as it stands now that nobody else can change it
        for blocker in _blockers(facts):
            raise blocker
        act.about("round", round_id)
        signed: dict[str, object] = {"entered_at": act.entered_at, "entered_by": by.user_id}
        entry = {"round_id": round_id, "closed_act": facts.closing.token, "why": said, "reopened_on": by.occurred_on}
        reopening.add_reopening(act.connection, entry | signed)
        counter = {"kind": "reversal", "reason": "round", "occurred_on": by.occurred_on, "act": by.token, **signed}
        rows = [{"batch_id": row.batch_id, "units": -row.units, "reverses_id": row.id, **counter} for row in facts.booked]
        ledger.add_movements(act.connection, rows)
        walking.change_allocations(act.connection, [(row.allocation_id, {"status": "released"}) for row in facts.again])
        walking.change_round(act.connection, round_id, {"status": "out", "closed_on": None, "closed_act": None})
        stops = walking.stops(act.connection, round_id)
        answers = as_closed(stops, facts.bags)
        reopening.out_again(act.connection, round_id)
        keep(act, {stop.slip_id: answers[stop.code] for stop in stops if stop.code in answers})
        act.before = {"closed_on": facts.closing.closed_on, "act": facts.closing.token}
        act.after = {"why": said, "counter_entries": len(rows), "promises": len(facts.again)}


def _facts(connection: Connection, round_id: int) -> _Facts:
    the_round(connection, round_id)
    closing = reopening.closing(connection, round_id)
    if closing is None:
        raise Refusal("round_not_closed", "round", round=round_id)
    bags = walking.bags(connection, round_id)
    booked = reopening.booked(connection, closing.token)
    lots = reopening.lots(connection, sorted({bag.batch_id for bag in bags} | {row.batch_id for row in booked}))
    return _Facts(closing, bags, booked, reopening.promised_again(connection, round_id), {row.id: row for row in lots})


def _blockers(facts: _Facts) -> Iterable[Refusal]:
    """What used something of the round since, each with what it is."""
    later = [row for row in facts.again if row.round_id is not None]
    if later:
        rounds = ", ".join(str(one) for one in sorted({row.round_id for row in later if row.round_id is not None}))
        yield Refusal("reopen_on_later_round", "round", rounds=rounds, people=len({row.patient for row in later}))
    carried = {bag.batch_id for bag in facts.bags}
    aside = sorted({facts.lots[one].lot for one in carried if facts.lots[one].status != "available"})
    if aside:
        yield Refusal("reopen_lot_aside", "round", lots=", ".join(aside))
    used = sorted({facts.lots[one].lot for one, units in _needed(facts).items() if units > _free(facts.lots[one])})
    if used:
        yield Refusal("reopen_units_used", "round", lots=", ".join(used))


def _needed(facts: _Facts) -> Counter[int]:
    """Free units that the bags need again of each lot. What was delivered or lost brings its own back; so does a promise made again."""
    needed: Counter[int] = Counter()
    for bag in facts.bags:
        needed[bag.batch_id] += bag.units
    for booked in facts.booked:
        needed[booked.batch_id] += booked.units  # out of the lot then: back into it now; into what was set aside then: out of that now
    for again in facts.again:
        if again.status == "reserved" and again.round_id is None:
            needed[again.batch_id] -= again.units
    return needed


def _free(lot: LotRow) -> int:
    return lot.on_hand - lot.reserved
