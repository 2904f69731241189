"""The elements of a GS1 code, as it stands in a square, in brackets or in a web address; and every way to read one that lost its separators.

biip knows each element's name, length, letters and dates. What it does not do is doubt: a scanner that swallows the separators leaves
a text in which a lot may end in several places, and each of them is a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString

GS = "\x1d"
Elements = tuple[GS1ElementString, ...]

# What packs of medicines carry, and how much of it: (least, most) characters; fixed where both are the same.
_ON_PACKS = {
    "01": (14, 14), "11": (6, 6), "12": (6, 6), "13": (6, 6), "15": (6, 6), "16": (6, 6), "17": (6, 6), "20": (2, 2), "7003": (10, 10),
    "10": (1, 20), "21": (1, 20), "240": (1, 30), "241": (1, 30), "250": (1, 30), "30": (1, 8), **{f"71{n}": (1, 20) for n in range(7)},
    "90": (4, 30), **{f"9{n}": (4, 90) for n in range(1, 10)},
}  # fmt: skip
MOST_READINGS = 200
_MOST_STEPS = 4000  # of one search: a text made to have millions of readings ends in a doubt, not in a wait
_BRACKET = re.compile(r"(?<!\\)\((\d{2,4})\)")


class NotAPack(Exception):
    """`reason`: `check_digit`, `element` (a date, a length or a letter that cannot be), `separator`, `layout`, or empty: it is no such code."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


def element(text: str) -> GS1ElementString:
    """One whole element, name and value. Raises `NotAPack`."""
    try:
        found = GS1ElementString.parse(text)
    except ParseError as error:
        raise NotAPack("element") from error
    return _sound(found)


def _sound(found: GS1ElementString) -> GS1ElementString:
    if not found.value:
        raise NotAPack("element")
    if found.ai.ai == "01" and (found.gtin is None or found.value.startswith("00000000")):  # in an address even "5" becomes one
        raise NotAPack("check_digit")
    return found


def in_brackets(text: str) -> Elements:
    """The elements of `(01)…(10)…`, as printed under a code; `\\(` is a bracket of the value itself. Raises `NotAPack`."""
    parts = _BRACKET.split(text)
    if parts[0].strip() or len(parts) < 3:
        raise NotAPack("element")
    names, values = parts[1::2], parts[2::2]
    return tuple(
        element(name + value.replace("\\(", "(").replace("\\)", ")").strip().replace(" ", ""))
        for name, value in zip(names, values, strict=True)
    )


def in_address(text: str) -> Elements:
    """The elements of a GS1 Digital Link, of any domain. Raises `NotAPack`."""
    try:
        found = GS1DigitalLinkURI.parse(text)
    except (ParseError, ValueError) as error:  # the standard library refuses some addresses with a ValueError
        raise NotAPack from error
    return tuple(_sound(one) for one in found.element_strings)


def separated(text: str) -> Elements:
    """The elements of a text whose separators arrived: an element of open length ends only at one. Raises `NotAPack`."""
    found: list[GS1ElementString] = []
    for part in text.split(GS):
        rest = part
        while rest:
            one = _first(rest)
            found.append(one)
            rest = rest[len(one) :]
    return tuple(found)


def _first(text: str) -> GS1ElementString:
    try:
        one = _sound(GS1ElementString.extract(text))
    except ParseError as error:
        raise NotAPack("element") from error
    if one.ai.separator_required and len(one) != len(text):
        raise NotAPack("element")
    return one


def readings(text: str) -> tuple[tuple[Elements, ...], bool]:
    """Every way to read a text without separators, that in which each open element takes all it can first; and whether there may be more.

    None: no reading is possible.
    """
    found: list[Elements] = []
    with suppress(NotAPack):
        found.append(separated(text))
    search = _Search(text)
    plain = {tuple((one.ai.ai, one.value) for one in each) for each in found}
    for each in islice(search.from_(0, frozenset()), MOST_READINGS):
        names = tuple((one.ai.ai, one.value) for one in each)
        if names not in plain:
            plain.add(names)
            found.append(each)
    return tuple(found), search.steps > _MOST_STEPS or len(found) >= MOST_READINGS


def beginning(text: str) -> tuple[Elements, str]:
    """The elements of fixed length with which a text begins, and the rest that nobody can read."""
    found: list[GS1ElementString] = []
    rest = text
    while rest:
        try:
            one = _first(rest)
        except NotAPack:
            break
        found.append(one)
        rest = rest[len(one) :]
    return tuple(found), rest


class _Search:
    """Depth first over the places where an element may end."""

    def __init__(self, text: str) -> None:
        self.text, self.steps = text, 0

    def from_(self, at: int, used: frozenset[str]) -> Iterator[Elements]:
        if at == len(self.text):
            yield ()
            return
        for name in self._names(at, used):
            begin, (least, most) = at + len(name), _ON_PACKS[name]
            for end in range(min(begin + most, len(self.text)), begin + least - 1, -1):
                self.steps += 1
                if self.steps > _MOST_STEPS:
                    return
                if end < len(self.text) and not self._names(end, used | {name}):
                    continue
                try:
                    one = element(self.text[at:end])
                except NotAPack:
                    continue
                for rest in self.from_(end, used | {name}):
                    yield (one, *rest)

    def _names(self, at: int, used: frozenset[str]) -> list[str]:
        return [name for name in _ON_PACKS if name not in used and self.text.startswith(name, at)]
