"""Delivery slips: one for each person, three cells to an A4 sheet (or two in large type), each with a stub that comes back.

A slip takes as many cells as its medicines need in running type; it is never split over two sheets unless one sheet is too small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pharmacy_app.reports.page import BOLD, MM, PORTRAIT, REGULAR, Paper, Run, fit, rich, width, wrap, wrap_text
from pharmacy_app.reports.pictures import cut, icon
from pharmacy_app.reports.records import Slip, SlipBook, SlipMedicine
from pharmacy_app.reports.slip_rows import THREE, TWO, Format, Row, Setter, draw_row
from pharmacy_app.reports.slip_stub import RIGHT, draw_stub
from pharmacy_app.system.language import Language

_LEFT, _TOP, _BETWEEN = 10 * MM, 10 * MM, 8 * MM
_HEAD, _FOOT = 11.5 * MM, 11.5 * MM
_LARGER = (1.3, 1.15)
_SMALLER = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4)  # only for one medicine whose words fill more than a sheet
_FORWARD = 3  # a slip of one cell may come so many places forward to fill a sheet
_SIDE, _NEXT_LINE, _PHONE_LINE = 4.6 * MM, 6.5 * MM, 1.1 * MM  # symbols and base lines of the foot
_AIR = 5.0  # the most that a row is loosened, above and below, where there is room


@dataclass(frozen=True, slots=True)
class _Head:
    """The name and the house, each as lines and their size, and the height of both."""

    names: Sequence[str]
    name_size: float
    houses: Sequence[str]
    house_size: float
    high: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A slip as it will be printed: its rows, the numbers of their medicines, its cells, and which sheet of how many."""

    slip: Slip
    rows: Sequence[Row]
    numbers: Sequence[int]
    cells: int
    head: _Head
    sheet: int
    sheets: int


@dataclass(frozen=True, slots=True)
class SlipSheets:
    """The PDF, and for each of its pages the codes of the slips on it."""

    pdf: bytes
    codes: tuple[tuple[str, ...], ...]

    def touched(self, first: int, last: int) -> frozenset[str]:
        """The slips of which anything lies on pages `first` to `last`, counted from 1."""
        return frozenset(code for page in self.codes[first - 1 : last] for code in page)

    def whole(self, first: int, last: int) -> frozenset[str]:
        """The slips that lie wholly on pages `first` to `last`, counted from 1."""
        return self.touched(first, last).difference(*self.codes[: first - 1], *self.codes[last:])


def slips(record: SlipBook, language: Language) -> SlipSheets:
    """All slips of a round as one PDF in walking order. The outline names stops, nobody."""
    codes: list[tuple[str, ...]] = []
    sizes = TWO if record.big else THREE
    paper = Paper(language, language.tr("Slips of round {name}", name=record.round_name), record.pharmacy)
    parts = (part for slip in record.slips for part in _parts(slip, sizes, language))  # as they are printed: a thousand need no room
    for sheet in _sheets(parts, sizes.cells):
        stops = dict.fromkeys(str(part.slip.stop) for part in sheet)
        paper.mark(language.tr("Stops {stops}", stops=", ".join(stops)))
        top = PORTRAIT[1] - _TOP
        for place, part in enumerate(sheet):
            if place:
                _cut(paper, top)
            high = _high(part.cells, sizes)
            _draw(paper, record, part, sizes, top - high, high)
            top -= high + _BETWEEN
        if top > 13 * MM + _BETWEEN:
            _cut(paper, top)
        paper.end_page()
        codes.append(tuple(part.slip.code for part in sheet))
    if not record.slips:
        paper.text(_LEFT, PORTRAIT[1] - 20 * MM, language.tr("There are no slips in this round."), BOLD, 15)
        paper.end_page()
        codes.append(())
    return SlipSheets(paper.finish(), tuple(codes))


def _cut(paper: Paper, top: float) -> None:
    paper.stamp("cut", 0, top + _BETWEEN / 2, lambda: paper.draw(cut(0, _LEFT, RIGHT)))


def _high(cells: int, sizes: Format) -> float:
    return cells * sizes.high * MM + (cells - 1) * _BETWEEN


