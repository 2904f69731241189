"""A thousand lots received with ledger and record, beside the bare driver writing the same rows, and beside Tryton where there is one.

`TRYTON_PYTHON` names the Python of an environment with trytond 8.2, trytond-stock-lot-sled and proteus.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess

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
    answer = answered(python, "receive_tryton", str(LINES))
    theirs = f"Tryton {answer['version']}: lots and moves created and done"
    return [*found, compared("  beside Tryton", ours, float(answer["cpu"]), theirs, 0.01)]


def answered(python: str, module: str, *words: str) -> dict[str, str | float]:
    """What a module of Tryton's side says of a new database: CPU seconds (`cpu`), and its `version`. Raises `Failed`."""
    folder = WORK / "tryton"
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run((python, "-m", f"benchmarks.{module}", *words, str(folder)), capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"Tryton: {done.stderr[-300:]}")
    found: dict[str, str | float] = json.loads(done.stdout.splitlines()[-1])
    return found
