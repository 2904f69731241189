"""The floor: the very marks of our slips, written by hand as a PDF. `slips_floor COUNT LEAST MOST FILE`.

Handed to it ready, and not counted: where everything stands (`slips_marks`: which words at which place in which font and size, path operators,
what is a form and where it stands), so it measures, wraps and fits nothing. Counted: every string encoded into the glyphs of its font, the
operators of each page and form put together, the square codes made (level H) and drawn as runs, all streams compressed at zlib's usual level,
both fonts cut to the letters used and embedded with their widths and their way back to text, pages with the same forms, the outline with an
entry a page, the table of objects, the file written. Imports are not counted, here as on our side.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import zxingcpp
from reportlab.pdfbase.ttfonts import TTFontFile

from benchmarks.slip_people import book
from benchmarks.slips_marks import Mark, Marks, Square, Stamp, Text, marks
from pharmacy_app.__main__ import RUBBISH
from pharmacy_app.reports.code import MODULES, SIDE
from pharmacy_app.reports.page import BOLD, PORTRAIT, REGULAR
from pharmacy_app.system import paths
from pharmacy_app.system.language import language

WIDE, HIGH = PORTRAIT
_DARK = re.compile(rb"\0+")
_PARTS = tuple((8 if y < 8 or y > 12 else 0, 13 if y < 8 else MODULES) for y in range(MODULES))  # the corners are in a form
_MODULE = f"{SIDE / MODULES:.4f}"


class File:
    """Numbered objects, written out with their table at the end."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, head: str, body: bytes, level: int = 6) -> int:
        packed = zlib.compress(body, level)
        return self.add(f"<<{head}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream")

    def bytes(self, root: int) -> bytes:
        out, places = bytearray(b"%PDF-1.5\n"), []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
        return bytes(out + b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, root, table))


_ESCAPED = {letter: f"\\{letter}" for letter in "()\\"} | {"\r": "\\r"}


def embed(file: File, name: str, letters: set[str]) -> tuple[int, dict[int, str]]:
    """One font with these letters: its object, and each letter as the byte of its glyph, as a PDF string holds it."""
    face: Any = TTFontFile(str(paths.resources() / "fonts" / f"{name}.ttf"))
    codes = sorted(map(ord, letters))
    assert len(codes) <= 256  # one byte a letter; the benchmark's people and medicines need a hundred
    program = face.makeSubset(codes)
    font_file = file.stream(f"/Length1 {len(program)}", program)
    about = file.add(f"<</Type/FontDescriptor/FontName/AAAAAA+{name}/Flags 4/FontBBox[-500 -300 1500 1100]/ItalicAngle 0/Ascent 900"
                     f"/Descent -240/CapHeight 700/StemV 80/FontFile2 {font_file} 0 R>>".encode())  # fmt: skip
    pairs = [f"<{byte:02X}><{code:04X}>" for byte, code in enumerate(codes)]
    blocks = "".join(
        f"{len(pairs[at : at + 100])} beginbfchar {' '.join(pairs[at : at + 100])} endbfchar " for at in range(0, len(pairs), 100)
    )
    to_text = ("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/X def/CMapType 2 def "
               f"1 begincodespacerange<00><FF>endcodespacerange {blocks}endcmap end end")  # fmt: skip
    text = file.stream("", to_text.encode())
    widths = " ".join(str(round(face.charWidths[code])) for code in codes)
    font = (f"<</Type/Font/Subtype/TrueType/BaseFont/AAAAAA+{name}/FirstChar 0/LastChar {len(codes) - 1}/Widths[{widths}]"
            f"/FontDescriptor {about} 0 R/ToUnicode {text} 0 R>>")  # fmt: skip
    return file.add(font.encode()), {code: _ESCAPED.get(chr(byte), chr(byte)) for byte, code in enumerate(codes)}


