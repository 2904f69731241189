"""Names found while somebody types: words that begin so, words one slip of the finger away, words that end so; best first.

All words of all names stand in one sorted list, so that what begins alike is one range of it. What begins with one letter too many, missing, wrong
or swapped with the next is a few ranges more, found by trying only letters that can follow: nothing is ever compared with every name.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.letters import tidy

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*")
_LAST = "\U0010ffff"  # sorts behind every letter
_HEAD = 4  # letters of a word whose ranges are kept ready
_SHORT = 3  # letters of a beginning of which the best are kept ready, as many as these
_BEST = 200
_FEW = 32  # words that are sooner looked through than searched
_SLIPS_FROM = 4  # letters: shorter words have too many neighbours
_SURE = 8  # letters: a beginning as long as this that some name has is no slip
_PARTS_FROM = 4  # letters by which a word is found that does not begin with them

_Range = tuple[int, int]
_NONE = (0, 0)


@dataclass(frozen=True, slots=True)
class Named:
    """What can be found: the `names` it is best known by, `others`, the `strength` that people may add; `parts` counts its substances."""

    id: int
    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    strength: str = ""
    parts: int = 1


def words_of(folded: str) -> list[str]:
    """The words and numbers of folded text: `50mg/12,5` -> `50`, `mg`, `12.5`."""
    return [word.replace(",", ".") for word in _WORD.findall(folded)]


class NameIndex:
    """Everything named, made ready once. Among equals, what was given first is found first."""

    def __init__(self, named: Sequence[Named]) -> None:
        self._ids = array("q", (one.id for one in named))
        self._size = max(len(named), 1)
        where: dict[str, list[int]] = {}  # of each word its places: `rank * size + number of what bears it`
        for number, one in enumerate(named):
            for word, rank in _ranks(one).items():
                where.setdefault(word, []).append(rank * self._size + number)
        self._words = sorted(where)
        self._places = array("q")
        self._starts = array("q", (0,))
        for word in self._words:
            self._places.extend(where[word])
            self._starts.append(len(self._places))
        self._endings, self._ends = _endings(self._words)
        self._joined = "\n".join(self._words)
        self._heads = _heads(self._words)
        self._following: dict[str, str] = {}  # of each beginning the letters that go on
        for head in self._heads:
            self._following[head[:-1]] = self._following.get(head[:-1], "") + head[-1]
        self._best: dict[str, array[int]] = {}  # of each short beginning, longer ones first
        for head in sorted(self._heads, key=len, reverse=True):
            if len(head) <= _SHORT:
                self._best[head] = array("q", self._firsts(head))

    def find(self, text: str, limit: int = 20) -> list[int]:
        """Ids of what the text means, best first, `limit` at most: all its words are found in a name, its numbers in the strength.

        What is spelt so comes first, then what is one slip away, then what holds the letters elsewhere. Where many are spelt so, a quarter
        of the places is left to whole names one slip away.
        """
        words = words_of(tidy(text))
        if not words:
            return []
        found = self._ranked(words, [[self._range(word)] for word in words], limit)
        if not found or len(words) > 1 or len(words[0]) < _SURE:
            alike, whole = self._alike(words, limit)
            room = limit - min(whole, limit // 4)
            found = list(dict.fromkeys((*found[:room], *alike, *found[room:])))
        if len(found) < limit:
            found = list(dict.fromkeys((*found, *self._ranked(words, [self._elsewhere(word, not found) for word in words], limit))))
        return [self._ids[number] for number in found[:limit]]

    def _range(self, start: str) -> _Range:
        """The words that begin so."""
        if len(start) <= _HEAD:
            return self._heads.get(start, _NONE) if start else (0, len(self._words))
        lo, hi = self._heads.get(start[:_HEAD], _NONE)
        lo = bisect_left(self._words, start, lo, hi)
        return lo, bisect_left(self._words, start + _LAST, lo, hi)

    def _places_of(self, ranges: Sequence[_Range]) -> Iterable[int]:
        if len(ranges) == 1:
            return self._places[self._starts[ranges[0][0]] : self._starts[ranges[0][1]]]
        return chain.from_iterable(self._places[self._starts[lo] : self._starts[hi]] for lo, hi in ranges)

    def _ranked(self, words: list[str], ranges: list[list[_Range]], limit: int) -> list[int]:
        """Numbers of what each word is found in: those known best by the first word first, then those of the very strength."""
        size = self._size
        if len(words) == 1:
            if limit <= _BEST and ranges[0] == [self._heads.get(words[0])] and len(words[0]) <= _SHORT:
                return [place % size for place in self._best[words[0]][:limit]]
            return [place % size for place in _first_of_each(sorted(self._places_of(ranges[0])), size, limit)]
        kept = set.intersection(*({place % size for place in self._places_of(some)} for some in ranges))
        ranks: dict[int, int] = {}
        for place in self._places_of(ranges[0]):
            if place % size in kept:
                ranks[place % size] = min(place // size, ranks.get(place % size, place))
        said = [{place % size for place in self._places_of((self._very(word),))} for word in words if word[0].isdigit()]
        return sorted(kept, key=lambda number: (ranks[number], sum(number not in those for those in said), number))[:limit]

    def _firsts(self, head: str) -> list[int]:
        """The best places of a short beginning."""
        lo, hi = self._heads[head]
        if len(head) == _SHORT:
            return _first_of_each(sorted(self._places[self._starts[lo] : self._starts[hi]]), self._size, _BEST)
        longer = (self._best[head + letter] for letter in self._following[head]) if head in self._following else ()
        return _first_of_each(sorted(chain(self._places_of((self._very(head),)), *longer)), self._size, _BEST)

    def _very(self, word: str) -> _Range:
        """This word alone."""
        lo, hi = self._range(word)
        return (lo, lo + 1) if lo < hi and self._words[lo] == word else _NONE

    def _alike(self, words: list[str], limit: int) -> tuple[list[int], int]:
        """Numbers of what the words mean with one slip in each long one; and how many, at the front, bear a whole word like the only one said."""
        size = self._size
        if len(words) > 1:
            return self._ranked(words, [[self._range(word), *((lo, hi) for lo, hi, _ in self._slips(word))] for word in words], limit), 0
        slips = list(self._slips(words[0]))
        bearers = [sorted(self._places[self._starts[lo] : self._starts[lo + 1]]) for lo, _, whole in slips if whole]
        first = sorted(places[0] for places in bearers)  # each of these words in turn before a second strength of one
        more = sorted(place for places in bearers for place in places[1:])
        longer = sorted(self._places_of([(lo + whole, hi) for lo, hi, whole in slips])) if len(first) < limit else []
        numbers = dict.fromkeys(place % size for place in chain(first, more, longer[: limit * 8]))
        bare = not bearers or self._very(words[0]) != _NONE
        return list(numbers), 0 if bare else len(first) + len(more)

    def _slips(self, word: str) -> Iterator[tuple[int, int, bool]]:
        """Ranges of words that begin with what is one slip away, and whether the first of them is no longer than that."""
        if len(word) < _SLIPS_FROM or not word.isalpha():
            return
        words, heads, last = self._words, self._heads, len(word) - 1
        for at in range(len(word)):
            lo, hi = self._range(word[:at])
            if at >= _HEAD and hi - lo <= _FEW:
                for index in range(lo, hi):
                    size = _one_slip(word, words[index], at)
                    if size and (len(words[index]) == size or size > len(word) or not words[index].startswith(word[:last])):
                        yield index, index + 1, len(words[index]) == size
                return
            for spelt in self._spellings(word, at, lo, hi):
                lo, hi = heads.get(spelt[:_HEAD], _NONE)
                if len(spelt) > _HEAD:
                    lo = bisect_left(words, spelt, lo, hi)
                if lo == hi or not words[lo].startswith(spelt):
                    continue
                whole = words[lo] == spelt
                # A slip in the last letter says nothing of what would follow.
                hi = lo + whole if at == last and len(spelt) <= len(word) else bisect_left(words, spelt + _LAST, lo, hi)
                if lo < hi:
                    yield lo, hi, whole

    def _spellings(self, word: str, at: int, lo: int, hi: int) -> Iterator[str]:
        """What may have been meant where the slip is at this letter; only what some word in the range `lo`, `hi` (of those before it) can go on with."""
        begun, rest, after = word[:at], word[at:], word[at + 1 :]
        if after[:1] != rest[0]:
            yield begun + after
            if after:
                yield begun + after[0] + rest[0] + after[1:]
        if at >= _HEAD:
            for letter in self._letters(at, lo, hi):
                yield begun + letter + after
                yield begun + letter + rest
            return
        heads, near_after, near_rest = self._heads, after[: _HEAD - 1 - at], rest[: _HEAD - 1 - at]
        for letter in self._following.get(begun, ""):
            head = begun + letter
            if letter != rest[0]:
                if head + near_after in heads:
                    yield head + after
                if head + near_rest in heads:
                    yield head + rest

    def _letters(self, at: int, lo: int, hi: int) -> Iterator[str]:
        """The letters that stand at this place in a range of words that agree before it."""
        words = self._words
        while lo < hi:
            if len(words[lo]) == at:
                lo += 1
                continue
            yield words[lo][at]
            lo = bisect_left(words, words[lo][: at + 1] + _LAST, lo, hi)

    def _elsewhere(self, word: str, anywhere: bool) -> list[_Range]:
        """Words that end so, or (where nothing else was found) hold these letters anywhere."""
        if len(word) < _PARTS_FROM or not word.isalpha():
            return [self._range(word)]
        if anywhere:
            return [(at, at + 1) for at, known in enumerate(self._words) if word in known] if word in self._joined else []
        lo = bisect_left(self._endings, word[::-1])
        hi = bisect_left(self._endings, word[::-1] + _LAST, lo)
        return [self._range(word), *((at, at + 1) for at in self._ends[lo:hi])]


@lru_cache(maxsize=2048)  # a medicine comes in several strengths, and a strength in many medicines
def _folded_words(name: str) -> tuple[str, ...]:
    return tuple(words_of(fold(name).lower()))


def _first_of_each(places: Iterable[int], size: int, limit: int) -> list[int]:
    """Of places in order the first of each number, `limit` at most."""
    found: dict[int, int] = {}
    for place in places:
        found.setdefault(place % size, place)
        if len(found) == limit:
            break
    return list(found.values())


def _ranks(one: Named) -> dict[str, int]:
    """The words of all its names: 0 those that its best names begin with, 1 those that others begin with, 2 the rest; later with its parts."""
    ranks: dict[str, int] = {}
    rest: list[str] = []
    for rank, names in enumerate((one.names, one.others)):
        for name in names:
            first, *more = _folded_words(name) or ("",)
            ranks.setdefault(first, rank)
            rest += more
    for word in chain(rest, _folded_words(one.strength)):
        ranks.setdefault(word, 2)
    ranks.pop("", None)
    return {word: rank + one.parts - 1 for word, rank in ranks.items()}


def _endings(words: list[str]) -> tuple[list[str], array[int]]:
    """The words backwards, in order, and where each stands among the words."""
    turned = sorted((word[::-1], at) for at, word in enumerate(words) if len(word) > _PARTS_FROM)
    return [word for word, _ in turned], array("l", (at for _, at in turned))


def _heads(words: list[str]) -> dict[str, _Range]:
    """The range of every beginning of up to four letters."""
    heads: dict[str, _Range] = {}
    for size in range(1, _HEAD + 1):
        at = 0
        while at < len(words):
            head = words[at][:size]
            after = bisect_left(words, head + _LAST, at) if len(head) == size else at + 1
            if len(head) == size:
                heads[head] = (at, after)
            at = after
    return heads


def _one_slip(said: str, known: str, at: int) -> int:
    """How many letters of the known word were meant by what was said with one slip behind letter `at`; 0 where there is no such slip."""
    size = min(len(said), len(known))
    while at < size and said[at] == known[at]:
        at += 1
    if at >= len(said):
        return 0
    if known.startswith(said[at:], at + 1):
        return len(said) + 1
    rest = said[at + 1 :]
    if known.startswith(rest, at + 1) and at < len(known):
        return len(said)
    if known.startswith(rest, at):
        return len(said) - 1
    swapped = rest[:1] + said[at] + rest[1:]
    return len(said) if rest and known.startswith(swapped, at) else 0
