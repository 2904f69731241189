"""The stub (talón): the part of a slip that comes back. It shows a door and a code, and never names a medicine."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.domain.codes import typed
from pharmacy_app.reports.code import SIDE, square
from pharmacy_app.reports.page import BOLD, LEADING, MM, REGULAR, Paper, fit, wrap_text
from pharmacy_app.reports.pictures import icon, rounded
from pharmacy_app.reports.records import Slip, SlipBook

RIGHT = 200 * MM
_CODE_LOW = 20.5 * MM  # the square's lower edge above the cell's
_RESULTS_PITCH, _TICK = 4.75 * MM, 4.0 * MM
_PARTS_FROM = 3  # from so many medicines, a numbered box for each part that came back
_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4)


def draw_stub(paper: Paper, book: SlipBook, slip: Slip, numbers: Sequence[int], left: float, low: float, high: float) -> None:
    """Draw the stub of a slip (with the medicines `numbers`) in a cell whose lower edge is `low`; `left` to 200 mm, `high` points."""
    tr = paper.language.tr
    top = low + high
    title = tr("STUB: back to the pharmacy")
    paper.text(left, top - 9, title, BOLD, fit(title, BOLD, 8.5, RIGHT - left))
    wide, tall = 13.2 * MM, 10 * MM
    box_low = top - 4.6 * MM - tall
    paper.box(left + 0.5, box_low, wide, tall, 1.2)
    stop = str(slip.stop)
    paper.centre(left + 0.5 + wide / 2, box_low + tall / 2 - 7.2, stop, BOLD, fit(stop, BOLD, 20, wide - 5))
    beside, room = left + wide + 6, RIGHT - left - wide - 6
    name = tr("Round {name}", name=book.round_name)
    day = f"{paper.language.weekday(book.day)[:3]} {paper.language.date(book.day)}"
    paper.text(beside, box_low + 18, name, REGULAR, fit(name, REGULAR, 10, room))
    paper.text(beside, box_low + 5, day, BOLD, fit(day, BOLD, 9.5, room))
    floor = low + _CODE_LOW + SIDE + 4 * SIDE / 21
    for scale in _SCALES:
        if _who(paper, slip, numbers, left, box_low - 4, scale, draw=False) >= floor or scale == _SCALES[-1]:
            _who(paper, slip, numbers, left, box_low - 4, scale, draw=True)
            break
    _code_and_results(paper, slip, left, low)


def _who(paper: Paper, slip: Slip, numbers: Sequence[int], left: float, top: float, scale: float, draw: bool) -> float:
    """Name, house, counts, cold, parts from `top` down; gives the y below the last. Measured first, so that nothing runs into the code."""
    language, room = paper.language, RIGHT - left
    counts = " · ".join((language.ntr("{n} medicine", "{n} medicines", len(numbers)), language.ntr("{n} bag", "{n} bags", slip.bags)))
    counts_size = fit(counts, BOLD, 10 * scale, room)
    blocks = (
        (wrap_text(slip.name, BOLD, 10.8 * scale, room), BOLD, 10.8 * scale),
        (wrap_text(slip.house_short or slip.house, REGULAR, 9.6 * scale, room), REGULAR, 9.6 * scale),
        ([counts], BOLD, counts_size),
    )
    y = top
    for lines, font, size in blocks:
        if draw:
            paper.block(left, y, lines, font, size)
        y -= len(lines) * size * LEADING + 1.2 * scale
    if slip.cold:
        y = _cold(paper, left, y - 2 * scale, scale, draw)
    if len(numbers) >= _PARTS_FROM:
        y = _parts(paper, numbers, left, y - 1.5 * scale, scale, draw)
    return y


def _cold(paper: Paper, left: float, top: float, scale: float, draw: bool) -> float:
    high = 17 * scale
    if draw:
        word = paper.language.tr("COLD")
        side = 4.6 * MM * scale
        paper.draw(f"1.1 w {rounded(left + 0.6, top - high, 57 * scale, high, 3)} S")
        paper.draw(icon("cold", left + 4 * scale, top - high / 2 - side / 2, side))
        paper.text(left + 22 * scale, top - high / 2 - 4 * scale, word, BOLD, fit(word, BOLD, 11 * scale, 32 * scale))
    return top - high - 2 * scale


def _parts(paper: Paper, numbers: Sequence[int], left: float, top: float, scale: float, draw: bool) -> float:
    size, side, per_line = 9.4 * scale, _TICK * scale, 6
    pitch = (RIGHT - left) / per_line
    rows = -(-len(numbers) // per_line)
    if draw:
        paper.text(left, top - size, paper.language.tr("If a part came back:"), REGULAR, size)
        for index, number in enumerate(numbers):
            x = left + 0.5 + index % per_line * pitch
            y = top - size * LEADING - 3 * scale - side - index // per_line * (side + 2)
            paper.box(x, y, side, side)
            paper.text(x + side + 1, y + side * 0.24, str(number), BOLD, fit(str(number), BOLD, 8.6 * scale, pitch - side - 1.5))
    return top - size * LEADING - 3 * scale - rows * (side + 2)


def _code_and_results(paper: Paper, slip: Slip, left: float, low: float) -> None:
    language = paper.language
    y = low + _CODE_LOW
    paper.draw(square(slip.code, left + 0.6 * MM, y))
    paper.text(left, low + 14 * MM, typed(slip.code), BOLD, 11)
    results = (language.tr("Delivered"), language.tr("Nobody"), language.tr("Refused"), language.tr("Moved"), language.tr("Part"))
    x = left + 22.1 * MM
    for index, word in enumerate(results):
        lower = y + SIDE - _TICK + 1.6 * MM - index * _RESULTS_PITCH
        paper.box(x, lower, _TICK, _TICK)
        after = x + _TICK + 2
        paper.text(after, lower + 2.6, word, REGULAR, fit(word, REGULAR, 9.4, RIGHT - after))
    paper.rule(left, RIGHT, low + 3.9 * MM, 0.7)
    caption = language.tr("Received by (name or signature)")
    paper.text(left, low + 0.6 * MM, caption, REGULAR, fit(caption, REGULAR, 8.6, RIGHT - left))
