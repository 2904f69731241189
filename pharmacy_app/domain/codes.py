"""Our own codes: `E` (slip), `B` (batch, on a shelf label) or `V` (visit sheet), digits and a check digit that catches every single typing
error and every swap of neighbours (Damm, 2004). Letters and digits alone: a scanner set for another country's keyboard types them all the same."""

from __future__ import annotations

import re

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_LAST = 9_999_999
_WRITTEN = re.compile(r"E?([0-9]{8})")
_NUMBERED = re.compile(r"([BV])([0-9]{8,20})")


def damm(digits: str) -> int:
    """The check digit of a string of the digits 0-9. A string followed by its own check digit gives 0."""
    check = 0
    for digit in digits:
        check = _TABLE[check][int(digit)]
    return check


def slip_code(number: int) -> str:
    """`E` + seven digits + check digit for a number from 0 to 9,999,999; `ValueError` for any other."""
    if not 0 <= number <= _LAST:
        raise ValueError(number)
    digits = f"{number:07d}"
    return f"E{digits}{damm(digits)}"


def typed(code: str) -> str:
    """How a code stands under its square, for typing: `E47031628` is `4703 1628`."""
    return f"{code[1:5]} {code[5:]}"


def read_slip_code(text: str) -> str | None:
    """The code that somebody scanned or typed, with or without `E`, spaces and hyphens; None when it is not one or the check digit is wrong."""
    found = _WRITTEN.fullmatch(re.sub(r"[\s-]", "", text).upper())
    return f"E{found[1]}" if found and damm(found[1]) == 0 else None


def misread_slip_code(text: str) -> bool:
    """Whether this was meant as a slip's code and cannot be one: eight digits (or `E` and digits) of which one is wrong, missing or too many."""
    plain = re.sub(r"[\s-]", "", text).upper()
    return read_slip_code(text) is None and re.fullmatch(r"E[0-9]{1,12}|[0-9]{8}", plain) is not None


def batch_code(batch_id: int) -> str:
    """`B` + the batch's number, of seven digits or more, + check digit; `ValueError` for a number under 1."""
    return _numbered("B", batch_id)


def batch_of_code(text: str) -> int | None:
    """The batch's number in the code of a shelf label, scanned or typed, with its `B`; None when it is not one or the check digit is wrong."""
    return _number_of("B", text)


def visit_sheet_code(sheet_id: int) -> str:
    """`V` + the visit sheet's number, of seven digits or more, + check digit; `ValueError` for a number under 1."""
    return _numbered("V", sheet_id)


def visit_sheet_of_code(text: str) -> int | None:
    """The visit sheet's number in its code, scanned or typed, with its `V`; None when it is not one or the check digit is wrong."""
    return _number_of("V", text)


def _numbered(letter: str, number: int) -> str:
    if number < 1:
        raise ValueError(number)
    digits = f"{number:07d}"
    return f"{letter}{digits}{damm(digits)}"


def _number_of(letter: str, text: str) -> int | None:
    found = _NUMBERED.fullmatch(re.sub(r"[\s-]", "", text).upper())
    if found is None or found[1] != letter or damm(found[2]) != 0:
        return None
    number = int(found[2][:-1])
    return number if number > 0 and _numbered(letter, number) == found[0] else None
