"""What is used by month as a paper: for each medicine what was handed out, what lacked, the days without stock, and the average month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.consumption import Consumption, Month
from pharmacy_app.reports.page import BOLD, LANDSCAPE, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, table_head, title
from pharmacy_app.system.language import Language

_NAME, _END = 12.0, 285.0
_FIGURE = 18.0  # millimetres of the two last columns
_MONTH = 15.0  # at most, for a month
_SMALL = 7.6


@dataclass(frozen=True, slots=True)
class ConsumptionLine:
    """A medicine, the word for its units, and its months (all lines have the same ones)."""

    medicine: str
    unit: str
    use: Consumption


@dataclass(frozen=True, slots=True)
class ConsumptionPaper:
    """What was used from the first through the last of these days."""

    pharmacy: str
    first: date
    last: date
    lines: tuple[ConsumptionLine, ...]


def consumption(record: ConsumptionPaper, language: Language) -> bytes:
    """The table as PDF, across."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        words = tr("Consumption by month")
        paper = Paper(language, words, record.pharmacy, LANDSCAPE)
        note = tr("Of the last month only the days that have gone by. Nobody is named or counted in it.")
        sheet = Sheet(paper, note, language.date(record.last), pages, lambda one: title(one, words, record.pharmacy))
        paper.mark(words)
        _explained(sheet, record)
        if record.lines:
            _table(sheet, record)
        else:
            words = tr("Nothing was handed out in these days, and nothing was lacking.")
            paper.text(sheet.left, sheet.y - 14, words, REGULAR, 10.5)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _explained(sheet: Sheet, record: ConsumptionPaper) -> None:
    paper, language = sheet.paper, sheet.paper.language
    words = language.tr(
        "From {first} to {last}, in units. In each month: what was handed out; below it «+», what was asked for and could not be given, and on how "
        "many days there was none (d). The average month has 30 days and leaves the days without stock out: what was handed out, and what was "
        "lacking while there was some, by the days on which there was some (at least 30).",
        first=language.date(record.first), last=language.date(record.last),
    )  # fmt: skip
    lines = wrap_text(words, REGULAR, 9.5, sheet.right - sheet.left)
    sheet.y = paper.block(sheet.left, sheet.y - 2, lines, REGULAR, 9.5) - 6


def _columns(record: ConsumptionPaper, language: Language) -> tuple[list[Column], float]:
    """The heads, and the millimetres that a name has."""
    months = record.lines[0].use.months
    ends = [_END - 3 * _FIGURE - _MONTH * (len(months) - 1 - index) for index in range(len(months))]
    columns = [Column(language.tr("Medicine"), _NAME)]
    columns += [
        Column(f"{month.first:%m/%Y}" if len(months) < 7 else f"{month.first:%m/%y}", at, "right")
        for month, at in zip(months, ends, strict=True)
    ]
    figures = (language.tr("Together"), language.tr("Lacked"), language.tr("A month"))
    columns += [Column(words, _END - _FIGURE * (2 - index), "right") for index, words in enumerate(figures)]
    return columns, ends[0] - _MONTH - _NAME


def _table(sheet: Sheet, record: ConsumptionPaper) -> None:
    paper, language = sheet.paper, sheet.paper.language
    columns, room = _columns(record, language)
    table_head(sheet, columns)
    for number, line in enumerate(record.lines, 1):
        names = wrap_text(line.medicine, BOLD, 9.5, room * MM)
        below = max(bool(month.unmet) + bool(month.without) for month in line.use.months)
        high = max(19.0 + 9 * below, len(names) * 9.5 * LEADING + 9 * LEADING + 9)
        if sheet.need(high):
            table_head(sheet, columns)
        low = paper.block(sheet.left, sheet.y - 4, names, BOLD, 9.5)
        paper.block(sheet.left, low, [line.unit], REGULAR, _SMALL + 0.6)
        y = sheet.y - 13
        for month, column in zip(line.use.months, columns[1:], strict=False):
            _month(sheet, month, column.at * MM, y)
        values = (line.use.delivered, line.use.unmet, line.use.monthly)
        for index, (value, column) in enumerate(zip(values, columns[-3:], strict=True)):
            text, font = language.number(value) if value or index != 1 else "–", BOLD if index == 2 else REGULAR
            paper.right(column.at * MM, y, text, font, fit(text, font, 10, (_FIGURE - 1) * MM))
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if number % 5 == 0 else 0.4)


def _month(sheet: Sheet, month: Month, right: float, y: float) -> None:
    paper, language = sheet.paper, sheet.paper.language
    room = (_MONTH - 1) * MM
    shown = language.number(month.delivered) if month.delivered else "–"
    paper.right(right, y, shown, REGULAR, fit(shown, REGULAR, 10, room))
    if month.unmet:
        lacked = f"+{language.number(month.unmet)}"
        paper.right(right, y - 9, lacked, BOLD, fit(lacked, BOLD, _SMALL, room))
    if month.without:
        days = language.tr("{n} d", n=month.without).replace(" ", "\u00a0")
        paper.right(right, y - 9 * (1 + bool(month.unmet)), days, REGULAR, _SMALL)
