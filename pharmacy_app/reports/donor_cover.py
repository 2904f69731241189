"""The donor report's cover: terraces of houses on a hillside, those coloured that stand for families reached."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from math import pi, sin

from pharmacy_app.reports.page import BOLD, MM, REGULAR, Colour, Paper, fit, wrap_text
from pharmacy_app.reports.pictures import circle
from pharmacy_app.reports.records import DonorReport

INDIGO: Colour = (0x2B / 255, 0x4A / 255, 0x7E / 255)
OCHRE: Colour = (0xD0 / 255, 0x8A / 255, 0x2E / 255)
LIGHT: Colour = (0xB9 / 255, 0xC7 / 255, 0xDE / 255)
SAND: Colour = (0xF3 / 255, 0xEE / 255, 0xE3 / 255)
RULE: Colour = (0x85 / 255, 0x79 / 255, 0x68 / 255)
WHITE: Colour = (1.0, 1.0, 1.0)
MARGIN = 16 * MM
LEAST = 5  # fewer people or families than this are not counted on paper
_TERRACES = 8
_SCALES = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000)


@dataclass(frozen=True, slots=True)
class _House:
    x: float
    y: float
    wide: float
    high: float
    door_left: bool


def scale_for(families: int, houses: int) -> int:
    """How many families one coloured house stands for: the smallest round number that colours at most 65 % of the houses."""
    return next((scale for scale in _SCALES if families / scale <= houses * 0.65), -(-families // max(houses // 2, 1)))


def draw_cover(paper: Paper, record: DonorReport) -> None:
    """The first page."""
    language, left, right = paper.language, MARGIN, paper.width - MARGIN
    top = paper.height - 24 * MM
    paper.mark(language.tr("Cover"))
    head = f"{record.pharmacy} · {record.place}" if record.place else record.pharmacy
    paper.text(left, top, head, REGULAR, fit(head, REGULAR, 11.5, right - left), INDIGO)
    rule(paper, left, right, top - 11, 1.2)
    y = top - 74
    words = language.tr("Where your medicines have arrived")
    for line in wrap_text(words, BOLD, 40, 125 * MM):
        paper.text(left, y, line, BOLD, 40, INDIGO)
        y -= 46.5
    y -= 16
    for line in wrap_text(record.donor, BOLD, 16, right - left)[:4]:
        paper.text(left, y, line, BOLD, 16)
        y -= 19
    period = language.tr("Donations received from {first} to {last}", first=language.date(record.first), last=language.date(record.last))
    paper.text(left, y - 2, period, REGULAR, fit(period, REGULAR, 12.5, right - left))
    low = 29 * MM
    legend = _hillside(paper, record, left, right, low, min(y - 40, 158 * MM))
    code = f"{record.number} · {language.date(record.made_on)}"
    paper.right(right, 18 * MM, code, REGULAR, 9)
    _swatch(paper, left, 18 * MM - 2)
    for n, line in enumerate(wrap_text(legend, REGULAR, 9.5, right - left - 60 * MM)):
        paper.text(left + 17, 18 * MM - n * 11, line, REGULAR, 9.5)
    paper.end_page()


def rule(paper: Paper, left: float, right: float, y: float, weight: float = 1.2, colour: Colour = INDIGO) -> None:
    """A coloured rule of the report."""
    paper.draw(f"q {_stroke(colour)} {weight:g} w {left:.1f} {y:.1f} m {right:.1f} {y:.1f} l S Q")


def _stroke(colour: Colour) -> str:
    return "{:.3f} {:.3f} {:.3f} RG".format(*colour)


def _fill(colour: Colour) -> str:
    return "{:.3f} {:.3f} {:.3f} rg".format(*colour)


def _swatch(paper: Paper, x: float, y: float) -> None:
    paper.draw(f"q {_fill(OCHRE)} {_stroke(INDIGO)} 0.7 w {x:.1f} {y:.1f} 11 10 re B Q")


def _hillside(paper: Paper, record: DonorReport, left: float, right: float, low: float, high: float) -> str:
    """Terraces from the back to the front; gives the sentence that says what the coloured houses stand for."""
    chance = random.Random(zlib.crc32(record.number.encode()))  # the same drawing for the same report
    step = (high - low) / (_TERRACES + 0.6)
    terraces = []
    for index in range(_TERRACES):
        base = high - (index + 1) * step
        waves = (chance.uniform(6, 13), chance.uniform(0.7, 1.6), chance.uniform(0, 2 * pi), chance.uniform(-8, 8))
        terraces.append((base, waves, _houses(chance, base, waves, left, right, 1 + index * 0.06)))
    houses = [house for _, _, row in terraces for house in row]
    hidden = 0 < record.households < LEAST
    scale = scale_for(record.households, len(houses))
    count = LEAST - 1 if hidden else min(max(round(record.households / scale), int(record.households > 0)), len(houses))
    coloured = set(chance.sample(range(len(houses)), count))
    _draw_hill(paper, terraces, coloured, left, right, low, high)
    return _legend(paper, record.households, scale, count)


def _height(base: float, waves: tuple[float, float, float, float], x: float, left: float, right: float) -> float:
    swing, often, phase, tilt = waves
    part = (x - left) / (right - left)
    return base + swing * sin(part * often * 2 * pi + phase) + tilt * (part - 0.5)


def _houses(
    chance: random.Random, base: float, waves: tuple[float, float, float, float], left: float, right: float, size: float
) -> list[_House]:
    row: list[_House] = []
    x = left + chance.uniform(4, 12)
    while True:
        wide, tall = chance.uniform(13, 22) * size, chance.uniform(13, 20) * size
        if x + wide > right - 4:
            return row
        ground = min(_height(base, waves, x, left, right), _height(base, waves, x + wide, left, right)) - 1
        row.append(_House(x, ground, wide, tall, chance.random() < 0.5))
        x += wide + (chance.uniform(0.5, 4) if chance.random() < 0.75 else chance.uniform(8, 22))


def _draw_hill(
    paper: Paper,
    terraces: list[tuple[float, tuple[float, float, float, float], list[_House]]],
    coloured: set[int],
    left: float,
    right: float,
    low: float,
    high: float,
) -> None:
    paper.draw(f"q {_stroke(OCHRE)} 1.2 w {circle(right - 26 * MM, high - 6, 32)} S Q")
    number = 0
    for index, (base, waves, row) in enumerate(terraces):
        points = [(left + (right - left) * n / 40, _height(base, waves, left + (right - left) * n / 40, left, right)) for n in range(41)]
        path = " ".join(f"{x:.1f} {y:.1f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points))
        shade = tuple(1 - (1 - channel) * (index + 1) / _TERRACES for channel in SAND)
        paper.draw(f"q {_fill((shade[0], shade[1], shade[2]))} {path} {right:.1f} {low:.1f} l {left:.1f} {low:.1f} l h f Q")
        paper.draw(f"q {_stroke(INDIGO)} 0.8 w {path} S Q")
        for house in row:
            _draw_house(paper, house, number in coloured)
            number += 1
    rule(paper, left, right, low, 1.0)


def _draw_house(paper: Paper, house: _House, coloured: bool) -> None:
    x, y, wide, high = house.x, house.y, house.wide, house.high
    body = f"{_fill(OCHRE if coloured else WHITE)} {x:.1f} {y:.1f} {wide:.1f} {high:.1f} re B"
    roof = f"1.6 w {x - 1.2:.1f} {y + high:.1f} m {x + wide + 1.2:.1f} {y + high:.1f} l S 0.6 w"
    door, window = wide * 0.22, wide * 0.26
    door_x = x + wide * (0.16 if house.door_left else 0.62)
    window_x = x + wide * (0.56 if house.door_left else 0.18)
    holes = f"{_fill(WHITE)} {door_x:.1f} {y:.1f} {door:.1f} {high * 0.52:.1f} re B {window_x:.1f} {y + high * 0.42:.1f} {window:.1f} {window:.1f} re B"
    paper.draw(f"q {_stroke(INDIGO)} 0.6 w {body} {roof} {holes} Q")


def _legend(paper: Paper, families: int, scale: int, count: int) -> str:
    language = paper.language
    if families == 0:
        return language.tr("No family has been reached yet.")
    if families < LEAST:
        return language.tr("Fewer than 5 families have been reached.")
    first = language.ntr(
        "Each coloured house stands for {n} family reached", "Each coloured house stands for about {n} families reached", scale
    )
    houses = language.ntr("{n} house", "{n} houses", count)
    reached = language.ntr("{n} family", "{n} families", families)
    return f"{first}: {houses}, {reached}."


def outlined(paper: Paper, x: float, y: float, wide: float, high: float, fill: Colour, weight: float = 0.9) -> None:
    """A filled box with an indigo outline."""
    paper.draw(f"q {_fill(fill)} {_stroke(INDIGO)} {weight:g} w {x:.1f} {y:.1f} {wide:.1f} {high:.1f} re B Q")
