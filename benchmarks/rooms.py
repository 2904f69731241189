"""Each room's first page with 7 councils and with 100."""

from __future__ import annotations

from benchmarks.measuring import WORK, Figure, compared, in_turn, run, said, told
from pharmacy_app.ui.rooms import BEHIND, ROOMS  # and not rooms_run: a child's peak memory begins with what is loaded here

REPEATS = 3  # each is many readings already
FEW, MANY = 7, 100  # councils
MOST = 1.5


def figures() -> list[Figure]:
    """The pharmacies are made once and kept; both are measured in the same run."""
    folders = {councils: str(WORK / f"councils-{councils}") for councils in (FEW, MANY)}
    for councils, folder in folders.items():
        run("benchmarks.people_store", folder, str(councils))
    small, large = in_turn(REPEATS, *(("benchmarks.rooms_run", folder) for folder in folders.values()))
    few, many = (f"{councils} councils, {said(runs, 'people'):,.0f} people" for councils, runs in ((FEW, small), (MANY, large)))
    found = []
    for room in (place.key for place in (*ROOMS, *BEHIND)):
        found.append(compared(f"first page of {room}, {many}", said(large, room), said(small, room), few, MOST, "ms CPU"))
        after = said(large, f"{room} after")
        if after >= 0.1:
            found.append(told("  read behind it", after, "ms CPU"))
    return found
