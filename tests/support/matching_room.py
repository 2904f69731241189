"""A week in the room of matching: what its tests begin with."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.ui.screens.matching import make
from pharmacy_app.ui.screens.matching.room import Matching
from tests.support.desks import Worker
from tests.support.stages import Stage, stage
from tests.support.week import Week


def two_for_twenty(worker: Worker) -> Week:
    """Twenty units for two people who ask for fourteen each; enough of another medicine."""
    made = Week(worker)
    made.person("Ana Rivas", criteria=("lives_alone",))
    made.person("Luis Peña")
    made.person("Eva Soto", medicine="metformin 850 mg tablet")
    made.box("L1", 20)
    made.box("M1", 60, medicine="metformin 850 mg tablet")
    return made


def enter(qtbot: QtBot, worker: Worker) -> tuple[Stage, Matching]:
    there = stage(qtbot, worker)
    room = there.enter(make)
    assert isinstance(room, Matching)
    return there, room


def dialog(there: Stage) -> QDialog:
    return next(found for found in reversed(there.frame.findChildren(QDialog)) if found.isVisible())


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def shown(room: Matching) -> list[tuple[str, int, int]]:
    return [(row.name, row.gets, row.missing) for row in room.board.table.rows.rows]
