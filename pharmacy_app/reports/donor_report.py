"""The report that a donor receives, in the donor's language: cover, one page, the balance by medicine and lot. Never a patient."""

from __future__ import annotations

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.reports.donor_balance import draw_balance
from pharmacy_app.reports.donor_cover import MARGIN, draw_cover
from pharmacy_app.reports.donor_summary import draw_summary, heading
from pharmacy_app.reports.page import LANDSCAPE, Paper
from pharmacy_app.reports.records import DonorReport
from pharmacy_app.reports.sheet import Sheet, numbered
from pharmacy_app.system.language import Language


def donor_report(record: DonorReport, language: Language) -> bytes:
    """The report as a PDF in es, en, it or ru.

    Raises `Refusal("balance_open", where=lot, lot, received, counted)` when a line's units do not add up, or one is below zero:
    nothing that does not balance leaves the house.
    """
    for line in record.lines:
        if line.received != sum(line.parts) or min(line.received, *line.parts) < 0:
            raise Refusal("balance_open", line.lot, lot=line.lot, received=line.received, counted=sum(line.parts))

    def make(pages: int) -> tuple[int, bytes]:
        paper = Paper(language, language.tr("Donor report {number}", number=record.number), record.pharmacy)
        draw_cover(paper, record)
        note = f"{record.pharmacy} · {record.place}" if record.place else record.pharmacy
        code = f"{record.number} · {language.date(record.made_on)}"
        summary = Sheet(paper, note, code, pages, lambda page: heading(page, language.tr("On one page")), before=1, left=MARGIN)
        paper.mark(language.tr("On one page"))
        draw_summary(summary, record)
        summary.close()
        last = summary.page
        if record.lines:
            paper.resize(LANDSCAPE)
            title = language.tr("Balance by medicine and lot")
            table = Sheet(paper, note, code, pages, lambda page: heading(page, title, 21), before=last, left=MARGIN)
            paper.mark(title)
            draw_balance(table, record)
            table.close()
            last = table.page
        return last, paper.finish()

    return numbered(make)
