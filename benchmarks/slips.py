"""A thousand slips with their codes, beside PDFs written by hand and the usual way; how much memory and paper they take; the first slip."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, limited, peak, said

REPEATS = 3
SLIPS = 1000
_STUDY = "hand-made PDF of the study: A5, four lines, a code"
_USUAL = "platypus and QrCodeWidget: the study's slips the usual way"
_SAME = "hand-made PDF, the very same marks, codes and fonts; places handed to it"


def figures() -> list[Figure]:
    """The promises for slips with four medicines each, the most the round's bags hold; what usual slips cost; the first one."""
    [first] = in_turn(REPEATS, ("benchmarks.slips_first", f"{WORK}/first.pdf"))
    [usual] = in_turn(1, ("benchmarks.slips_study", "platypus", str(SLIPS), f"{WORK}/platypus.pdf"))
    four, fewer = _figures("4 medicines each", 4, 4), _figures("1 to 3 medicines each", 1, 3)
    beside = compared("  4 medicines, beside the usual way", four[0].ours, said(usual, "cpu"), _USUAL, round(1 / 12, 4))
    return [*four, beside, *fewer, limited("first slip of a program that runs", said(first, "cpu"), 150, "ms CPU")]


def _figures(title: str, least: int, most: int) -> list[Figure]:
    words = (str(SLIPS), str(least), str(most))
    ours, floor, hand = in_turn(
        REPEATS,
        ("benchmarks.slips_ours", *words, f"{WORK}/slips.pdf"),
        ("benchmarks.slips_floor", *words, f"{WORK}/floor.pdf"),
        ("benchmarks.slips_study", "hand", str(SLIPS), f"{WORK}/hand.pdf"),
    )
    cpu = said(ours, "cpu")
    return [
        compared(f"1,000 slips with QR, {title}", cpu, said(hand, "cpu"), _STUDY, 1.5),
        compared("  beside its very own marks", cpu, said(floor, "cpu"), _SAME, 3.0),
        limited(f"peak memory, {title}", peak(ours), 64, "MiB"),
        limited(f"paper, {title}", said(ours, "bytes") / 1024 / SLIPS, 1.8, "KiB/slip"),
    ]
