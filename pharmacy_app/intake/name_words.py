"""The words around a name: a text made ready for looking names up, the key of a name, and which words beside it change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pharmacy_app.intake.forms import marks_of, says_nothing
from pharmacy_app.intake.letters import tidy

LINKS = frozenset("de del di da do of".split())
NAMED = ":"
"""Stands where a name was found."""
SIGNS = frozenset(("+", "/", ";", NAMED))
EXPAND = {"ac": "acido", "ac.": "acido", "vit": "vitamina"}

_VIAL = re.compile(r"\bfrasco[ -]?amp(?:olla|ula|olleta|\b)s?|\bflacon[ei] ampoll[ae]")
_FOR = re.compile(r"\bp/(?=[^\W\d_]{2})")
_ELIDED = re.compile(r"\b(?:d|dell|all|l)['’](?=[^\W\d_])")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_MIXED = re.compile(r"(?<![\d.,])(?:70\s*/\s*30|30\s*/\s*70)(?![\d.,])")
_INNER = re.compile(
    r"((?:упаковк|контурн|ячеиков|ячейков|ампул|флакон|картридж|блистер|поддон|пакет)\w*)\s*\(\s*\d{1,3}\s*\)"
)  # strips in the box
# A letter alone joins words only before these: `a rilascio prolungato`, `с пролонгированным`, `в капсулах`; else it may be part of a brand.
_JOINS = {
    "a": ("rilasc",),
    "с": ("пролонг", "модиф", "замедл", "контрол", "высвоб", "кишечн"),
    "в": ("табл", "капс", "амп", "флак", "шприц", "порош"),
}


def prepared(text: str) -> str:
    """Tidied, without the approval numbers that RxNorm puts before some names; a `frasco ampolla` is a vial, no ampoule; insulin 70/30 is mixed."""
    text = tidy(text)
    if "nda" in text or "bla" in text:
        text = " ".join(word for word in text.split() if not (word[:3] in ("nda", "bla") and word[3:].isdigit()))
    if "p/" in text:
        text = _FOR.sub("para ", text)
    if "'" in text or "’" in text:
        text = _ELIDED.sub("", text)
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    if "(" in text:
        text = _INNER.sub(r"\1", text)
    if "insulin" in text or "инсулин" in text:
        text = _MIXED.sub(" mixta ", text)
    return _VIAL.sub("vial", text) if "fras" in text or "flac" in text else text


def key_of(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a name in a fixed order: `acido folico` and `folico acido` are one; a sign between words makes it no name."""
    kept = sorted({word for word in words if word not in LINKS})
    return () if SIGNS.intersection(kept) else tuple(kept)


def explained(word: str, before: str, after: str) -> bool:
    """Whether a word beside the names says form or packaging, or nothing.

    A letter joins two words, or else is the end of a brand's name (`Losartan D` holds a diuretic); so is `comp` right behind a name.
    """
    if len(word) == 1 and (after in SIGNS - {NAMED} or not after):
        return False
    if len(word) == 1 and before == NAMED and after != NAMED and not after.startswith(_JOINS.get(word, ("\0",))):
        return False
    if word == "comp" and before == NAMED and after in SIGNS:
        return False
    return bool(marks_of(word)) or says_nothing(word)
