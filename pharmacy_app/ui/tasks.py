"""Work off the window's thread: one database thread, results come back in order, nothing blocks.

A long-lived object carries the signals (one that belongs to the work itself would be gone before its result arrives).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")
log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The person pressed Cancel; raised inside the work by `Progress.at`."""


class Progress:
    """Handed to long work, which calls `at` now and then; that is also where a cancel takes effect."""

    def __init__(self, tell: Callable[[float, str], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def at(self, share: float, sentence: str = "") -> None:
        """So much of the whole is done (0 to 1). Raises `Cancelled`."""
        if self._stop.is_set():
            raise Cancelled
        self._tell(share, sentence)

    def cancel(self) -> None:
        self._stop.set()


@dataclass(slots=True, eq=False)
class Job:
    """One piece of work and what becomes of its result."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None = None
    changed: frozenset[str] = frozenset()
    owner: QObject | None = None
    title: str = ""
    progress: Progress | None = None
    result: Any = None
    error: Exception | None = field(default=None)


class Tasks(QObject):
    """`run_read`, `run_write` and `run_long`. Errors nobody handles go to `unhandled` (the window shows them)."""

    changed = Signal(object)  # frozenset[str]: what an act changed
    unhandled = Signal(object)  # Exception
    busy = Signal(bool)
    began = Signal(object)  # a long Job, with its title and progress
    moved = Signal(float, str)
    ended = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._waiting = 0
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = None

    def run_read(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Runs `work` on the database thread, then `done(result)` here. With `owner` gone (a closed dialog), the result is dropped."""
        self._submit(Job(work, done, failed, owner=owner))

    def run_write(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        changed: Iterable[str],
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Like `run_read`; afterwards the names in `changed` ("stock", "donations", ...) are announced, so that rooms that show them read again."""
        self._submit(Job(work, done, failed, frozenset(changed), owner))

    def run_long(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        changed: Iterable[str] = (),
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Work of more than a second: the window shows `title`, percent and Cancel. `failed` also gets `Cancelled`, which is otherwise silent."""
        progress = Progress(self.moved.emit)
        job = Job(lambda: work(progress), done, failed, frozenset(changed), owner, title, progress)
        self.began.emit(job)
        self._submit(job)

    def close(self) -> None:
        """Ends the thread after what was asked of it."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _submit(self, job: Job) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="database", daemon=True)
            self._thread.start()
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._jobs.put(job)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self.perform(job)
            self._finished.emit(job)

    @staticmethod
    def perform(job: Job) -> None:
        """Does the work; whatever it raises is kept in the job, for the window's thread."""
        try:
            job.result = job.work()
        except Exception as error:  # noqa: BLE001 - nothing is swallowed: it is delivered to whoever asked, or to `unhandled`
            job.error = error

    def _finish(self, job: Job) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.busy.emit(False)
        self.deliver(job)

    def deliver(self, job: Job) -> None:
        """On the window's thread: hands the result or the error to whoever asked, then announces what changed."""
        if job.progress is not None:
            self.ended.emit(job)
        gone = job.owner is not None and not shiboken6.isValid(job.owner)
        if job.error is not None:
            if job.failed is not None and not gone:
                job.failed(job.error)
            elif not isinstance(job.error, Cancelled):
                self.unhandled.emit(job.error)
            return
        if not gone:
            job.done(job.result)
        if job.changed:
            self.changed.emit(job.changed)
