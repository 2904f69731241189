"""What went wrong, kept for a technician: kinds of error and lines of the program, never a value. Two small files that roll over."""

from __future__ import annotations

import faulthandler
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

NAME, CRASHES = "pharmacy.log", "crash.log"
_BYTES, _OLDER = 256 * 1024, 2
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _WithoutValues(logging.Formatter):
    """An error as kinds and lines: its own words may quote a row, and in a row stands a neighbour."""

    def formatException(self, ei: _ExcInfo) -> str:
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            code = getattr(error, "code", "")
            lines.append(f"{type(error).__module__}.{type(error).__qualname__} {code if isinstance(code, str) else ''}".rstrip())
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what another formatter made of it would carry the words
        return super().format(record)


class _Quiet(RotatingFileHandler):
    """Where the log itself cannot be written (a full disk), the program goes on."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Says nothing: a traceback on the screen helps nobody."""


@contextmanager
def kept(folder: Path, crashes: bool = False) -> Iterator[None]:
    """While the block lasts, what the program logs is written to `pharmacy.log` in this folder; it must not exist before the first line.

    With `crashes`, the stack of a crash below Python (Qt, a driver) goes to `crash.log` beside it, where the folder can be written.
    """
    handler = _Quiet(folder / NAME, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8", delay=True)
    handler.setFormatter(_WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("pharmacy_app")
    logger.addHandler(handler)
    handler.addFilter(lambda record: _made(folder))
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
