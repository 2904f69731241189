"""The program as `python -m pharmacy_app --data DIR` starts it, left as soon as what is waited for was painted.

`painted`: the frame of the window. `shown`: the first room, with what it read from the store. The program's own modules load in their own order:
what is watched is taken hold of when the program loads its window.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType
from typing import Any

from pharmacy_app import __main__ as program

_load = importlib.import_module


def _leave() -> None:
    os._exit(0)


def _stop_when_painted() -> None:
    """The program calls this once its first frame is painted; what it would load now is another figure."""
    sys.modules["pharmacy_app.ui.app"]._Later.go = lambda later: _leave()


def _stop_when_shown() -> None:
    """Once the first room is shown with all that was read from the store, what has to be counted too, and painted."""
    shell: Any = sys.modules["pharmacy_app.ui.shell"].Shell
    look = shell.look

    def looked(window: Any, context: Any, show: Any) -> None:
        look(window, context, show)
        room: Any = type(window.room)
        show_counted = room.show_counted

        def shown(self: Any, found: Any) -> None:
            show_counted(self, found)
            timer = sys.modules["pharmacy_app.ui.app"].QTimer(window)
            timer.timeout.connect(lambda: painted(self))
            timer.start(0)  # comes when everything is laid out and painted

        room.show_counted = shown

    def painted(room: Any) -> None:
        if not room.read.tasks or not room.counted.needs:
            return  # not what this figure is about
        room.repaint()
        _leave()

    shell.look = looked


def main(until: str, arguments: list[str]) -> int:
    """Never returns where what is waited for was painted."""

    def load(name: str, package: str | None = None) -> ModuleType:
        module = _load(name, package)
        if name == "pharmacy_app.window":
            (_stop_when_painted if until == "painted" else _stop_when_shown)()
        return module

    importlib.import_module = load
    sys.argv = ["pharmacy-app", *arguments]
    program.main()
    return 3  # the window was left without it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
