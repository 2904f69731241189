"""The committee puts a person, or one item of theirs, into another group than the points would: with why, and with what was decided before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pharmacy_app.domain.priority import TIERS
from pharmacy_app.services import standings
from pharmacy_app.services.standings import TierRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.matching.rows import PersonRow
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label, rule

_SHOWN = 6  # decisions of before


class TierDialog(FormDialog):
    """For the person or for this medicine alone; it counts from the next proposal on. `decided()` once it is kept."""

    def __init__(self, context: Context, room: QWidget, row: PersonRow, medicine: str, decided: Callable[[], None]) -> None:
        language = context.language
        tr, item = language.tr, row.line.item
        super().__init__(context, room, tr("Group of {person}", person=row.name))
        self._item, self._decided = item, decided
        self.body.addWidget(label(row.standing, "line", wrap=True))
        self.tier = Choice(tr("Group"), [*((tier, tr("Group {tier}", tier=tier)) for tier in TIERS), ("", tr("By the points again"))])
        self.tier.set_value(item.tier)
        self.whom = Choice(
            tr("For what"), [(None, tr("For all that this person takes")), (item.item_id, tr("Only for {medicine}", medicine=medicine))]
        )
        self.why = Field(tr("Why"), language, tr("It stands in the record of the meeting."))
        for field in (self.tier, self.whom, self.why):
            self.body.addWidget(field)
        self.history = QVBoxLayout()
        self.history.setSpacing(4)
        self.body.addLayout(self.history)
        self.fields = {"tier": self.tier, "why": self.why, "item": self.whom}
        self.end(tr("Decide"), self.decide)
        EnterGoesOn([self.tier, self.whom, self.why], self.decide, self)
        desk = context.desk
        context.tasks.run_read(lambda: standings.tiers_of(desk, item.patient_id), self._show, owner=self)

    def open(self) -> None:
        super().open()
        self.tier.setFocus()

    def _show(self, rows: Sequence[TierRow]) -> None:
        language = self.context.language
        if not rows:
            return
        self.history.addWidget(rule())
        self.history.addWidget(label(language.tr("Decided before"), "label"))
        for row in rows[:_SHOWN]:
            self.history.addWidget(label(decided_sentence(language, row), "small", wrap=True))
        self.place()

    def decide(self) -> None:
        """Keeps it; the proposal that is open stays as it is until it is made anew."""
        desk, by, item = self.context.desk, self.context.by(), self._item
        tier, why, only = self.tier.value(), self.why.text(), self.whom.value()
        self.write(
            lambda: standings.decide_tier(desk, by, item.patient_id, tier, why, only), lambda _: self._decided(), {"matching", "community"}
        )


def decided_sentence(language: Language, row: TierRow) -> str:
    """One decision: the day, the group, for what, why, and who wrote it."""
    group = language.tr("group {tier}", tier=row.tier) if row.tier else language.tr("by the points again")
    whole = language.tr("for one medicine") if row.item_id is not None else language.tr("for all")
    return language.tr(
        "{day}: {group}, {whole}: {why} ({user})", day=language.date(row.decided_on), group=group, whole=whole, why=row.why, user=row.user
    )
