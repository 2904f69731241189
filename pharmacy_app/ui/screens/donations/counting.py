"""Counting a draft against its paper, line by line: Return says "as on the paper", a number says what is in the box, 0 that it is not there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.quantity import parse_quantity
from pharmacy_app.services.donations import DonationLine
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.screens.donations.half import quantity_text
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.fields import UNDER_NAME, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade


class CountCard(Card):
    """`counted(line, units)` for each answer, `moved(line)` when another line is asked about, `ended()` when all are counted or on Esc."""

    def __init__(
        self,
        context: Context,
        counted: Callable[[DonationLine, int], None],
        moved: Callable[[DonationLine], None],
        ended: Callable[[], None],
    ) -> None:
        super().__init__()
        tr = context.language.tr
        self.context, self._counted, self._moved, self._ended = context, counted, moved, ended
        self.line: DonationLine | None = None
        self._lines: tuple[DonationLine, ...] = ()
        self._done: frozenset[int] = frozenset()
        self._answered: set[int] = set()  # positions, since counting began: some of the answers may not be written yet
        self.heading = label("", "block")
        self.progress = label("", "line", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.progress, 1)
        end = Button(tr("Stop counting"), "quiet", "x", "Esc")
        end.clicked.connect(ended)
        head.addWidget(end)
        self.body.addLayout(head)
        self.what = label("", "name", wrap=True)
        self.lot = label("", "small", wrap=True)
        self.paper = label("", "line", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for one in (self.what, self.lot, self.paper):
            words.addWidget(one)
        words.addStretch(1)
        self.units = Field(tr("In the box"), context.language, tr("Return: as on the paper"), "", self._parse)
        self.units.setFixedWidth(theme.current().px(210))
        self.units.line.installEventFilter(self)
        self.units.line.returnPressed.connect(self.keep)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.units)
        for button in (self._aside(tr("As the paper"), "check", "↵", self.keep), self._aside(tr("Not there"), "x", "0", self.absent)):
            row.addWidget(button)
        self.body.addLayout(row)

    def _aside(self, text: str, icon: str, key: str, do: Callable[[], None]) -> QWidget:
        button = Button(text, "secondary", icon, key)
        button.clicked.connect(do)
        aside = QWidget()
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNDER_NAME)
        column.addWidget(label(" ", "label"))
        column.addWidget(button)
        column.addStretch(1)
        return aside

    def _parse(self, text: str) -> tuple[int, str]:
        units = parse_quantity(text)
        language = self.context.language
        if not units:
            return units, language.tr("It is not in the box.")
        unit = self.line.medicine.unit if self.line is not None and self.line.medicine is not None else "piece"
        return units, f"= {trade.units(language, units, unit)}"

    def begin(self) -> None:
        """From the first line that nobody has counted."""
        self.line = None
        self._answered.clear()
        self.units.clear()
        self.show()

    def show_lines(self, lines: tuple[DonationLine, ...], done: frozenset[int]) -> None:
        """The lines that stand on the paper, and the positions of those that are counted; goes on with the next one."""
        self._lines = tuple(line for line in lines if line.row.quantity_on_paper is not None)
        self._done = done | self._answered | {line.row.position for line in self._lines if line.row.quantity != line.row.quantity_on_paper}
        here = self.line.row.id if self.line is not None else 0
        again = next((line for line in self._lines if line.row.id == here), None)
        self.ask(again if again is not None and again.row.position not in done else self._next())

    def _next(self) -> DonationLine | None:
        """The next line that nobody has counted, from here on and then from the top."""
        here = self.line.row.position if self.line is not None else 0
        open_lines = [line for line in self._lines if line.row.position not in self._done]
        return next((line for line in open_lines if line.row.position > here), next(iter(open_lines), None))

    def ask(self, line: DonationLine | None) -> None:
        """Asks about this line; with none left, counting ends."""
        if line is None:
            self._ended()
            return
        language = self.context.language
        tr = language.tr
        same = self.line is not None and self.line.row.id == line.row.id
        self.line = line
        self.heading.setText(tr("Count: line {n}", n=line.row.position))
        self.progress.setText(self.left_words())
        self.what.setText(rows.line_title(language, line))
        day = language.date(line.row.expiry) if line.row.expiry else "—"
        self.lot.setText(tr("Lot {lot} · expires {day}", lot=line.row.lot or "—", day=day))
        self.paper.setText(tr("The paper says {quantity}", quantity=rows.counted_text(language, line, line.row.quantity_on_paper or 0)))
        self.units.line.setPlaceholderText(quantity_text(line))
        counted = line.row.position in self._done
        self.units.set_hint(tr("Return: it stays as counted") if counted else tr("Return: as on the paper"))
        if not same:
            self.units.clear()
        self.units.setFocus()
        self._moved(line)

    def left_words(self) -> str:
        """How many lines nobody has counted yet; empty where none is left."""
        left = sum(1 for one in self._lines if one.row.position not in self._done)
        return self.context.language.ntr("{n} line is left to count.", "{n} lines are left to count.", left) if left else ""

    def step(self, by: int) -> None:
        """One line up or down, counted or not."""
        at = next((n for n, line in enumerate(self._lines) if self.line is not None and line.row.id == self.line.row.id), 0) + by
        if 0 <= at < len(self._lines):
            self.ask(self._lines[at])

    def keep(self) -> None:
        """Return: as on the paper (or as it was counted before), or as many as stand in the field."""
        if self.line is None:
            return
        if not self.units.text():
            self._answer(self.line, self.line.row.quantity)  # a line nobody counted yet holds what the paper says
        elif (units := self.units.value()) is not None:
            self._answer(self.line, units)

    def absent(self) -> None:
        """It is not in the box."""
        if self.line is not None:
            self._answer(self.line, 0)

    def _answer(self, line: DonationLine, units: int) -> None:
        """The next line is asked about at once, while this one is being written: the next number must not meet the line before."""
        self._answered.add(line.row.position)
        self._done = self._done | self._answered
        self.units.clear()
        following = self._next()
        self.line = None
        if following is not None:
            self.ask(following)
        self._counted(line, units)  # with none left, counting ends when the lines are read again

    def fail(self, line: DonationLine, error: Exception) -> None:
        """What was refused stands at the field, with the line it was said of."""
        self._answered.discard(line.row.position)
        self.ask(line)
        if isinstance(error, PharmacyError):
            self.units.set_wrong(wording.sentence(self.context.language, error))
        else:
            self.context.messages.error(error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return super().eventFilter(watched, event)
