"""The shipped catalogue: medicines and brand names written in `resources/catalogue/`, read once, when a pharmacy's database is begun."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pharmacy_app.intake.strengths import canonical_strength

UNCONFIRMED = "?"
"""Before a brand: no source confirms it, so it is offered and never accepted."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """All that `domain.medicines.Medicine` has except its id, and by what other names people know it.

    `warnings` are `pregnancy`, `pregnancy_late`, `weekly` and `under_N` (years); `brands` that no source confirms begin with `UNCONFIRMED`;
    `unconfirmed` names the facts that no reference speaks about, for a pharmacist to look at.
    """

    inn: str
    strength: str
    form: str
    release: str
    route: str
    atc: str
    unit: str
    names: tuple[str, str, str, str]
    doses_per_unit: int
    cold_chain: bool
    controlled: bool
    swappable: bool
    divisible: bool
    keep_pack_whole: bool
    essential: bool
    warnings: tuple[str, ...]
    synonyms: tuple[str, ...]
    brands: tuple[str, ...]
    former_atc: tuple[str, ...]
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndispensedEntry:
    """What is received and never handed out: its names (INN first, then translations and synonyms), brands, and the code of the reason.

    Reasons: `withdrawn_elsewhere`, `no_proven_use`, `unsafe`. The parts of a combination are joined by ` + `.
    """

    inn: str
    names: tuple[str, ...]
    brands: tuple[str, ...]
    reason: str
    unconfirmed: tuple[str, ...]


def load_undispensed(folder: Path) -> tuple[UndispensedEntry, ...]:
    """Every line of `undispensed.csv` in that folder."""
    with (folder / "undispensed.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            UndispensedEntry(
                row["inn"],
                tuple(dict.fromkeys((row["inn"], row["name_es"], row["name_it"], row["name_ru"], row["name_en"], *_list(row["synonyms"])))),
                _list(row["brands"]),
                row["reason"],
                _list(row["unconfirmed"]),
            )
            for row in csv.DictReader(file)
        )


def load(folder: Path) -> tuple[CatalogueEntry, ...]:
    """Every presentation of `medicines.csv` in that folder with the names of `brands.csv`.

    A strength that cannot be read exactly is a mistake in the shipped file: `ValueError` with its line.
    """
    brands: dict[str, dict[str, None]] = {}
    with (folder / "brands.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            mark = UNCONFIRMED if row["source"].endswith(("unconfirmed", "ambiguous")) else ""
            brands.setdefault(row["inn"], {})[mark + row["brand"]] = None
    with (folder / "medicines.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_entry(row, line, tuple(brands.get(row["inn"], ()))) for line, row in enumerate(csv.DictReader(file), 2))


def _entry(row: dict[str, str], line: int, brands: tuple[str, ...]) -> CatalogueEntry:
    strength = canonical_strength(row["strength"]) if row["strength"] else ""
    if strength is None:
        raise ValueError(f"medicines.csv line {line}: strength {row['strength']!r}")
    return CatalogueEntry(
        inn=row["inn"],
        strength=strength,
        form=row["form"].removeprefix("modified release ").removeprefix("enteric ").replace(" ", "_"),
        release=row["release"],
        route=row["route"],
        atc=row["atc"],
        unit=row["unit"],
        names=(row["name_es"], row["name_en"], row["name_it"], row["name_ru"]),
        doses_per_unit=int(row["doses_per_unit"]),
        cold_chain=row["cold_chain"] == "1",
        controlled=row["controlled"] == "1",
        swappable=row["swappable"] == "1",
        divisible=row["divisible"] == "1",
        keep_pack_whole=row["keep_pack_whole"] == "1",
        essential=row["essential"] == "1",
        warnings=_list(row["warnings"]),
        synonyms=_list(row["synonyms"]),
        brands=brands,
        former_atc=_list(row["former_atc"]),
        unconfirmed=_list(row["unconfirmed"]),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
