"""Screens and the search in a pharmacy of so many people: `people_run FOLDER`.

Of each room the time from being told to read until its first page stands (what is read after that is not waited for), and of the search
every letter of names typed one after the other, as the room of the community asks for it, rows of the list and all.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.people_store import TODAY
from pharmacy_app.db import opening
from pharmacy_app.db.queries import people_index
from pharmacy_app.intake.people_index import PeopleIndex, Searched
from pharmacy_app.services import community, people_search, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.language import language
from pharmacy_app.system.paths import DataDir
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Messages
from pharmacy_app.ui.screens import community as community_room
from pharmacy_app.ui.screens import home, prescriptions, rounds, stock
from pharmacy_app.ui.tasks import Tasks

T = TypeVar("T")
REPEATS = 7
NAMES = 150  # whose letters are typed
LETTERS = 8  # of each name
PAGE = 300
ROOMS = {
    "community": community_room.make, "prescriptions": prescriptions.make, "stock": stock.make, "rounds": rounds.make, "home": home.make,
}  # fmt: skip


class FirstPage(Tasks):
    """Does the first reading of a room at once; what it asks for after that waits until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def run_read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None, owner: Any = None
    ) -> None:
        self.seen += 1
        if self.seen == 1:
            done(work())


def screens(desk: Desk) -> dict[str, float]:
    """Milliseconds of CPU of each room's first page: the median of a few readings, the first not counted."""
    frame = QWidget()
    frame.resize(1178, 690)
    tasks = FirstPage()
    spoken = language("es")
    user = setup.users(desk)[0].id
    context = Context(desk, spoken, tasks, Messages(frame, spoken), lambda _room, _target=None: None, lambda: desk.by(user))
    found = {}
    for name, make in ROOMS.items():
        room = make(context)
        room.setParent(frame)
        room.setGeometry(frame.rect())
        room.show()
        spent = []
        for _ in range(REPEATS + 1):
            tasks.seen = 0
            begun = time.process_time_ns()
            room.refresh(frozenset())
            QApplication.processEvents()
            spent.append((time.process_time_ns() - begun) / 1e6)
        found[name] = statistics.median(spent[1:])
    return found


def typed(desk: Desk) -> dict[str, float]:
    """Every letter from the third on, of names of people chosen by lot: what the room reads for it."""
    rng = Random(4)
    with desk.read() as connection:
        rows = list(people_index.names(connection))
        begun = time.process_time()
        index = PeopleIndex(Searched(*row) for row in rows)
        build = time.process_time() - begun
        people_search.index(desk, connection)
    names = [row[1] for row in rng.sample(rows, NAMES)]
    spent, bare = [], []
    for name in names:
        word = rng.choice([one for one in name.split() if len(one) >= 3] or [name])
        for end in range(3, min(len(word), LETTERS) + 1):
            begun = time.process_time_ns()
            index.find(word[:end], people_search.MOST)
            bare.append((time.process_time_ns() - begun) / 1e6)
            begun = time.process_time_ns()
            community.first_page(desk, PeopleFilter(text=word[:end]), "place", PAGE // 6)
            spent.append((time.process_time_ns() - begun) / 1e6)
    spent.sort()
    bare.sort()
    return {
        "people": len(rows), "build": build, "find_p99": bare[len(bare) * 99 // 100], "key_p50": spent[len(spent) // 2],
        "key_p99": spent[len(spent) * 99 // 100],
    }  # fmt: skip


def main(folder: str) -> None:
    application = QApplication([])
    theme.load_fonts()
    theme.choose(theme.Theme())
    store = opening.open_folder(DataDir(Path(folder)), FixedClock(TODAY))
    desk = Desk(store, FixedClock(TODAY))
    told = typed(desk) | screens(desk)
    store.close()
    application.quit()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
