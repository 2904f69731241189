"""The one summary before a round is booked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import rounds, typed
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.rounds.answers import Balance
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label, rule


class CloseDialog(FormDialog):
    """The one summary before a round is booked, with the day on which it came home (people type in the day after a blackout)."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        round_id: int,
        found: Balance,
        answers: dict[str, rounds.Answer],
        closed: Callable[[rounds.Closed], None],
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
        self.write(lambda: rounds.close(desk, by, self._round_id, self._answers), self._closed, {"rounds", "stock", "matching"})
