"""Somebody found among ten thousand while a name is typed."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, in_turn, limited, run, said, told

REPEATS = 1  # each is many readings already
KEY = 16.0  # ms: a screen's next picture
FEW, MANY = 10, 100  # councils of 1,100 people


def figures() -> list[Figure]:
    """The communities are made once and kept; both are measured in the same run."""
    folders = {councils: str(WORK / f"councils-{councils}") for councils in (FEW, MANY)}
    for councils, folder in folders.items():
        run("benchmarks.people_store", folder, str(councils))
    small, large = in_turn(REPEATS, *(("benchmarks.people_run", folder) for folder in folders.values()))
    few, many = (round(said(runs, "people")) for runs in (small, large))
    return [
        limited(f"a letter of a name typed, {few:,} people: 99 of 100", said(small, "key_p99"), KEY, "ms CPU"),
        told("  median", said(small, "key_p50"), "ms CPU"),
        told(f"  among {many:,} people: 99 of 100", said(large, "key_p99"), "ms CPU"),
        told("  median", said(large, "key_p50"), "ms CPU"),
        told(f"names of {many:,} people made ready", said(large, "build"), "s CPU"),
    ]
