"""One room on a real pharmacy, without the window around it: what it says, asks and where it sends people is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.services import sample
from pharmacy_app.services.desk import By
from pharmacy_app.system.language import language
from pharmacy_app.ui import dressing, theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from tests.support.desks import TODAY, Worker, sqlite_worker
from tests.support.messages import RecordedMessages
from tests.support.tasks import ImmediateTasks


@dataclass(slots=True)
class Stage:
    """`went` holds (room, target) of every `go`; `frame` is the window that dialogs lie over."""

    worker: Worker
    frame: QWidget
    context: Context
    messages: RecordedMessages
    went: list[tuple[str, object]] = field(default_factory=list)

    def enter(self, make: Callable[[Context], Room], target: object = None) -> Room:
        """Makes the room and goes in, as the window does."""
        room = make(self.context)
        room.setParent(self.frame)
        room.setGeometry(self.frame.rect())
        room.show()
        room.refresh(frozenset())
        room.focus_first()
        room.on_enter(target)
        self.context.tasks.changed.connect(room.refresh)
        return room


def stage(qtbot: QtBot, worker: Worker, code: str = "es") -> Stage:
    """A frame of 1178x690, as much as a room has in a window of 1366x768."""
    theme.load_fonts()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dressing.dress(application, theme.Theme())
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(1178, 690)
    frame.show()
    messages = RecordedMessages(frame, language(code))
    went: list[tuple[str, object]] = []

    def go(room_key: str, target: object = None) -> None:
        went.append((room_key, target))

    def by() -> By:
        return worker.by()

    context = Context(worker.desk, language(code), ImmediateTasks(frame), messages, go, by)
    return Stage(worker, frame, context, messages, went)


def make_practice(template: Path, folder: Path) -> Path:
    """The template filled with the sample of one neighbourhood, as it stands on the tests' day."""
    worker = sqlite_worker(template, folder)
    sample.make(worker.desk, worker.by(), "neighbourhood", 1, TODAY)
    worker.desk.store.close()
    return folder
