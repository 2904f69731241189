"""The waiting list for others: as a sheet and as a paper. People stand in both by their number, never by their name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pharmacy_app.db.queries import keeping
from pharmacy_app.reports import waiting as paper
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.services.waiting import Waiting
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import deciding, trade

_HEADINGS = (
    (mark("Number"), 14), (mark("Council"), 26), (mark("Medicine"), 40), (mark("Lacks"), 10), (mark("Since"), 12), (mark("Group"), 8),
    (mark("Why"), 44), (mark("Could have today"), 18),
)  # fmt: skip


def export(path: Path, language: Language, rows: Sequence[Waiting]) -> int:
    """Writes .xlsx or .csv; returns how many lines. Days are written ISO. Raises what `services.sheet_writing.write_sheet` raises."""
    headings = [(language.tr(words), width) for words, width in _HEADINGS]
    cells: list[list[str | int]] = [
        [
            row.patient_code, row.council, trade.medicine_title(language, row.medicine), row.units, row.since.isoformat(), row.tier,
            deciding.waits_why(language, row.state, row.since, row.decided_on, row.until, row.refusal), row.would_get,
        ]
        for row in rows
    ]  # fmt: skip
    write_sheet(path, language, language.tr(mark("Waiting list")), headings, cells)
    return len(rows)


def paper_of(desk: Desk, day: date, rows: Sequence[Waiting], summary: str, language: Language) -> bytes:
    """The list as PDF, by medicine in the order of the rows; `summary` says which those are."""
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
    lines: dict[str, list[paper.WaitingLine]] = defaultdict(list)
    for row in rows:
        lines[trade.medicine_title(language, row.medicine)].append(_line(language, row))
    medicines = tuple((name, tuple(some)) for name, some in sorted(lines.items()))
    return paper.waiting(paper.WaitingPaper(kept["pharmacy_name"], day, summary, medicines), language)


def _line(language: Language, row: Waiting) -> paper.WaitingLine:
    number = language.number
    why = deciding.waits_why(language, row.state, row.since, row.decided_on, row.until, row.refusal)
    return paper.WaitingLine(row.patient_code, row.council, language.date(row.since), number(row.units), why, number(row.would_get))