def _parts(slip: Slip, sizes: Format, language: Language) -> Iterator[_Part]:
    """Measured in running type: as many cells as it needs; more than a sheet go on a second slip with the same code."""
    setter = Setter(sizes, sizes.right * MM - _LEFT, language, len(slip.medicines) > 1)
    head = _head(slip, sizes, language)
    medicines = list(enumerate(slip.medicines, 1))
    rooms = [_high(n, sizes) - head.high - _FOOT for n in range(1, sizes.cells + 1)]
    if large := _large(setter, medicines, rooms):
        cells, rows = large
        yield _Part(slip, rows, [number for number, _ in medicines], cells, head, 1, 1)
        return
    plain = setter.rows(medicines, 1.0)
    total = _total(plain)
    smaller = [room for room in rooms if room < total]
    # Lower rows are set only where they may save a cell.
    lower = setter.lower(plain, medicines) if smaller and setter.lowest(plain) <= smaller[-1] else plain
    groups: list[list[int]] = [[]]
    for index in range(len(medicines)):
        together = sum(lower[n].high for n in (*groups[-1], index))
        if groups[-1] and together > rooms[-1]:
            groups.append([])
        groups[-1].append(index)
    for sheet, group in enumerate(groups, 1):
        low = [lower[index] for index in group]
        total = _total(low)
        cells = next((n for n, room in enumerate(rooms, 1) if total <= room), sizes.cells)
        space = rooms[cells - 1]
        usual = [plain[index] for index in group]
        rows = _scaled(setter, [medicines[index] for index in group], usual, low, space)
        yield _Part(slip, rows, [index + 1 for index in group], cells, head, sheet, len(groups))


def _large(setter: Setter, medicines: Sequence[tuple[int, SlipMedicine]], rooms: Sequence[float]) -> tuple[int, list[Row]] | None:
    """The fewest cells that could do, where a larger setting fits them: most slips are done with that, and are set once."""
    least = setter.least(medicines, 1.0)
    cells = next((n for n, room in enumerate(rooms, 1) if least <= room), 0)
    for scale in _LARGER if cells else ():
        if setter.least(medicines, scale) <= rooms[cells - 1] and _total(rows := setter.rows(medicines, scale)) <= rooms[cells - 1]:
            return cells, rows
    return None


def _scaled(setter: Setter, medicines: Sequence[tuple[int, SlipMedicine]], usual: list[Row], low: list[Row], space: float) -> list[Row]:
    """The largest setting that fits: x1.3, x1.15, as usual, with the pictures higher up, and only then smaller."""
    total = _total(usual)
    for scale in _LARGER:
        if total * scale * 0.97 <= space and _total(rows := setter.rows(medicines, scale)) <= space:
            return rows
    for rows in (usual, low):
        if _total(rows) <= space:
            return rows
    for scale in _SMALLER:
        if _total(rows := setter.rows(medicines, scale)) <= space:
            break
    return rows


def _total(rows: Sequence[Row]) -> float:
    return sum(row.high for row in rows)


def _sheets(parts: Iterator[_Part], cells: int) -> Iterator[list[_Part]]:
    """Parts in walking order onto sheets of `cells`."""
    waiting = list(islice(parts, 1))
    while waiting:
        sheet, left = [waiting.pop(0)], cells
        left -= sheet[0].cells
        while left:
            waiting += islice(parts, _FORWARD + 1 - len(waiting))
            near = enumerate(waiting)
            place = next((n for n, part in near if part.cells <= left and (n == 0 or part.cells == part.sheets == 1)), None)
            if place is None:
                break
            sheet.append(waiting.pop(place))
            left -= sheet[-1].cells
        yield sheet
        waiting += islice(parts, 0 if waiting else 1)


def _house(slip: Slip, language: Language) -> str:
    return language.tr("{house} · sector {sector}", house=slip.house, sector=slip.sector) if slip.sector else slip.house


def _sheet_mark(part_of: tuple[int, int], language: Language) -> str:
    return language.tr("sheet {n} of {sheets}", n=part_of[0], sheets=part_of[1]) if part_of[1] > 1 else ""


def _name_lines(slip: Slip, sizes: Format) -> tuple[list[str], float]:
    """A name down to 72 %, then on two lines; still smaller only when two lines are not enough."""
    room = sizes.right * MM - _LEFT - 24 * MM  # the corner is kept for `hoja 1 de 2`
    least = sizes.name * 0.72
    size = fit(slip.name, BOLD, sizes.name, room, least)
    lines = wrap_text(slip.name, BOLD, size, room)
    while len(lines) > 2 and size > 4:
        size *= 0.92
        lines = wrap_text(slip.name, BOLD, size, room)
    return lines, size


