"""Matching: a proposal of who gets which units, the committee's changes to it, and its confirmation. The other modules of matching
(`match_making`, `match_dealing`, `board`, `match_deciding`, `match_confirming`) hold what is done; from here it is used."""

from __future__ import annotations

from pharmacy_app.db.queries import sharing
from pharmacy_app.db.queries.received import ReceivedRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.board import Board, Change, Foreseen, board
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.match_confirming import Again, Changed, LotChange, NeedChange, confirm, propose_again, what_changed
from pharmacy_app.services.match_dealing import free_lots
from pharmacy_app.services.match_deciding import decide, decide_together
from pharmacy_app.services.match_making import LONGEST, discard, propose, propose_in
from pharmacy_app.services.proposals import Balance, LeftOver, Line, Proposal, read_proposal, reasons_of

__all__ = [
    "LONGEST", "Again", "Balance", "Board", "Change", "Changed", "Foreseen", "LeftOver", "Line", "LotChange", "NeedChange", "Proposal", "ReceivedRow",
    "board",
    "confirm", "decide", "decide_together", "discard", "free_lots", "proposal", "propose", "propose_again", "propose_in", "reasons_of",
    "what_changed",
]  # fmt: skip


def proposal(desk: Desk, run_id: int | None = None) -> Proposal | None:
    """A run with its lines; the newest where none is named; None where there has been none. Raises `Refusal` `run_unknown`."""
    with desk.read() as connection:
        found = sharing.run(connection, run_id)
        if found is None:
            if run_id is None:
                return None
            raise Refusal("run_unknown", "run", run=run_id)
        return read_proposal(connection, found)
