"""Tryton's side, run by the Python of an environment that holds Tryton 8.2: `matching_tryton PRODUCTS LOTS LINES HOW FOLDER`.

So many lots received, so many lines in shipments of four that wait; then they are assigned once: `shipped`, as it comes (it picks no lots), or `lots`,
told to pick them. Once only: a second assignment of the same database was found to see the first, though it was rolled back. Says CPU seconds.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.receive_tryton import made, opened, receive, stocked

AT_ONCE = 1000
A_SHIPMENT = 4  # lines


def waiting(get: Any, ids: tuple[int, int, int], rng: Random, today: dt.date, count: int, to: int) -> list[int]:
    """Shipments with so many lines, waiting to be assigned."""
    company, unit, currency = ids
    place = {code: get("stock.location").search([("code", "=", code)])[0].id for code in ("STO", "OUT", "CUS", "WH")}
    products = [product.id for product in get("product.product").search([])]
    party = get("party.party")(to)
    every = {"company": company, "from_location": place["OUT"], "to_location": place["CUS"], "unit_price": Decimal(0), "currency": currency}
    whole = {
        "planned_date": today, "customer": to, "warehouse": place["WH"], "company": company, "warehouse_storage": place["STO"],
        "warehouse_output": place["OUT"], "delivery_address": party.addresses[0].id,
    }  # fmt: skip
    rows = [{"product": rng.choice(products), "unit": unit, "quantity": rng.randint(1, 30)} | every for _ in range(count)]
    shipments = get("stock.shipment.out").create(
        [whole | {"outgoing_moves": [("create", rows[first : first + A_SHIPMENT])]} for first in range(0, count, A_SHIPMENT)]
    )
    get("stock.shipment.out").wait(shipments)
    return [shipment.id for shipment in shipments]


def assigned(get: Any, ids: list[int], how: str) -> float:
    """CPU seconds of assigning these shipments."""
    shipments = get("stock.shipment.out").browse(ids)
    moves = [move for shipment in shipments for move in shipment.assign_moves] if how == "lots" else []
    begun = time.process_time()
    if how == "lots":
        get("stock.move").assign_try(moves, grouping=("product", "lot"))
    else:
        get("stock.shipment.out").assign_try(shipments)
    spent = time.process_time() - begun
    assert get("stock.move").search([("state", "=", "assigned")], count=True)
    return spent


def main(size: list[str], how: str, where: str) -> None:
    products, lots, lines = map(int, size)
    folder = Path(where).resolve()
    made(folder)
    pool, Transaction = opened(folder)
    get = pool.get
    with Transaction().start("s", 0) as transaction:
        ids = stocked(get, transaction, products)
        (to,) = get("party.party").create([{"name": "Patient", "addresses": [("create", [{"city": "Caracas"}])]}])
        transaction.commit()
    rng, today, shipments = Random(11), dt.datetime.now(dt.UTC).date(), []
    context = {"company": ids[0], "employee": None, "stock_date_end": today}
    with Transaction().start("s", 1, context=context) as transaction:
        for first in range(0, lots, AT_ONCE):
            receive(get, min(AT_ONCE, lots - first), ids, rng, today)
            transaction.commit()
        for first in range(0, lines, AT_ONCE):
            shipments += waiting(get, ids, rng, today, min(AT_ONCE, lines - first), to.id)
            transaction.commit()
    with Transaction().start("s", 1, context=context, _lock_tables=["stock_move"]) as transaction:
        spent = assigned(get, shipments, how)
        transaction.rollback()
    print(json.dumps({"cpu": spent, "version": importlib.import_module("trytond").__version__}))


if __name__ == "__main__":
    main(sys.argv[1:4], *sys.argv[4:])
