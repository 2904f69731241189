"""The stock card of a lot: what it is, who sent it, every movement with its balance, the doors it went to, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pharmacy_app.services import stock
from pharmacy_app.services.stock import Card, DoorRow, MovementRow, StandingAct
from pharmacy_app.system.language import Language, mark
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.stock import acts, identifying, rows
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

_STANDING_ACTS = {
    "quarantine": mark("{day}: {who} put it into quarantine: {why}"),
    "held": mark("{day}: {who} put it on hold: {why}"),
    "recalled": mark("{day}: {who} recalled it: {why}"),
    "release": mark("{day}: {who} put it back on the shelf: {why}"),
}


@dataclass(frozen=True, slots=True)
class Booked:
    """A movement and what was on hand after it."""

    movement: MovementRow
    balance: int


class StockCard(Dialog):
    """`StockCard.show_lot(context, window, batch_id)` reads it and opens it."""

    @staticmethod
    def show_lot(context: Context, window: QWidget, batch_id: int) -> None:
        """Reads the card, then shows it."""
        context.tasks.run_read(
            lambda: stock.card(context.desk, batch_id), lambda card: StockCard(context, window, card).open(), owner=window
        )

    def __init__(self, context: Context, window: QWidget, card: Card) -> None:
        language = context.language
        super().__init__(window, f"{rows.lot_name(language, card.line)} · {rows.short_name(language, card.line)}", width=860)
        self.context, self.card, self._room = context, card, window
        self.body.addLayout(self._state())
        self.body.addLayout(self._facts())
        self.body.addLayout(self._acts())
        for movement in card.movements:
            if movement.kind == "receipt" and movement.reason:  # how it was judged when it came, in full
                said = f"{language.date(movement.occurred_on)}: {trade.reasons(language, movement.reason)}"
                self.body.addWidget(label(said, "line", wrap=True))
        for one in card.standings:
            self.body.addWidget(label(self._standing_words(one), "line", wrap=True))
        self.body.addWidget(label(language.tr("Movements"), "block"))
        self.body.addWidget(self._movements())
        self.body.addWidget(label(language.tr("The doors it went to"), "block"))
        if card.doors:
            self.body.addWidget(self._doors())
        else:
            self.body.addWidget(label(language.tr("Nothing of it has been handed out."), "line"))
        self.set_buttons(language.tr("Back"), "", self.accept)

    def _state(self) -> QHBoxLayout:
        language, line = self.context.language, self.card.line
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(BadgeLabel(rows.badge_of(language, line)))
        said = [trade.reasons(language, line.batch.reason), language.tr("The box says «{text}».", text=line.batch.description)]
        if line.batch.identity == "told":
            said.append(rows.said_of(language, line))
        elif line.batch.undispensed is not None:
            said.append(rows.never_of(language, line))
        row.addWidget(label(". ".join(part.rstrip(".") for part in said if part) + ".", "line", wrap=True), 1)
        return row

    def _standing_words(self, one: StandingAct) -> str:
        """Who set it aside or let it go, when and why."""
        language = self.context.language
        places = {"day": language.date(one.occurred_on), "who": one.user, "why": trade.reasons(language, one.reason) or "—"}
        return language.tr(_STANDING_ACTS[one.act], **places)

    def _facts(self) -> QGridLayout:
        language, batch = self.context.language, self.card.line.batch
        tr = language.tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        expiry = language.date(batch.expiry) if batch.expiry else tr("no date")
        place = batch.shelf or tr("not said")
        facts = [
            (tr("On the shelf"), language.number(batch.on_hand)),
            (tr("Reserved"), language.number(batch.reserved)),
            (tr("Expires"), expiry if batch.expiry_raw in ("", expiry) else f"{expiry} ({batch.expiry_raw[:20]})"),
            (tr("Place"), place),
            (tr("Sent by"), batch.donor),
            (tr("Came on"), language.date(batch.received_on)),
        ]
        for at, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "label"), 0, at)
            grid.addWidget(label(value, "name", wrap=name == tr("Sent by")), 1, at)
            grid.setColumnStretch(at, 2 if name == tr("Sent by") else 1)
        return grid

    def _acts(self) -> QHBoxLayout:
        tr = self.context.language.tr
        line = self.card.line
        row = QHBoxLayout()
        row.setSpacing(8)
        wanted: list[tuple[str, str, type[acts.LotDialog]]] = [(tr("Move units"), "transfer", acts.Move)]
        if line.batch.status == "available":
            wanted.append((tr("Set aside"), "lock", acts.SetAside))
        else:
            wanted.append((tr("Back to the shelf"), "circle-check", acts.Release))
        if line.batch.identity == "told":
            wanted.insert(0, (tr("Confirm what it is"), "check", identifying.Confirm))
        else:
            words = tr("It is something else") if line.batch.identity == "known" else tr("Say what it is")
            wanted.insert(0 if line.batch.identity == "unknown" else 2, (words, "pill", identifying.Identify))
        wanted.append((tr("Place"), "map-pin", acts.ShelfPlace))
        for words, icon, form in wanted:
            button = Button(words, "secondary", icon)
            button.clicked.connect(lambda _=False, form=form: self._do(form))
            row.addWidget(button)
        donation = Button(tr("See the donation"), "quiet", "package")
        donation.clicked.connect(self._see_donation)
        row.addWidget(donation)
        row.addStretch(1)
        return row

    def _do(self, form: type[acts.LotDialog]) -> None:
        """Closes the card, opens the form; the card would show what is no longer so."""
        self.accept()
        form(self.context, self._room, (self.card.line,)).open()

    def _see_donation(self) -> None:
        self.accept()
        self.context.go("donations", self.card.line.batch.donation_id)

    def _movements(self) -> Table:
        language = self.context.language
        booked, balance = [], 0
        for movement in self.card.movements:
            balance += movement.units
            booked.append(Booked(movement, balance))
        table = Table(RowsModel(_movement_columns(language), lambda row: row.movement.id), language.tr("Movements"))
        table.set_rows(booked[::-1])
        table.setFixedHeight(min(196, 42 + 50 * max(1, len(booked))))
        return table

    def _doors(self) -> Table:
        language = self.context.language
        table = Table(RowsModel(_door_columns(language), id), language.tr("The doors it went to"), two_lines=False)
        table.set_rows(self.card.doors[::-1])
        table.setFixedHeight(min(152, 42 + 36 * max(1, len(self.card.doors))))
        return table


def _movement_columns(language: Language) -> tuple[Column[Booked], ...]:
    tr = language.tr
    return (
        Column(tr("Day"), lambda row: Cell(language.date(row.movement.occurred_on), _typed_later(language, row.movement)), 130),
        Column(
            tr("What"), lambda row: Cell(tr(trade.MOVEMENTS[row.movement.kind]), trade.reasons(language, row.movement.reason)), least=220
        ),
        Column(
            tr("Units"),
            lambda row: number(f"{'+' if row.movement.units > 0 else '−'}{language.number(abs(row.movement.units))}", strong=True),
            110,
            right=True,
        ),
        Column(tr("Left"), lambda row: number(language.number(row.balance)), 100, right=True),
        Column(tr("Who"), lambda row: Cell(row.movement.user), 140, drop=1),
    )


def _typed_later(language: Language, movement: MovementRow) -> str:
    entered = movement.entered_at.date()
    return language.tr("typed on {day}", day=language.short_date(entered)) if entered != movement.occurred_on else ""


def _door_columns(language: Language) -> tuple[Column[DoorRow], ...]:
    tr = language.tr
    return (
        Column(tr("Day"), lambda row: Cell(language.date(row.occurred_on)), 130),
        Column(tr("Family"), lambda row: Cell(row.household_code), 140),
        Column(tr("Person"), lambda row: Cell(row.patient_code), least=140),
        Column(tr("Slip"), lambda row: Cell(row.slip_code or "—", quiet=row.slip_code is None), 140),
        Column(tr("Units"), lambda row: number(language.number(row.units)), 100, right=True),
    )
