"""The furniture of every sheet: fonts, canvas, measured and wrapped text, rules, feet and outline."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFObjectReference, PDFResourceDictionary, xObjectName
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pharmacy_app.reports.letters import Letters
from pharmacy_app.system import paths
from pharmacy_app.system.language import Language

MM = 72 / 25.4
PORTRAIT: tuple[float, float] = A4
LANDSCAPE: tuple[float, float] = landscape(A4)
REGULAR, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
LEADING = 1.17
BLACK = (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]

_SHARED = "SharedResources"  # of all pages of a file: its fonts and stamps

# Binary streams: ASCII85 makes every file a quarter larger and no reader needs it.
rl_config.useA85 = 0

# What may not be torn apart at the end of a line: a number and its unit, `lote X`, `por 30`, `28 + 2`, a day and its month.
_SMALL_WORDS = "a|al|and|at|cada|con|de|en|every|in|los|on|or|si|un|with|y"
_GLUE = re.compile(
    rf"(?<=[\d½¼¾]) (?=[\w+%°½¼¾])(?!(?:{_SMALL_WORDS})\b)|(?<=\+) |(?<=\blote) |(?<=\blot) |(?<=\blotto) "
    r"|(?<=\bpor) (?=\d)|(?<=\bfor) (?=\d)"
)


class Run(NamedTuple):
    """A stretch of text in one font and size (points)."""

    text: str
    font: str
    size: float


Line = tuple[Run, ...]
Placed = tuple[tuple[float, float, Line], ...]
"""Lines by the distance of their left end from an upper left corner: to the right, and down."""


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Register the two fonts of paper, once a process."""
    folder = paths.resources() / "fonts"
    for name, file in ((REGULAR, "DejaVuSansCondensed.ttf"), (BOLD, "DejaVuSansCondensed-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))


class _Widths(dict[str, float]):
    """Width of each letter of a font at size 1: what ReportLab's `stringWidth` adds up, letter by letter, but by the letter itself."""

    def __init__(self, font: str) -> None:
        load_fonts()
        registered: Any = pdfmetrics.getFont(font)
        super().__init__((chr(code), wide / 1000) for code, wide in registered.face.charWidths.items())
        self._other = registered.face.defaultWidth / 1000

    def __missing__(self, letter: str) -> float:
        return float(self._other)


@lru_cache(maxsize=2)
def _letter_width(font: str) -> Callable[[str], float]:
    return _Widths(font).__getitem__


@lru_cache(maxsize=4_000)
def _unit_width(text: str, font: str) -> float:
    return sum(map(_letter_width(font), text))


def width(text: str, font: str, size: float) -> float:
    """Width of a text in points."""
    return _unit_width(text, font) * size


def glue(text: str) -> str:
    """The text with no-break spaces where a line may not end."""
    return _GLUE.sub("\u00a0", text)


def fit(text: str, font: str, size: float, room: float, least: float = 0.0) -> float:
    """The size, at most `size` and at least `least` (both points), at which a text is not wider than `room`."""
    wide = width(text, font, size)
    return size if wide <= room else max(size * room / wide, least)


def rich(template: str, size: float, /, **places: object) -> list[Run]:
    """Runs of a translated template whose bold parts stand between `**`. Places are filled afterwards: nobody's name can turn bold."""
    return [Run(part.format(**places), font, size) for part, font in _stretches(template)]


@lru_cache(maxsize=100)
def _stretches(template: str) -> tuple[tuple[str, str], ...]:
    return tuple((part, BOLD if index % 2 else REGULAR) for index, part in enumerate(template.split("**")) if part)


class _Word(NamedTuple):
    """Parts (text, font, size, width) that stay together; `space` is the width of the space before it, 0 where there is none."""

    wide: float
    space: float
    parts: tuple[tuple[str, str, float, float], ...]


def _words(runs: Sequence[Run]) -> list[_Word]:
    """Words are divided by spaces only: a comma after a bold number stays with it."""
    found: list[_Word] = []
    joined = False  # whether the next run goes on with the last word
    for text, font, size in runs:
        space = _unit_width(" ", font) * size
        for index, (word, unit) in enumerate(_run_words(text, font)):
            if not word:
                joined = False
                continue
            wide = unit * size
            if joined and not index:
                last = found[-1]
                found[-1] = _Word(last.wide + wide, last.space, (*last.parts, (word, font, size, wide)))
            else:
                found.append(_Word(wide, space, ((word, font, size, wide),)))
            joined = True
    return found


@lru_cache(maxsize=2_000)
def _run_words(text: str, font: str) -> tuple[tuple[str, float], ...]:
    """The words of one run and their widths at size 1; empty where it begins or ends with a space, or has two."""
    return tuple([(word, _unit_width(word, font)) for word in glue(text).split(" ")])


def _broken(word: _Word, room: float) -> list[_Word]:
    """A word wider than its line: broken at no-break spaces, and where that is not enough between letters."""
    pieces: list[_Word] = []
    for text, font, size, _ in word.parts:
        for part in re.split("(?<=\u00a0)", text):
            while part:
                count = len(part)
                while count > 1 and width(part[:count], font, size) > room:
                    count -= 1
                wide = width(part[:count], font, size)
                pieces.append(_Word(wide, 0.0 if pieces else _unit_width(" ", font) * size, ((part[:count], font, size, wide),)))
                part = part[count:]
    return pieces


@lru_cache(maxsize=600)
def wrap(runs: tuple[Run, ...], room: float, narrow: float = 0.0, narrow_lines: int = 0) -> tuple[Line, ...]:
    """Lines of runs, `room` points wide; the first `narrow_lines` only `narrow`. Nothing is ever cut off."""
    limit = narrow if narrow_lines else room
    if sum([_unit_width(text, font) * size for text, font, size in runs]) <= limit:
        return (runs,)
    lines: list[Line] = []
    line: list[_Word] = []
    used = 0.0
    waiting = _words(runs)[::-1]
    while waiting:
        word = waiting.pop()
        wide = word.wide + word.space if line else word.wide
        if used + wide <= limit + 0.01:
            line.append(word)
            used += wide
            continue
        if line:
            waiting.append(word)
        elif len(pieces := _broken(word, limit)) > 1:
            waiting.extend(pieces[::-1])
            continue
        lines.append(_laid(line or [word]))
        line, used = [], 0.0
        limit = narrow if len(lines) < narrow_lines else room
    if line:
        lines.append(_laid(line))
    return tuple(lines)


def _laid(words: Sequence[_Word]) -> Line:
    """Words set beside each other; neighbours of one font become one string, so that the text can be read out and searched."""
    pieces: list[Run] = []
    texts: list[str] = []
    font, size = "", 0.0
    for word in words:
        space = bool(word.space) and word is not words[0]
        for part, part_font, part_size, _ in word.parts:
            if part_font != font or part_size != size:
                if texts:
                    pieces.append(Run("".join(texts), font, size))
                texts, font, size = [], part_font, part_size
            if space:
                texts.append(" ")
                space = False
            texts.append(part)
    pieces.append(Run("".join(texts), font, size))
    return tuple(pieces)


def wrap_text(text: str, font: str, size: float, room: float) -> list[str]:
    """Lines of a text in one font."""
    return ["".join(run.text for run in line) for line in wrap((Run(text, font, size),), room)]


class Paper:
    """One PDF in the making. All measures are points, y upwards from the lower edge.

    Words are written whole and in the order of the calls, which is the order of reading: the canvas writes no tags.
    """

    def __init__(self, language: Language, title: str, author: str, size: tuple[float, float] = PORTRAIT) -> None:
        load_fonts()
        self.language = language
        self.width, self.height = size
        self._file = BytesIO()
        # initialFontName: the default would leave a Helvetica that is not embedded; invariant: the same record gives the same bytes.
        make: Any = Canvas
        self._canvas = make(self._file, pagesize=size, lang=language.code, initialFontName=REGULAR, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._text: list[str] = []  # operators of the text object that is open
        self._letters = {name: Letters(name, self._canvas._doc) for name in (REGULAR, BOLD)}
        self._font: tuple[str, float] = ("", 0.0)
        self._colour = BLACK
        self._marks = 0
        self._stamps: dict[Hashable, str] = {}
        self._placed: dict[int, tuple[Placed, str, tuple[str, float]]] = {}

    def draw(self, operators: str) -> None:
        """PDF path operators, as they are; whatever they set must lie between `q` and `Q`."""
        self._canvas.addLiteral(operators)

    def text(self, x: float, y: float, text: str, font: str, size: float, colour: Colour = BLACK) -> None:
        """A text from its left end on the base line `y`."""
        self._begin_text()
        if self._colour != colour:
            self._text.append("{:g} {:g} {:g} rg".format(*colour))
            self._colour = colour
        self._text.append(f"1 0 0 1 {x:.1f} {y:.1f} Tm")
        self._out(text, font, size)

    def _begin_text(self) -> None:
        if not self._text:
            self._text.append("BT")
            self._font, self._colour = ("", 0.0), BLACK

    def _out(self, text: str, font: str, size: float) -> None:
        letters = self._letters[font]
        known = text.translate(letters)
        if not letters.rare or letters.rare.isdisjoint(text):
            if self._font == (font, size):
                self._text.append(f"({known}) Tj")
            else:
                self._text.append(f"{letters.first} {size:.2f} Tf ({known}) Tj")
                self._font = (font, size)
            return
        for part, written in letters.split(text):
            self._text.append(f"{letters.name(part)} {size:.2f} Tf ({written}) Tj")
        self._font = ("", 0.0)

    def right(self, x: float, y: float, text: str, font: str, size: float, colour: Colour = BLACK) -> None:
        """A text that ends at `x`."""
        self.text(x - width(text, font, size), y, text, font, size, colour)

    def centre(self, x: float, y: float, text: str, font: str, size: float, colour: Colour = BLACK) -> None:
        """A text around `x`."""
        self.text(x - width(text, font, size) / 2, y, text, font, size, colour)

    def line_of(self, x: float, y: float, line: Line) -> None:
        """A wrapped line, in black."""
        self.text(x, y, *line[0])
        for run in line[1:]:
            self._out(*run)

    def placed(self, x: float, top: float, lines: Placed) -> None:
        """Lines in black from an upper left corner. What comes again (the very same object) is written once and only moved afterwards."""
        self._begin_text()
        known = self._placed.get(id(lines))
        if known is None:
            before, self._text, self._font = self._text, [], ("", 0.0)
            at_x = at_y = 0.0
            for to_right, down, line in lines:
                self._text.append(f"{to_right - at_x:.2f} {at_y - down:.2f} Td")
                at_x, at_y = to_right, down
                for run in line:
                    self._out(*run)
            known = self._placed[id(lines)] = (lines, " ".join(self._text), self._font)  # kept, so that its id stays its own
            self._text = before
        if self._colour != BLACK:
            self._text.append("0 g")
            self._colour = BLACK
        self._text.append(f"1 0 0 1 {x:.1f} {top:.1f} Tm")
        self._text.append(known[1])
        self._font = known[2]

    def block(self, x: float, top: float, lines: Sequence[str], font: str, size: float, leading: float = LEADING) -> float:
        """Lines of one font below `top`; gives the y below the last."""
        for line in lines:
            self.text(x, top - size * 0.94, line, font, size)
            top -= size * leading
        return top

    def rule(self, left: float, right: float, y: float, weight: float = 0.4) -> None:
        """A horizontal line."""
        self.draw(f"{weight:g} w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def box(self, x: float, y: float, wide: float, high: float, weight: float = 0.9) -> None:
        """An empty box from its lower left corner."""
        self.draw(f"{weight:g} w {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re S")

    def fill(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """A filled box without an outline."""
        red, green, blue = colour
        self.draw(f"q {red:.3f} {green:.3f} {blue:.3f} rg {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f Q")

    def stamp(self, key: Hashable, x: float, y: float, draw: Callable[[], None]) -> None:
        """What `draw` draws around 0, 0, at x, y: drawn once for a `key` and only named afterwards, so that a thousand slips stay small."""
        self._end_text()
        name = self._stamps.get(key)
        if name is None:
            made = f"s{len(self._stamps)}"
            name = self._stamps[key] = xObjectName(made)
            self._canvas.beginForm(made, -self.width, -self.height, self.width, self.height)
            draw()
            self._end_text()
            self._canvas.endForm()
        self.draw(f"q 1 0 0 1 {x:.1f} {y:.1f} cm /{name} Do Q")

    def _end_text(self) -> None:
        if self._text:
            if self._colour != BLACK:
                self._text.append("0 g")
            self.draw(" ".join([*self._text, "ET"]))
            self._text.clear()

    def mark(self, title: str) -> None:
        """An entry of the outline that leads to this page. Stop numbers and sections only: the outline shows in every viewer's list."""
        key = f"m{self._marks}"
        self._marks += 1
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, 0)

    def resize(self, size: tuple[float, float]) -> None:
        """The size of the page that is open and of those that follow."""
        self.width, self.height = size
        self._canvas.setPageSize(size)

    def end_page(self) -> None:
        """Close this page; the next word begins another."""
        self._end_text()
        self._canvas.showPage()
        document: Any = self._canvas._doc
        document.Pages.pages[-1].Resources = PDFObjectReference(_SHARED)  # else every page lists all stamps there are by then

    def finish(self) -> bytes:
        """The whole file, once every page is closed."""
        shared: Any = PDFResourceDictionary(XObject={name: PDFObjectReference(name) for name in self._stamps.values()})
        shared.basicFonts()
        document: Any = self._canvas._doc
        document.Reference(shared, _SHARED)
        self._canvas.save()
        return self._file.getvalue()
