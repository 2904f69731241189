"""One medicine's row on a slip: measured first, drawn afterwards. Directions wrap and never shrink below the running size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil

from pharmacy_app.domain.pictures import Picture
from pharmacy_app.reports.directions import draw_picture, picture_height, picture_width
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Line, Paper, Run, rich, wrap
from pharmacy_app.reports.pictures import icon, ring
from pharmacy_app.reports.records import SlipLot, SlipMedicine
from pharmacy_app.system.language import Language


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Row:
    """A measured row: lines and symbols by their distance from its upper left corner, in points."""

    high: float = 0.0
    name_lines: int = 0
    lines: list[tuple[float, float, Line]] = field(default_factory=list)
    symbols: list[tuple[str, float, float, float]] = field(default_factory=list)  # name or letter, x, y, side
    picture: tuple[Picture, float, float, float] | None = None  # what, x, y, factor


class _Flow:
    """Paragraphs set below each other, narrower while they stand beside the picture."""

    def __init__(self, row: Row, room: float, top: float) -> None:
        self.row, self.room, self.y = row, room, top
        self.beside, self.narrow = top, room

    def put_picture(self, picture: Picture, factor: float) -> None:
        """Beside everything from here on."""
        x = self.room - picture_width(factor)
        self.row.picture = (picture, x, self.y, factor)
        self.beside = self.y + picture_height(picture, factor) + 1
        self.narrow = x - _PICTURE_GAP

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
            self.row.lines.append((indent, self.y + size * 0.95, line))
            self.y += size * LEADING

    def symbol(self, name: str, size: float) -> float:
        """A symbol at the beginning of the next line of `size` points; gives the indent of its words."""
        side = max(size * 1.2, 4 * MM)
        self.row.symbols.append((name, 0.0, self.y + size * LEADING / 2 + side / 2, side))
        return side + 2.5


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

    def lowest(self, rows: Sequence[Row]) -> float:
        """What `lower` can't get below, without setting anything: a picture keeps its height."""
        heights = []
        for row in rows:
            level = _ABOVE + _LEVEL + picture_height(row.picture[0], row.picture[3]) + _BELOW if row.picture else row.high
            heights.append(min(row.high, level))
        return sum(heights)

    def lower(self, rows: Sequence[Row], medicines: Sequence[tuple[int, SlipMedicine]]) -> list[Row]:
        """The rows, or where that is lower and the name takes no more lines, with the picture level with the name."""
        found = []
        for row, (number, medicine) in zip(rows, medicines, strict=True):
            other = _set(self, medicine, number, 1.0, True) if row.picture else row
            found.append(other if other.high < row.high and other.name_lines <= row.name_lines else row)
        return found


def _set(setter: Setter, medicine: SlipMedicine, number: int, scale: float, level: bool) -> Row:
    sizes, language = setter.sizes, setter.language
    picture = medicine.directions.picture if medicine.directions.sentence else None
    row = Row()
    flow = _Flow(row, setter.room, _ABOVE)
    factor = sizes.picture * scale**0.8
    if picture is not None and level:
        flow.y += _LEVEL
        flow.put_picture(picture, factor)
        flow.y -= _LEVEL
    _name(flow, medicine, number if setter.numbered else None, sizes, scale, language)
    if picture is not None and not level:
        flow.y += 1.0
        flow.put_picture(picture, factor)
    directions = medicine.directions
    sentence = directions.sentence or language.tr("As the doctor wrote: «{words}»", words=directions.verbatim.strip())
    flow.add([Run(sentence, REGULAR, sizes.directions * scale)])
    small = sizes.received * scale
    flow.add(_received(medicine, small, language))
    if len(medicine.lots) > 1:
        for index, lot in enumerate(medicine.lots):
            indent = flow.symbol(chr(ord("A") + index), small)
            flow.add(_box_line(index, lot, index == len(medicine.lots) - 1, small, language), indent)
    for warning in medicine.warnings:
        if warning.kind == "note":
            flow.add([Run(warning.text, REGULAR, small)])
        else:
            flow.add([Run(warning.text, BOLD, small)], flow.symbol(warning.kind, small))
    row.high = max(flow.y, flow.beside - 1 if picture is not None else 0.0) + _BELOW
    return row


def _name(flow: _Flow, medicine: SlipMedicine, number: int | None, sizes: Format, scale: float, language: Language) -> None:
    """Name and brand on one line where they fit; else the brand below. More than three lines are set smaller, whole."""
    name = medicine.name if number is None else f"{number}. {medicine.name}"
    if medicine.on_box and medicine.brand:
        brand = language.tr("({brand}; on the box: {letters})", brand=medicine.brand, letters=medicine.on_box)
    elif medicine.on_box:
        brand = language.tr("(on the box: {letters})", letters=medicine.on_box)
    else:
        brand = f"({medicine.brand})" if medicine.brand else ""
    title = Run(name, BOLD, sizes.medicine * scale)
    after = Run(f" {brand}", REGULAR, sizes.brand * scale)
    together = flow.wrapped([title, after] if brand else [title])
    if brand and len(together) == 1:
        flow.row.name_lines = 1
        flow.put(together, max(title.size, after.size))
        return
    lines = flow.wrapped([title]) if brand else together
    flow.row.name_lines = len(lines)
    if flow.row.name_lines > 3:
        flow.add([Run(name, BOLD, sizes.medicine * scale * _LONG_NAME)])
    else:
        flow.put(lines, title.size)
    if brand:
        flow.add([Run(brand, REGULAR, sizes.brand * scale)])


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
    stamp = row.picture
    for x, y, line in row.lines:
        if stamp is not None and y > stamp[2]:
            _picture(paper, stamp, left, top)
            stamp = None
        paper.line_of(left + x, top - y, line)
    if stamp is not None:
        _picture(paper, stamp, left, top)
    for name, x, y, side in row.symbols:
        paper.stamp((name, side), left + x, top - y, partial(_symbol, paper, name, side))


def _picture(paper: Paper, placed: tuple[Picture, float, float, float], left: float, top: float) -> None:
    picture, x, y, factor = placed
    paper.stamp((picture, factor), left + x, top - y, partial(draw_picture, paper, picture, 0, 0, factor))


def _symbol(paper: Paper, name: str, side: float) -> None:
    if len(name) > 1:
        paper.draw(icon(name, 0, 0, side))
        return
    paper.draw(ring(side / 2, side / 2, side / 2 - 0.6))
    paper.centre(side / 2, side * 0.24, name, BOLD, side * 0.72)
