"""The record of a committee's meeting (*acta*): who was there, by which rules, what was decided and why, lines to sign on. People by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.sheet import Column, Sheet, numbered, section, table_head, title
from pharmacy_app.system.language import Language

_SIZE = 10.0
_SIGN_HIGH = 50.0  # points for one row of lines to sign on


@dataclass(frozen=True, slots=True)
class ActaDecision:
    """One thing that was decided, why, and who wrote it down."""

    what: str
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class ActaMedicine:
    """One medicine of a proposal, in units: `there` may be unknown (records of old)."""

    medicine: str
    there: int | None
    people: int
    asked: int
    given: int
    waiting: int
    refused: int


@dataclass(frozen=True, slots=True)
class ActaRun:
    """A proposal that was approved: its number, its days and places, its medicines."""

    number: int
    period: str
    medicines: tuple[ActaMedicine, ...]


@dataclass(frozen=True, slots=True)
class ActaChange:
    """A line that the committee wrote otherwise: person by census number, what was proposed, what was decided, why."""

    person: str
    proposed: str
    decided: str
    why: str


@dataclass(frozen=True, slots=True)
class Acta:
    """All that was decided on a day. `number` is the meeting's; `waiting` lines of `waiting_people` stay for the next time."""

    pharmacy: str
    number: int
    held_on: date
    present: tuple[str, ...]
    notes: tuple[str, ...]
    rules: str
    rules_version: int | None
    rules_day: date | None
    decisions: tuple[ActaDecision, ...]
    runs: tuple[ActaRun, ...]
    changes: tuple[ActaChange, ...]
    waiting: int
    waiting_people: int

    @property
    def code(self) -> str:
        """`A-2026-39`."""
        return f"A-{self.held_on.year}-{self.number}"


