"""The catalogue of medicines: search, what each is marked as, and one more."""

from __future__ import annotations

from collections.abc import Sequence

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import catalogue
from pharmacy_app.services.catalogue import Choice
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.medicine_field import NewMedicineDialog
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, named, number
from pharmacy_app.ui.widgets.fields import SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

MOST = 200


class CataloguePage(Page):
    """What doctors can prescribe; found by any name, in any alphabet."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("What can be prescribed. Search by substance, brand or another language's name; what is missing can be added.")
        super().__init__(context, tr("Medicines"), what)
        self.search = SearchField(tr("Search a medicine"))
        self.search.searched.connect(self.look_for)
        self.card.body.addWidget(self.search)
        columns: tuple[Column[Choice], ...] = (
            Column(tr("Medicine"), self._name, least=240),
            Column(tr("Marks"), self._marks, 190),
            Column(tr("On the shelf"), self._units, 120, right=True, drop=1),
        )
        self.table = Table(RowsModel(columns, lambda choice: choice.medicine.id), tr("Medicines"))
        self.table.setMinimumHeight(theme.current().px(190))
        self.card.body.addWidget(self.table, 1)
        self.found = label(tr("Write two letters at least."), "small")
        self.card.body.addWidget(self.found)
        self.primary = Action(tr("Add a medicine"), self.add, "plus")

    def _name(self, choice: Choice) -> Cell:
        return named(trade.medicine_title(self.context.language, choice.medicine), ", ".join((*choice.brands, *choice.synonyms)[:5]))

    def _marks(self, choice: Choice) -> Cell:
        tr, medicine = self.context.language.tr, choice.medicine
        marks = [
            word
            for word, held in (
                (tr("essential"), medicine.essential),
                (tr("in the fridge"), medicine.cold_chain),
                (tr("controlled"), medicine.controlled),
            )
            if held
        ]
        return Cell(badge=Badge("reserved" if medicine.essential else "mute", ", ".join(marks), "check")) if marks else Cell("")

    def _units(self, choice: Choice) -> Cell:
        return number(
            self.context.language.number(choice.units), trade.unit_word(self.context.language, choice.medicine.unit, choice.units)
        )

    def look_for(self, text: str) -> None:
        """Lists what the words mean."""
        desk = self.context.desk
        self.context.tasks.run_read(lambda: catalogue.search_medicines(desk, text, MOST), self._show, owner=self)

    def _show(self, choices: Sequence[Choice]) -> None:
        self.table.set_rows(list(choices))
        language = self.context.language
        none = language.tr("No medicine of that name: write another, or add it.")
        self.found.setText(language.ntr("{n} medicine", "{n} medicines", len(choices)) if choices else none)

    def add(self) -> None:
        """The form of a missing medicine, with what was searched."""
        NewMedicineDialog(self.context, self, self.search.text().strip(), self._added).open()

    def _added(self, medicine: Medicine) -> None:
        self.search.setText(medicine.inn)
        self.look_for(medicine.inn)
