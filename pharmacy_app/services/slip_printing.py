"""Slips on their way through the printer: handed over, come out, or not. Written before the first page leaves, so that a blackout leaves no doubt unsaid."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pharmacy_app.db.queries import printing, walking
from pharmacy_app.db.queries.printing import PrintRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import Act, By, Desk


@dataclass(frozen=True, slots=True)
class Printing:
    """A round's slips by their codes: `printed` came out; of those in `unsure` (handed over at `since`) nobody said whether they did."""

    open: frozenset[str]
    printed: frozenset[str]
    unsure: frozenset[str]
    stops_unsure: tuple[int, ...]
    since: datetime | None


def state(desk: Desk, round_id: int) -> Printing:
    """Where the slips of a round stand."""
    with desk.read() as connection:
        return _state(printing.slips(connection, round_id))


def hand_over(desk: Desk, by: By, round_id: int, codes: Collection[str]) -> None:
    """These slips go to a printer now. Raises `Refusal`: `round_unknown`, `slip_unknown`."""
    with desk.act(by, "slips.sent") as act:
        rows = _chosen(act, round_id, codes)
        printing.write(act.connection, [row.slip_id for row in rows], {"sent_at": act.entered_at})


def came_out(desk: Desk, by: By, round_id: int, codes: Collection[str]) -> Printing:
    """Somebody holds these slips. Gives where the round's slips stand now. Raises `Refusal`: `round_unknown`, `slip_unknown`."""
    with desk.act(by, "slips.printed") as act:
        rows = _chosen(act, round_id, codes)
        printing.write(act.connection, [row.slip_id for row in rows], {"printed_at": act.entered_at})
        return _state(printing.slips(act.connection, round_id))


def did_not_come_out(desk: Desk, by: By, round_id: int, codes: Collection[str]) -> None:
    """These slips did not come out: they are as before. One that was printed earlier stays printed. Raises `Refusal` as `came_out`."""
    with desk.act(by, "slips.not_printed") as act:
        rows = _chosen(act, round_id, codes)
        printing.write(act.connection, [row.slip_id for row in rows if row.printed_at is None], {"sent_at": None})


def _chosen(act: Act, round_id: int, codes: Collection[str]) -> list[PrintRow]:
    walking.lock_round(act.connection, round_id)
    if not walking.rounds(act.connection, round_id):
        raise Refusal("round_unknown", "round", round=round_id)
    act.about("round", round_id)
    rows = {row.code: row for row in printing.slips(act.connection, round_id)}
    unknown = next((code for code in codes if code not in rows), None)
    if unknown is not None:
        raise Refusal("slip_unknown", "slip", code=unknown)
    act.after = {"slips": len(set(codes))}
    return [rows[code] for code in dict.fromkeys(codes)]


def _state(rows: Collection[PrintRow]) -> Printing:
    unsure = [row for row in rows if row.printed_at is None and row.sent_at is not None]
    return Printing(
        frozenset(row.code for row in rows if row.printed_at is None and row.sent_at is None),
        frozenset(row.code for row in rows if row.printed_at is not None),
        frozenset(row.code for row in unsure),
        tuple(dict.fromkeys(row.stop for row in unsure)),
        min((row.sent_at for row in unsure if row.sent_at is not None), default=None),
    )
