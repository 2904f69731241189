"""The store is open: ring, scanner, palette and help. Imported late, on purpose."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pharmacy_app.ui.context import Context
from pharmacy_app.ui.focus import FocusRing
from pharmacy_app.ui.help import help_dialog
from pharmacy_app.ui.palette import Palette, Search
from pharmacy_app.ui.scanner import Scanner
from pharmacy_app.ui.scans import Scans
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.working import Working


def enter(application: QApplication, shell: Shell, context: Context, search: Search | None) -> None:
    """Opens the rooms: from here on keys, scanner, search and help work."""
    shell.search_wanted.connect(lambda: Palette(shell, context, search).open())
    shell.help_wanted.connect(lambda: _help(shell))
    for item in shell.navigation.operable():
        item.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        item.setCursor(Qt.CursorShape.PointingHandCursor)
    FocusRing(shell)
    Working(shell, context.tasks, context.language)
    remembered = context.remembered
    scanner = Scanner(application, Scans(shell, context).heard, (lambda: remembered.separator) if remembered is not None else None)
    scanner.setParent(shell)
    shell.start(context)


def _help(shell: Shell) -> None:
    if shell.room is not None:
        help_dialog(shell, shell.language, shell.room).open()
