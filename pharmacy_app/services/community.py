"""The list of people as a room shows it: a page first, whatever the size of the community; the figures beside it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pharmacy_app.db.queries import keeping, people, people_index
from pharmacy_app.db.queries.people import PeopleFilter, PersonRow
from pharmacy_app.db.queries.people_index import SectorName
from pharmacy_app.services import people_search
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.setup import DEFAULTS

__all__ = ["Figures", "Listed", "SectorName", "figures", "first_page", "visit_weeks"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people, whether there are more, and the names of the places: councils, and the sectors of the chosen one."""

    rows: tuple[PersonRow, ...]
    more: bool
    councils: tuple[tuple[int, str], ...]
    sectors: tuple[SectorName, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people each filter means, and how many houses there are."""

    counts: dict[str, int]
    houses: int


def first_page(desk: Desk, which: PeopleFilter, order: str, limit: int) -> Listed:
    """The first people of a list; by a text best first. A constant number of statements."""
    with desk.read() as connection:
        typed = which.text.strip()
        rows = people_search.page(desk, connection, which, limit + 1) if typed else people.people(connection, which, order, limit + 1)
        councils = people_index.council_names(connection)
        sectors = people_index.sector_names(connection, which.council_id) if which.council_id is not None else ()
    return Listed(rows[:limit], len(rows) > limit, councils, sectors)


def figures(desk: Desk, filters: Mapping[str, PeopleFilter]) -> Figures:
    """Counts what each of these filters means: a statement for each."""
    with desk.read() as connection:
        counts = {
            key: len(people_search.found(desk, connection, which)) if which.text.strip() else people.count_people(connection, which)
            for key, which in filters.items()
        }
        return Figures(counts, people_index.houses(connection))


def visit_weeks(desk: Desk) -> int:
    """After so many weeks without a visit a house counts as not visited for long: the number that the visit sheets use."""
    with desk.read() as connection:
        return int({**DEFAULTS, **keeping.settings(connection)}["visit_weeks"])
