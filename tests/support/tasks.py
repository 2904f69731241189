"""Tasks that run at once, for tests of rooms: no thread, no waiting."""

from __future__ import annotations

from pharmacy_app.ui.tasks import Job, Tasks


class ImmediateTasks(Tasks):
    """Does each job when it is asked for, through the same delivery as the real one."""

    def _submit(self, job: Job) -> None:
        self.perform(job)
        self.deliver(job)
