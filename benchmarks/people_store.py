"""A pharmacy of so many councils to measure in: `python -m benchmarks.people_store FOLDER COUNCILS`, made once and kept.

The sample's commune with everything that happens in it, but of so many councils, each with 1,100 people: a council of the sample has 830.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pharmacy_app.db import opening
from pharmacy_app.services import sample, sample_people, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir

TODAY = date(2026, 11, 23)
HOUSES = 364  # of each council: 1,100 people


def main(folder: str, councils: str) -> None:
    where = Path(folder)
    done = where / "made"
    if done.exists():
        return
    sample.COUNCILS["commune"], sample_people.HOUSES = int(councils), HOUSES
    store = opening.create(DataDir(where))
    desk = Desk(store, FixedClock(TODAY))
    setup.furnish(desk, "Carmen R.", "Los Pinos")
    sample.make(desk, desk.by(setup.users(desk)[0].id), "commune", 1, TODAY)
    store.close()
    done.write_text("", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
