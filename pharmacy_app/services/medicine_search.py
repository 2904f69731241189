"""Medicines as they are searched while somebody types: by any name, in any alphabet, with a slip of the finger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.db.queries.catalogue import Shelved
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.catalogue import UNCONFIRMED
from pharmacy_app.intake.name_index import Named, NameIndex
from pharmacy_app.services.catalogue import identifier
from pharmacy_app.services.desk import Connection, Desk

_LEAST = 2  # letters
_ready: WeakKeyDictionary[object, tuple[object, NameIndex]] = WeakKeyDictionary()  # of each open store: the state it was in, its names


@dataclass(frozen=True, slots=True)
class Choice:
    """A medicine that a search offers, and how many units of it could be handed out today."""

    medicine: Medicine
    brands: tuple[str, ...]
    units: int
    synonyms: tuple[str, ...] = ()
    vital: bool = False
    decided: bool = False  # the committee said otherwise than the shipped catalogue, or added it


def search_medicines(desk: Desk, text: str, limit: int = 12) -> tuple[Choice, ...]:
    """Medicines by INN, translation, synonym or brand, in any alphabet, with a strength if wanted (`losar 50`); best first.

    What is one slip away (`losratan`) comes behind what is spelt so. Where no name holds the words, those that sound alike are offered.
    Nothing for fewer than two letters.
    """
    folded = fold(text)
    if len(folded.replace(" ", "")) < _LEAST:
        return ()
    with desk.read() as connection:
        ids = index(desk, connection).find(text, limit)
        if not ids:
            ids = [candidate.medicine.id for candidate in identifier(connection).identify(text).candidates[:limit]]
        told = dict(shelf.learned(connection)).get(folded)
        if told is not None:
            ids = [told, *(one for one in ids if one != told)][:limit]
        units = shelf.usable_units(connection, ids, desk.clock.today())
        best = shelf.medicines_of(connection, ids)
    return tuple(
        Choice(
            one.medicine, tuple(b.removeprefix(UNCONFIRMED) for b in one.brands), units.get(one.medicine.id, 0), one.synonyms, one.vital,
            one.origin == "committee" or bool(one.decided),
        )
        for one in best
    )  # fmt: skip


def spelt(desk: Desk, connection: Connection, text: str, limit: int) -> tuple[Shelved, ...]:
    """Medicines whose names begin so, or with one slip; nothing that only sounds alike."""
    return shelf.medicines_of(connection, index(desk, connection).find(text, limit)) if len(fold(text)) >= _LEAST else ()


def index(desk: Desk, connection: Connection) -> NameIndex:
    """The names of the catalogue, made ready once for each state that it is in."""
    state = shelf.state(connection)
    known = _ready.get(desk.store)
    if known is None or known[0] != state:
        known = _ready[desk.store] = (state, _index(shelf.names(connection)))
    return known[1]


@lru_cache(maxsize=2)  # most acts change no name
def _index(rows: tuple[tuple[int, str, tuple[str, ...], tuple[str, ...], str], ...]) -> NameIndex:
    return NameIndex(
        [
            Named(id, (inn, *names), tuple(other.removeprefix(UNCONFIRMED) for other in others), strength, inn.count("+") + 1)
            for id, inn, names, others, strength in rows
        ]
    )
