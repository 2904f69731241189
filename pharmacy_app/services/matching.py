"""Matching: a proposal of who gets which units, the committee's changes to it, and its confirmation. The other modules of matching
(`match_making`, `match_dealing`, `board`, `match_deciding`, `match_confirming`) hold what is done; from here it is used."""

from __future__ import annotations

from pharmacy_app.db.queries import proposals, sharing
from pharmacy_app.db.queries.received import ReceivedRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.board import Board, Change, Foreseen, board
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.match_confirming import Again, Changed, LotChange, NeedChange, confirm, propose_again, what_changed
from pharmacy_app.services.match_dealing import free_lots
from pharmacy_app.services.match_deciding import decide, decide_together
from pharmacy_app.services.match_making import LONGEST, discard, propose, propose_in
from pharmacy_app.services.proposals import (
    Balance,
    LeftOver,
    Line,
    Overview,
    Proposal,
    Sheet,
    Total,
    read_overview,
    read_proposal,
    read_sheet,
    reasons_of,
)

__all__ = [
    "LONGEST", "Again", "Balance", "Board", "Change", "Changed", "Foreseen", "LeftOver", "Line", "LotChange", "NeedChange", "Overview", "Proposal",
    "ReceivedRow", "Sheet", "Total",
    "board",
    "confirm", "decide", "decide_together", "discard", "first_page", "free_lots", "people_of", "proposal", "propose", "propose_again", "propose_in",
    "reasons_of", "sheet", "what_changed",
]  # fmt: skip


def proposal(desk: Desk, run_id: int | None = None) -> Proposal | None:
    """A run with all its lines; the newest where none is named; None where there has been none. Raises `Refusal` `run_unknown`."""
    with desk.read() as connection:
        found = sharing.run(connection, run_id)
        if found is None:
            if run_id is None:
                return None
            raise Refusal("run_unknown", "run", run=run_id)
        return read_proposal(connection, found)


def first_page(
    desk: Desk, medicine_id: int | None = None, item_id: int | None = None, limit: int | None = None
) -> tuple[Overview, Sheet | None] | None:
    """The newest run without its lines, and the sheet of one medicine: of this item, else this one, else the first. Of the lines the first so
    many (all, where an item is asked for). None where there has been no run; no sheet where it has no line."""
    with desk.read() as connection:
        found = sharing.run(connection)
        if found is None:
            return None
        seen = read_overview(connection, found)
        asked_for = sharing.medicine_of_line(connection, found.id, item_id) if item_id is not None else None
        there = [total.medicine.id for total in seen.medicines]
        if not there:
            return seen, None
        chosen = asked_for or (medicine_id if medicine_id in there else there[0])
        return seen, read_sheet(connection, seen, chosen, limit if asked_for is None else None)


def sheet(desk: Desk, seen: Overview, medicine_id: int, limit: int | None = None) -> Sheet:
    """One medicine of a run that was read, with so many of its lines (None: all)."""
    with desk.read() as connection:
        return read_sheet(connection, seen, medicine_id, limit)


def people_of(desk: Desk) -> tuple[int, int]:
    """How many people the newest run asks for, and of how many councils: goes through all its lines."""
    with desk.read() as connection:
        found = sharing.run(connection)
        return proposals.people_of(connection, found.id) if found is not None else (0, 0)
