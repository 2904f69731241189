"""The print queues of this PC, asked in CUPS' own words: whether they take jobs, whether they stand still, what still waits in them.

Qt says "idle" of a queue that rejects every job, and draws pages as pictures; `lp` sends the document as it is and says who refused it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

_SECONDS = 5  # a print server that is away must not keep anybody waiting longer


class QueueRefused(Exception):
    """The queue did not take the document; the message is CUPS' own."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What a queue says of itself: whether it takes jobs, whether its printer stands still, and why (CUPS' words, may be empty)."""

    accepting: bool
    stopped: bool
    why: str = ""


def there() -> bool:
    """Whether this PC prints through CUPS."""
    return all(shutil.which(program) for program in ("lp", "lpstat", "cancel"))


def ask(name: str) -> Queue | None:
    """The queue of this name as it is now; None where CUPS does not know it or does not answer."""
    taken, printed = _run("lpstat", "-a", name), _run("lpstat", "-p", name)
    if taken is None or printed is None or taken.returncode or printed.returncode:
        return None
    accepting, reject_why = _said(taken.stdout)
    enabled, stop_why = _said(printed.stdout)
    stopped = " disabled since " in enabled
    return Queue(" not accepting " not in accepting, stopped, stop_why if stopped else reject_why)


def send(document: bytes, name: str, first: int, last: int, copies: int, title: str) -> str:
    """Hands pages `first` to `last` over, at their own size; gives the job's id. Raises `QueueRefused`."""
    pages = f"{first}-{last}"
    made = _run("lp", "-d", name, "-n", str(copies), "-P", pages, "-t", title, "-o", "print-scaling=none", "-", given=document)
    if made is None or made.returncode:
        raise QueueRefused(made.stderr.decode(errors="replace").strip() if made is not None else "")
    words = made.stdout.decode(errors="replace").split()  # request id is NAME-12 (0 file(s))
    return next((word for word in words if word.startswith(f"{name}-")), "")


def waits(name: str, job: str) -> bool:
    """Whether this job has not left the queue yet: it is being printed, or the printer stands still."""
    found = _run("lpstat", "-o", name)
    return found is not None and any(line.split()[:1] == [job] for line in found.stdout.decode(errors="replace").splitlines())


def cancel(job: str) -> None:
    """Takes a job out of its queue, so that it does not come out by itself later."""
    _run("cancel", job)


def _said(output: bytes) -> tuple[str, str]:
    """The line about the queue, and the reason in the line under it."""
    lines = output.decode(errors="replace").splitlines()
    return lines[0] if lines else "", lines[1].strip() if len(lines) > 1 else ""


def _run(*words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes] | None:
    plain = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        return subprocess.run(words, input=given or b"", capture_output=True, timeout=_SECONDS, env=plain, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
