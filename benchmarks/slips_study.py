"""The slips of the study before the first line was written (A5, a head, four lines, a code), made by hand and the usual way.

`slips_study hand|platypus COUNT FILE`. Drawn as in `../shared/bench/pdf`: the same words, places, codes (level M) and compression. One thing
is quicker here: fonts are cut to their letters by ReportLab's reader (a few milliseconds, where the study took 0.2 s with another library).
"""

from __future__ import annotations

import gc
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import zxingcpp
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from benchmarks.slips_floor import File, embed
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.reports.page import BOLD, MM, REGULAR, load_fonts

WIDE, HIGH = 148 * MM, 210 * MM
TITLE = "Communal pharmacy · Комунальна аптека"
HEADS = ("No", "Medicine / Ліки", "Batch", "Expiry", "Qty")
COLUMNS = (40, 60, 210, 290, 370)
_NAMES = ("Олена Коваленко", "José Ñandú", "Тарас Шевчук", "Łucja Żak", "Zoë Müller", "Марія Їжакевич")
_MEDICINES = ("Парацетамол 500 мг", "Amoxicilline 1 g", "Metformin 850 mg", "Левотироксин 50 мкг", "Ibuprofène 400 mg", "Омепразол 20 мг")
_DOSES = ("1 таблетка 2 рази на день", "1 comprimé matin et soir", "2 tablets at night", "по 1 капсулі вранці")
_DARK = re.compile(rb"\0+")


@dataclass(frozen=True, slots=True)
class Slip:
    """Its number, person, house, and lines (medicine, lot, expiry, quantity, dose)."""

    number: str
    name: str
    house: str
    lines: tuple[tuple[str, str, str, str, str], ...]

    @property
    def head(self) -> str:
        """The line under the title."""
        return f"{self.number} — 2026-11-22"

    @property
    def code(self) -> str:
        """The words of the square."""
        return f"{self.number}|{self.name}"


def people(count: int) -> Iterator[Slip]:
    """The same slips every time."""
    rng = Random(3)
    for number in range(count):
        name, house = rng.choice(_NAMES), f"вул. Шевченка {rng.randint(1, 99)}, Львів"
        lines = tuple(
            (
                rng.choice(_MEDICINES),
                f"LOT{rng.randrange(10**7):07d}",
                f"2027-{rng.randint(1, 12):02d}-15",
                str(rng.randint(1, 90)),
                rng.choice(_DOSES),
            )
            for _ in range(4)
        )
        yield Slip(f"SLIP-{number:06d}", name, house, lines)


def square(text: str) -> str:
    """The code as one path of runs, 80 points wide."""
    image: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=False)
    side = memoryview(image).shape[0]  # type: ignore[index]
    modules = bytes(image)
    runs = [
        f"{found.start()} {y} {found.end() - found.start()} 1 re"
        for y in range(side)
        for found in _DARK.finditer(modules[y * side : (y + 1) * side])
    ]
    return f" q {80 / side:.4f} 0 0 {-80 / side:.4f} 40 120 cm {' '.join(runs)} f Q"


def hand(count: int) -> bytes:
    """The floor: one stream a slip, the head in a form, both fonts cut to their letters, zlib's quickest level."""
    slips = list(people(count))
    letters = set("".join((TITLE, *HEADS, "0123456789—- ")))
    for slip in slips:
        letters.update(slip.head, slip.name, slip.house, *(text for line in slip.lines for text in line))
    file = File()
    (regular, plain), (strong, bold) = (embed(file, name, letters) for name in (REGULAR, BOLD))

    def words(x: float, y: float, text: str, digits: dict[int, str]) -> str:
        return f"1 0 0 1 {x:g} {y:g} Tm({text.translate(digits)})Tj "

    fonts = f"/Font<</A {regular} 0 R/B {strong} 0 R>>"
    heads = "".join(words(x, HIGH - 140, head, bold) for x, head in zip(COLUMNS, HEADS, strict=True))
    rules = " ".join(f"36 {HIGH - 145 - 30 * n:g} m {WIDE - 36:g} {HIGH - 145 - 30 * n:g} l S" for n in range(5))
    fixed = f"BT/B 14 Tf {words(40, HIGH - 45, TITLE, bold)}/B 8 Tf {heads} ET .5 w {rules}"
    form = file.stream(f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDE} {HIGH}]/Resources<<{fonts}>>", fixed.encode("latin-1"))
    resources, pages = f"<<{fonts}/XObject<</H {form} 0 R>>>>", file.add(b"")
    kids = []
    for slip in slips:
        parts = [f"/H Do BT/B 14 Tf {words(40, HIGH - 98, slip.name, bold)}/A 9 Tf ", words(40, HIGH - 70, slip.head, plain)]
        parts.append(words(40, HIGH - 115, slip.house, plain))
        for n, (medicine, lot, expiry, quantity, dose) in enumerate(slip.lines):
            y = HIGH - 157 - 30 * n
            parts += [words(x, y, text, plain) for x, text in zip(COLUMNS, (str(n + 1), medicine, lot, expiry, quantity), strict=True)]
            parts.append(words(60, y - 12, dose, plain))
        parts += [" ET", square(slip.code)]
        stream = file.stream("", "".join(parts).encode("latin-1"), level=1)
        page = f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {WIDE} {HIGH}]/Resources {resources}/Contents {stream} 0 R>>"
        kids.append(file.add(page.encode()))
    file.objects[pages - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return file.bytes(file.add(b"<</Type/Catalog/Pages %d 0 R>>" % pages))


def platypus(count: int, path: str) -> None:
    """The usual way: ReportLab's flowing layout, and its own widget for the code."""
    load_fonts()
    title, plain = ParagraphStyle("title", fontName=BOLD, fontSize=14), ParagraphStyle("plain", fontName=REGULAR, fontSize=9)
    style = TableStyle(
        [("FONT", (0, 0), (-1, -1), REGULAR, 8), ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, 0), BOLD, 8)]
    )
    story: list[Any] = []
    for slip in people(count):
        story += [Paragraph(TITLE, title), Spacer(1, 8), Paragraph(slip.head, plain), Paragraph(slip.name, title)]
        rows = [[str(n), Paragraph(f"{m}<br/>{dose}", plain), lot, day, qty] for n, (m, lot, day, qty, dose) in enumerate(slip.lines, 1)]
        table = Table([list(HEADS), *rows], colWidths=[20, 150, 75, 70, 35], style=style)
        story += [Paragraph(slip.house, plain), Spacer(1, 8), table, Spacer(1, 12)]
        drawing = Drawing(80, 80)
        drawing.add(QrCodeWidget(slip.code, barWidth=80, barHeight=80))
        story += [drawing, PageBreak()]
    page = SimpleDocTemplate(path, pagesize=(WIDE, HIGH), leftMargin=30, rightMargin=30, topMargin=30, bottomMargin=30)
    page.build(story)


def main(way: str, count: str, path: str) -> None:
    gc.set_threshold(*RUBBISH)
    begun = time.process_time()
    if way == "hand":
        Path(path).write_bytes(hand(int(count)))
    else:
        platypus(int(count), path)
    print(json.dumps({"cpu": time.process_time() - begun, "bytes": Path(path).stat().st_size}))


if __name__ == "__main__":
    main(*sys.argv[1:])
