"""One medicine's row on a slip: measured first, drawn afterwards. Directions wrap and never shrink below the running size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from math import ceil

from pharmacy_app.domain.pictures import Picture
from pharmacy_app.reports.directions import draw_picture, picture_height, picture_width
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Line, Paper, Placed, Run, rich, wrap
from pharmacy_app.reports.pictures import icon, ring
from pharmacy_app.reports.records import SlipLot, SlipMedicine
from pharmacy_app.system.language import Language


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A slip's sizes: type in points, places in millimetres; `cells` of `high` mm on a sheet."""

    name: float
    house: float
    medicine: float
    brand: float
    directions: float
    received: float
    next: float
    phone: float
    picture: float
    right: float
    fold: float
    stub: float
    cells: int
    high: float


THREE = Format(15, 10.5, 12, 10, 12, 9.75, 11.5, 10.5, 1.0, 150, 153, 156, 3, 86)
TWO = Format(20, 13, 17, 14, 16.5, 12.5, 13.5, 12.3, 1.37, 145, 148, 151, 2, 133)
_LONG_NAME = 0.75  # of its size, for a name that would take more than three lines
_ABOVE, _BELOW = 2.4, 4.0
_LEVEL = 1.5  # of a picture beside the name, below the row's upper edge
_PICTURE_GAP = 2.6 * MM


@dataclass(frozen=True, slots=True, eq=False)
class Upper:
    """What a row says above its boxes: name, brand, directions and picture. A thousand people share a few hundred of them.

    `y` is where the row goes on, `narrow` points wide down to `beside`.
    """

    lines: Placed
    name_lines: int
    picture: tuple[Picture, float, float, float] | None  # what, x, y, factor
    y: float
    beside: float
    narrow: float


@dataclass(slots=True)
class Row:
    """A measured row: lines and symbols by their distance from its upper left corner, in points."""

    upper: Upper
    high: float = 0.0
    lines: list[tuple[float, float, Line]] = field(default_factory=list)
    symbols: list[tuple[str, float, float, float]] = field(default_factory=list)  # name or letter, x, y, side


class _Flow:
    """Paragraphs set below each other, narrower while they stand beside the picture (down to `beside`)."""

    def __init__(self, room: float, y: float, beside: float, narrow: float) -> None:
        self.room, self.y, self.beside, self.narrow = room, y, beside, narrow
        self.lines: list[tuple[float, float, Line]] = []

    def wrapped(self, runs: Sequence[Run], indent: float = 0.0) -> tuple[Line, ...]:
        """The lines as they would fall from here."""
        beside = 0
        if self.beside > self.y:
            beside = ceil((self.beside - self.y) / (max([run.size for run in runs]) * LEADING))
        return wrap(tuple(runs), self.room - indent, self.narrow - indent, beside)

    def add(self, runs: Sequence[Run], indent: float = 0.0) -> None:
        """Wrap and set the runs here."""
        self.put(self.wrapped(runs, indent), max([run.size for run in runs]), indent)

    def put(self, lines: Sequence[Line], size: float, indent: float = 0.0) -> None:
        """Set lines that were wrapped from here."""
        for line in lines:
            self.lines.append((indent, self.y + size * 0.95, line))
            self.y += size * LEADING


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets medicines as rows `room` points wide; they are numbered where a person has several."""

    sizes: Format
    room: float
    language: Language
    numbered: bool

    def rows(self, medicines: Sequence[tuple[int, SlipMedicine]], scale: float) -> list[Row]:
        """Rows at a scale, pictures level with the directions."""
        return [_set(self, medicine, number, scale, False) for number, medicine in medicines]

    def least(self, medicines: Sequence[tuple[int, SlipMedicine]], scale: float) -> float:
        """What the rows at a scale can't get below, without wrapping what they receive; at the usual scale with the pictures at their best."""
        levels = (False, True) if scale == 1.0 else (False,)
        line = self.sizes.received * scale * LEADING
        total = 0.0
        for number, medicine in medicines:
            lines = 1 + len(medicine.warnings) + (len(medicine.lots) if len(medicine.lots) > 1 else 0)
            uppers = [_upper_of(self, medicine, number, scale, level) for level in levels]
            total += min([max(upper.y + lines * line, upper.beside - 1) + _BELOW for upper in uppers])
        return total

    def lowest(self, rows: Sequence[Row]) -> float:
        """What `lower` can't get below, without setting anything: a picture keeps its height."""
        heights = []
        for row in rows:
            level = _ABOVE + _LEVEL + picture_height(picture[0], picture[3]) + _BELOW if (picture := row.upper.picture) else row.high
            heights.append(min(row.high, level))
        return sum(heights)

    def lower(self, rows: Sequence[Row], medicines: Sequence[tuple[int, SlipMedicine]]) -> list[Row]:
        """The rows, or where that is lower and the name takes no more lines, with the picture level with the name."""
        found = []
        for row, (number, medicine) in zip(rows, medicines, strict=True):
            other = _set(self, medicine, number, 1.0, True) if row.upper.picture else row
            found.append(other if other.high < row.high and other.upper.name_lines <= row.upper.name_lines else row)
        return found


