"""How far apart the cells of an xlsx sheet would be laid out: a reader makes room for the whole grid between the outermost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.intake.sheet_limits import MAX_CELLS, MAX_GRID

NEAR, SAID, UNSAID = range(3)
"""All cells stand at Z29999 or nearer: so many fit into MAX_GRID. All say plainly where they stand. Some do not."""

_MAX_TAGS = 3 * MAX_CELLS

# They leap from tag to tag: megabytes go by in milliseconds.
_NOT_NEAR = re.compile(rb"""<(?:c|row)(?! r="[A-Z]?[12]?[0-9]{1,4}")[\s/>]""")
_NOT_SAID = re.compile(rb"""<(?:c|row)(?! r="[A-Z]{0,3}[0-9]{1,7}")[\s/>]""")
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_COLUMN = re.compile(rb'<c r="([A-Z]+)')
_ROW = re.compile(rb'r(?<=<c r|ow r)="[A-Z]*([0-9]+)"')
_PLACE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})")


def said(xml: bytes) -> int:
    """`NEAR`, `SAID` or `UNSAID`, the worst of these whole tags."""
    if b":" in xml and _PREFIXED.search(xml):
        return UNSAID
    if _NOT_NEAR.search(xml) is None:
        return NEAR
    return SAID if _NOT_SAID.search(xml) is None else UNSAID


def check_said(pieces: Iterable[bytes]) -> None:
    """The pieces of a sheet whose cells all say where they stand. Refuses with `file_too_large`."""
    rest, rows, columns = b"", 1, 1
    for piece in pieces:
        xml = rest + piece
        end = xml.rfind(b"<")
        xml, rest = xml[:end], xml[end:]
        rows = max(rows, max(map(int, set(_ROW.findall(xml))), default=1))
        columns = max(columns, max(map(_column, set(_COLUMN.findall(xml))), default=1))
        if rows * columns > MAX_GRID:
            raise Refusal("file_too_large", most=MAX_CELLS)


def follow(pieces: Iterable[bytes]) -> None:
    """Follows a sheet as a reader of workbooks does: a cell stands where it says, or behind the one before.

    Refuses with `file_too_large`, `file_damaged` (no sound XML, or a place that is none).
    """
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.begin
    parser.EndElementHandler = walk.end
    tags = 0
    try:
        for piece in pieces:
            tags += piece.count(b"<")
            if tags > _MAX_TAGS:
                raise Refusal("file_too_large", most=MAX_CELLS)
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refusal("file_damaged", kind="xlsx") from None


class _Walk:
    """Where the next cell goes if it does not say (0-based), and how many rows and columns there are by now."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.rows = self.columns = 1

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name not in ("row", "c"):
            return
        number = self.row + 1
        if (told := attributes.get("r")) is not None:
            place = _PLACE.fullmatch(told)
            if place is None:
                raise Refusal("file_damaged", kind="xlsx")
            number = int(place[2])
            if name == "c":
                self.column = _column(place[1].encode()) - 1
        if name == "row":
            self.row = number - 1
        else:
            self.column += 1
        self.rows, self.columns = max(self.rows, number), max(self.columns, self.column)
        if self.rows * self.columns > MAX_GRID:
            raise Refusal("file_too_large", most=MAX_CELLS)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "row":
            self.row += 1
            self.column = 0


def _column(letters: bytes) -> int:
    """1 for A."""
    column = 0
    for letter in letters.upper()[:4]:
        column = column * 26 + letter - 64
    return column
