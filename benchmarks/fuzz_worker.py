"""One process of the fuzzer: `python -m benchmarks.fuzz_worker KIND SEED FIRST COUNT PROGRESS [OLD_WORKBOOK]`, its findings as a last line of JSON.

Whatever ends the process itself (a crash in a reader, 20 CPU seconds on one case) is the parent's to notice: `PROGRESS` holds the case's number.
"""

from __future__ import annotations

import json
import mmap
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.fuzz_checks import KINDS, check

MOST_MEMORY = 1_500_000_000  # a bomb must not take the computer with it; what is promised is measured, not limited
MOST_SECONDS = 20
SLOW = 1.0


def main(kind: str, seed: int, first: int, count: int, progress: Path, old_workbook: Path | None) -> None:
    assert kind in KINDS
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    seed_file = old_workbook.read_bytes() if old_workbook else b""
    outcomes: Counter[str] = Counter()
    broken: list[list[object]] = []
    slowest, hungriest = (0.0, -1), (0, -1)
    with tempfile.TemporaryDirectory() as folder, progress.open("r+b") as file, mmap.mmap(file.fileno(), 8) as at:
        path = Path(folder) / "case"
        check(kind, seed, first, path, seed_file)  # what is loaded once counts for no case
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for number in range(first, first + count):
            at[:] = number.to_bytes(8, "little")
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            started = time.process_time()
            try:
                outcomes[check(kind, seed, number, path, seed_file)] += 1
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                outcomes[f"BROKEN {type(error).__name__}"] += 1
                broken.append([number, "".join(traceback.format_exception(error)[-3:])[-600:]])
            slowest = max(slowest, (time.process_time() - started, number))
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            if grown > peak:
                hungriest, peak = max(hungriest, (grown - peak, number)), grown
    found = {"outcomes": outcomes, "broken": broken[:20], "slowest": slowest, "hungriest": hungriest, "peak_mb": peak // 1024}
    print(json.dumps(found))


if __name__ == "__main__":
    words = sys.argv[1:]
    main(words[0], int(words[1]), int(words[2]), int(words[3]), Path(words[4]), Path(words[5]) if len(words) > 5 else None)
