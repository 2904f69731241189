"""A person's page or form is opened; that it was looked at is written down behind it, without keeping anybody waiting."""

from __future__ import annotations

from pharmacy_app.services import people
from pharmacy_app.services.people import PersonPage
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.person_form import PersonDialog
from pharmacy_app.ui.screens.community.person_page import PersonPageDialog


def open_page(room: Room, context: Context, patient_id: int) -> None:
    """Reads a person's page and shows it."""

    def shown(page: PersonPage) -> None:
        PersonPageDialog(room, context, page, lambda: open_form(room, context, patient_id)).open()
        _record(room, context, patient_id)

    context.tasks.run_read(lambda: people.person(context.desk, patient_id), shown, context.messages.error, room)


def open_form(room: Room, context: Context, patient_id: int | None) -> None:
    """The form of this person, or an empty one."""

    def look(other_id: int) -> None:
        open_page(room, context, other_id)

    if patient_id is None:
        PersonDialog(room, context, None, look).open()
        return

    def shown(page: PersonPage) -> None:
        PersonDialog(room, context, page, look).open()
        _record(room, context, patient_id)

    context.tasks.run_read(lambda: people.person(context.desk, patient_id), shown, context.messages.error, room)


def _record(room: Room, context: Context, patient_id: int) -> None:
    by = context.by()
    context.tasks.run_write(lambda: people.opened(context.desk, by, patient_id), lambda _new: None, (), context.messages.error, room)
