"""What is received and never handed out (nimesulide, Corvalol): recognised by its very names, so that no box of it passes for a medicine."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pharmacy_app.intake.letters import tidy

_WORD = re.compile(r"[^\W_]+")
Words = tuple[str, ...]
MOST_KEPT = 20_000
LEAST_ALIKE = 7  # letters: of shorter words one letter makes another name


class NeverHandedOut:
    """Names of what is on the list, made ready once. A combination is meant only where each of its parts is named."""

    def __init__(self, names: Iterable[tuple[int, Sequence[str]]]) -> None:
        """`names` are (number on the list, every name of it: INN, translations, synonyms, brands); parts are joined by `+`."""
        self._found: dict[str, int | None] = {}  # a list says the same words many times, and is read twice
        self._by_word: dict[str, list[tuple[int, tuple[Words, ...]]]] = defaultdict(list)
        self._cut: dict[str, list[tuple[int, str, int]]] = defaultdict(list)  # single names without one letter: number, name, which letter
        for number, called in names:
            for name in called:
                parts = tuple(part for part in (_words(piece) for piece in name.split("+")) if part)
                if parts:
                    self._by_word[parts[0][0]].append((number, parts))
                if len(parts) == 1 and len(parts[0]) == 1 and len(parts[0][0]) >= LEAST_ALIKE:
                    for cut, at in _without_one(parts[0][0]):
                        self._cut[cut].append((number, parts[0][0], at))

    def meant(self, text: str) -> int | None:
        """The number on the list of what this text names; None where it names nothing of it. The longest name counts."""
        if text not in self._found:
            if len(self._found) > MOST_KEPT:
                self._found.clear()
            self._found[text] = self._look(_words(text))
        return self._found[text]

    def likely(self, text: str) -> int | None:
        """The number of what this text names with a slip in one letter (another, one more, one less, two changed about); None where nothing is near."""
        for word in _words(text):
            if len(word) < LEAST_ALIKE:
                continue
            for cut, at in _without_one(word):
                for number, name, letter in self._cut.get(cut, ()):
                    one_longer = cut in (name, word)
                    if one_longer or abs(at - letter) <= 1:
                        return number
        return None

    def _look(self, words: Words) -> int | None:
        found = [
            (sum(map(len, parts)), -number)
            for word in dict.fromkeys(words)
            for number, parts in self._by_word.get(word, ())
            if all(_stands_in(part, words) for part in parts)
        ]
        return -max(found)[1] if found else None


def _without_one(word: str) -> list[tuple[str, int]]:
    """The word itself (-1: no letter taken), and without each of its letters."""
    return [(word, -1), *((word[:at] + word[at + 1 :], at) for at in range(len(word)))]


def _words(text: str) -> Words:
    return tuple(_WORD.findall(tidy(text)))


def _stands_in(part: Words, words: Words) -> bool:
    size = len(part)
    return any(words[at : at + size] == part for at in range(len(words) - size + 1))
