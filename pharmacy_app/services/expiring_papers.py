"""What would expire, as a sheet for others and as a paper for the meeting: counts alone, and small ones hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from pharmacy_app.db.queries import keeping
from pharmacy_app.domain.coverage import LEAST
from pharmacy_app.reports import expiring as paper
from pharmacy_app.services.defaults import DEFAULTS
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.expiring import Ahead, ExpiringLot
from pharmacy_app.services.sheet_writing import write_sheet
from pharmacy_app.system.language import Language, mark
from pharmacy_app.wording import expiring as said
from pharmacy_app.wording import trade

_HEADINGS = (
    (mark("Medicine"), 40), (mark("Lot"), 16), (mark("Expires on"), 12), (mark("Shelf place"), 14), (mark("There are"), 10),
    (mark("A day"), 10), (mark("Used from"), 12), (mark("Used until"), 12), (mark("Left over"), 12), (mark("Waiting"), 12),
    (mark("Other strength"), 16), (mark("Offices to ask"), 40),
)  # fmt: skip


def export(path: Path, language: Language, rows: Sequence[ExpiringLot]) -> int:
    """Writes .xlsx or .csv; returns how many lots. Days are written ISO. Raises what `services.sheet_writing.write_sheet` raises."""
    headings = [(language.tr(words), width) for words, width in _HEADINGS]
    write_sheet(path, language, language.tr(mark("What would expire")), headings, [_cells(language, row) for row in rows])
    return len(rows)


def paper_of(desk: Desk, found: Ahead, days: int | None, rows: Sequence[ExpiringLot], language: Language) -> bytes:
    """The list as PDF; `days` is how far it looks ahead (None: at everything)."""
    with desk.read() as connection:
        kept = {**DEFAULTS, **keeping.settings(connection)}
    left = sum(row.outlook.at_risk > 0 for row in rows)
    if days is None:
        summary = language.ntr(
            "If everybody goes on taking what is prescribed today, something of {n} lot is left over.",
            "If everybody goes on taking what is prescribed today, something of {n} lots is left over.",
            left,
        )
    else:
        summary = language.ntr(
            "Of what expires by {day}, something of {n} lot is left over if everybody goes on taking what is prescribed today.",
            "Of what expires by {day}, something of {n} lots is left over if everybody goes on taking what is prescribed today.",
            left,
            day=language.date(found.day + timedelta(days=days)),
        )
    summary += " " + language.tr("What is taken as needed is not counted as used.")
    record = paper.ExpiringPaper(kept["pharmacy_name"], found.day, summary, tuple(_line(language, row) for row in rows))
    return paper.expiring(record, language)


def _line(language: Language, row: ExpiringLot) -> paper.ExpiringLine:
    offices = row.whom.offices
    medicines = [medicine for office in offices for medicine in office.medicines]
    return paper.ExpiringLine(
        trade.medicine_title(language, row.medicine),
        row.lot.lot,
        row.lot.expiry,
        trade.standing(language, row.standing),
        row.lot.shelf,
        trade.units(language, row.lot.free, row.medicine.unit),
        said.used(language, row.outlook.first, row.outlook.last, bool(row.per_day)),
        language.number(row.outlook.at_risk),
        str(_few(len(row.whom.waiting))),
        str(_few(len(row.whom.other_strengths))),
        said.ask(language, [office.council for office in offices], medicines) if row.outlook.at_risk else "",
    )


def _cells(language: Language, row: ExpiringLot) -> list[str | int]:
    lot, outlook, whom = row.lot, row.outlook, row.whom
    return [
        trade.medicine_title(language, row.medicine), lot.lot, lot.expiry.isoformat(), lot.shelf, lot.free,
        language.number(float(row.per_day), 1), outlook.first.isoformat() if outlook.first else "",
        outlook.last.isoformat() if outlook.last else "", outlook.at_risk, _few(len(whom.waiting)), _few(len(whom.other_strengths)),
        ", ".join(office.council for office in whom.offices),
    ]  # fmt: skip


def _few(people: int) -> str | int:
    """How many people, as it may leave the pharmacy."""
    return f"<{LEAST}" if 0 < people < LEAST else people
