"""The question before a proposal: from which day, for how many days, for which council."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, typed
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label

USUAL = (7, 14, 30, 90)


@dataclass(frozen=True, slots=True)
class Period:
    """What is asked for: so many days from this one, for this council (None: for all)."""

    from_day: date
    days: int
    council: str | None = None


class PeriodDialog(FormDialog):
    """`made(run_id)` once the proposal is there."""

    def __init__(self, context: Context, window: QWidget, councils: Sequence[str], first: Period, made: Callable[[int], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Propose who gets what"))
        self._made = made
        words = tr("The program proposes by the committee's rules; you change what you want, and nothing is reserved until you confirm.")
        self.body.addWidget(label(words, "line", wrap=True))
        self.start = Field(tr("From which day"), context.language, tr("24/11, tomorrow"), parse=self._read_day)
        self.days = Field(tr("For how many days"), context.language, parse=self._read_days)
        self.usual = ChipRow([(str(days), context.language.ntr("{n} day", "{n} days", days)) for days in USUAL], tr("Usual periods"))
        self.usual.chosen.connect(self.days.set_text)
        self.council = Choice(tr("For whom"), [(None, tr("All councils")), *((name, name) for name in councils)])
        for widget in (self.start, self.days, self.usual, self.council):
            self.body.addWidget(widget)
        self.fields = {"from": self.start, "days": self.days, "council": self.council}
        self.end(tr("Propose"), self.propose, "arrows-split-2")
        self.start.set_text(context.language.date(first.from_day))
        self.days.set_text(str(first.days))
        if str(first.days) in (str(days) for days in USUAL):
            self.usual.set_current(str(first.days))
        self.council.set_value(first.council)
        EnterGoesOn([self.start, self.days, self.council], self.propose, self)

    def open(self) -> None:
        super().open()
        self.start.line.setFocus()
        self.start.line.selectAll()

    def _read_day(self, text: str) -> tuple[date, str]:
        day = typed.coming_day(text, self.context.desk.clock.today(), "from")
        return day, f"= {self.context.language.weekday(day)} {self.context.language.date(day)}"

    def _read_days(self, text: str) -> tuple[int, str]:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= matching.LONGEST):
            raise Refusal("days_out_of_range", "days", days=text[:20], most=matching.LONGEST)
        start = self._start()
        language = self.context.language
        if start is None:
            return int(text), ""
        return int(text), language.tr("= until {day}", day=language.date(start + timedelta(days=int(text) - 1)))

    def _start(self) -> date | None:
        try:
            return typed.coming_day(self.start.text(), self.context.desk.clock.today(), "from")
        except Refusal:
            return None

    def propose(self) -> None:
        """Makes the proposal; what is wrong is said at its field."""
        start, days, council = self.start.value(), self.days.value(), self.council.value()
        missing = self.start if start is None else self.days if days is None else None
        if missing is not None:
            if not missing.text():
                missing.set_wrong(self.context.language.tr("Please write it."))
            missing.line.setFocus()
            return
        desk, by = self.context.desk, self.context.by()
        self.write(lambda: matching.propose(desk, by, start, days, council), self._made, {"matching"})
