"""The questions before a round: on which day, for which council and sectors, who carries; and, later, another day or other carriers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from pharmacy_app.domain.text import fold
from pharmacy_app.services import rounds, typed
from pharmacy_app.services.rounds import RoundRow, SectorWaiting, Waiting
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion

OFFERED = 6  # names that the hint has room for


class PlanDialog(FormDialog):
    """`planned(round_id)` once the round is there."""

    def __init__(
        self, context: Context, window: QWidget, councils: Sequence[str], before: Sequence[str], planned: Callable[[int], None]
    ) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Plan a round"))
        self._planned = planned
        words = tr("Everything confirmed that is not on a round yet: one stop for each house, one slip for each person, in walking order.")
        self.body.addWidget(label(words, "line", wrap=True))
        self.day = day_field(context)
        self.council = Choice(tr("Where"), [(None, tr("All councils")), *((name, name) for name in councils)])
        self.carriers = carriers_field(context, before)
        self.waiting = label("", "name", wrap=True)
        self.boxes: dict[int, QCheckBox] = {}
        self._sectors = QGridLayout()
        self.body.addWidget(self.day)
        self.body.addWidget(self.council)
        self.body.addLayout(self._sectors)
        self.body.addWidget(self.carriers)
        self.body.addWidget(self.waiting)
        self.fields = {"date": self.day, "council": self.council, "carriers": self.carriers}
        self.end(tr("Plan the round"), self.plan, "walk")
        self.day.set_text(context.language.date(context.desk.clock.today()))
        self.council.changed.connect(lambda _council: self.count())
        self.day.line.editingFinished.connect(self.count)
        EnterGoesOn([self.day, self.council, self.carriers], self.plan, self)
        self.count()

    def open(self) -> None:
        super().open()
        self.day.line.setFocus()
        self.day.line.selectAll()

    def count(self) -> None:
        """Says how many people wait for such a round, sector by sector."""
        desk, council = self.context.desk, self.council.value()
        day = self.day.value() or desk.clock.today()
        self.context.tasks.run_read(lambda: rounds.waiting(desk, day, council), self._say_waiting, owner=self)

    def _say_waiting(self, found: Waiting) -> None:
        language = self.context.language
        self._show_sectors(found.sectors if self.council.value() is not None else ())
        said = language.ntr("{n} person waits for this round.", "{n} people wait for this round.", found.people)
        if not found.people:
            said = language.tr("Nobody waits for a round here: confirm a proposal first.")
        if found.too_old:
            said += " " + language.ntr(
                "For {n} person something will have expired by that day: it stays here.",
                "For {n} people something will have expired by that day: it stays here.",
                found.too_old,
            )
        self.waiting.setText(said)

    def _show_sectors(self, sectors: Sequence[SectorWaiting]) -> None:
        """A box for each sector where there are several: each may be a round of its own."""
        off = {sector for sector, box in self.boxes.items() if not box.isChecked()}
        for box in self.boxes.values():
            self._sectors.removeWidget(box)
            box.deleteLater()
        self.boxes = {}
        for at, one in enumerate(sectors if len(sectors) > 1 else ()):
            language = self.context.language
            box = QCheckBox(f"{one.sector}: {language.ntr('{n} person', '{n} people', one.people)}")
            carried = [language.ntr("{n} door", "{n} doors", one.doors), language.ntr("{n} unit", "{n} units", one.units)]
            if one.cold:
                carried.append(language.ntr("{n} bag must stay cold", "{n} bags must stay cold", one.cold))
            box.setToolTip(", ".join(carried))
            box.setAccessibleDescription(", ".join(carried))
            box.setChecked(one.sector_id not in off)
            self._sectors.addWidget(box, at // 2, at % 2)
            self.boxes[one.sector_id] = box

    def plan(self) -> None:
        """Makes the round; what is wrong is said at its field."""
        day, council, carriers = self.day.value(), self.council.value(), self.carriers.text()
        if day is None:
            self.day.line.setFocus()
            return
        sectors = [sector for sector, box in self.boxes.items() if box.isChecked()] if self.boxes else None
        desk, by = self.context.desk, self.context.by()
        self.write(lambda: rounds.plan(desk, by, day, council, carriers, sectors), self._planned, {"rounds", "matching"})


class ChangeDialog(FormDialog):
    """Another day, other carriers."""

    def __init__(self, context: Context, window: QWidget, row: RoundRow, before: Sequence[str]) -> None:
        tr = context.language.tr
        super().__init__(context, window, tr("Day and carriers of round {number}", number=row.id))
        self._round_id = row.id
        self.day, self.carriers = day_field(context), carriers_field(context, before)
        for field in (self.day, self.carriers):
            self.body.addWidget(field)
        self.fields = {"date": self.day, "carriers": self.carriers}
        self.end(tr("Change"), self.change)
        self.day.set_text(context.language.date(row.walked_on))
        self.carriers.set_value(None, row.carriers)
        EnterGoesOn([self.day, self.carriers], self.change, self)

    def open(self) -> None:
        super().open()
        self.day.line.setFocus()
        self.day.line.selectAll()

    def change(self) -> None:
        """Writes it; what is wrong is said at its field."""
        day, carriers = self.day.value(), self.carriers.text()
        if day is None:
            self.day.line.setFocus()
            return
        desk, by, round_id = self.context.desk, self.context.by(), self._round_id
        self.write(lambda: rounds.change(desk, by, round_id, day, carriers), lambda _: None, {"rounds"})


def day_field(context: Context) -> Field:
    """The day of a round: today or one to come."""

    def read(text: str) -> tuple[date, str]:
        day = typed.coming_day(text, context.desk.clock.today(), "date")
        return day, f"= {context.language.weekday(day)} {context.language.date(day)}"

    return Field(context.language.tr("On which day"), context.language, context.language.tr("today, 24/11"), parse=read)


def carriers_field(context: Context, before: Sequence[str]) -> SuggestField:
    """Names with commas between them; who carried before is offered for each."""
    tr = context.language.tr

    def find(text: str, give: Callable[[Sequence[Suggestion]], None]) -> None:
        kept, comma, begun = text.rpartition(",")
        there = {fold(name) for name in kept.split(",")}
        wanted = [name for name in before if fold(begun) in fold(name) and fold(name) not in there and fold(name) != fold(begun)]
        give([Suggestion(f"{kept}{comma} {name}".strip(), None) for name in wanted] if fold(begun) else [])

    hint = tr("names, with commas between them; they stand on the delivery sheet")
    if before:
        hint = tr("with commas between them; before: {names}", names=", ".join(before[:OFFERED]))
    return SuggestField(tr("Who carries"), context.language, find, hint=hint)
