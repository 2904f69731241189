"""Ctrl+K on a practice neighbourhood: what is found is named in the person's language, and its room opens what was meant."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from pharmacy_app.services import people, rounds
from pharmacy_app.services.people import PeopleFilter
from pharmacy_app.system.language import language
from pharmacy_app.ui.palette import Hit
from pharmacy_app.ui.rooms import ROOMS
from pharmacy_app.ui.screens.community.person_page import PersonPageDialog
from pharmacy_app.ui.screens.donations.donations import Donations
from pharmacy_app.ui.screens.prescriptions.columns import title
from pharmacy_app.ui.screens.rounds.room import Rounds
from pharmacy_app.ui.screens.stock.shelf import Stock
from pharmacy_app.ui.searching import search
from pharmacy_app.ui.widgets.models import cell_of
from tests.support.desks import Worker
from tests.support.room_window import RoomWindow


def first(worker: Worker, text: str, room: str, code: str = "es") -> Hit:
    return next(hit for hit in search(worker.desk, language(code))(text) if hit.room == room)


@pytest.fixture
def window(qtbot: QtBot, practice: Worker) -> RoomWindow:
    return RoomWindow(qtbot, practice)


def entered(window: RoomWindow, hit: Hit) -> object:
    """The hit's room, in which somebody has come to the hit's target."""
    room = next(place for place in ROOMS if place.key == hit.room).make(window.context)
    window.show(room)
    room.on_enter(hit.target)
    return room


@pytest.mark.parametrize(("code", "title"), [("es", "Losartán 50 mg, tableta"), ("en", "Losartan 50 mg, tablet")])
def test_a_medicine_is_named_in_the_language_and_the_shelf_shows_it(window: RoomWindow, practice: Worker, code: str, title: str) -> None:
    hit = first(practice, "losart", "stock", code)
    assert hit.title.replace("\xa0", " ") == title
    room = entered(window, hit)
    assert isinstance(room, Stock)
    assert {row.one.medicine.inn for row in room.table.rows.rows} == {"losartan"}


def test_a_person_opens_on_their_page(window: RoomWindow, practice: Worker) -> None:
    hit = first(practice, "P-000001", "community")
    entered(window, hit)
    assert hit.title in [
        dialog.accessibleName() or dialog.windowTitle() for dialog in window.shell.findChildren(QDialog) if dialog.isVisible()
    ]


def test_a_donor_shows_only_their_boxes(window: RoomWindow, practice: Worker) -> None:
    hit = first(practice, "quillay", "donations")
    room = entered(window, hit)
    assert isinstance(room, Donations)
    window.qtbot.waitUntil(lambda: {row.row.donor for row in room.list.table.rows.rows} == {hit.title})


def test_a_slip_opens_its_round(window: RoomWindow, practice: Worker) -> None:
    view = rounds.view(practice.desk, rounds.list_rounds(practice.desk)[0].id)
    hit = first(practice, view.stops[-1].code, "rounds")
    room = entered(window, hit)
    assert isinstance(room, Rounds)
    assert view.round.status == "planned"
    row = room.planned.row()
    assert row is not None and row.stop.code == view.stops[-1].code


def test_what_was_handed_over_is_named_as_everywhere_else(window: RoomWindow, practice: Worker) -> None:
    desk = practice.desk
    served = next(
        page
        for row in people.list_people(desk, PeopleFilter(under_treatment=True), "place", 200)
        if (page := people.person(desk, row.id)).supplies
    )
    entered(window, Hit("", "", "", "community", served.person.id))
    page = window.dialog()
    assert isinstance(page, PersonPageDialog)
    model = page.supplies.model()
    shown = [cell_of(model.index(at, 0)).text for at in range(model.rowCount())]
    assert shown == [title(language("es"), row) for row in served.supplies]
    assert not any(row.inn in text for row, text in zip(served.supplies, shown, strict=True) if row.inn and row.name_es != row.inn)
