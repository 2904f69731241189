"""What stands where on our slips, taken down while the program lays them out: for the floor, which is handed it ready."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from unittest.mock import patch

from pharmacy_app.reports import slip_stub, slips
from pharmacy_app.reports.page import BLACK, Colour, Paper, Placed
from pharmacy_app.reports.records import SlipBook
from pharmacy_app.system.language import Language


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place; without a place (`at` None) they follow the words before."""

    at: tuple[float, float] | None
    words: str
    font: str
    size: float


@dataclass(frozen=True, slots=True)
class Square:
    """The square code of these words, its lower left corner at a place."""

    code: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """A form by its number, at a place."""

    number: int
    x: float
    y: float


Mark = Text | Square | Stamp | str
"""A string is path operators."""


@dataclass(slots=True)
class Marks:
    """The marks of every page in their order, those of every form, and each page's entry of the outline."""

    pages: list[list[Mark]] = field(default_factory=list)
    forms: list[list[Mark]] = field(default_factory=list)
    outline: list[str] = field(default_factory=list)


class _Recorder(Paper):
    """Paper that takes down what is drawn and draws nothing."""

    taken: Marks

    def __init__(self, language: Language, title: str, author: str) -> None:
        super().__init__(language, title, author)
        self._now: list[Mark] = []
        self._numbers: dict[Hashable, int] = {}

    def draw(self, operators: str) -> None:
        head, _, rest = operators.partition("\0")
        if rest:
            code, x, y = rest.split("\0")
            self._now.append(Square(code, float(x), float(y)))
        else:
            self._now.append(head)

    def text(self, x: float, y: float, text: str, font: str, size: float, colour: Colour = BLACK) -> None:
        self._now.append(Text((x, y), text, font, size))

    def _out(self, text: str, font: str, size: float) -> None:
        self._now.append(Text(None, text, font, size))

    def placed(self, x: float, top: float, lines: Placed) -> None:
        for to_right, down, line in lines:
            self.line_of(x + to_right, top - down, line)

    def stamp(self, key: Hashable, x: float, y: float, draw: Callable[[], None]) -> None:
        if key not in self._numbers:
            self._numbers[key] = len(self.taken.forms)
            page, self._now = self._now, []
            draw()
            self.taken.forms.append(self._now)
            self._now = page
        self._now.append(Stamp(self._numbers[key], x, y))

    def mark(self, title: str) -> None:
        self.taken.outline.append(title)

    def end_page(self) -> None:
        self.taken.pages.append(self._now)
        self._now = []

    def finish(self) -> bytes:
        return b""


def marks(record: SlipBook, language: Language) -> Marks:
    """All that `slips` would draw for this record."""
    found = Marks()

    class Recorder(_Recorder):
        taken = found

    with patch.object(slips, "Paper", Recorder), patch.object(slip_stub, "square", lambda code, x, y: f"\0{code}\0{x}\0{y}"):
        slips.slips(record, language)
    return found
