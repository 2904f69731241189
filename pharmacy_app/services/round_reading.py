"""A round as it is read: its stops, what it carries, and what of it is usable; what planning, closing and papers share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import planning, sharing, walking
from pharmacy_app.db.queries.walking import BagRow, RoundRow, StopRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services.catalogue import medicines as medicines_by_id
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.round_answers import Answer, noted

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
class Load:
    """What carriers have on their backs: bags, units, bags that need cold; `millilitres` of what is liquid, of which the catalogue knows how
    heavy it is (a gram each, and the bottle); of tablets it does not."""

    bags: int
    units: int
    cold: int
    millilitres: int


def load(found: RoundView) -> Load:
    """How much a round carries."""
    rows = [(slip_id, bag, found.catalogue[bag.medicine_id]) for slip_id, bags in found.bags.items() for bag in bags]
    return Load(
        len({slip_id for slip_id, _, _ in rows}),
        sum(bag.units for _, bag, _ in rows),
        len({slip_id for slip_id, _, medicine in rows if medicine.cold_chain}),
        sum(bag.units for _, bag, medicine in rows if medicine.unit == "ml"),
    )


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
    found = the_round(connection, round_id)
    bags: dict[int, list[BagRow]] = defaultdict(list)
    for bag in carried(connection, found):
        bags[bag.slip_id].append(bag)
    stops = tuple(stop for stop in walking.stops(connection, round_id) if found.status == "closed" or stop.slip_id in bags)
    by_slip = {slip: tuple(rows) for slip, rows in bags.items()}
    return RoundView(found, stops, by_slip, medicines_by_id(connection), noted(connection, round_id))


def waiting_for_round(desk: Desk, council: str | None = None) -> int:
    """How many people have confirmed units and no round yet. Raises `Refusal` `council_unknown`."""
    with desk.read() as connection:
        return planning.people_promised(connection, council_of(connection, council))


def the_round(connection: Connection, round_id: int, lock: bool = False) -> RoundRow:
    """The round of this number; with `lock`, nobody else changes it until this act is over. Raises `Refusal` `round_unknown`."""
    if lock:
        walking.lock_round(connection, round_id)
    found = walking.rounds(connection, round_id)
    if not found:
        raise Refusal("round_unknown", "round", round=round_id)
    return found[0]


def carried(connection: Connection, found: RoundRow) -> tuple[BagRow, ...]:
    """What is, or was, in the bags: from a round that is still open, units that were given up since it was planned are gone."""
    rows = walking.bags(connection, found.id)
    return tuple(row for row in rows if row.status != "released") if found.status in OPEN else rows


def council_of(connection: Connection, name: str | None) -> int | None:
    """The council of this name, None for all. Raises `Refusal` `council_unknown`."""
    if name is None:
        return None
    found = sharing.council_named(connection, name)
    if found is None:
        raise Refusal("council_unknown", "council")
    return found


def can_go(row: BagRow, day: date) -> bool:
    """Whether a lot in a bag may be handed out on that day: not expired, not set aside."""
    return row.batch_status == "available" and row.expiry is not None and row.expiry >= day


def refuse_unusable(rows: Iterable[BagRow], day: date) -> None:
    """Nothing expired or set aside goes out or on paper. Raises `Refusal` `lot_not_usable` (`lots`)."""
    bad = sorted({row.lot for row in rows if not can_go(row, day)})
    if bad:
        raise Refusal("lot_not_usable", "round", lots=", ".join(bad))
