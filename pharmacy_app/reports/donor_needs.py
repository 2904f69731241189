"""The letter that asks donors for what is needed, and says what not to send, in the donor's language. Nobody can be recognised in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.coverage import LEAST
from pharmacy_app.reports.donor_cover import INDIGO, MARGIN, RULE, SAND, rule
from pharmacy_app.reports.donor_summary import heading
from pharmacy_app.reports.donor_words import unit_amount
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, rich, width, wrap, wrap_text
from pharmacy_app.reports.sheet import Sheet, numbered
from pharmacy_app.system.language import Language

_SIZE, _SMALL, _HEAD = 10.0, 8.6, 8.5


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A medicine that is asked for: its name in the letter's language, its international one where that is another (else empty), `units` of the
    dispensing unit `unit`, for how many people, whether for treatments without an end, and through which day the shelf lasts (None: nothing)."""

    medicine: str
    inn: str
    units: int
    unit: str
    people: int
    chronic: bool
    lasts: date | None


@dataclass(frozen=True, slots=True)
class GapLine:
    """A substance of the essential list of which nothing is there, and its strengths and forms."""

    substance: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnwantedLine:
    """A medicine of which `units` would expire, the first of them on `expiry`."""

    medicine: str
    units: int
    unit: str
    expiry: date


