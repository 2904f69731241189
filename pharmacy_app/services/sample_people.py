"""The sample's census: councils on a hillside, their houses in walking order, and invented families with what they live with.

National IDs begin with V-9: numbers from 90.000.000 on have been given to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pharmacy_app.db.queries import census as store
from pharmacy_app.domain.text import fold
from pharmacy_app.intake.census_forms import CensusRow
from pharmacy_app.services.census_writing import write_census
from pharmacy_app.services.desk import Act, By, Desk
from pharmacy_app.services.sample_words import Chance, Words, chances, words

HOUSES = 275  # of each council
_SECTORS = 5
_FIRST_ID = 90_000_000
_ALLERGIES = ("penicilina", "penicilina", "ibuprofeno", "sulfas", "aspirina", "dipirona")
_RECEIVERS = ("La hija que vive abajo", "El nieto mayor", "La vecina de al lado", "La cuñada, por las tardes")
_HOMEBOUND = ("stroke", "parkinson", "dementia", "heart_failure")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the census before there are rows: age in years on the day of the sample."""

    code: str
    council: int
    row: CensusRow
    age: int


def council_names(count: int) -> list[str]:
    """So many different names, the first seven as in the pictures."""
    places = words().places
    made = [f"{head} {tail}" for tail in places["tail"] for head in places["head"]]
    return [*places["council"], *made][:count]


def write(desk: Desk, by: By, rng: Random, councils: int, today: date) -> list[Person]:
    """Writes councils, sectors, houses, doctors and people in one act; returns the people, in walking order."""
    known = words()
    with desk.act(by, "census.import") as act:
        act.about("census", None)
        sectors = _write_places(act, rng, known, council_names(councils))
        people = list(_people(rng, known, sectors, today))
        write_census(act, [person.row for person in people])
    return people


@dataclass(frozen=True, slots=True)
class _House:
    council: int
    council_name: str
    sector: str
    code: str
    house: str


