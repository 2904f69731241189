"""The catalogue that the program brings along, as the rows of its tables: for a new pharmacy, for updates, and to put things back."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pharmacy_app.domain.text import fold
from pharmacy_app.intake.catalogue import CatalogueEntry, load, load_undispensed
from pharmacy_app.system import paths

KEY = ("inn", "strength", "form", "release", "route")  # what makes it this medicine and no other
COUNTING = ("unit", "doses_per_unit")  # a medicine that is in use stays counted as it is
MARKS = ("essential", "vital", "cold_chain", "controlled", "swappable", "divisible", "keep_pack_whole")
NAMES = ("name_es", "name_en", "name_it", "name_ru")
LISTS = ("synonyms", "brands", "warnings")
FACTS = (
    "atc",
    "former_atc",
    *NAMES,
    *LISTS,
    *MARKS,
    "unconfirmed",
)  # what an update brings, and what the committee may have decided otherwise
_FILES = ("medicines.csv", "brands.csv", "undispensed.csv")
# Groups in which a day without the medicine is a danger: what the committee's points call "vital". By ATC, the committee may change each medicine.
_VITAL = ("A10A", "N03A", "H03AA", "H02AB", "C01A", "C01B", "B01AA", "R03AC", "L04A", "N05AN")


def folder() -> Path:
    """Where the shipped files lie."""
    return paths.resources() / "catalogue"


def digest(where: Path) -> str:
    """What tells one version of the shipped files from another; a millisecond."""
    found = hashlib.sha256()
    for name in _FILES:
        found.update((where / name).read_bytes())
    return found.hexdigest()


def medicines(where: Path) -> list[dict[str, object]]:
    """Every shipped medicine as a row of `medicines`."""
    return [_medicine(entry) for entry in load(where)]


def undispensed(where: Path) -> list[dict[str, object]]:
    """Everything that is never handed out, as rows of `undispensed`."""
    return [
        {
            "inn": entry.inn,
            "names": ";".join(name for name in entry.names if name and name != entry.inn),
            "brands": ";".join(entry.brands),
            "reason": entry.reason,
        }
        for entry in load_undispensed(where)
    ]


def words_of(row: dict[str, object]) -> str:
    """All the names of a row of `medicines`, folded, for search."""
    lists = (str(row[name]).split(";") for name in ("synonyms", "brands"))
    names = (str(row["inn"]), *(str(row[name]) for name in NAMES), *(one for parts in lists for one in parts))
    return fold(" ".join(dict.fromkeys(name for name in names if name)))


def _medicine(entry: CatalogueEntry) -> dict[str, object]:
    plain = {name: getattr(entry, name) for name in (*KEY, *COUNTING, "atc", *(mark for mark in MARKS if mark != "vital"))}
    row: dict[str, object] = {
        **plain,
        **dict(zip(NAMES, entry.names, strict=True)),
        **{name: ";".join(getattr(entry, name)) for name in (*LISTS, "former_atc", "unconfirmed")},
        "vital": entry.atc.startswith(_VITAL),
        "confirmed": not entry.unconfirmed,
    }
    return {**row, "folded": words_of(row)}
