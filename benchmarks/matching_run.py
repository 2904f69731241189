"""The rule on invented stock and need, in memory: `matching_run MEDICINES BATCHES ITEMS`; making them is not counted."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta
from random import Random

from pharmacy_app.domain.matching import propose
from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.domain.plan import Ask, Lot, Policy
from pharmacy_app.domain.priority import TIERS, Standing
from pharmacy_app.domain.rates import Rate

DAY = date(2026, 11, 24)


def main(medicines: int, batches: int, items: int) -> None:
    """Some medicines are asked for far more often than others, and more is asked than there is."""
    rng = Random(1)
    known = {
        number: Medicine(number, f"substance {number}", "50 mg", "tablet", "immediate", "oral", "", "tablet", ("", "", "", ""))
        for number in range(1, medicines + 1)
    }
    lots = [
        Lot(number, f"L{number}", rng.randint(1, medicines), rng.randint(5, 60), DAY + timedelta(days=rng.randint(5, 700)))
        for number in range(1, batches + 1)
    ]
    asks = [
        Ask(
            number,
            number,
            1 + int(medicines * rng.random() ** 1.5),
            Rate(rng.randint(1, 2), 1),
            DAY,
            rng.randint(3, 30),
            Standing(rng.choice(TIERS), rng.randint(0, 100)),
            rng.randint(0, 30),
            DAY - timedelta(days=rng.randint(0, 60)),
        )
        for number in range(1, items + 1)
    ]
    begun = time.process_time()
    plan = propose(DAY, lots, asks, known, Policy())
    spent = time.process_time() - begun
    assert sum(grant.units_granted for grant in plan.grants) == sum(lot.allocated for lot in plan.lots) > 0
    print(json.dumps({"cpu": spent}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
