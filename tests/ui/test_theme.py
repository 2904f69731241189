"""The contrasts that the look promises, computed from the roles."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase

from pharmacy_app.ui import style, theme
from pharmacy_app.ui.theme import DARK, LIGHT, STATES, Roles, Theme


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


BOTH = pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("canvas", "surface", "raised", "alt", "nav", "navline", "tint", "hill_near", "hill_far")


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["text", "text2"])
def test_words_can_be_read_on_every_ground(roles: Roles, ink: str, ground: str) -> None:
    assert contrast(getattr(roles, ink), getattr(roles, ground)) >= (4.45 if (ink, ground) == ("text2", "hill_near") else 4.5)


@BOTH
def test_states_can_be_read_in_badges_on_cards_and_when_selected(roles: Roles) -> None:
    for ink, ground, _ in STATES.values():
        assert contrast(getattr(roles, ink), getattr(roles, ground)) >= 5.3
        assert contrast(getattr(roles, ink), roles.surface) >= 6.5
        assert contrast(getattr(roles, ink), roles.tint) >= 5.5


@BOTH
def test_what_can_be_pressed_is_seen(roles: Roles) -> None:
    assert contrast(roles.on_accent, roles.accent) >= 8
    assert contrast(roles.on_accent, roles.hover) >= 8
    assert contrast(roles.on_bad, roles.bad_ink) >= 7.9 and contrast(roles.on_bad, roles.bad_fill) >= 4.5
    assert contrast(roles.tint_text, roles.tint) >= 8
    assert min(contrast(roles.edge, roles.raised), contrast(roles.edge, roles.nav)) >= 3
    for fill in (roles.chart, roles.ok_fill, roles.soon_fill, roles.bad_fill):
        assert contrast(fill, roles.surface) >= 4 and contrast(fill, roles.mute_bg) >= 3
    assert all(contrast(roles.accent, ground) >= 6 for ground in (roles.canvas, roles.surface, roles.raised))


def test_both_weights_are_there(qapp: object) -> None:
    theme.load_fonts()
    styles = QFontDatabase.styles(theme.FAMILY)
    assert "Regular" in styles and any(name.replace(" ", "") == "SemiBold" for name in styles), styles


@pytest.mark.parametrize("scale", [100, 125, 150])
def test_the_sheet_has_no_open_place_and_follows_the_text_size(qapp: object, scale: int) -> None:
    made = style.sheet(Theme(dark=True, scale=scale))
    assert "$" not in made
    assert f"font-size: {round(15 * scale / 100)}px" in made
    assert DARK.surface in made and LIGHT.surface not in made


def test_sizes_follow_the_text_setting(qapp: object) -> None:
    theme.load_fonts()
    assert Theme(scale=150).px(38) == 57
    assert Theme(scale=100).control == 38
    assert Theme(scale=150).control >= 57
