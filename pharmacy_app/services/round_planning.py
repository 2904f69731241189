"""A round before it leaves: planned from what is confirmed, put in order, sent out, or taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from pharmacy_app.db.queries import walking
from pharmacy_app.db.queries.walking import PromisedRow, RoundRow
from pharmacy_app.domain.codes import slip_code
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import Act, By, Desk
from pharmacy_app.services.round_reading import council_of, refuse_unusable, the_round


def plan(desk: Desk, by: By, day: date, council: str | None = None, carriers: str = "") -> int:
    """A round of everything confirmed and not yet on one: a stop a house, a slip a person. Returns its id.

    Raises `Refusal`: `round_in_past`, `council_unknown`, `nothing_to_deliver`.
    """
    if day < desk.clock.today():
        raise Refusal("round_in_past", "date", day=day)
    with desk.act(by, "round.plan") as act:
        council_id = council_of(act.connection, council)
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
        found = the_round(act.connection, round_id, lock=True)
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
        found = the_round(act.connection, round_id, lock=True)
        if found.status != "planned":
            raise Refusal("round_not_planned", "round", round=round_id)
        act.about("round", round_id)
        leave(act, found)


def cancel(desk: Desk, by: By, round_id: int) -> None:
    """Takes a planned round back; its units stay reserved for the next. Raises `Refusal`: `round_unknown`, `round_not_planned`."""
    with desk.act(by, "round.cancel") as act:
        found = the_round(act.connection, round_id, lock=True)
        if found.status != "planned":
            raise Refusal("round_not_planned", "round", round=round_id)
        act.about("round", round_id)
        rows = walking.bags(act.connection, round_id)
        walking.change_allocations(act.connection, [(row.allocation_id, {"slip_id": None}) for row in rows])  # codes are never used again
        walking.change_round(act.connection, round_id, {"status": "cancelled"})


def leave(act: Act, found: RoundRow) -> None:
    """Sends a planned round out inside an act: what is in its bags is on the way. Raises `Refusal` `lot_not_usable`."""
    walking.drop_empty_slips(act.connection, found.id)
    rows = walking.bags(act.connection, found.id)
    refuse_unusable(rows, found.walked_on)
    walking.change_allocations(act.connection, [(row.allocation_id, {"status": "out"}) for row in rows])
    walking.change_round(act.connection, found.id, {"status": "out", "printed_at": act.entered_at})


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
