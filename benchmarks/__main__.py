"""`python -m benchmarks [FIGURE ...]`: all figures or those named, as a table and as out/bench.json; 1 where a promise is not held."""

from __future__ import annotations

import sys

from benchmarks import donation, matching, people, receive, rooms, search, sheet, slips, window
from benchmarks.measuring import OUT, WORK, table, write

FIGURES = {
    "window": window.figures,
    "donation": donation.figures,
    "sheet": sheet.figures,
    "slips": slips.figures,
    "matching": matching.figures,
    "receive": receive.figures,
    "search": search.figures,
    "people": people.figures,
    "rooms": rooms.figures,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"no such figure: {', '.join(unknown)}; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    WORK.mkdir(parents=True, exist_ok=True)
    found = []
    for name in names or FIGURES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        found += FIGURES[name]()
    write(found, OUT / "bench.json")
    print(table(found))
    return 1 if any(one.held is False for one in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
