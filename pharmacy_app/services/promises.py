"""What is promised: given up with why; and what dealing a medicine anew changes for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import promises, sharing
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.typed import short


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of a medicine that is dealt anew: units promised `before` (and until when), and what it gets `after`. Who had nothing had 0."""

    item_id: int
    patient_code: str
    patient: str
    council: str
    medicine_id: int
    before: int
    until_before: date | None
    after: int
    until_after: date | None

    @property
    def units(self) -> int:
        """More than before, or (below zero) less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """A run that deals a medicine anew beside what was promised before: who loses, who gains (each the most first), for whom nothing changes."""

    losing: tuple[Moved, ...]
    gaining: tuple[Moved, ...]
    same: tuple[Moved, ...]


def difference(desk: Desk, run_id: int) -> Difference:
    """What confirming this run changes, or changed. Raises `Refusal`: `run_unknown`, `run_not_anew` (it deals no medicine anew)."""
    with desk.read() as connection:
        found = sharing.run(connection, run_id)
        if found is None:
            raise Refusal("run_unknown", "run", run=run_id)
        if found.medicine_id is None:
            raise Refusal("run_not_anew", "run")
        rows = sharing.run_items(connection, run_id)
    moved = [
        Moved(
            row.item_id, row.patient_code, row.patient, row.council, row.medicine_id, row.former_units or 0, row.former_until,
            row.units_granted + row.units_extra, row.last_day,
        )
        for row in rows
        if row.former_units or row.units_granted
    ]  # fmt: skip
    moved.sort(key=lambda one: (-abs(one.units), one.item_id))
    same = tuple(one for one in moved if not one.units and one.until_before == one.until_after)
    rest = [one for one in moved if one not in same]
    losing = tuple(one for one in rest if (one.units, one.until_after or date.min) < (0, one.until_before or date.min))
    return Difference(losing, tuple(one for one in rest if one not in losing), same)


def release(desk: Desk, by: By, why: str, items: Collection[int] | None = None, run_id: int | None = None) -> int:
    """Gives up what is reserved and not yet out, for these items or for a whole run; the units are free again. Returns how many units.

    What is out on a round stays. Raises `Refusal`: `reason_missing`, `nothing_chosen`, `nothing_promised`.
    """
    said = short(why, "reason")
    if not said:
        raise Refusal("reason_missing", "reason")
    if run_id is None and not items:
        raise Refusal("nothing_chosen", "line")
    with desk.act(by, "match.release") as act:
        sharing.lock_proposals(act.connection)
        units = promises.give_up(act.connection, items, run_id)
        if not units:
            raise Refusal("nothing_promised", "line")
        act.about("run", run_id)
        act.after = {"why": said, "units": units} | ({} if items is None else {"items": sorted(items)})
        return units
