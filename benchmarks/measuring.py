"""How a figure is measured: both sides as fresh processes in turn, CPU seconds and peak memory as the system counted them, medians."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path("out")
WORK = OUT / "bench-data"


@dataclass(frozen=True, slots=True)
class Figure:
    """One promise: what ours costs beside the other, and whether `ratio` is within `goal` (None: only told)."""

    name: str
    ours: float
    other: float | None
    other_name: str
    ratio: float | None
    goal: float | None
    held: bool | None
    unit: str


def compared(name: str, ours: float, other: float, other_name: str, goal: float | None, unit: str = "s CPU") -> Figure:
    """Ours as a multiple of the other side, measured in the same run."""
    ratio = ours / other
    return Figure(name, round(ours, 4), round(other, 4), other_name, round(ratio, 3), goal, None if goal is None else ratio <= goal, unit)


def limited(name: str, ours: float, limit: float, unit: str) -> Figure:
    """Ours under a fixed limit."""
    return Figure(name, round(ours, 3), limit, "limit", round(ours / limit, 3), 1.0, ours <= limit, unit)


def told(name: str, ours: float, unit: str) -> Figure:
    """A number worth knowing, without a promise."""
    return Figure(name, round(ours, 4), None, "", None, None, None, unit)


@dataclass(frozen=True, slots=True)
class Run:
    """One process: CPU seconds of its whole life, its peak memory in MiB, and what it said (numbers in a last line of JSON, `{}` if none)."""

    cpu: float
    peak: float
    said: Mapping[str, float]


class Failed(Exception):
    """A process of a benchmark ended badly; its words are the message."""


def run(module: str, *words: str) -> Run:
    """Runs `python -m module words` to its end. Raises `Failed`."""
    # As on a computer where it is installed: the modules are compiled once, and not for each start.
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(WORK / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen([sys.executable, "-m", module, *words], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    with process.stdout as stream:
        said = stream.read()
    _, status, used = os.wait4(process.pid, 0)  # what the system counted for this one child
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{module} {' '.join(words)}: {process.returncode}")
    lines = said.splitlines()
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {})


def in_turn(repeats: int, *sides: Sequence[str]) -> list[list[Run]]:
    """Each side's runs; one round of all sides after the other, so that a busy moment hits all of them. A first round is not counted."""
    runs: list[list[Run]] = [[] for _ in sides]
    for round_ in range(repeats + 1):
        for kept, side in zip(runs, sides, strict=True):
            made = run(*side)
            if round_:
                kept.append(made)
    return runs


def cpu(runs: Sequence[Run]) -> float:
    """Median CPU seconds of the whole process."""
    return statistics.median(one.cpu for one in runs)


def peak(runs: Sequence[Run]) -> float:
    """Median peak memory in MiB."""
    return statistics.median(one.peak for one in runs)


def said(runs: Sequence[Run], what: str) -> float:
    """Median of a number that the process printed."""
    return statistics.median(one.said[what] for one in runs)


def table(figures: Sequence[Figure]) -> str:
    """The figures as people read them."""
    lines = [f"{'figure':58s} {'ours':>10s} {'other':>10s} {'unit':8s} {'ratio':>6s} {'goal':>5s}  "]
    for one in figures:
        other = "" if one.other is None else f"{one.other:.3f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}" if one.ratio >= 0.1 else f"{one.ratio:.4f}"
        goal = "" if one.goal is None else f"{one.goal:g}"
        held = {True: "held", False: "NOT HELD", None: ""}[one.held]
        lines.append(
            f"{one.name:58s} {one.ours:10.3f} {other:>10s} {one.unit:8s} {ratio:>6s} {goal:>5s}  {held:8s} {one.other_name}".rstrip()
        )
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """The same for machines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
