"""The test of a scanner: what should arrive, and what is wrong with what did."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmacy_app.db.queries import keeping
from pharmacy_app.reports import scanner_sheet
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import Language

GS = "\x1d"
_BEFORE = f"01{scanner_sheet.GTIN}17{scanner_sheet.EXPIRY}10{scanner_sheet.LOT}"
_AFTER = f"21{scanner_sheet.SERIAL}"
_PREFIX = re.compile(rf"^(?:[^0-9A-Za-z]?[A-Za-z][0-9])?{GS}?(?=01\d)")


@dataclass(frozen=True, slots=True)
class Check:
    """`result`: `good`, `no_separator`, `sign` (it sends `sign` for one), `caps`, `layout` (signs arrive changed), `other` (no test code)."""

    result: str
    sign: str = ""


def check(text: str) -> Check:
    """What arrived of the test code."""
    body = _PREFIX.sub("", text.strip(" \r\n"))
    middle = body.removeprefix(_BEFORE).removesuffix(_AFTER)
    if body.startswith(_BEFORE) and body.endswith(_AFTER) and len(middle) <= 3:
        return Check({GS: "good", "": "no_separator"}.get(middle, "sign"), "" if middle in (GS, "") else middle)
    if _letters(body) == _letters(_BEFORE + _AFTER):
        return Check("layout")
    if _letters(body).swapcase() == _letters(_BEFORE + _AFTER):
        return Check("caps")
    return Check("other")


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def square() -> tuple[tuple[bool, ...], ...]:
    """The test code as a square, row by row, True where it is black."""
    return scanner_sheet.modules()


def sheet(desk: Desk, language: Language) -> bytes:
    """The test code on paper, as square and as bars."""
    with desk.read() as connection:
        pharmacy = {**DEFAULTS, **keeping.settings(connection)}["pharmacy_name"]
    return scanner_sheet.scanner_sheet(pharmacy, language)
