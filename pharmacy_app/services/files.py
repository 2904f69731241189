"""Writing a finished file where a person asked for it: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from errno import ENOSPC
from pathlib import Path

from pharmacy_app.domain.errors import Trouble


def write_file(path: Path, data: bytes) -> Path:
    """Writes beside, then renames. Raises `Trouble` `out_folder_missing`, `out_is_a_folder`, `disk_full`, `file_not_written`."""
    if path.is_dir():
        raise Trouble("out_is_a_folder", "out")
    if not path.parent.is_dir():
        raise Trouble("out_folder_missing", "out")
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # on a disk that fails even this may; the first failure is the one to tell
            beside.unlink(missing_ok=True)
        raise Trouble("disk_full" if error.errno == ENOSPC else "file_not_written", "out") from error
    return path
