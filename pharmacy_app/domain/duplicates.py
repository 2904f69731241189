"""Two entries of the census that may be one person: how alike they are and why, and where to look without comparing everybody.

Names are compared as neighbours spell them: b and v, s z and c, ll and y, a silent h, surnames in another order, a second name left
out, one wrong letter. What else is known (birth, house, ID number, sex) speaks for it or against it.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from pharmacy_app.domain.priority import Reason
from pharmacy_app.domain.text import fold

POSSIBLE = 60  # from so many points on people are asked
_NAME_POINTS = (0, 30, 45, 53, 60)  # by how many words of the name agree
_SAME_ID, _NEAR_ID, _OTHER_ID = 70, 15, -45
_SAME_BIRTH, _NEAR_BIRTH, _ABOUT, _OTHER_BIRTH = 30, 20, 14, -40
_SAME_HOUSE, _SAME_PHONE, _OTHER_SEX = 20, 8, -30
_LARGE = 40  # a block of more entries than this is looked at by names
_SMALL_WORDS = frozenset(("de", "del", "la", "las", "los", "y", "e", "da", "do", "dos"))
_SOUNDS = tuple(
    (re.compile(found), meant)
    for found, meant in (
        ("ph", "f"), ("jh", "j"), ("ch", "x"), ("h", ""), ("x", "ch"), ("gu(?=[ei])", "g"), ("qu", "k"), ("g(?=[ei])", "j"), ("ll", "i"),
        ("v", "b"), ("w", "u"), ("c(?=[ei])", "s"), ("c(?!h)", "k"), ("z", "s"), ("y", "i"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry of the census is recognised by. `words`: the name by sound (`sounds`); `number`: digits of the ID, `phone`: likewise."""

    id: int
    words: tuple[str, ...]
    birth_date: date | None = None
    estimated: bool = False
    sex: str = ""
    number: str = ""
    phone: str = ""
    household_id: int = 0
    here: bool = True


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two entries are, 0 to 100, and why: `same_name`, `like_name`, `same_id`, `near_id`, `other_id`, `same_birth`,
    `near_birth`, `about_birth`, `other_birth`, `same_house`, `same_phone`, `other_sex`."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return self.score >= POSSIBLE


UNLIKE = Likeness(0, ())


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """One folded word by its sound: `gonzales` and `gonsalez`, `yesica` and `llesica` are one; never empty for a word with letters."""
    said = word
    for found, meant in _SOUNDS:
        said = found.sub(meant, said)
    return said or word


def sounds(name: str) -> tuple[str, ...]:
    """The words of a name by sound, sorted; `de la` and the like left out unless there is nothing else."""
    words = re.findall(r"[^\W_]+", fold(name))
    return tuple(sorted(sound(word) for word in words if word not in _SMALL_WORDS) or sorted(map(sound, words)))


def likeness(a: Entry, b: Entry) -> Likeness:
    """How alike they are; the order of the two does not matter."""
    agreeing, quality = _names(a.words, b.words)
    if not agreeing and (not a.number or a.number != b.number):
        return UNLIKE  # people of one house and one day are no reason to ask
    points = float(_NAME_POINTS[min(agreeing, 4)] * quality)
    reasons: list[str] = []
    if agreeing:
        points -= abs(len(a.words) - len(b.words))
        reasons.append("same_name" if a.words == b.words else "like_name")
    for found, worth in (_numbers(a, b), _births(a, b)):
        if found:
            reasons.append(found)
            points += worth
    for holds, found, worth in (
        (a.household_id and a.household_id == b.household_id, "same_house", _SAME_HOUSE),
        (a.phone and a.phone == b.phone, "same_phone", _SAME_PHONE),
        (a.sex and b.sex and a.sex != b.sex, "other_sex", _OTHER_SEX),
    ):
        if holds:
            reasons.append(found)
            points += worth
    return Likeness(max(0, min(100, round(points))), tuple(Reason(code) for code in reasons))


def keys(entry: Entry) -> Iterator[tuple[object, ...]]:
    """Where to look: two entries that may be one person share at least one of these."""
    yield ("name", *entry.words)
    if entry.household_id:
        yield "house", entry.household_id
    if entry.number:
        yield "id", entry.number
    if entry.birth_date is not None:
        if not entry.estimated:
            yield "birth", entry.birth_date
        for three in combinations(entry.words[:6], 3):
            for year in (entry.birth_date.year, entry.birth_date.year + 1):
                yield "three", *three, year


def possible(entries: Sequence[Entry], at: Callable[[float], None] = lambda share: None) -> list[tuple[Entry, Entry, Likeness]]:
    """The pairs that may be one person, at least one of the two living here; the most alike first. `at` is told the share that is done.

    Not all pairs are compared: only entries that share one of `keys`.
    """
    blocks: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for place, entry in enumerate(entries):
        if place % 2000 == 0:
            at(0.5 * place / len(entries))
        for key in set(keys(entry)):
            blocks[key].append(entry)
    seen: set[tuple[int, int]] = set()
    found = []
    for place, block in enumerate(blocks.values()):
        if place % 20_000 == 0:
            at(0.5 + 0.5 * place / len(blocks))
        for one, other in _pairs(block):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair in seen or not (one.here or other.here):
                continue
            seen.add(pair)
            alike = likeness(one, other)
            if alike.possible:
                found.append((one, other, alike))
    return sorted(found, key=lambda row: (-row[2].score, row[0].id, row[1].id))


