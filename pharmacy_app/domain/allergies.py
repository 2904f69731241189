"""The word in an allergy as people tell it: `Alergia a la penicilina`, `Penicillin allergy` and `PENICILINA` are one."""

from __future__ import annotations

import re

from pharmacy_app.domain.text import fold

_AROUND = re.compile(
    r"^(?:es |muy )*(?:alergi(?:a|co|ca)s? (?:a |al |de )?|allerg(?:y|ic) (?:to )?|hipersensibilidad (?:a |al )?|intolerancia (?:a |al )?)?"
    r"(?:la |las |los |el |the )?(.*?)(?: allergy)?$"
)


def plain_allergy(told: str) -> str:
    """The ingredient or group alone, folded; what it does not know stays whole."""
    words = " ".join(re.sub(r"[^\w+-]+", " ", fold(told)).split())
    found = _AROUND.match(words)
    return (found[1] if found else "") or words


def allergy_words(told: str, inn: str = "", atc: str = "") -> tuple[str, ...]:
    """Everything that `safety.allergic` may find this allergy by: the plain word, and the ingredient or ATC code it was recognised as."""
    return tuple(dict.fromkeys(word for word in (plain_allergy(told), inn, atc) if word))
