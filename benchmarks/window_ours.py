"""The program as `python -m pharmacy_app --data DIR` starts it, left as soon as what is waited for was painted.

`painted`: the frame of the window. `shown`: the first room, with what it read from the store.
"""

from __future__ import annotations

import os
import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent

from pharmacy_app import __main__ as program
from pharmacy_app.ui import app, shell

_painted_frame = shell.Waiting.paintEvent
_painted_window = shell.Shell.paintEvent
_start = shell.Shell.start


def _leave() -> None:
    os._exit(0)


def _when_painted(waiting: shell.Waiting, event: QPaintEvent) -> None:
    _painted_frame(waiting, event)
    QTimer.singleShot(0, _leave)  # the rest of this frame is painted before it


def _when_shown(window: shell.Shell, context: object) -> None:
    """Once the room's questions are answered and their answers painted, nothing is left to do: that is what is waited for."""
    _start(window, context)  # type: ignore[arg-type]
    tasks = window.context.tasks if window.context is not None else None
    assert tasks is not None and window.room is not None
    tasks.busy.connect(lambda busy: None if busy else QTimer.singleShot(0, lambda: _look(window)))


def _look(window: shell.Shell) -> None:
    room = window.room
    if room is None or not room.header.state.text():
        return  # an answer that came before the room's own
    room.repaint()
    _leave()


def main(until: str, arguments: list[str]) -> int:
    sys.argv = ["pharmacy-app", *arguments]
    if until == "painted":
        shell.Waiting.paintEvent = _when_painted  # type: ignore[method-assign]
        app._Later.go = lambda later: None  # type: ignore[method-assign]  # what comes after the paint is another figure
    else:
        shell.Shell.start = _when_shown  # type: ignore[method-assign]
    # a room that never shows its data must not hang the run
    limit = threading.Timer(120, lambda: os._exit(3))
    limit.daemon = True
    limit.start()
    return program.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
