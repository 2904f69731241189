"""Rounds: confirmed units become stops in walking order, go out, and come home with a result for every slip. The other modules of rounds
(`round_reading`, `round_planning`, `round_answers`, `round_closing`) hold what is done; from here it is used."""

from __future__ import annotations

from pharmacy_app.db.queries.walking import BagRow, RoundRow, StopRow
from pharmacy_app.services.round_answers import (
    DELIVERED,
    LOST,
    NOBODY,
    PART,
    RESULTS,
    Answer,
    SlipRow,
    as_closed,
    note,
    read_results,
    slip_of,
)
from pharmacy_app.services.round_closing import Closed, Gone, close
from pharmacy_app.services.round_planning import (
    Candidate,
    Joined,
    SectorWaiting,
    Waiting,
    cancel,
    carriers_before,
    change,
    could_join,
    join,
    plan,
    reorder,
    send_out,
    take_off,
    waiting,
)
from pharmacy_app.services.round_reading import (
    Load,
    RoundView,
    can_go,
    list_rounds,
    load,
    read_view,
    refuse_unusable,
    view,
    waiting_for_round,
)

__all__ = [
    "DELIVERED", "LOST", "NOBODY", "PART", "RESULTS", "Answer", "BagRow", "Candidate", "Closed", "Gone", "Joined", "Load", "RoundRow",
    "RoundView", "SectorWaiting", "SlipRow", "StopRow", "Waiting", "as_closed", "can_go", "cancel", "carriers_before", "change", "close",
    "could_join", "join", "list_rounds", "load", "note", "plan", "read_results", "read_view", "refuse_unusable", "reorder", "send_out",
    "slip_of", "take_off", "view", "waiting", "waiting_for_round",
]  # fmt: skip
