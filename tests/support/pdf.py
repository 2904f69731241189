"""Reading a PDF back: its words, where they stand, its fonts, its codes."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pdfplumber
import pypdf
import zxingcpp
from PIL import Image

MM = 72 / 25.4


def texts(file: bytes) -> list[str]:
    """The text of each page."""
    with pdfplumber.open(io.BytesIO(file)) as document:
        return [page.extract_text() for page in document.pages]


def all_text(file: bytes) -> str:
    """Every word, one space between them."""
    return " ".join(" ".join(texts(file)).split())


def column(file: bytes, left: float, right: float, size: float = 0.0) -> str:
    """The words between two millimetres of all pages, only those of at least `size` points."""
    with pdfplumber.open(io.BytesIO(file)) as document:
        pages = [
            page.crop((left * MM, 0, right * MM, page.height)).filter(lambda thing: thing.get("size", size) >= size)
            for page in document.pages
        ]
        return " ".join(" ".join(page.extract_text().split()) for page in pages)


def outside(file: bytes, side: float, top: float, bottom: float) -> list[str]:
    """Whatever is drawn outside the margins (millimetres), as words to read in a failure."""
    found = []
    with pdfplumber.open(io.BytesIO(file)) as document:
        for number, page in enumerate(document.pages, 1):
            things: Iterable[dict[str, float]] = [*page.chars, *page.lines, *page.rects, *page.curves]
            for thing in things:
                if (
                    thing["x0"] < side * MM - 1.5
                    or thing["x1"] > page.width - side * MM + 1.5
                    or thing["top"] < top * MM - 1.5
                    or thing["bottom"] > page.height - bottom * MM + 4
                ):
                    found.append(f"page {number}: {thing.get('text', 'a line')} at {thing['x0']:.0f},{thing['top']:.0f}")
    return found


def overlaps(file: bytes) -> list[str]:
    """Words that are printed over each other."""
    found = []
    with pdfplumber.open(io.BytesIO(file)) as document:
        for number, page in enumerate(document.pages, 1):
            words = page.extract_words(x_tolerance=1.5, y_tolerance=1, use_text_flow=False)
            for index, one in enumerate(words):
                for other in words[index + 1 :]:
                    wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
                    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                    if wide > 1 and high > min(one["height"], other["height"]) * 0.4:
                        found.append(f"page {number}: {one['text']} / {other['text']}")
    return found


def fonts(file: bytes) -> set[tuple[str, bool]]:
    """(name, embedded) of every font that a page or a form may use."""
    found: set[tuple[str, bool]] = set()
    reader = pypdf.PdfReader(io.BytesIO(file))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            found.add((str(font["/BaseFont"]), "/FontFile2" in font.get("/FontDescriptor", {})))
    return found


def codes(file: bytes, folder: Path) -> list[str]:
    """What a reader finds in the squares of all pages at 200 dpi."""
    (folder / "a.pdf").write_bytes(file)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", str(folder / "a.pdf"), str(folder / "a")], check=True)
    found = []
    for picture in sorted(folder.glob("a*.png")):
        with Image.open(picture) as image:
            found += [barcode.text for barcode in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]
    return found
