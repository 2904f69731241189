"""The question before a round: on which day, for which council, who carries; it says how many people wait for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import rounds, typed
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label


class PlanDialog(FormDialog):
    """`planned(round_id)` once the round is there."""

    def __init__(self, context: Context, window: QWidget, councils: Sequence[str], planned: Callable[[int], None]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Plan a round"))
        self._planned = planned
        words = tr("Everything confirmed that is not on a round yet: one stop for each house, one slip for each person, in walking order.")
        self.body.addWidget(label(words, "line", wrap=True))
        self.day = Field(tr("On which day"), context.language, tr("today, 24/11"), parse=self._read_day)
        self.council = Choice(tr("Where"), [(None, tr("All councils")), *((name, name) for name in councils)])
        self.carriers = Field(tr("Who carries"), context.language, tr("names, with commas between them; they stand on the delivery sheet"))
        self.waiting = label("", "name", wrap=True)
        for widget in (self.day, self.council, self.carriers, self.waiting):
            self.body.addWidget(widget)
        self.fields = {"date": self.day, "council": self.council}
        self.end(tr("Plan the round"), self.plan, "walk")
        self.day.set_text(context.language.date(context.desk.clock.today()))
        self.council.changed.connect(lambda _council: self.count())
        EnterGoesOn([self.day, self.council, self.carriers], self.plan, self)
        self.count()

    def open(self) -> None:
        super().open()
        self.day.line.setFocus()
        self.day.line.selectAll()

    def _read_day(self, text: str) -> tuple[date, str]:
        day = typed.coming_day(text, self.context.desk.clock.today(), "date")
        return day, f"= {self.context.language.weekday(day)} {self.context.language.date(day)}"

    def count(self) -> None:
        """Says how many people wait for such a round."""
        desk, council = self.context.desk, self.council.value()
        self.context.tasks.run_read(lambda: rounds.waiting_for_round(desk, council), self._say_waiting, owner=self)

    def _say_waiting(self, people: int) -> None:
        said = self.context.language.ntr("{n} person waits for this round.", "{n} people wait for this round.", people)
        self.waiting.setText(said if people else self.context.language.tr("Nobody waits for a round here: confirm a proposal first."))

    def plan(self) -> None:
        """Makes the round; what is wrong is said at its field."""
        day, council, carriers = self.day.value(), self.council.value(), self.carriers.text()
        if day is None:
            self.day.line.setFocus()
            return
        desk, by = self.context.desk, self.context.by()
        self.write(lambda: rounds.plan(desk, by, day, council, carriers), self._planned, {"rounds", "matching"})
