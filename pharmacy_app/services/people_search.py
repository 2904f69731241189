"""Somebody looked for by part of a name, a code or a cédula, while it is typed."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from pharmacy_app.db.queries import people, people_index
from pharmacy_app.db.queries.people import PeopleFilter, PersonRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.people_index import PeopleIndex, Searched
from pharmacy_app.services.desk import Connection, Desk

LEAST = 3  # letters: nobody leafs through the neighbours
MOST = 1000  # of those who bear the letters are looked at; beyond, more letters are wanted
_ready: WeakKeyDictionary[object, tuple[int, PeopleIndex]] = WeakKeyDictionary()  # of each open store: the act up to which it is true


def enough(text: str) -> bool:
    """Whether this is enough to look somebody up by: three letters or digits."""
    return len("".join(fold(text).split())) >= LEAST


def found(desk: Desk, connection: Connection, which: PeopleFilter) -> list[int]:
    """Ids of those whom `which` means, best first, `MOST` at most: its text first, then the rest of it in one statement."""
    if not enough(which.text):
        return []
    ids = index(desk, connection).find(which.text, MOST)
    kept = people.ids_among(connection, replace(which, text="", ids=tuple(ids))) if ids else frozenset()
    return [one for one in ids if one in kept]


def settled(desk: Desk, connection: Connection, which: PeopleFilter) -> PeopleFilter:
    """The same people without the text that they were looked for by, for those who need them in another order.

    Raises `Refusal` `list_too_long` where more bear it than are looked at.
    """
    if not which.text.strip():
        return which
    ids = found(desk, connection, which)
    if len(ids) == MOST:
        raise Refusal("list_too_long", "text", most=MOST)
    return replace(which, text="", ids=tuple(ids))


def page(desk: Desk, connection: Connection, which: PeopleFilter, limit: int, offset: int = 0) -> tuple[PersonRow, ...]:
    """A page of those found, best first."""
    ids = found(desk, connection, which)[offset : offset + limit]
    rows = {row.id: row for row in people.people_of(connection, ids)}
    return tuple(rows[one] for one in ids)


def index(desk: Desk, connection: Connection) -> PeopleIndex:
    """The names of the census, made ready once for each state that it is in: after an act that names nobody it is still true."""
    last = people_index.last_act(connection)
    known = _ready.get(desk.store)
    if known is None or known[0] > last or (known[0] != last and people_index.named_since(connection, known[0])):
        made = PeopleIndex(Searched(*row) for row in people_index.names(connection))
    else:
        made = known[1]
    if known is None or known[0] != last:
        _ready[desk.store] = (last, made)
    return made
