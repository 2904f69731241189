"""A box of a thousand lines, from the sender's file to the shelf, beside the bare driver writing the same rows.

Ours reads the file, says what each line is, checks it, books it and keeps the record. The driver reads the file's cells and writes rows that
are ready in one transaction, encrypted alike: into the house's own tables, whose triggers, indexes and constraints work for it too (the promise),
and into bare tables of the same columns (told: that is what the house's guards cost).
"""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, peak, said, told

REPEATS = 5
LINES = 1000


def figures() -> list[Figure]:
    """The promise for the whole import; told apart, what reading the file costs."""
    (runs,) = in_turn(REPEATS, ("benchmarks.donation_run", str(LINES), str(WORK)))
    house, plain, whole, reading = (said(runs, what) for what in ("house", "plain", "import", "reading"))
    other = "bare SQLCipher driver, the same rows into the house's tables"
    return [
        compared("import of 1,000 batches, file to shelf", whole, house, other, 5.0),
        compared("  of this, reading the file", reading, house, other, None),
        compared("  of this, naming, checking, booking, recording", whole - reading, house, other, None),
        compared("  the whole beside bare tables", whole, plain, "the same driver, bare tables without index or guard", None),
        told("peak memory, import of 1,000 batches", peak(runs), "MiB"),
    ]
