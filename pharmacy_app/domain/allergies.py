"""Allergies: the word in what people tell (`Alergia a la penicilina` and `PENICILINA` are one), and the medicines that it touches."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.text import fold

_CEPHALOSPORINS = ("J01DB", "J01DC", "J01DD", "J01DE")
_NSAIDS = ("M01A", "N02BA", "B01AC06")
# How ATC codes of a group begin, and the group as people and doctors name it, folded, in Spanish and English.
_NAMED = (
    (("J01C",), "penicillin penicillins penicilina penicilinas"),
    (_CEPHALOSPORINS, "cephalosporins cefalosporinas"),
    (("J01C", *_CEPHALOSPORINS), "beta-lactams betalactamicos"),
    (("J01E",), "sulfonamides sulfonamidas sulfa sulfas"),
    (("J01FA",), "macrolides macrolidos"),
    (("J01M",), "quinolones quinolonas"),
    (("J01AA",), "tetracyclines tetraciclinas"),
    (_NSAIDS, "nsaid nsaids aine aines aspirin aspirina"),
    (("N02BB",), "dipyrone dipirona"),
    (("C09A", "C09B"), "ieca ace-inhibitors"),
    (("C10AA",), "statins estatinas"),
    (("N02A",), "opioids opioides"),
)
# Who is allergic to one of these is asked about all of the group.
_CROSS = (("J01C",), _CEPHALOSPORINS, ("J01E",), _NSAIDS)
_GROUPS = {word: codes for codes, words in _NAMED for word in words.split()}
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
    """Everything that `allergic` may find this allergy by: the plain word, and the ingredient or ATC code it was recognised as."""
    return tuple(dict.fromkeys(word for word in (plain_allergy(told), inn, atc) if word))


def groups_of(allergy: str) -> tuple[str, ...]:
    """How the ATC codes begin that this word or code touches; nothing where it names no group."""
    said = fold(allergy)
    code = said.upper() if len(said) >= 3 and said[0].isalpha() and said[1:3].isdigit() else ""
    crossed = (one for group in _CROSS if code.startswith(group) for one in group)
    return tuple(dict.fromkeys((*_GROUPS.get(said, ()), *crossed, *((code,) if code else ()))))


def allergic(medicine: Medicine, allergies: Iterable[str]) -> str:
    """The first of the person's allergies that this medicine touches: its ingredient, its group, its ATC code's beginning; else empty."""
    words = {fold(part) for name in (medicine.inn, *medicine.names) for part in name.replace("/", "+").split("+")} - {""}
    for allergy in allergies:
        if fold(allergy) in words or (medicine.atc and medicine.atc.startswith(groups_of(allergy))):
            return allergy
    return ""


@dataclass(frozen=True, slots=True)
class Understood:
    """An allergy as told, and the medicines of the list that it touches; `ingredient`: one of them, where it names a single substance.

    `groups`: how the ATC codes begin that it touches; `touched` 0: it is kept as it was told, and nothing is checked against it.
    """

    told: str
    ingredient: Medicine | None
    groups: tuple[str, ...]
    touched: int


def understood(told: str, inn: str, atc: str, medicines: Collection[Medicine]) -> Understood:
    """What this allergy is checked against among these medicines; `inn` and `atc` are what it was recognised as."""
    words = allergy_words(told, inn, atc)
    touched = [medicine for medicine in medicines if allergic(medicine, words)]
    groups = tuple(dict.fromkeys(group for word in words for group in groups_of(word)))
    return Understood(told, next((one for one in touched if one.inn == inn), None), groups, len(touched))
