"""What became of every bag that went to a house, and how often nobody was at home."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import door_history
from pharmacy_app.services.door_history import DoorRow, Doors
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.rounds.answers import badge
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


def show_deliveries(context: Context, window: QWidget, house: str, household_id: int) -> None:
    """Reads the history of a house and shows it; a row leads to its round."""
    context.tasks.run_read(
        lambda: door_history.of_house(context.desk, household_id),
        lambda found: DeliveriesDialog(context, window, house, found).open(),
        context.messages.error,
        window,
    )


class DeliveriesDialog(Dialog):
    """The bags, the newest first; Return opens the round."""

    def __init__(self, context: Context, window: QWidget, house: str, found: Doors) -> None:
        language = context.language
        tr = language.tr
        super().__init__(window, tr("Deliveries at {house}", house=house), 860)
        self._context = context
        self.told = label(_told(language, found), "line", wrap=True)
        self.body.addWidget(self.told)
        self.table = Table(RowsModel(_columns(language), lambda row: row.slip_id), tr("Deliveries"), wrap=True)
        self.table.setMinimumHeight(theme.current().px(min(60 + 44 * len(found.rows), 380)))
        self.table.opened.connect(self._open_round)
        self.table.set_rows(list(found.rows))
        self.table.setVisible(bool(found.rows))
        self.body.addWidget(self.table)
        self.set_buttons(tr("Understood"), "", self.accept)

    def _open_round(self, row: DoorRow) -> None:
        self.accept()
        self._context.go("rounds", row.round_id)


def _told(language: Language, found: Doors) -> str:
    if not found.visits:
        return language.tr("No bag has gone to this house yet.")
    said = language.ntr("{n} round came by this door.", "{n} rounds came by this door.", found.visits)
    if found.missed:
        said += " " + language.ntr("Once nobody was at home.", "{n} times nobody was at home.", found.missed)
    else:
        said += " " + language.tr("Somebody was always at home.")
    if found.in_a_row > 1:
        said += " " + language.ntr("The last {n} in a row.", "The last {n} in a row.", found.in_a_row)
    return said


def _columns(language: Language) -> tuple[Column[DoorRow], ...]:
    tr = language.tr

    def bag(row: DoorRow) -> Cell:
        units = tr("{delivered} of {units} units", delivered=language.number(row.delivered), units=language.number(row.units))
        return Cell(units, language.ntr("{n} medicine", "{n} medicines", row.medicines))

    def happened(row: DoorRow) -> Cell:
        return Cell(badge=badge(language, row.result))

    return (
        Column(tr("Day"), lambda row: named(language.date(row.walked_on), tr("round {number}", number=row.round_id)), 130),
        Column(tr("Person"), lambda row: Cell(row.patient), least=150),
        Column(tr("What happened?"), happened, 160),
        Column(tr("Stayed at the door"), bag, 170),
        Column(tr("Who took it, notes"), lambda row: Cell(row.received_by, row.note), least=150),
    )
