"""The difference report of a donation as PDF, in the donor's language or another."""

from __future__ import annotations

from pharmacy_app.db.queries import keeping
from pharmacy_app.reports.donor_differences import difference_sheet
from pharmacy_app.reports.donor_words import medicine_title
from pharmacy_app.reports.records import DifferenceLine, DifferenceSheet
from pharmacy_app.services.desk import Desk
from pharmacy_app.services.differences import record
from pharmacy_app.services.setup import DEFAULTS
from pharmacy_app.system.language import language


def difference_paper(desk: Desk, donation_id: int, code: str | None = None) -> bytes:
    """Paper against box of a donation. Raises `Refusal`: `donation_unknown`, `nothing_on_paper`."""
    found = record(desk, donation_id)
    with desk.read() as connection:
        pharmacy = {**DEFAULTS, **keeping.settings(connection)}["pharmacy_name"]
    spoken = language(code or found.language)
    lines = tuple(
        DifferenceLine(
            medicine_title(row.medicine, spoken) if row.medicine is not None else f"«{row.description}»",
            row.lot,
            row.expiry,
            row.on_paper,
            row.counted,
        )
        for row in found.differing
    )
    return difference_sheet(
        DifferenceSheet(
            pharmacy=pharmacy,
            code=found.number,
            donor=found.donor,
            reference=found.reference,
            received_on=found.received_on,
            made_on=desk.clock.today(),
            lines=lines,
            agreeing=len(found.rows) - len(lines),
            on_paper=found.on_paper,
            counted=found.counted,
            short=found.short,
            over=found.over,
        ),
        spoken,
    )
