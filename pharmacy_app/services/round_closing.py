"""A round comes home: what became of every slip is booked, all of it or nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pharmacy_app.db.queries import homecoming, walking
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries import supply as ledger
from pharmacy_app.db.queries.walking import BagRow, RoundRow, StopRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.homecoming import APART, AT_DOOR, BACK, GONE, MISSING, check, end, waits
from pharmacy_app.services.desk import Act, By, Desk
from pharmacy_app.services.round_answers import Answer, noted
from pharmacy_app.services.round_planning import leave
from pharmacy_app.services.round_reading import OPEN, carried, refuse_unusable, the_round

CAME_BACK = "came_back_opened"  # why units are in a lot of their own, set aside: a word of `wording.trade.LINE_REASONS`


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody of whom the door said that they moved away or died; the history of the person does not say it yet."""

    patient_id: int
    patient: str
    why: str


@dataclass(frozen=True, slots=True)
class Closed:
    """How a round ended: slips by result, and units: out = delivered + returned + lost. `apart` of those returned are set aside."""

    slips: dict[str, int]
    out: int
    delivered: int
    returned: int
    lost: int
    apart: int = 0
    gone: tuple[Gone, ...] = ()


def close(desk: Desk, by: By, round_id: int, answers: Mapping[str, Answer], rest: Answer | None = None) -> Closed:
    """Writes what became of every slip (by code; else as it was noted, else `rest`) and books it; the bags come out even or nothing is written.

    Raises `Refusal`: `round_unknown`, `round_closed`, `slip_unknown`, `result_unknown`, `slips_without_result`, `returned_unclear`,
    `item_not_in_bag`, `lot_not_usable` (a lot that was handed out had expired, or was set aside, by the day of the round),
    `closed_before_walked`, and from the database itself `round_not_even`.
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
        ended = _ended(rows, {stop.slip_id: settled[stop.code] for stop in stops})
        refuse_unusable(ended[AT_DOOR], found.walked_on)
        _book(act, found, ended)
        _promise_again(act, ended[BACK], {stop.slip_id: settled[stop.code] for stop in stops})
        for stop in stops:
            answer = settled[stop.code]
            values = {"result": answer.result, "received_by": answer.received_by.strip(), "note": answer.note.strip()}
            walking.change_slip(act.connection, stop.slip_id, values)
        walking.drop_answers(act.connection, [stop.slip_id for stop in stops])  # the slips and the ledger say it from now on
        walking.change_round(act.connection, round_id, {"status": "closed", "closed_on": by.occurred_on, "closed_act": by.token})
        made = _counted(stops, settled, rows, ended)
        act.after = {"slips": made.slips, "out": made.out, "delivered": made.delivered, "returned": made.returned, "lost": made.lost}
        act.after |= {"apart": made.apart} if made.apart else {}
        return made


def _settled(stops: tuple[StopRow, ...], answers: Mapping[str, Answer], rest: Answer | None) -> dict[str, Answer]:
    known = {stop.code for stop in stops}
    for code in answers:
        if code not in known:
            raise Refusal("slip_unknown", "round", code=code)
    settled = {stop.code: answers.get(stop.code, rest) for stop in stops}
    open_slips = sum(answer is None for answer in settled.values())
    if open_slips:
        raise Refusal("slips_without_result", "round", slips=open_slips)
    return {code: answer for code, answer in settled.items() if answer is not None}


def _ended(rows: Iterable[BagRow], answers: Mapping[int, Answer]) -> dict[str, list[BagRow]]:
    """The units of a round by how they ended."""
    items: dict[int, set[int]] = defaultdict(set)
    ended: dict[str, list[BagRow]] = {AT_DOOR: [], BACK: [], APART: [], MISSING: []}
    for row in rows:
        items[row.slip_id].add(row.item_id)
        ended[end(answers[row.slip_id], row.item_id)].append(row)
    for slip_id, answer in answers.items():
        check(answer, items[slip_id])
    return ended


def _book(act: Act, found: RoundRow, ended: Mapping[str, list[BagRow]]) -> None:
    """The ledger: what was delivered and lost leaves; what came back opened or warm goes to a lot of its own; all other units never left it."""
    homecoming.ends(act.connection, {how: [row.allocation_id for row in rows] for how, rows in ended.items()})
    ledger.add_movements(act.connection, [_movement(act, found, row, "delivery") for row in ended[AT_DOOR]])
    ledger.add_movements(act.connection, [_movement(act, found, row, "loss") for row in ended[MISSING]])
    aside = [row for row in ended[APART] if row.batch_status == "available"]  # a lot that is set aside already takes its own back
    if not aside:
        return
    ledger.add_movements(act.connection, [_movement(act, found, row, "apart") for row in aside])
    units: Counter[int] = Counter()
    for row in aside:
        units[row.batch_id] += row.units
    places = homecoming.apart_from(act.connection, sorted(units), CAME_BACK)
    common = {**_movement(act, found, aside[0], "apart"), "allocation_id": None}
    ledger.add_movements(act.connection, [{**common, "batch_id": places[batch], "units": n} for batch, n in sorted(units.items())])


def _promise_again(act: Act, back: Iterable[BagRow], answers: Mapping[int, Answer]) -> None:
    """Who was not at home is on the next round: promised anew, as long as the lot may be handed out and its days are not over."""
    day = act.by.occurred_on
    again = [
        row.allocation_id
        for row in back
        if waits(answers[row.slip_id], row.item_id, row.last_day, day) and row.batch_status == "available" and row.expiry is not None
    ]
    homecoming.promise_again(act.connection, again, day)


def _counted(
    stops: tuple[StopRow, ...], settled: Mapping[str, Answer], rows: Iterable[BagRow], ended: Mapping[str, list[BagRow]]
) -> Closed:
    units = {how: sum(row.units for row in some) for how, some in ended.items()}
    gone = tuple(Gone(stop.patient_id, stop.patient, settled[stop.code].result) for stop in stops if settled[stop.code].result in GONE)
    return Closed(
        dict(Counter(answer.result for answer in settled.values())),
        sum(row.units for row in rows),
        units[AT_DOOR],
        units[BACK] + units[APART],
        units[MISSING],
        units[APART],
        gone,
    )


def _movement(act: Act, found: RoundRow, row: BagRow, kind: str) -> dict[str, object]:
    return {
        "batch_id": row.batch_id,
        "units": -row.units,
        "kind": kind,
        "reason": "" if kind == "delivery" else "round",
        "occurred_on": found.walked_on,
        "entered_at": act.entered_at,
        "entered_by": act.by.user_id,
        "allocation_id": row.allocation_id,
        "act": act.by.token,
    }
