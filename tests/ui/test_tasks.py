"""One database thread: order, results on the window's thread, errors, owners that are gone, cancel."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pharmacy_app.ui.tasks import Cancelled, Job, Progress, Tasks


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_three_hundred_results_arrive_in_order_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    came: list[int] = []
    threads: set[tuple[str, str]] = set()

    def work(number: int) -> tuple[int, str]:
        return number, threading.current_thread().name

    def done(result: tuple[int, str]) -> None:
        came.append(result[0])
        threads.add((result[1], threading.current_thread().name))

    for number in range(300):
        tasks.run_read(lambda number=number: work(number), done)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(came) == 300)
    assert came == list(range(300))
    assert threads == {("database", threading.main_thread().name)}


def test_busy_is_told_once_for_all_that_waits(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[bool] = []
    done: list[int] = []
    gate = threading.Event()
    tasks.busy.connect(told.append)
    tasks.run_read(gate.wait, lambda _: done.append(1))
    tasks.run_read(lambda: 2, done.append)
    assert told == [True]
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert told == [True, False]


def test_an_error_goes_to_whoever_asked_else_to_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    def fail() -> int:
        raise KeyError

    taken: list[Exception] = []
    unhandled: list[Exception] = []
    changes: list[frozenset[str]] = []
    tasks.unhandled.connect(unhandled.append)
    tasks.changed.connect(changes.append)
    tasks.run_write(fail, lambda _: None, {"stock"}, failed=taken.append)
    tasks.run_write(fail, lambda _: None, {"stock"})
    qtbot.waitUntil(lambda: bool(unhandled))
    assert len(taken) == len(unhandled) == 1
    assert changes == []  # nothing was written, nothing is read again


def test_a_write_tells_what_changed_after_its_result(qtbot: QtBot, tasks: Tasks) -> None:
    said: list[object] = []
    tasks.changed.connect(said.append)
    tasks.run_write(lambda: "written", said.append, {"stock", "donations"})
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == ["written", frozenset({"stock", "donations"})]


def test_a_closed_dialog_gets_no_result(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    came: list[object] = []
    owner = QObject()
    tasks.run_read(gate.wait, came.append, owner=owner)
    tasks.run_read(lambda: "last", came.append)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: "last" in came)
    assert came == ["last"]


def test_long_work_reports_and_can_be_cancelled(qtbot: QtBot, tasks: Tasks) -> None:
    began: list[Job] = []
    ended: list[Job] = []
    moved: list[tuple[float, str]] = []
    failed: list[Exception] = []
    unhandled: list[Exception] = []
    tasks.began.connect(began.append)
    tasks.ended.connect(ended.append)
    tasks.moved.connect(lambda share, sentence: moved.append((share, sentence)))
    tasks.unhandled.connect(unhandled.append)
    gate = threading.Event()

    def work(progress: Progress) -> int:
        progress.at(0.5, "half")
        gate.wait()
        progress.at(0.9)
        return 1

    tasks.run_long("Copying", work, lambda _: None, failed=failed.append)
    qtbot.waitUntil(lambda: moved == [(0.5, "half")])
    assert began[0].title == "Copying" and began[0].progress is not None
    began[0].progress.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert [type(error) for error in failed] == [Cancelled] and unhandled == []


def test_closing_ends_after_what_was_asked(qapp: object) -> None:
    tasks = Tasks()
    done: list[int] = []
    for number in range(20):
        tasks.run_read(lambda number=number: done.append(number), lambda _: None)  # type: ignore[misc]
    tasks.close()
    assert done == list(range(20))