def _house_lines(slip: Slip, sizes: Format, language: Language) -> tuple[list[str], float]:
    room = sizes.right * MM - _LEFT
    text = _house(slip, language)
    size = fit(text, REGULAR, sizes.house, room, sizes.house * 0.8)
    return wrap_text(text, REGULAR, size, room), size


def _head(slip: Slip, sizes: Format, language: Language) -> _Head:
    names, name_size = _name_lines(slip, sizes)
    houses, house_size = _house_lines(slip, sizes, language)
    high = max(_HEAD, len(names) * name_size * 1.12 + len(houses) * house_size * 1.17 + 3.5)
    return _Head(names, name_size, houses, house_size, high)


def _draw(paper: Paper, book: SlipBook, part: _Part, sizes: Format, low: float, high: float) -> None:
    slip, head, right, top = part.slip, part.head, sizes.right * MM, low + high
    y = paper.block(_LEFT, top, head.names, BOLD, head.name_size, 1.12)
    mark = _sheet_mark((part.sheet, part.sheets), paper.language)
    if mark:
        paper.right(right, top - 11, mark, BOLD, 10.5)
    paper.block(_LEFT, y - 1, head.houses, REGULAR, head.house_size)
    y = top - head.high
    paper.rule(_LEFT, right, y, 1.4)
    space = high - head.high - _FOOT - _total(part.rows)
    air = max(min(space / (2 * max(len(part.rows), 1)), _AIR), 0.0)
    for index, row in enumerate(part.rows):
        if index:
            paper.rule(_LEFT, right, y, 0.5)
        draw_row(paper, row, _LEFT, y - air)
        y -= row.high + 2 * air
    _foot(paper, book, slip, sizes, low, right)
    draw_stub(paper, book, slip, part.numbers, sizes, low, high)


def _next(slip: Slip, language: Language) -> str:
    if slip.next is None:
        return language.tr("Next delivery: the pharmacy will tell you")
    day = language.date(slip.next.day)
    if slip.next.kind == "ends":
        return language.tr("Next delivery: none, it ends on {day}", day=language.short_date(slip.next.day))
    if slip.next.kind == "review":
        return language.tr("Check-up with the doctor: {weekday} {day}", weekday=language.weekday(slip.next.day), day=day)
    return language.tr("Next delivery: {weekday} {day}", weekday=language.weekday(slip.next.day), day=day)


def _foot(paper: Paper, book: SlipBook, slip: Slip, sizes: Format, low: float, right: float) -> None:
    """What comes next, whom to call, and please keep this paper."""
    large = sizes is TWO
    words = _LEFT + _SIDE + 5
    room = (right - words) * (1.0 if large else 0.74) - 6
    text = _next(slip, paper.language)
    paper.text(words, low + _NEXT_LINE, text, BOLD, fit(text, BOLD, sizes.next, room))
    paper.stamp("foot", 0, low, partial(_foot_furniture, paper, book, sizes, right))


def _foot_furniture(paper: Paper, book: SlipBook, sizes: Format, right: float) -> None:
    language, words = paper.language, _LEFT + _SIDE + 5
    room = right - words
    paper.rule(_LEFT, right, _FOOT, 1.4)
    paper.draw(icon("date", _LEFT + 0.6, _NEXT_LINE - 2.6, _SIDE * 0.95))
    paper.draw(icon("phone", _LEFT + 1, _PHONE_LINE - 2.6, _SIDE * 0.9))
    if sizes is THREE:
        keep = language.tr("Keep this paper")
        paper.right(right, _NEXT_LINE, keep, REGULAR, fit(keep, REGULAR, 9.75, room * 0.26))
    with_phone = language.tr("Questions or feeling unwell: **{phone}**, {pharmacy}")
    template = with_phone if book.phone else language.tr("Questions or feeling unwell: {pharmacy}")
    runs = rich(template, sizes.phone, phone=book.phone, pharmacy=book.pharmacy)
    smaller = min(room / sum(width(run.text, run.font, run.size) for run in runs), 1.0)
    for line in wrap(tuple(Run(run.text, run.font, run.size * smaller) for run in runs), room + 1):
        paper.line_of(words, _PHONE_LINE, line)