def _upper_of(setter: Setter, medicine: SlipMedicine, number: int, scale: float, level: bool) -> Upper:
    directions, language = medicine.directions, setter.language
    sentence = directions.sentence or language.tr("As the doctor wrote: «{words}»", words=directions.verbatim.strip())
    picture = directions.picture if directions.sentence else None
    name = f"{number}. {medicine.name}" if setter.numbered else medicine.name
    return _upper(setter.sizes, setter.room, name, _brand(medicine, language), sentence, picture, scale, level)


def _set(setter: Setter, medicine: SlipMedicine, number: int, scale: float, level: bool) -> Row:
    sizes, language = setter.sizes, setter.language
    upper = _upper_of(setter, medicine, number, scale, level)
    row = Row(upper)
    flow = _Flow(setter.room, upper.y, upper.beside, upper.narrow)
    small = sizes.received * scale
    flow.add(_received(medicine, small, language))
    if len(medicine.lots) > 1:
        for index, lot in enumerate(medicine.lots):
            indent = _symbol_beside(row, flow, chr(ord("A") + index), small)
            flow.add(_box_line(index, lot, index == len(medicine.lots) - 1, small, language), indent)
    for warning in medicine.warnings:
        if warning.kind == "note":
            flow.add([Run(warning.text, REGULAR, small)])
        else:
            flow.add([Run(warning.text, BOLD, small)], _symbol_beside(row, flow, warning.kind, small))
    row.lines = flow.lines
    row.high = max(flow.y, flow.beside - 1 if upper.picture is not None else 0.0) + _BELOW
    return row


def _symbol_beside(row: Row, flow: _Flow, name: str, size: float) -> float:
    """A symbol at the beginning of the next line of `size` points; gives the indent of its words."""
    side = max(size * 1.2, 4 * MM)
    row.symbols.append((name, 0.0, flow.y + size * LEADING / 2 + side / 2, side))
    return side + 2.5


@lru_cache(maxsize=1_000)
def _upper(sizes: Format, room: float, name: str, brand: str, sentence: str, picture: Picture | None, scale: float, level: bool) -> Upper:
    """Name and brand on one line where they fit, else the brand below; the directions under them, beside the picture."""
    factor = sizes.picture * scale**0.8
    flow, placed = _Flow(room, _ABOVE, _ABOVE, room), None

    def put_picture(y: float) -> None:
        nonlocal placed
        if picture is not None:
            x = room - picture_width(factor)
            placed = (picture, x, y, factor)
            flow.beside, flow.narrow = y + picture_height(picture, factor) + 1, x - _PICTURE_GAP

    if level:
        put_picture(flow.y + _LEVEL)
    name_lines = _name(flow, name, brand, sizes, scale)
    if not level and picture is not None:
        flow.y += 1.0
        put_picture(flow.y)
    flow.add([Run(sentence, REGULAR, sizes.directions * scale)])
    return Upper(tuple(flow.lines), name_lines, placed, flow.y, flow.beside, flow.narrow)


