"""Somebody found among ten thousand while a name is typed; and each screen's first page with 7 councils and with 100."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, limited, run, said, told

REPEATS = 1  # each is many readings already
KEY = 16.0  # ms: a screen's next picture
ROOMS = ("home", "stock", "community", "prescriptions", "rounds")
SIZES = {"commune": "7 councils", "city": "100 councils"}


def figures() -> list[Figure]:
    """The communities are made once and kept; both are measured in the same run."""
    for size in SIZES:
        run("benchmarks.people_store", str(WORK / f"people-{size}"), size)
    small, large = in_turn(REPEATS, *(("benchmarks.people_run", str(WORK / f"people-{size}")) for size in SIZES))
    few, many = (round(said(runs, "people")) for runs in (small, large))
    return [
        limited(f"a letter of a name typed, {few:,} people: 99 of 100", said(small, "key_p99"), KEY, "ms CPU"),
        told("  median", said(small, "key_p50"), "ms CPU"),
        told(f"  among {many:,} people: 99 of 100", said(large, "key_p99"), "ms CPU"),
        told(f"names of {many:,} people made ready", said(large, "build"), "s CPU"),
        *(
            compared(f"first page of {room}, {SIZES['city']}", said(large, room), said(small, room), SIZES["commune"], 1.5, "ms CPU")
            for room in ROOMS
        ),
    ]
