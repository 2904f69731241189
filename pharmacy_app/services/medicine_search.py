"""Medicines as they are searched while somebody types: by any name, in any alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.db.queries.catalogue import Shelved
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.services.catalogue import identifier
from pharmacy_app.services.desk import Desk


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

    Where no name holds the words, those that sound alike are offered. Nothing for fewer than two letters.
    """
    words = fold(text).split()
    if len("".join(words)) < 2:
        return ()
    with desk.read() as connection:
        found = list(shelf.named(connection, text))
        if not found:
            alike = identifier(connection).identify(text).candidates[:limit]
            found = [one for candidate in alike if (one := shelf.medicine(connection, candidate.medicine.id))]
        else:
            found.sort(key=lambda one: _distance(one, words))
        told = dict(shelf.learned(connection)).get(fold(text))
        if told is not None and (learned := shelf.medicine(connection, told)) is not None:
            found = [learned, *(one for one in found if one.medicine.id != told)]
        best = found[:limit]
        units = shelf.usable_units(connection, [one.medicine.id for one in best], desk.clock.today())
    return tuple(
        Choice(
            one.medicine, tuple(b.removeprefix("?") for b in one.brands), units.get(one.medicine.id, 0), one.synonyms, one.vital,
            one.origin == "committee" or bool(one.decided),
        )
        for one in best
    )  # fmt: skip


def _distance(one: Shelved, words: list[str]) -> tuple[int, int, bool, str, int]:
    """Names that begin with the first word come first, then the very strength (`5` is not `2.5`), single substances before combinations."""
    word, strength = words[0], re.split(r"[^0-9.]+", one.medicine.strength)
    other = sum(number not in strength for number in (said.replace(",", ".") for said in words) if number[0].isdigit())
    names = (one.medicine.inn, *one.medicine.names)
    others = (*one.synonyms, *one.brands)
    rank = 0 if any(fold(name).startswith(word) for name in names) else 1 if any(fold(name).startswith(word) for name in others) else 2
    return rank + one.medicine.inn.count("+"), other, not one.medicine.essential, one.medicine.inn, one.medicine.id
