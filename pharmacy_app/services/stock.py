"""The shelf: what there is and until when, setting aside and releasing, moving units by hand, and tracing lots to doors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import keeping, supply
from pharmacy_app.db.queries import stock as shelf
from pharmacy_app.db.queries.stock import BatchRow as BatchRow
from pharmacy_app.db.queries.stock import DoorRow as DoorRow
from pharmacy_app.db.queries.stock import MovementRow as MovementRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.expiry import Standing, standing
from pharmacy_app.services.desk import By, Connection, Desk
from pharmacy_app.services.setup import DEFAULTS

# What a person may book by hand; receipts come from donations, deliveries from rounds, reversals from the movement itself.
HAND_KINDS = ("damage", "loss", "disposal", "given_back", "count")


@dataclass(frozen=True, slots=True)
class StockLine:
    """A batch and how it stands today."""

    batch: BatchRow
    standing: Standing

    @property
    def free(self) -> int:
        """Units that can still be promised: none unless it is usable."""
        return self.batch.on_hand - self.batch.reserved if self.standing.usable else 0


@dataclass(frozen=True, slots=True)
class StandingAct:
    """Somebody set a batch aside (`act`: `quarantine`, `held`, `recalled`) or let it go (`release`), and said why."""

    act: str
    reason: str
    occurred_on: date
    user: str


@dataclass(frozen=True, slots=True)
class Card:
    """The stock card of a batch: itself, every movement, the doors it went to, and who set it aside or let it go, and why."""

    line: StockLine
    movements: tuple[MovementRow, ...]
    doors: tuple[DoorRow, ...]
    standings: tuple[StandingAct, ...] = ()


def list_stock(
    desk: Desk, *, expiring_days: int | None = None, donor: str | None = None, stocked_only: bool = False
) -> tuple[StockLine, ...]:
    """Batches, first to expire first. Raises `Refusal` `donor_unknown`."""
    today = desk.clock.today()
    with desk.read() as connection:
        donor_id = None
        if donor is not None:
            known = supply.donor_named(connection, donor)
            if known is None:
                raise Refusal("donor_unknown", "donor")
            donor_id = known.id
        until = None if expiring_days is None else today + timedelta(days=expiring_days)
        rows = shelf.batches(connection, donor_id=donor_id, expiring_until=until, stocked_only=stocked_only)
        return standing_of(connection, rows, today)


def card(desk: Desk, batch_id: int) -> Card:
    """The stock card of a batch. Raises `Refusal` `batch_unknown`."""
    with desk.read() as connection:
        row = _batch(connection, batch_id)
        (line,) = standing_of(connection, (row,), desk.clock.today())
        acts = tuple(
            StandingAct(row.verb.removeprefix("batch."), str(json.loads(row.after or "{}").get("reason", "")), row.occurred_on, row.user)
            for row in shelf.standing_acts(connection, batch_id)
        )
        return Card(line, shelf.movements(connection, batch_id), shelf.doors(connection, [batch_id]), acts)


def set_aside(desk: Desk, by: By, batch_id: int, status: str, reason: str) -> int:
    """Quarantine, hold or recall of a batch; gives up what was reserved of it and returns how many promises that were.

    What is out on a round stays in the bags, but can't be handed out any more. Raises `Refusal` `batch_unknown`, `reason_missing`.
    """
    if not reason.strip():
        raise Refusal("reason_missing", "reason")
    with desk.act(by, f"batch.{status}") as act:
        shelf.lock_batches(act.connection, [batch_id])
        row = _batch(act.connection, batch_id)
        act.about("batch", batch_id)
        given_up = shelf.release_reservations(act.connection, batch_id)
        shelf.change_batch(act.connection, batch_id, {"status": status, "reason": reason.strip()})
        act.before = {"status": row.status, "reason": row.reason}
        act.after = {"status": status, "reason": reason.strip(), "released": len(given_up)}
        return len(given_up)


def put_back(desk: Desk, by: By, batch_id: int, expiry: date | None = None, expiry_raw: str = "", note: str = "") -> None:
    """Releases a batch to the shelf; a doubtful or missing expiry date is settled in the same act. `note`: why, kept with who did it.

    Raises `Refusal` `batch_unknown`, `reason_missing`, `expiry_missing` (there is none to go by).
    """
    if not note.strip():
        raise Refusal("reason_missing", "note")
    with desk.act(by, "batch.release") as act:
        row = _batch(act.connection, batch_id)
        act.about("batch", batch_id)
        settled = expiry or row.expiry
        if settled is None:
            raise Refusal("expiry_missing", "expiry")
        if settled != row.expiry:
            shelf.change_batch(act.connection, batch_id, {"expiry": settled, "expiry_raw": expiry_raw or row.expiry_raw})
        shelf.change_batch(act.connection, batch_id, {"status": "available", "reason": ""})
        act.before = {"status": row.status, "reason": row.reason, "expiry": row.expiry}
        act.after = {"status": "available", "reason": note.strip(), "expiry": settled}


def move(desk: Desk, by: By, batch_id: int, kind: str, units: int, reason: str) -> None:
    """Books units out of a batch (damage, loss, disposal, given back), or in or out for a `count` (`units` signed then).

    Raises `Refusal`: `batch_unknown`, `kind_unknown`, `reason_missing`, `quantity_negative`, and, from the database itself,
    `on_hand_not_negative`, `reserved_within_stock`.
    """
    if kind not in HAND_KINDS:
        raise Refusal("kind_unknown", "kind")
    if not reason.strip():
        raise Refusal("reason_missing", "reason")
    if units == 0 or (units < 0 and kind != "count"):
        raise Refusal("quantity_negative", "quantity", text=str(units))
    with desk.act(by, f"stock.{kind}") as act:
        shelf.lock_batches(act.connection, [batch_id])
        row = _batch(act.connection, batch_id)
        act.about("batch", batch_id)
        signed = units if kind == "count" else -units
        supply.add_movements(
            act.connection,
            [
                {
                    "batch_id": batch_id,
                    "units": signed,
                    "kind": kind,
                    "reason": reason.strip(),
                    "occurred_on": by.occurred_on,
                    "entered_at": act.entered_at,
                    "entered_by": by.user_id,
                    "act": by.token,
                }
            ],
        )
        act.before, act.after = {"on_hand": row.on_hand}, {"on_hand": row.on_hand + signed, "reason": reason.strip()}


def count(desk: Desk, by: By, batch_id: int, counted: int, seen: int, reason: str) -> int:
    """Books the difference between what somebody counted and what the ledger says; returns it (0: it agrees, nothing is booked).

    `seen` is what the screen said when the count began. Raises `Refusal`: `batch_unknown`, `reason_missing`, `quantity_negative`,
    `count_outdated` (units moved meanwhile), and from the database itself `reserved_within_stock`.
    """
    if counted < 0:
        raise Refusal("quantity_negative", "quantity", text=str(counted))
    with desk.read() as connection:
        now = _batch(connection, batch_id).on_hand
    if now != seen:
        raise Refusal("count_outdated", "quantity", now=now)
    if counted != now:
        move(desk, by, batch_id, "count", counted - now, reason)
    return counted - now


def put_on_shelf(desk: Desk, by: By, batch_id: int, shelf_place: str) -> None:
    """Notes where a batch stands. Raises `Refusal` `batch_unknown`."""
    with desk.act(by, "batch.shelf") as act:
        row = _batch(act.connection, batch_id)
        act.about("batch", batch_id)
        shelf.change_batch(act.connection, batch_id, {"shelf": shelf_place.strip()})
        act.before, act.after = {"shelf": row.shelf}, {"shelf": shelf_place.strip()}


def trace(desk: Desk, *, lot: str | None = None, donation_id: int | None = None) -> tuple[Card, ...]:
    """From a lot number or a donation to its batches, their movements and every door.

    Raises `Refusal` `lot_unknown`, `donation_unknown`.
    """
    today = desk.clock.today()
    with desk.read() as connection:
        rows = shelf.batches(connection, lot=lot, donation_id=donation_id)
        if not rows:
            raise Refusal("lot_unknown" if donation_id is None else "donation_unknown", "trace", lot=lot, donation=donation_id)
        doors = shelf.doors(connection, [row.id for row in rows])
        return tuple(
            Card(line, shelf.movements(connection, line.batch.id), tuple(door for door in doors if door.batch_id == line.batch.id))
            for line in standing_of(connection, rows, today)
        )


def standing_of(connection: Connection, rows: tuple[BatchRow, ...], today: date) -> tuple[StockLine, ...]:
    """The batches, each with how it stands on that day, by the committee's thresholds."""
    kept = {**DEFAULTS, **keeping.settings(connection)}
    urgent, soon = int(kept["urgent_days"]), int(kept["soon_days"])
    return tuple(StockLine(row, standing(row.status, row.expiry, today, identity=row.identity, urgent=urgent, soon=soon)) for row in rows)


def _batch(connection: Connection, batch_id: int) -> BatchRow:
    found = shelf.batches(connection, batch_id=batch_id)
    if not found:
        raise Refusal("batch_unknown", "batch", batch=batch_id)
    return found[0]
