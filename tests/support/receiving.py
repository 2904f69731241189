"""Receiving as a person does it: a line typed with Return alone, and a database that takes its time."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from pharmacy_app.services import donations
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.tasks import Job
from tests.support.desks import Worker
from tests.support.room_window import RoomWindow


def type_line(window: RoomWindow, room: Donations, what: str, lot: str, expiry: str, quantity: str) -> int:
    """As a person would, with Return alone; gives the keys that were pressed."""
    entry = room.shipment.entry
    assert window.shell.focusWidget() is entry.medicine.line
    window.type_in(entry.medicine, what)
    for field, text in ((entry.lot, lot), (entry.expiry, expiry), (entry.quantity, quantity)):
        assert QApplication.focusWidget() is field.line
        window.type_in(field, text)
    return len(what) + len(lot) + len(expiry) + len(quantity) + 4


def lines(worker: Worker, draft: int) -> list[tuple[str, str, int]]:
    return [
        (line.medicine.inn if line.medicine else line.row.description, line.row.lot, line.row.quantity)
        for line in donations.donation(worker.desk, draft)[1]
    ]


class Slow:
    """The database takes its time: what was asked of it waits until `work()`."""

    def __init__(self, window: RoomWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self._tasks, self._waiting = window.tasks, list[Job]()
        monkeypatch.setattr(window.tasks, "_submit", self._waiting.append)

    def work(self) -> None:
        while self._waiting:
            job = self._waiting.pop(0)
            self._tasks.perform(job)
            self._tasks.deliver(job)
