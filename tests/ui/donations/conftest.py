"""The room of donations in an empty pharmacy, and an open draft in it."""

from __future__ import annotations

from datetime import date

import pytest

from pharmacy_app.services import donations
from pharmacy_app.ui.screens.donations import make
from pharmacy_app.ui.screens.donations.donations import Donations
from tests.support.desks import Worker
from tests.support.room_window import RoomWindow


@pytest.fixture
def room(window: RoomWindow) -> Donations:
    made = make(window.context)
    assert isinstance(made, Donations)
    window.show(made)
    return made


@pytest.fixture
def draft(worker: Worker, room: Donations) -> int:
    donor = donations.add_donor(worker.desk, worker.by(), "Colectivo Médico Quillay", "CL")
    made = donations.open_draft(worker.desk, worker.by(), donor, date(2026, 11, 21), "guía 4471")
    room.open(made)
    return made
