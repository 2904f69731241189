"""The square code of a slip: QR version 1, level H, drawn as one path of rectangles by runs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import zxingcpp

from pharmacy_app.reports.page import MM

SIDE = 18 * MM  # larger reads worse on a printer that leaves streaks
MODULES = 21
_OVERLAP = 0.02 * MM  # so that no printer leaves a hair line between two rows


@lru_cache(maxsize=64)
def _path(code: str) -> str:
    """Path operators in modules, y downwards."""
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    rows: list[list[int]] = memoryview(image).tolist()  # type: ignore[assignment]  # two dimensions; 0 is black
    if len(rows) != MODULES:
        raise ValueError(code)  # only a longer text than a slip code needs a larger square
    more = _OVERLAP * MODULES / SIDE
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < MODULES:
            if row[x]:
                x += 1
                continue
            start = x
            while x < MODULES and not row[x]:
                x += 1
            parts.append(f"{start} {y} {x - start} {1 + more:.3f} re")
    return " ".join(parts)


def square(code: str, x: float, y: float) -> str:
    """PDF operators of the square of `SIDE` points whose lower left corner is at x, y. Four modules around it must stay white."""
    module = SIDE / MODULES
    return f"q {module:.4f} 0 0 {-module:.4f} {x:.3f} {y + SIDE:.3f} cm {_path(code)} f Q"
