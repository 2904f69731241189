"""The councils with their doctor's offices, and how many live in each; a new one is one line."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.services import census
from pharmacy_app.services.census import CouncilRow
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import leave
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.council_walk import CouncilWalk
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class CouncilsDialog(Dialog):
    """The list, and a line to write a council: a new one, or the one that was opened."""

    def __init__(self, room: Room, context: Context) -> None:
        tr, language = context.language.tr, context.language
        super().__init__(room, tr("Councils and sectors"), 940)
        self._context = context
        self._editing: CouncilRow | None = None
        self.name = Field(tr("Communal council"), language)
        self.office = Field(tr("Doctor's office"), language)
        self.phone = Field(tr("Telephone"), language)
        self.save = Button(tr("Add"), "secondary", "plus")
        self.save.clicked.connect(self._save)
        line = QHBoxLayout()
        line.setSpacing(12)
        for field, share in ((self.name, 3), (self.office, 3), (self.phone, 2)):
            line.addWidget(field, share)
        line.addWidget(self.save)
        self.body.addLayout(line)
        self._order = EnterGoesOn((self.name, self.office, self.phone), self._save, self)
        self.table = Table(RowsModel(self._columns(), lambda row: row.id), tr("Councils"))
        self.table.setMinimumHeight(160)
        self.table.opened.connect(self._ask_for)
        self.table.chosen.connect(self._choose)
        self.body.addWidget(self.table)
        self.walk = CouncilWalk(context, self)
        self.body.addWidget(self.walk)
        self.set_buttons(tr("Back"), "", self.accept)
        self._read()
        self.name.setFocus()

    def reject(self) -> None:
        """Esc leaves what is being renamed as it was; what is new and half typed is asked about."""
        if self.walk.renaming:
            self.walk.keep_name()
        elif self._editing is not None:
            self._ask_for(None)
            self.table.setFocus()
        else:
            leave(self, self._context, super().reject)

    def _columns(self) -> tuple[Column[CouncilRow], ...]:
        language = self._context.language
        tr, ntr = language.tr, language.ntr
        return (
            Column(tr("Council"), lambda row: named(row.name, ntr("{n} sector", "{n} sectors", row.sectors))),
            Column(tr("Doctor's office"), lambda row: Cell(row.office or "—", row.phone), 230),
            Column(tr("Houses"), lambda row: number(language.number(row.households)), 100, right=True),
            Column(tr("People"), lambda row: number(language.number(row.people)), 100, right=True),
        )

    def _read(self) -> None:
        desk = self._context.desk
        self._context.tasks.run_read(lambda: census.councils(desk), self._show, owner=self)

    def _show(self, rows: tuple[CouncilRow, ...]) -> None:
        self.table.set_rows(rows)
        self._choose(self.table.row())

    def _choose(self, row: CouncilRow | None) -> None:
        self.walk.show_council(row)

    def _ask_for(self, row: CouncilRow | None) -> None:
        """The line is for a new council, or for this one."""
        tr = self._context.language.tr
        self._editing = row
        told = ("", "", "") if row is None else (row.name, row.office, row.phone)
        for field, text in zip((self.name, self.office, self.phone), told, strict=True):
            field.set_text(text)
        self.save.become(*((tr("Add"), "plus") if row is None else (tr("Save"), "check")))
        self.name.setFocus()

    def _save(self) -> None:
        desk, by, row = self._context.desk, self._context.by(), self._editing
        name, office, phone = self.name.text(), self.office.text(), self.phone.text()

        def write() -> None:
            if row is None:
                census.add_council(desk, by, name, office, phone)
            else:
                census.change_council(desk, by, row.id, name, office, phone)

        self._context.tasks.run_write(write, lambda _: self._saved(), ("people",), self._failed, self)

    def _saved(self) -> None:
        self._ask_for(None)
        self._read()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PharmacyError):
            field = {"office": self.office, "phone": self.phone}.get(error.where, self.name)
            field.set_wrong(wording.sentence(self._context.language, error))
            field.setFocus()
        else:
            self._context.messages.error(error)
