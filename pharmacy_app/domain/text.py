"""How names are compared: without accents, capitals or doubled blanks. For search and duplicates, never for display."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`  Pérez  ÑÁÑEZ ` -> `perez nanez`."""
    if text.isascii():
        return " ".join(text.lower().split())  # nothing to take off: most names, and the same answer
    marked = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).split())
