"""A thousand lots received with ledger and record, beside the bare driver writing the same rows, and beside Tryton where there is one.

`TRYTON_PYTHON` names the Python of an environment with trytond 8.2, trytond-stock-lot-sled and proteus.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.measuring import WORK, Failed, Figure, compared, in_turn, said, told

REPEATS = 7
LINES = 1000
TRYTON = "TRYTON_PYTHON"


def figures() -> list[Figure]:
    """Both promises; the second only where Tryton is there to be measured."""
    (runs,) = in_turn(REPEATS, ("benchmarks.receive_run", str(LINES), str(WORK)))
    ours = said(runs, "ours")
    driver = "bare SQLCipher driver, the same rows into the house's tables"
    found = [
        compared("1,000 lots received with ledger and record", ours, said(runs, "driver"), driver, 3.0),
        told("  the first box after opening", said(runs, "first"), "s CPU"),
    ]
    python = os.environ.get(TRYTON, "")
    if not python:
        return [*found, told(f"  beside Tryton 8.2: not measured, {TRYTON} is not set", ours, "s CPU")]
    spent, version = tryton(python)
    return [*found, compared("  beside Tryton", ours, spent, f"Tryton {version}: lots and moves created and done", 0.01)]


def tryton(python: str) -> tuple[float, str]:
    """CPU seconds of its thousand lots, and its version. Raises `Failed`."""
    folder = WORK / "tryton"
    shutil.rmtree(folder, ignore_errors=True)
    words = (python, str(Path(__file__).with_name("receive_tryton.py")), str(LINES), str(folder))
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"Tryton: {done.stderr[-300:]}")
    answer = json.loads(done.stdout.splitlines()[-1])
    return float(answer["cpu"]), str(answer["version"])
