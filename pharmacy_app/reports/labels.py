"""Shelf labels: two beside each other and seven below on plain A4, to be cut apart: what it is, until when, which lot, and a square that opens its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pharmacy_app.domain.codes import typed
from pharmacy_app.reports.code import MODULES, SIDE, corners, square
from pharmacy_app.reports.page import BOLD, LEADING, MM, PORTRAIT, REGULAR, Paper, fit, width, wrap_text
from pharmacy_app.reports.pictures import cut, icon
from pharmacy_app.reports.records import LabelSheet, ShelfLabel
from pharmacy_app.system.language import Language

ACROSS, DOWN = 2, 7
_LEFT, _LOW = 10 * MM, 12 * MM
_WIDE, _HIGH = 95 * MM, 39 * MM
_PAD = 3.5 * MM
_CODE_RIGHT = SIDE / MODULES  # a module of white at the right; between code and words there are four
_NAME_SIZES = (15.0, 13.5, 12.0, 11.0, 10.0, 9.0, 8.0)
_TWO_LINES = 12.0
_SMALL = 9.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a label's words begin and end, and its upper edge (points)."""

    left: float
    right: float
    top: float

    @property
    def beside_code(self) -> float:
        """Where words end that stand left of the square."""
        return self.right - SIDE - _CODE_RIGHT - 5 * SIDE / MODULES


def labels(record: LabelSheet, language: Language) -> bytes:
    """The labels in their order as a PDF; without any, a page that says so."""
    paper = Paper(language, language.tr("Shelf labels"), record.pharmacy)
    each = ACROSS * DOWN
    for first in range(0, len(record.labels), each):
        sheet = record.labels[first : first + each]
        paper.mark(language.tr("Labels {first} to {last}", first=first + 1, last=first + len(sheet)))
        _cuts(paper, (len(sheet) + ACROSS - 1) // ACROSS)
        for place, label in enumerate(sheet):
            row, column = divmod(place, ACROSS)
            left = _LEFT + column * _WIDE
            _draw(paper, label, _Place(left + _PAD, left + _WIDE - _PAD, _LOW + (DOWN - row) * _HIGH - _PAD))
        paper.end_page()
    if not record.labels:
        paper.text(_LEFT, PORTRAIT[1] - 20 * MM, language.tr("There is no lot to label."), BOLD, 15)
        paper.end_page()
    return paper.finish()


def _cuts(paper: Paper, rows: int) -> None:
    top = _LOW + DOWN * _HIGH
    for row in range(rows + 1):
        paper.stamp("cut", 0, top - row * _HIGH, lambda: paper.draw(cut(0, _LEFT, _LEFT + ACROSS * _WIDE)))
    x, low = _LEFT + _WIDE, top - rows * _HIGH
    paper.draw(f"q 0.7 w [3.2 2.6] 0 d {x:.2f} {top:.2f} m {x:.2f} {low:.2f} l S Q")


def _draw(paper: Paper, label: ShelfLabel, at: _Place) -> None:
    tr = paper.language.tr
    y = _name(paper, label, at)
    code_low = at.top - _HIGH + 2 * _PAD + 4.4 * MM
    paper.stamp("corners", at.right - SIDE - _CODE_RIGHT, code_low, lambda: paper.draw(corners(0, 0)))
    paper.draw(square(label.code, round(at.right - SIDE - _CODE_RIGHT, 1), round(code_low, 1)))
    paper.right(at.right - _CODE_RIGHT, code_low - 4 * MM, typed(label.code), REGULAR, 9)
    room = at.beside_code - at.left
    y = _expiry(paper, label, at, y)
    lot = tr("Lot {lot}", lot=label.lot) if label.lot else tr("No lot number")
    size = fit(lot, BOLD, 11, room, 6)
    y = paper.block(at.left, y, wrap_text(lot, BOLD, size, room)[:2], BOLD, size)
    warning = _warning(paper, label, at, room)
    for words in (label.amount, " · ".join(part for part in (label.donation, label.place) if part)):
        if words and y - _SMALL > warning:
            paper.text(at.left, y - _SMALL * 0.94, words, REGULAR, fit(words, REGULAR, _SMALL, room))
            y -= _SMALL * LEADING


def _name(paper: Paper, label: ShelfLabel, at: _Place) -> float:
    """The medicine on two lines at most, as large as they allow, and what the box itself says; gives the y below."""
    room = at.right - at.left
    for size in _NAME_SIZES:
        lines = wrap_text(label.name, BOLD, size, room)
        if len(lines) == 1 or (len(lines) == 2 and size <= _TWO_LINES):  # two larger ones would reach down to the square
            break
    y = paper.block(at.left, at.top, lines[:2], BOLD, size, 1.12)
    if label.on_box:
        room = at.beside_code - at.left
        most = 2 if len(lines) == 1 else 1  # whoever holds the box compares it with these words: they are cut only where there is no room
        size = _SMALL if most == 2 else fit(label.on_box, REGULAR, _SMALL, room, 6)
        y = paper.block(at.left, y, _first(wrap_text(label.on_box, REGULAR, size, room - 6), most), REGULAR, size)
    return y - 1.5


def _expiry(paper: Paper, label: ShelfLabel, at: _Place, y: float) -> float:
    language = paper.language
    words = language.tr("Expires {day}", day=language.date(label.expiry)) if label.expiry else language.tr("Expiry unknown")
    size = fit(words, BOLD, 15, at.beside_code - at.left)
    paper.text(at.left, y - size * 0.94, words, BOLD, size)
    return y - size * LEADING


def _warning(paper: Paper, label: ShelfLabel, at: _Place, room: float) -> float:
    """What whoever takes the box must know, at the lower edge: set aside before anything else, then the fridge. Gives the y above it."""
    low, side = at.top - _HIGH + 2 * _PAD, 3.6 * MM
    words = paper.language.tr("SET ASIDE: {reason}", reason=label.aside) if label.aside else label.cold
    if not words:
        return low
    room -= side + 4
    size = fit(words, BOLD, 10, room, 8)
    lines = _first(wrap_text(words, BOLD, size, room - 6 if width(words, BOLD, size) > room else room), 2)
    top = low + len(lines) * size * LEADING
    paper.draw(icon("care" if label.aside else "cold", at.left, top - side, side))
    paper.block(at.left + side + 4, top, lines, BOLD, size)
    return top


def _first(lines: Sequence[str], most: int) -> list[str]:
    """The first lines; where there are more, the last of them says so."""
    return list(lines) if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
