"""Before a closed round is reopened: what is taken back, what rests on it, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pharmacy_app import wording
from pharmacy_app.services import round_reopening
from pharmacy_app.services.round_reopening import Preview
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label, rule


class ReopenDialog(FormDialog):
    """`reopened()` once the counter-entries are written. Where something used the round since, it can only be read."""

    def __init__(self, context: Context, window: QWidget, round_id: int, found: Preview, reopened: Callable[[], None]) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, window, tr("Reopen round {number}?", number=round_id))
        self._round_id, self._reopened = round_id, reopened
        words = tr(
            "Closed on {day} by {user}. Nothing is erased: each entry gets a counter-entry, and what was noted is noted still.",
            day=language.date(found.closed_on),
            user=found.user,
        )
        self.body.addWidget(label(words, "line", wrap=True))
        self.body.addWidget(rule())
        for said in _taken_back(language, found):
            self.body.addWidget(label(said, "name", wrap=True))
        rests = _rests(language, found)
        if rests:
            self.body.addWidget(rule())
            self.body.addWidget(label(tr("Look at this afterwards"), "label"))
            for said in rests:
                self.body.addWidget(label(said, "line", wrap=True))
        self.why = Field(tr("Why is it reopened?"), language, tr("it stays in the record"))
        if found.blockers:
            self.body.addWidget(rule())
            self.body.addWidget(label(tr("It cannot be reopened"), "label"))
            for blocker in found.blockers:
                self.body.addWidget(label(wording.sentence(language, blocker), "error", wrap=True))
            self.set_buttons(tr("Understood"), "", self.accept)
            return
        self.body.addWidget(rule())
        self.body.addWidget(self.why)
        self.fields = {"reason": self.why}
        self.end(tr("Reopen the round"), self.save, "rotate")
        EnterGoesOn([self.why], self.save, self)

    def open(self) -> None:
        super().open()
        self.why.setFocus()

    def save(self) -> None:
        """Writes the counter-entries, all of them or none."""
        desk, by, why = self.context.desk, self.context.by(), self.why.text()
        self.write(
            lambda: round_reopening.reopen(desk, by, self._round_id, why), lambda _none: self._reopened(), {"rounds", "stock", "matching"}
        )


def _taken_back(language: Language, found: Preview) -> list[str]:
    units = {
        language.ntr("{n} unit that was delivered", "{n} units that were delivered", found.delivered): found.delivered,
        language.ntr("{n} unit that came back", "{n} units that came back", found.returned): found.returned,
        language.ntr(
            "{n} unit that was set aside, opened or warm", "{n} units that were set aside, opened or warm", found.apart
        ): found.apart,
        language.ntr("{n} unit that was lost", "{n} units that were lost", found.lost): found.lost,
    }
    said = [language.tr("In the bags again: {units}.", units=", ".join(words for words, n in units.items() if n))]
    if found.again:
        said.append(
            language.ntr(
                "{n} bag that waits for the next round comes back.", "{n} bags that wait for the next round come back.", found.again
            )
        )
    return said


def _rests(language: Language, found: Preview) -> list[str]:
    since = found.since
    said = []
    if since.people_served:
        said.append(
            language.ntr(
                "{n} person of this round was served by a later proposal.",
                "{n} people of this round were served by later proposals.",
                since.people_served,
            )
        )
    if since.open_proposals:
        said.append(
            language.ntr(
                "{n} proposal that nobody has confirmed counts with it: make it anew.",
                "{n} proposals that nobody has confirmed count with it: make them anew.",
                since.open_proposals,
            )
        )
    if since.people_gone:
        said.append(
            language.ntr(
                "{n} person is noted as gone since then; that stays.",
                "{n} people are noted as gone since then; that stays.",
                since.people_gone,
            )
        )
    return said
