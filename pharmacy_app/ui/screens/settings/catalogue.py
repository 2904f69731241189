"""The catalogue of medicines: searched and filtered, changed, added to, and saved as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import catalogue_editing, catalogue_export
from pharmacy_app.services.catalogue_editing import Listed
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.medicine_field import NewMedicineDialog
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.medicine_form import MARK_WORDS, MedicineForm, column_words
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.fields import SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

_SHOWN = ("essential", "vital", "cold_chain", "controlled", "keep_pack_whole")  # in the list; the others are what is usual


class CataloguePage(Page):
    """What doctors can prescribe; found by any name, in any alphabet."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr("What can be prescribed, by any name in any language. Return opens a medicine: its names, its marks, its warnings.")
        super().__init__(context, tr("Medicines"), what)
        self.listed: tuple[Listed, ...] = ()
        self.search = SearchField(tr("Search a medicine"))
        self.search.searched.connect(lambda _text: self.read())
        self.chips = ChipRow(
            [
                ("all", tr("All")),
                ("decided", tr("Changed here")),
                ("essential", tr("Essential")),
                ("cold_chain", tr("Fridge")),
                ("controlled", tr("Controlled")),
                ("vital", tr("Vital")),
                ("unconfirmed", tr("Unconfirmed")),
            ],
            tr("Filter"),
        )
        self.chips.chosen.connect(lambda _which: self.read())
        self.card.body.addWidget(self.search)
        self.card.body.addWidget(self.chips)
        columns: tuple[Column[Listed], ...] = (
            Column(tr("Medicine"), self._name, least=240),
            Column(tr("What it is"), self._marks, least=190),
            Column(tr("On the shelf"), self._units, 120, right=True, drop=1),
        )
        self.table = Table(RowsModel(columns, lambda one: one.shelved.medicine.id), tr("Medicines"))
        self.table.opened.connect(self.change)
        self.table.setMinimumHeight(theme.current().px(190))
        self.card.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        self.found = label("", "small")
        foot.addWidget(self.found, 1)
        self.export_button = Button(tr("Export"), "secondary", "file-spreadsheet")
        self.export_button.clicked.connect(self.export)
        foot.addWidget(self.export_button)
        self.card.body.addLayout(foot)
        self.primary = Action(tr("Add a medicine"), self.add, "plus")

    def _name(self, one: Listed) -> Cell:
        brands = [brand.removeprefix("?") for brand in one.shelved.brands]
        return named(trade.medicine_title(self.context.language, one.shelved.medicine), ", ".join((*brands, *one.shelved.synonyms)[:5]))

    def _marks(self, one: Listed) -> Cell:
        language, shelved = self.context.language, one.shelved
        held = one.marks
        words = ", ".join(language.tr(MARK_WORDS[name][0]) for name in _SHOWN if held[name])
        if shelved.origin == "committee":
            below = language.tr("the committee added it")
        elif shelved.decided:
            below = language.tr("the committee decided")
        else:
            facts = column_words(language, shelved.unconfirmed)
            below = language.tr("unconfirmed: {facts}", facts=facts) if facts else ""
        return Cell(words or "—", below, quiet=not words)

    def _units(self, one: Listed) -> Cell:
        unit = trade.unit_word(self.context.language, one.shelved.medicine.unit, one.units)
        return number(self.context.language.number(one.units), unit)

    def read(self) -> None:
        desk, text, which = self.context.desk, self.search.text().strip(), self.chips.current or "all"
        if len(text) == 1:
            return
        self.context.tasks.run_read(lambda: catalogue_editing.listed(desk, text, which), self._show, owner=self)

    def _show(self, found: Sequence[Listed]) -> None:
        self.listed = tuple(found)
        self.table.set_rows(list(found))
        language = self.context.language
        none = language.tr("No medicine of that name: write another, or add it.")
        self.found.setText(language.ntr("{n} medicine", "{n} medicines", len(found)) if found else none)

    def add(self) -> None:
        """The form of a missing medicine, with what was searched."""
        NewMedicineDialog(self.context, self, self.search.text().strip(), self._added).open()

    def _added(self, medicine: Medicine) -> None:
        self.chips.set_current("all")
        self.search.setText(medicine.inn)
        self.read()

    def change(self, one: Listed) -> None:
        """One medicine, to be changed."""
        MedicineForm(self.context, self, one, self.read).open()

    def export(self) -> None:
        """What is listed, as a spreadsheet."""
        tr = self.context.language.tr
        name, chosen = QFileDialog.getSaveFileName(self, tr("Export"), tr("catalogue.xlsx"), "Excel (*.xlsx);;CSV (*.csv)")
        if name:
            path = Path(name)
            self.save_list(path if path.suffix.lower() in (".xlsx", ".csv") else Path(name + (".csv" if "csv" in chosen else ".xlsx")))

    def save_list(self, path: Path) -> None:
        """Writes what is listed to this file."""
        language, listed = self.context.language, self.listed

        def done(written: int) -> None:
            medicines = language.ntr("{n} medicine", "{n} medicines", written)
            self.context.messages.toast(language.tr("{name} is saved: {lots}", name=path.name, lots=medicines))

        self.context.tasks.run_read(lambda: catalogue_export.write_catalogue(path, language, listed), done, owner=self)
