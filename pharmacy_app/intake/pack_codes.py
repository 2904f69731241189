"""The code on a pack, as a scanner types it: GS1 DataMatrix (with GS kept as \\x1d) or a plain EAN/UPC -> code, lot, expiry.

The parser is biip's. A scanner that swallows the separators may glue a serial number to the lot: then it is said, not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import biip

GS = "\x1d"
# What can follow a lot inside the same code: dates, the pack's code, a serial number, national numbers, a count.
_AFTER_LOT = re.compile(r"(?:1[1-7]\d{6}|01\d{14}|21.{4,}|7[01]\d.{4,}|240.+|30\d+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PackCode:
    """What a pack's code says: `gtin` of 14 digits or empty, `lot`, `expiry`. `cut`: the lot may have swallowed what stood behind it."""

    gtin: str
    lot: str = ""
    expiry: date | None = None
    cut: bool = False


def read_pack_code(text: str) -> PackCode | None:
    """The pack's code in what was scanned; None where it is none (a slip, a word typed fast) or its check digit is wrong."""
    code = text.strip(" \r\n")
    if not 8 <= len(code) <= 300:
        return None
    try:
        found = biip.parse(code)
    except biip.ParseError:
        return None
    message = found.gs1_message
    if message is None or (found.gtin is not None and code.isdigit() and len(code) <= 14):
        return PackCode(found.gtin.as_gtin_14()) if found.gtin is not None and code.isdigit() else None
    elements = {element.ai.ai: element for element in message.element_strings}
    gtin = elements["01"].value if "01" in elements else ""
    lot = elements["10"].value if "10" in elements else ""
    expiry = elements["17"].date if "17" in elements else None
    if not (gtin or lot):
        return None
    separated = GS in code.removeprefix(GS)
    cut = bool(lot) and not separated and (len(lot) > 20 or any(_AFTER_LOT.match(lot, at) for at in range(1, len(lot))))
    return PackCode(gtin, lot, expiry, cut)


def same_gtin(gtin: str) -> tuple[str, ...]:
    """The ways in which one code is written: with its zeros in front (14 digits), and as 13, 12 or 8."""
    digits = gtin.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 14:
        return ()
    bare = digits.lstrip("0")
    return tuple(dict.fromkeys(bare.zfill(length) for length in (14, 13, 12, 8) if len(bare) <= length))
