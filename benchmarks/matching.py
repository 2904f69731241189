"""Who gets what: the core beside the same rule in C, whole plans in memory, and from database to database."""

from __future__ import annotations

import os
import shutil

from benchmarks.matching_core import SHARED
from benchmarks.measuring import WORK, Figure, compared, in_turn, limited, peak, run, said, told
from benchmarks.receive import TRYTON, answered

REPEATS = 3
SIZES = {  # medicines, batches, items
    "S": (100, 1_000, 1_000), "M": (500, 5_000, 10_000), "L": (2_000, 50_000, 200_000), "XL": (5_000, 200_000, 1_000_000),
    "XL in one medicine": (1, 200_000, 1_000_000),
}  # fmt: skip
WHOLE = {"S": SIZES["S"], "M": SIZES["M"], "M in one medicine": (1, *SIZES["M"][1:])}
IN_FILE = (500, 200_000, 10_000)  # where one prescription comes
BESIDE_C = {"M": 10.0, "L": 5.0, "XL": 5.0}  # goals


def figures() -> list[Figure]:
    """The core on columns; seconds and peak memory of whole plans with slices and reasons; from database to database."""
    found, core = beside_c() if SHARED.is_dir() and shutil.which("gcc") else ([], {})
    for size, numbers in WHOLE.items():
        (runs,) = in_turn(REPEATS, ("benchmarks.matching_run", *map(str, numbers)))
        title = f"whole plan {size} ({numbers[1]:,} batches, {numbers[2]:,} items)"
        spent = said(runs, "cpu")
        found.append(compared(title, spent, core[size], "core", 3.0) if size == "M" and core else told(title, spent, "s CPU"))
        found.append(told(f"peak memory, whole plan {size}", peak(runs), "MiB"))
    return [*found, *from_database(), *one_prescription()]


def one_prescription() -> list[Figure]:
    """A prescription written, its medicine dealt, its sheet seen."""
    made = WORK / "matching-one"
    run("benchmarks.matching_made", str(made), *map(str, IN_FILE))
    (runs,) = in_turn(REPEATS, ("benchmarks.matching_one", str(made), str(WORK)))
    parts = (("it is written", "written"), ("its medicine is dealt", "dealt"), ("its sheet is read", "seen"))
    return [
        limited(f"one prescription to its proposal ({IN_FILE[1]:,} batches)", said(runs, "whole"), 5.0, "ms CPU"),
        *(told(f"  {what}", said(runs, key), "ms CPU") for what, key in parts),
    ]


def from_database() -> list[Figure]:
    """M read, dealt, written, confirmed: beside the bare driver writing the same rows; beside Tryton's assignment, where Tryton is there."""
    made = WORK / "matching-M"
    run("benchmarks.matching_made", str(made), *map(str, SIZES["M"]))
    (runs,) = in_turn(REPEATS, ("benchmarks.matching_store", str(made), str(WORK)))
    ours = said(runs, "ours")
    driver = "bare SQLCipher driver: the same rows read, written, reserved"
    found = [
        compared("M from database to database, proposed and confirmed", ours, said(runs, "driver"), driver, 1.5),
        told("  the proposal", said(runs, "propose"), "s CPU"),
        told("  its confirmation", said(runs, "confirm"), "s CPU"),
    ]
    python = os.environ.get(TRYTON, "")
    if not python:
        return [*found, told(f"  beside Tryton 8.2: not measured, {TRYTON} is not set", ours, "s CPU")]
    for how, what in (("lots", "picking lots"), ("shipped", "as it comes, without lots")):
        answer = answered(python, "matching_tryton", *map(str, SIZES["M"]), how)
        name = f"Tryton {answer['version']}: assigned {what}"
        found.append(compared(f"  beside Tryton, {what}", ours, float(answer["cpu"]), name, 0.001))
    return found


def beside_c() -> tuple[list[Figure], dict[str, float]]:
    """The core beside the C floor on the same columns, each line getting the same; its growth; and its seconds by size."""
    found: list[Figure] = []
    core: dict[str, float] = {}
    for size, numbers in SIZES.items():
        (runs,) = in_turn(REPEATS, ("benchmarks.matching_core", *map(str, numbers)))
        core[size] = said(runs, "core")
        found.append(compared(f"core {size} ({numbers[2]:,} lines)", core[size], said(runs, "c"), "C", BESIDE_C.get(size)))
        if size in BESIDE_C:
            found.append(limited(f"core {size}, memory", said(runs, "bytes"), 200, "bytes a line"))
            found.append(
                compared(f"core {size} with courses, slices, least parts", said(runs, "slices"), said(runs, "c"), "C", 3 * BESIDE_C[size])
            )
    found.append(compared("core XL beside L (5 times the lines)", core["XL"], core["L"], "core L", 7.0))
    found.append(compared("core XL in one medicine", core["XL in one medicine"], core["XL"], "core XL", 1.5))
    return found, core