def code_path(text: str) -> str:
    """The square code as rectangles by runs, in modules."""
    image: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H").to_image(scale=1, add_quiet_zones=False)
    modules = bytes(image)
    parts = []
    for y, (first, last) in enumerate(_PARTS):
        row = y * MODULES
        for found in _DARK.finditer(modules, row + first, row + last):
            start, end = found.span()
            parts.append(f"{start - row} {y} {end - start} 1.023 re")
    return " ".join(parts)


def content(drawn: list[Mark], digits: dict[str, dict[int, str]]) -> bytes:
    """The operators of a page or a form."""
    parts: list[str] = []
    inside, now = False, ("", 0.0)
    for mark in drawn:
        if type(mark) is Text:
            if not inside:
                parts.append("BT")
                inside, now = True, ("", 0.0)
            if mark.at is not None:
                parts.append(f"1 0 0 1 {mark.at[0]:.1f} {mark.at[1]:.1f} Tm")
            if now != (mark.font, mark.size):
                now = (mark.font, mark.size)
                parts.append(f"/{'A' if mark.font == REGULAR else 'B'} {mark.size:.2f} Tf")
            parts.append(f"({mark.words.translate(digits[mark.font])})Tj")
            continue
        if inside:
            parts.append("ET")
            inside = False
        if type(mark) is Stamp:
            parts.append(f"q 1 0 0 1 {mark.x:.1f} {mark.y:.1f} cm /s{mark.number} Do Q")
        elif type(mark) is Square:
            parts.append(f"q {_MODULE} 0 0 -{_MODULE} {mark.x:.3f} {mark.y + SIDE:.3f} cm {code_path(mark.code)} f Q")
        else:
            parts.append(str(mark))
    if inside:
        parts.append("ET")
    return " ".join(parts).encode("latin-1")


def made(taken: Marks) -> bytes:
    """The whole file."""
    file = File()
    letters: dict[str, set[str]] = {REGULAR: set(), BOLD: set()}
    for drawn in (*taken.forms, *taken.pages):
        for mark in drawn:
            if type(mark) is Text:
                letters[mark.font].update(mark.words)
    (regular, plain), (strong, bold) = (embed(file, name, letters[name]) for name in (REGULAR, BOLD))
    digits = {REGULAR: plain, BOLD: bold}
    fonts = f"/Font<</A {regular} 0 R/B {strong} 0 R>>"
    box = f"/BBox[-{WIDE} -{HIGH} {WIDE} {HIGH}]"
    forms = [file.stream(f"/Type/XObject/Subtype/Form{box}/Resources<<{fonts}>>", content(drawn, digits)) for drawn in taken.forms]
    stamps = "".join(f"/s{number} {form} 0 R" for number, form in enumerate(forms))
    shared = file.add(f"<<{fonts}/XObject<<{stamps}>>>>".encode())
    pages, outline = file.add(b""), file.add(b"")
    kids: list[int] = []
    entries: list[int] = []
    for drawn, title in zip(taken.pages, taken.outline, strict=True):
        stream = file.stream("", content(drawn, digits))
        kids.append(
            file.add(f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {WIDE} {HIGH}]/Resources {shared} 0 R/Contents {stream} 0 R>>".encode())
        )
        before, last = (f"/Prev {entries[-1]} 0 R" if entries else ""), len(kids) == len(taken.pages)
        after = "" if last else f"/Next {len(file.objects) + 4} 0 R"  # this entry, then the next page's content, page and entry
        entries.append(file.add(f"<</Title({title})/Parent {outline} 0 R/Dest[{kids[-1]} 0 R/Fit]{before}{after}>>".encode()))
    file.objects[pages - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    file.objects[outline - 1] = f"<</Type/Outlines/Count {len(entries)}/First {entries[0]} 0 R/Last {entries[-1]} 0 R>>".encode()
    return file.bytes(file.add(b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/Lang(es)>>" % (pages, outline)))


def main(count: str, least: str, most: str, path: str) -> None:
    gc.set_threshold(*RUBBISH)
    taken = marks(book(int(count), int(least), int(most)), language("es"))
    begun = time.process_time()
    whole = made(taken)
    Path(path).write_bytes(whole)
    print(json.dumps({"cpu": time.process_time() - begun, "bytes": len(whole)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
