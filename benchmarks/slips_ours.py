"""Prints slips as the program does: `slips_ours COUNT LEAST MOST FILE`; imports are not counted."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from benchmarks.slip_people import book
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.reports.slips import slips
from pharmacy_app.system.language import language


def main(count: str, least: str, most: str, file: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does; on the other side too
    record = book(int(count), int(least), int(most))
    begun = time.process_time()
    made = slips(record, language("es")).pdf
    Path(file).write_bytes(made)
    print(json.dumps({"cpu": time.process_time() - begun, "bytes": len(made)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
