"""One medicine dealt anew: asked for, and who gains and who loses beside what was promised before; and a promise given up, with why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.medicines import Medicine
from pharmacy_app.services import matching, promises
from pharmacy_app.services.matching import Overview
from pharmacy_app.services.promises import Difference, Moved
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.messages import Question
from pharmacy_app.ui.screens.matching.rows import PersonRow
from pharmacy_app.ui.widgets.cells import Cell, Column, named, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import trade

_USUAL = 30  # days, where no proposal says for how many


def deal_anew(context: Context, room: QWidget, medicine: Medicine, seen: Overview | None, done: Callable[[int], None]) -> None:
    """Asks, and proposes this medicine alone; `done(run_id)`. The difference is shown at once."""
    desk, language = context.desk, context.language
    tr, today = language.tr, context.desk.clock.today()
    first = today if seen is None else max(today, seen.run.from_day)
    days = _USUAL if seen is None else max(1, seen.run.days - (first - seen.run.from_day).days)
    title = trade.medicine_title(language, medicine)
    lost = []
    if seen is not None and seen.run.status == "proposed":
        lost.append(("soon", tr("The proposal that is open is discarded: nothing of it is reserved.")))
        if seen.decided:
            words = language.ntr(
                "{n} line that the committee changed is lost.", "{n} lines that the committee changed are lost.", seen.decided
            )
            lost.append(("soon", words))
    last = language.date(first + timedelta(days=days - 1))
    what = tr(
        "What is promised of it and has not left is dealt again with all that there is now, from {first} to {last}. Nothing changes until you confirm.",
        first=language.date(first),
        last=last,
    )
    question = Question(tr("Deal {medicine} anew?", medicine=title), tr("Deal anew"), what, attention=tuple(lost), icon="refresh")

    def proposed(run_id: int) -> None:
        done(run_id)
        show_difference(context, room, run_id)

    def propose() -> None:
        by = context.by()
        context.tasks.run_write(lambda: matching.propose(desk, by, first, days, medicine=medicine.id), proposed, {"matching"}, owner=room)

    context.messages.ask(question, propose)


def show_difference(context: Context, room: QWidget, run_id: int, confirmed: bool = False) -> None:
    """Who gains and who loses, or has, by a run that deals a medicine anew."""
    desk = context.desk
    context.tasks.run_read(
        lambda: promises.difference(desk, run_id), lambda found: DifferenceDialog(context, room, found, confirmed).open(), owner=room
    )


class DifferenceDialog(Dialog):
    """Before and after, person by person: first who loses."""

    def __init__(self, context: Context, room: QWidget, found: Difference, confirmed: bool) -> None:
        language = context.language
        tr = language.tr
        super().__init__(room, tr("Who gains and who loses"), 860)
        rows = [*found.losing, *found.gaining]
        self.told = label(difference_sentence(language, found), "line", wrap=True)
        self.body.addWidget(self.told)
        self.table = Table(RowsModel(_columns(language), lambda one: one.item_id), tr("Who gains and who loses"), wrap=True)
        self.table.setMinimumHeight(theme.current().px(300))
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.body.addWidget(self.table, 1)
        if not confirmed:
            not_yet = tr("Nothing has changed yet: confirming gives up the old promises and makes the new ones.")
            self.body.addWidget(label(not_yet, "small", wrap=True))
        self.set_buttons(tr("Understood"), "", self.accept)


def difference_sentence(language: Language, found: Difference) -> str:
    """How many gain, lose and keep what they had."""
    if not found.losing and not found.gaining:
        return language.tr("Nothing changes for anybody: there is nothing new to deal.")
    return " ".join(
        (
            language.ntr("{n} person gets less.", "{n} people get less.", len(found.losing)),
            language.ntr("{n} person gets more.", "{n} people get more.", len(found.gaining)),
            language.ntr("For {n} nothing changes.", "For {n} nothing changes.", len(found.same)),
        )
    )


def _columns(language: Language) -> tuple[Column[Moved], ...]:
    tr = language.tr

    def amount(units: int, until: date | None) -> Cell:
        sub = tr("until {day}", day=language.short_date(until)) if until and units else ""
        return number(language.number(units), sub)

    def change(one: Moved) -> Cell:
        if not one.units:
            return Cell("=", quiet=True)
        more = one.units > 0
        said = tr("{n} more", n=language.number(one.units)) if more else tr("{n} less", n=language.number(-one.units))
        return Cell(said, strong=True)

    return (
        Column(tr("Who"), lambda one: named(one.patient, one.council)),
        Column(tr("Promised before"), lambda one: amount(one.before, one.until_before), 150, right=True),
        Column(tr("Now"), lambda one: amount(one.after, one.until_after), 150, right=True),
        Column(tr("Difference"), change, 150, right=True),
    )


class ReleaseDialog(FormDialog):
    """Gives up what is promised to somebody and has not left: with why."""

    def __init__(self, context: Context, room: QWidget, row: PersonRow) -> None:
        tr = context.language.tr
        super().__init__(context, room, tr("Give up what is promised to {person}?", person=row.name))
        self._person = row
        told = tr("The units are free again for others; whoever lacks them stands in the waiting list. What is out on a round stays.")
        self.body.addWidget(label(told, "line", wrap=True))
        self.why = Field(tr("Why"), context.language, tr("It stands in the record of the meeting."))
        self.body.addWidget(self.why)
        self.fields = {"reason": self.why}
        self.end(tr("Give up"), self.release, "arrow-back-up", danger=True)
        EnterGoesOn([self.why], self.release, self)

    def open(self) -> None:
        super().open()
        self.why.setFocus()

    def release(self) -> None:
        """Frees the units."""
        desk, by, item, why = self.context.desk, self.context.by(), self._person.line.item.item_id, self.why.text()

        def done(units: int) -> None:
            self.context.messages.toast(self.context.language.ntr("{n} unit is free again", "{n} units are free again", units))

        self.write(lambda: promises.release(desk, by, why, [item]), done, {"matching", "stock", "rounds"})
