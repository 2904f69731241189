"""A round comes home: what became of every slip is booked, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries import supply as ledger
from pharmacy_app.db.queries import walking
from pharmacy_app.db.queries.walking import BagRow, RoundRow, StopRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import Act, By, Desk
from pharmacy_app.services.round_answers import DELIVERED, LOST, NOBODY, PART, RESULTS, Answer, noted
from pharmacy_app.services.round_planning import leave
from pharmacy_app.services.round_reading import OPEN, carried, refuse_unusable, the_round


@dataclass(frozen=True, slots=True)
class Closed:
    """How a round ended: slips by result, and units: out = delivered + returned + lost."""

    slips: dict[str, int]
    out: int
    delivered: int
    returned: int
    lost: int


def close(desk: Desk, by: By, round_id: int, answers: Mapping[str, Answer], rest: Answer | None = None) -> Closed:
    """Writes what became of every slip (by code; else as it was noted, else `rest`) and books it; the bags come out even or nothing is written.

    Raises `Refusal`: `round_unknown`, `round_closed`, `slip_unknown`, `result_unknown`, `slips_without_result`, `returned_unclear`,
    `lot_not_usable` (a lot that was handed out had expired, or was set aside, by the day of the round), `closed_before_walked`.
    """
    with desk.act(by, "round.close") as act:
        found = the_round(act.connection, round_id, lock=True)
        if found.status not in OPEN:
            raise Refusal("round_closed", "round", round=round_id)
        if by.occurred_on < found.walked_on:
            raise Refusal("closed_before_walked", "round", day=found.walked_on)
        act.about("round", round_id)
        if found.status == "planned":
            leave(act, found)
        stops = walking.stops(act.connection, round_id)
        settled = _settled(stops, {**noted(act.connection, round_id), **answers}, rest)
        rows = carried(act.connection, found)
        shelf.lock_batches(act.connection, sorted({row.batch_id for row in rows}))
        made = _book(act, found, rows, {stop.slip_id: settled[stop.code] for stop in stops})
        for stop in stops:
            answer = settled[stop.code]
            values = {"result": answer.result, "received_by": answer.received_by.strip(), "note": answer.note.strip()}
            walking.change_slip(act.connection, stop.slip_id, values)
        walking.drop_answers(act.connection, [stop.slip_id for stop in stops])  # the slips and the ledger say it from now on
        walking.change_round(act.connection, round_id, {"status": "closed", "closed_on": by.occurred_on})
        act.after = {"slips": made.slips, "out": made.out, "delivered": made.delivered, "returned": made.returned, "lost": made.lost}
        return made


def _settled(stops: tuple[StopRow, ...], answers: Mapping[str, Answer], rest: Answer | None) -> dict[str, Answer]:
    known = {stop.code for stop in stops}
    for code, answer in answers.items():
        if code not in known:
            raise Refusal("slip_unknown", "round", code=code)
        if answer.result not in RESULTS:
            raise Refusal("result_unknown", "round", result=answer.result)
    settled = {stop.code: answers.get(stop.code, rest) for stop in stops}
    open_slips = sum(answer is None for answer in settled.values())
    if open_slips:
        raise Refusal("slips_without_result", "round", slips=open_slips)
    return {code: answer for code, answer in settled.items() if answer is not None}


def _book(act: Act, found: RoundRow, rows: tuple[BagRow, ...], answers: Mapping[int, Answer]) -> Closed:
    delivered, returned, lost = [], [], []
    for row in rows:
        answer = answers[row.slip_id]
        if answer.result == PART and not answer.returned:
            raise Refusal("returned_unclear", "round")
        if answer.result == LOST:
            lost.append(row)
        elif answer.result == DELIVERED or (answer.result == PART and row.item_id not in answer.returned):
            delivered.append(row)
        else:
            returned.append(row)
    refuse_unusable(delivered, found.walked_on)
    again = {NOBODY, PART}  # these wait for the next round; the others' units are free again
    changes: list[tuple[int, Mapping[str, object]]] = [
        (row.allocation_id, {"status": "delivered", "delivered_units": row.units}) for row in delivered
    ]
    promised = []
    for row in returned:
        keeps = (
            answers[row.slip_id].result in again
            and row.batch_status == "available"
            and row.expiry is not None
            and row.last_day >= act.by.occurred_on
        )
        changes.append((row.allocation_id, {"status": "released"}))
        if keeps:
            promised.append(row.allocation_id)
    changes += [(row.allocation_id, {"status": "released"}) for row in lost]
    walking.change_allocations(act.connection, changes)
    walking.promise_again(act.connection, promised, act.by.occurred_on)
    ledger.add_movements(act.connection, [_movement(act, found, row, "delivery") for row in delivered])
    ledger.add_movements(act.connection, [_movement(act, found, row, "loss") for row in lost])
    by_result: dict[str, int] = defaultdict(int)
    for answer in answers.values():
        by_result[answer.result] += 1
    out, gone, back, missing = (sum(row.units for row in some) for some in (rows, delivered, returned, lost))
    if out != gone + back + missing:
        raise Refusal("round_not_even", "round", difference=out - gone - back - missing)
    return Closed(dict(by_result), out, gone, back, missing)


def _movement(act: Act, found: RoundRow, row: BagRow, kind: str) -> dict[str, object]:
    return {
        "batch_id": row.batch_id,
        "units": -row.units,
        "kind": kind,
        "reason": "" if kind == "delivery" else "round",
        "occurred_on": found.walked_on,
        "entered_at": act.entered_at,
        "entered_by": act.by.user_id,
        "allocation_id": row.allocation_id if kind == "delivery" else None,
        "act": act.by.token,
    }
