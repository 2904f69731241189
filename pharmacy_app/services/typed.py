"""Short texts that people type: blanks tidied, absurd lengths refused."""

from __future__ import annotations

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold

LONGEST = 300


def short(text: str, where: str = "text", most: int = LONGEST) -> str:
    """The text with single blanks. Raises `Refusal` `text_too_long`."""
    kept = " ".join(text.split())
    if len(kept) > most:
        raise Refusal("text_too_long", where, most=most)
    return kept


def named(name: str, where: str = "name") -> str:
    """A name that is there. Raises `Refusal`: `name_missing`, `text_too_long`."""
    if not fold(name):
        raise Refusal("name_missing", where)
    return short(name, where)
