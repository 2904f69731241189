"""Starts the window, or a command. Each loads only what it needs: the window is painted before the store is opened."""

from __future__ import annotations

import importlib
import sys

# What the window takes too; any other word is a command.
_WITH_VALUE = ("--data", "--database-url", "--language", "--today")


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


def main() -> int:
    """The exit code of the window or the command."""
    arguments = sys.argv[1:]
    module = importlib.import_module("pharmacy_app.window" if wants_window(arguments) else "pharmacy_app.cli")
    return int(module.main(arguments))


if __name__ == "__main__":
    sys.exit(main())
