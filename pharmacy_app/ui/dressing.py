"""After the first paint: the style sheet and Qt's own words. Loads nothing that the first room does not need."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from pharmacy_app.system.language import Language
from pharmacy_app.ui import style, theme


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
