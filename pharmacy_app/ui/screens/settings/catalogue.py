"""The catalogue of medicines: search, what each is marked as, and one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import catalogue, medicine_search
from pharmacy_app.services.medicine_search import Choice
from pharmacy_app.system.language import mark
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.medicine_field import NewMedicineDialog
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.fields import SearchField
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

MOST = 200
_WORDS = {
    "essential": (mark("essential"), mark("on the list of what a pharmacy should always have")),
    "vital": (mark("vital"), mark("a day without it is a danger: counts in the committee's points")),
    "cold_chain": (mark("in the fridge"), mark("is said on the slip and to who carries it")),
    "controlled": (mark("controlled"), mark("needs its own written record")),
    "swappable": (mark("interchangeable"), mark("strengths may be put together, brands exchanged")),
    "divisible": (mark("can be halved"), mark("half a tablet may be prescribed")),
    "keep_pack_whole": (mark("whole packs only"), mark("its box or bottle is never opened to share")),
}
_SHOWN = ("essential", "vital", "cold_chain", "controlled", "keep_pack_whole")  # in the list; the others are what is usual


class MarksDialog(FormDialog):
    """What the committee marks a medicine as; `done()` once it is written."""

    def __init__(self, context: Context, window: QWidget, choice: Choice, done: Callable[[], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, trade.medicine_title(context.language, choice.medicine))
        self._choice, self._done = choice, done
        what = tr(
            "What the committee decides here is kept with who decided it and when. The next proposals count with it; what is promised stays promised."
        )
        self.body.addWidget(label(what, "line", wrap=True))
        self.boxes: dict[str, QCheckBox] = {}
        for name, held in catalogue.marks(choice.medicine, choice.vital).items():
            word, meaning = _WORDS[name]
            box = QCheckBox(f"{tr(word)}: {tr(meaning)}")
            box.setChecked(held)
            self.boxes[name] = box
            self.body.addWidget(box)
        self.end(tr("Keep"), self.keep)

    def open(self) -> None:
        super().open()
        next(iter(self.boxes.values())).setFocus()

    def keep(self) -> None:
        """Writes what is ticked."""
        context, by, medicine_id = self.context, self.context.by(), self._choice.medicine.id
        wanted = {name: box.isChecked() for name, box in self.boxes.items()}
        self.write(lambda: catalogue.change_marks(context.desk, by, medicine_id, wanted), lambda _: self._done(), {"stock", "matching"})


class CataloguePage(Page):
    """What doctors can prescribe; found by any name, in any alphabet."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        what = tr(
            "What can be prescribed. Search by substance, brand or another language's name; what is missing can be added. Return opens its marks."
        )
        super().__init__(context, tr("Medicines"), what)
        self.search = SearchField(tr("Search a medicine"))
        self.search.searched.connect(self.look_for)
        self.card.body.addWidget(self.search)
        columns: tuple[Column[Choice], ...] = (
            Column(tr("Medicine"), self._name, least=240),
            Column(tr("Marks"), self._marks, least=190),
            Column(tr("On the shelf"), self._units, 120, right=True, drop=1),
        )
        self.table = Table(RowsModel(columns, lambda choice: choice.medicine.id), tr("Medicines"))
        self.table.opened.connect(self.mark)
        self.table.setMinimumHeight(theme.current().px(190))
        self.card.body.addWidget(self.table, 1)
        self.found = label(tr("Write two letters at least."), "small")
        self.card.body.addWidget(self.found)
        self.primary = Action(tr("Add a medicine"), self.add, "plus")

    def _name(self, choice: Choice) -> Cell:
        return named(trade.medicine_title(self.context.language, choice.medicine), ", ".join((*choice.brands, *choice.synonyms)[:5]))

    def _marks(self, choice: Choice) -> Cell:
        tr = self.context.language.tr
        held = catalogue.marks(choice.medicine, choice.vital)
        words = ", ".join(tr(_WORDS[name][0]) for name in _SHOWN if held[name])
        return Cell(words or "—", tr("the committee decided") if choice.decided else "", quiet=not words)

    def _units(self, choice: Choice) -> Cell:
        return number(
            self.context.language.number(choice.units), trade.unit_word(self.context.language, choice.medicine.unit, choice.units)
        )

    def look_for(self, text: str) -> None:
        """Lists what the words mean."""
        desk = self.context.desk
        self.context.tasks.run_read(lambda: medicine_search.search_medicines(desk, text, MOST), self._show, owner=self)

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

    def mark(self, choice: Choice) -> None:
        """The marks of one medicine, to be decided."""
        MarksDialog(self.context, self, choice, lambda: self.look_for(self.search.text().strip())).open()
