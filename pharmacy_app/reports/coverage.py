"""The coverage of the community's illnesses as a paper that may hang on a wall: no group below five, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, table_head, title
from pharmacy_app.system.language import Language

_ENDS = (88.0, 118.0, 138.0, 170.0, 198.0)
_ACROSS = 7  # councils beside each other
_HIGH = 17.0


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A condition: `cells` are people, under treatment, waiting, without treatment; `councils` the people of each council. Hidden ones as words."""

    condition: str
    cells: tuple[str, str, str, str] | tuple[str, ...]
    essential: str
    councils: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoveragePaper:
    """The whole table of one day."""

    pharmacy: str
    made_by: str
    day: date
    councils: tuple[str, ...]
    rows: tuple[CoverageLine, ...]


def coverage(record: CoveragePaper, language: Language) -> bytes:
    """The community first, then the people of each council, seven beside each other."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        words = tr("Coverage of illnesses")
        paper = Paper(language, words, record.pharmacy)
        day = language.date(record.day)
        note = tr("Without names. <5: fewer than five people; ≥5: five or more, hidden so that nobody can be reckoned.")
        sheet = Sheet(paper, note, day, pages, lambda one: title(one, words, record.pharmacy))
        _community(sheet, record)
        for first in range(0, len(record.councils), _ACROSS):
            _councils(sheet, record, first)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _community(sheet: Sheet, record: CoveragePaper) -> None:
    tr = sheet.paper.language.tr
    sheet.y -= 6
    words = tr("The whole community")
    section(
        sheet,
        words,
        tr("Essential list: substances for this illness on the shelf today, of those that should be there."),
    )
    heads = (tr("People"), tr("Under treatment"), tr("Waiting"), tr("Without treatment"), tr("Essential list"))
    columns = [Column(tr("Illness"), 12), *(Column(words, at, "right") for words, at in zip(heads, _ENDS, strict=True))]
    table_head(sheet, columns)
    if not record.rows:
        sheet.paper.text(sheet.left, sheet.y - 13, tr("Nobody's illnesses are written down yet."), REGULAR, 10.5)
        sheet.y -= 20
    for number, row in enumerate(record.rows, 1):
        if sheet.need(_HIGH):
            sheet.y -= 6
            section(sheet, words, tr("continued"))
            table_head(sheet, columns)
        _line(sheet, number, row.condition, (*row.cells, row.essential), _ENDS, 62 * MM)


def _councils(sheet: Sheet, record: CoveragePaper, first: int) -> None:
    """A block of councils: people with each condition."""
    tr, paper = sheet.paper.language.tr, sheet.paper
    names = record.councils[first : first + _ACROSS]
    ends = [76 + (198 - 76) * (at + 1) / _ACROSS for at in range(len(names))]
    wide = (198 - 76) / _ACROSS * MM - 6
    sheet.need(110)
    sheet.y -= 10
    words = tr("People by communal council")
    section(sheet, words)

    def head() -> None:
        paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
        laid = [wrap_text(name, BOLD, 8, wide)[:3] for name in names]
        high = max(len(lines) for lines in laid) * 9.5
        paper.text(sheet.left, sheet.y - high - 1, tr("Illness"), BOLD, 8.5)
        for end, lines in zip(ends, laid, strict=True):
            for at, words in enumerate(lines):
                paper.right(end * MM, sheet.y - high - 1 + (len(lines) - 1 - at) * 9.5, words, BOLD, fit(words, BOLD, 8, wide))
        sheet.y -= high + 6
        paper.rule(sheet.left, sheet.right, sheet.y, 0.5)

    head()
    for number, row in enumerate(record.rows, 1):
        if sheet.need(_HIGH):
            sheet.y -= 6
            section(sheet, words, tr("continued"))
            head()
        _line(sheet, number, row.condition, row.councils[first : first + _ACROSS], ends, 50 * MM)


def _line(sheet: Sheet, number: int, name: str, cells: tuple[str, ...], ends: tuple[float, ...] | list[float], wide: float) -> None:
    paper = sheet.paper
    paper.text(sheet.left, sheet.y - 12, name, BOLD, fit(name, BOLD, 10, wide))
    for end, cell in zip(ends, cells, strict=True):
        paper.right(end * MM, sheet.y - 12, cell, REGULAR, 10)
    sheet.y -= _HIGH
    paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if number % 5 == 0 else 0.4)
