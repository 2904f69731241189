"""Rounds: confirmed units become stops in walking order, go out, and come home with a result for every slip."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import sharing, walking
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries import supply as ledger
from pharmacy_app.db.queries.walking import BagRow, PromisedRow, RoundRow, StopRow
from pharmacy_app.domain.codes import read_slip_code, slip_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.round_answers import DELIVERED, LOST, NOBODY, PART, RESULTS, Answer, note, noted, read_results

__all__ = [
    "DELIVERED", "LOST", "NOBODY", "PART", "RESULTS", "Answer", "BagRow", "Closed", "RoundRow", "RoundView", "StopRow", "cancel", "close",
    "list_rounds", "note", "plan", "read_results", "read_view", "refuse_unusable", "reorder", "round_of", "send_out", "view", "waiting_for_round",
]  # fmt: skip

OPEN = ("planned", "out")


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its stops and all that it carries; `catalogue` holds the medicines by id."""

    round: RoundRow
    stops: tuple[StopRow, ...]
    bags: dict[int, tuple[BagRow, ...]]  # by slip
    catalogue: dict[int, Medicine]
    noted: dict[str, Answer]  # by slip code: what was noted of it while it is out


@dataclass(frozen=True, slots=True)
class Closed:
    """How a round ended: slips by result, and units: out = delivered + returned + lost."""

    slips: dict[str, int]
    out: int
    delivered: int
    returned: int
    lost: int


def list_rounds(desk: Desk) -> tuple[RoundRow, ...]:
    """All rounds, the newest first."""
    with desk.read() as connection:
        return walking.rounds(connection)


def view(desk: Desk, round_id: int) -> RoundView:
    """A round whole. Raises `Refusal` `round_unknown`."""
    with desk.read() as connection:
        return read_view(connection, round_id)


def read_view(connection: Connection, round_id: int) -> RoundView:
    """A round whole, on a connection that is open."""
    found = _round(connection, round_id)
    bags: dict[int, list[BagRow]] = defaultdict(list)
    for bag in _carried(connection, found):
        bags[bag.slip_id].append(bag)
    stops = tuple(stop for stop in walking.stops(connection, round_id) if found.status == "closed" or stop.slip_id in bags)
    carried = {slip: tuple(rows) for slip, rows in bags.items()}
    return RoundView(found, stops, carried, medicines_by_id(connection), noted(connection, round_id))


def waiting_for_round(desk: Desk, council: str | None = None) -> int:
    """How many people have confirmed units and no round yet. Raises `Refusal` `council_unknown`."""
    with desk.read() as connection:
        return walking.people_promised(connection, _council(connection, council))


def plan(desk: Desk, by: By, day: date, council: str | None = None, carriers: str = "") -> int:
    """A round of everything confirmed and not yet on one: a stop a house, a slip a person. Returns its id.

    Raises `Refusal`: `round_in_past`, `council_unknown`, `nothing_to_deliver`.
    """
    if day < desk.clock.today():
        raise Refusal("round_in_past", "date", day=day)
    with desk.act(by, "round.plan") as act:
        council_id = _council(act.connection, council)
        due = [row for row in walking.promised(act.connection, council_id) if row.expiry is None or row.expiry >= day]
        free = walking.still_promised(act.connection, [row.allocation_id for row in due])
        rows = [row for row in due if row.allocation_id in free]
        if not rows:
            raise Refusal("nothing_to_deliver", "round")
        round_id = walking.add_round(
            act.connection,
            {
                "walked_on": day,
                "council_id": council_id,
                "carriers": carriers.strip(),
                "entered_at": act.entered_at,
                "entered_by": by.user_id,
            },
        )
        act.about("round", round_id)
        slips = _write_stops(act, round_id, rows)
        act.after = {"day": day, "slips": slips, "allocations": len(rows)}
        return round_id


def reorder(desk: Desk, by: By, round_id: int, households: Iterable[int]) -> None:
    """Sets the walking order of a planned round and remembers it for the next. Raises `Refusal`: `round_unknown`, `round_not_planned`, `stops_differ`."""
    order = list(households)
    with desk.act(by, "round.reorder") as act:
        found = _round(act.connection, round_id, lock=True)
        if found.status != "planned":
            raise Refusal("round_not_planned", "round", round=round_id)
        if sorted(order) != sorted({stop.household_id for stop in walking.stops(act.connection, round_id)}):
            raise Refusal("stops_differ", "round", round=round_id)
        act.about("round", round_id)
        walking.order_stops(act.connection, round_id, order)
        act.after = {"order": order}


def send_out(desk: Desk, by: By, round_id: int) -> None:
    """The slips are printed and the bags leave. Raises `Refusal`: `round_unknown`, `round_not_planned`, `lot_not_usable`."""
    with desk.act(by, "round.out") as act:
        found = _round(act.connection, round_id, lock=True)
        if found.status != "planned":
            raise Refusal("round_not_planned", "round", round=round_id)
        act.about("round", round_id)
        _leave(act, found)


