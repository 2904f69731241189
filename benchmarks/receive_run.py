"""Three drafts of COUNT lines received in a new pharmacy below FOLDER, then the same rows by the bare driver: `receive_run COUNT FOLDER`.

Ours is the press of the button: the draft stands in the pharmacy, `services.donations.receive` judges each line, makes its batch, books it in the
ledger and keeps the record, in one transaction. The driver writes the very rows that this left, ready as values, into an equal pharmacy's own
tables, one transaction a draft: its triggers, constraints and indexes work as for us. Of the three the middle one counts, on both sides.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.donation_run import opened
from pharmacy_app import bootstrap
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import keys
from pharmacy_app.services import catalogue, donations
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.donation_writing import NewLine
from pharmacy_app.system.paths import DataDir

BOXES = 3


def draft(desk: Desk, count: int, box: int) -> int:
    """A box of medicines of the catalogue, all good, typed but not received."""
    rng, today = Random(box), desk.clock.today()
    with desk.read() as connection:
        known = sorted(catalogue.medicines(connection).values(), key=lambda medicine: medicine.id)
    meant = [known[number % len(known)] for number in range(count)]
    lines = [
        NewLine(
            one.inn, rng.randint(10, 900), f"L{box}{number:05d}", today + timedelta(days=rng.randint(400, 1200)), "", one.id, pack_size=30
        )
        for number, one in enumerate(meant)
    ]
    donor = donations.add_donor(desk, desk.by(1), f"Colectivo {box}", "CL")
    donation_id = donations.open_draft(desk, desk.by(1), donor, today)
    donations.add_lines(desk, desk.by(1), donation_id, lines)
    return donation_id


Rows = list[tuple[str, list[str], list[tuple[Any, ...]]]]


def written(path: Path, key: keys.Key, donation_id: int) -> Rows:
    """The rows that receiving this draft has written: table, columns, values; the batches empty as the ledger's triggers want them."""
    source = opened(path, key)
    found: Rows = []
    for table, which in (
        ("batches", "donation_id = ?"),
        ("stock_movements", "batch_id IN (SELECT id FROM batches WHERE donation_id = ?)"),
        ("audit", "verb = 'donation.receive' AND subject_id = ?"),
    ):
        rows = source.execute(f"SELECT * FROM {table} WHERE {which} ORDER BY id", (donation_id,))
        columns, values = [column[0] for column in rows.description], rows.fetchall()
        if table == "batches":
            at = columns.index("on_hand")
            values = [(*row[:at], 0, *row[at + 1 :]) for row in values]
        found.append((table, columns, values))
    source.close()
    return found


def by_driver(connection: Any, donation_id: int, rows: Rows) -> float:
    """CPU seconds of writing these rows in one transaction, one `executemany` a table."""
    begun = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE donations SET status = 'received' WHERE id = ?", (donation_id,))
    for table, columns, mine in rows:
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", mine)
    connection.execute("COMMIT")
    return time.process_time() - begun


def main(count: str, where: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does; both sides run under it
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder, before = Path(name) / "pharmacy", Path(name) / "before"
        desk = bootstrap.create(folder, None, None, 1, None, "Bench")
        drafts = [draft(desk, int(count), box) for box in range(BOXES)]
        desk.store.close()
        shutil.copytree(folder, before)
        desk = bootstrap.open_desk(folder)
        ours = []
        for donation_id in drafts:
            donations.donation(desk, donation_id)  # the person looks at the draft before pressing
            begun = time.process_time()
            made = donations.receive(desk, desk.by(1), donation_id)
            ours.append(time.process_time() - begun)
            assert made.batches == int(count)
        desk.store.close()
        key = keys.read(DataDir(folder).key)
        rows = [written(DataDir(folder).database, key, donation_id) for donation_id in drafts]
        connection = opened(DataDir(before).database, key)
        driver = [by_driver(connection, donation_id, mine) for donation_id, mine in zip(drafts, rows, strict=True)]
        assert connection.execute("SELECT count(*) FROM batches WHERE on_hand > 0").fetchone()[0] == int(count) * BOXES
        connection.close()
        print(json.dumps({"ours": median(ours), "first": ours[0], "driver": median(driver)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
