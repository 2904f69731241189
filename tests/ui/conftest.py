"""A window with the invented room, without a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmacy_app.system.language import language
from pharmacy_app.ui import dressing, entering, rooms, theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.shell import Shell
from tests.support.desks import Worker, make_template, sqlite_worker
from tests.support.gallery import make
from tests.support.messages import RecordedMessages
from tests.support.room_window import RoomWindow
from tests.support.stages import make_practice
from tests.support.tasks import ImmediateTasks


class House:
    """The window, its context, and what was said in it."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.tasks = ImmediateTasks(shell)
        self.messages = RecordedMessages(shell, shell.language)
        nothing = cast(Any, None)  # the invented room asks no service
        self.context = Context(nothing, shell.language, self.tasks, self.messages, shell.go, lambda: nothing)


@pytest.fixture
def house(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(rooms.Place, "make", lambda place, context: make(context, place.key))
    theme.load_fonts()
    theme.choose(theme.Theme())
    shell = Shell(language("es"))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    made = House(shell)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dressing.dress(application, theme.Theme())
    entering.enter(application, shell, made.context, search=None)
    yield made
    # The style sheet is never taken off. Qt forgets with it which widgets it watches, but not that it has seen them: those that
    # live on are no more taken out of its list when they go, and the next style sheet walks over them (a crash, seen in gdb).


@pytest.fixture(scope="session")
def pharmacy_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished pharmacy in which nothing has happened."""
    return make_template(tmp_path_factory.mktemp("template") / "pharmacy")


@pytest.fixture(scope="session")
def practice_template(pharmacy_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of one neighbourhood, made once."""
    return make_practice(pharmacy_template, tmp_path_factory.mktemp("practice") / "pharmacy")


@pytest.fixture
def worker(pharmacy_template: Path, tmp_path: Path) -> Iterator[Worker]:
    """A desk on an empty pharmacy."""
    made = sqlite_worker(pharmacy_template, tmp_path / "pharmacy")
    yield made
    made.desk.store.close()


@pytest.fixture
def window(qtbot: QtBot, worker: Worker) -> RoomWindow:
    """A window around it, for one room."""
    return RoomWindow(qtbot, worker)


@pytest.fixture
def practice(practice_template: Path, tmp_path: Path) -> Iterator[Worker]:
    """A desk on a neighbourhood with a year behind it."""
    worker = sqlite_worker(practice_template, tmp_path / "practice")
    yield worker
    worker.desk.store.close()
