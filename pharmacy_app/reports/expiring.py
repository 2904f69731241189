"""What would expire as a paper for the meeting: lots, what would be left of them, and where to ask. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, table_head, title
from pharmacy_app.system.language import Language

_THERE, _USED, _LEFT, _WAIT, _OTHER = 104.0, 107.0, 156.0, 172.0, 198.0


@dataclass(frozen=True, slots=True)
class ExpiringLine:
    """One lot. `used` and `left` as words and figures of the trade; `waiting` and `other` how many people (small groups hidden already);
    `offices` one sentence about where to ask, or empty."""

    medicine: str
    lot: str
    expiry: date
    state: str
    shelf: str
    there: str
    used: str
    left: str
    waiting: str
    other: str
    offices: str


@dataclass(frozen=True, slots=True)
class ExpiringPaper:
    """The lots that the list showed on a day; `summary` says which those are."""

    pharmacy: str
    day: date
    summary: str
    lines: tuple[ExpiringLine, ...]


def expiring(record: ExpiringPaper, language: Language) -> bytes:
    """The list as PDF."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        words = tr("What would expire")
        paper = Paper(language, words, record.pharmacy)
        day = language.date(record.day)
        note = tr("Without names. <5: fewer than five people. Reckoned with what is prescribed on {day}.", day=day)
        sheet = Sheet(paper, note, day, pages, lambda one: title(one, words, record.pharmacy))
        _lots(sheet, record)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _lots(sheet: Sheet, record: ExpiringPaper) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    sheet.y -= 4
    sheet.y = paper.block(sheet.left, sheet.y, wrap_text(record.summary, REGULAR, 10.5, sheet.right - sheet.left), REGULAR, 10.5)
    sheet.y -= 6
    section(sheet, tr("Lot by lot"), tr("The first to expire first."))
    columns = [
        Column(tr("Medicine"), 12), Column(tr("There are"), _THERE, "right"), Column(tr("Would be used"), _USED),
        Column(tr("Left over"), _LEFT, "right"), Column(tr("Waiting"), _WAIT, "right"), Column(tr("Other strength"), _OTHER, "right"),
    ]  # fmt: skip
    table_head(sheet, columns)
    if not record.lines:
        paper.text(sheet.left, sheet.y - 14, tr("Nothing: all of it would be used in time."), REGULAR, 10.5)
        sheet.y -= 22
    for number, line in enumerate(record.lines, 1):
        names = wrap_text(line.medicine, BOLD, 10, (_THERE - 12 - 22) * MM)
        facts = " · ".join(
            part for part in (tr("lot {lot}", lot=line.lot or "—"), f"{language.date(line.expiry)} ({line.state})", line.shelf) if part
        )
        told = wrap_text(facts, REGULAR, 9, (_THERE - 12 - 14) * MM)
        ask = wrap_text(line.offices, REGULAR, 9, sheet.right - sheet.left) if line.offices else []
        high = (len(names) * 10 + (len(told) + len(ask)) * 9) * LEADING + 8
        if sheet.need(high):
            table_head(sheet, columns)
        y = sheet.y - 13.4
        low = paper.block(sheet.left, sheet.y - 4, names, BOLD, 10)
        low = paper.block(sheet.left, low, told, REGULAR, 9)
        paper.block(sheet.left, low, ask, REGULAR, 9)
        paper.right(_THERE * MM, y, line.there, REGULAR, fit(line.there, REGULAR, 10, 22 * MM))
        paper.text(_USED * MM, y, line.used, REGULAR, fit(line.used, REGULAR, 9.5, (_LEFT - _USED - 17) * MM))
        paper.right(_LEFT * MM, y, line.left, BOLD, fit(line.left, BOLD, 10, 16 * MM))
        paper.right(_WAIT * MM, y, line.waiting, REGULAR, 10)
        paper.right(_OTHER * MM, y, line.other, REGULAR, 10)
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if number % 5 == 0 else 0.4)
