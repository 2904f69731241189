"""What a round takes off the shelf, place by place; and what is not there: said, questioned, and given from another lot where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import planning, sharing, supply, walking
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries.planning import LotPromise, OtherLot
from pharmacy_app.db.queries.walking import BagRow, RoundRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.round_planning import drop_empty, planned
from pharmacy_app.services.round_reading import RoundView, read_view
from pharmacy_app.services.typed import short


@dataclass(frozen=True, slots=True)
class PickLine:
    """Units of one lot that a round takes off the shelf. `bags`: (stop, person, units) in walking order; `taken`: units that lie on the table;
    `wrong`: why it may not go into a bag (`expired` by the day of the round, or the lot's state), empty where it may."""

    batch_id: int
    shelf: str
    medicine: Medicine
    description: str
    brand: str
    lot: str
    expiry: date | None
    expiry_raw: str
    pack_size: int
    units: int
    taken: int
    wrong: str
    bags: tuple[tuple[int, str, int], ...]

    @property
    def done(self) -> bool:
        """All of it lies on the table."""
        return self.taken == self.units and not self.wrong


@dataclass(frozen=True, slots=True)
class Picking:
    """A round's list for the shelf, by place, medicine and date."""

    round: RoundRow
    lines: tuple[PickLine, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A promise that can't be kept from its lot. `other` is the lot that is offered for it (None: there is none)."""

    allocation_id: int
    patient_id: int
    patient: str
    units: int
    last_day: date
    other: OtherLot | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a lot that is not there (or may not be handed out) means: how many units should be on the shelf, which promises it breaks, those
    for which there is another lot first; `medicine_id` is what would be dealt anew for the others."""

    batch_id: int
    lot: str
    medicine_id: int
    should_be: int
    broken: tuple[Short, ...]

    @property
    def moved(self) -> tuple[Short, ...]:
        """Those that get another lot."""
        return tuple(one for one in self.broken if one.other is not None)

    @property
    def lost(self) -> tuple[Short, ...]:
        """Those for which there is no other lot."""
        return tuple(one for one in self.broken if one.other is None)


def picking(desk: Desk, round_id: int) -> Picking:
    """What a round takes from the shelf. Raises `Refusal` `round_unknown`."""
    with desk.read() as connection:
        view = read_view(connection, round_id)
        return Picking(view.round, pick_lines(view, planning.picked(connection, round_id)))


def pick_lines(view: RoundView, taken: dict[int, int]) -> tuple[PickLine, ...]:
    """The lines of a round's picking list, in the order of the places (`A2` before `A10`); what has no place comes last."""
    by_batch: dict[int, list[tuple[int, str, BagRow]]] = {}
    for stop in view.stops:
        for bag in view.bags.get(stop.slip_id, ()):
            by_batch.setdefault(bag.batch_id, []).append((stop.position, stop.patient, bag))
    lines = []
    for batch_id, rows in by_batch.items():
        first = rows[0][2]
        people: dict[tuple[int, str], int] = {}
        for position, patient, bag in rows:
            people[position, patient] = people.get((position, patient), 0) + bag.units
        lines.append(
            PickLine(
                batch_id, first.shelf, view.catalogue[first.medicine_id], first.description, first.brand, first.lot, first.expiry, first.expiry_raw,
                first.pack_size or 1, sum(people.values()), taken.get(batch_id, 0), _wrong(first, view.round.walked_on),
                tuple((position, patient, units) for (position, patient), units in people.items()),
            )
        )  # fmt: skip
    return tuple(sorted(lines, key=_by_place))


def pick(desk: Desk, by: By, round_id: int, batches: Iterable[int], taken: bool) -> None:
    """Ticks lines of the list (all that the round takes of these lots lies on the table), or takes the tick back.

    Raises `Refusal`: `round_unknown`, `round_not_planned`, `lot_not_on_round`, `lot_not_usable`.
    """
    with planned(desk, by, "round.pick", round_id) as (act, _):
        view = read_view(act.connection, round_id)
        lines = {line.batch_id: line for line in pick_lines(view, {})}
        for batch_id in batches:
            line = lines.get(batch_id)
            if line is None:
                raise Refusal("lot_not_on_round", "lot")
            planning.drop_picks(act.connection, round_id, [batch_id])
            if taken and line.wrong:
                raise Refusal("lot_not_usable", "lot", lots=line.lot)
            if taken:
                values = {"round_id": round_id, "batch_id": batch_id, "units": line.units}
                planning.pick(act.connection, values | {"entered_at": act.entered_at, "entered_by": by.user_id})
        act.after = {"taken": taken, "batches": sorted(batches)}


def missing(desk: Desk, round_id: int, batch_id: int, there: int | None) -> Missing:
    """What it would mean that there are only so many units of a lot on the shelf (None: nobody knows, it is to be looked for; for a lot that
    has expired by the day of the round nothing is asked, and no unit of it goes out).

    Raises `Refusal`: `round_unknown`, `lot_not_on_round`, `quantity_negative`, `count_not_short` (so many are enough).
    """
    with desk.read() as connection:
        return _missing(connection, read_view(connection, round_id), batch_id, there)


def not_there(desk: Desk, by: By, round_id: int, batch_id: int, there: int | None, reason: str) -> Missing:
    """Says that a lot is not on the shelf as it should be, in one act: what was counted is booked (nobody counted: the lot is set aside until
    somebody has looked), promises that it can't keep go over to other lots in the same bags, or are given up where there is none.

    Nothing is counted or set aside where the lot is there and has only expired. Raises what `missing` raises, `round_not_planned`,
    `reason_missing`, `text_too_long`.
    """
    said = short(reason, "reason")
    if not said:
        raise Refusal("reason_missing", "reason")
    verb = "stock.count" if there is not None else "batch.quarantine"
    with planned(desk, by, verb, round_id) as (act, _):
        view = read_view(act.connection, round_id)
        line = _line(view, batch_id)
        sharing.lock_proposals(act.connection)  # whoever confirms a proposal meanwhile sees what is left
        others = planning.other_lots(act.connection, line.medicine.id, batch_id)
        shelf.lock_batches(act.connection, [batch_id, *(lot.id for lot in others)])
        made = _missing(act.connection, view, batch_id, there)
        gone = {one.allocation_id for one in made.broken}
        broken = [one for one in planning.lot_promises(act.connection, batch_id) if one.allocation_id in gone]
        walking.change_allocations(act.connection, [(one.allocation_id, {"status": "released"}) for one in broken])
        if line.wrong:
            act.verb = "round.other_lot"
        else:
            act.about("batch", batch_id)
            _question(act, batch_id, there, made.should_be, said)
        _give_other_lots(act, broken, made)
        if broken:
            planning.drop_picks(act.connection, round_id, [batch_id])
            drop_empty(act, round_id)
        act.after |= {"round": round_id, "reason": said, "promises": len(made.broken), "other_lots": len(made.moved)}
        return made


def _missing(connection: Connection, view: RoundView, batch_id: int, there: int | None) -> Missing:
    line = _line(view, batch_id)
    if there is not None and there < 0:
        raise Refusal("quantity_negative", "quantity", text=str(there))
    (batch,) = shelf.batches(connection, batch_id=batch_id)
    promises = planning.lot_promises(connection, batch_id)
    should_be = batch.on_hand - sum(one.units for one in promises if one.status == "out")
    reserved = [one for one in promises if one.status == "reserved"]
    broken = [one for one in reserved if one.round_id == view.round.id] if line.wrong else _beyond(reserved, there or 0)
    if not broken and there == should_be:
        raise Refusal("count_not_short", "quantity")
    offered = _offered(broken, planning.other_lots(connection, line.medicine.id, batch_id), line.medicine, view.round.walked_on)
    made = [
        Short(
            one.allocation_id,
            one.patient_id,
            one.patient,
            one.units,
            one.last_day,
            offered.get(one.allocation_id),
        )
        for one in broken
    ]
    return Missing(batch_id, line.lot, line.medicine.id, should_be, tuple(sorted(made, key=lambda one: one.other is None)))


def _line(view: RoundView, batch_id: int) -> PickLine:
    found = next((line for line in pick_lines(view, {}) if line.batch_id == batch_id), None)
    if found is None:
        raise Refusal("lot_not_on_round", "lot")
    return found


def _beyond(promises: Sequence[LotPromise], there: int) -> list[LotPromise]:
    """The promises for which so many units do not reach; they come the most urgent first."""
    left, broken = there, []
    for promise in promises:
        if promise.units <= left:
            left -= promise.units
        else:
            broken.append(promise)
    return broken


def _offered(promises: Sequence[LotPromise], lots: Sequence[OtherLot], medicine: Medicine, day: date) -> dict[int, OtherLot]:
    """Another lot for each promise, by its id: all its units of one lot that lasts as long as they are taken, the first to expire first.

    Where only several lots together would do, there is none: who gets what of them is dealt anew, by the rule.
    """
    free, found = {lot.id: lot.free for lot in lots}, {}
    for promise in promises:
        lasts = max(promise.last_day, promise.walked_on or day)
        for lot in lots:
            whole = not medicine.keep_pack_whole or promise.units % lot.pack_size == 0
            if lot.expiry >= lasts and free[lot.id] >= promise.units and whole:
                free[lot.id] -= promise.units
                found[promise.allocation_id] = lot
                break
    return found


def _question(act: Act, batch_id: int, there: int | None, should_be: int, reason: str) -> None:
    """What the ledger is told: the difference that was counted, or that nobody may take of the lot until somebody has looked."""
    if there is None:
        shelf.change_batch(act.connection, batch_id, {"status": "quarantine", "reason": reason})
        act.after["status"] = "quarantine"
    elif there != should_be:
        moved = {"batch_id": batch_id, "units": there - should_be, "kind": "count", "reason": reason, "occurred_on": act.by.occurred_on}
        supply.add_movements(act.connection, [moved | {"entered_at": act.entered_at, "entered_by": act.by.user_id, "act": act.by.token}])
        act.before["there"], act.after["there"] = should_be, there


def _give_other_lots(act: Act, broken: Sequence[LotPromise], made: Missing) -> None:
    """The same units for the same days, of another lot, in the same bag; what was printed of it is printed again."""
    promise_of = {one.allocation_id: one for one in broken}
    rows = []
    for one in made.moved:
        before = promise_of[one.allocation_id]
        assert one.other is not None
        rows.append(
            {
                "run_item_id": before.run_item_id, "batch_id": one.other.id, "units": before.units, "covers": before.covers,
                "first_day": before.first_day, "last_day": before.last_day, "status": "reserved", "reserved_on": act.by.occurred_on,
                "slip_id": before.slip_id,
            }
        )  # fmt: skip
    planning.promise_instead(act.connection, rows)
    planning.print_again(act.connection, [before.slip_id for before in broken if before.slip_id is not None])


def _wrong(bag: BagRow, day: date) -> str:
    if bag.batch_status != "available":
        return bag.batch_status
    return "expired" if bag.expiry is None or bag.expiry < day else ""


def _by_place(line: PickLine) -> tuple[object, ...]:
    place = [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", line.shelf.casefold())
    ]
    return (
        not line.shelf.strip(),
        place,
        line.medicine.names[0] or line.medicine.inn,
        line.medicine.strength,
        line.expiry or date.max,
        line.lot,
    )
