"""Closing: what is still open by lot and person, the one summary before a round is booked, and afterwards who is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import histories, rounds, typed
from pharmacy_app.services.rounds import Gone, RoundView
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.rounds.answers import Balance, OpenLot
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label, rule
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

MOST_NAMES = 4  # of those whose bags hold a lot that is open


class CloseDialog(FormDialog):
    """The one summary before a round is booked, with the day on which it came home (people type in the day after a blackout)."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        round_id: int,
        found: Balance,
        answers: dict[str, rounds.Answer],
        closed: Callable[[rounds.Closed, date], None],
    ) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("Close round {number}?", number=round_id))
        self._round_id, self._answers, self._closed = round_id, answers, closed
        words = tr(
            "What was delivered leaves the shelf for good. What comes back is on the shelf again; who was not at home is on the next round."
        )
        self.body.addWidget(label(words, "line", wrap=True))
        self.body.addWidget(rule())
        figures = [
            (found.out, language.ntr("unit left the shelf", "units left the shelf", found.out)),
            (found.delivered, language.ntr("unit delivered", "units delivered", found.delivered)),
            (found.back, language.ntr("unit comes back", "units come back", found.back)),
        ]
        if found.apart:
            figures.append(
                (found.apart, language.ntr("of them set aside, opened or warm", "of them set aside, opened or warm", found.apart))
            )
        if found.lost:
            figures.append((found.lost, language.ntr("unit lost", "units lost", found.lost)))
        for n, said in figures:
            self.body.addWidget(label(f"{language.number(n)} {said}", "name"))
        self.body.addWidget(rule())
        self.day = Field(tr("It came home on"), language, tr("today, yesterday, 22/11"), parse=self._read_day)
        self.body.addWidget(self.day)
        self.fields = {"day": self.day}
        self.end(tr("Close round"), self.close_round, "check")
        self.day.set_text(language.date(context.desk.clock.today()))
        EnterGoesOn([self.day], self.close_round, self)

    def _read_day(self, text: str) -> tuple[date, str]:
        today = self.context.desk.clock.today()
        day = typed.day(text, today, "day")
        if day > today:
            raise Refusal("day_in_future", "day", day=day)
        return day, f"= {self.context.language.weekday(day)} {self.context.language.date(day)}"

    def close_round(self) -> None:
        """Books the round, all of it or nothing."""
        day = self.day.value()
        if day is None:
            self.day.line.setFocus()
            return
        desk, by = self.context.desk, replace(self.context.by(), occurred_on=day)
        self.write(
            lambda: rounds.close(desk, by, self._round_id, self._answers),
            lambda made: self._closed(made, day),
            {"rounds", "stock", "matching"},
        )


class DifferenceDialog(Dialog):
    """What left and is neither delivered, nor back, nor lost: by lot, with the people whose bags are still to be noted."""

    def __init__(self, context: Context, window: QWidget, view: RoundView, open_lots: Sequence[OpenLot], slips: int, key: str) -> None:
        language = context.language
        tr = language.tr
        super().__init__(window, tr("Something is still to be noted"), 720)
        said = language.ntr("{n} slip has no result yet.", "{n} slips have no result yet.", slips)
        remedy = tr("Each has its letter; with {key} all of them are noted as delivered.", key=key)
        self.body.addWidget(label(f"{said} {remedy}", "line", wrap=True))

        def medicine(row: OpenLot) -> Cell:
            known = view.catalogue.get(row.medicine_id)
            return named(trade.medicine_title(language, known) if known else "", tr("lot {lot}", lot=row.lot))

        def people(row: OpenLot) -> Cell:
            more = len(row.people) - MOST_NAMES
            said = ", ".join(row.people[:MOST_NAMES])
            return Cell(said, language.ntr("and {n} more", "and {n} more", more) if more > 0 else "")

        def units(row: OpenLot) -> Cell:
            return number(language.number(row.units), strong=True)

        columns: tuple[Column[OpenLot], ...] = (
            Column(tr("Medicine"), medicine, 260),
            Column(tr("Units"), units, 80, right=True),
            Column(tr("In whose bag"), people, least=220),
        )
        self.table = Table(RowsModel(columns, lambda row: (row.medicine_id, row.lot)), tr("Units that are not accounted for"), wrap=True)
        self.table.setMinimumHeight(theme.current().px(min(60 + 44 * len(open_lots), 320)))
        self.table.set_rows(list(open_lots))
        self.body.addWidget(self.table)
        self.set_buttons(tr("Understood"), "", self.accept)


class GoneDialog(FormDialog):
    """Doors said that somebody moved away or died: offered once to be written into their history."""

    def __init__(self, context: Context, window: QWidget, gone: Sequence[Gone], day: date) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Write it into their history?"))
        self._day = day
        words = tr(
            "Their treatments end on that day and what is reserved for them is free again. It can be taken back on the person's page."
        )
        self.body.addWidget(label(words, "line", wrap=True))
        why = {"moved": tr("moved away"), "died": tr("has died")}
        self.boxes = [(one, QCheckBox(f"{one.patient}: {why[one.why]}")) for one in gone]
        for _, box in self.boxes:
            box.setChecked(True)
            self.body.addWidget(box)
        self.end(tr("Write it down"), self.save, "heart")

    def save(self) -> None:
        """One act for those who moved, one for those who died; who is ticked off stays as they are."""
        chosen = [one for one, box in self.boxes if box.isChecked()]
        desk, by = self.context.desk, self.context.by

        def work() -> int:
            for why in dict.fromkeys(one.why for one in chosen):
                ids = [one.patient_id for one in chosen if one.why == why]
                histories.leave(desk, replace(by(), occurred_on=self._day), ids, why)
            return len(chosen)

        if chosen:
            self.write(work, self._said, {"community", "prescriptions", "rounds", "stock", "matching"})
        else:
            self.accept()

    def _said(self, people: int) -> None:
        language = self.context.language
        self.context.messages.toast(language.ntr("{n} person is noted as gone", "{n} people are noted as gone", people))
