"""The search in a pharmacy of so many people: `people_run FOLDER`.

Every letter of names typed one after the other, as the room of the community asks for it, rows of the list and all.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from random import Random

from benchmarks.people_store import TODAY
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import opening
from pharmacy_app.db.queries import people_index
from pharmacy_app.intake.people_index import PeopleIndex, Searched
from pharmacy_app.services import community, people_search
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir
from pharmacy_app.ui.screens.community.room import FOUND

NAMES = 150  # whose letters are typed
LETTERS = 8  # of each name


def typed(desk: Desk) -> dict[str, float]:
    """Every letter from the third on, of names of people chosen by lot: what the room reads for it."""
    rng = Random(4)
    with desk.read() as connection:
        rows = list(people_index.names(connection))
        begun = time.process_time()
        PeopleIndex(Searched(*row) for row in rows)
        build = time.process_time() - begun
        people_search.index(desk, connection)
    spent = []
    for name in (row[1] for row in rng.sample(rows, min(NAMES, len(rows)))):
        word = rng.choice([one for one in name.split() if len(one) >= 3] or [name])
        for end in range(3, min(len(word), LETTERS) + 1):
            begun_ns = time.process_time_ns()
            community.first_page(desk, PeopleFilter(text=word[:end]), "place", FOUND)
            spent.append((time.process_time_ns() - begun_ns) / 1e6)
    spent.sort()
    return {"people": len(rows), "build": build, "key_p50": spent[len(spent) // 2], "key_p99": spent[len(spent) * 99 // 100]}


def main(folder: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does
    store = opening.open_folder(DataDir(Path(folder)), FixedClock(TODAY))
    told = typed(Desk(store, FixedClock(TODAY)))
    store.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
