"""What medicine is meant: names learned from people, and medicines that the committee adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pharmacy_app.db.queries import catalogue as shelf
from pharmacy_app.db.queries.catalogue import Shelved
from pharmacy_app.domain.allergies import plain_allergy
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.medicines import FORMS, RELEASES, UNITS, Medicine
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.names import Identification, Identifier, Known
from pharmacy_app.intake.strengths import canonical_strength
from pharmacy_app.services.desk import By, Connection, Desk


@dataclass(frozen=True, slots=True)
class NewMedicine:
    """A medicine that is not in the catalogue. `strength` as people write it (`50 mg`, `250 mg/5 ml`); the rest in the words of `domain.medicines`."""

    inn: str
    strength: str
    form: str
    unit: str
    name_es: str = ""
    route: str = "oral"
    release: str = "immediate"
    atc: str = ""
    doses_per_unit: int = 1
    brands: tuple[str, ...] = ()
    divisible: bool = False
    cold_chain: bool = False


class KnownWords(Identifier):
    """The identifier of the catalogue that has learned from people: what somebody explained once is accepted at once."""

    def __init__(self, medicines: tuple[Known, ...], learned: tuple[tuple[str, int], ...]) -> None:
        super().__init__(medicines)
        by_id = {medicine.id: medicine for medicine in medicines}
        self._learned = {folded: by_id[medicine_id] for folded, medicine_id in learned}

    def identify(self, text: str) -> Identification:
        """What the text means; a learned description before everything that can be reckoned."""
        found = super().identify(text)
        told = self._learned.get(fold(text))
        return replace(found, accepted=told) if told else found

    def accept(self, text: str) -> Known | None:
        """What `identify` accepts, without looking for what else it could be."""
        return self._learned.get(fold(text)) or super().accept(text)

    def accept_parts(self, inn: str, strength: str, form: str) -> Known | None:
        """What `identify_parts` accepts, without looking for what else it could be."""
        return self._learned.get(fold(one_line(inn, strength, form))) or super().accept_parts(inn, strength, form)

    def identify_parts(self, inn: str, strength: str, form: str) -> Identification:
        """The same for columns; learned under the words as they stand in one line."""
        found = super().identify_parts(inn, strength, form)
        told = self._learned.get(fold(one_line(inn, strength, form)))
        return replace(found, accepted=told) if told else found


def one_line(inn: str, strength: str, form: str) -> str:
    """How the columns of a form stand in one line of text."""
    return " ".join(part for part in (inn, strength, form) if part)


def identifier(connection: Connection) -> KnownWords:
    """What recognises medicines by their names, made ready once per state of the catalogue."""
    return _identifier(tuple(_known(one) for one in shelf.medicines(connection)), shelf.learned(connection))


def identifier_and_medicines(connection: Connection) -> tuple[KnownWords, dict[int, Medicine]]:
    """`identifier` and `medicines` from one reading of the catalogue."""
    shelved = shelf.medicines(connection)
    return _identifier(tuple(map(_known, shelved)), shelf.learned(connection)), {one.medicine.id: one.medicine for one in shelved}


@lru_cache(maxsize=2)
def _identifier(medicines: tuple[Known, ...], learned: tuple[tuple[str, int], ...]) -> KnownWords:
    return KnownWords(medicines, learned)


def _known(one: Shelved) -> Known:
    it = one.medicine
    return Known(it.id, it.inn, it.strength, it.form, it.release, it.atc, it.unit, it.doses_per_unit, it.names, one.synonyms, one.brands)


def medicines(connection: Connection) -> dict[int, Medicine]:
    """The whole catalogue by id, for rules that look things up."""
    return {one.medicine.id: one.medicine for one in shelf.medicines(connection)}


def medicines_among(connection: Connection, ids: Iterable[int]) -> dict[int, Medicine]:
    """Those of these ids that the catalogue has."""
    return {one.medicine.id: one.medicine for one in shelf.medicines_of(connection, sorted(set(ids)))}


def medicines_of_substance(connection: Connection, medicine_id: int) -> dict[int, Medicine]:
    """A medicine and all others of its INN, by id; empty where there is no such medicine."""
    return {one.medicine.id: one.medicine for one in shelf.of_substance(connection, medicine_id)}


def ingredients(connection: Connection) -> dict[str, str]:
    """The INN of every name of a single substance, folded: INN, translation, synonym or brand."""
    found: dict[str, str] = {}
    for one in shelf.medicines(connection):
        if "+" not in one.medicine.inn:
            for name in (one.medicine.inn, *one.medicine.names, *one.synonyms, *one.brands):
                found.setdefault(fold(name), one.medicine.inn)
    return found


def ingredient(told: str, known: dict[str, str]) -> str:
    """The INN that an allergy as told means, among `ingredients`; else its plain word (`penicilina`), which may name a group."""
    word = plain_allergy(told)
    return known.get(word, word)


def medicine(desk: Desk, medicine_id: int) -> Shelved:
    """One medicine with its other names. Raises `Refusal` `medicine_not_found`."""
    with desk.read() as connection:
        found = shelf.medicine(connection, medicine_id)
    if found is None:
        raise Refusal("medicine_not_found", "medicine")
    return found


def add_medicine(desk: Desk, by: By, new: NewMedicine) -> int:
    """Writes a medicine into the catalogue. Raises `Refusal`: `medicine_without_name`, `strength_unclear`, `medicine_word_unknown`,
    `medicine_exists`."""
    values = _checked(new)
    with desk.act(by, "medicine.add") as act:
        if shelf.same_medicine(act.connection, values["inn"], values["strength"], new.form, new.release, new.route) is not None:
            raise Refusal("medicine_exists", "medicine")
        names = (values["inn"], new.name_es, *new.brands)
        row = {
            **values, "form": new.form, "release": new.release, "route": new.route, "atc": new.atc.strip().upper(), "unit": new.unit,
            "doses_per_unit": new.doses_per_unit, "name_es": new.name_es.strip() or values["inn"], "name_en": values["inn"], "name_it": "",
            "name_ru": "", "brands": ";".join(brand.replace(";", " ").strip() for brand in new.brands), "divisible": new.divisible,
            "cold_chain": new.cold_chain, "folded": fold(" ".join(name for name in names if name)), "confirmed": False, "origin": "committee",
        }  # fmt: skip
        medicine_id = shelf.add_medicine(act.connection, row)
        act.about("medicine", medicine_id)
        act.after = {"inn": values["inn"], "strength": values["strength"], "form": new.form, "unit": new.unit}
        return medicine_id


def _checked(new: NewMedicine) -> dict[str, str]:
    inn = " ".join(new.inn.split()).casefold()
    if len(inn) < 3:
        raise Refusal("medicine_without_name", "inn")
    strength = canonical_strength(new.strength) if new.strength.strip() else ""
    if strength is None:
        raise Refusal("strength_unclear", "strength", text=new.strength[:40])
    for word, known in ((new.form, FORMS), (new.unit, UNITS), (new.release, RELEASES)):
        if word not in known:
            raise Refusal("medicine_word_unknown", "medicine", word=word[:40])
    if new.doses_per_unit < 1 or not new.route:
        raise Refusal("medicine_word_unknown", "medicine", word=str(new.doses_per_unit))
    return {"inn": inn, "strength": strength}
