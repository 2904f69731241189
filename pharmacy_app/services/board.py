"""The board: one queue of an open proposal, held in memory, so that what another amount would do to everybody is seen while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import sharing
from pharmacy_app.db.queries.sharing import RunItemRow, RunRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.matching import propose as plan
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.match_dealing import Asked, Decision, around, asked_in, decided_in, kits_only, open_run, queue_of, rules_of

_UNUSABLE = ("expired", "held", "quarantine", "recalled", "no_expiry", "reserved")


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision would do to another line: units before and after, and until which day those reach."""

    item_id: int
    patient: str
    before: int
    after: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What decisions would do: units that their lines get and until when (by item; the day None: nothing), units of the medicine that stay,
    and the other lines that change."""

    gets: dict[int, tuple[int, date | None]]
    left: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The people who ask for a medicine or its other strengths, the lots that they share, what is decided already.

    Nothing here touches the database: it is as old as the moment at which it was read.
    """

    medicine_id: int
    from_day: date
    lines: dict[int, RunItemRow]
    asked: Asked
    only: frozenset[int] | None  # a run for families' kits: the others' share stays

    def foresee(self, units: Mapping[int, int | None]) -> Foreseen:
        """What these amounts by item (None: as the rules say) would do, beside all that is decided already.

        Raises `Refusal`: `line_unknown`, `quantity_negative`, `more_than_asked`, `waits_for_doctor`.
        """
        decided = {item: said for item, said in decided_in(self.lines.values()).items() if item not in units}
        for item_id, amount in units.items():
            check_amount(self.lines, item_id, amount)
            if amount is not None:
                decided[item_id] = Decision(amount, "?")
        read = self.asked
        made = plan(self.from_day, read.lots, around(read.asks, decided), read.catalogue, read.policy)
        grants = {grant.item_id: grant for grant in made.grants}
        changes = tuple(
            Change(row.item_id, row.patient, row.units_granted, grants[row.item_id].units_granted, grants[row.item_id].last_day)
            for row in self.lines.values()
            if row.item_id not in units and row.item_id in grants and grants[row.item_id].units_granted != row.units_granted
        )
        mine = {lot.id for lot in read.lots if lot.medicine_id == self.medicine_id}
        left = sum(lot.left for lot in made.lots if lot.lot_id in mine and lot.skipped not in _UNUSABLE)
        if self.only is not None:
            others = (grant for grant in made.grants if grant.item_id not in self.lines)
            left += sum(share.units for grant in others for share in grant.shares if share.lot_id in mine)
        gets = {item: (grants[item].units_granted, grants[item].last_day) if item in grants else (0, None) for item in units}
        return Foreseen(gets, left, changes)


def board(desk: Desk, run_id: int, medicine_id: int) -> Board:
    """The board of one medicine of an open proposal. Raises `Refusal`: `run_unknown`, `run_not_open`, `medicine_not_found`."""
    with desk.read() as connection:
        return read_board(connection, open_run(connection, run_id), medicine_id)


def read_board(connection: Connection, found: RunRow, medicine_id: int) -> Board:
    """`board` of a run that was read, on a connection that is open."""
    queue = queue_of(connection, medicine_id, rules_of(found))
    lines = {row.item_id: row for row in sharing.run_items(connection, found.id, queue)}
    asked = asked_in(connection, found, queue)
    return Board(medicine_id, found.from_day, lines, asked, kits_only(lines.values()))


def check_amount(lines: Mapping[int, RunItemRow], item_id: int, units: int | None) -> RunItemRow:
    """The line, where so many units may be decided for it. Raises as `Board.foresee`."""
    row = lines.get(item_id)
    if row is None:
        raise Refusal("line_unknown", "line")
    if units is not None and units < 0:
        raise Refusal("quantity_negative", "quantity", text=str(units))
    if units is not None and units > row.units_asked:
        raise Refusal("more_than_asked", "quantity", asked=row.units_asked)
    if units and row.refused:
        raise Refusal("waits_for_doctor", "line")
    return row
