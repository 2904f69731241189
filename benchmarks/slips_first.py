"""The first slip of a program that runs: `slips_first FILE`. What only paper needs is not imported yet, and counts."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.slip_people import book
from pharmacy_app.system.language import language


def main(path: str) -> None:
    application = QApplication([])
    record, spoken = book(1, 3, 3), language("es")
    begun = time.process_time()
    made = import_module("pharmacy_app.reports.slips").slips(record, spoken)
    Path(path).write_bytes(made.pdf)
    print(json.dumps({"cpu": 1000 * (time.process_time() - begun)}))
    application.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
