"""The vocabulary of directions, Spanish and English: numbers, dose units, times and days, as doctors write and shorten them."""

from __future__ import annotations

import re
from fractions import Fraction

from pharmacy_app.domain.text import fold

_NUMBERS = {
    "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_PARTS = {
    "half a": Fraction(1, 2),
    "half of a": Fraction(1, 2),
    "one half": Fraction(1, 2),
    "half": Fraction(1, 2),
    "a half": Fraction(1, 2),
    "media": Fraction(1, 2),
    "medio": Fraction(1, 2),
    "un cuarto de": Fraction(1, 4),
    "un cuarto": Fraction(1, 4),
    "a quarter of a": Fraction(1, 4),
    "a quarter": Fraction(1, 4),
    "tres cuartos de": Fraction(3, 4),
    "tres cuartos": Fraction(3, 4),
    "three quarters of a": Fraction(3, 4),
    "three quarters": Fraction(3, 4),
}
_WORDS = "|".join(sorted((*_PARTS, *_NUMBERS), key=len, reverse=True))
# Three figures after a comma or point may be thousands: understood only after a zero. A number right behind a point (".5") is no whole one.
NUMBER = rf"(?<![.,])(?:(?:[0-9]{{1,2}} (?:y )?)?(?:1/2|1/4|3/4)|0[.,][0-9]{{1,3}}|[0-9]{{1,5}}(?:[.,][0-9]{{1,2}})?|(?:{_WORDS})\b)(?![0-9/]|[.,][0-9])"
RANGE = rf"(?P<least>{NUMBER})(?:\s*(?:-|–|\ba\b|\bo\b|\bto\b|\bor\b)\s*(?P<most>{NUMBER}))?"

UNITS = {
    "tablet": r"tabs?|tbs?|tbl|tabletas?|tablets?|comprimidos?|comps?|pastillas?|grageas?|pills?",
    "capsule": r"caps?|capsulas?|capsules?",
    "sachet": r"sobres?|sachets?",
    "ml": r"ml|mls|cc|mililitros?|millilitres?|milliliters?",
    "drop": r"gotas?|gts?|gtts?|drops?",
    "puff": r"puffs?|inh|inhalaciones|inhalacion|disparos?|inhalations?|atomizaciones|atomizacion|sprays?",
    "IU": r"ui|u|u\.i\.|iu|unidades|unidad|units?",
    "mg": r"mg|mgs|miligramos?",
    "g": r"g|gramos?",
    "ug": r"mcg|ug|μg|microgramos?",
    "application": r"aplicaciones|aplicacion|applications?",
    "patch": r"parches|parche|patches|patch",
    "suppository": r"supositorios?|sups?|supos?|suppository|suppositories",
    "pessary": r"ovulos?|pessary|pessaries",
    "ampoule": r"amps?|ampollas?|ampoules?",
    "vial": r"viales|vial|vials",
    "syringe": r"jeringas?|jeringas? prellenadas?|syringes?",
    "lozenge": r"pastillas? para chupar|lozenges?",
}  # fmt: skip
UNIT = "|".join(sorted((word for words in UNITS.values() for word in words.split("|")), key=len, reverse=True))
WEEKDAY = (
    r"lunes|lun|monday|mon", r"martes|tuesday|tue", r"miercoles|mie|wednesday|wed", r"jueves|jue|thursday|thu",
    r"viernes|vie|friday|fri", r"sabados?|sab|saturday|sat", r"domingos?|dom|sunday|sun",
)  # fmt: skip
ANY_WEEKDAY = "(?:" + "|".join(sorted("|".join(WEEKDAY).split("|"), key=len, reverse=True)) + r")s?\b"
# Words whose letters, in any other order, are no other word: `nghit` can only be night.
_MENDED = ("night", "noche", "morning", "manana", "tableta", "tablet", "tabletas", "tablets", "tarde", "evening", "veces")
_BY_LETTERS = {(word[0], *sorted(word)): word for word in _MENDED}


def normal(text: str) -> str:
    """Lower case, no accents, one blank between words, letters put back in order where only one word has them."""
    spaced = re.sub("([½¼¾])", r" \1 ", text)
    for sign, plain in (("½", "1/2"), ("¼", "1/4"), ("¾", "3/4"), ("\u00b5", "u")):
        spaced = spaced.replace(sign, plain)
    return re.sub(r"[a-z]+", lambda word: _BY_LETTERS.get((word[0][0], *sorted(word[0])), word[0]), fold(spaced))


def number(text: str) -> Fraction:
    """The value of a text that `NUMBER` matches."""
    if text in _PARTS:
        return _PARTS[text]
    if text in _NUMBERS:
        return Fraction(_NUMBERS[text])
    return sum((Fraction(part.replace(",", ".")) for part in text.split() if part != "y"), Fraction(0))


def positive(text: str) -> Fraction:
    """The value of a text that `NUMBER` matches. Raises `ValueError` for zero: nothing in directions is ever none."""
    value = number(text)
    if not value:
        raise ValueError(text)
    return value


def spread(found: re.Match[str]) -> tuple[Fraction, Fraction]:
    """The two ends of what `RANGE` matched, twice the same where it is one number. Raises `ValueError` for zero and for ends the wrong way round."""
    least = positive(found["least"])
    most = positive(found["most"]) if found["most"] else least
    if most < least:
        raise ValueError(found[0])
    return least, most


def unit(word: str) -> str:
    """The dose unit of a word that `UNIT` matches."""
    return next(code for code, words in UNITS.items() if re.fullmatch(words, word))


def weekday(word: str) -> int:
    """0 for a Monday, of a word that `ANY_WEEKDAY` matches."""
    return next(day for day, words in enumerate(WEEKDAY) if re.fullmatch(f"(?:{words})s?", word))
