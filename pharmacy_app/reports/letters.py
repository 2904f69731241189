"""How a document writes the letters of its fonts."""

from __future__ import annotations

import re
from typing import Any

from reportlab.pdfbase import pdfmetrics

# What a PDF string can't hold as it is; everything beyond ASCII is written as octal digits, so that the page's operators stay ASCII.
_ESCAPED = re.compile(r"[^ -'*-\[\]-~]")


def _escape(found: re.Match[str]) -> str:
    return f"\\{ord(found[0]):03o}"


class Letters(dict[int, str]):
    """How one font writes each letter in one document, for `str.translate`: bytes of the embedded subset, as a PDF string holds them.

    The font is registered already; ReportLab deals out the bytes, letter by letter as they come.
    What is in a second subset (beyond some 220 letters) is `rare`.
    """

    def __init__(self, font: str, document: Any) -> None:
        super().__init__()
        self._font: Any = pdfmetrics.getFont(font)
        self._document = document
        self.rare: set[str] = set()
        self.first = self.name(0)

    def __missing__(self, code: int) -> str:
        [(part, written)] = self.split(chr(code))
        if part:
            self.rare.add(chr(code))
            return ""
        self[code] = written
        return written

    def split(self, text: str) -> list[tuple[int, str]]:
        """Subsets and what is written in each."""
        return [(part, _ESCAPED.sub(_escape, raw.decode("latin-1"))) for part, raw in self._font.splitString(text, self._document)]

    def name(self, part: int) -> str:
        """The name of a subset in the page's resources."""
        return str(self._font.getSubsetInternalName(part, self._document))