def _write_places(act: Act, rng: Random, known: Words, names: list[str]) -> list[_House]:
    """The places, with what is no column of a census form: offices, how a house is found, its place in the walk."""
    connection, places = act.connection, known.places
    offices = [f"Consultorio {name}" for name in names]
    councils = store.add_councils(
        connection,
        [
            {"name": name, "folded": fold(name), "office": office, "position": n}
            for n, (name, office) in enumerate(zip(names, offices, strict=True), 1)
        ],
    )
    store.add_doctors(
        connection,
        [
            {"name": doctor, "folded": fold(doctor), "council_id": council}
            for doctor, council in zip(doctors(known, len(names)), councils, strict=True)
        ],
    )
    made: list[_House] = []
    sectors: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    for index, (name, council_id) in enumerate(zip(names, councils, strict=True)):
        chosen = sorted(rng.sample(range(len(places["sector"])), _SECTORS))
        sectors += [
            {"council_id": council_id, "name": places["sector"][one], "folded": fold(places["sector"][one]), "position": n}
            for n, one in enumerate(chosen, 1)
        ]
        for number in range(HOUSES):
            sector = places["sector"][chosen[number * _SECTORS // HOUSES]]
            street = places["street"][(number // 12 + index) % len(places["street"])]
            made.append(_House(index, name, sector, f"F-{len(made) + 1:06d}", f"Casa {number % 110 + 1}, {street}"))
            rows.append({"house": made[-1].house, "directions": rng.choice(places["mark"]), "phone": _phone(rng), "position": number + 1})
    ids = store.add_sectors(connection, sectors)
    sector_of = {(row["council_id"], row["name"]): key for row, key in zip(sectors, ids, strict=True)}
    store.add_households(
        connection,
        [
            {**row, "code": house.code, "sector_id": sector_of[councils[house.council], house.sector]}
            for row, house in zip(rows, made, strict=True)
        ],
    )
    return made


def doctors(known: Words, councils: int) -> list[str]:
    """The doctor of each council, in their order."""
    made = list(known.places["doctor"])
    for index, surname in enumerate(known.people["surname"]):
        title, kind = ("Dra.", "woman") if index % 2 else ("Dr.", "man")
        made.append(f"{title} {known.people[kind][index % len(known.people[kind])]} {surname}")
    return made[:councils]


def _phone(rng: Random) -> str:
    """Most houses have none; the code 0499 is nobody's."""
    return f"0499-{rng.randrange(10**7):07d}" if rng.random() < 0.3 else ""


def _people(rng: Random, known: Words, houses: list[_House], today: date) -> Iterator[Person]:
    table = chances()
    number = 0
    for house in houses:
        family = _family(rng)
        surnames = _surnames(rng, known, family)
        for age, sex, role in family:
            number += 1
            kind = ("girl" if sex == "F" else "boy") if age < 30 else ("woman" if sex == "F" else "man")
            first = " ".join(rng.sample(list(known.people[kind]), 2 if rng.random() < 0.3 else 1))
            name = " ".join((first, *surnames[role]))
            yield Person(f"P-{number:06d}", house.council, _row(rng, table, house, number, name, age, sex, len(family), today), age)


def _family(rng: Random) -> list[tuple[int, str, str]]:
    """(age, sex, role) of those who live in a house: its head first, then partner, children or grandchildren, often a parent of the head.

    Nobody is under a year old: the census was taken a year ago.
    """
    head = rng.choices((rng.randint(22, 39), rng.randint(40, 59), rng.randint(60, 88)), (32, 40, 28))[0]
    found = [(head, rng.choices("FM", (62, 38))[0], "head")]
    if rng.random() < 0.55:
        found.append((min(92, max(19, head + rng.randint(-7, 7))), "M" if found[0][1] == "F" else "F", "partner"))
    if head < 62:
        children = rng.choices(range(5), (18, 27, 30, 17, 8))[0]
        ages = sorted((head - rng.randint(18, 36) for _ in range(children)), reverse=True)
        found += [(age, rng.choice("FM"), "child") for age in ages if age >= 1]
    elif rng.random() < 0.5:
        found.append((head - rng.randint(22, 36), rng.choice("FM"), "child"))
        found += [(rng.randint(1, 15), rng.choice("FM"), "grandchild") for _ in range(rng.randint(0, 2))]
    if head < 58 and rng.random() < 0.24:
        found.append((min(97, head + rng.randint(20, 32)), rng.choices("FM", (70, 30))[0], "parent"))
    return found


def _surnames(rng: Random, known: Words, family: list[tuple[int, str, str]]) -> dict[str, tuple[str, str]]:
    """Two for each role, as they are handed down: the father's first, then the mother's."""
    one, two, three, four, five = rng.sample(list(known.people["surname"]), 5)
    partner = any(role == "partner" for _, _, role in family)
    child = (one, two) if not partner else (one, three) if family[0][1] == "M" else (three, one)
    mother = next((sex for _, sex, role in family if role == "parent"), "F") == "F"
    parent = (two, five) if mother else (one, five)
    return {"head": (one, two), "partner": (three, four), "child": child, "grandchild": (child[0], five), "parent": parent}


def _row(
    rng: Random, table: tuple[Chance, ...], house: _House, number: int, name: str, age: int, sex: str, at_home: int, today: date
) -> CensusRow:  # fmt: skip
    conditions = tuple(dict.fromkeys(c.condition for c in table if _strikes(rng, c, age, sex)))
    bound = 0.45 if any(c in _HOMEBOUND for c in conditions) else 0.03
    criteria = (
        ("homebound", age >= 60 and rng.random() < bound),
        ("disabled", "disability" in conditions),
        ("low_income", rng.random() < 0.22),
        ("lives_alone", at_home == 1),
        ("pregnant", "pregnancy" in conditions),
        ("respiratory_risk", "copd" in conditions),
        ("immunosuppressed", "cancer" in conditions),
    )
    own = Random(number)  # what few people ask about must not move everything that is drawn after it
    born = today - timedelta(days=age * 365 + age // 4 + rng.randrange(365))
    return CensusRow(
        row=number, council=house.council_name, sector=house.sector, house=house.house, household_code=house.code,
        patient_code=f"P-{number:06d}", name=name, national_id=_written(_FIRST_ID + number * 97 + rng.randrange(97)) if age >= 9 else "",
        birth_date=born, sex=sex, conditions=conditions, conditions_told=(), criteria=tuple(word for word, holds in criteria if holds),
        allergies=(rng.choice(_ALLERGIES),) if rng.random() < 0.025 else (), phone="",
        birth_estimated=age >= 65 and own.random() < 0.06, receivers=own.choice(_RECEIVERS) if bound > 0.1 and own.random() < 0.6 else "",
        consent_on=today - timedelta(days=365 + own.randrange(28)) if own.random() < 0.93 else None,
        until=(("pregnancy", today + timedelta(days=own.randrange(20, 210))),) if "pregnancy" in conditions else (),
    )  # fmt: skip


def _strikes(rng: Random, chance: Chance, age: int, sex: str) -> bool:
    return rng.randrange(100) < chance.percent and chance.from_age <= age <= chance.to_age and chance.sex in ("", sex)


def _written(number: int) -> str:
    return f"V-{number:,}".replace(",", ".")
