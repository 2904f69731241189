"""The list of prescriptions as a room shows it: a page first, whatever the size of the community; the figures beside it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pharmacy_app.db.queries import care, keeping, people_index
from pharmacy_app.db.queries.care import ItemFilter, ItemRow
from pharmacy_app.services.desk import Connection, Desk
from pharmacy_app.services.setup import DEFAULTS

KINDS = ("all", "due", "waiting", "closed")
_ORDERS = {"due": "ending", "closed": "written"}  # the others by house


@dataclass(frozen=True, slots=True)
class Asked:
    """Which items: one of `KINDS`, of a council or of all, with these words in person, code or medicine."""

    kind: str = "all"
    council_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of items, whether there are more, the councils' ids and names; whether anything was ever prescribed; days before an end that ask for renewal."""

    rows: tuple[ItemRow, ...]
    more: bool
    councils: tuple[tuple[int, str], ...]
    anything: bool
    soon: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How many items of each kind there are in the council, and how many of them are meant in all."""

    counts: dict[str, int]
    total: int


def first_page(desk: Desk, asked: Asked, limit: int) -> Listed:
    """The first items that are meant. A constant number of statements."""
    with desk.read() as connection:
        soon = _soon(connection)
        which = replace(_kinds(desk.clock.today(), soon)[asked.kind], council_id=asked.council_id, text=asked.words)
        rows = care.items(connection, which, _ORDERS.get(asked.kind, "place"), limit + 1)
        anything = bool(rows) or care.any_items(connection)
        return Listed(rows[:limit], len(rows) > limit, people_index.council_names(connection), anything, soon)


def figures(desk: Desk, asked: Asked) -> Figures:
    """Counts what each kind means: one statement, and one more where words are looked for."""
    with desk.read() as connection:
        kinds = _kinds(desk.clock.today(), _soon(connection))
        counts = care.count_each(connection, asked.council_id, kinds)
        if not asked.words:
            return Figures(counts, counts[asked.kind])
        which = replace(kinds[asked.kind], council_id=asked.council_id, text=asked.words)
        return Figures(counts, care.count_items(connection, which))


def _soon(connection: Connection) -> int:
    return int({**DEFAULTS, **keeping.settings(connection)}["renewal_days"])


def _kinds(today: date, soon: int) -> dict[str, ItemFilter]:
    """What ends within `soon` days is to be renewed."""
    return {
        "all": ItemFilter(),
        "due": ItemFilter(statuses=("active",), ending_by=today + timedelta(days=soon), chronic=True),
        "waiting": ItemFilter(statuses=("waiting",)),
        "closed": ItemFilter(statuses=("closed",)),
    }
