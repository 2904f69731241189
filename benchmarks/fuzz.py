"""`python -m benchmarks.fuzz KIND ... -n N --seed S`: N changed codes or files for each kind, and what the readers made of them; 1 where anything broke.

Kinds: codes (pack codes, printed dates, names), csv, xlsx, ods, xls, hostile (files made to hurt, each in a process of its own). Any case can be
made again by its kind, seed and number. Each kind works in one process at a time; what crashed is counted, and the next case goes on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.fuzz_checks import KINDS
from benchmarks.fuzz_hostile import HOSTILE

CHUNK = 5_000
MOST_SECONDS, MOST_MEMORY = 1.0, 300  # of one file: CPU seconds, MiB of the whole process
OLD_WORKBOOK = Path(__file__).resolve().parents[2] / "shared" / "data" / "openboxes-stock-lists" / "inventory2.xls"


@dataclass(slots=True)
class Found:
    """What came of all cases of a kind. `slowest` in CPU seconds with its case; `peak` of memory in MiB of a whole process."""

    kind: str
    seed: int
    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    broken: list[list[Any]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    peak: int = 0

    def line(self, seconds: float) -> str:
        """As one JSON object."""
        told = {
            "kind": self.kind,
            "seed": self.seed,
            "cases": self.cases,
            "seconds": round(seconds),
            "slowest_s": round(self.slowest[0], 3),
        }
        told |= {"slowest_case": self.slowest[1], "peak_MiB": self.peak, "broken": len(self.broken)}
        return json.dumps({**told, "outcomes": dict(self.outcomes.most_common())}, ensure_ascii=False)


def run(kind: str, seed: int, cases: int, first: int = 0) -> Found:
    """All cases of one kind, a fresh process for each chunk."""
    found = Found(kind, seed)
    end = first + cases
    with tempfile.NamedTemporaryFile() as progress:
        progress.write(bytes(8))
        progress.flush()
        while first < end:
            first = _chunk(found, first, min(CHUNK, end - first), Path(progress.name))
    return found


def _chunk(found: Found, first: int, count: int, progress: Path) -> int:
    """Returns the number of the case to go on with."""
    words = [found.kind, str(found.seed), str(first), str(count), str(progress)]
    words += [str(OLD_WORKBOOK)] if found.kind == "xls" else []
    done = subprocess.run([sys.executable, "-m", "benchmarks.fuzz_worker", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        number = int.from_bytes(progress.read_bytes(), "little")
        found.broken.append([number, f"the process ended with {done.returncode}: {done.stderr[-500:]}"])
        found.outcomes["CRASHED"] += 1
        found.cases += number + 1 - first
        return number + 1
    said = json.loads(done.stdout.splitlines()[-1])
    found.cases += count
    found.outcomes.update(said["outcomes"])
    found.broken += said["broken"]
    found.slowest = max(found.slowest, (said["slowest"][0], said["slowest"][1]))
    found.peak = max(found.peak, said["peak_mb"])
    return first + count


def hostile() -> Found:
    """Each file made to hurt, read in a process of its own: refused or read within a second and 300 MiB."""
    found = Found("hostile", 0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case"
        for number, (name, make) in enumerate(HOSTILE.items()):
            path.write_bytes(make())
            words = [sys.executable, "-m", "benchmarks.fuzz_reading", str(path)]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            said: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"outcome": "CRASHED", "seconds": 0.0, "peak": 0}
            found.cases += 1
            found.outcomes[said["outcome"]] += 1
            found.slowest = max(found.slowest, (said["seconds"], number))
            found.peak = max(found.peak, said["peak"])
            if done.returncode or said["seconds"] > MOST_SECONDS or said["peak"] > MOST_MEMORY:
                found.broken.append([number, f"{name}: {said}"])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("kinds", nargs="*", choices=(*KINDS, "hostile", []), default=[])
    parser.add_argument("-n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    told = parser.parse_args()
    broken = 0
    for kind in told.kinds or (*KINDS, "hostile"):
        if kind == "xls" and not OLD_WORKBOOK.exists():
            continue
        started = time.monotonic()
        found = hostile() if kind == "hostile" else run(kind, told.seed, told.n, told.first)
        print(found.line(time.monotonic() - started), flush=True)
        for number, why in found.broken[:10]:
            print(f"  {kind} seed {told.seed} case {number}: {why}", file=sys.stderr)
        broken += len(found.broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
