"""Which medicine a text means: `Эналаприл таб. 10 мг №20` and `ENALAPRIL DOC 20 CPR 10MG` are enalapril 10 mg tablets.

Only exact keys are accepted: the name (INN, translation, synonym or brand that a source confirms), strength, form and release must all
agree, and no word may be left that nobody can explain. Everything else is offered, best first, and a person chooses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from pharmacy_app.domain.medicines import FORMS
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.agreement import Presentation, Said, combine, form_agrees, release_agrees, strength_agrees
from pharmacy_app.intake.catalogue import UNCONFIRMED, CatalogueEntry
from pharmacy_app.intake.forms import read_form, words_of
from pharmacy_app.intake.letters import skeleton
from pharmacy_app.intake.name_words import EXPAND, LINKS, NAMED, SIGNS, explained, key_of, prepared
from pharmacy_app.intake.packs import read_pack
from pharmacy_app.intake.salts import is_salt
from pharmacy_app.intake.strengths import NUMBER, Strength, one_strength, read_bare, read_quantities

_LONGEST = 5
_LONGEST_TEXT = 2_000
_EXACT_NAMES = ("name_exact", "name_brand")
_LIKENESS = 72
_SHORTEST = 4  # letters that a shortened name has at least
_OFFERED = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A medicine that texts are compared with: what `domain.medicines.Medicine` says of it, and its other names.

    `names` are es, en, it, ru. A brand that begins with `?` is not confirmed: it is offered, never accepted.
    """

    id: int
    inn: str
    strength: str
    form: str
    release: str
    atc: str
    unit: str
    doses_per_unit: int
    names: tuple[str, str, str, str]
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()


def known(id: int, entry: CatalogueEntry) -> Known:
    """An entry of the shipped catalogue under the id it got."""
    e = entry
    return Known(id, e.inn, e.strength, e.form, e.release, e.atc, e.unit, e.doses_per_unit, e.names, e.synonyms, e.brands)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A medicine that the text may mean; `score` from 0 to 100; `why` in codes.

    Codes: `name_exact`, `name_brand`, `name_unconfirmed`, `name_similar`, `name_partly` (a combination and one of its parts); `strength_equal`,
    `strength_differs`, `strength_unsaid`, `strength_unitless` (the number alone), `strength_unclear`; `form_equal`, `form_possible` (one of
    several), `form_unsaid`, `form_differs`; `release_differs`.
    """

    medicine: Known
    score: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identification:
    """What a text may mean, best first. `unknown` are the words and numbers nobody could explain; `pack` the pieces (ml for an oral liquid) in one pack."""

    text: str
    candidates: tuple[Candidate, ...]
    accepted: Known | None
    strength: str | None
    pack: int | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name found in the text: the substances it can stand for, and what kind of name it is."""

    meanings: frozenset[tuple[str, ...]]
    kind: str


