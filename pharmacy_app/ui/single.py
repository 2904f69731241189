"""One window per pharmacy on this PC."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile


def take(path: Path) -> QLockFile | None:
    """The lock, held as long as the object lives; None if another window has it. A lock left by a blackout is taken over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(0) else None
