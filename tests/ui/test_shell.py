"""The frame: rooms by key, changes announced, rail, banner, help, palette."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.ui import banner, theme
from pharmacy_app.ui.palette import Hit, Palette
from pharmacy_app.ui.rooms import ROOMS
from pharmacy_app.ui.shell import Shell
from tests.support.gallery import Gallery
from tests.ui.conftest import House


def gallery(shell: Shell) -> Gallery:
    room = shell.room
    assert isinstance(room, Gallery)
    return room


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, control: bool = True) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(shell, key, modifier)


def open_dialogs(shell: Shell) -> list[QDialog]:
    return [dialog for dialog in shell.findChildren(QDialog) if dialog.isVisible()]


def test_each_room_has_its_key(house: House, qtbot: QtBot) -> None:
    came: list[str] = []
    house.shell.room_changed.connect(came.append)
    for number in range(1, 10):
        press(qtbot, house.shell, Qt.Key(Qt.Key.Key_0.value + number))
    assert came == [place.key for place in ROOMS]


def test_the_primary_action_has_one_key_everywhere(house: House, qtbot: QtBot) -> None:
    house.shell.go("stock")
    press(qtbot, house.shell, Qt.Key.Key_Return)
    assert gallery(house.shell).done == ["move"]


def test_a_change_refreshes_the_room_one_sees_and_the_others_when_one_goes_there(house: House) -> None:
    house.shell.go("stock")
    seen = gallery(house.shell)
    house.shell.go("reports")
    hidden, seen = seen, gallery(house.shell)
    assert hidden.refreshed == seen.refreshed == [frozenset()]
    house.tasks.run_write(lambda: 1, lambda _: None, changed={"stock", "donations"})
    house.tasks.run_write(lambda: 1, lambda _: None, changed={"community"})
    assert seen.refreshed == [frozenset(), frozenset({"stock"})]
    assert hidden.refreshed == [frozenset()]
    house.shell.go("stock")
    assert hidden.refreshed == [frozenset(), frozenset({"stock"})]


def test_an_error_nobody_handles_is_told(house: House) -> None:
    def fail() -> int:
        raise ZeroDivisionError

    house.tasks.run_read(fail, lambda _: None)
    assert [type(error) for error in house.messages.errors] == [ZeroDivisionError]


@pytest.mark.parametrize(
    ("width", "scale", "rail"), [(1366, 100, False), (1024, 100, True), (1366, 150, True), (1366, 110, False), (1180, 100, True)]
)
def test_narrow_windows_and_large_text_get_the_rail(house: House, width: int, scale: int, rail: bool) -> None:
    house.shell.go("stock")
    theme.choose(theme.Theme(scale=scale))
    house.shell.resize(width, 690)
    house.shell.fit()
    assert house.shell.navigation.rail is rail
    more = gallery(house.shell).header._more
    assert more.isVisibleTo(house.shell) is rail


@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("size", [(1366, 690), (1024, 560)])
def test_all_nine_rooms_fit_with_words_uncut(house: House, scale: int, size: tuple[int, int]) -> None:
    theme.choose(theme.Theme(scale=scale))
    house.shell.resize(*size)
    house.shell.fit()
    navigation = house.shell.navigation
    cast(Any, navigation.layout()).activate()
    items = list(navigation.items.values())
    for above, below in pairwise(items):
        assert above.geometry().bottom() < below.geometry().top()
    room_for_words = 0 if navigation.rail else 62
    for item in items:
        assert theme.current().metrics(13, strong=True).horizontalAdvance(item.text()) <= navigation.width() - room_for_words
    if size == (1366, 690) or scale == 100:
        assert items[-1].geometry().bottom() <= size[1]


def test_the_banner_of_the_sample_calls_for_the_real_beginning(house: House, qtbot: QtBot) -> None:
    asked: list[bool] = []
    banner.practice(house.shell, lambda: asked.append(True))
    shown = house.shell._banner
    assert shown is not None
    shown.ended.emit()  # type: ignore[attr-defined]
    assert asked == [True]


def test_help_says_the_rooms_own_words(house: House, qtbot: QtBot) -> None:
    house.shell.go("stock")
    press(qtbot, house.shell, Qt.Key.Key_F1, control=False)
    dialogs = open_dialogs(house.shell)
    assert len(dialogs) == 1 and dialogs[0].windowTitle() == "Existencias"
    dialogs[0].reject()


def test_the_palette_finds_and_goes(house: House, qtbot: QtBot) -> None:
    gone: list[tuple[str, object]] = []
    context = house.context
    found = {"metf": [Hit("Lotes", "MF0417", "metformina", "stock", 7), Hit("Lotes", "MF0418", "metformina", "stock", 8)]}
    object.__setattr__(context, "go", lambda room, target=None: gone.append((room, target)))
    palette = Palette(house.shell, context, lambda text: found.get(text, []))
    palette.open()
    qtbot.keyClicks(palette.field, "metf")
    assert [hit.title for hit in palette.results.hits] == ["MF0417", "MF0418"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert "MF0418" in palette.results.accessibleName()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert gone == [("stock", 8)] and not palette.isVisible()


def test_the_palette_knows_rooms_without_accents(house: House, qtbot: QtBot) -> None:
    palette = Palette(house.shell, house.context, None)
    palette.open()
    qtbot.keyClicks(palette.field, "asignacion")
    assert [hit.room for hit in palette.results.hits] == ["matching"]
    palette.reject()


def test_coming_in_the_keyboard_stands_in_the_body(house: House) -> None:
    house.shell.go("stock")
    focus = QApplication.focusWidget()
    room = gallery(house.shell)
    assert focus is not None and room.isAncestorOf(focus) and not room.header.isAncestorOf(focus)


def test_who_wants_to_go_elsewhere_before_the_store_is_open_comes_there_then(house: House, qtbot: QtBot) -> None:
    shell = Shell(house.shell.language)
    qtbot.addWidget(shell)
    shell.look(house.context, lambda room: room.set_state("seen"))
    assert gallery(shell).header.state.text() == "seen" and gallery(shell).refreshed == []
    qtbot.mouseClick(shell.navigation.items["rounds"], Qt.MouseButton.LeftButton)
    assert shell.room is not None and shell.room.key == "home"
    shell.start(house.context)
    assert shell.room is not None and shell.room.key == "rounds"
    shell.go("home")
    assert gallery(shell).header.state.text() == "seen" and gallery(shell).refreshed == []
