"""What an import found, row by row: the same frozen report for donations, the census and prescriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from pharmacy_app.domain.priority import Reason

NEW = "new"  # taken
CHANGED = "changed"  # was there already, and the file says something otherwise: that is written
KNOWN = "known"  # was there already, or has ended: nothing to do, and said
DOUBTFUL = "doubtful"  # taken, but somebody must look
REFUSED = "refused"  # not taken


class ImportRow(NamedTuple):
    """One row of the file: `sheet` (empty for csv) and `row` as a spreadsheet program numbers it, and why it is not simply new.

    `reasons` are codes with the data of their sentence, never a person's name.
    """

    sheet: str
    row: int
    status: str
    reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> str:
        """The codes, separated by `;`; empty where there is nothing to say."""
        return ";".join(reason.code for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many rows were read, and what became of each. `dry_run`: nothing was written."""

    read: int
    new: int
    doubtful: int
    refused: int
    rows: tuple[ImportRow, ...]
    dry_run: bool = False

    @property
    def known(self) -> int:
        """Rows that were there already, and say nothing otherwise."""
        return self.read - self.new - self.doubtful - self.refused - self.changed

    @property
    def changed(self) -> int:
        """Rows of what was there already, and is written otherwise now."""
        return sum(row.status == CHANGED for row in self.rows)

    def as_json(self) -> dict[str, object]:
        """The shape that `--json` promises."""
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "doubtful": self.doubtful,
            "refused": self.refused,
            "rows": [{"sheet": row.sheet, "row": row.row, "status": row.status, "reason": row.reason} for row in self.rows],
        }


def report(rows: Iterable[ImportRow], dry_run: bool = False) -> ImportReport:
    """The report of these rows, in the order of sheet (as given) and row."""
    kept = tuple(rows)
    counted = Counter(map(attrgetter("status"), kept))
    return ImportReport(len(kept), counted[NEW], counted[DOUBTFUL], counted[REFUSED], kept, dry_run)
