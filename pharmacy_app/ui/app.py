"""Starts the window: painted first, everything else afterwards.

Nothing imported here may import SQLAlchemy, ReportLab, Babel, openpyxl or the services: that would cost more than the window.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.shell import Shell

if TYPE_CHECKING:
    from pharmacy_app.ui.tasks import Tasks

log = logging.getLogger(__name__)


def application() -> QApplication:
    """The one QApplication, with Fusion."""
    made = QApplication.instance()
    # Fusion as an argument: `setStyle` from here would first look at every kind of style there is.
    app = made if isinstance(made, QApplication) else QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("Farmacia Comunal")
    return app


def run(
    language: Language, chosen: theme.Theme, after_paint: Callable[[QApplication, Shell, Tasks], None], lock: Path | None = None
) -> int:
    """Shows the window and then calls `after_paint(application, shell, tasks)`, which opens the store and ends with `entering.enter(...)`.

    With `lock` (a file in the data folder), a second window on the same data only says so. Returns the exit code.
    """
    app = application()
    theme.fonts_from_files()
    theme.choose(chosen)
    shell = Shell(language)
    screen = app.primaryScreen().availableGeometry()
    shell.resize(min(1366, screen.width()), min(768, screen.height()))
    if screen.width() <= 1440:
        shell.showMaximized()
    else:
        shell.show()
    later = _Later(app, shell, chosen, after_paint, lock)
    shell.painted.connect(lambda: QTimer.singleShot(0, later.go))  # the rest of the frame is painted before it
    code = app.exec()
    later.close()
    return code


class _Later:
    """What happens once the window is painted."""

    def __init__(
        self,
        app: QApplication,
        shell: Shell,
        chosen: theme.Theme,
        after_paint: Callable[[QApplication, Shell, Tasks], None],
        lock: Path | None,
    ) -> None:
        self._app, self._shell, self._chosen, self._after_paint, self._lock_path = app, shell, chosen, after_paint, lock
        self._tasks: Tasks | None = None
        self._lock: object = None

    def go(self) -> None:
        theme.load_fonts()
        dressing = importlib.import_module("pharmacy_app.ui.dressing")
        dressing.dress(self._app, self._chosen)
        dressing.speak(self._app, self._shell.language)
        sys.excepthook = self._last_resort
        if self._lock_path is not None:
            self._lock = importlib.import_module("pharmacy_app.ui.single").take(self._lock_path)
            if self._lock is None:
                self._already_open()
                return
        self._tasks = importlib.import_module("pharmacy_app.ui.tasks").Tasks(self._shell)
        self._after_paint(self._app, self._shell, self._tasks)

    def close(self) -> None:
        if self._tasks is not None:
            self._tasks.close()

    def _messages(self) -> object:
        if self._shell.context is not None:
            return self._shell.context.messages
        return importlib.import_module("pharmacy_app.ui.messages").Messages(self._shell, self._shell.language)

    def _already_open(self) -> None:
        tr = self._shell.language.tr
        dialogs = importlib.import_module("pharmacy_app.ui.messages")
        question = dialogs.Question(
            tr("The pharmacy is already open"), "", tr("Its window is open on this computer. Please go on there; this one closes.")
        )
        dialog = dialogs.question_dialog(self._shell, self._shell.language, question)
        dialog.finished.connect(self._app.quit)
        dialog.open()

    def _last_resort(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A bug in the window: logged without values, told in one sentence; the window goes on."""
        if not isinstance(error, Exception):
            self._app.quit()
            return
        self._messages().error(error.with_traceback(trace))  # type: ignore[attr-defined]
