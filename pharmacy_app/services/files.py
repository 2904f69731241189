"""Writing a finished file where a person asked for it: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from pharmacy_app.domain.errors import Trouble


def write_file(path: Path, data: bytes) -> Path:
    """Writes beside, then renames. Raises `Trouble` `disk_full`, `file_not_written`."""
    beside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise Trouble("disk_full" if error.errno == 28 else "file_not_written", "file") from error
    return path
