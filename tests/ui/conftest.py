"""A window with the invented room, without a store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pharmacy_app.system.language import language
from pharmacy_app.ui import entering, rooms, theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.shell import Shell
from tests.support.gallery import make
from tests.support.messages import RecordedMessages
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
    entering.dress(application, theme.Theme())
    entering.enter(application, shell, made.context, search=None)
    yield made
    application.setStyleSheet("")
