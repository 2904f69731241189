"""What becomes of each row of a census beside the people who are there already: new, changed, known, doubtful or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import census_import
from pharmacy_app.db.queries.census_import import KnownEntry
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.priority import CRITERIA, Reason
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.census_forms import CensusRow
from pharmacy_app.services.desk import Connection
from pharmacy_app.services.importing import CHANGED, DOUBTFUL, KNOWN, NEW, REFUSED, ImportRow

CONDITION_CODES = frozenset(code for code, _, _ in CONDITIONS)
NO_DAY = ("birth_date_future", "birth_date_implausible")
_TELL_EVERY = 500  # rows
Place = tuple[str, str, str]  # council, sector, house: folded
At = Callable[[float], None]
"""Is told how much is done, from 0 to 1; what it raises (a cancel) ends the work."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of one row; of a `changed` one, who it is and which columns the file says otherwise."""

    row: CensusRow
    status: str
    reasons: tuple[Reason, ...]
    known: KnownEntry | None = None
    fields: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether somebody new is written down."""
        return self.status in (NEW, DOUBTFUL)

    @property
    def told(self) -> ImportRow:
        return ImportRow("", self.row.row, self.status, self.reasons)


def decide(connection: Connection, rows: Sequence[CensusRow], at: At | None = None) -> tuple[Decided, ...]:
    """What becomes of each row; writes nothing. A constant number of statements."""
    places = {one.id: (fold(one.council), fold(one.name)) for one in store.sectors(connection)}
    houses = {one.id: (*places[one.sector_id], house_words(one.house)) for one in store.known_households(connection)}
    known = _Known(census_import.known_entries(connection), houses)
    found = []
    for number, row in enumerate(rows):
        if at is not None and number % _TELL_EVERY == 0:
            at(number / len(rows))
        found.append(known.decide(row))
    return tuple(found)


def digits(national_id: str) -> str:
    """A cédula's digits alone: `V-12.345.678` and `12345678` are one."""
    return re.sub(r"[^0-9]", "", national_id).lstrip("0")


