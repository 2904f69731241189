"""What went wrong, kept for a technician: kinds of error and lines of the program, never a value. Two small files that roll over."""

from __future__ import annotations

import faulthandler
import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME, CRASHES = "pharmacy.log", "crash.log"


class _Late(logging.Handler):
    """Makes the file when there is a first line for it; where that cannot be done (a full disk, a folder that is not there yet) it is not kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if not _made(self._folder):
            return
        try:
            if self._file is None:
                self._file = importlib.import_module("pharmacy_app.system.log_file").opened(self._folder / NAME)
        except OSError:
            return
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


@contextmanager
def kept(folder: Path, crashes: bool = False) -> Iterator[None]:
    """While the block lasts, what the program logs is written to `pharmacy.log` in this folder; it must not exist before the first line.

    With `crashes`, the stack of a crash below Python (Qt, a driver) goes to `crash.log` beside it, where the folder can be written.
    """
    handler = _Late(folder)
    logger = logging.getLogger("pharmacy_app")
    logger.addHandler(handler)
    try:
        if crashes and _made(folder):
            with (folder / CRASHES).open("a", encoding="utf-8") as file:
                faulthandler.enable(file)
                try:
                    yield
                finally:
                    faulthandler.disable()
        else:
            yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def _made(folder: Path) -> bool:
    """The folder of the logs, made where the pharmacy's own is there; a pharmacy that is still to be made has nothing to say."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return False
    return True
