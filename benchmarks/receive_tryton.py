"""Tryton's side, run by the Python of an environment that holds Tryton 8.2: `receive_tryton.py COUNT FOLDER`.

An empty database with the stock modules, a hundred products; then COUNT lots and their moves from the supplier, created and done, three times and
each time rolled back. Says the middle one as CPU seconds.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

MODULES = ("stock_lot_sled", "stock_lot", "stock", "product", "company", "party")
PRODUCTS = 100
AT_ONCE = 20  # more coded products in one call are too much for SQLite's parser
REPEATS = 3


def made(folder: Path) -> None:
    """An empty database `s` below the folder, its modules activated."""
    (folder / "db").mkdir(parents=True, exist_ok=True)
    (folder / "trytond.conf").write_text(f"[database]\nuri = sqlite://\npath = {folder / 'db'}\n", encoding="utf-8")
    (folder / "pass").write_text("bench\n", encoding="utf-8")
    (folder / "db" / "s.sqlite").write_bytes(b"")
    admin = Path(sys.executable).parent / "trytond-admin"
    words = (admin, "-c", folder / "trytond.conf", "-d", "s", "--email", "a@b.c", "-u", *MODULES, "--activate-dependencies")
    subprocess.run(words, check=True, env=os.environ | {"TRYTONPASSFILE": str(folder / "pass")}, stdout=subprocess.DEVNULL)


def opened(folder: Path) -> tuple[Any, Any]:
    """The pool of its models, and what begins a transaction."""
    load = importlib.import_module  # in this order: Tryton reads its settings as it is loaded
    load("trytond.config").update_etc(str(folder / "trytond.conf"))
    Pool, Transaction = load("trytond.pool").Pool, load("trytond.transaction").Transaction
    Pool.start()
    pool = Pool("s")
    with Transaction().start("s", 0, readonly=True):
        pool.init()
    return pool, Transaction


def stocked(get: Any, transaction: Any, products: int = PRODUCTS) -> tuple[int, int, int]:
    """Company, currency and so many products; the ids of company, unit and currency."""
    (currency,) = get("currency.currency").create([{"name": "Euro", "symbol": "E", "code": "EUR", "rounding": Decimal("0.01")}])
    (party,) = get("party.party").create([{"name": "Pharmacy"}])
    (company,) = get("company.company").create([{"party": party.id, "currency": currency.id}])
    user = get("res.user")
    user.write([user(1)], {"companies": [("add", [company.id])], "company": company.id})
    (unit,) = get("product.uom").search([("name", "=", "Unit")])
    with transaction.set_context(company=company.id):
        for first in range(0, products, AT_ONCE):
            get("product.template").create(
                [
                    {
                        "name": f"Medicine {number}", "default_uom": unit.id, "type": "goods", "list_price": Decimal(1),
                        "shelf_life_state": "optional", "expiration_state": "optional",
                        "products": [("create", [{"code": f"M{number:05d}"}])],
                    }
                    for number in range(first, min(products, first + AT_ONCE))
                ]
            )  # fmt: skip
    return company.id, unit.id, currency.id


def receive(get: Any, count: int, ids: tuple[int, int, int], rng: Random, today: dt.date) -> None:
    """So many lots, and their moves from the supplier to the store, done."""
    company, unit, currency = ids
    products = [product.id for product in get("product.product").search([])]
    place = {code: get("stock.location").search([("code", "=", code)])[0].id for code in ("SUP", "STO")}
    days = [today + dt.timedelta(days=rng.randint(400, 1200)) for _ in range(count)]
    lots = get("stock.lot").create(
        [
            {"number": f"L{number:06d}", "product": rng.choice(products), "shelf_life_expiration_date": day, "expiration_date": day}
            for number, day in enumerate(days)
        ]
    )
    moves = get("stock.move").create(
        [
            {
                "product": lot.product.id, "lot": lot.id, "unit": unit, "quantity": rng.randint(10, 900), "company": company,
                "from_location": place["SUP"], "to_location": place["STO"], "unit_price": Decimal(0), "currency": currency,
                "planned_date": today, "effective_date": today,
            }
            for lot in lots
        ]
    )  # fmt: skip
    get("stock.move").do(moves)


def main(count: str, where: str) -> None:
    folder = Path(where).resolve()
    made(folder)
    pool, Transaction = opened(folder)
    with Transaction().start("s", 0) as transaction:
        ids = stocked(pool.get, transaction)
        transaction.commit()
    rng, today, spent = Random(11), dt.datetime.now(dt.UTC).date(), []
    with Transaction().start("s", 1, context={"company": ids[0], "employee": None, "stock_date_end": today}) as transaction:
        for _ in range(REPEATS):
            begun = time.process_time()
            receive(pool.get, int(count), ids, rng, today)
            spent.append(time.process_time() - begun)
            transaction.rollback()
    print(json.dumps({"cpu": median(spent), "version": importlib.import_module("trytond").__version__}))


if __name__ == "__main__":
    main(*sys.argv[1:])
