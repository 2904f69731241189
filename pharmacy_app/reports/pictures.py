"""Vector pictograms: the nine of the slips, scissors, numbered circles, rounded boxes. PDF path operators, so that a page stays small."""

from __future__ import annotations

from math import cos, pi, sin

from pharmacy_app.reports.page import MM

_ROUND = 0.5523  # a quarter of a circle as one Bézier curve


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l"


def circle(x: float, y: float, radius: float) -> str:
    """The path of a circle."""
    k = radius * _ROUND
    return (
        f"{x + radius:.2f} {y:.2f} m "
        f"{x + radius:.2f} {y + k:.2f} {x + k:.2f} {y + radius:.2f} {x:.2f} {y + radius:.2f} c "
        f"{x - k:.2f} {y + radius:.2f} {x - radius:.2f} {y + k:.2f} {x - radius:.2f} {y:.2f} c "
        f"{x - radius:.2f} {y - k:.2f} {x - k:.2f} {y - radius:.2f} {x:.2f} {y - radius:.2f} c "
        f"{x + k:.2f} {y - radius:.2f} {x + radius:.2f} {y - k:.2f} {x + radius:.2f} {y:.2f} c h"
    )


def rounded(x: float, y: float, wide: float, high: float, radius: float) -> str:
    """The path of a box with round corners, from its lower left corner."""
    k = radius * (1 - _ROUND)
    right, top = x + wide, y + high
    return (
        f"{x + radius:.2f} {y:.2f} m {right - radius:.2f} {y:.2f} l "
        f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + radius:.2f} c {right:.2f} {top - radius:.2f} l "
        f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - radius:.2f} {top:.2f} c {x + radius:.2f} {top:.2f} l "
        f"{x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - radius:.2f} c {x:.2f} {y + radius:.2f} l "
        f"{x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + radius:.2f} {y:.2f} c h"
    )


def _rays(x: float, y: float, inner: float, outer: float, degrees: tuple[int, ...]) -> str:
    lines = []
    for degree in degrees:
        a, b = cos(degree * pi / 180), sin(degree * pi / 180)
        lines.append(_line(x + inner * a, y + inner * b, x + outer * a, y + outer * b))
    return " ".join(lines)


def _half_sun(arrow: str) -> str:
    """The sun on the horizon; the arrow says whether it comes or goes."""
    k = 2 * _ROUND
    dome = f"3 2 m 3 {2 + k:.2f} {5 - k:.2f} 4 5 4 c {5 + k:.2f} 4 7 {2 + k:.2f} 7 2 c"
    return f"{_line(0.2, 2, 9.8, 2)} {dome} {_rays(5, 2, 2.9, 4.1, (25, 58, 122, 155))} {arrow} S"


def _flake() -> str:
    arms = []
    for degree in range(0, 360, 60):
        a, b = cos((degree + 30) * pi / 180), sin((degree + 30) * pi / 180)
        arms.append(_line(5, 5, 5 + 4.7 * a, 5 + 4.7 * b))
        for turn in (-50, 50):
            c, d = cos((degree + 30 + turn) * pi / 180), sin((degree + 30 + turn) * pi / 180)
            arms.append(_line(5 + 2.7 * a, 5 + 2.7 * b, 5 + 2.7 * a + 1.5 * c, 5 + 2.7 * b + 1.5 * d))
    return " ".join(arms) + " S"


def _moon() -> str:
    body = "4.6 0.9 m 1.9 0.9 0.2 2.8 0.2 5.2 c 0.2 7.6 2.1 9.4 4.6 9.4 c 5.2 9.4 5.7 9.3 6.2 9.1 c 4.4 8.3 3.5 6.9 3.5 5.2 c"
    body += " 3.5 3.4 4.9 2.2 6.4 2.2 c 7.1 2.2 7.6 2.3 8.1 2.6 c 7.4 1.5 6.2 0.9 4.6 0.9 c f"
    stars = " ".join((_line(7, 7.4, 8.8, 7.4), _line(7.9, 6.5, 7.9, 8.3), _line(8.4, 4.6, 9.8, 4.6), _line(9.1, 3.9, 9.1, 5.3)))
    return f"{body} {stars} S"


_UP = f"{_line(5, 5.4, 5, 9)} 3.6 7.7 m 5 9.1 l 6.4 7.7 l"
_DOWN = f"{_line(5, 5.5, 5, 9.1)} 3.6 6.8 m 5 5.4 l 6.4 6.8 l"

# Ten units wide and high, lines of 0.53: 0.7 pt at 4.6 mm, the smallest that an old printer draws whole.
_PATHS = {
    "morning": _half_sun(_UP),
    "noon": f"{circle(5, 5, 2.3)} {_rays(5, 5, 3.3, 4.8, tuple(range(0, 360, 45)))} S",
    "evening": _half_sun(_DOWN),
    "night": _moon(),
    "food": f"{circle(5, 5, 3.1)} {circle(5, 5, 1.7)} {_line(0.7, 1, 0.7, 9)} {_line(9.3, 1, 9.3, 9)} S",
    "cold": _flake(),
    "care": f"5 9.3 m 9.7 0.9 l 0.3 0.9 l h {_line(5, 6.4, 5, 3.8)} S {circle(5, 2.4, 0.42)} f",
    "date": f"0.6 0.6 8.8 7.6 re {_line(0.6, 6.2, 9.4, 6.2)} {_line(3, 7.4, 3, 9.6)} {_line(7, 7.4, 7, 9.6)} S 5.4 1.9 2.2 2.2 re f",
    "phone": "1.9 w 1.9 8.2 m 2.1 4.8 5 1.9 8.3 1.8 c S 2.9 w 1.9 8.3 m 2.3 6.9 l S 6.9 2.2 m 8.3 1.8 l S",
    "scissors": f"{circle(2, 2.4, 1.6)} {circle(2, 7.6, 1.6)} {_line(3.3, 3.3, 9.6, 7.6)} {_line(3.3, 6.7, 9.6, 2.4)} S",
}
NAMES = tuple(_PATHS)


def icon(name: str, x: float, y: float, side: float) -> str:
    """PDF operators of a pictogram in the square of `side` points whose lower left corner is at x, y."""
    scale = side / 10
    return f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm 1 J 1 j 0.53 w {_PATHS[name]} Q"


def cut(y: float, left: float, right: float) -> str:
    """PDF operators of a line to cut along, with scissors at its beginning."""
    side = 4.2 * MM
    start = left + side + 2
    return f"{icon('scissors', left, y - side / 2, side)} q 0.7 w [3.2 2.6] 0 d {start:.2f} {y:.2f} m {right:.2f} {y:.2f} l S Q"


def dotted(x: float, low: float, high: float) -> str:
    """PDF operators of the upright line along which the stub is folded or torn."""
    return f"q 0.9 w 1 J [0.1 2.6] 0 d {x:.2f} {high:.2f} m {x:.2f} {low:.2f} l S Q"


def ring(x: float, y: float, radius: float) -> str:
    """PDF operators of the circle around a box's letter."""
    return f"0.9 w {circle(x, y, radius)} S"
