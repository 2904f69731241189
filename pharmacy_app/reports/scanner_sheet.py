"""The sheet with which a scanner is tried: one made-up pack as square and as bars. Its lot and serial hold what keyboards change."""

from __future__ import annotations

from functools import cache
from typing import Any

import zxingcpp

from pharmacy_app.reports.page import BOLD, MM, PORTRAIT, REGULAR, Paper, wrap_text
from pharmacy_app.system.language import Language

# Small and capital letters, signs that stand elsewhere on other keyboards, and one separator between lot and serial.
GTIN, EXPIRY, LOT, SERIAL = "07612345678900", "281231", "aB-1/7", "xY9_z"
_PRINTED = f"(01){GTIN}(17){EXPIRY}(10){LOT}(21){SERIAL}"
SQUARE_SIDE, BARS_HIGH = 34 * MM, 18 * MM


@cache
def modules(bars: bool = False) -> tuple[tuple[bool, ...], ...]:
    """The test code row by row, True where it is black; as bars, one row."""
    kind = zxingcpp.BarcodeFormat.Code128 if bars else zxingcpp.BarcodeFormat.DataMatrix
    image: Any = zxingcpp.create_barcode(_PRINTED, kind, gs1=True).to_image(scale=1, add_quiet_zones=False)
    pixels: Any = memoryview(image)
    (rows, columns), flat = pixels.shape, bytes(image)
    made = tuple(tuple(not flat[row * columns + column] for column in range(columns)) for row in range(rows))
    return made[:1] if bars else made


def scanner_sheet(pharmacy: str, language: Language) -> bytes:
    """A4 with the square and the bars, and what to do."""
    tr = language.tr
    paper = Paper(language, tr("Test of the scanner"), pharmacy)
    left, y = 25 * MM, PORTRAIT[1] - 30 * MM
    paper.text(left, y, tr("Test of the scanner"), BOLD, 20)
    sentence = tr("Open Settings, The scanner, and pass each of these under the scanner. The program says what arrives.")
    y = paper.block(left, y - 12 * MM, wrap_text(sentence, REGULAR, 12, PORTRAIT[0] - 50 * MM), REGULAR, 12)
    y -= 12 * MM + SQUARE_SIDE
    _draw(paper, modules(), left, y, SQUARE_SIDE, SQUARE_SIDE)
    y -= 22 * MM + BARS_HIGH
    _draw(paper, modules(bars=True), left, y, PORTRAIT[0] - 50 * MM, BARS_HIGH)
    paper.text(left, y - 6 * MM, _PRINTED, REGULAR, 9)
    paper.end_page()
    return paper.finish()


def _draw(paper: Paper, code: tuple[tuple[bool, ...], ...], x: float, y: float, wide: float, high: float) -> None:
    """The code with its lower left corner at x, y."""
    column, row = wide / len(code[0]), high / len(code)
    for at, line in enumerate(code):
        top = y + high - (at + 1) * row
        black = [place for place, dark in enumerate(line) if dark]
        paper.draw(" ".join(f"{x + place * column:.3f} {top:.3f} {column + 0.02:.3f} {row + 0.02:.3f} re" for place in black) + " f")
