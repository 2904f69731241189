"""Tasks that run at once, for tests of rooms: no thread, no waiting."""

from __future__ import annotations

from collections import deque

from pharmacy_app.ui.tasks import Job, Tasks


class ImmediateTasks(Tasks):
    """Does each job when it is asked for, through the same delivery as the real one."""

    def _submit(self, job: Job) -> None:
        self.perform(job)
        self.deliver(job)


class QueuedTasks(Tasks):
    """Keeps what is asked for, as while the database is busy; `next` does the oldest, through the same delivery as the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: deque[Job] = deque()

    def _submit(self, job: Job) -> None:
        self.asked.append(job)

    def next(self) -> None:
        job = self.asked.popleft()
        self.perform(job)
        self.deliver(job)