def _brand(medicine: SlipMedicine, language: Language) -> str:
    if medicine.on_box and medicine.brand:
        return language.tr("({brand}; on the box: {letters})", brand=medicine.brand, letters=medicine.on_box)
    if medicine.on_box:
        return language.tr("(on the box: {letters})", letters=medicine.on_box)
    return f"({medicine.brand})" if medicine.brand else ""


def _name(flow: _Flow, name: str, brand: str, sizes: Format, scale: float) -> int:
    """Sets name and brand, and says on how many lines the name stands. More than three lines are set smaller, whole."""
    title = Run(name, BOLD, sizes.medicine * scale)
    after = Run(f" {brand}", REGULAR, sizes.brand * scale)
    together = flow.wrapped([title, after] if brand else [title])
    if brand and len(together) == 1:
        flow.put(together, max(title.size, after.size))
        return 1
    lines = flow.wrapped([title]) if brand else together
    if len(lines) > 3:
        flow.add([Run(name, BOLD, sizes.medicine * scale * _LONG_NAME)])
    else:
        flow.put(lines, title.size)
    if brand:
        flow.add([Run(brand, REGULAR, sizes.brand * scale)])
    return len(lines)


def _received(medicine: SlipMedicine, size: float, language: Language) -> list[Run]:
    """How many units, how they were counted, and for a single lot what its pack says."""
    if medicine.counted:
        runs = rich(language.tr("Receives **{amount}**: {counted}."), size, amount=medicine.received, counted=medicine.counted)
    else:
        runs = rich(language.tr("Receives **{amount}**."), size, amount=medicine.received)
    if len(medicine.lots) == 1:
        lot = medicine.lots[0]
        template = language.tr("Expires **{expiry}**, lot {lot}.") if lot.lot else language.tr("Expires **{expiry}**.")
        runs += [Run(" ", REGULAR, size), *rich(template, size, expiry=lot.expiry, lot=lot.lot)]
    return runs


def _box_line(index: int, lot: SlipLot, last: bool, size: float, language: Language) -> list[Run]:
    letter = chr(ord("A") + index)
    if lot.until is not None and not last:
        first, then = language.tr("**First box {letter}**, until **{day}**:"), language.tr("**Then box {letter}**, until **{day}**:")
        day = language.short_date(lot.until)
    else:
        first, then, day = language.tr("**First box {letter}**:"), language.tr("**Then box {letter}**:"), ""
    runs = rich(then if index else first, size, letter=letter, day=day)
    rest = language.tr("{amount}, lot {lot}, expires {expiry}.") if lot.lot else language.tr("{amount}, expires {expiry}.")
    return [*runs, Run(" ", REGULAR, size), *rich(rest, size, amount=lot.amount, lot=lot.lot, expiry=lot.expiry)]


def draw_row(paper: Paper, row: Row, left: float, top: float) -> None:
    """Draw a measured row with its upper left corner at left, top."""
    paper.placed(left, top, row.upper.lines)
    if row.upper.picture is not None:
        picture, x, y, factor = row.upper.picture
        paper.stamp((picture, factor), left + x, top - y, partial(draw_picture, paper, picture, 0, 0, factor))
    for x, y, line in row.lines:
        paper.line_of(left + x, top - y, line)
    for name, x, y, side in row.symbols:
        paper.stamp((name, side), left + x, top - y, partial(_symbol, paper, name, side))


def _symbol(paper: Paper, name: str, side: float) -> None:
    if len(name) > 1:
        paper.draw(icon(name, 0, 0, side))
        return
    paper.draw(ring(side / 2, side / 2, side / 2 - 0.6))
    paper.centre(side / 2, side * 0.24, name, BOLD, side * 0.72)
