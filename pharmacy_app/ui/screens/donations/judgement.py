"""What a donation is like, by the guidelines for medicine donations, and what receiving it will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from pharmacy_app.services.donations import DonationLine
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.labels import Symbol, label, rule


class Judgement(Card):
    """The panel beside the lines; `show_lines` says it anew after each line."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(tr("What it is like"), tr("By the guidelines for medicine donations (WHO, 2010)"))
        self._context = context
        self.body.addWidget(rule())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self._said = [
            self._point(at, name)
            for at, name in enumerate((tr("A year of shelf life"), tr("Medicine recognised"), tr("Lot and expiry"), tr("In good order")))
        ]
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self.body.addWidget(rule())
        self.outcome_name = label("", "label")
        self.outcome = label("", "name", wrap=True)
        self.units = label("", "small", wrap=True)
        for words in (self.outcome_name, self.outcome, self.units):
            self.body.addWidget(words)

    def _point(self, at: int, name: str) -> tuple[Symbol, QLabel]:
        symbol, said = Symbol("circle-check", "ok_ink", 20), label("", "small", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, "name", wrap=True))
        words.addWidget(said)
        self._grid.addWidget(symbol, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(words, at, 1)
        return symbol, said

    def show_lines(self, lines: Sequence[DonationLine], arrived: date, received: bool) -> None:
        """Judges the lines."""
        language = self._context.language
        short = sum(1 for line in lines if line.row.expiry is not None and rows.months_left(line.row.expiry, arrived) < rows.MONTHS_WANTED)
        unknown = sum(1 for line in lines if line.medicine is None)
        incomplete = sum(1 for line in lines if not line.row.lot or line.row.expiry is None)
        seen = sum(1 for line in lines if line.quarantine and line.row.lot and line.row.expiry is not None)
        for (symbol, below), count, kind in zip(
            self._said, (short, unknown, incomplete, seen), ("soon", "hold", "hold", "hold"), strict=True
        ):
            ink, _, icon = theme.STATES[kind if count else "ok"]
            symbol.become(icon, ink)
            words = (
                language.ntr("{n} line does not", "{n} lines do not", count)
                if count
                else language.tr("all lines")
                if lines
                else language.tr("no lines yet")
            )
            below.setText(words)
        aside = sum(1 for line in lines if line.quarantine)
        self.outcome_name.setText(language.tr("It became") if received else language.tr("When it is received"))
        said = [language.ntr("{n} lot on the shelf", "{n} lots on the shelf", len(lines) - aside)]
        said += [language.ntr("{n} in quarantine", "{n} in quarantine", aside)] if aside else []
        self.outcome.setText(", ".join(said) if lines else "—")
        self.units.setText(language.ntr("{n} unit in all", "{n} units in all", sum(line.row.quantity for line in lines)))
