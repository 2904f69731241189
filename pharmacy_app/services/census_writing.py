"""How many people at once come into the census: decided first, row by row, then written in a few statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries.census import KnownPerson
from pharmacy_app.domain.conditions import CONDITIONS
from pharmacy_app.domain.priority import CRITERIA, Reason
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.census_forms import CensusRow
from pharmacy_app.services import catalogue
from pharmacy_app.services.desk import Act, Connection
from pharmacy_app.services.importing import DOUBTFUL, KNOWN, NEW, REFUSED, ImportRow

_CONDITION_CODES = frozenset(code for code, _, _ in CONDITIONS)
_NO_DAY = ("birth_date_future", "birth_date_implausible")
HouseKey = tuple[int | str, ...]
_Place = tuple[str, str, str]  # council, sector, house: folded


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of one row."""

    row: CensusRow
    status: str
    reasons: tuple[Reason, ...]

    @property
    def taken(self) -> bool:
        return self.status in (NEW, DOUBTFUL)

    @property
    def told(self) -> ImportRow:
        return ImportRow("", self.row.row, self.status, self.reasons)


def decide(connection: Connection, rows: Sequence[CensusRow]) -> tuple[Decided, ...]:
    """What becomes of each row beside the people who are there already; writes nothing."""
    places = {one.id: (fold(one.council), fold(one.name)) for one in store.sectors(connection)}
    houses = {one.id: (*places[one.sector_id], _house_words(one.house)) for one in store.known_households(connection)}
    known = _Known(store.known_people(connection), houses)
    return tuple(known.decide(row) for row in rows)


def write_census(act: Act, rows: Sequence[CensusRow]) -> tuple[Decided, ...]:
    """Writes the rows that can be taken: councils, sectors and houses as named, people with what they live with; codes where missing.

    A constant number of statements per thousand rows. `act.after` says how many of each.
    """
    store.lock_census(act.connection)
    decided = decide(act.connection, rows)
    people = [one.row for one in decided if one.taken]
    sectors = _sectors(act.connection, people)
    houses, next_person = _houses(act.connection, people, sectors)
    ids = store.add_people(act.connection, [_person_values(row, house, code) for row, house, code in _coded(people, houses, next_person)])
    _write_words(act.connection, list(zip(ids, people, strict=True)))
    act.after |= {"people": len(ids), "refused": sum(one.status == REFUSED for one in decided)}
    return decided


class _Known:
    """The people and houses that are there, by what they are recognised by; rows that were taken join them."""

    def __init__(self, people: Iterable[KnownPerson], houses: Mapping[int, _Place]) -> None:
        self._codes: dict[str, str] = {}
        self._names: dict[tuple[str, date | None], str] = {}
        self._ids: dict[str, str] = {}
        self._at_home: dict[tuple[str, _Place], date | None] = {}
        for one in people:
            self._codes[one.code] = one.folded
            self._names.setdefault((one.folded, one.birth_date), one.code)
            self._at_home[one.folded, houses[one.household_id]] = one.birth_date
            if digits(one.national_id):
                self._ids.setdefault(digits(one.national_id), one.code)

    def decide(self, row: CensusRow) -> Decided:
        reasons = [Reason(row.reason, _data(row))] if row.reason else []
        if row.status == REFUSED:
            return Decided(row, REFUSED, tuple(reasons))
        name, born = fold(row.name), None if row.reason in _NO_DAY else row.birth_date
        if row.patient_code in self._codes:
            same = self._codes[row.patient_code] == name
            reason = "person_known" if same else "patient_code_of_other"
            return Decided(row, KNOWN if same else REFUSED, (Reason(reason, {"code": row.patient_code}),))
        home = (name, (fold(row.council), fold(row.sector), _house_words(row.house)))
        if not row.patient_code and home[1][2] and home in self._at_home and self._at_home[home] == born:
            return Decided(row, KNOWN, (Reason("person_known", {}),))
        if born and (name, born) in self._names:
            reasons.append(Reason("possible_duplicate", {"code": self._names[name, born]}))
        number = digits(row.national_id)
        if number and number in self._ids:
            reasons.append(Reason("national_id_shared", {"code": self._ids[number]}))
        unknown = [word for word in row.conditions if word not in _CONDITION_CODES]
        unknown += [word for word in row.criteria if word not in CRITERIA]
        if unknown:
            reasons.append(Reason("condition_unknown", {"text": "; ".join(unknown)}))
        if number:
            self._ids.setdefault(number, row.patient_code)
        return Decided(row, DOUBTFUL if reasons else NEW, tuple(reasons))


def _data(row: CensusRow) -> dict[str, str | int | date]:
    if row.reason == "condition_unknown":
        return {"text": "; ".join(row.conditions_told)}
    if row.reason in _NO_DAY and row.birth_date:
        return {"day": row.birth_date}
    return {}


def digits(national_id: str) -> str:
    """A cédula's digits alone: `V-12.345.678` and `12345678` are one."""
    return re.sub(r"[^0-9]", "", national_id).lstrip("0")


