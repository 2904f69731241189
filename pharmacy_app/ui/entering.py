"""After the first paint: the style sheet, ring, scanner, Qt's own words, palette, help and banner. Imported late, on purpose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from pharmacy_app.system.language import Language
from pharmacy_app.ui import style, theme
from pharmacy_app.ui.banner import Banner
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.focus import FocusRing
from pharmacy_app.ui.help import help_dialog
from pharmacy_app.ui.palette import Palette, Search
from pharmacy_app.ui.scanner import Scanner
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.working import Working


def dress(application: QApplication, chosen: theme.Theme) -> None:
    """Light or dark and text size, everywhere at once; also when the settings change."""
    theme.choose(chosen)
    application.setStyleSheet(style.sheet(chosen))


def speak(application: QApplication, language: Language) -> None:
    """Qt's own dialogs and number formats in this language."""
    QLocale.setDefault(QLocale("es_VE" if language.code == "es" else language.code))
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language.code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def enter(application: QApplication, shell: Shell, context: Context, search: Search | None) -> None:
    """Opens the rooms: from here on keys, scanner, search and help work."""
    shell.search_wanted.connect(lambda: Palette(shell, context, search).open())
    shell.help_wanted.connect(lambda: _help(shell))
    for item in shell.navigation.operable():
        item.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        item.setCursor(Qt.CursorShape.PointingHandCursor)
    FocusRing(shell)
    Working(shell, context.tasks, context.language)
    scanner = Scanner(application, shell.on_scan)
    scanner.setParent(shell)
    shell.start(context)


def _help(shell: Shell) -> None:
    if shell.room is not None:
        help_dialog(shell, shell.language, shell.room).open()


def practice(shell: Shell, ended: Callable[[], None]) -> None:
    """Sample data is open: the banner, whose button calls `ended`."""
    banner = Banner(shell.language)
    banner.ended.connect(ended)
    shell.set_banner(banner)
