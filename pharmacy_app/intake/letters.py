"""Words of labels in two scripts: folded, look-alike letters put right, and a key by which one name is found in any of the languages."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from pharmacy_app.domain.text import fold

_LATIN = "aceopxykmthb"
_CYRILLIC = "асеорхукмтнв"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"[^\W\d_]+")
_VITAMIN = re.compile(r"\b(vitamin[a-z]*|витамин[а-я]*)[ -]?([a-kавсе])[ -]?(\d{0,2})(?![^\W_])")
# Letters that the languages choose differently for one sound of a name, in the order in which they are replaced.
_SOUNDS = (
    ("'", ""),
    ("kislota", "acido"),
    ("acid ", "acido "),
    ("kh", "h"),
    ("ts", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("ks", "x"),
    ("y", "i"),
    ("k", "c"),
    ("z", "s"),
    ("h", ""),
)


def tidy(text: str) -> str:
    """Folded text in which every word has letters of one script: a `c` inside `атоcибан` becomes Cyrillic, an `о` inside `COMPRIMIDО` Latin."""
    words = fold(text).lower()  # folding № leaves a capital
    if not words.isascii():
        words = _WORD.sub(_one_script, words)
    if "vitamin" not in words and "витамин" not in words:
        return words
    return _VITAMIN.sub(lambda found: f"{found[1]} {found[2].translate(_TO_LATIN)}{found[3]}", words)


def _one_script(found: re.Match[str]) -> str:
    word = found[0]
    latin = [c for c in word if "a" <= c <= "z"]
    cyrillic = [c for c in word if "а" <= c <= "я"]
    if not latin or not cyrillic:
        return word
    if all(c in _LATIN for c in latin):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if all(c in _CYRILLIC for c in cyrillic) else word


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> str:
    """What stays of a tidied name when spelling habits of es, it, ru and en are taken off; words sorted. For likeness only, never for equality."""
    text = anyascii(name).lower() + " "
    for habit, sound in _SOUNDS:
        text = text.replace(habit, sound)
    text = re.sub(r"(.)\1", r"\1", text)
    return " ".join(sorted(stem for word in re.findall(r"[a-z]+", text) if (stem := word.rstrip("aeiou") or word)))