@dataclass(frozen=True, slots=True)
class NeedsLetter:
    """What to ask for, the most urgent first, so many months' worth; nothing may expire before `least`. `number` is `N-2026-11-23`."""

    number: str
    pharmacy: str
    place: str
    made_on: date
    months: int
    least: date
    needs: tuple[NeedLine, ...]
    gaps: tuple[GapLine, ...]
    unwanted: tuple[UnwantedLine, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    left: float
    right: float
    number: bool = True  # set to the right

    def put(self, sheet: Sheet, y: float, text: str, font: str, size: float) -> None:
        small = fit(text, font, size, self.right - self.left)
        if self.number:
            sheet.paper.right(self.right, y, text, font, small)
        else:
            sheet.paper.text(self.left, y, text, font, small)


def needs_letter(record: NeedsLetter, language: Language) -> bytes:
    """The letter as a PDF in es, en, it or ru."""

    def make(pages: int) -> tuple[int, bytes]:
        tr = language.tr
        words = tr("What the pharmacy needs")
        paper = Paper(language, f"{words} {record.number}", record.pharmacy)
        place = f"{record.pharmacy} · {record.place}" if record.place else record.pharmacy
        code = f"{record.number} · {language.date(record.made_on)}"
        sheet = Sheet(paper, place, code, pages, lambda page: heading(page, words, 24 if page.page == 1 else 15), left=MARGIN)
        paper.mark(words)
        _opening(sheet, record)
        _needs(sheet, record)
        _gaps(sheet, record)
        _unwanted(sheet, record)
        _how(sheet, record)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _paragraph(sheet: Sheet, template: str, size: float = 10.5, indent: float = 0.0, **places: object) -> None:
    """Running text; what stands between `**` is bold."""
    for line in wrap(tuple(rich(template, size, **places)), sheet.right - sheet.left - indent):
        sheet.need(size * LEADING)
        sheet.paper.line_of(sheet.left + indent, sheet.y - size, line)
        sheet.y -= size * LEADING + 1
    sheet.y -= 4


def _section(sheet: Sheet, words: str, hint: str = "") -> None:
    paper = sheet.paper
    sheet.need(90)
    paper.mark(words)
    sheet.y -= 24
    paper.text(sheet.left, sheet.y, words, BOLD, 14, INDIGO)
    if hint:
        x = sheet.left + width(words, BOLD, 14) + 9
        if width(hint, REGULAR, 9.5) <= sheet.right - x:
            paper.text(x, sheet.y, hint, REGULAR, 9.5)
        else:
            for line in wrap_text(hint, REGULAR, 9.5, sheet.right - sheet.left):
                sheet.y -= 12.5
                paper.text(sheet.left, sheet.y, line, REGULAR, 9.5)
    sheet.y -= 7


def _opening(sheet: Sheet, record: NeedsLetter) -> None:
    language = sheet.paper.language
    sheet.y -= 2
    _paragraph(sheet, language.tr("Dear friends,"), 11.5)
    _paragraph(
        sheet,
        language.ntr(
            "these are the medicines that the pharmacy of our commune needs for {n} month. Part of it helps too: less is welcome.",
            "these are the medicines that the pharmacy of our commune needs for {n} months. Part of it helps too: less is welcome.",
            record.months,
        ),
        11.5,
    )
    _paragraph(
        sheet,
        language.tr(
            "Reckoned from what doctors have prescribed and from what is used in an average month (days on which there was none are left out, what "
            "could not be given is added), less what is on the shelf and will be used in time."
        ),
        9.5,
    )


def _table_head(sheet: Sheet, columns: Sequence[_Column]) -> None:
    paper = sheet.paper
    heads = [wrap_text(column.title, BOLD, _HEAD, column.right - column.left) for column in columns]
    size = min(
        _HEAD, *(fit(line, BOLD, _HEAD, one.right - one.left) for one, lines in zip(columns, heads, strict=True) for line in lines or [""])
    )
    most = max(len(lines) for lines in heads)
    rule(paper, sheet.left, sheet.right, sheet.y, 1.4)
    for column, lines in zip(columns, heads, strict=True):
        for index, line in enumerate(lines):
            column.put(sheet, sheet.y - 11 - (most - len(lines) + index) * 10, line, BOLD, size)
    sheet.y -= 6.5 + most * 10
    rule(paper, sheet.left, sheet.right, sheet.y, 0.7)


def _needs(sheet: Sheet, record: NeedsLetter) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    _section(sheet, tr("What we ask for"), tr("The most urgent first. <5: fewer than five people."))
    if not record.needs:
        rule(paper, sheet.left, sheet.right, sheet.y)
        paper.text(sheet.left, sheet.y - 15, tr("Nothing is missing at this moment."), REGULAR, 10.5)
        sheet.y -= 22
        return
    columns = (
        _Column("", 16 * MM, 23 * MM, number=False),
        _Column(tr("Medicine"), 24 * MM, 94 * MM, number=False),
        _Column(tr("Quantity"), 95 * MM, 130 * MM),
        _Column(tr("Expires no sooner than"), 132 * MM, 153 * MM),
        _Column(tr("People"), 155 * MM, 170 * MM),
        _Column(tr("Enough until"), 172 * MM, 194 * MM),
    )
    _table_head(sheet, columns)
    for number, line in enumerate(record.needs, 1):
        _need(sheet, columns, number, line, record)


def _need(sheet: Sheet, columns: Sequence[_Column], number: int, line: NeedLine, record: NeedsLetter) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    room = columns[1].right - columns[1].left
    names = wrap_text(line.medicine, BOLD, _SIZE, room)
    told = " · ".join(part for part in (line.inn, tr("chronic treatment") if line.chronic else "") if part)
    below = wrap_text(told, REGULAR, _SMALL, room) if told else []
    high = (len(names) * _SIZE + len(below) * _SMALL) * LEADING + 9
    if sheet.need(high):
        _table_head(sheet, columns)
    low = paper.block(columns[1].left, sheet.y - 4, names, BOLD, _SIZE)
    paper.block(columns[1].left, low, below, REGULAR, _SMALL)
    values = (
        language.number(number),
        unit_amount(line.units, line.unit, language),
        f"{record.least:%m/%Y}",
        f"<{LEAST}" if 0 < line.people < LEAST else language.number(line.people) if line.people else "–",
        language.date(line.lasts) if line.lasts else tr("nothing left"),
    )
    for column, text in zip((columns[0], *columns[2:]), values, strict=True):
        loud = column is columns[2] or (column is columns[-1] and line.lasts is None)
        column.put(sheet, sheet.y - 13.4, text, BOLD if loud else REGULAR, _SIZE)
    sheet.y -= high
    rule(paper, sheet.left, sheet.right, sheet.y, 0.6, RULE)


def _gaps(sheet: Sheet, record: NeedsLetter) -> None:
    if not record.gaps:
        return
    tr = sheet.paper.language.tr
    hint = tr("Nobody takes them today; we have nothing of them, and would keep a small reserve.")
    _section(sheet, tr("Essential medicines that are not there"), hint)
    rule(sheet.paper, sheet.left, sheet.right, sheet.y)
    sheet.y -= 4
    for gap in record.gaps:
        lines = wrap(
            tuple(rich("**{substance}** {kinds}", 9.5, substance=f"{gap.substance}:", kinds="; ".join(gap.kinds))), sheet.right - sheet.left
        )
        sheet.need(len(lines) * 12.5)
        for line in lines:
            sheet.paper.line_of(sheet.left, sheet.y - 9.5, line)
            sheet.y -= 12.5


def _unwanted(sheet: Sheet, record: NeedsLetter) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    hint = tr("There is more of these than anybody will use before they expire.") if record.unwanted else ""
    _section(sheet, tr("Please do not send"), hint)
    if not record.unwanted:
        rule(paper, sheet.left, sheet.right, sheet.y)
        paper.text(sheet.left, sheet.y - 15, tr("Of what is there, all will be used in time."), REGULAR, 10.5)
        sheet.y -= 22
        return
    columns = (
        _Column(tr("Medicine"), 16 * MM, 118 * MM, number=False),
        _Column(tr("Would be lost"), 120 * MM, 164 * MM),
        _Column(tr("Expires from"), 168 * MM, 194 * MM),
    )
    _table_head(sheet, columns)
    for line in record.unwanted:
        names = wrap_text(line.medicine, REGULAR, _SIZE, columns[0].right - columns[0].left)
        high = len(names) * _SIZE * LEADING + 7
        if sheet.need(high):
            _table_head(sheet, columns)
        paper.block(columns[0].left, sheet.y - 3, names, REGULAR, _SIZE)
        columns[1].put(sheet, sheet.y - 12.4, unit_amount(line.units, line.unit, language), BOLD, _SIZE)
        columns[2].put(sheet, sheet.y - 12.4, f"{line.expiry:%m/%Y}", REGULAR, _SIZE)
        sheet.y -= high
        rule(paper, sheet.left, sheet.right, sheet.y, 0.6, RULE)


def _how(sheet: Sheet, record: NeedsLetter) -> None:
    tr = sheet.paper.language.tr
    _section(sheet, tr("How to send it"))
    rule(sheet.paper, sheet.left, sheet.right, sheet.y)
    sheet.y -= 5
    month = f"{record.least:%m/%Y}"
    _paragraph(sheet, tr("**Expiry:** {month} or later, so that there is time to use it."), month=month)
    pack = tr(
        "**On each pack:** active ingredient (INN), strength, form, lot and expiry date. Sealed packs only: no free samples, "
        "nothing that patients gave back."
    )
    _paragraph(sheet, pack)
    inside = tr(
        "**In the box:** a packing list. The spreadsheet that comes with this letter has these medicines; lot, expiry and quantity "
        "are to be filled in."
    )
    _paragraph(sheet, inside)
    words = tr("Thank you. The Health Committee")
    sheet.need(40)
    high = 26.0
    sheet.paper.fill(sheet.left, sheet.y - high - 4, sheet.right - sheet.left, high, SAND)
    sheet.paper.text(sheet.left + 8, sheet.y - 21, words, BOLD, 11.5, INDIGO)
    sheet.y -= high + 6
