"""The waiting list as a paper for the meeting: medicine by medicine who waits, since when and why. People stand in it by their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, table_head, title
from pharmacy_app.system.language import Language

_COUNCIL, _SINCE, _LACKS, _WHY, _COULD = 36.0, 84.0, 122.0, 126.0, 198.0


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One item that waits: the person's number, their council, since when, units it lacks, why, and units it could have today."""

    code: str
    council: str
    since: str
    lacks: str
    why: str
    could: str


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """What the list showed on a day, by medicine; `summary` says what that is."""

    pharmacy: str
    day: date
    summary: str
    medicines: tuple[tuple[str, tuple[WaitingLine, ...]], ...]


def waiting(record: WaitingPaper, language: Language) -> bytes:
    """The list as PDF."""

    def make(pages: int) -> tuple[int, bytes]:
        words, day = language.tr("Waiting list"), language.date(record.day)
        paper = Paper(language, words, record.pharmacy)
        note = language.tr("People stand here by their number in the census.")
        sheet = Sheet(paper, note, day, pages, lambda one: title(one, words, record.pharmacy))
        sheet.y -= 4
        sheet.y = paper.block(sheet.left, sheet.y, wrap_text(record.summary, REGULAR, 10.5, sheet.right - sheet.left), REGULAR, 10.5)
        sheet.y -= 6
        for medicine, lines in record.medicines:
            _medicine(sheet, medicine, lines)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _medicine(sheet: Sheet, medicine: str, lines: Sequence[WaitingLine]) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    sheet.need(60)
    section(sheet, medicine, language.ntr("{n} line", "{n} lines", len(lines)))
    columns = [
        Column(tr("Number"), 12), Column(tr("Council"), _COUNCIL), Column(tr("Since"), _SINCE), Column(tr("Lacks"), _LACKS, "right"),
        Column(tr("Why"), _WHY), Column(tr("Today"), _COULD, "right"),
    ]  # fmt: skip
    table_head(sheet, columns)
    for line in lines:
        why = wrap_text(line.why, REGULAR, 9, (_COULD - _WHY - 14) * MM)
        council = wrap_text(line.council, REGULAR, 9, (_SINCE - _COUNCIL - 3) * MM)
        high = max(len(why), len(council)) * 9 * LEADING + 8
        if sheet.need(high):
            table_head(sheet, columns)
        y = sheet.y - 12.4
        paper.text(sheet.left, y, line.code, BOLD, fit(line.code, BOLD, 10, 22 * MM))
        paper.block(_COUNCIL * MM, sheet.y - 4, council, REGULAR, 9)
        paper.text(_SINCE * MM, y, line.since, REGULAR, 9)
        paper.right(_LACKS * MM, y, line.lacks, REGULAR, 10)
        paper.block(_WHY * MM, sheet.y - 4, why, REGULAR, 9)
        paper.right(_COULD * MM, y, line.could, BOLD, 10)
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 0.4)
    sheet.y -= 8
