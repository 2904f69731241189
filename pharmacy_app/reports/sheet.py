"""What the working sheets share: a list that runs over pages, its head repeated, its foot, equations of boxes, lines to sign on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pharmacy_app.reports.donor_words import page_of
from pharmacy_app.reports.page import BOLD, MM, REGULAR, Paper, fit, width

LEFT, TOP = 12 * MM, 10 * MM
FOOT = 13 * MM  # old printers print no lower
HEAD = 8.5  # the letters of a table's head


class Column(NamedTuple):
    """A column's head and the millimetre from the page's left edge at which it begins, is centred or ends."""

    title: str
    at: float
    align: str = "left"


class Sheet:
    """Pages of one list. `y` is how far down the page is used; `head(sheet)` draws what stands on top of every page and sets `y`.

    `before` pages came before; `left` points is the margin on both sides.
    """

    def __init__(
        self, paper: Paper, note: str, code: str, pages: int, head: Callable[[Sheet], None], before: int = 0, left: float = LEFT
    ) -> None:
        self.paper, self.note, self.code, self.pages, self.head = paper, note, code, pages, head
        self.left, self.right = left, paper.width - left
        self.page = before
        self.y = 0.0
        self._open()

    def _open(self) -> None:
        self.page += 1
        self.y = self.paper.height - TOP
        self.head(self)

    @property
    def room(self) -> float:
        """Points left on this page above the foot."""
        return self.y - FOOT - 14

    def need(self, high: float) -> bool:
        """Turn the page where `high` points do not fit any more; True when it was turned."""
        if high <= self.room:
            return False
        self.close()
        self._open()
        return True

    def close(self) -> None:
        """The foot, and the page is done."""
        paper, y = self.paper, FOOT
        end = f"{self.code} · {page_of(self.page, self.pages, paper.language)}"
        paper.rule(self.left, self.right, y + 9.5, 0.5)
        room = self.right - self.left - width(end, REGULAR, 8) - 12
        paper.text(self.left, y, self.note, REGULAR, fit(self.note, REGULAR, 8, room))
        paper.right(self.right, y, end, REGULAR, 8)
        self.paper.end_page()


def numbered(make: Callable[[int], tuple[int, bytes]]) -> bytes:
    """Draw once to count the pages, and once more with `page x of y`. `make(pages)` gives how many pages there are, and the file."""
    pages, file = make(1)
    return file if pages == 1 else make(pages)[1]


def title(sheet: Sheet, words: str, pharmacy: str) -> None:
    """The first line of a page, with the pharmacy and the sheet's number at its right."""
    paper = sheet.paper
    paper.text(sheet.left, sheet.y - 15, words, BOLD, fit(words, BOLD, 17, 122 * MM))
    paper.right(sheet.right, sheet.y - 8, pharmacy, REGULAR, fit(pharmacy, REGULAR, 9.5, 58 * MM))
    paper.right(sheet.right, sheet.y - 19.5, sheet.code, BOLD, 9.5)
    sheet.y -= 24


def section(sheet: Sheet, words: str, hint: str = "") -> None:
    """A section's title, and in smaller letters what to know about it."""
    paper = sheet.paper
    paper.mark(words)
    sheet.y -= 14
    paper.text(sheet.left, sheet.y, words, BOLD, 13)
    if hint:
        x = sheet.left + width(words, BOLD, 13) + 9
        paper.text(x, sheet.y, hint, REGULAR, fit(hint, REGULAR, 9.5, sheet.right - x))
    sheet.y -= 7


def table_head(sheet: Sheet, columns: Sequence[Column], size: float = HEAD) -> None:
    """A thick rule, the heads, a thinner rule."""
    paper = sheet.paper
    paper.rule(sheet.left, sheet.right, sheet.y, 1.4)
    sheet.y -= 11
    for words, at, align in columns:
        put = {"left": paper.text, "right": paper.right, "centre": paper.centre}[align]
        put(at * MM, sheet.y, words, BOLD, size)
    sheet.y -= 5.5
    paper.rule(sheet.left, sheet.right, sheet.y, 0.5)


def equation(sheet: Sheet, boxes: Sequence[tuple[str, str]], high: float, below: bool = False) -> None:
    """`38 = 31 + 4 + 1`: boxes of (number, words); an empty number is a box to write in. `below`: the words stand under the boxes."""
    paper = sheet.paper
    sign = 9 * MM if len(boxes) < 6 else 5.5 * MM
    wide = (sheet.right - sheet.left - sign * (len(boxes) - 1)) / len(boxes)
    low = sheet.y - high
    size = min([15.0 if below else 18.0, *(fit(number, BOLD, 18, wide - 6) for number, _ in boxes if number)])
    words_size = min(
        fit(words, BOLD if below else REGULAR, 9.2 if below else 9.5, wide + (sign - 8 if below else -5)) for _, words in boxes
    )
    for index, (number, words) in enumerate(boxes):
        x = sheet.left + index * (wide + sign)
        middle = x + wide / 2
        if index:
            paper.centre(x - sign / 2, low + high / 2 - 5, "=" if index == 1 else "+", BOLD, 15)
        paper.box(x + 0.5, low, wide - 1, high, 1.2)
        if below:
            paper.centre(middle, low + high / 2 - 6, number, BOLD, size)
            paper.centre(middle, low - 12, words, BOLD, words_size)
        else:
            paper.centre(middle, low + high * 0.45, number, BOLD, size)
            paper.centre(middle, low + 6, words, REGULAR, words_size)
    sheet.y = low - (18 if below else 8)


def signatures(sheet: Sheet, words: Sequence[str]) -> None:
    """Lines to sign on, beside each other, with their words below."""
    gap = 9 * MM
    wide = (sheet.right - sheet.left - gap * (len(words) - 1)) / len(words)
    sheet.y -= 44
    for index, caption in enumerate(words):
        x = sheet.left + index * (wide + gap)
        sheet.paper.rule(x, x + wide, sheet.y, 0.7)
        sheet.paper.text(x, sheet.y - 11, caption, REGULAR, fit(caption, REGULAR, 9.5, wide))
    sheet.y -= 14
