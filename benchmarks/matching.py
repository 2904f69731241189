"""Who gets what: the rule in memory, and from database to database. Told only; the promises come with the matching issue."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, in_turn, peak, said, told

REPEATS = 3
SIZES = {"S": (100, 1_000, 1_000), "M": (500, 5_000, 10_000)}  # medicines, batches, items


def figures() -> list[Figure]:
    """Seconds and peak memory for each size in memory; the sample commune's fortnight from database to database."""
    found = []
    for size, numbers in SIZES.items():
        (runs,) = in_turn(REPEATS, ("benchmarks.matching_run", *map(str, numbers)))
        title = f"matching {size} in memory ({numbers[1]:,} batches, {numbers[2]:,} items)"
        found += [told(title, said(runs, "cpu"), "s CPU"), told(f"peak memory, matching {size}", peak(runs), "MiB")]
    (runs,) = in_turn(REPEATS, ("benchmarks.matching_store", str(WORK / "sample")))
    items = said(runs, "items")
    return [*found, told(f"matching database to database (sample commune, {items:,.0f} items)", said(runs, "cpu"), "s CPU")]
