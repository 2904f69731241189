"""The look's roles, type and measures, light and dark, at 100 to 150 % text size. Everything painted asks here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from pharmacy_app.system import paths

FAMILY = "Noto Sans"
LEAST_SCALE, MOST_SCALE = 100, 150


class Roles(NamedTuple):  # not a dataclass: making one with so many fields costs a twentieth of the window
    """Colours by what they are for; `*_ink` on `*_bg` in badges, `*_fill` in bars."""

    canvas: str
    surface: str
    raised: str
    alt: str
    nav: str
    navline: str
    line: str
    edge: str
    text: str
    text2: str
    accent: str
    hover: str
    on_accent: str
    tint: str
    tint_text: str
    ok_ink: str
    ok_bg: str
    ok_fill: str
    soon_ink: str
    soon_bg: str
    soon_fill: str
    bad_ink: str
    bad_bg: str
    bad_fill: str
    on_bad: str
    hold_ink: str
    hold_bg: str
    mute_ink: str
    mute_bg: str
    chart: str
    hill_far: str
    hill_near: str
    veil: int


LIGHT = Roles(
    canvas="#F5F0E6", surface="#FDFBF6", raised="#FFFEFB", alt="#F9F5ED", nav="#EAE1D1", navline="#DDD1BD", line="#E0D7C7", edge="#857968",
    text="#2A251F", text2="#62594D", accent="#2B4A7E", hover="#213B67", on_accent="#FFFFFF", tint="#E1E8F3", tint_text="#23406F",
    ok_ink="#27603A", ok_bg="#E0EEDD", ok_fill="#3F8457", soon_ink="#764700", soon_bg="#FAE8C0", soon_fill="#AB6E08",
    bad_ink="#97281C", bad_bg="#F8DED6", bad_fill="#B5392A", on_bad="#FFFFFF", hold_ink="#57447A", hold_bg="#EAE3F3",
    mute_ink="#62594D", mute_bg="#ECE4D6", chart="#4F73AB", hill_far="#E1D6C4", hill_near="#DDD0BB", veil=95,
)  # fmt: skip
DARK = Roles(
    canvas="#1E1A17", surface="#27231F", raised="#302B26", alt="#2B2722", nav="#181512", navline="#2A2520", line="#3A342D", edge="#8E8373",
    text="#F1EADF", text2="#BEB3A3", accent="#A3BEEA", hover="#BBD0F2", on_accent="#15233D", tint="#2C3950", tint_text="#CFDDF5",
    ok_ink="#A0D3A8", ok_bg="#233A2A", ok_fill="#6DB07C", soon_ink="#F2C872", soon_bg="#43351A", soon_fill="#E3AE4E",
    bad_ink="#F5AB9E", bad_bg="#4C2821", bad_fill="#E07A69", on_bad="#3A120C", hold_ink="#CFBCEC", hold_bg="#392F4A",
    mute_ink="#BEB3A3", mute_bg="#37312B", chart="#7F9FD3", hill_far="#221E1A", hill_near="#292420", veil=120,
)  # fmt: skip

# kind -> (ink, background, symbol); a state is always said with all three and a word
STATES = {
    "ok": ("ok_ink", "ok_bg", "circle-check"),
    "soon": ("soon_ink", "soon_bg", "clock-hour-4"),
    "bad": ("bad_ink", "bad_bg", "alert-triangle"),
    "expired": ("bad_ink", "bad_bg", "ban"),
    "hold": ("hold_ink", "hold_bg", "lock"),
    "reserved": ("tint_text", "tint", "bookmark"),
    "mute": ("mute_ink", "mute_bg", "minus"),
}

TITLE, FIGURE, BLOCK, TEXT, LINE, SMALL, KEYCAP = 24, 26, 17, 15, 14, 13, 12


@dataclass(frozen=True, slots=True)
class Theme:
    """One choice of light or dark, and of text size in percent."""

    dark: bool = False
    scale: int = 100

    @property
    def roles(self) -> Roles:
        return DARK if self.dark else LIGHT

    def px(self, size: float) -> int:
        """A size at 100 % in pixels at this text size: for type, icons and heights (gaps stay)."""
        return round(size * self.scale / 100)

    def name(self, role: str) -> str:
        """`#RRGGBB` of a role; a colour is passed through."""
        return role if role.startswith("#") else str(getattr(self.roles, role))

    def color(self, role: str) -> QColor:
        return _color(self.name(role))

    def font(self, size: int = TEXT, strong: bool = False) -> QFont:
        """The font for painting; widgets get theirs from the style sheet."""
        return _font(self.px(size), strong)

    def metrics(self, size: int = TEXT, strong: bool = False) -> QFontMetrics:
        return _metrics(self.px(size), strong)

    @property
    def control(self) -> int:
        """Height of a button or field: 38 at 100 %."""
        return max(self.px(38), self.metrics().height() + 12)


@lru_cache(maxsize=256)
def _color(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=64)
def _font(pixels: int, strong: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


@lru_cache(maxsize=64)
def _metrics(pixels: int, strong: bool) -> QFontMetrics:
    return QFontMetrics(_font(pixels, strong))


_chosen = Theme()


def current() -> Theme:
    """The theme everything is painted with."""
    return _chosen


_FACES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")
_from_files = False


def load_fonts() -> None:
    """Adds the two shipped faces; without SemiBold, 600 would silently become Bold."""
    global _from_files
    _from_files = False
    for name in _FACES:
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name))


def fonts_from_files() -> None:
    """Until `load_fonts`, the frame is written with the shipped files alone: Qt's font database first lists every face of the computer."""
    global _from_files
    _from_files = True


@lru_cache(maxsize=16)
def _raw_font(pixels: int, strong: bool) -> QRawFont:
    return QRawFont(str(paths.resources() / "fonts" / _FACES[strong]), pixels)


def raw_font(size: int, strong: bool = False) -> QRawFont | None:
    """The face for a first frame, at a size of 100 %; None once all fonts are there."""
    return _raw_font(_chosen.px(size), strong) if _from_files else None


def choose(theme: Theme) -> None:
    """Takes a theme for painting, without touching any widget yet: the palette and font only."""
    global _chosen
    _chosen = theme
    _metrics.cache_clear()
    QApplication.setPalette(palette(theme))
    QApplication.setFont(theme.font())


def palette(theme: Theme) -> QPalette:
    """One palette for all three groups; highlight is tint, as lists want it (fields set their own in the style sheet)."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: "canvas", role.WindowText: "text", role.Base: "raised", role.AlternateBase: "alt", role.Text: "text",
        role.Button: "raised", role.ButtonText: "text", role.BrightText: "on_accent", role.ToolTipBase: "raised", role.ToolTipText: "text",
        role.PlaceholderText: "text2", role.Highlight: "tint", role.HighlightedText: "text", role.Link: "accent", role.LinkVisited: "accent",
        role.Light: "raised", role.Midlight: "alt", role.Mid: "line", role.Dark: "edge", role.Shadow: "edge", role.Accent: "accent",
    }  # fmt: skip
    for kind, name in colours.items():
        made.setColor(kind, theme.color(name))
    for kind in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, kind, theme.color("text2"))
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, theme.color("canvas"))
    return made