def house_words(house: str) -> str:
    """A house as it is compared: folded, signs as blanks."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(house)).split())


def birth_of(row: CensusRow) -> date | None:
    """The birth date that is written down: none where it cannot be."""
    return None if row.reason in NO_DAY else row.birth_date


class _Known:
    """The people who are there, by what they are recognised by; rows that were taken join them."""

    def __init__(self, people: Iterable[KnownEntry], houses: Mapping[int, Place]) -> None:
        self._houses = houses
        self._codes: dict[str, KnownEntry] = {}
        self._names: dict[tuple[str, date | None], str] = {}
        self._ids: dict[str, KnownEntry] = {}
        self._at_home: dict[tuple[str, Place], list[KnownEntry]] = {}
        self._new_ids: dict[str, str] = {}
        for one in people:
            self._codes[one.code] = one
            if one.active:
                self._names.setdefault((one.folded, one.birth_date), one.code)
            self._at_home.setdefault((one.folded, houses[one.household_id]), []).append(one)
            if number := digits(one.national_id):
                self._ids.setdefault(number, one)

    def decide(self, row: CensusRow) -> Decided:
        reasons = [Reason(row.reason, _data(row))] if row.reason else []
        if row.status == REFUSED:
            return Decided(row, REFUSED, tuple(reasons))
        name, born = fold(row.name), birth_of(row)
        by_code = self._codes.get(row.patient_code) if row.patient_code else None
        if by_code is not None and by_code.folded != name and not _surely(by_code, row):
            return Decided(row, REFUSED, (Reason("patient_code_of_other", {"code": row.patient_code}),))
        same = by_code or self._same(row, name)
        if same is not None:
            return self._compared(row, same, reasons)
        if born and (name, born) in self._names:
            reasons.append(Reason("possible_duplicate", {"code": self._names[name, born]}))
        number = digits(row.national_id)
        if number and number in self._ids:
            reasons.append(Reason("national_id_shared", {"code": self._ids[number].code}))
        elif number and number in self._new_ids:
            reasons.append(Reason("national_id_shared", {"code": self._new_ids[number]}))
        unknown = [word for word in row.conditions if word not in CONDITION_CODES]
        unknown += [word for word in row.criteria if word not in CRITERIA]
        if unknown:
            reasons.append(Reason("condition_unknown", {"text": "; ".join(unknown)}))
        if number:
            self._new_ids.setdefault(number, row.patient_code)
        return Decided(row, DOUBTFUL if reasons else NEW, tuple(reasons))

    def _same(self, row: CensusRow, name: str) -> KnownEntry | None:
        """Whom the row means without naming a code: the name in the same house, else the cédula, where the rest does not speak against it."""
        if row.patient_code:
            return None
        number = digits(row.national_id)
        home = (fold(row.council), fold(row.sector), house_words(row.house))
        there = self._at_home.get((name, home), []) if home[2] else []
        fitting = [one for one in there if _one_birth(one, row) and not (number and digits(one.national_id) not in ("", number))]
        if fitting:  # a father and a son of one name: who was born that day first
            return min(fitting, key=lambda one: one.birth_date != birth_of(row))
        by_id = self._ids.get(number) if number else None
        return by_id if by_id is not None and by_id.folded == name and _one_birth(by_id, row) else None

    def _compared(self, row: CensusRow, same: KnownEntry, reasons: list[Reason]) -> Decided:
        """What the file says otherwise of somebody who is there. It never empties a field, and moves nobody."""
        if not same.active:
            return Decided(row, KNOWN, (Reason("person_gone", {"code": same.code}),), same)
        here = self._houses[same.household_id]
        told = (fold(row.council), fold(row.sector), house_words(row.house))
        if told[2] and told[2] != here[2]:
            return Decided(row, KNOWN, (Reason("person_elsewhere", {"code": same.code}),), same)
        fields = tuple(changed_fields(same, row))
        if not fields:
            return Decided(row, KNOWN, (Reason("person_known", {}),), same)
        return Decided(row, CHANGED, (Reason("person_changed", {"fields": ";".join(fields)}), *reasons), same, fields)


def _surely(known: KnownEntry, row: CensusRow) -> bool:
    """The code is theirs though the name is written otherwise: the cédula or the birth date says so, and none speaks against it."""
    number, theirs = digits(row.national_id), digits(known.national_id)
    if number and theirs:
        return number == theirs
    return birth_of(row) is not None and birth_of(row) == known.birth_date and not row.birth_estimated


def _one_birth(known: KnownEntry, row: CensusRow) -> bool:
    """Whether the two can be born on one day: one of them has none, both are the same, or the years agree where a day was estimated."""
    born = birth_of(row)
    if born is None or known.birth_date is None:
        return True
    if row.birth_estimated or known.birth_estimated:
        return abs(born.year - known.birth_date.year) <= 1
    return born == known.birth_date


def changed_fields(known: KnownEntry, row: CensusRow) -> Iterator[str]:
    """The columns in which the file says more, or otherwise, than the census."""
    if " ".join(row.name.split()) != known.name:
        yield "name"
    if _birth_changed(known, row):
        yield "birth_date"
    for column in ("national_id", "sex", "phone", "receivers", "tier", "directions", "access", "house_phone"):
        told = getattr(row, column).strip()
        if told and told != getattr(known, column):
            yield column
    if row.consent_on is not None and known.consent_on is None:
        yield "consent"
    for column in ("conditions", "criteria"):
        if getattr(row, column) and set(getattr(row, column)) != set(getattr(known, column)):
            yield column
    if dict(row.until).items() - dict(known.until).items():
        yield "until"
    if set(row.allergies) - set(known.allergies):
        yield "allergies"


def _birth_changed(known: KnownEntry, row: CensusRow) -> bool:
    """A birth date that was not known, or another one; an age says nothing against a date, nor against an age of about the same."""
    born, theirs = birth_of(row), known.birth_date
    if born is None or theirs is None:
        return born is not None
    if row.birth_estimated:
        return known.birth_estimated and abs(born.year - theirs.year) > 1
    return born != theirs or known.birth_estimated


def _data(row: CensusRow) -> dict[str, str | int | date]:
    if row.reason == "condition_unknown":
        return {"text": "; ".join(row.conditions_told)}
    if row.reason in NO_DAY and row.birth_date:
        return {"day": row.birth_date}
    return {}
