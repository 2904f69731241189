"""The difference report of a donation: what the sender's paper says beside what was counted, in the donor's language. Nobody is named in it."""

from __future__ import annotations

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.records import DifferenceLine, DifferenceSheet
from pharmacy_app.reports.sheet import HEAD, Column, Sheet, equation, numbered, section, signatures, table_head, title
from pharmacy_app.system.language import Language

_WHAT, _LOT, _PAPER, _COUNTED, _DIFFERENCE, _KIND = 12.0, 80.0, 136.0, 154.5, 173.0, 177.0
_SIZE = 9.6


def difference_sheet(record: DifferenceSheet, language: Language) -> bytes:
    """Paper against box as a PDF: the lines that differ, and how many agree."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        paper = Paper(language, tr("Paper and box, donation {code}", code=record.code), record.pharmacy)
        note = tr("Counted by the Health Committee; made on {day}.", day=language.date(record.made_on))
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        _sums(sheet, record)
        _lines(sheet, record)
        sheet.need(60)
        signatures(sheet, (tr("Counted by (name and signature)"), tr("Checked by (name and signature)")))
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _head(sheet: Sheet, record: DifferenceSheet) -> None:
    language = sheet.paper.language
    title(sheet, language.tr("Paper and box"), record.pharmacy)
    said = language.tr("Donation of {donor}, received on {day}", donor=record.donor, day=language.date(record.received_on))
    if record.reference:
        said = language.tr("{said} · reference {reference}", said=said, reference=record.reference)
    if sheet.page > 1:
        said = language.tr("{day} · continued", day=said)
    room = sheet.right - sheet.left
    size = fit(said, BOLD, 12, room, 8)
    for line in wrap_text(said, BOLD, size, room):
        sheet.paper.text(sheet.left, sheet.y - 10, line, BOLD, size)
        sheet.y -= size * LEADING
    sheet.y -= 8


def _sums(sheet: Sheet, record: DifferenceSheet) -> None:
    """Counted = on the paper + too many - too few, in boxes that can be read aloud."""
    language = sheet.paper.language
    tr, number = language.tr, language.number
    boxes = [(number(record.counted), tr("units counted")), (number(record.on_paper), tr("units on the paper"))]
    if record.over:
        boxes.append((number(record.over), tr("more than on the paper")))
    if record.short:
        boxes.append((f"−{number(record.short)}", tr("missing")))
    equation(sheet, boxes, 15 * MM)


def _lines(sheet: Sheet, record: DifferenceSheet) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    sheet.need(70)
    sheet.y -= 8
    agree = language.ntr("{n} line agrees.", "{n} lines agree.", record.agreeing)
    section(sheet, tr("Where they differ"), agree if record.agreeing else "")
    if not record.lines:
        sheet.y -= 12
        paper.text(sheet.left, sheet.y, tr("Nowhere: all that is on the paper was in the box, and nothing else."), REGULAR, 10.5)
        sheet.y -= 8
        return
    figures = [(tr("Paper"), _PAPER), (tr("Counted"), _COUNTED), (tr("Difference"), _DIFFERENCE)]
    size = min(fit(words, BOLD, HEAD, 16.5 * MM) for words, _ in figures)  # one size a head, whatever the language's longest word
    columns = [
        Column(tr("What the box says"), _WHAT), Column(tr("Lot, expiry"), _LOT),
        *(Column(words, at, "right") for words, at in figures), Column("", _KIND),
    ]  # fmt: skip
    table_head(sheet, columns, size)
    for index, line in enumerate(record.lines, 1):
        _line(sheet, line, columns, size, index)
    sheet.y -= 2


def _line(sheet: Sheet, line: DifferenceLine, columns: list[Column], head: float, index: int) -> None:
    paper, language = sheet.paper, sheet.paper.language
    day = language.date(line.expiry) if line.expiry else language.tr("no expiry")
    lot = line.lot or language.tr("no lot")
    cells = (
        (_WHAT, _LOT, line.what, BOLD),
        (_LOT, _PAPER - 14, f"{lot}, {day}", REGULAR),
        (_KIND, sheet.right / MM + 2, _kind(line, language), REGULAR),
    )
    laid = [(at, wrap_text(text, font, _SIZE, (end - at - 2) * MM), font) for at, end, text, font in cells]
    high = max(9 * MM, max(len(lines) for _, lines, _ in laid) * _SIZE * LEADING + 8)
    if sheet.need(high):
        table_head(sheet, columns, head)
    for at, lines, font in laid:
        paper.block(at * MM, sheet.y - (high - len(lines) * _SIZE * LEADING) / 2, lines, font, _SIZE)
    low = sheet.y - high / 2 - _SIZE * 0.36
    sign = "+" if line.difference > 0 else "−"
    figures = (
        (_PAPER, "—" if line.on_paper is None else language.number(line.on_paper), REGULAR),
        (_COUNTED, language.number(line.counted), REGULAR),
        (_DIFFERENCE, f"{sign}{language.number(abs(line.difference))}", BOLD),
    )
    for at, text, font in figures:
        paper.right(at * MM, low, text, font, fit(text, font, 10.5, 17 * MM))
    sheet.y -= high
    paper.rule(sheet.left, sheet.right, sheet.y, 1.1 if index % 5 == 0 else 0.4)


def _kind(line: DifferenceLine, language: Language) -> str:
    tr = language.tr
    if line.on_paper is None:
        return tr("not on the paper")
    if not line.counted:
        return tr("not in the box")
    return tr("fewer") if line.difference < 0 else tr("more")
