"""A bare window with one room of the real program in it, on a real database; and how a person types and picks."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.services import census, medicine_search, people, prescriptions
from pharmacy_app.services.people import PersonForm
from pharmacy_app.services.prescriptions import Order
from pharmacy_app.system.language import language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from tests.support.desks import TODAY, Worker
from tests.support.messages import RecordedMessages
from tests.support.tasks import ImmediateTasks

D = TypeVar("D", bound=QDialog)


class Window(QWidget):
    """A bare window with one room in it."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.resize(1366, 700)
        self.worker = worker
        self.language = language("es")
        self.tasks = ImmediateTasks(self)
        self.messages = RecordedMessages(self, self.language)
        self.went: list[tuple[str, object]] = []
        self.context = Context(worker.desk, self.language, self.tasks, self.messages, self.go, worker.by)

    def go(self, room_key: str, target: object = None) -> None:
        self.went.append((room_key, target))

    def put(self, room: Room) -> None:
        room.setParent(self)
        room.setGeometry(self.rect())
        self.tasks.changed.connect(room.refresh)
        self.show()
        room.show()
        room.refresh(frozenset())

    def dialog(self, kind: type[D]) -> D:
        """The open dialog of this kind."""
        return next(one for one in self.findChildren(kind) if one.isVisible())


def person(window: Window, name: str, council: str = "Los Pinos", **more: Any) -> int:
    desk, by = window.worker.desk, window.worker.by
    home = census.add_house_at(desk, by(), council, "La Escalera", f"Casa de {name}")
    return people.add_patient(desk, by(), PersonForm(home, name, date(1950, 3, 4), **more))


def prescribed(window: Window, patient: int, words: str, directions: str, **more: Any) -> int:
    desk, by = window.worker.desk, window.worker.by
    medicine = medicine_search.search_medicines(desk, words)[0].medicine
    order = Order(words, medicine.id, directions, **more)
    return prescriptions.write(desk, by(), patient, "Dra. Luz Gil", TODAY, [order]).items[0][0]


def type_in(line: QWidget, text: str) -> None:
    """Letter by letter, in any alphabet (Qt's own test keys know ASCII alone)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(parent: QWidget, words: str) -> None:
    next(button for button in parent.findChildren(QPushButton) if button.text() == words).click()


def pick(qtbot: QtBot, field: Any, text: str) -> None:
    """Types into a completer, and takes the first suggestion with Return."""
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    type_in(field.line, text)
    qtbot.waitUntil(lambda: bool(field.suggestions))
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value() is not None
