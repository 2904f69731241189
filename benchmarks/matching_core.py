"""The rule's core on columns beside the same rule in C, on the same invented stock and need: `matching_core SIZE MEDICINES BATCHES LINES`.

`limit.c` and the generator lie in `../shared/bench/matching`. Both sides in one process, in turn; sorting is part of it. Says CPU seconds of both, of
the core with courses, slices and least useful parts, and the bytes that the core holds at its peak for each line.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import WORK
from pharmacy_app.domain.counting import Courses, amounts
from pharmacy_app.domain.flow import Column, Lots, Needs, in_order, placed, served

SHARED = Path("..") / "shared" / "bench" / "matching"
REPEATS = 5
Columns = tuple[Column, ...]


def limit() -> Callable[[Columns, Columns], Column]:
    """The C side: columns of batches and lines in, rows of (line, batch, units) out."""
    library = WORK / "limit.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", str(library), str(SHARED / "limit.c")], check=True)
    match = ctypes.CDLL(str(library.resolve())).match
    match.restype = ctypes.c_long

    def run(batches: Columns, lines: Columns) -> Column:
        out = np.empty((len(batches[0]) + len(lines[0]), 3), np.int64)
        places = [column.ctypes.data_as(ctypes.c_void_p) for column in (*batches, *lines, out)]
        rows = match(ctypes.c_long(len(batches[0])), *places[:3], ctypes.c_long(len(lines[0])), *places[3:])
        return out[:rows]

    return run


def sorted_lots(batches: Columns) -> tuple[Column, Lots]:
    """In order of medicine and expiry."""
    order = in_order(batches[0], batches[1])
    return order, Lots(*(column[order] for column in batches))


def plain(batches: Columns, lines: Columns) -> tuple[Column, Column, Column]:
    """Ours: the same rows."""
    medicine, tier, end, units = lines
    by_lot, lots = sorted_lots(batches)
    order = in_order(medicine, tier)
    needs = Needs(medicine[order], end[order], units[order])
    need, lot, share = placed(lots, needs, served(lots, needs))
    return order[need], by_lot[lot], share


def with_slices(batches: Columns, lines: Columns) -> Column:
    """Ours: the units spread over the days until the line's end, a week each in turn, nothing below a useful week."""
    medicine, tier, end, units = lines
    _, lots = sorted_lots(batches)
    order = in_order(medicine, tier)
    least = np.minimum(units, -(-7 * units // end))[order]
    start = np.ones(len(order), np.int64)
    got, _ = amounts(lots, Courses(medicine[order], tier[order], start, units[order], end[order], units[order], least), 7)
    return got


def cpu(work: Callable[[Columns, Columns], Any], batches: Columns, lines: Columns) -> tuple[float, Any]:
    begun = time.process_time()
    made = work(batches, lines)
    return time.process_time() - begun, made


def main(medicines: int, batches: int, lines: int) -> None:
    found = importlib.util.spec_from_file_location("shared_matching", SHARED / "matching.py")
    assert found is not None and found.loader is not None
    shared = importlib.util.module_from_spec(found)
    found.loader.exec_module(shared)
    stock, wanted = (tuple(np.array(column, np.int64) for column in side) for side in shared.generate(medicines, batches, lines))
    theirs, times = limit(), []
    for _ in range(REPEATS):
        (c, rows), (core, ours), (slices, _) = (cpu(work, stock, wanted) for work in (theirs, plain, with_slices))
        times.append((c, core, slices))
    same = np.bincount(rows[:, 0], rows[:, 2], lines) == np.bincount(ours[0], ours[2], lines)
    assert same.all(), "every line gets as many units as in C"
    tracemalloc.start()
    plain(stock, wanted)
    held = tracemalloc.get_traced_memory()[1] / lines
    c, core, slices = (statistics.median(side) for side in zip(*times, strict=True))
    print(json.dumps({"c": c, "core": core, "slices": slices, "bytes": held}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
