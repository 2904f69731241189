"""F1: what the room is for, its keys, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.keycaps import Keycap
from pharmacy_app.ui.widgets.labels import label, rule


def help_dialog(window: QWidget, language: Language, room: Room) -> Dialog:
    """The room's own words (`Room.help`), then keys."""
    tr = language.tr
    dialog = Dialog(window, room.header.title.text())
    for paragraph in room.help.split("\n\n"):
        dialog.body.addWidget(label(paragraph, wrap=True))
    everywhere = (
        ("Ctrl ↵", tr("the main action of the room")),
        ("Ctrl K", tr("find any person, medicine, lot or donor")),
        ("Ctrl 1 … 9", tr("go to a room")),
        ("Esc", tr("back")),
    )
    for keys in (room.keys, everywhere):
        if keys:
            dialog.body.addWidget(rule())
            dialog.body.addLayout(_keys(keys))
    dialog.set_buttons(tr("Understood"), "", dialog.accept)
    return dialog


def _keys(keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    for at, (key, what) in enumerate(keys):
        grid.addWidget(Keycap(key), at, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(what, "line", wrap=True), at, 1)
    grid.setColumnStretch(1, 1)
    return grid