def acta(record: Acta, language: Language) -> bytes:
    """The record of a meeting as a PDF."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        paper = Paper(language, tr("Record of the meeting {code}", code=record.code), record.pharmacy)
        note = tr("People stand here by their number; the name shows on the screen alone.")
        if record.rules_version is not None and record.rules_day is not None:
            rules = tr("Rules: version {version}, of {day}.", version=record.rules_version, day=language.date(record.rules_day))
            note = f"{note} {rules}"
        sheet = Sheet(paper, note, record.code, pages, lambda page: _head(page, record))
        _paragraph(sheet, language.ntr("Present ({n})", "Present ({n})", len(record.present)), ", ".join(record.present) + ".")
        if record.rules:
            _paragraph(sheet, tr("By which rules it was decided"), record.rules)
        for words in record.notes:
            _paragraph(sheet, tr("Note"), words)
        _decisions(sheet, record)
        for run in record.runs:
            _medicines(sheet, run)
        _changes(sheet, record)
        _paragraph(sheet, tr("Stays for the next time"), _next(record, language))
        _signatures(sheet, record.present)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _head(sheet: Sheet, record: Acta) -> None:
    language = sheet.paper.language
    title(sheet, language.tr("Record of meeting no. {number}", number=record.number), record.pharmacy)
    day = f"{language.weekday(record.held_on)} {language.date(record.held_on)}"
    said = language.tr("Health Committee · {day}", day=day)
    if sheet.page > 1:
        said = language.tr("{day} · continued", day=said)
    sheet.paper.text(sheet.left, sheet.y - 10, said, BOLD, fit(said, BOLD, 12, sheet.right - sheet.left))
    sheet.y -= 24


def _paragraph(sheet: Sheet, heading: str, words: str) -> None:
    """A small heading with running text below."""
    lines = wrap_text(words, REGULAR, _SIZE, sheet.right - sheet.left)
    sheet.need(22 + min(len(lines), 3) * _SIZE * LEADING)
    sheet.y -= 12
    sheet.paper.text(sheet.left, sheet.y, heading, BOLD, 11)
    sheet.y -= 4
    for line in lines:
        sheet.need(_SIZE * LEADING)
        sheet.y = sheet.paper.block(sheet.left, sheet.y, [line], REGULAR, _SIZE)
    sheet.y -= 8


def _decisions(sheet: Sheet, record: Acta) -> None:
    tr = sheet.paper.language.tr
    columns = [
        Column(tr("No."), 12.0),
        Column(tr("What was decided"), 22.0),
        Column(tr("Why"), 112.0),
        Column(tr("Who wrote it down"), 162.0),
    ]
    rows = [(str(at), one.what, one.why, one.who) for at, one in enumerate(record.decisions, 1)]
    _table(sheet, tr("Decisions"), "", columns, rows, bold=(0,))


def _medicines(sheet: Sheet, run: ActaRun) -> None:
    language = sheet.paper.language
    tr, number = language.tr, language.number
    heads = (tr("There was"), tr("People"), tr("Asked"), tr("Is given"), tr("Waits"), tr("Said no"))
    ends = (112.0, 132.0, 149.0, 166.0, 182.0, 198.0)
    columns = [Column(tr("Medicine"), 12.0), *(Column(head, end, "right") for head, end in zip(heads, ends, strict=True))]

    def shown(n: int) -> str:
        return number(n) if n else "–"

    rows = [
        (
            one.medicine, "—" if one.there is None else number(one.there), number(one.people), number(one.asked), shown(one.given),
            shown(one.waiting), shown(one.refused),
        )
        for one in run.medicines
    ]  # fmt: skip
    _table(sheet, tr("Proposal {run}", run=run.number), run.period, columns, rows, bold=(4,))


def _changes(sheet: Sheet, record: Acta) -> None:
    if not record.changes:
        return
    tr = sheet.paper.language.tr
    columns = [
        Column(tr("Person"), 12.0),
        Column(tr("The program proposed"), 32.0),
        Column(tr("Was decided"), 112.0),
        Column(tr("Reason"), 136.0),
    ]
    rows = [(one.person, one.proposed, one.decided, one.why) for one in record.changes]
    _table(sheet, tr("Changes to the proposal"), tr("Each with its reason."), columns, rows, bold=(0, 2))


def _table(sheet: Sheet, heading: str, hint: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], bold: tuple[int, ...]) -> None:
    """A table whose rows grow with their words; its head again on each page."""
    paper = sheet.paper
    sheet.need(70)
    sheet.y -= 6
    section(sheet, heading, hint)
    table_head(sheet, columns)
    starts = [column.at for column in columns if column.align == "left"] + [sheet.right / MM + 2]
    for row in rows:
        laid = []
        for at, (column, words) in enumerate(zip(columns, row, strict=True)):
            font = BOLD if at in bold else REGULAR
            if column.align == "right":
                laid.append((column, [words], font))
                continue
            end = min([*(one for one in starts if one > column.at), *(one.at - 18 for one in columns if one.align == "right")])
            laid.append((column, wrap_text(words, font, _SIZE, (end - column.at - 2) * MM), font))
        high = max(7.2 * MM, max(len(lines) for _, lines, _ in laid) * _SIZE * LEADING + 8)
        if sheet.need(high):
            table_head(sheet, columns)
        for column, lines, font in laid:
            if column.align == "right":
                paper.right(column.at * MM, sheet.y - 4 - _SIZE * 0.94, lines[0], font, _SIZE)
            else:
                paper.block(column.at * MM, sheet.y - 4, lines, font, _SIZE)
        sheet.y -= high
        paper.rule(sheet.left, sheet.right, sheet.y, 0.4)
    sheet.y -= 8


def _next(record: Acta, language: Language) -> str:
    if not record.waiting:
        return language.tr("Nobody waits: all that was asked for was given or refused with its reason.")
    lines = language.ntr("{n} item", "{n} items", record.waiting)
    people = language.ntr("{n} person", "{n} people", record.waiting_people)
    return language.tr("Waiting list: {lines}, {people}.", lines=lines, people=people)


def _signatures(sheet: Sheet, present: Sequence[str]) -> None:
    """A line for everybody who was there, three beside each other."""
    paper = sheet.paper
    sheet.need(26 + _SIGN_HIGH)
    sheet.y -= 6
    section(sheet, paper.language.tr("Signatures"))
    gap = 9 * MM
    wide = (sheet.right - sheet.left - 2 * gap) / 3
    for first in range(0, len(present), 3):
        sheet.need(_SIGN_HIGH)
        sheet.y -= _SIGN_HIGH - 14
        for at, name in enumerate(present[first : first + 3]):
            x = sheet.left + at * (wide + gap)
            paper.rule(x, x + wide, sheet.y, 0.7)
            paper.text(x, sheet.y - 11, name, REGULAR, fit(name, REGULAR, 9.5, wide))
        sheet.y -= 14
