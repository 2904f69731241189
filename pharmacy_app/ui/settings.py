"""What this PC remembers of the window: language, light or dark, text size, its scanner. An ini file with an explicit path."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from pharmacy_app.ui.theme import LEAST_SCALE, MOST_SCALE, Theme

SEPARATORS = ("", "|", "^", "~", "#", "$", "@")  # what a scanner may send for GS; empty: GS itself


class WindowSettings:
    """Reads and writes `settings.ini`; nothing in it is about people. A damaged value counts as not set."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """`es` or `en`; Spanish where nothing was chosen."""
        return "en" if self._store.value("window/language", "es") == "en" else "es"

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("window/language", code)

    @property
    def theme(self) -> Theme:
        dark = self._store.value("window/dark", False, type=bool)
        scale = str(self._store.value("window/text", "100"))
        percent = int(scale) if scale.isascii() and scale.isdigit() and len(scale) == 3 else LEAST_SCALE
        return Theme(bool(dark), min(max(percent, LEAST_SCALE), MOST_SCALE))

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._store.setValue("window/dark", theme.dark)
        self._store.setValue("window/text", str(theme.scale))

    @property
    def separator(self) -> str:
        """One of `SEPARATORS`."""
        kept = str(self._store.value("scanner/separator", ""))
        return kept if kept in SEPARATORS else ""

    @separator.setter
    def separator(self, sign: str) -> None:
        self._store.setValue("scanner/separator", sign)
