"""From the command to the painted window, and to the first room's data, beside a bare PySide6 window: whole processes, interpreter included."""

from __future__ import annotations

import shutil

from benchmarks.measuring import WORK, Figure, compared, cpu, in_turn, peak, run, told

REPEATS = 11
BARE = ("benchmarks.window_bare",)


def figures() -> list[Figure]:
    """Both promises of the window."""
    sample = WORK / "sample"
    shutil.rmtree(sample, ignore_errors=True)
    run("pharmacy_app", "--data", str(sample), "init", "--sample", "commune", "--seed", "1")
    ours = "benchmarks.window_ours"
    bare, painted, shown = in_turn(REPEATS, BARE, (ours, "painted", "--data", str(sample)), (ours, "shown", "--data", str(sample)))
    other = "bare PySide6 window"
    return [
        compared("window painted", cpu(painted), cpu(bare), other, 1.5),
        compared("first room's data on screen (sample commune)", cpu(shown), cpu(bare), other, 4.0),
        compared("peak memory, window painted", peak(painted), peak(bare), other, None, "MiB"),
        compared("peak memory, first room's data on screen", peak(shown), peak(bare), other, None, "MiB"),
        told("first room's data on screen, after the window", cpu(shown) - cpu(painted), "s CPU"),
    ]