class Heard:
    """Names by their sound, and ID numbers, of everybody who was ever written: where to look for one person without asking all.

    It only grows. Who is called otherwise by now is found under both names; whoever looks compares with the entry as it stands.
    """

    def __init__(self, people: Iterable[tuple[int, tuple[str, ...], str]] = ()) -> None:
        self._by_key: dict[str, array[int]] = defaultdict(lambda: array("q"))
        self._by_start: dict[str, set[str]] = defaultdict(set)  # the words by their first letter
        self._by_length: dict[int, set[str]] = defaultdict(set)
        for one in people:
            self.add(*one)

    def add(self, id: int, words: tuple[str, ...], number: str) -> None:
        """This person is called so, and has this ID number (digits, or nothing)."""
        for word in set(words):
            if word not in self._by_key:
                self._by_start[word[0]].add(word)
                self._by_length[len(word)].add(word)
            self._by_key[word].append(id)
        if len(words) == 1:
            self._by_key[f"={words[0]}"].append(id)
        if number:
            self._by_key[f"#{number}"].append(id)

    def like(self, words: tuple[str, ...], number: str) -> set[int]:
        """Everybody whose `likeness` to a person of this name and number can be possible, and few others."""
        found = set(self._by_key.get(f"#{number}", ())) if number else set()
        if len(words) == 1:  # one word alone is the same name where it is the whole of it
            return found.union(self._by_key.get(f"={words[0]}", ()))
        told = [set(self._by_key.get(word, ())) for word in words]
        exact = set().union(*told)  # one word sounds the same, and another one is the same or nearly so
        met: set[int] = set()
        for word, people in zip(words, told, strict=True):
            near = people.union(*(self._by_key[other] for other in self._near(word))) & exact
            found |= met & near
            met |= near
        return found

    def _near(self, word: str) -> Iterator[str]:
        known = (
            self._by_start[word[0]] if len(word) == 1 else set().union(*(self._by_length[len(word) + n] for n in (-1, 0, 1)), (word[0],))
        )
        return (other for other in known if other != word and other in self._by_key and _words(word, other))


def _pairs(block: Sequence[Entry]) -> Iterable[tuple[Entry, Entry]]:
    if len(block) < 2:
        return
    if len(block) <= _LARGE:
        yield from combinations(block, 2)
        return
    by_word: dict[str, list[Entry]] = defaultdict(list)  # a shelter, or a birth date that stands for "nobody knows"
    for entry in block:
        for two in set(combinations(entry.words, 2)):
            by_word["+".join(two)].append(entry)
    for part in by_word.values():
        yield from combinations(part, 2)


def _names(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[int, float]:
    """How many words agree, and how well (0 to 1); (0, 0) where it is another name.

    One word at least must sound the same; one word of a name of three may be another.
    """
    if a == b:
        return len(a), 1.0
    if set(a).isdisjoint(b):
        return 0, 0.0
    pairs = [(alike, min(x, y), max(x, y), m, n) for m, x in enumerate(a) for n, y in enumerate(b) if (alike := _words(x, y))]
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    left: set[int] = set()
    right: set[int] = set()
    total = 0.0
    for alike, _, _, m, n in pairs:
        if m not in left and n not in right:
            left.add(m)
            right.add(n)
            total += alike
    short = min(len(a), len(b))
    spare = 1 if short >= 3 else 0
    if len(left) < short - spare or (len(left) == 1 and max(len(a), len(b)) > 1):
        return 0, 0.0
    strange = 0.25 if len(left) < short else 0.0  # both have a word that the other has not: brothers and sisters, mostly
    return len(left), max(0.0, total / short - strange)


@lru_cache(maxsize=200_000)
def _words(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.7 if a[0] == b[0] else 0.0
    return 0.85 if min(len(a), len(b)) >= 4 and one_slip(a, b) else 0.0


def one_slip(a: str, b: str) -> bool:
    """Whether one letter was added, left out, taken for another, or two neighbours changed places."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[start:], b[start:]
    if len(rest) == len(other):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other or other[1:] == rest


def _numbers(a: Entry, b: Entry) -> tuple[str, int]:
    if not a.number or not b.number:
        return "", 0
    if a.number == b.number:
        return "same_id", _SAME_ID
    return ("near_id", _NEAR_ID) if len(a.number) >= 6 and one_slip(a.number, b.number) else ("other_id", _OTHER_ID)


def _births(a: Entry, b: Entry) -> tuple[str, int]:
    if a.birth_date is None or b.birth_date is None:
        return "", 0
    apart = abs(a.birth_date.year - b.birth_date.year)
    if a.estimated or b.estimated:
        near = 1 if a.estimated != b.estimated else 2
        return ("about_birth", _ABOUT) if apart <= near + 1 else ("", 0) if apart <= 6 else ("other_birth", _OTHER_BIRTH)
    if a.birth_date == b.birth_date:
        return "same_birth", _SAME_BIRTH
    swapped = (a.birth_date.year, a.birth_date.day, a.birth_date.month) == (b.birth_date.year, b.birth_date.month, b.birth_date.day)
    if swapped or one_slip(a.birth_date.isoformat(), b.birth_date.isoformat()):
        return "near_birth", _NEAR_BIRTH
    return ("", 0) if apart == 0 else ("other_birth", _OTHER_BIRTH)
