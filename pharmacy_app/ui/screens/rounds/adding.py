"""Who else could be on a planned round: marked one by one, and put on it together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import rounds
from pharmacy_app.services.rounds import Candidate, Joined
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class AddDialog(FormDialog):
    """`joined(found)` once they are on the round. Nobody marked: the chosen one alone."""

    def __init__(
        self, context: Context, window: QWidget, round_id: int, candidates: Sequence[Candidate], joined: Callable[[Joined], None]
    ) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("Put on round {number}", number=round_id), 760)
        self._round_id, self._joined = round_id, joined
        self.marked: set[int] = set()
        words = (
            tr("These people have something confirmed and no round yet. The blank key marks.")
            if candidates
            else tr("Nobody waits for a round: everything that is confirmed is on one, or on the way.")
        )
        self.body.addWidget(label(words, "line", wrap=True))
        columns: tuple[Column[Candidate], ...] = (
            Column("", lambda row: Cell(icon="square-check" if row.patient_id in self.marked else "square"), 40),
            Column(tr("Person"), lambda row: named(row.patient, ", ".join(part for part in (row.sector, row.house) if part))),
            Column(tr("Council"), lambda row: Cell(row.council, tr("the house is on the round") if row.at_stop else ""), 190),
            Column(tr("Bag"), lambda row: Cell(language.ntr("{n} medicine", "{n} medicines", row.medicines), self._units(row)), 170),
        )
        self.list: Table = Table(RowsModel[Candidate](columns, lambda row: row.patient_id), tr("Who waits for a round"))
        self.list.setFixedHeight(theme.current().px(320))
        self.list.letters = {" ": self.mark}
        self.list.opened.connect(lambda _row: self.put_on())
        self.list.setVisible(bool(candidates))
        self.body.addWidget(self.list)
        self.list.set_rows(candidates)
        if candidates:
            self.end(tr("Put on the round"), self.put_on, "walk")
        else:
            self.set_buttons(tr("Understood"), "", self.accept)

    def open(self) -> None:
        super().open()
        self.list.setFocus()

    def _units(self, row: Candidate) -> str:
        units = self.context.language.ntr("{n} unit", "{n} units", row.units)
        return f"{units}, {self.context.language.tr('keep cold')}" if row.cold else units

    def mark(self) -> None:
        """Marks the chosen person or takes the mark back, and goes on to the next."""
        row = self.list.row()
        if isinstance(row, Candidate):
            self.marked ^= {row.patient_id}
            self.list.rows.renew(self.list.rows.rows)  # type: ignore[union-attr]
            below = self.list.indexBelow(self.list.currentIndex())
            if below.isValid():
                self.list.setCurrentIndex(below)

    def put_on(self) -> None:
        """Puts those who are marked on the round."""
        row = self.list.row()
        people = self.marked or ({row.patient_id} if isinstance(row, Candidate) else set())
        desk, by, round_id = self.context.desk, self.context.by(), self._round_id
        self.write(lambda: rounds.join(desk, by, round_id, frozenset(people)), self._joined, {"rounds", "matching"})
