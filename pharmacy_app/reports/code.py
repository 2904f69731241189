"""The square code of a slip: QR version 1, level H, drawn as one path of rectangles by runs.

The squares in three corners are the same in every code: what all slips share draws them once (`corners`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import zxingcpp

from pharmacy_app.reports.page import MM

SIDE = 18 * MM  # larger reads worse on a printer that leaves streaks
MODULES = 21
_OVERLAP = 0.02 * MM  # so that no printer leaves a hair line between two rows
_RECT = f"{1 + _OVERLAP * MODULES / SIDE:.3f} re"
_CORNER = 7
_DARK = re.compile(rb"\0+")
# Of each row, where the data of a code may lie: between the corners, or beside the lower one.
_DATA = tuple((y * MODULES + (8 if y < 8 or y > 12 else 0), y * MODULES + (13 if y < 8 else MODULES)) for y in range(MODULES))


def _path(code: str) -> str:
    """Path operators in modules, y downwards, without the corners."""
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    modules = bytes(image)  # row by row; 0 is black
    if len(modules) != MODULES * MODULES:
        raise ValueError(code)  # only a longer text than a slip code needs a larger square
    return " ".join([_run(*found.span()) for first, last in _DATA for found in _DARK.finditer(modules, first, last)])


@cache
def _run(start: int, end: int) -> str:
    """The rectangle of black modules `start` to `end` (not included), counted through the rows."""
    y, x = divmod(start, MODULES)
    return f"{x} {y} {end - start} {_RECT}"


def corners(x: float, y: float) -> str:
    """PDF operators of what every square has, for the lower left corner x, y: three squares by which a reader finds it."""
    rows = (
        ((0, 7),),
        ((0, 1), (6, 1)),
        ((0, 1), (2, 3), (6, 1)),
        ((0, 1), (2, 3), (6, 1)),
        ((0, 1), (2, 3), (6, 1)),
        ((0, 1), (6, 1)),
        ((0, 7),),
    )
    other = MODULES - _CORNER
    parts = [
        f"{left + start} {low + row} {wide} {_RECT}"
        for left, low in ((0, 0), (other, 0), (0, other))
        for row, runs in enumerate(rows)
        for start, wide in runs
    ]
    return _placed(" ".join(parts), x, y)


def square(code: str, x: float, y: float) -> str:
    """PDF operators of the square of `SIDE` points whose lower left corner is at x, y, `corners` apart. Four modules around it must stay white."""
    return _placed(_path(code), x, y)


def _placed(path: str, x: float, y: float) -> str:
    module = SIDE / MODULES
    return f"q {module:.4f} 0 0 {-module:.4f} {x:.3f} {y + SIDE:.3f} cm {path} f Q"
