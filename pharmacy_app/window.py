"""The window's way in: painted first; the store is opened behind it (see window_opening)."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pharmacy_app.system import logs, paths
from pharmacy_app.system.language import language
from pharmacy_app.system.start import Asked
from pharmacy_app.ui import app
from pharmacy_app.ui.settings import WindowSettings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from pharmacy_app.ui.shell import Shell
    from pharmacy_app.ui.tasks import Tasks


def main(arguments: Sequence[str]) -> int:
    """Opens the window; returns its exit code."""
    parser = argparse.ArgumentParser(prog="pharmacy-app")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database-url")
    parser.add_argument("--language", choices=("es", "en"))
    parser.add_argument("--today")
    read = parser.parse_args(arguments)
    asked = Asked(read.data or paths.default_data_dir(), read.database_url, read.today)
    settings = WindowSettings(paths.DataDir(asked.folder).settings)
    spoken = language(read.language or settings.language)

    def after_paint(application: QApplication, shell: Shell, tasks: Tasks) -> None:
        importlib.import_module("pharmacy_app.window_opening").Opening(asked, settings, application, shell, tasks, spoken).begin()

    with logs.kept(paths.DataDir(asked.folder).logs, crashes=True):
        return app.run(spoken, settings.theme, after_paint, asked.folder / "window.lock")
