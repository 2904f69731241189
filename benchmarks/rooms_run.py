"""Each room of the window in a pharmacy of so many councils: `rooms_run FOLDER`.

A room's first page: CPU time from being told to read until its first reading is shown, and nothing that it asks for after that. Afterwards:
what it reads behind the first page (how many there are of each kind).
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.people_store import TODAY
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import opening
from pharmacy_app.db.queries import people_index
from pharmacy_app.services import setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.language import language
from pharmacy_app.system.paths import DataDir
from pharmacy_app.ui import rooms, theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Messages
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.tasks import Tasks
from pharmacy_app.ui.widgets.table import Table

T = TypeVar("T")
REPEATS = 9
Made = Iterable[tuple[str, Callable[[Context], Room]]]


class OneByOne(Tasks):
    """Keeps what a room asks for, to be done in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: deque[Callable[[], None]] = deque()

    def run_read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None, owner: Any = None
    ) -> None:
        self.asked.append(lambda: done(work()))


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of CPU of a room: until its first page stands, and what it reads after that."""

    first: float
    after: float


def every_room() -> Made:
    """The rooms of the navigation and those behind them."""
    return [(place.key, place.make) for place in (*rooms.ROOMS, *rooms.BEHIND)]


def measured(desk: Desk, made: Made, repeats: int = REPEATS) -> dict[str, Spent]:
    """The least of a few readings of each room, the first not counted: what a busy machine adds is not the room's.

    The rows of a list have to come with the first page: `SystemExit` where they do not.
    """
    frame = QWidget()
    frame.resize(1178, 690)
    tasks = OneByOne()
    spoken = language("es")
    user = setup.users(desk)[0].id
    context = Context(desk, spoken, tasks, Messages(frame, spoken), lambda _room, _target=None: None, lambda: desk.by(user))
    found = {}
    for name, make in made:
        room = make(context)
        room.setParent(frame)
        room.setGeometry(frame.rect())
        room.show()
        tasks.asked.clear()
        spent = [_read(room, tasks) for _ in range(repeats + 1)]
        found[name] = Spent(min(one.first for one in spent[1:]), min(one.after for one in spent[1:]))
    return found


def _read(room: Room, tasks: OneByOne) -> Spent:
    begun = time.process_time_ns()
    room.refresh(frozenset())
    tasks.asked.popleft()()
    QApplication.processEvents()
    first = time.process_time_ns()
    rows = _rows(room)
    going_on = time.process_time_ns()
    while tasks.asked:
        tasks.asked.popleft()()
    QApplication.processEvents()
    end = time.process_time_ns()
    if _rows(room) != rows:
        raise SystemExit(f"the rows of {room.key} come after its first page")
    return Spent((first - begun) / 1e6, (end - going_on) / 1e6)


def _rows(room: Room) -> list[int]:
    """How many rows each list shows."""
    return [table.rows.rowCount() for table in room.findChildren(Table)]


def main(folder: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does
    application = QApplication([])
    theme.load_fonts()
    theme.choose(theme.Theme())
    store = opening.open_folder(DataDir(Path(folder)), FixedClock(TODAY))
    desk = Desk(store, FixedClock(TODAY))
    with desk.read() as connection:
        people = sum(1 for _ in people_index.names(connection))
    told: dict[str, float] = {"people": people}
    for name, spent in measured(desk, every_room()).items():
        told |= {name: spent.first, f"{name} after": spent.after}
    store.close()
    application.quit()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
