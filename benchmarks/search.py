"""Search while somebody types over 100,000 names, beside LIKE '%...%' over the same rows in the same encrypted database; slips of the finger too."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, said, told

REPEATS = 1  # each is thousands of letters already
NAMES = 100_000


def figures() -> list[Figure]:
    """A hundred times quicker for the usual letter, twice at the worst, and 99 of 100 names found in spite of a slip."""
    (runs,) = in_turn(REPEATS, ("benchmarks.search_run", str(NAMES), str(WORK)))
    like = "LIKE '%...%' over the same names, encrypted, 20 hits by name"
    missed = 100 - said(runs, "with_slip")
    return [
        compared("search, a letter typed: median", said(runs, "p50"), said(runs, "like_p50"), like, 0.01, "ms CPU"),
        compared("search, a letter typed: 99 of 100", said(runs, "p99"), said(runs, "like_p99"), like, 0.5, "ms CPU"),
        told("  with a slip in the word: median", said(runs, "slip_p50"), "ms CPU"),
        told("  with a slip in the word: 99 of 100", said(runs, "slip_p99"), "ms CPU"),
        compared("names missed with one slip (20 offered)", missed, 100.0, "all: LIKE finds none of them", 0.01, "%"),
        told("  among 12 offered", 100 - said(runs, "with_slip_12"), "%"),
        compared("names missed, typed as they are", 100 - said(runs, "exact"), 100.0, "all", 0.0, "%"),
        told("index of 100,000 names made ready", said(runs, "build"), "s CPU"),
        told("  memory that it holds", said(runs, "held"), "MiB"),
    ]
