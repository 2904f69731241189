"""How many people at once come into the census: decided first, row by row, then written in a few statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import census_import, histories
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.census_forms import CensusRow
from pharmacy_app.services import catalogue
from pharmacy_app.services.census_changes import FROM_SHEET, write_changes
from pharmacy_app.services.census_deciding import CONDITION_CODES, At, Decided, birth_of, decide, house_words
from pharmacy_app.services.census_deciding import digits as digits
from pharmacy_app.services.desk import Act, Connection
from pharmacy_app.services.importing import CHANGED, REFUSED
from pharmacy_app.services.standings import decide_tiers_in

HouseKey = tuple[int | str, ...]


def write_census(act: Act, rows: Sequence[CensusRow], at: At | None = None) -> tuple[Decided, ...]:
    """Writes the rows that can be taken: councils, sectors and houses as named, people with what they live with and the first line of their
    history; codes where missing. What is said otherwise of people who are there is changed.

    A constant number of statements per thousand rows. `act.after` says how many of each.
    """
    store.lock_census(act.connection)
    decided = decide(act.connection, rows, at)
    people = [one.row for one in decided if one.taken]
    sectors = _sectors(act.connection, people)
    houses, next_person = _houses(act.connection, people, sectors)
    ids = store.add_people(act.connection, [_person_values(row, house, code) for row, house, code in _coded(people, houses, next_person)])
    came = {"kind": "joined", "occurred_on": act.by.occurred_on, "entered_at": act.entered_at, "entered_by": act.by.user_id}
    events = [{"patient_id": one, "to_household_id": house, **came} for one, house in zip(ids, houses, strict=True)]
    histories.add_events(act.connection, events)
    _write_words(act.connection, list(zip(ids, people, strict=True)))
    decide_tiers_in(act, {one: row.tier for one, row in zip(ids, people, strict=True) if row.tier}, FROM_SHEET)
    changed = [one for one in decided if one.status == CHANGED]
    write_changes(act, changed)
    act.after |= {"people": len(ids), "changed": len(changed), "refused": sum(one.status == REFUSED for one in decided)}
    return decided


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
    before: int = 0  # houses that are there: new ones come behind them in the walk

    def place(self, row: CensusRow, sector_id: int, free_code: Callable[[], str]) -> int:
        """The id of the row's house, or minus its number among the new ones (from 1)."""
        words = house_words(row.house)
        keys: list[HouseKey] = [("code", row.household_code)] if row.household_code else []
        keys += [(sector_id, words)] if words and not row.household_code else []
        found = next((self.by_key[key] for key in keys if key in self.by_key), None)
        if found is None:
            code = row.household_code or free_code()
            self.new.append(
                {
                    "code": code, "sector_id": sector_id, "house": row.house.strip(), "position": self.before + len(self.new) + 1,
                    "directions": row.directions, "access": row.access, "phone": row.house_phone,
                }
            )  # fmt: skip
            found = -len(self.new)
            self.by_key[("code", code)] = found
            if words:
                self.by_key.setdefault((sector_id, words), found)
        elif found < 0:  # the next line of a family says what the first did not
            there = self.new[-1 - found]
            for column, told in (("directions", row.directions), ("access", row.access), ("phone", row.house_phone)):
                there[column] = there[column] or told
        return found


def _houses(connection: Connection, people: Sequence[CensusRow], sectors: Mapping[tuple[str, str], int]) -> tuple[list[int], int]:
    """The house of each row, made where missing; and the number from which codes for people are free."""
    known = store.known_households(connection)
    street = _Street(before=len(known))
    for house in known:
        street.by_key[("code", house.code)] = house.id
        if words := house_words(house.house):
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
        "birth_date": birth_of(row),
        "sex": row.sex,
        "phone": row.phone.strip(),
        "birth_estimated": row.birth_estimated and birth_of(row) is not None,
        "receivers": row.receivers.strip(),
        "consent_on": row.consent_on,
    }


def _write_words(connection: Connection, people: Sequence[tuple[int, CensusRow]]) -> None:
    ingredients = catalogue.ingredients(connection) if any(row.allergies for _, row in people) else {}
    store.add_words(
        connection,
        [(one, word) for one, row in people for word in dict.fromkeys(row.conditions) if word in CONDITION_CODES],
        [(one, word) for one, row in people for word in dict.fromkeys(row.criteria) if word in CRITERIA],
        [(one, told, catalogue.ingredient(told, ingredients)) for one, row in people for told in dict.fromkeys(row.allergies)],
    )
    census_import.set_until(connection, [(one, word, day) for one, row in people for word, day in row.until if word in row.conditions])
