"""A pharmacy of so many councils to measure screens in: `python -m benchmarks.people_store FOLDER SIZE`, made once and kept."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pharmacy_app.db import opening
from pharmacy_app.services import sample, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir

TODAY = date(2026, 11, 23)


def main(folder: str, size: str) -> None:
    where = Path(folder)
    done = where / "made"
    if done.exists():
        return
    store = opening.create(DataDir(where))
    desk = Desk(store, FixedClock(TODAY))
    setup.furnish(desk, "Carmen R.", "Los Pinos")
    sample.make(desk, desk.by(setup.users(desk)[0].id), size, 1, TODAY)
    store.close()
    done.write_text("", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
