"""How names are compared: without accents, capitals or doubled blanks. For search and duplicates, never for display."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`  Pérez  ÑÁÑEZ ` -> `perez nanez`."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).split())
