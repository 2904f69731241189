"""Who is working: the name below the rooms, the dialog that changes it, and the acts made in that name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from pharmacy_app.services import setup
from pharmacy_app.services.desk import By, Desk
from pharmacy_app.services.home import begins
from pharmacy_app.services.setup import UserRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.empty import Way, WayButton
from pharmacy_app.ui.widgets.fields import Field


class Who(QObject):
    """Belongs to the window. Whoever opened it last is offered first; passphrases are not asked for yet."""

    def __init__(self, desk: Desk, users: Sequence[UserRow], shell: Shell) -> None:
        super().__init__(shell)
        self._desk, self._shell = desk, shell
        self._current = begins(users)
        shell.set_person(self._current.name)

    def by(self) -> By:
        """A fresh act of the person who is working now."""
        return self._desk.by(self._current.id)

    def listen(self, context: Context) -> None:
        """From here on, pressing the name asks who is working."""
        self._shell.person_wanted.connect(lambda: context.tasks.run_read(partial(setup.users, self._desk), partial(self._ask, context)))

    def _ask(self, context: Context, users: Sequence[UserRow]) -> None:
        tr = context.language.tr
        dialog = Dialog(self._shell, tr("Who is working?"))
        for user in users:
            if user.active:
                here = tr("working now") if user.id == self._current.id else tr("goes on from here")
                dialog.body.addWidget(WayButton(Way("user-circle", user.name, here, partial(self._chosen, dialog, user))))
        new = Field(tr("Somebody else"), context.language, tr("Write the name and press Enter."))
        new.entered.connect(lambda: self._add(context, dialog, new))
        dialog.body.addWidget(new)
        dialog.set_buttons(tr("Back"), "", dialog.accept)
        dialog.open()

    def _chosen(self, dialog: Dialog, user: UserRow) -> None:
        self._current = user
        self._shell.set_person(user.name)
        dialog.accept()

    def _add(self, context: Context, dialog: Dialog, new: Field) -> None:
        name, by = new.text(), self.by()

        def added(user_id: int) -> None:
            self._chosen(dialog, UserRow(user_id, name, True))

        context.tasks.run_write(lambda: setup.add_user(self._desk, by, name), added, {"users"}, owner=dialog)
