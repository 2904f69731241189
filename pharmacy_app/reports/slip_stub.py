"""The stub (talón): the part of a slip that comes back. It shows a door and a code, and never names a medicine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pharmacy_app.domain.codes import typed
from pharmacy_app.reports.code import MODULES, SIDE, corners, square
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.pictures import dotted, icon, rounded
from pharmacy_app.reports.records import Slip, SlipBook
from pharmacy_app.reports.slip_rows import Format

RIGHT = 200 * MM
_STOP_WIDE, _STOP_HIGH, _STOP_LOW = 13.2 * MM, 10 * MM, 14.6 * MM
_CODE_LEFT = 0.6 * MM
_CODE_LOW = 20.5 * MM  # the square's lower edge above the cell's
_RESULTS_PITCH, _TICK = 4.75 * MM, 4.0 * MM
_PARTS_LINE = 6  # boxes beside each other
_PARTS_FROM = 3  # from so many medicines, a numbered box for each part that came back
_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4)


def draw_stub(paper: Paper, book: SlipBook, slip: Slip, numbers: Sequence[int], sizes: Format, low: float, high: float) -> None:
    """Draw the stub of a slip (with the medicines `numbers`) in a cell `high` points high whose lower edge is `low`."""
    left, top = sizes.stub * MM, low + high
    box_low = top - _STOP_LOW
    paper.stamp(("stub", high), 0, low, partial(_furniture, paper, book, sizes, high))
    stop = str(slip.stop)
    paper.centre(left + 0.5 + _STOP_WIDE / 2, box_low + _STOP_HIGH / 2 - 7.2, stop, BOLD, fit(stop, BOLD, 20, _STOP_WIDE - 5))
    floor = low + _CODE_LOW + SIDE + 4 * SIDE / MODULES
    for scale in _SCALES:
        blocks, y = _who(paper, slip, numbers, left, box_low - 4, scale)
        if _marks(paper, slip, numbers, left, y, scale, draw=False) >= floor or scale == _SCALES[-1]:
            for block_top, lines, font, size in blocks:
                paper.block(left, block_top, lines, font, size)
            _marks(paper, slip, numbers, left, y, scale, draw=True)
            break
    paper.draw(square(slip.code, left + _CODE_LEFT, round(low, 1) + _CODE_LOW))  # a stamp, and the corners with it, stands at tenths
    paper.text(left, low + 14 * MM, typed(slip.code), BOLD, 11)


def _furniture(paper: Paper, book: SlipBook, sizes: Format, high: float) -> None:
    """What all stubs of a round share, from the lower edge of a cell."""
    language, left = paper.language, sizes.stub * MM
    paper.draw(dotted(sizes.fold * MM, 0, high))
    paper.draw(corners(left + _CODE_LEFT, _CODE_LOW))
    title = language.tr("STUB: back to the pharmacy")
    paper.text(left, high - 9, title, BOLD, fit(title, BOLD, 8.5, RIGHT - left))
    box_low = high - _STOP_LOW
    paper.box(left + 0.5, box_low, _STOP_WIDE, _STOP_HIGH, 1.2)
    beside, room = left + _STOP_WIDE + 6, RIGHT - left - _STOP_WIDE - 6
    name = language.tr("Round {name}", name=book.round_name)
    day = f"{language.weekday(book.day)[:3]} {language.date(book.day)}"
    paper.text(beside, box_low + 18, name, REGULAR, fit(name, REGULAR, 10, room))
    paper.text(beside, box_low + 5, day, BOLD, fit(day, BOLD, 9.5, room))
    results = (language.tr("Delivered"), language.tr("Nobody"), language.tr("Refused"), language.tr("Moved"), language.tr("Part"))
    x = left + 22.1 * MM
    for index, word in enumerate(results):
        lower = _CODE_LOW + SIDE - _TICK + 1.6 * MM - index * _RESULTS_PITCH
        paper.box(x, lower, _TICK, _TICK)
        after = x + _TICK + 2
        paper.text(after, lower + 2.6, word, REGULAR, fit(word, REGULAR, 9.4, RIGHT - after))
    paper.rule(left, RIGHT, 3.9 * MM, 0.7)
    caption = language.tr("Received by (name or signature)")
    paper.text(left, 0.6 * MM, caption, REGULAR, fit(caption, REGULAR, 8.6, RIGHT - left))


_Block = tuple[float, Sequence[str], str, float]
"""Lines of one font: their upper edge, the lines, font and size."""


def _who(paper: Paper, slip: Slip, numbers: Sequence[int], left: float, top: float, scale: float) -> tuple[list[_Block], float]:
    """Name, house and counts from `top` down, and the y below. Measured first, so that nothing runs into the code."""
    language, room = paper.language, RIGHT - left
    counts = " · ".join((language.ntr("{n} medicine", "{n} medicines", len(numbers)), language.ntr("{n} bag", "{n} bags", slip.bags)))
    counts_size = fit(counts, BOLD, 10 * scale, room)
    blocks = (
        (wrap_text(slip.name, BOLD, 10.8 * scale, room), BOLD, 10.8 * scale),
        (wrap_text(slip.house_short or slip.house, REGULAR, 9.6 * scale, room), REGULAR, 9.6 * scale),
        ([counts], BOLD, counts_size),
    )
    y = top
    placed: list[_Block] = []
    for lines, font, size in blocks:
        placed.append((y, lines, font, size))
        y -= len(lines) * size * LEADING + 1.2 * scale
    return placed, y


def _marks(paper: Paper, slip: Slip, numbers: Sequence[int], left: float, y: float, scale: float, draw: bool) -> float:
    """Cold and parts from y down; gives the y below the last."""
    if slip.cold:
        y = _cold(paper, left, y - 2 * scale, scale, draw)
    if len(numbers) >= _PARTS_FROM:
        y = _parts(paper, numbers, left, y - 1.5 * scale, scale, draw)
    return y


def _cold(paper: Paper, left: float, top: float, scale: float, draw: bool) -> float:
    high = 17 * scale
    if draw:
        paper.stamp(("cold", scale), left, top - high / 2, partial(_cold_box, paper, scale, high))
    return top - high - 2 * scale


def _cold_box(paper: Paper, scale: float, high: float) -> None:
    word, side = paper.language.tr("COLD"), 4.6 * MM * scale
    paper.draw(f"1.1 w {rounded(0.6, -high / 2, 57 * scale, high, 3)} S")
    paper.draw(icon("cold", 4 * scale, -side / 2, side))
    paper.text(22 * scale, -4 * scale, word, BOLD, fit(word, BOLD, 11 * scale, 32 * scale))


def _parts(paper: Paper, numbers: Sequence[int], left: float, top: float, scale: float, draw: bool) -> float:
    if draw:
        paper.stamp(("parts", tuple(numbers), scale), left, top, partial(_part_boxes, paper, numbers, RIGHT - left, scale))
    rows = -(-len(numbers) // _PARTS_LINE)
    return top - (9.4 * LEADING + 3) * scale - rows * (_TICK * scale + 2)


def _part_boxes(paper: Paper, numbers: Sequence[int], room: float, scale: float) -> None:
    size, side, pitch = 9.4 * scale, _TICK * scale, room / _PARTS_LINE
    words = paper.language.tr("If a part came back:")
    paper.text(0, -size, words, REGULAR, fit(words, REGULAR, size, room))
    for index, number in enumerate(numbers):
        x = 0.5 + index % _PARTS_LINE * pitch
        y = -(size * LEADING + 3 * scale + side + index // _PARTS_LINE * (side + 2))
        paper.box(x, y, side, side)
        paper.text(x + side + 1, y + side * 0.24, str(number), BOLD, fit(str(number), BOLD, 8.6 * scale, pitch - side - 1.5))
