"""The sample's words: names, places, treatments and boxes, all invented, read from `resources/sample`."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pharmacy_app.domain.expiry import end_of_month
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.system import paths

MedicineKey = tuple[str, str, str, str]  # inn, strength, form, release


@dataclass(frozen=True, slots=True)
class Words:
    """Names of people and places by kind: `woman`, `surname`, `sector`, ..."""

    people: Mapping[str, Sequence[str]]
    places: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Chance:
    """In a hundred people of this age (both ends included) and sex (empty: any), so many live with the condition."""

    condition: str
    from_age: int
    to_age: int
    sex: str
    percent: int


@dataclass(frozen=True, slots=True)
class Treatment:
    """What doctors write for a condition (or `acute`, `waiting`): `medicine` None where nobody can tell what is meant."""

    condition: str
    weight: int
    medicine: MedicineKey | None
    text: str
    directions: str
    per_day: str
    chronic: bool
    days: int | None
    from_age: int
    to_age: int


@dataclass(frozen=True, slots=True)
class BoxLine:
    """A line of a donation: packs for one council, and in how many days from today it expires (None: no date on the box)."""

    donor: str
    days_ago: int
    reference: str
    medicine: MedicineKey | None
    description: str
    brand: str
    pack_size: int
    packs: int
    expires_in: int | None
    printed: str
    set_aside: str

    def expiry(self, today: date) -> tuple[date | None, str]:
        """The last day of use, and as it is printed: `08/2027` (through the end of the month) or `31.08.2027`."""
        if self.expires_in is None:
            return None, ""
        day = today + timedelta(days=self.expires_in)
        if self.printed == "month":
            return end_of_month(day.year, day.month), f"{day:%m/%Y}"
        return day, f"{day:%d.%m.%Y}"


def words() -> Words:
    """People and places."""
    return Words(_by_kind("people"), _by_kind("places"))


def chances() -> tuple[Chance, ...]:
    """How often people live with what."""
    return tuple(
        Chance(row["condition"], int(row["from_age"]), int(row["to_age"]), row["sex"], int(row["percent"])) for row in _rows("conditions")
    )


def treatments() -> dict[str, tuple[Treatment, ...]]:
    """What is written, by condition."""
    found: dict[str, list[Treatment]] = defaultdict(list)
    for row in _rows("treatments"):
        days = int(row["days"]) if row["days"] else None
        ages = int(row["from_age"]), int(row["to_age"])
        made = Treatment(
            row["condition"],
            int(row["weight"]),
            _key(row),
            row["text"],
            row["directions"],
            row["per_day"],
            row["chronic"] == "1",
            days,
            *ages,
        )
        found[made.condition].append(made)
    return {condition: tuple(rows) for condition, rows in found.items()}


def donors() -> tuple[dict[str, str], ...]:
    """Donors: `donor` (the word that boxes name them by), `name`, `country`, `language`, `contact`."""
    return tuple(_rows("donors"))


def boxes() -> tuple[tuple[BoxLine, ...], ...]:
    """Donations, the oldest first, each with its lines."""
    found: dict[tuple[int, str], list[BoxLine]] = defaultdict(list)
    for row in _rows("supply"):
        expires_in = int(row["expires_in"]) if row["expires_in"] else None
        line = BoxLine(
            row["donor"], int(row["days_ago"]), row["reference"], _key(row), row["description"], row["brand"], int(row["pack_size"]),
            int(row["packs"]), expires_in, row["printed"], row["set_aside"],
        )  # fmt: skip
        found[line.days_ago, line.reference].append(line)
    return tuple(tuple(found[key]) for key in sorted(found, reverse=True))


def by_key(medicines: Mapping[int, Medicine]) -> dict[MedicineKey, int]:
    """The id of the first medicine of the catalogue with this substance, strength, form and release."""
    found: dict[MedicineKey, int] = {}
    for medicine_id, one in sorted(medicines.items()):
        found.setdefault((one.inn, one.strength, one.form, one.release), medicine_id)
    return found


def _key(row: Mapping[str, str]) -> MedicineKey | None:
    return (row["inn"], row["strength"], row["form"], row["release"]) if row["inn"] else None


def _by_kind(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(name):
        found[row["kind"]].append(row["word"])
    return dict(found)


def _rows(name: str) -> list[dict[str, str]]:
    with (paths.resources() / "sample" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
