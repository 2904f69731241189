"""The blocks of the first room: the lines of what is to do, the two charts, and what was done last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app.services.home import CouncilNeeds, Done, Month
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.screens.home.words import Line
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.charts import ChartBar, Legend, MonthBars, SplitBars
from pharmacy_app.ui.widgets.labels import Symbol, label, rule
from pharmacy_app.wording.acts import act_words

Go = Callable[[Line], None]
_SIGNS = {"bad": ("alert-triangle", "bad_ink"), "soon": ("clock-hour-4", "soon_ink")}


def empty_layout(layout: QVBoxLayout) -> None:
    """Takes everything out of a block before it is filled again."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QVBoxLayout | QHBoxLayout):
            inner.deleteLater()


class ToDo(Card):
    """Figure, sentence, why and one button each."""

    def __init__(self, language: Language, go: Go) -> None:
        super().__init__(language.tr("For today"))
        self._language, self._go = language, go
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._rows: dict[Line, _Row] = {}
        self.buttons: list[Button] = []

    def show_lines(self, lines: Sequence[Line], whole: bool) -> None:
        """A line that stands already stays the same widget: somebody may be about to press its button. `whole`: no more are being counted."""
        rows = {one: self._rows.pop(one) if one in self._rows else _Row(one, self._go) for one in lines}
        for row in rows.values():
            self._lines.removeWidget(row)
        empty_layout(self._lines)
        self._rows = rows
        for at, row in enumerate(rows.values()):
            if at:
                self._lines.addWidget(rule())
            self._lines.addWidget(row)
            row.show()
        if whole and not lines:
            self._lines.addWidget(label(self._language.tr("Nothing waits for you."), "line"))
        self.buttons = [row.button for row in rows.values()]
        for before, button in pairwise((self, *self.buttons)):  # Tab goes down the lines, whichever of them came last
            self.setTabOrder(before, button)


class _Row(QWidget):
    """One line."""

    def __init__(self, one: Line, go: Go) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        figure = label(one.figure, "figure")
        figure.setMinimumWidth(theme.current().px(56))
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(figure)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(one.sentence, "name", wrap=True))
        why = QHBoxLayout()
        why.setSpacing(5)
        if one.kind:
            why.addWidget(Symbol(*_SIGNS[one.kind], 15))
        why.addWidget(label(one.why, "line", wrap=True), 1)
        words.addLayout(why)
        row.addLayout(words, 1)
        button = Button(one.verb)
        button.setMinimumWidth(theme.current().px(122))
        button.setAccessibleName(f"{one.verb}: {one.figure} {one.sentence}. {one.why}")
        button.clicked.connect(partial(go, one))
        self.button = button
        row.addWidget(button)


class Expiring(Card):
    """What expires, by month; a bar opens the shelf."""

    def __init__(self, language: Language, opened: Callable[[], None]) -> None:
        super().__init__(language.tr("What expires, by month"), language.tr("units on the shelf"))
        self._language = language
        self.chart = MonthBars(language.tr("What expires, by month"))
        self.chart.opened.connect(lambda _at: opened())
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.chart)

    def show_months(self, months: Sequence[Month]) -> None:
        self.chart.set_bars([self._bar(month) for month in months])

    def _bar(self, month: Month) -> ChartBar:
        language = self._language
        units = language.ntr("{n} unit", "{n} units", month.units)
        if month.first is None:
            return ChartBar(
                language.tr("expired"),
                month.units,
                language.number(month.units),
                language.tr("{units} have expired", units=units),
                month.kind,
            )
        when = _month(language, month.first)
        sentence = language.tr("{units} expire in {month} {year}", units=units, month=when, year=month.first.year)
        return ChartBar(when[:3], month.units, language.number(month.units), sentence, month.kind)


def _month(language: Language, first: date) -> str:
    parts = language.long_date(first).split()
    return parts[2] if language.code == "es" else parts[1]


class Needs(Card):
    """Treatments of today by council: there, and missing."""

    def __init__(self, language: Language, opened: Callable[[], None]) -> None:
        super().__init__()
        self._language = language
        head = QHBoxLayout()
        head.addWidget(label(language.tr("Treatments of today"), "block"), 1)
        head.addWidget(Legend(language.tr("covered"), language.tr("missing")))
        self.body.addLayout(head)
        self.chart = SplitBars(language.tr("Treatments of today by council"))
        self.chart.opened.connect(lambda _at: opened())
        self.body.addWidget(self.chart)
        self.none = label(language.tr("Nobody takes anything today."), "line")
        self.body.addWidget(self.none)
        self.body.addStretch(1)

    def keep_room(self, councils: int) -> None:
        """For so many bars, while they are being counted: nothing moves when they come."""
        self.none.hide()
        self.chart.show()
        self.chart.set_bars([ChartBar("", 0, "", "")] * councils)

    def show_needs(self, needs: Sequence[CouncilNeeds]) -> None:
        tr = self._language.tr
        number = self._language.number
        self.chart.setVisible(bool(needs))
        self.none.setVisible(not needs)
        self.chart.set_bars(
            [
                ChartBar(
                    one.council,
                    one.covered,
                    tr("{covered} of {all}", covered=number(one.covered), all=number(one.taken)),
                    tr(
                        "{council}: {covered} of {all} treatments covered",
                        council=one.council,
                        covered=number(one.covered),
                        all=number(one.taken),
                    ),
                    whole=one.taken,
                )
                for one in needs
            ]
        )


class Lately(Card):
    """Who did what, the last first; never for whom."""

    def __init__(self, language: Language) -> None:
        super().__init__(language.tr("Done lately"))
        self._language = language
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(3)
        self._lines.setColumnStretch(1, 1)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_done(self, done: Sequence[Done], today: date) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, one in enumerate(done):
            what = act_words(self._language, one.verb)
            said = f"{one.user} {what}" + (self._language.tr(" ({n} times)", n=self._language.number(one.times)) if one.times > 1 else "")
            self._lines.addWidget(Symbol("check", "ok_ink", 18), at, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(label(said, "line", wrap=True), at, 1)
            when = self._language.tr("today") if one.day == today else self._language.short_date(one.day)
            self._lines.addWidget(label(when, "small"), at, 2, Qt.AlignmentFlag.AlignTop)