def _house_words(house: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(house)).split())


def place_sector(connection: Connection, council: str, sector: str) -> int:
    """The sector of these names, made with its council where missing."""
    row = CensusRow(0, council, sector, *("",) * 5, None, "", (), (), (), (), "")
    return _sectors(connection, [row])[fold(council), fold(sector)]


def _sectors(connection: Connection, people: Sequence[CensusRow]) -> dict[tuple[str, str], int]:
    """The sector of each (council, sector) as named, folded; what is missing is made, in the order of its first mention."""
    councils = {fold(one.name): one.id for one in store.councils(connection)}
    named = {fold(row.council): row.council.strip() for row in reversed(people)}
    missing = [folded for folded in dict.fromkeys(fold(row.council) for row in people) if folded not in councils]
    rows = [{"name": named[folded], "folded": folded, "position": len(councils) + n} for n, folded in enumerate(missing, 1)]
    councils.update(zip(missing, store.add_councils(connection, rows), strict=True))
    by_id = {council_id: folded for folded, council_id in councils.items()}
    known = store.sectors(connection)
    sectors = {(by_id[one.council_id], fold(one.name)): one.id for one in known}
    wanted = {(fold(row.council), fold(row.sector)): row.sector.strip() for row in reversed(people)}
    new = [key for key in dict.fromkeys((fold(row.council), fold(row.sector)) for row in people) if key not in sectors]
    values = [
        {"council_id": councils[council], "name": wanted[council, sector], "folded": sector, "position": len(known) + n}
        for n, (council, sector) in enumerate(new, 1)
    ]
    sectors.update(zip(new, store.add_sectors(connection, values), strict=True))
    return sectors


@dataclass(slots=True)
class _Street:
    """The houses while rows are put into them: by code, else by sector and house as written."""

    by_key: dict[HouseKey, int] = field(default_factory=dict)
    new: list[dict[str, object]] = field(default_factory=list)

    def place(self, row: CensusRow, sector_id: int, free_code: Callable[[], str]) -> int:
        """The id of the row's house, or minus its number among the new ones (from 1)."""
        words = _house_words(row.house)
        keys: list[HouseKey] = [("code", row.household_code)] if row.household_code else []
        keys += [(sector_id, words)] if words and not row.household_code else []
        found = next((self.by_key[key] for key in keys if key in self.by_key), None)
        if found is None:
            code = row.household_code or free_code()
            self.new.append({"code": code, "sector_id": sector_id, "house": row.house.strip(), "position": len(self.new) + 1})
            found = -len(self.new)
            self.by_key[("code", code)] = found
            if words:
                self.by_key.setdefault((sector_id, words), found)
        return found


def _houses(connection: Connection, people: Sequence[CensusRow], sectors: Mapping[tuple[str, str], int]) -> tuple[list[int], int]:
    """The house of each row, made where missing; and the number from which codes for people are free."""
    street = _Street()
    for house in store.known_households(connection):
        street.by_key[("code", house.code)] = house.id
        if words := _house_words(house.house):
            street.by_key.setdefault((house.sector_id, words), house.id)
    last_house, last_person = store.highest_codes(connection)
    taken = {row.household_code for row in people}
    codes = iter(code for number in range(last_house + 1, 1_000_000) if (code := f"F-{number:06d}") not in taken)
    placed = [street.place(row, sectors[fold(row.council), fold(row.sector)], lambda: next(codes)) for row in people]
    ids = store.add_households(connection, street.new)
    return [ids[-1 - place] if place < 0 else place for place in placed], last_person + 1


def _coded(people: Sequence[CensusRow], houses: Sequence[int], first: int) -> Iterable[tuple[CensusRow, int, str]]:
    taken = {row.patient_code for row in people}
    codes = iter(code for number in range(first, 1_000_000) if (code := f"P-{number:06d}") not in taken)
    return ((row, house, row.patient_code or next(codes)) for row, house in zip(people, houses, strict=True))


def _person_values(row: CensusRow, household_id: int, code: str) -> dict[str, object]:
    return {
        "code": code,
        "household_id": household_id,
        "name": row.name.strip(),
        "folded": fold(row.name),
        "national_id": row.national_id.strip(),
        "birth_date": None if row.reason in _NO_DAY else row.birth_date,
        "sex": row.sex,
        "phone": row.phone.strip(),
    }


def _write_words(connection: Connection, people: Sequence[tuple[int, CensusRow]]) -> None:
    ingredients = catalogue.ingredients(connection) if any(row.allergies for _, row in people) else {}
    store.add_words(
        connection,
        [(one, word) for one, row in people for word in dict.fromkeys(row.conditions) if word in _CONDITION_CODES],
        [(one, word) for one, row in people for word in dict.fromkeys(row.criteria) if word in CRITERIA],
        [(one, told, catalogue.ingredient(told, ingredients)) for one, row in people for told in dict.fromkeys(row.allergies)],
    )