def cancel(desk: Desk, by: By, round_id: int) -> None:
    """Takes a planned round back; its units stay reserved for the next. Raises `Refusal`: `round_unknown`, `round_not_planned`."""
    with desk.act(by, "round.cancel") as act:
        found = _round(act.connection, round_id, lock=True)
        if found.status != "planned":
            raise Refusal("round_not_planned", "round", round=round_id)
        act.about("round", round_id)
        rows = walking.bags(act.connection, round_id)
        walking.change_allocations(act.connection, [(row.allocation_id, {"slip_id": None}) for row in rows])  # codes are never used again
        walking.change_round(act.connection, round_id, {"status": "cancelled"})


def close(desk: Desk, by: By, round_id: int, answers: Mapping[str, Answer], rest: Answer | None = None) -> Closed:
    """Writes what became of every slip (by code; else as it was noted, else `rest`) and books it; the bags come out even or nothing is written.

    Raises `Refusal`: `round_unknown`, `round_closed`, `slip_unknown`, `result_unknown`, `slips_without_result`, `returned_unclear`,
    `lot_not_usable` (a lot that was handed out had expired, or was set aside, by the day of the round), `closed_before_walked`.
    """
    with desk.act(by, "round.close") as act:
        found = _round(act.connection, round_id, lock=True)
        if found.status not in OPEN:
            raise Refusal("round_closed", "round", round=round_id)
        if by.occurred_on < found.walked_on:
            raise Refusal("closed_before_walked", "round", day=found.walked_on)
        act.about("round", round_id)
        if found.status == "planned":
            _leave(act, found)
        stops = walking.stops(act.connection, round_id)
        settled = _settled(stops, {**noted(act.connection, round_id), **answers}, rest)
        rows = _carried(act.connection, found)
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


def round_of(desk: Desk, code: str) -> int | None:
    """The round of a scanned or typed slip code, None where it is none of ours."""
    read = read_slip_code(code)
    if read is None:
        return None
    with desk.read() as connection:
        return walking.round_of_slip(connection, read)


def _round(connection: Connection, round_id: int, lock: bool = False) -> RoundRow:
    if lock:
        walking.lock_round(connection, round_id)
    found = walking.rounds(connection, round_id)
    if not found:
        raise Refusal("round_unknown", "round", round=round_id)
    return found[0]


def _carried(connection: Connection, found: RoundRow) -> tuple[BagRow, ...]:
    """What is, or was, in the bags: from a round that is still open, units that were given up since it was planned are gone."""
    rows = walking.bags(connection, found.id)
    return tuple(row for row in rows if row.status != "released") if found.status in OPEN else rows


def _council(connection: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    found = sharing.council_named(connection, name)
    if found is None:
        raise Refusal("council_unknown", "council")
    return found


def _write_stops(act: Act, round_id: int, rows: list[PromisedRow]) -> int:
    houses = list(dict.fromkeys(row.household_id for row in rows))
    stops = walking.add_stops(
        act.connection, [{"round_id": round_id, "household_id": house, "position": n} for n, house in enumerate(houses, 1)]
    )
    stop_of = dict(zip(houses, stops, strict=True))
    people = list(dict.fromkeys((row.household_id, row.patient_id) for row in rows))
    codes = _new_codes(walking.slip_codes(act.connection), len(people))
    slips = walking.add_slips(
        act.connection,
        [
            {"delivery_id": stop_of[house], "patient_id": patient, "code": code}
            for (house, patient), code in zip(people, codes, strict=True)
        ],
    )
    slip_of = dict(zip(people, slips, strict=True))
    walking.put_on_slips(act.connection, [(slip_of[row.household_id, row.patient_id], row.allocation_id) for row in rows])
    return len(slips)


def _new_codes(taken: set[str], wanted: int) -> list[str]:
    """Random, so that a code says nothing about a person, and never one that was used before."""
    made: list[str] = []
    while len(made) < wanted:
        code = slip_code(secrets.randbelow(10**7))
        if code not in taken:
            taken.add(code)
            made.append(code)
    return made


def _leave(act: Act, found: RoundRow) -> None:
    walking.drop_empty_slips(act.connection, found.id)
    rows = walking.bags(act.connection, found.id)
    refuse_unusable(rows, found.walked_on)
    walking.change_allocations(act.connection, [(row.allocation_id, {"status": "out"}) for row in rows])
    walking.change_round(act.connection, found.id, {"status": "out", "printed_at": act.entered_at})


def refuse_unusable(rows: Iterable[BagRow], day: date) -> None:
    """Nothing expired or set aside goes out or on paper. Raises `Refusal` `lot_not_usable` (`lots`)."""
    bad = sorted({row.lot for row in rows if row.batch_status != "available" or row.expiry is None or row.expiry < day})
    if bad:
        raise Refusal("lot_not_usable", "round", lots=", ".join(bad))


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
