"""The file of what went wrong: loaded when there is something to write into it."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

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


def opened(path: Path) -> logging.Handler:
    """What writes into this file, and begins another one when it is full."""
    handler = _Quiet(path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8")
    handler.setFormatter(_WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler
