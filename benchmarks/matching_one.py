"""One prescription entered and its proposal seen, in a pharmacy with 200,000 batches: `matching_one MADE FOLDER`, on a copy of MADE below FOLDER.

What three presses cost: the paper is written, its medicine is dealt (with its other strengths, alone), the sheet of that medicine is read.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.matching_made import DAYS, TODAY
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import opening
from pharmacy_app.services import matching, prescriptions, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.orders import Order
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir

TIMES = 30
SEEN = 50  # lines of the sheet that the room shows at first


def one(desk: Desk, medicine_id: int, patient_id: int) -> tuple[float, ...]:
    """CPU milliseconds of writing, dealing, seeing."""
    user = setup.users(desk)[0].id
    laps = [time.process_time()]
    prescriptions.write(desk, desk.by(user), patient_id, "Dra. Luz", TODAY, [Order("substance", medicine_id, "", "1", DAYS)])
    laps.append(time.process_time())
    matching.propose(desk, desk.by(user), TODAY, DAYS, medicine=medicine_id)
    laps.append(time.process_time())
    seen = matching.first_page(desk, medicine_id, limit=SEEN)
    laps.append(time.process_time())
    assert seen is not None and seen[1] is not None and seen[1].lines
    return tuple((after - before) * 1000 for before, after in pairwise(laps))


def main(made: str, where: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder, clock = Path(name) / "pharmacy", FixedClock(TODAY)
        shutil.copytree(made, folder)
        desk = Desk(opening.open_folder(DataDir(folder), clock), clock)
        with desk.read() as connection:
            known = [row[0] for row in connection.exec_driver_sql("SELECT DISTINCT medicine_id FROM prescription_items ORDER BY 1")]
        laps = [one(desk, known[-number], number) for number in range(1, TIMES + 1)]
        desk.store.close()
    written, dealt, seen = (median(side) for side in zip(*laps, strict=True))
    print(json.dumps({"whole": median(map(sum, laps)), "written": written, "dealt": dealt, "seen": seen}))


if __name__ == "__main__":
    main(*sys.argv[1:])
