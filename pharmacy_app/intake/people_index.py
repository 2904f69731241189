"""People found while somebody types part of a name, a code or a cédula: one text to look through, made ready once for each state of the census.

Looking for letters in one long text is what machines do fastest: 10,000 people are some 400 kB of it, and a letter costs well under a
millisecond. What begins a word comes first, then what stands inside one; where nobody bears the letters, words one slip of the finger away.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from pharmacy_app.domain.text import fold

_SLIPS_FROM = 4  # letters: shorter words have too many neighbours
_ALIKE = 12  # words one slip away that are looked for


@dataclass(frozen=True, slots=True)
class Searched:
    """Somebody who can be found; `folded` is the name without capitals and accents."""

    id: int
    folded: str
    code: str
    national_id: str


class PeopleIndex:
    """Everybody, in the order in which they are given: among equals that is the order in which they are found."""

    def __init__(self, people: Iterable[Searched]) -> None:
        self._ids = array("q")
        self._starts = array("q")
        lines: list[str] = []
        words: set[str] = set()
        at = 0
        for one in people:
            digits = re.sub(r"\D", "", one.national_id)
            line = f" {one.folded}\t {one.code.casefold()} {one.national_id.casefold()} {digits}\n"
            self._ids.append(one.id)
            self._starts.append(at)
            lines.append(line)
            words.update(one.folded.split())
            at += len(line)
        self._text = "".join(lines)
        self._words = sorted(word for word in words if len(word) >= _SLIPS_FROM)

    def find(self, text: str, limit: int) -> list[int]:
        """Ids of those who bear all these words, `limit` at most, best first."""
        words = fold(text).split()
        if not words:
            return []
        asked: list[Sequence[str]] = [(word,) if word in self._text else self._alike(word) for word in words]
        if not all(asked):
            return []
        first = max(asked, key=lambda some: min(map(len, some)))
        rest = [some for some in asked if some is not first]
        found: dict[int, None] = {}
        for begins in (True, False):
            for word in first:
                for number in self._lines(f" {word}" if begins else word):
                    if number not in found and self._bears(number, rest):
                        found[number] = None
                        if len(found) == limit:
                            return [self._ids[one] for one in found]
        return [self._ids[one] for one in found]

    def _lines(self, wanted: str) -> Iterator[int]:
        """The numbers of the lines that hold this, in order."""
        at = self._text.find(wanted)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
            at = self._text.find(wanted, end)

    def _bears(self, number: int, rest: Sequence[Sequence[str]]) -> bool:
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)
        return all(any(self._text.find(word, start, end) >= 0 for word in some) for some in rest)

    def _alike(self, word: str) -> tuple[str, ...]:
        """Words of names that are, or begin with, what is one slip away from this; the nearest in length first."""
        if len(word) < _SLIPS_FROM or not word.isalpha():
            return ()
        near = []
        for known in self._words:
            if abs(len(known) - len(word)) <= 1 and OSA.distance(word, known, score_cutoff=1) <= 1:
                near.append((0, known))
            elif len(known) > len(word) and known[0] == word[0] and OSA.distance(word, known[: len(word)], score_cutoff=1) <= 1:
                near.append((1, known))
        return tuple(known for _, known in sorted(near)[:_ALIKE])
