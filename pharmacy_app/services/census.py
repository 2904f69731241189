"""The census: councils, sectors and houses, and whole censuses from and to a spreadsheet. The people themselves: `services.people`."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.db.queries import census as store
from pharmacy_app.db.queries import people_index
from pharmacy_app.db.queries.census import CouncilRow, HouseholdRow, SectorRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.domain.text import fold
from pharmacy_app.services.census_export import export_census
from pharmacy_app.services.census_import import UNNAMED_COUNCIL, import_census
from pharmacy_app.services.census_writing import place_sector
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.typed import named, short

__all__ = [
    "UNNAMED_COUNCIL", "CouncilRow", "HouseholdRow", "SectorRow", "add_council", "add_house_at", "add_sector", "change_council",
    "change_household", "conditions", "council_names", "councils", "export_census", "household", "households", "import_census", "sectors",
]  # fmt: skip


def councils(desk: Desk) -> tuple[CouncilRow, ...]:
    """All councils in their order, with how many houses and people."""
    with desk.read() as connection:
        return store.councils(connection)


def council_names(desk: Desk) -> tuple[tuple[int, str], ...]:
    """Every council's id and name, in their order: quicker than `councils`, which counts."""
    with desk.read() as connection:
        return people_index.council_names(connection)


def sectors(desk: Desk, council_id: int | None = None) -> tuple[SectorRow, ...]:
    """The sectors of a council, or all, in walking order."""
    with desk.read() as connection:
        return store.sectors(connection, council_id)


def households(
    desk: Desk, council_id: int | None = None, sector_id: int | None = None, text: str = "", limit: int = 200, offset: int = 0
) -> tuple[HouseholdRow, ...]:
    """Houses in walking order; `text` is looked for in the code and the house as written."""
    with desk.read() as connection:
        return store.households(connection, council_id, sector_id, text, limit, offset)


def conditions(desk: Desk) -> tuple[tuple[str, str, bool], ...]:
    """The short list: code, ICD-10, whether it stays."""
    with desk.read() as connection:
        return store.conditions(connection)


def add_council(desk: Desk, by: By, name: str, office: str = "", phone: str = "") -> int:
    """A new council. Raises `Refusal`: `name_missing`, `text_too_long`, `council_exists`."""
    with desk.act(by, "council.add") as act:
        store.lock_census(act.connection)
        known = store.councils(act.connection)
        if any(fold(row.name) == fold(name) for row in known):
            raise Refusal("council_exists", "council")
        told = {"name": named(name), "office": short(office, "office"), "phone": short(phone, "phone")}
        row = {**told, "folded": fold(name), "position": len(known) + 1}
        return _added(act, "council", store.add_councils(act.connection, [row]), row)


def change_council(desk: Desk, by: By, council_id: int, name: str, office: str, phone: str) -> None:
    """Writes a council anew. Raises as `add_council`, and `Refusal` `council_unknown`."""
    with desk.act(by, "council.change") as act:
        store.lock_census(act.connection)
        known = {row.id: row for row in store.councils(act.connection)}
        found = known.get(council_id)
        if found is None:
            raise Refusal("council_unknown", "council")
        if any(fold(row.name) == fold(name) for row in known.values() if row.id != council_id):
            raise Refusal("council_exists", "council")
        act.about("council", council_id)
        act.before = {"name": found.name, "office": found.office, "phone": found.phone}
        act.after = {"name": named(name), "office": short(office, "office"), "phone": short(phone, "phone")}
        store.change_council(act.connection, council_id, {**act.after, "folded": fold(name)})


def add_sector(desk: Desk, by: By, council_id: int, name: str) -> int:
    """A new sector at the end of the walk. Raises `Refusal`: `name_missing`, `text_too_long`, `council_unknown`, `sector_exists`."""
    with desk.act(by, "sector.add") as act:
        store.lock_census(act.connection)
        if all(row.id != council_id for row in store.councils(act.connection)):
            raise Refusal("council_unknown", "council")
        known = store.sectors(act.connection)
        if any(row.council_id == council_id and fold(row.name) == fold(name) for row in known):
            raise Refusal("sector_exists", "sector")
        # a census numbers its sectors through all councils: behind all of them is the end of each walk
        row = {"council_id": council_id, "name": named(name, "sector"), "folded": fold(name), "position": len(known) + 1}
        return _added(act, "sector", store.add_sectors(act.connection, [row]), row)


def add_house_at(desk: Desk, by: By, council: str, sector: str, house: str, directions: str = "", phone: str = "", access: str = "") -> int:
    """A new house in the council and sector of these names, which are made where they are missing; one act.

    Raises `Refusal`: `council_missing`, `house_missing`, `text_too_long`.
    """
    if not fold(council):
        raise Refusal("council_missing", "council")
    if not house.strip():
        raise Refusal("house_missing", "house")
    with desk.act(by, "household.add") as act:
        store.lock_census(act.connection)
        sector_id = place_sector(act.connection, short(council, "council"), short(sector, "sector"))
        place = {
            "sector_id": sector_id,
            "code": f"F-{store.highest_codes(act.connection)[0] + 1:06d}",
            "position": len(store.known_households(act.connection)) + 1,  # as a census numbers them: behind all houses
        }
        row = {**_house_values(house, directions, phone, access), **place}
        return _added(act, "household", store.add_households(act.connection, [row]), row)


def household(desk: Desk, household_id: int) -> HouseholdRow:
    """One house. Raises `Refusal` `household_unknown`."""
    with desk.read() as connection:
        return _household(connection, household_id)


def change_household(desk: Desk, by: By, household_id: int, house: str, directions: str, phone: str, access: str = "") -> None:
    """Writes how a house is found and reached. Raises `Refusal`: `household_unknown`, `house_missing`, `text_too_long`."""
    if not house.strip():
        raise Refusal("house_missing", "house")
    with desk.act(by, "household.change") as act:
        found = _household(act.connection, household_id)
        act.about("household", household_id)
        act.before = {"house": found.house, "directions": found.directions, "phone": found.phone, "access": found.access}
        act.after = _house_values(house, directions, phone, access)
        store.change_household(act.connection, household_id, act.after)


def _house_values(house: str, directions: str, phone: str, access: str) -> dict[str, object]:
    told = {"house": house, "directions": directions, "phone": phone, "access": access}
    return {where: short(text, where) for where, text in told.items()}


def _household(connection: Connection, household_id: int) -> HouseholdRow:
    found = store.households(connection, household_id=household_id)
    if not found:
        raise Refusal("household_unknown", "household")
    return found[0]


def _added(act: Act, kind: str, ids: Sequence[int], values: dict[str, object]) -> int:
    act.about(kind, ids[0])
    act.after = {name: value for name, value in values.items() if name != "folded"}
    return ids[0]
