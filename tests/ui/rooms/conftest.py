"""A furnished pharmacy behind a bare window, for the tests of rooms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pharmacy_app.ui import theme
from tests.support.desks import make_template, sqlite_worker
from tests.support.one_room import Window


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("ui") / "template")


@pytest.fixture
def window(template: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    theme.load_fonts()
    theme.choose(theme.Theme())
    worker = sqlite_worker(template, tmp_path / "pharmacy")
    made = Window(worker)
    qtbot.addWidget(made)
    yield made
    worker.desk.store.close()
