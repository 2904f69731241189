"""A fortnight's proposal for the sample commune, read from its database and written to it: `matching_store FOLDER`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pharmacy_app import bootstrap
from pharmacy_app.services import matching, setup


def main(folder: str) -> None:
    desk = bootstrap.open_desk(Path(folder))
    by = desk.by(setup.users(desk)[0].id)
    begun = time.process_time()
    run = matching.propose(desk, by, desk.clock.today(), 14)
    spent = time.process_time() - begun
    made = matching.proposal(desk, run)
    desk.store.close()
    assert made is not None
    print(json.dumps({"cpu": spent, "items": len(made.lines)}))


if __name__ == "__main__":
    main(sys.argv[1])
