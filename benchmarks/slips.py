"""A thousand slips with their codes, beside a PDF written by hand; and how much memory and paper they take."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, limited, peak, said

REPEATS = 3
SLIPS = 1000
_OTHER = "hand-made PDF, the very same marks, codes and fonts; places handed to it"


def figures() -> list[Figure]:
    """The promise for slips with four medicines each, the most the round's bags hold; and what usual slips cost."""
    return [*_figures("4 medicines each", 4, 4, WORK), *_figures("1 to 3 medicines each", 1, 3, WORK)]


def _figures(title: str, least: int, most: int, where: object) -> list[Figure]:
    words = (str(SLIPS), str(least), str(most))
    ours, floor = in_turn(
        REPEATS, ("benchmarks.slips_ours", *words, f"{where}/slips.pdf"), ("benchmarks.slips_floor", *words, f"{where}/floor.pdf")
    )
    return [
        compared(f"1,000 slips with QR, {title}", said(ours, "cpu"), said(floor, "cpu"), _OTHER, 3.0),
        limited(f"peak memory, {title}", peak(ours), 64, "MiB"),
        compared(f"paper, {title}", said(ours, "bytes") / 1024 / SLIPS, said(floor, "bytes") / 1024 / SLIPS, _OTHER, None, "KiB/slip"),
    ]
