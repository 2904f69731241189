"""One import of COUNT lines in a new pharmacy below FOLDER, then the same rows twice by the bare driver: `donation_run COUNT FOLDER`.

The driver's side: the file read by `csv` into lists, and the very rows of all seven tables that the import left, as ready values, in one
transaction on a connection with our key and pragmas (foreign keys on, write-ahead log, FULL, secure delete), one `executemany` a table.
Into the house's tables its triggers, constraints and indexes work as for us. Neither side counts opening the pharmacy or closing it.
"""

from __future__ import annotations

import csv
import gc
import json
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from pharmacy_app import bootstrap
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.db import keys
from pharmacy_app.intake.stock_lists import read_stock_list
from pharmacy_app.services import catalogue, sheets
from pharmacy_app.services.desk import Desk
from pharmacy_app.system.paths import DataDir

TABLES = ("donors", "donations", "products", "donation_lines", "batches", "stock_movements", "audit")


def packing_list(desk: Desk, path: Path, count: int) -> None:
    """A sender's sheet in our own form: medicines of the catalogue, some by their parts, some by one line as on a box."""
    rng = Random(11)
    with desk.read() as connection:
        known = sorted(catalogue.medicines(connection).values(), key=lambda medicine: medicine.id)
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("description", "inn", "strength", "form", "brand", "lot", "expiry", "quantity", "pack_size", "gtin"))
        for number in range(count):
            one = known[number % len(known)]
            parts = (one.inn, one.strength, one.form)
            named = ("", *parts) if number % 2 else (" ".join(parts).strip(), "", "", "")
            expiry = desk.clock.today() + timedelta(days=rng.randint(200, 1200))
            sheet.writerow((*named, "", f"L{number:05d}", f"{expiry:%m/%Y}", rng.randint(10, 900), 30, ""))


def written(folder: DataDir) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """The rows that the import has written: of each table the columns and the rows."""
    source = opened(folder.database, keys.read(folder.key))
    found = {}
    for table in TABLES:
        rows = source.execute(f"SELECT * FROM {table}{' WHERE id > 1' if table == 'audit' else ''}")  # the first act opened the pharmacy
        found[table] = ([column[0] for column in rows.description], rows.fetchall())
    source.close()
    return found


def by_driver(path: Path, key: keys.Key, sheet: Path, rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]], bare: bool) -> float:
    """CPU seconds of reading the sheet and writing these rows in one transaction; `bare`: into tables of the same columns made here."""
    connection = opened(path, key)
    if bare:
        for table, (columns, _) in rows.items():
            connection.execute(
                f"CREATE TABLE {table} ({', '.join('id INTEGER PRIMARY KEY' if name == 'id' else name for name in columns)})"
            )
    begun = time.process_time()
    with sheet.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) > 1
    connection.execute("BEGIN IMMEDIATE")
    for table, (columns, mine) in rows.items():
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", mine)
        if table == "donation_lines" and not bare:
            connection.execute("UPDATE donations SET status = 'received'")
    connection.execute("COMMIT")
    spent = time.process_time() - begun
    connection.close()
    return spent


def as_begun(rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """The same rows as the house's own tables take them: the donation a draft, each batch empty; the ledger's triggers fill it."""
    begun = dict(rows)
    for table, column, value in (("donations", "status", "draft"), ("batches", "on_hand", 0)):
        columns, mine = rows[table]
        at = columns.index(column)
        begun[table] = (columns, [(*row[:at], value, *row[at + 1 :]) for row in mine])
    return begun


def opened(path: Path, key: keys.Key) -> Any:
    """A connection of the driver alone with our key and pragmas."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f'PRAGMA key="{key.pragma}"')
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=4000",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def main(count: str, where: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does; both sides run under it
    gc.freeze()
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name) / "pharmacy"
        desk = bootstrap.create(folder, None, None, 1, None, "Bench")
        sheet = Path(name) / "box.csv"
        packing_list(desk, sheet, int(count))
        today: date = desk.clock.today()
        begun = time.process_time()
        read_stock_list(sheet, (), today)
        reading = time.process_time() - begun
        begun = time.process_time()
        made = sheets.receive(desk, desk.by(1), sheet, "Colectivo", "CL", today)
        whole = time.process_time() - begun
        assert made.report.read == made.report.new + made.report.doubtful == int(count)
        desk.store.close()
        rows = written(DataDir(folder))
        empty = Path(name) / "empty"
        bootstrap.create(empty, None, None, 1, None, "Bench").store.close()
        house = by_driver(DataDir(empty).database, keys.read(DataDir(empty).key), sheet, as_begun(rows), bare=False)
        plain = by_driver(Path(name) / "bare.db", keys.read(DataDir(folder).key), sheet, rows, bare=True)
        print(json.dumps({"house": house, "plain": plain, "import": whole, "reading": reading, "doubtful": made.report.doubtful}))


if __name__ == "__main__":
    main(*sys.argv[1:])
