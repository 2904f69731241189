"""A desk on a real database: SQLite cloned from a migrated template (well under a millisecond), or a fresh PostgreSQL database."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pharmacy_app.db import opening
from pharmacy_app.services import setup
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir

TODAY = date(2026, 11, 23)


@dataclass(slots=True)
class Worker:
    """A desk and the neighbour who sits at it; `by()` is a fresh act of hers."""

    desk: Desk
    user_id: int

    def by(self, occurred_on: date | None = None) -> By:
        return self.desk.by(self.user_id, occurred_on)


def make_template(folder: Path, training: str = "") -> Path:
    """A pharmacy as `init` leaves it: catalogue, conditions, rules, one person; with `training`, one to practise in."""
    data = DataDir(folder)
    store = opening.create(data)
    setup.furnish(Desk(store, FixedClock(TODAY)), "Carmen R.", training)
    store.close()
    return folder


def sqlite_worker(template: Path, folder: Path) -> Worker:
    """The template, cloned into this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("pharmacy.db", "pharmacy.key"):
        shutil.copy(template / name, folder / name)
    return _worker(Desk(opening.open_folder(DataDir(folder), FixedClock(TODAY)), FixedClock(TODAY)))


def postgres_worker(url: str) -> Worker:
    """An empty database of a real server, made into a pharmacy."""
    desk = Desk(opening.open_server(url), FixedClock(TODAY))
    if not setup.furnished(desk):
        setup.furnish(desk, user_name="Carmen R.")
    return _worker(desk)


def _worker(desk: Desk) -> Worker:
    return Worker(desk, setup.users(desk)[0].id)
