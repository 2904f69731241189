"""One page about one person for the doctor: allergies first, what is taken and until when it lasts, what was missed, the last visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, table_head, title
from pharmacy_app.system.language import Language

_SIZE = 9.6
_WHAT, _UNTIL, _HOME, _MISSED = 12.0, 102.0, 131.0, 174.0
_MOST_LINES = 9  # to write on


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One treatment: what and how in words, until when it was ordered, what is in the house, and the days without in a year."""

    what: str
    how: str
    history: str
    until: date | None
    waits: str
    at_home: str
    missed: int


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """All of one person that a doctor looks at. `facts` are (name, text); `visits` (day, text), the newest first."""

    pharmacy: str
    code: str
    name: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    allergies: tuple[str, ...]
    lines: tuple[SummaryLine, ...]
    ended: tuple[str, ...]
    visits: tuple[tuple[date, str], ...]


def person_summary(record: PersonSummary, language: Language) -> bytes:
    """The page as a PDF; where somebody takes very much, it goes on on a second one."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        paper = Paper(language, tr("Summary for the doctor"), record.pharmacy)
        note = tr("For the doctor of this person alone: it says what they suffer from. Made on {day}.", day=language.date(record.made_on))
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        _facts(sheet, record)
        _treatments(sheet, record.lines)
        _list(sheet, tr("Ended in the last year"), record.ended)
        _list(sheet, tr("Last visits"), [f"{language.date(day)}  {text}" for day, text in record.visits])
        _to_write(sheet)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _head(sheet: Sheet, record: PersonSummary) -> None:
    language = sheet.paper.language
    title(sheet, language.tr("Summary for the doctor"), record.pharmacy)
    said = record.name if sheet.page == 1 else language.tr("{day} · continued", day=record.name)
    sheet.paper.text(sheet.left, sheet.y - 13, said, BOLD, fit(said, BOLD, 15, sheet.right - sheet.left))
    sheet.y -= 24


def _facts(sheet: Sheet, record: PersonSummary) -> None:
    paper, tr = sheet.paper, sheet.paper.language.tr
    room = sheet.right - sheet.left
    for name, text in record.facts:
        lines = wrap_text(text, REGULAR, 10, room - 34 * MM)
        paper.text(sheet.left, sheet.y - 9, name, REGULAR, 8.5)
        paper.block(sheet.left + 34 * MM, sheet.y, lines, REGULAR, 10)
        sheet.y -= len(lines) * 10 * LEADING + 2
    said = ", ".join(record.allergies) if record.allergies else tr("none known")
    lines = wrap_text(tr("Allergies: {allergies}", allergies=said), BOLD, 12, room - 16)
    high = len(lines) * 12 * LEADING + 10
    sheet.y -= 6
    paper.box(sheet.left, sheet.y - high, room, high, 1.4 if record.allergies else 0.5)
    paper.block(sheet.left + 8, sheet.y - 5, lines, BOLD, 12)
    sheet.y -= high + 12


def _treatments(sheet: Sheet, lines: Sequence[SummaryLine]) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    section(sheet, tr("What is taken now"))
    if not lines:
        paper.text(sheet.left, sheet.y - 12, tr("No treatment runs."), REGULAR, 10.5)
        sheet.y -= 24
        return
    columns = [
        Column(tr("Medicine and directions"), _WHAT), Column(tr("Ordered until"), _UNTIL), Column(tr("In the house"), _HOME),
        Column(tr("Days without"), _MISSED),
    ]  # fmt: skip
    table_head(sheet, columns)
    for line in lines:
        _treatment(sheet, line, columns)
    sheet.y -= 12


def _treatment(sheet: Sheet, line: SummaryLine, columns: list[Column]) -> None:
    paper, language = sheet.paper, sheet.paper.language
    wide = (_UNTIL - _WHAT - 4) * MM
    blocks = [(wrap_text(line.what, BOLD, 10.5, wide), BOLD, 10.5), (wrap_text(line.how, REGULAR, _SIZE, wide), REGULAR, _SIZE)]
    if line.history:
        blocks.append((wrap_text(line.history, REGULAR, 8.5, wide), REGULAR, 8.5))
    if line.waits:
        blocks.append((wrap_text(language.tr("Waits: {why}", why=line.waits), BOLD, _SIZE, wide), BOLD, _SIZE))
    until = language.date(line.until) if line.until else "—"
    home = wrap_text(line.at_home, REGULAR, _SIZE, (_MISSED - _HOME - 3) * MM)
    missed = language.ntr("{n} day", "{n} days", line.missed) if line.missed else "—"
    high = max(sum(len(lines) * size * LEADING for lines, _, size in blocks), len(home) * _SIZE * LEADING) + 9
    if sheet.need(high):
        table_head(sheet, columns)
    top = sheet.y - 4
    for lines, font, size in blocks:
        paper.block(_WHAT * MM, top, lines, font, size)
        top -= len(lines) * size * LEADING
    paper.block(_UNTIL * MM, sheet.y - 4, [until], REGULAR, _SIZE)
    paper.block(_HOME * MM, sheet.y - 4, home, REGULAR, _SIZE)
    paper.block(_MISSED * MM, sheet.y - 4, [missed], BOLD if line.missed else REGULAR, _SIZE)
    sheet.y -= high
    paper.rule(sheet.left, sheet.right, sheet.y, 0.4)


def _list(sheet: Sheet, words: str, told: Sequence[str]) -> None:
    if not told:
        return
    sheet.need(44)
    section(sheet, words)
    for text in told:
        lines = wrap_text(text, REGULAR, _SIZE, sheet.right - sheet.left)
        high = len(lines) * _SIZE * LEADING + 3
        sheet.need(high)
        sheet.paper.block(sheet.left, sheet.y, lines, REGULAR, _SIZE)
        sheet.y -= high
    sheet.y -= 10


def _to_write(sheet: Sheet) -> None:
    """Room for what the doctor writes, as far as the page has it."""
    if sheet.room < 70:
        return
    section(sheet, sheet.paper.language.tr("What the doctor writes"))
    for _ in range(min(_MOST_LINES, int((sheet.room - 2) // 22))):
        sheet.y -= 22
        sheet.paper.rule(sheet.left, sheet.right, sheet.y, 0.4)
