"""Icons are drawn at the ratio they are shown at, and every name that the program uses exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pharmacy_app.system import paths
from pharmacy_app.ui import icons, rooms, theme

ROOT = Path(__file__).resolve().parents[2]


def test_a_pixmap_has_the_pixels_of_its_ratio(qapp: object) -> None:
    for ratio in (1.0, 1.25, 2.0):
        drawn = icons.pixmap("home", 20, "text", ratio)
        assert drawn.width() == round(20 * ratio) and drawn.devicePixelRatio() == ratio


def test_the_colour_is_that_of_the_role_in_this_theme(qapp: object) -> None:
    def ink(chosen: theme.Theme) -> str:
        theme.choose(chosen)
        image = icons.pixmap("minus", 24, "bad_ink").toImage()
        return image.pixelColor(12, 12).name().upper()

    try:
        assert ink(theme.Theme()) == theme.LIGHT.bad_ink
        assert ink(theme.Theme(dark=True)) == theme.DARK.bad_ink
    finally:
        theme.choose(theme.Theme())


def test_an_unknown_icon_is_an_error(qapp: object) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", 20)


def test_every_icon_that_is_named_is_there() -> None:
    there = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    named = {place.icon for place in rooms.ROOMS} | {symbol for _, _, symbol in theme.STATES.values()}
    for path in (ROOT / "pharmacy_app" / "ui").rglob("*.py"):
        named |= set(re.findall(r'(?:Symbol|icon|Way|paint\(painter,) ?[=(]? ?"([a-z][a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    assert named and not named - there, sorted(named - there)
