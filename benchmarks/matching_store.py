"""Ours from database to database, then the same rows by the bare driver: `matching_store MADE FOLDER`, on copies of the pharmacy MADE below FOLDER.

Ours: `propose` reads everything, deals and writes its lines; `confirm`, pressed later, looks whether anything moved and reserves. Two acts with their
records. The driver reads once the rows that the rule needs, and writes the very rows that ours left, ready as values, in two transactions: its lines
and units as a proposal, then reserved; triggers, constraints and indexes of the house work as for us. No side counts opening or closing.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.donation_run import opened
from benchmarks.matching_made import DAYS, TODAY
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import keys, opening
from pharmacy_app.services import matching, setup
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir

REPEATS = 3
READ = (
    "SELECT i.id, p.patient_id, i.medicine_id, i.units, i.per_days, i.starts_on, i.days, i.chronic, i.as_needed, i.directions, i.cleared, p.written_on,"
    " w.birth_date FROM prescription_items i JOIN prescriptions p ON p.id = i.prescription_id JOIN patients w ON w.id = p.patient_id"
    " WHERE i.status = 'active' AND w.active ORDER BY i.id",
    "SELECT r.item_id, a.status, a.units, a.covers, a.delivered_units, a.first_day, a.last_day FROM allocations a"
    " JOIN run_items r ON r.id = a.run_item_id WHERE a.status IN ('reserved', 'out', 'delivered')",
    "SELECT b.id, b.lot, p.medicine_id, b.on_hand, b.reserved, b.expiry, b.status, p.pack_size FROM batches b JOIN products p ON p.id = b.product_id"
    " WHERE b.on_hand > 0 AND p.identity = 'known' ORDER BY b.id",
    "SELECT patient_id, criterion FROM patient_criteria",
    "SELECT * FROM patient_conditions",
    "SELECT * FROM patient_allergies",
    "SELECT * FROM tier_decisions",
    "SELECT * FROM medicines",
)
ACTS = ("match.propose", "match.confirm")
Rows = tuple[list[str], list[tuple[Any, ...]]]


def ours(folder: Path) -> tuple[float, float]:
    """CPU seconds of the proposal, and of its confirmation."""
    clock = FixedClock(TODAY)
    desk = Desk(opening.open_folder(DataDir(folder), clock), clock)
    user = setup.users(desk)[0].id
    begun = time.process_time()
    run = matching.propose(desk, desk.by(user), TODAY, DAYS)
    proposed = time.process_time()
    assert matching.confirm(desk, desk.by(user), run) > 0
    done = time.process_time()
    desk.store.close()
    return proposed - begun, done - proposed


def written(folder: Path) -> dict[str, Rows]:
    """The rows that ours has written: of each table the columns and the rows."""
    source = opened(DataDir(folder).database, keys.read(DataDir(folder).key))
    found = {}
    for table in ("matching_runs", "meetings", "run_items", "allocations", "audit"):
        which = f"WHERE verb IN {ACTS}" if table == "audit" else ""
        rows = source.execute(f"SELECT * FROM {table} {which} ORDER BY id")
        found[table] = ([column[0] for column in rows.description], rows.fetchall())
    source.close()
    return found


def as_proposed(rows: Rows, **values: Any) -> Rows:
    """The same rows with these values in their columns."""
    columns, mine = rows
    at = {columns.index(name): value for name, value in values.items()}
    return columns, [tuple(at.get(number, value) for number, value in enumerate(row)) for row in mine]


def by_driver(folder: Path, rows: dict[str, Rows]) -> float:
    """CPU seconds of reading and writing the same."""
    connection = opened(DataDir(folder).database, keys.read(DataDir(folder).key))
    run = as_proposed(rows["matching_runs"], status="proposed", meeting_id=None)
    units = as_proposed(rows["allocations"], status="proposed", reserved_on=None)
    reserved = [(row[0],) for row in units[1]]
    columns, acts = rows["audit"]

    def put(table: str, mine: Rows) -> None:
        names, values = mine
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values)

    begun = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    for statement in READ:
        connection.execute(statement).fetchall()
    for table, mine in (("matching_runs", run), ("run_items", rows["run_items"]), ("allocations", units), ("audit", (columns, acts[:1]))):
        put(table, mine)
    connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"UPDATE allocations SET status = 'reserved', reserved_on = '{TODAY}' WHERE id = ?", reserved)
    put("meetings", rows["meetings"])
    connection.execute("UPDATE matching_runs SET status = 'confirmed', meeting_id = 1")
    put("audit", (columns, acts[1:]))
    connection.execute("COMMIT")
    spent = time.process_time() - begun
    connection.close()
    return spent


def main(made: str, where: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does; both sides run under it
    times = []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory(dir=where) as name:
            mine, theirs = Path(name) / "ours", Path(name) / "driver"
            for folder in (mine, theirs):
                shutil.copytree(made, folder)
            spent = ours(mine)
            rows = written(mine)
            times.append((*spent, by_driver(theirs, rows)))
            assert written(theirs) == rows, "both files hold the same afterwards"
    propose, confirm, driver = (median(side) for side in zip(*times, strict=True))
    told = {"ours": median(one[0] + one[1] for one in times), "propose": propose, "confirm": confirm, "driver": driver}
    print(json.dumps(told | {table: len(rows[table][1]) for table in ("run_items", "allocations")}))


if __name__ == "__main__":
    main(*sys.argv[1:])
