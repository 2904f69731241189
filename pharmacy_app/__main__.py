"""Starts the window, or a command. Each loads only what it needs: the window is painted before the store is opened."""

from __future__ import annotations

import gc
import importlib
import os
import sys

# What the window takes too; any other word is a command.
_WITH_VALUE = ("--data", "--database-url", "--language", "--today")

# Thousands of classes and functions come and stay: looking through them for rubbish again and again costs a tenth of the start.
RUBBISH = (50_000, 20, 20)


def wants_window(arguments: list[str]) -> bool:
    """Whether these words only say where, in which language and on which day."""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in _WITH_VALUE and rest:
            rest.pop(0)
        elif not word.startswith(tuple(f"{option}=" for option in _WITH_VALUE)):
            return False
    return True


def has_screen() -> bool:
    """Whether a window can be opened; without a screen Qt would end the program with a dump."""
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main() -> int:
    """The exit code of the window or the command."""
    gc.set_threshold(*RUBBISH)
    arguments = sys.argv[1:]
    window = wants_window(arguments)
    module = importlib.import_module("pharmacy_app.window" if window and has_screen() else "pharmacy_app.cli")
    gc.freeze()  # what has been loaded stays: no need to look through it even once
    return int(module.no_screen(arguments) if window and not has_screen() else module.main(arguments))


if __name__ == "__main__":
    sys.exit(main())
