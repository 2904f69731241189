"""The floor: the same words and codes as raw PDF operators at fixed places, two embedded fonts, one page a slip, nothing measured.

`slips_floor COUNT LEAST MOST FILE`; imports are not counted.
"""

from __future__ import annotations

import json
import sys
import time
import zlib
from itertools import groupby
from pathlib import Path
from typing import Any

import zxingcpp
from reportlab.pdfbase.ttfonts import TTFontFile

from benchmarks.slip_people import around, book, lines
from pharmacy_app.reports.records import Slip
from pharmacy_app.system import paths

WIDE, HIGH = 420, 595
FURNITURE = ("TALÓN: vuelve a la farmacia", "Ronda 47", "mar 24/11/2026", "Entregado", "Nadie", "No quiso", "Se mudó", "Parte",
             "Recibido por (nombre o firma)", "Guarde este papel", "Dudas o malestar: 0212-555 01 47, farmacia comunal El Mirador")  # fmt: skip


class File:
    """Numbered objects, written out with their table at the end."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, head: str, body: bytes, level: int = 1) -> int:
        packed = zlib.compress(body, level)
        return self.add(f"<<{head}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream")

    def bytes(self, root: int) -> bytes:
        out, places = bytearray(b"%PDF-1.5\n"), []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
        return bytes(out + b"trailer<</Size %d/Root %d 0 R>>startxref\n%d\n%%%%EOF" % (len(places) + 1, root, table))


def embed(file: File, name: str, letters: set[str]) -> tuple[int, dict[int, str]]:
    """One font with these letters: its object, and each letter as the four hexadecimal digits of its glyph."""
    face: Any = TTFontFile(str(paths.resources() / "fonts" / f"{name}.ttf"))
    glyphs: dict[int, int] = {}
    for code in sorted(map(ord, letters)):
        if face.charToGlyph.get(code) and face.charToGlyph[code] not in {face.charToGlyph[known] for known in glyphs}:
            glyphs[code] = len(glyphs) + 1
    program = face.makeSubset(list(glyphs))
    font_file = file.stream(f"/Length1 {len(program)}", program, 6)
    about = file.add(f"<</Type/FontDescriptor/FontName/AAAAAA+{name}/Flags 4/FontBBox[-500 -300 1500 1100]/ItalicAngle 0/Ascent 900"
                     f"/Descent -240/CapHeight 700/StemV 80/FontFile2 {font_file} 0 R>>".encode())  # fmt: skip
    widths = " ".join(str(round(face.charWidths[code])) for code in glyphs)
    kind = file.add(f"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                    f"/FontDescriptor {about} 0 R/DW 600/W[1[{widths}]]/CIDToGIDMap/Identity>>".encode())  # fmt: skip
    pairs = [f"<{glyph:04X}><{code:04X}>" for code, glyph in glyphs.items()]
    blocks = "".join(
        f"{len(pairs[at : at + 100])} beginbfchar {' '.join(pairs[at : at + 100])} endbfchar " for at in range(0, len(pairs), 100)
    )
    to_text = ("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/X def/CMapType 2 def "
               f"1 begincodespacerange<0000><FFFF>endcodespacerange {blocks}endcmap end end")  # fmt: skip
    text = file.stream("", to_text.encode())
    font = f"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+{name}/Encoding/Identity-H/DescendantFonts[{kind} 0 R]/ToUnicode {text} 0 R>>"
    return file.add(font.encode()), {code: f"{glyph:04X}" for code, glyph in glyphs.items()}


def code_path(text: str) -> str:
    """The square code as rectangles by runs, in modules."""
    image: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H").to_image(scale=1, add_quiet_zones=False)
    parts = []
    rows: Any = memoryview(image).tolist()
    for y, row in enumerate(rows):
        x = 0
        for light, run in groupby(row):
            size = len(list(run))
            if not light:
                parts.append(f"{x} {y} {size} 1 re")
            x += size
    return " ".join(parts)


def page(slip: Slip, plain: dict[int, str], bold: dict[int, str]) -> bytes:
    """The operators of one slip."""
    name, house, following, *stub = around(slip)
    parts = ["/S Do BT /B 15 Tf ", _at(28, 560, name, bold), "/A 10 Tf ", _at(28, 545, house, plain)]
    y = 525
    for number, medicine in enumerate(slip.medicines, 1):
        first, *rest = lines(medicine, number)
        parts += ["/B 12 Tf ", _at(28, y, first, bold), "/A 11 Tf "]
        parts += [_at(28, y - 14 * row, text, plain) for row, text in enumerate(rest, 1)]
        y -= 14 * (len(rest) + 2)
    parts += ["/B 11 Tf ", _at(28, 60, following, bold), *(_at(300, 500 - 14 * row, text, bold) for row, text in enumerate(stub)), "ET "]
    parts.append(f"q 2.43 0 0 -2.43 300 200 cm {code_path(slip.code)} f Q")
    return "".join(parts).encode()


def _at(x: int, y: int, text: str, digits: dict[int, str]) -> str:
    return f"1 0 0 1 {x} {y} Tm<{text.translate(digits)}>Tj "


def made(record_slips: tuple[Slip, ...]) -> bytes:
    """The whole file."""
    file = File()
    letters = set("".join(FURNITURE))
    for slip in record_slips:
        letters.update(*around(slip), *(line for number, medicine in enumerate(slip.medicines, 1) for line in lines(medicine, number)))
    regular, plain = embed(file, "DejaVuSansCondensed", letters)
    strong, bold = embed(file, "DejaVuSansCondensed-Bold", letters)
    fonts = f"/Font<</A {regular} 0 R/B {strong} 0 R>>"
    shared = (
        "BT /A 9 Tf " + "".join(_at(300, 480 - 14 * row, text, plain) for row, text in enumerate(FURNITURE)) + "ET 28 535 m 290 535 l S"
    )
    furniture = file.stream(f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDE} {HIGH}]/Resources<<{fonts}>>", shared.encode())
    pages = file.add(b"")
    kids = []
    for slip in record_slips:
        content = file.stream("", page(slip, plain, bold))
        resources = f"<<{fonts}/XObject<</S {furniture} 0 R>>>>"
        one = f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {WIDE} {HIGH}]/Resources{resources}/Contents {content} 0 R>>"
        kids.append(file.add(one.encode()))
    file.objects[pages - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return file.bytes(file.add(b"<</Type/Catalog/Pages %d 0 R>>" % pages))


def main(count: str, least: str, most: str, path: str) -> None:
    record = book(int(count), int(least), int(most))
    begun = time.process_time()
    whole = made(record.slips)
    Path(path).write_bytes(whole)
    print(json.dumps({"cpu": time.process_time() - begun, "bytes": len(whole)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
