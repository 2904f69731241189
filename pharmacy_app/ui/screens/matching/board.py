"""The board of one medicine: who asks for it, in order and why, what each gets; the committee changes one line and sees what follows for all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.quantity import parse_quantity
from pharmacy_app.services import matching
from pharmacy_app.services.matching import Board, Foreseen, Overview, Sheet
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.matching.anew import ReleaseDialog
from pharmacy_app.ui.screens.matching.cards import Figures, UnusedLots, lots_dialog, why_dialog
from pharmacy_app.ui.screens.matching.deciding import Deciding, Said
from pharmacy_app.ui.screens.matching.rows import PersonRow, foreseen_row, person_columns, person_rows
from pharmacy_app.ui.screens.matching.tiers import TierDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade


def _item_of(row: PersonRow) -> int:
    return row.line.item.item_id


class BoardPanel(QWidget):
    """The figures of the medicine, its people, the card that decides, the lots that were not used."""

    tier_decided = Signal()  # it counts from the next proposal on

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._seen: Overview | None = None
        self._sheet: Sheet | None = None
        self._rows: list[PersonRow] = []
        language = context.language
        self.figures = Figures(language)
        self._model = RowsModel(person_columns(language, self._edited), _item_of)
        self.people = self._table(self._model)  # of an open proposal: amounts can be changed
        self.settled = self._table(RowsModel(person_columns(language, None), _item_of))
        self.deciding = Deciding(context)
        self.people.letters |= {"M": self.deciding.ask_motive, "D": self.deciding.defer, "R": self.deciding.refuse}
        self.people.gives = True
        self.people.given.connect(self._given)
        self.settled.opened.connect(lambda _row: self.why())
        self.settled.letters |= {"S": self._release}
        self.deciding.kept.connect(self._decide)
        self.deciding.foreseen.connect(self._foreseen)
        self.deciding.left.connect(self.people.setFocus)
        self.lots = UnusedLots(language)
        self.lots.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.figures)
        column.addWidget(self.people, 1)
        column.addWidget(self.settled, 1)
        self.more = Button("", "quiet", "chevron-down")  # the room reads them
        self.more.hide()
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.deciding, 6)
        below.addWidget(self.lots, 4)
        column.addLayout(below)

    def _table(self, model: RowsModel[PersonRow]) -> Table:
        table = Table(model, self.context.language.tr("People"), wrap=True)
        table.chosen.connect(self._person_chosen)
        table.setMinimumHeight(theme.current().px(150))
        table.letters = {"?": self.why, "L": self._lots, "P": self._tier}
        return table

    @property
    def table(self) -> Table:
        """The list that is shown: of an open proposal, or of one that was confirmed."""
        return self.people if self._open() else self.settled

    def _open(self) -> bool:
        return self._seen is not None and self._seen.run.status == "proposed"

    # showing --------------------------------------------------------------------------------------

    def show_sheet(self, seen: Overview, sheet: Sheet) -> None:
        """The people of this medicine, and what it has and gives."""
        language = self.context.language
        self._seen, self._sheet = seen, sheet
        self.people.setVisible(self._open())
        self.settled.setVisible(not self._open())
        self.figures.show_sheet(seen, sheet)
        self.lots.show_lots(sheet.balance)
        self._rows = person_rows(language, seen, sheet)
        self.deciding.board = None
        self.table.set_rows(self._rows)
        self.more.setText(language.ntr("{n} more: show", "{n} more: show", sheet.more))
        self.more.setVisible(sheet.more > 0)
        if self._open():
            self._read(seen.run.id, sheet.balance.medicine.id)

    def _read(self, run_id: int, medicine_id: int) -> None:
        """What an amount would do to everybody is reckoned in memory, from what is read once for each medicine."""
        desk = self.context.desk

        def read(board: Board) -> None:
            if self._sheet is not None and self._sheet.balance.medicine.id == board.medicine_id:
                self.deciding.board = board
                self.deciding.foresee()  # what was typed while it was read

        self.context.tasks.run_read(lambda: matching.board(desk, run_id, medicine_id), read, owner=self)

    def _person_chosen(self, row: PersonRow | None) -> None:
        self.deciding.show_line(row, self._open())

    def _foreseen(self, found: Foreseen | None) -> None:
        """The list shows beside each person what an amount that is being written would change."""
        changes = {change.item_id: change for change in found.changes} if found is not None else {}
        self._model.renew([foreseen_row(self.context.language, row, changes.get(row.line.item.item_id)) for row in self._rows])
        self.people.scheduleDelayedItemsLayout()

    def why(self) -> None:
        """All reasons of the chosen line."""
        row = self.table.row()
        if row is None or self._seen is None:
            return
        people = {line.line.item.item_id: line.name for line in self._rows}
        if self.deciding.board is not None:  # everybody of the queue, also those who are not shown yet
            people |= {item: line.patient for item, line in self.deciding.board.lines.items()}
        why_dialog(self, self.context.language, self._seen, row, people).open()

    def _lots(self) -> None:
        if self._sheet is not None:
            lots_dialog(self, self.context.language, self._sheet.balance).open()

    def _tier(self) -> None:
        """The committee puts the chosen person into another group."""
        row, sheet = self.table.row(), self._sheet
        if row is not None and sheet is not None:
            medicine = trade.medicine_title(self.context.language, sheet.balance.medicine)
            TierDialog(self.context, self, row, medicine, self.tier_decided.emit).open()

    def _release(self) -> None:
        """What is promised to the chosen person is given up."""
        row = self.settled.row()
        if row is not None:
            ReleaseDialog(self.context, self, row).open()

    # deciding -------------------------------------------------------------------------------------

    def _edited(self, row: PersonRow, text: str) -> None:
        try:
            units = parse_quantity(text)
        except PharmacyError as error:
            self.deciding.refused(error)
            return
        if units != row.line.item.units_granted:
            self.deciding.begin(str(units))

    def _given(self, giver: PersonRow, row: PersonRow) -> None:
        """Somebody was dragged onto somebody else: what the one has goes to the other."""
        self.people.select(row.line.item.item_id)
        self.deciding.give(giver)

    def _decide(self, said: Said) -> None:
        seen, context = self._seen, self.context
        if seen is None:
            return
        touched = {said.item_id} | ({said.giver[0]} if said.giver else set())
        before = [row.line.item for row in self._rows if row.line.item.item_id in touched]
        name = next(item.patient for item in before if item.item_id == said.item_id)

        def undo() -> None:
            for item in before:
                self._write(seen.run.id, Said(item.item_id, item.decided_units, item.decision_note, item.refusal), lambda _: None)

        def done(_: None) -> None:
            context.messages.toast(context.language.tr("{person}: kept", person=name), undo)
            self.people.setFocus()

        self._write(seen.run.id, said, done, self.deciding.refused)

    def _write(self, run_id: int, said: Said, done: Callable[[None], None], refused: Callable[[Exception], None] | None = None) -> None:
        desk, by = self.context.desk, self.context.by()

        def work() -> None:
            if said.giver is not None and said.units is not None:
                matching.decide_together(desk, by, run_id, {said.item_id: said.units, said.giver[0]: said.giver[1]}, said.note)
            else:
                matching.decide(desk, by, run_id, said.item_id, said.units, said.note, said.refusal)

        self.context.tasks.run_write(work, done, {"matching"}, refused, owner=self)
