"""One sheet of COUNT rows in a new pharmacy below FOLDER, read bare, previewed, received: `sheet_run COUNT FOLDER`."""

from __future__ import annotations

import gc
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import python_calamine
from openpyxl import Workbook, load_workbook

from pharmacy_app import bootstrap
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.services import catalogue, sheets
from pharmacy_app.services.desk import Desk

HEADER = ("código", "descripción", "laboratorio", "lote", "vencimiento", "cantidad", "unidades por caja", "código de barras")
MAKERS = ("Bayer", "Saval", "Recalcine", "Teva")


def packing_list(desk: Desk, path: Path, count: int) -> None:
    """A sender's list: medicines of the catalogue, a lot each, days and printed months, codes of boxes."""
    rng = Random(11)
    with desk.read() as connection:
        known = sorted(catalogue.medicines(connection).values(), key=lambda medicine: medicine.id)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lista")
    sheet.append(HEADER)
    for number in range(count):
        one = rng.choice(known)
        expiry = desk.clock.today() + timedelta(days=rng.randint(200, 1200))
        said = f"{one.inn} {one.strength} {one.form.replace('_', ' ')}".upper()
        printed = expiry if number % 2 else f"{expiry:%m/%Y}"
        code = f"780{one.id:09d}0"
        sheet.append((number + 1, said, rng.choice(MAKERS), f"L{number:06d}", printed, rng.randint(10, 900), 30, code))
    book.save(path)


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of this work."""
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def by_calamine(path: Path) -> int:
    """Every cell as a Python value."""
    book = python_calamine.load_workbook(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def by_openpyxl(path: Path) -> int:
    """The same with the usual library."""
    book = load_workbook(path, read_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def main(count: str, where: str) -> None:
    gc.set_threshold(*RUBBISH)  # as the program does; both sides run under it
    with tempfile.TemporaryDirectory(dir=where) as name:
        desk = bootstrap.create(Path(name) / "pharmacy", None, None, 1, None, "Bench")
        path = Path(name) / "list.xlsx"
        packing_list(desk, path, int(count))
        today = desk.clock.today()
        with desk.read() as connection:
            catalogue.identifier(connection)  # made ready once per state of the catalogue: by the first search of the day
        found = {"calamine": spent(lambda: by_calamine(path)), "preview": spent(lambda: sheets.preview(desk, path, today))}
        found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found["calamine"] = min(found["calamine"], spent(lambda: by_calamine(path)))
        found["openpyxl"] = spent(lambda: by_openpyxl(path))
        found["import"] = spent(lambda: sheets.receive(desk, desk.by(1), path, "Colectivo", "CL", today))
        desk.store.close()
        print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
