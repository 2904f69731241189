"""A window with real rooms over a real database, as a person would meet it; questions are recorded and answered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.system.language import language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.shell import Shell
from tests.support.desks import Worker
from tests.support.messages import RecordedMessages
from tests.support.tasks import ImmediateTasks


class RoomWindow:
    """The window and its one room; acts run at once. `went` records where the room wanted to go."""

    def __init__(self, qtbot: QtBot, worker: Worker, size: tuple[int, int] = (1366, 768)) -> None:
        theme.load_fonts()
        theme.choose(theme.Theme())
        self.qtbot, self.worker = qtbot, worker
        self.shell = Shell(language("es"))
        qtbot.addWidget(self.shell)
        self.shell.resize(*size)
        self.tasks = ImmediateTasks(self.shell)
        self.messages = RecordedMessages(self.shell, self.shell.language)
        self.went: list[tuple[str, object]] = []
        self.context = Context(worker.desk, self.shell.language, self.tasks, self.messages, self._go, worker.by)

    def _go(self, room_key: str, target: object = None) -> None:
        self.went.append((room_key, target))

    def show(self, room: Room) -> None:
        """The room, in its place, read for the first time."""
        self.shell.stack.addWidget(room)
        self.shell.stack.setCurrentWidget(room)
        self.shell.show()
        self.tasks.changed.connect(lambda changed: room.refresh(changed & room.shows) if changed & room.shows else None)
        room.refresh(frozenset())

    def type_in(self, widget: QWidget, text: str, enter: bool = True) -> None:
        """Types as a person does: the field has the keyboard."""
        target = widget.focusProxy() or widget
        target.window().activateWindow()
        target.setFocus()
        self.qtbot.waitUntil(target.hasFocus)
        for letter in text:  # keyClicks knows the letters of one keyboard only
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        if enter:
            self.qtbot.keyClick(target, Qt.Key.Key_Return)

    def dialog(self) -> QDialog:
        """The dialog that is open now."""
        return next(dialog for dialog in reversed(self.shell.findChildren(QDialog)) if dialog.isVisible())


def words(widget: QWidget) -> list[str]:
    """Every label that can be read in it."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
