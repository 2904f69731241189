"""The list of people as Comunidad shows it, on paper or as a sheet. What people live with stands on it only where whoever makes it asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pharmacy_app.db.queries import keeping
from pharmacy_app.db.queries import people as queries
from pharmacy_app.db.queries.people import AllergyRow, PeopleFilter, PersonRow
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.reports.people_list import ListedPerson, PeopleList, people_list
from pharmacy_app.services import people_search
from pharmacy_app.services.desk import Act, By, Connection, Desk
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language
from pharmacy_app.wording import people as lives
from pharmacy_app.wording import trade

MOST_ON_PAPER = 2000
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people, in which order (of `people.ORDERS`), and whether with what they live with. `words` says on the paper whom it shows."""

    which: PeopleFilter
    order: str = "place"
    health: bool = False
    words: str = ""


def paper(desk: Desk, by: By, asked: Asked, language: Language) -> bytes:
    """The list as a PDF; that it was made, and by whom, is recorded. Raises `Refusal`: `list_empty`, `list_too_long`."""
    with desk.act(by, "people.list") as act:
        rows, told = _read(desk, act, asked, MOST_ON_PAPER)
        pharmacy = {**DEFAULTS, **keeping.settings(act.connection)}["pharmacy_name"]
        who = next(row.name for row in keeping.users(act.connection) if row.id == by.user_id)
    made = [(_place(one) if asked.order == "place" else "", _line(desk, language, one, asked, told)) for one in rows]
    groups = tuple((place, tuple(line for _, line in some)) for place, some in groupby(made, lambda pair: pair[0]))
    return people_list(PeopleList(pharmacy, who, desk.clock.today(), asked.words, asked.health, groups), language)


def save(desk: Desk, by: By, asked: Asked, path: Path, language: Language) -> int:
    """The same as a .xlsx or .csv; how many people. Recorded too. Raises `Refusal` `list_empty`, and as `services.sheet_writing.write_sheet`."""
    tr, today = language.tr, desk.clock.today()
    with desk.act(by, "people.list") as act:
        rows, told = _read(desk, act, asked, _ALL)
        headings = [(tr("Council"), 24), (tr("Sector"), 20), (tr("House"), 24), (tr("Name"), 34), (tr("Age"), 14), (tr("Telephone"), 18)]
        lines: list[Sequence[str | int]] = []
        for one in rows:
            age = lives.age(language, one.birth_date, one.birth_estimated, today)
            line = (one.council, one.sector, one.house or one.household_code, one.name, age, one.phone)
            lines.append((*line, *_health(language, one, told)) if asked.health else line)
        if asked.health:
            headings += [(tr("Illnesses"), 34), (tr("Allergies"), 30), (tr("What counts"), 34)]
        write_sheet(path, language, tr("People"), headings, lines)
    return len(rows)


def _read(desk: Desk, act: Act, asked: Asked, most: int) -> tuple[tuple[PersonRow, ...], Mapping[int, tuple[AllergyRow, ...]]]:
    rows = _people(desk, act.connection, asked, most)
    if not rows:
        raise Refusal("list_empty", "people")
    if len(rows) > most:
        raise Refusal("list_too_long", "people", most=most)
    act.after = {
        "people": len(rows), "illnesses": asked.health, "council": asked.which.council_id, "sector": asked.which.sector_id,
    }  # fmt: skip
    return rows, queries.allergies(act.connection, [one.id for one in rows]) if asked.health else {}


def _people(desk: Desk, connection: Connection, asked: Asked, most: int) -> tuple[PersonRow, ...]:
    """As the window finds them, in the order that was chosen."""
    return queries.people(connection, people_search.settled(desk, connection, asked.which), asked.order, most + 1)


def _line(desk: Desk, language: Language, one: PersonRow, asked: Asked, told: Mapping[int, tuple[AllergyRow, ...]]) -> ListedPerson:
    age = lives.age(language, one.birth_date, one.birth_estimated, desk.clock.today())
    house = one.house or one.household_code
    where = house if asked.order == "place" else ", ".join(part for part in (house, one.sector, one.council) if part)
    return ListedPerson(one.name, age, where, one.phone, " · ".join(filter(None, _health(language, one, told))) if asked.health else "")


def _health(language: Language, one: PersonRow, told: Mapping[int, tuple[AllergyRow, ...]]) -> tuple[str, str, str]:
    """Illnesses, allergies, what counts for them."""
    allergies = ", ".join(row.told for row in told.get(one.id, ()))
    return (
        ", ".join(trade.condition(language, code) for code in one.conditions),
        language.tr("Allergies: {what}", what=allergies) if allergies else "",
        ", ".join(language.tr(trade.CRITERIA[word]) for word in one.criteria),
    )


def _place(one: PersonRow) -> str:
    return " · ".join(part for part in (one.council, one.sector) if part)
