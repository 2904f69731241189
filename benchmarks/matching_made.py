"""A pharmacy with so much stock and need in its database: `matching_made FOLDER MEDICINES BATCHES ITEMS`, made once and kept.

The same kind of stock and need as in memory (`matching_run`): some medicines are asked for far more often than others, and more is asked than there
is. Two or three items a person.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pharmacy_app.db import opening
from pharmacy_app.db.bulk import insert_many, write_many
from pharmacy_app.db.tables import (
    Batch,
    Council,
    Donation,
    Donor,
    Household,
    MedicineRow,
    Patient,
    PatientCriterion,
    Prescription,
    PrescriptionItem,
    Product,
    Sector,
    StockMovement,
)
from pharmacy_app.domain.priority import CRITERIA
from pharmacy_app.services import setup
from pharmacy_app.services.desk import Act, Desk
from pharmacy_app.system.clock import FixedClock
from pharmacy_app.system.paths import DataDir

TODAY = date(2026, 11, 23)
DAYS = 30  # of the proposal that is made from it
A_PERSON = 2.5  # items


def medicines(act: Act, count: int) -> list[int]:
    """Invented ones, none of which may stand for another: the catalogue's own ask for nothing and lie on no shelf."""
    same = {"strength": "50 mg", "form": "tablet", "release": "immediate", "route": "oral", "atc": "", "unit": "tablet"}
    names = ("name_es", "name_en", "name_it", "name_ru", "inn", "folded")
    return insert_many(act.connection, MedicineRow, [same | dict.fromkeys(names, f"substance {number}") for number in range(count)])


def stock(act: Act, rng: Random, known: list[int], count: int) -> None:
    """Batches of a box that came last month, all known and good."""
    donor = {"name": "Colectivo", "folded": "colectivo", "country": "CL", "language": "es"}
    (donor_id,) = insert_many(act.connection, Donor, [donor])
    entered = {"entered_at": act.entered_at, "entered_by": act.by.user_id}
    box = {"donor_id": donor_id, "received_on": TODAY - timedelta(days=30), "status": "received"}
    (donation_id,) = insert_many(act.connection, Donation, [box | entered])
    boxes = [
        {"medicine_id": one, "description": f"box {one}", "folded": f"box {one}", "pack_size": 30, "identity": "known"} for one in known
    ]
    products = insert_many(act.connection, Product, boxes)
    lots = [
        {
            "product_id": rng.choice(products), "donation_id": donation_id, "lot": f"L{number:06d}",
            "expiry": TODAY + timedelta(days=rng.randint(5, 700)),
        }
        for number in range(count)
    ]  # fmt: skip
    ids = insert_many(act.connection, Batch, lots)
    same = {"kind": "receipt", "occurred_on": box["received_on"], "act": act.by.token, **entered}
    write_many(act.connection, StockMovement, [{"batch_id": one, "units": rng.randint(5, 60), **same} for one in ids])


def need(act: Act, rng: Random, known: list[int], count: int) -> None:
    """Items of people with up to three criteria, each on a paper of its own."""
    (council,) = insert_many(act.connection, Council, [{"name": "El Mirador", "folded": "el mirador"}])
    (sector,) = insert_many(act.connection, Sector, [{"council_id": council, "name": "La Subida", "folded": "la subida"}])
    people = max(1, int(count / A_PERSON))
    houses = [{"code": f"H{number:06d}", "sector_id": sector, "house": str(number)} for number in range(people // 3 + 1)]
    homes = insert_many(act.connection, Household, houses)
    everybody = [
        {
            "code": f"P{number:06d}", "household_id": rng.choice(homes), "name": f"Vecina {number}", "folded": f"vecina {number}", "sex": "F",
            "birth_date": date(1940, 1, 1) + timedelta(days=rng.randrange(30_000)),
        }
        for number in range(people)
    ]  # fmt: skip
    patients = insert_many(act.connection, Patient, everybody)
    held = [(one, word) for one in patients for word in rng.sample(CRITERIA, rng.randrange(4))]
    write_many(act.connection, PatientCriterion, [{"patient_id": one, "criterion": word} for one, word in held])
    entered = {"entered_at": act.entered_at, "entered_by": act.by.user_id}
    papers = [
        {"patient_id": rng.choice(patients), "written_on": TODAY - timedelta(days=rng.randint(0, 60))} | entered for _ in range(count)
    ]
    items = [
        {
            "prescription_id": paper, "medicine_id": known[int(len(known) * rng.random() ** 1.5)], "medicine_text": "substance",
            "units": rng.randint(1, 2), "per_days": 1, "starts_on": TODAY - timedelta(days=rng.randint(0, 20)), "days": rng.randint(23, 50),
        }
        for paper in insert_many(act.connection, Prescription, papers)
    ]  # fmt: skip
    insert_many(act.connection, PrescriptionItem, items)


def made(folder: Path, numbers: tuple[int, int, int]) -> None:
    """The pharmacy, unless it is there."""
    done = folder / "made"
    if done.exists():
        return
    store = opening.create(DataDir(folder))
    desk = Desk(store, FixedClock(TODAY))
    setup.furnish(desk, "Carmen R.")
    rng = Random(1)
    with desk.act(desk.by(setup.users(desk)[0].id), "bench.made") as act:
        known = medicines(act, numbers[0])
        stock(act, rng, known, numbers[1])
        need(act, rng, known, numbers[2])
    store.close()
    done.write_text("", encoding="utf-8")


if __name__ == "__main__":
    made(Path(sys.argv[1]), (int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
