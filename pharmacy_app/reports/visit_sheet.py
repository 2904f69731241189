"""The week's visit sheet: a numbered block for each person, in walking order, with numbered boxes that the typing screen has in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmacy_app.domain.codes import typed
from pharmacy_app.reports.code import SIDE, corners, square
from pharmacy_app.reports.page import BOLD, MM, REGULAR, Line, Paper, Run, fit, width, wrap, wrap_text
from pharmacy_app.reports.sheet import Sheet, numbered, section, title
from pharmacy_app.system.language import Language

_ENDS, _LEFT_DAYS, _NUMBER, _SAME, _CHANGES, _CHANGES_END, _DROPPED = 96.0, 111.0, 113.5, 124.0, 133.0, 178.0, 190.0  # mm
_TICK = 4.4 * MM
_ROW, _ROW_HEAD = 6.6 * MM, 16.5
_NEW, _NOTE = 8.5 * MM, 14 * MM  # boxes to write in, at least
_WHOLE, _WHOLE_EMPTY = 52.4 * MM, 40 * MM  # a block is at least as high, with treatments and without: five or six to a page
_TEXT = 15 * MM  # from the margin: what stands beside the number
_NOTE_END = 140.0  # mm


@dataclass(frozen=True, slots=True)
class VisitMedicine:
    """A treatment: name, how it is taken, until when it was ordered, for how many days more it is in the house (None: nothing was handed over).

    `ends`: what was ordered ends before the next visit; `runs_out`: what is in the house does.
    """

    name: str
    directions: str
    until: date | None
    days_left: int | None
    waiting: bool = False
    ends: bool = False
    runs_out: bool = False


@dataclass(frozen=True, slots=True)
class VisitPerson:
    """One numbered block. `seen`: when somebody saw them last; `first`: vulnerable, and not seen for long."""

    number: int
    name: str
    age: int | None
    sex: str
    house: str
    access: str
    allergies: tuple[str, ...]
    medicines: tuple[VisitMedicine, ...]
    seen: date | None
    first: bool


@dataclass(frozen=True, slots=True)
class VisitPaper:
    """A sheet: `code` is that of its square; the first `first_block` people come first."""

    pharmacy: str
    code: str
    council: str
    office: str
    doctor: str
    week_of: date
    next_visit: date
    people: tuple[VisitPerson, ...]
    first_block: int


def visit_sheet(record: VisitPaper, language: Language) -> bytes:
    """The visit sheet as a PDF. It carries names, allergies and medicines, and says that it comes back."""

    def make(pages: int) -> tuple[int, bytes]:
        paper = Paper(language, language.tr("Visit sheet {code}", code=_typed(record.code)), record.pharmacy)
        note = language.tr("Contains names: it comes back to the pharmacy and is left nowhere. The numbers are those of the screen.")
        sheet = Sheet(paper, note, _typed(record.code), pages, lambda page: _head(page, record))
        for person in record.people:
            _heading(sheet, record, person)
            _block(sheet, person)
        _closing(sheet)
        sheet.close()
        return sheet.page, paper.finish()

    return numbered(make)


def _typed(code: str) -> str:
    return f"{code[0]} {typed(code)}"


def _head(sheet: Sheet, record: VisitPaper) -> None:
    paper, tr = sheet.paper, sheet.paper.language.tr
    week = paper.language.date(record.week_of)
    if sheet.page > 1:
        words = tr("Visit sheet · {council} · week of {day}", council=record.council, day=week)
        paper.text(sheet.left, sheet.y - 9, words, BOLD, fit(words, BOLD, 10.5, 130 * MM))
        paper.right(sheet.right, sheet.y - 9, record.pharmacy, REGULAR, fit(record.pharmacy, REGULAR, 9.5, 50 * MM))
        sheet.y -= 18
        return
    low = sheet.y - SIDE - 2
    left = sheet.right - SIDE
    paper.stamp("corners", left, low, lambda: paper.draw(corners(0, 0)))
    paper.draw(square(record.code, left, low))
    sheet.right -= SIDE + 5 * MM
    title(sheet, tr("Visit sheet"), record.pharmacy)
    place = record.office if record.council in record.office else ", ".join(part for part in (record.office, record.council) if part)
    again = paper.language.date(record.next_visit)
    where = tr("{place} · week of {day} · next visit {again}", place=place, day=week, again=again)
    paper.text(sheet.left, sheet.y - 11, where, BOLD, fit(where, BOLD, 12, sheet.right - sheet.left))
    sheet.y -= 17
    wide = (sheet.right - sheet.left - 12 * MM) / 3
    for at, (caption, known) in enumerate(
        ((tr("Day of the visit"), ""), (tr("Doctor or nurse"), record.doctor), (tr("Of the committee"), ""))
    ):
        x = sheet.left + at * (wide + 6 * MM)
        paper.text(x, sheet.y - 9, caption, REGULAR, 9.5)
        paper.box(x, sheet.y - 12 - 8.5 * MM, wide, 8.5 * MM)
        paper.text(x + 4, sheet.y - 28, known, REGULAR, fit(known, REGULAR, 11, wide - 8))
    sheet.right = paper.width - sheet.left
    sheet.y = min(sheet.y - 12 - 8.5 * MM, low) - 9


def _heading(sheet: Sheet, record: VisitPaper, person: VisitPerson) -> None:
    """Where the first block begins, and where the others do."""
    tr = sheet.paper.language.tr
    if not record.first_block or person.number not in (1, record.first_block + 1):
        return
    first = person.number == 1
    sheet.need(_high(sheet.paper, person) + 24)
    hint = tr("vulnerable people whom nobody has seen for long") if first else tr("in the order of the way")
    section(sheet, tr("First of all") if first else tr("Then"), hint)


def _medicine_lines(paper: Paper, medicine: VisitMedicine) -> tuple[Line, ...]:
    words = paper.language.tr("waits for an answer") if medicine.waiting else medicine.directions
    runs = (Run(medicine.name, BOLD, 10.0), *((Run(f"  {words}", REGULAR, 9.0),) if words else ()))
    return wrap(runs, (_ENDS - 13) * MM - 12 * MM)


def _medicine_high(paper: Paper, medicine: VisitMedicine) -> float:
    return max(_ROW, len(_medicine_lines(paper, medicine)) * 11.5 + 6)


def _top_high(paper: Paper, person: VisitPerson) -> float:
    """Of name, house and, where there are any, what to know of the way and since when they were not seen."""
    room = paper.width - 24 * MM - _TEXT - 60 * MM
    return 22 + len(wrap_text(_found(paper.language, person), REGULAR, 9.5, room)) * 11.2


def _high(paper: Paper, person: VisitPerson) -> float:
    rows = sum(_medicine_high(paper, one) for one in person.medicines) + (_ROW_HEAD if person.medicines else 0)
    needed = _top_high(paper, person) + rows + _NEW + _NOTE + 12
    return max(needed, _WHOLE if person.medicines else _WHOLE_EMPTY)


def _found(language: Language, person: VisitPerson) -> str:
    seen = language.tr("seen on {day}", day=language.date(person.seen)) if person.seen else language.tr("never visited")
    return " · ".join(part for part in (person.house, person.access, seen) if part)


def _block(sheet: Sheet, person: VisitPerson) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    high = _high(paper, person)
    sheet.need(high)
    low = sheet.y - high
    paper.mark(str(person.number))
    paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    top = sheet.y - 6
    paper.box(sheet.left + 0.5, top - 24, 11 * MM, 23, 1.2)
    paper.centre(sheet.left + 5.5 * MM, top - 19, str(person.number), BOLD, 17)
    x = sheet.left + _TEXT
    told = ", ".join(person.allergies).upper() if person.allergies else tr("none known")
    said = tr("Allergies: {what}", what=told)
    font = BOLD if person.allergies else REGULAR
    shown = wrap_text(said, font, 10, 66 * MM)[:2]
    name = person.name if person.age is None else language.ntr("{name}, {n} year", "{name}, {n} years", person.age, name=person.name)
    paper.text(x, top - 9.5, name, BOLD, fit(name, BOLD, 12.5, sheet.right - x - max(width(one, font, 10) for one in shown) - 8))
    for at, words in enumerate(shown):
        paper.right(sheet.right, top - 9.5 - at * 11, words, font, 10)
    ticks = top - 14 - 11 * (len(shown) - 1)
    _ticks(sheet, person, ticks)
    room = paper.width - 24 * MM - _TEXT - 60 * MM
    y = paper.block(x, top - 13, wrap_text(_found(language, person), REGULAR, 9.5, room), REGULAR, 9.5)
    sheet.y = min(y, ticks - _TICK - 1, top - 26) - 1
    if person.medicines:
        _medicines(sheet, person)
    count = len(person.medicines)
    box_top = sheet.y - 2
    new = f"{person.number}.{count + 1}"
    _writing(sheet, (12.0, 198.0), box_top, _NEW, new, tr("New medicine: name, mg, how and for how many days"))
    box_top -= _NEW + 4
    note_high = box_top - low - 6
    _writing(
        sheet, (12.0, _NOTE_END), box_top, note_high, f"{person.number}.{count + 2}", tr("Note: blood pressure, sugar, what they told")
    )
    _writing(sheet, (_NOTE_END + 2, 198.0), box_top, note_high, f"{person.number}.{count + 3}", tr("What for"))
    _purposes(sheet, box_top)
    sheet.y = low


def _ticks(sheet: Sheet, person: VisitPerson, top: float) -> None:
    paper, tr = sheet.paper, sheet.paper.language.tr
    seen = {"F": tr("We saw her"), "M": tr("We saw him")}.get(person.sex, tr("Seen"))
    x = sheet.right
    for words in (tr("Not at home"), seen):
        x -= width(words, REGULAR, 10)
        paper.text(x, top - _TICK + 3, words, REGULAR, 10)
        x -= _TICK + 3
        paper.box(x, top - _TICK, _TICK, _TICK, 1.1)
        x -= 12


def _medicines(sheet: Sheet, person: VisitPerson) -> None:
    paper, language = sheet.paper, sheet.paper.language
    tr = language.tr
    y = sheet.y - 9
    paper.text(sheet.left, y, tr("Treatment"), BOLD, 8.5)
    for words, at in ((tr("ordered until"), _ENDS), (tr("in the house"), _LEFT_DAYS)):
        room = 15 * MM if at == _ENDS else 14 * MM
        paper.right(at * MM, y, words, BOLD, fit(words, BOLD, 8.5, room))
    same, dropped = tr("the same"), tr("stops")
    paper.centre((_SAME + 1) * MM, y, same, BOLD, fit(same, BOLD, 8.5, 13 * MM))
    paper.text(_CHANGES * MM, y, tr("changes to…"), BOLD, 8.5)
    paper.centre(_DROPPED * MM, y, dropped, BOLD, fit(dropped, BOLD, 8.5, 15 * MM))
    sheet.y = y - 4.5
    for at, medicine in enumerate(person.medicines, 1):
        paper.rule(sheet.left, sheet.right, sheet.y, 0.5 if at == 1 else 0.4)
        high = _medicine_high(paper, medicine)
        base = sheet.y - 12.5
        for line in _medicine_lines(paper, medicine):
            paper.line_of(sheet.left, base, line)
            base -= 11.5
        base = sheet.y - 12.5
        until = language.short_date(medicine.until) if medicine.until else "—"
        paper.right(_ENDS * MM, base, until, BOLD if medicine.ends else REGULAR, 10)
        paper.right(_LEFT_DAYS * MM, base, _left(language, medicine.days_left), BOLD if medicine.runs_out else REGULAR, 10)
        paper.text(_NUMBER * MM, base, f"{person.number}.{at}", BOLD, fit(f"{person.number}.{at}", BOLD, 7.5, 7 * MM))
        low = sheet.y - _ROW + 3
        if not medicine.waiting:
            paper.box(_SAME * MM - _TICK / 2 + 1, low, _TICK, _TICK, 1.1)
        paper.box(_CHANGES * MM, low, (_CHANGES_END - _CHANGES) * MM, _TICK + 0.6, 0.9)
        paper.box(_DROPPED * MM - _TICK / 2, low, _TICK, _TICK, 1.1)
        sheet.y -= high


def _left(language: Language, days: int | None) -> str:
    if days is None:
        return "—"
    if days < 0:
        return language.tr("nothing")
    return language.tr("today") if days == 0 else language.ntr("{n} d", "{n} d", days)


def _writing(sheet: Sheet, across: tuple[float, float], top: float, high: float, number: str, words: str) -> None:
    """A box to write in, from and to these millimetres, with its number and what belongs there."""
    paper = sheet.paper
    x, right = across[0] * MM, across[1] * MM
    paper.box(x, top - high, right - x, high, 0.9)
    paper.text(x + 3, top - 8.5, number, BOLD, 7.5)
    start = x + 3 + width(number, BOLD, 7.5) + 4
    paper.text(start, top - 8.5, words, REGULAR, fit(words, REGULAR, 8, right - start - 3))


def _purposes(sheet: Sheet, top: float) -> None:
    """Four boxes to tick, two beside each other; the letters are the screen's."""
    paper, tr = sheet.paper, sheet.paper.language.tr
    words = (tr("F follow-up"), tr("P prevention"), tr("C new case"), tr("R referral"))
    for at, word in enumerate(words):
        x = (_NOTE_END + 4 + at % 2 * 28) * MM
        y = top - 11 - _TICK - at // 2 * (_TICK + 2.5)
        paper.box(x, y, _TICK, _TICK, 1.0)
        paper.text(x + _TICK + 3, y + 3, word, REGULAR, fit(word, REGULAR, 9, 28 * MM - _TICK - 8))


def _closing(sheet: Sheet) -> None:
    paper, tr = sheet.paper, sheet.paper.language.tr
    sheet.need(30)
    paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    sheet.y -= 24
    middle = (sheet.left + sheet.right) / 2
    for x, end, words in ((sheet.left, middle - 12, tr("Signed by the doctor or nurse")), (middle, sheet.right, tr("Typed in by"))):
        paper.text(x, sheet.y, words, REGULAR, 9.5)
        paper.rule(x + width(words, REGULAR, 9.5) + 5, end, sheet.y - 1.5, 0.7)
