"""The donor report's table: one line for each medicine and lot, where its units are, and the total that adds up."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.reports.donor_cover import INDIGO, RULE, SAND, rule
from pharmacy_app.reports.donor_summary import balance_words, capital, draw_notes, totals
from pharmacy_app.reports.donor_words import unit_plural
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, fit, width, wrap_text
from pharmacy_app.reports.records import BalanceLine, DonorReport
from pharmacy_app.reports.sheet import Sheet
from pharmacy_app.system.language import Language

_CELL, _LOT, _EXPIRY = 9.8, 21 * MM, 20 * MM
_LOSSES = (3, 4, 6)  # expired, damaged, lost among a line's parts: printed bold


class _Table:
    """Column places, measured for the words and numbers of this report."""

    def __init__(self, sheet: Sheet, record: DonorReport) -> None:
        language = sheet.paper.language
        self.heads = [capital(word) for word in balance_words(language)]
        numbers = [language.number(value) for value in totals(record)]
        needed = [max(width(h, BOLD, 8.5), width(n, BOLD, _CELL + 1)) + 7 for h, n in zip(self.heads, numbers, strict=True)]
        space = sheet.right - sheet.left - _LOT - _EXPIRY
        self.head_size = 8.5
        name = space - sum(needed)
        if name < 58 * MM:  # a long language: the heads give way, all of them by the same measure
            factor = (space - 58 * MM) / sum(needed)
            needed = [wide * factor for wide in needed]
            self.head_size = min(fit(head, BOLD, 8.5, wide - 3) for head, wide in zip(self.heads, needed, strict=True))
            name = 58 * MM
        elif name > 82 * MM:
            more = (name - 82 * MM) / len(needed)
            needed = [wide + more for wide in needed]
            name = 82 * MM
        self.name = name
        self.lot, self.expiry = sheet.left + name, sheet.left + name + _LOT
        x = self.expiry + _EXPIRY
        self.ends = []
        for wide in needed:
            x += wide
            self.ends.append(x)

    def head(self, sheet: Sheet) -> None:
        """Rules and heads, on every page of the table."""
        paper, language = sheet.paper, sheet.paper.language
        rule(paper, sheet.left, sheet.right, sheet.y, 1.4)
        y = sheet.y - 12
        for x, words in ((sheet.left, language.tr("Medicine")), (self.lot, language.tr("Lot")), (self.expiry, language.tr("Expiry"))):
            paper.text(x, y, words, BOLD, fit(words, BOLD, self.head_size, _EXPIRY - 4))
        for end, words in zip(self.ends, self.heads, strict=True):
            paper.right(end, y, words, BOLD, self.head_size)
        sheet.y -= 18
        rule(paper, sheet.left, sheet.right, sheet.y, 0.7)


def draw_balance(sheet: Sheet, record: DonorReport) -> None:
    """The table on landscape pages; lots of one medicine stand together."""
    paper, language = sheet.paper, sheet.paper.language
    table = _Table(sheet, record)
    words = balance_words(language)
    hint = language.tr("In units. {whole} = {parts}, line by line.", whole=capital(words[0]), parts=" + ".join(words[1:]))
    if record.units:
        units = ", ".join(unit_plural(unit, language) for unit in record.units)
        hint = language.tr(
            "In units ({units}). {whole} = {parts}, line by line.", units=units, whole=capital(words[0]), parts=" + ".join(words[1:])
        )
    lines = wrap_text(hint, REGULAR, 10, sheet.right - sheet.left)
    sheet.y = paper.block(sheet.left, sheet.y, lines, REGULAR, 10) - 8
    table.head(sheet)
    before = ""
    for line in record.lines:
        before = _line(sheet, table, line, before)
    _total(sheet, table, record)
    sheet.y -= 6
    draw_notes(sheet, record, 9.8)


def _line(sheet: Sheet, table: _Table, line: BalanceLine, before: str) -> str:
    paper, language = sheet.paper, sheet.paper.language
    same = line.medicine == before
    names = wrap_text(line.medicine, BOLD, _CELL, table.name - 6)
    lots = wrap_text(line.lot, REGULAR, _CELL, _LOT - 4)
    high = max(len(lots), 1 if same else len(names)) * _CELL * LEADING + 8
    turned = sheet.need(max(high, len(names) * _CELL * LEADING + 8))
    if turned:
        table.head(sheet)
        high = max(high, len(names) * _CELL * LEADING + 8)
    elif before and not same:
        rule(paper, sheet.left, sheet.right, sheet.y, 0.6, RULE)
    if not same or turned:
        paper.block(sheet.left, sheet.y - 4, names, BOLD, _CELL)
    paper.block(table.lot, sheet.y - 4, lots, REGULAR, _CELL)
    y = sheet.y - 13.2
    paper.text(table.expiry, y, line.expiry, REGULAR, fit(line.expiry, REGULAR, _CELL, _EXPIRY - 4))
    _numbers(sheet, table, y, (line.received, *line.parts), language, all_bold=False)
    sheet.y -= high
    return line.medicine


def _numbers(sheet: Sheet, table: _Table, y: float, values: Sequence[int], language: Language, all_bold: bool) -> None:
    left = table.expiry + _EXPIRY
    for index, (end, value) in enumerate(zip(table.ends, values, strict=True)):
        loss = index - 1 in _LOSSES and value > 0
        font = BOLD if index == 0 or loss or all_bold else REGULAR
        text = language.number(value) if value or index == 0 or all_bold else "–"
        sheet.paper.right(end, y, text, font, fit(text, font, _CELL + all_bold, end - left - 3))
        left = end


def _total(sheet: Sheet, table: _Table, record: DonorReport) -> None:
    paper, language = sheet.paper, sheet.paper.language
    if sheet.need(40):
        table.head(sheet)
    high = 23.0
    paper.fill(sheet.left, sheet.y - high, sheet.right - sheet.left, high, SAND)
    rule(paper, sheet.left, sheet.right, sheet.y, 1.4, INDIGO)
    rule(paper, sheet.left, sheet.right, sheet.y - high, 1.4, INDIGO)
    words = language.ntr("Total, {n} lot: it adds up", "Total, {n} lots: it adds up", len(record.lines))
    y = sheet.y - 15
    paper.text(sheet.left + 3, y, words, BOLD, fit(words, BOLD, 10.5, table.ends[0] - sheet.left - 60))
    _numbers(sheet, table, y, totals(record), language, all_bold=True)
    sheet.y -= high
