"""What became of every bag that went to a house; how many doors were missed; on how many of the last days somebody had their medicine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.db.queries import door_history
from pharmacy_app.db.queries.care import ItemRow, SupplyRow
from pharmacy_app.db.queries.door_history import DoorRow as DoorRow
from pharmacy_app.domain.cover import days_without, lasts_until
from pharmacy_app.domain.homecoming import NOBODY
from pharmacy_app.services.desk import Desk

ADHERENCE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Doors:
    """The bags that went to a house, the newest first. `visits` are days of rounds on which somebody stood at the door, `missed` those on
    which nobody opened to anybody's bag; `in_a_row` how many of the last visits that were."""

    rows: tuple[DoorRow, ...]
    visits: int
    missed: int
    in_a_row: int


def of_house(desk: Desk, household_id: int) -> Doors:
    """The delivery history of a house."""
    with desk.read() as connection:
        rows = door_history.doors(connection, household_id)
    by_round: dict[int, list[DoorRow]] = {}
    for row in rows:
        by_round.setdefault(row.round_id, []).append(row)
    missed = [all(row.result == NOBODY for row in some) for some in by_round.values()]
    in_a_row = next((at for at, one in enumerate(missed) if not one), len(missed))
    return Doors(rows, len(missed), sum(missed), in_a_row)


@dataclass(frozen=True, slots=True)
class Adherence:
    """Of a treatment that runs: on `covered` of its last `days` days (90, or since it began) what was handed over was enough."""

    covered: int
    days: int


def adherence(items: Sequence[ItemRow], supplies: Sequence[SupplyRow], today: date) -> dict[int, Adherence]:
    """By item, for every treatment that runs, through yesterday; what is only taken when needed has none.

    A treatment that was extended or changed on paper, of the same medicine, is one with the paper before it.
    """
    by_id = {item.id: item for item in items}
    found = {}
    for item in items:
        papers = list(_papers(item, by_id))
        start = max(min(one.starts_on for one in papers), today - timedelta(days=ADHERENCE_DAYS))
        days = (today - start).days
        if item.status == "active" and days > 0 and not item.as_needed:
            ids = {one.id for one in papers}
            ends = [
                (one.first_day, lasts_until(one.first_day, one.last_day, one.units, one.delivered))
                for one in supplies
                if one.item_id in ids
            ]
            gaps = days_without([(first, last) for first, last in ends if last is not None], start, today - timedelta(days=1))
            found[item.id] = Adherence(days - sum((last - first).days + 1 for first, last in gaps), days)
    return found


def _papers(item: ItemRow, by_id: Mapping[int, ItemRow]) -> Iterator[ItemRow]:
    """The item and the papers that it continues."""
    one: ItemRow | None = item
    while one is not None and one.medicine_id == item.medicine_id:
        yield one
        one = by_id.get(one.replaces_id) if one.replaces_id is not None else None
