"""A sender's xlsx of 20,000 rows, read, named, checked and judged row by row, beside the bare reading of its cells.

The other side reads the same file with python-calamine (and, told, openpyxl) into Python values and does nothing with them. Ours is what the
preview shows: every row new, doubtful or refused with its reason, each with its medicine. What writing them costs beyond is told.
"""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, limited, peak, said, told

REPEATS = 5
ROWS = 20_000
MOST_MIB = 300


def figures() -> list[Figure]:
    """The promises: time beside the bare reading, and peak memory."""
    (runs,) = in_turn(REPEATS, ("benchmarks.sheet_run", str(ROWS), str(WORK)))
    bare, other, ours, whole = (said(runs, what) for what in ("calamine", "openpyxl", "preview", "import"))
    return [
        compared("xlsx of 20,000 rows, read and validated", ours, bare, "python-calamine, the bare cells", 4.0),
        compared("  the same beside openpyxl", ours, other, "openpyxl (read only), the bare cells", None),
        told("  the same, received: 20,000 lots with ledger", whole, "s CPU"),
        limited("  peak memory of reading and validating", said(runs, "peak"), MOST_MIB, "MiB"),
        told("  peak memory, received", peak(runs), "MiB"),
    ]
