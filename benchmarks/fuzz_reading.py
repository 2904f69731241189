"""`python -m benchmarks.fuzz_reading PATH`: reads one file as a donor's list would be, in a process of its own; a line of JSON says what it cost."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from benchmarks.fuzz_checks import TODAY
from benchmarks.fuzz_worker import MOST_MEMORY
from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.stock_lists import read_stock_list


def peak() -> int:
    """MiB; the system's own count for a child begins with its parent's peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    started = time.process_time()
    try:
        outcome = f"read: {len(read_stock_list(path, today=TODAY).rows)} rows"
    except Refusal as refusal:
        outcome = refusal.code
    print(json.dumps({"outcome": outcome, "seconds": round(time.process_time() - started, 3), "peak": peak()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
