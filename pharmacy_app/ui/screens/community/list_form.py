"""The list of people for the committee: as the room shows it, on paper or as a sheet, with what people live with only if somebody asks for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog

from pharmacy_app.services import people_list
from pharmacy_app.services.people_list import Asked
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.screens.community.filters import Filters
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label


class ListDialog(Dialog):
    """Says whom the list shows, asks what stands on it, and how it is wanted."""

    def __init__(self, room: Room, context: Context, filters: Filters) -> None:
        tr = context.language.tr
        super().__init__(room, tr("List of people"), 620)
        self._room, self._context = room, context
        self._which, self._order = filters.which(), str(filters.order.currentData())
        self._open, self._private = filters.in_words()
        shown = tr("Whom the room shows now: {which}.", which=" · ".join((*self._open, *self._private)) or tr("everybody"))
        self.body.addWidget(label(shown, "line", wrap=True))
        self.kind = Choice(tr("As"), [("paper", tr("paper, with a box to tick")), ("sheet", tr("a sheet for a spreadsheet program"))])
        self.body.addWidget(self.kind)
        self.health = QCheckBox(tr("With illnesses, allergies and what counts for them"))
        self.body.addWidget(self.health)
        self.body.addWidget(
            label(tr("Names, ages, houses and telephones stand on it. What people live with is for doctors."), "small", wrap=True)
        )
        self.set_buttons(tr("Back"), tr("Make the list"), self.make, "checklist")
        self.kind.setFocus()

    def asked(self) -> Asked:
        """What was chosen. Without illnesses the paper does not say either by which of them people were chosen."""
        health = self.health.isChecked()
        return Asked(self._which, self._order, health, " · ".join((*self._open, *(self._private if health else ()))))

    def make(self) -> None:
        """Previews the paper, or asks where to keep the sheet."""
        context, asked = self._context, self.asked()
        desk, by, language = context.desk, context.by(), context.language
        if self.kind.value() == "paper":
            self.accept()
            name = language.tr("list-of-people") + ".pdf"
            show_paper(context, self._room, language.tr("List of people"), name, lambda: people_list.paper(desk, by, asked, language))
            return
        kinds = "Excel (*.xlsx);;CSV (*.csv)"
        chosen, _ = QFileDialog.getSaveFileName(self, language.tr("List of people"), language.tr("list-of-people") + ".xlsx", kinds)
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix.lower() in (".xlsx", ".csv") else Path(f"{chosen}.xlsx")
        self.accept()
        context.tasks.run_read(
            lambda: people_list.save(desk, by, asked, path, language),
            lambda n: context.messages.toast(language.ntr("{n} person was saved.", "{n} people were saved.", n)),
            context.messages.error,
            self._room,
        )
