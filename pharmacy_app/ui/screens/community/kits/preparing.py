"""Kits are prepared for a day: how many families, what it does; and afterwards what cannot be covered."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from pharmacy_app.services import kits, typed
from pharmacy_app.services.kits import Family, Lacking, Made
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.cells import Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade


class PrepareDialog(FormDialog):
    """The day on which they are handed over; `again` makes a new proposal for kits that are planned already."""

    def __init__(
        self, room: Room, context: Context, families: Collection[Family], made: Callable[[Made], None], again: bool = False
    ) -> None:
        language = context.language
        tr, ntr = language.tr, language.ntr
        title = (
            ntr("Share out {n} kit again", "Share out {n} kits again", len(families))
            if again
            else ntr("Prepare {n} family's kit", "Prepare the kits of {n} families", len(families))
        )
        super().__init__(context, room, title)
        self._families, self._made, self._again = families, made, again
        people = ntr("{n} person", "{n} people", sum(one.row.members for one in families))
        self.body.addWidget(label(people, "name"))
        self.body.addWidget(
            label(
                tr(
                    "What the rules give becomes prescriptions of the members, and a proposal shares out the stock: nobody else's share is touched. "
                    "An open proposal that nobody has confirmed is discarded."
                ),
                "line",
                wrap=True,
            )
        )
        self.day = Field(tr("Day of handing over"), language, tr("From this day on the quarter counts."), parse=self._read_day)
        self.day.set_text(language.date(context.desk.clock.today()))
        self.fields = {"from": self.day}
        self.body.addWidget(self.day)
        self._order = EnterGoesOn((self.day,), self.prepare, self)
        self.end(tr("Share out") if again else tr("Prepare"), self.prepare, "package-export")

    def open(self) -> None:
        super().open()
        self.day.setFocus()
        self.day.line.selectAll()

    def _read_day(self, text: str) -> tuple[date, str]:
        language = self.context.language
        day = typed.day(text, self.context.desk.clock.today())
        return day, f"= {language.weekday(day)} {language.date(day)}"

    def prepare(self) -> None:
        """Writes it; a refusal stands in the dialog."""
        day = self.day.value()
        if day is None:
            self.day.check()
            self.day.setFocus()
            return
        desk, by, language = self.context.desk, self.context.by(), self.context.language
        houses = [one.row.id for one in self._families]

        def work() -> Made:
            return kits.share_again(desk, by, houses, day) if self._again else kits.make(desk, by, houses, day, language)

        self.write(work, self._made, {"kits", "prescriptions", "matching"})


class ResultDialog(Dialog):
    """What was prepared, and the medicines of which there is not enough; from here to the proposal."""

    def __init__(self, room: Room, context: Context, made: Made) -> None:
        language = context.language
        tr, ntr = language.tr, language.ntr
        super().__init__(room, ntr("{n} kit is prepared", "{n} kits are prepared", made.kits), 640)
        self._context, self._made = context, made
        units = tr("{granted} of {asked} units are there.", granted=language.number(made.granted), asked=language.number(made.asked))
        self.body.addWidget(label(units, "name", wrap=True))
        if made.empty:
            said = ntr(
                "{n} family was left out: the rules give it nothing, and no treatment runs.",
                "{n} families were left out: the rules give them nothing, and no treatment runs.",
                made.empty,
            )
            self.body.addWidget(label(said, "line", wrap=True))
        if made.lacking:
            self.body.addWidget(label(tr("What cannot be covered"), "block"))
            table = Table(RowsModel(self._columns(), lambda one: one.medicine.id), tr("What cannot be covered"))
            table.setFixedHeight(theme.current().px(36 + 50 * min(len(made.lacking), 5) + 4))
            self.body.addWidget(table)
            table.set_rows(made.lacking)
        else:
            self.body.addWidget(label(tr("There is enough of everything."), "line"))
        self.body.addWidget(label(tr("Nothing is reserved yet: look at the proposal and confirm it."), "line", wrap=True))
        self.set_buttons(tr("Later"), tr("See the proposal"), self._go, "arrows-split-2")

    def _columns(self) -> tuple[Column[Lacking], ...]:
        language = self._context.language
        tr = language.tr
        return (
            Column(tr("Medicine"), lambda one: named(trade.medicine_title(language, one.medicine))),
            Column(tr("Missing"), lambda one: number(trade.units(language, one.units, one.medicine.unit)), 170, right=True),
            Column(tr("People"), lambda one: number(language.number(one.people)), 90, right=True),
        )

    def _go(self) -> None:
        self.accept()
        self._context.go("matching")