@dataclass(frozen=True, slots=True)
class _Names:
    """All names of a text in their order, the words beside them, and those without a meaning."""

    found: tuple[_Name, ...]
    others: tuple[str, ...]
    unknown: tuple[str, ...]
    more: bool  # `+` joins a word that nobody knows: it holds something else too

    @property
    def substances(self) -> tuple[str, ...]:
        """The substances in the order in which they are named; empty where a name can mean several."""
        if any(len(name.meanings) != 1 for name in self.found):
            return ()
        return tuple(dict.fromkeys(part for name in self.found for part in next(iter(name.meanings))))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as read: its names, what it says of strength, form and pack, and what nobody can explain."""

    text: str
    names: _Names
    said: Said
    unknown: tuple[str, ...]


class Identifier:
    """Names of all known medicines, made ready once; texts are then compared in a few milliseconds."""

    def __init__(self, medicines: Sequence[Known]) -> None:
        self.medicines = tuple(medicines)
        self._names: dict[tuple[str, ...], _Name] = {}
        self._words: set[str] = set()
        self._presentations: dict[frozenset[str], list[tuple[Known, Presentation]]] = {}
        self._holding: dict[str, set[frozenset[str]]] = {}
        done: set[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = set()
        for medicine in medicines:
            parts = _parts(medicine.inn)
            presentation = Presentation(
                parts, one_strength(medicine.strength), medicine.form, medicine.release, medicine.unit, medicine.doses_per_unit
            )
            self._presentations.setdefault(frozenset(parts), []).append((medicine, presentation))
            for part in parts:
                self._holding.setdefault(part, set()).add(frozenset(parts))
            names = (medicine.inn, medicine.names, medicine.synonyms, medicine.brands)
            if names not in done:
                done.add(names)
                self._learn(medicine, parts)

    def _learn(self, medicine: Known, parts: tuple[str, ...]) -> None:
        for name in dict.fromkeys((medicine.inn, *medicine.names, *medicine.synonyms)):
            pieces = name.split("+")
            if len(pieces) == len(parts) > 1:
                for piece, part in zip(pieces, parts, strict=True):
                    self._add(piece, (part,), "name_exact")
            elif len(pieces) == 1:
                self._add(name, parts, "name_exact")
        for brand in medicine.brands:
            kind = "name_unconfirmed" if brand.startswith(UNCONFIRMED) else "name_brand"
            self._add(brand.removeprefix(UNCONFIRMED), parts, kind)

    def _add(self, name: str, meaning: tuple[str, ...], kind: str) -> None:
        written = prepared(name)
        key = key_of(word for word in words_of(written) if word not in SIGNS)
        if not key:
            return
        self._words.update(key)
        if NUMBER.search(written):  # a number that the key would lose: `Aspirina 500` is not every aspirin
            kind = "name_unconfirmed"
        before = self._names.get(key)
        if before is None or (before.kind != "name_exact" and kind == "name_exact"):
            self._names[key] = _Name(frozenset((meaning,)), kind)
        elif kind == "name_exact" or before.kind != "name_exact":
            certain = before.kind if before.meanings == {meaning} and before.kind == "name_brand" else kind
            self._names[key] = _Name(before.meanings | {meaning}, certain)

    @cached_property
    def _sounds(self) -> tuple[list[str], list[_Name]]:
        """How every name sounds; needed only where a text holds none of them."""
        return [skeleton(" ".join(key)) for key in self._names], list(self._names.values())

    def identify(self, text: str) -> Identification:
        """What a label, a line of a packing list or a prescription means."""
        return self._compare(self._read(text, None))

    def identify_parts(self, inn: str, strength: str, form: str) -> Identification:
        """The same for the columns of our own forms. `form` is a code of `domain.medicines.FORMS` or words of any of the languages."""
        return self._compare(self._read(*_one_text(inn, strength, form)))

    def accept(self, text: str) -> Known | None:
        """What `identify` accepts, without looking for what else it could be."""
        return self._accepted(self._read(text, None))

    def accept_parts(self, inn: str, strength: str, form: str) -> Known | None:
        """What `identify_parts` accepts, without looking for what else it could be."""
        return self._accepted(self._read(*_one_text(inn, strength, form)))

    def _read(self, text: str, form: str | None) -> _Text:
        quantities = read_quantities(prepared(text[:_LONGEST_TEXT]))
        pack, rest = read_pack(quantities.rest)
        names = self._read_names(rest)
        read = read_form(word for word in names.others if word not in SIGNS)
        said = Said(quantities, replace(read, forms=frozenset((form,))) if form else read, pack, read_bare(rest), form is not None)
        numbers = NUMBER.findall(rest)
        if numbers:
            again = {written for one in quantities.strengths for written in _numbers_of(one)}  # `Ангиоприл-25 таблетки 25 мг`
            numbers = [number for number in numbers if number not in again]
        return _Text(text, names, said, (*names.unknown, *numbers))

    def _read_names(self, rest: str) -> _Names:
        words = [EXPAND.get(word, word) for word in words_of(rest) if word not in LINKS]
        found: list[_Name] = []
        others: list[str] = []
        at = 0
        while at < len(words):
            longest = at
            while longest < min(at + _LONGEST, len(words)) and words[longest] in self._words:
                longest += 1
            for size in range(longest - at, 0, -1):
                name = self._names.get(key_of(words[at : at + size]))
                if name is not None:
                    found.append(name)
                    others.append(NAMED)
                    break
            else:
                size = 1
                others.append(words[at])
            at += size
        substances = {part for name in found for meaning in name.meanings for part in meaning}
        unknown = [
            (word, "+" in (before, after))
            for word, before, after in zip(others, ["", *others], [*others[1:], ""], strict=False)
            if word not in SIGNS and not any(is_salt(word, s) for s in substances) and not explained(word, before, after)
        ]
        more = any(joined for _, joined in unknown)
        return _Names(tuple(found), tuple(w for w in others if w != NAMED), tuple(word for word, _ in unknown), more)

    def _accepted(self, read: _Text) -> Known | None:
        """The one medicine that is all of what the text says."""
        said, order = read.said, read.names.substances
        if read.unknown or said.quantities.unclear or len(read.text) > _LONGEST_TEXT:
            return None
        if any(name.kind not in _EXACT_NAMES for name in read.names.found):
            return None
        exact = [
            medicine
            for medicine, presentation in self._presentations.get(frozenset(order), ())
            if form_agrees(presentation, said) == "form_equal"
            and release_agrees(presentation, said)
            and _strength_agrees(presentation, said, order) == "strength_equal"
        ]
        return exact[0] if len(exact) == 1 else None

    def _compare(self, read: _Text) -> Identification:
        said, order = read.said, read.names.substances
        found = [
            self._candidate(medicine, presentation, name, points, said, order)
            for combination, name, points in self._meant(read.names)
            for medicine, presentation in self._presentations[combination]
        ]
        candidates = sorted(found, key=lambda c: (-c.score, c.medicine.inn, len(c.medicine.strength), c.medicine.strength, c.medicine.id))
        strength = said.quantities.strengths[0].text if len(said.quantities.strengths) == 1 else None
        pack = said.pack_for(candidates[0].medicine.unit if candidates else "")
        return Identification(read.text, tuple(candidates[:_OFFERED]), self._accepted(read), strength, pack, read.unknown)

    def _meant(self, names: _Names) -> list[tuple[frozenset[str], str, int]]:
        """The combinations of substances that the names can mean, each with its code and points."""
        meant: dict[frozenset[str], tuple[str, int]] = {}
        together = frozenset(names.substances)
        kinds = {name.kind for name in names.found}
        if names.more and together in self._presentations:
            meant[together] = ("name_partly", 30)
        elif together in self._presentations:
            worst = next((kind for kind in ("name_unconfirmed", "name_brand") if kind in kinds), "name_exact")
            meant[together] = (worst, 50 if worst == "name_unconfirmed" else 60)
        for name in names.found:
            for meaning in name.meanings:
                for part in meaning:
                    for combination in self._holding[part]:
                        meant.setdefault(combination, ("name_partly", 30 if combination <= together else 20))
        words = tuple(w for w in names.unknown if not is_salt(w, ""))
        if not names.found:
            meant = self._similar(words)
        for combination, points in self._shortened(words, together).items():
            if meant.get(combination, ("", 0))[1] < points:
                meant[combination] = ("name_similar", points)
        return [(combination, code, points) for combination, (code, points) in meant.items()]

    def _similar(self, words: tuple[str, ...]) -> dict[frozenset[str], tuple[str, int]]:
        """Names that sound like one to three neighbouring words."""
        meant: dict[frozenset[str], tuple[str, int]] = {}
        sounds, known_names = self._sounds
        for size in (1, 2, 3):
            for at in range(min(len(words), 8) - size + 1):
                sound = skeleton(" ".join(words[at : at + size]))
                if len(sound) < 3:
                    continue
                for _, likeness, index in process.extract(sound, sounds, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=6):
                    for meaning in known_names[index].meanings:
                        points = round(likeness * 0.55)
                        alone = frozenset(meaning)
                        for combination in (alone,) if alone in self._presentations else self._holding[meaning[0]]:
                            if meant.get(combination, ("", 0))[1] < points:
                                meant[combination] = ("name_similar", points)
        return meant

    @cached_property
    def _beginnings(self) -> list[tuple[str, str]]:
        """Every longer word of the names of single substances with the substance, in alphabetical order."""
        single = ((key, next(iter(name.meanings))) for key, name in self._names.items() if len(name.meanings) == 1)
        return sorted({(word, meaning[0]) for key, meaning in single if len(meaning) == 1 for word in key if len(word) > _SHORTEST})

    def _shortened(self, words: tuple[str, ...], named: frozenset[str]) -> dict[frozenset[str], int]:
        """What shortened names can mean (`LOSARTAN/HIDROCLOR`, `FLUTIC/SALMET`): combinations of them and of what is named in full."""
        short: set[str] = set()
        for word in words[:8]:
            at = bisect_left(self._beginnings, (word, "")) if len(word) >= _SHORTEST else len(self._beginnings)
            while at < len(self._beginnings) and self._beginnings[at][0].startswith(word):
                short.add(self._beginnings[at][1])
                at += 1
        found = {one for part in short for one in self._holding[part] if one <= named | short and named <= one}
        return {one: 62 if named else 52 if len(one) > 1 else 45 for one in found}

    @staticmethod
    def _candidate(medicine: Known, presentation: Presentation, name: str, points: int, said: Said, order: tuple[str, ...]) -> Candidate:
        by_strength = _strength_agrees(presentation, said, order)
        by_form = form_agrees(presentation, said)
        why = (name, by_strength, by_form)
        score = points + {"strength_equal": 25, "strength_unitless": 15, "strength_unclear": 12, "strength_unsaid": 6}.get(by_strength, 0)
        score += {"form_equal": 10, "form_possible": 7, "form_unsaid": 3}.get(by_form, 0)
        if release_agrees(presentation, said):
            return Candidate(medicine, score + 5, why)
        return Candidate(medicine, score, (*why, "release_differs"))


def _strength_agrees(presentation: Presentation, said: Said, order: tuple[str, ...]) -> str:
    return strength_agrees(combine(said.quantities.strengths, order, presentation.parts), presentation, said)


def _one_text(inn: str, strength: str, form: str) -> tuple[str, str | None]:
    """The columns as one text, and the code of the form where that is one."""
    code = fold(form).replace(" ", "_")
    return (f"{inn} ; {strength}", code) if code in FORMS else (f"{inn} ; {strength} ; {form}", None)


def _numbers_of(strength: Strength) -> tuple[str, ...]:
    """The number of a strength of one substance, as it may stand again without its unit."""
    number = strength.text.partition(" ")[0]
    return (number, number.replace(".", ",")) if len(strength.amounts) == 1 else ()


def _parts(inn: str) -> tuple[str, ...]:
    return tuple(fold(part) for part in inn.split("+"))
