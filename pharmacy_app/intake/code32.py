"""The Italian number of a pack (AIC): `A` and nine digits, or the six characters of its bars (Code 32)."""

from __future__ import annotations

import re

_ALPHABET = "0123456789BCDFGHJKLMNPQRSTUVWXYZ"  # no vowels
_WRITTEN = re.compile(r"A(\d{9})", re.ASCII)
# A medicine's number begins with 0, so its bars with 0 or 1; six digits alone are rather somebody's number.
_BARS = re.compile(rf"(?=.*[A-Z])[01][{_ALPHABET}]{{5}}")


def aic_check(digits: str) -> int:
    """The ninth digit of an AIC from its first eight: every second one counts double, and the digits of what comes out are added."""
    doubled = [2 * int(digit) for digit in digits[1:8:2]]
    return (sum(int(digit) for digit in digits[:8:2]) + sum(each // 10 + each % 10 for each in doubled)) % 10


def read_aic(text: str) -> str | None:
    """The nine digits of an AIC in `A012345678` or in the six characters of Code 32; None where it is neither, or its check digit is wrong."""
    code = text.strip().strip("*").upper()
    written = _WRITTEN.fullmatch(code)
    if written is not None:
        digits = written[1]
    elif _BARS.fullmatch(code):
        number = 0
        for letter in code:
            number = number * 32 + _ALPHABET.index(letter)
        digits = f"{number:09d}"
    else:
        return None
    return digits if len(digits) == 9 and aic_check(digits) == int(digits[8]) else None
