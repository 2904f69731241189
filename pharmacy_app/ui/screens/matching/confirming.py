"""The one confirmation: the summary, who is there; and where the shelf moved meanwhile, what exactly, and a proposal anew that keeps the decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services import matching, meetings, promises
from pharmacy_app.services.matching import Again, Changed, Proposal
from pharmacy_app.services.promises import Difference
from pharmacy_app.system.language import Language
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.messages import Question, fill_question
from pharmacy_app.ui.screens.matching.summary import summary
from pharmacy_app.ui.widgets.fields import Notes
from pharmacy_app.wording import deciding as words

_TOLD = 12  # sentences; the rest as a number


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the confirmation says: the run whole, who was there the last time; of a medicine dealt anew, who gains and who loses."""

    proposal: Proposal
    present: tuple[str, ...]
    difference: Difference | None


def confirm(context: Context, room: QWidget, run_id: int, done: Callable[[int], None]) -> None:
    """Asks once and confirms; `done(units)` once it is so."""
    desk = context.desk

    def read() -> _Asked | None:
        proposal = matching.proposal(desk, run_id)
        if proposal is None:
            return None
        anew = promises.difference(desk, run_id) if proposal.run.medicine_id is not None else None
        return _Asked(proposal, meetings.last_present(desk), anew)

    def ask(asked: _Asked | None) -> None:
        if asked is not None:
            ConfirmDialog(context, room, asked, done).open()

    context.tasks.run_read(read, ask, owner=room)


class ConfirmDialog(FormDialog):
    """The summary and the names of those who are there: they stand in the record of the meeting."""

    def __init__(self, context: Context, room: QWidget, asked: _Asked, done: Callable[[int], None]) -> None:
        language = context.language
        tr = language.tr
        question = summary(language, asked.proposal, context.desk.clock.today(), asked.difference)
        super().__init__(context, room, question.title)
        self._room, self._asked, self._done = room, asked, done
        self.question = question
        fill_question(self, question)
        self.present = Notes(tr("Who is here"), 3, tr("One name on each line. They stand in the record of the meeting."))
        self.present.set_text("\n".join(asked.present))
        self.body.addWidget(self.present)
        self.fields = {"present": self.present}
        self.end(question.verb, self.confirm)

    def open(self) -> None:
        super().open()
        if not self.present.text():
            self.present.setFocus()

    def confirm(self) -> None:
        """Reserves; refuses in place where nobody is named."""
        names = [name for line in self.present.text().splitlines() if (name := line.strip())]
        if not names:
            self.present.set_wrong(self.context.language.tr("Write who is here: the record of the meeting says who decided."))
            self.present.setFocus()
            return
        desk, by, run_id = self.context.desk, self.context.by(), self._asked.proposal.run.id
        self.write(lambda: matching.confirm(desk, by, run_id, names), self._done, {"matching", "stock", "rounds"})

    def fail(self, error: Exception) -> None:
        """What moved meanwhile is told in its own dialog."""
        if not (isinstance(error, Refusal) and error.code in ("stock_moved", "needs_moved")):
            super().fail(error)
            return
        desk, proposal = self.context.desk, self._asked.proposal
        self.accept()
        self.context.tasks.run_read(
            lambda: matching.what_changed(desk, proposal.run.id),
            lambda changed: MovedDialog(self.context, self._room, proposal, changed).open(),
            owner=self._room,
        )


class MovedDialog(FormDialog):
    """What moved since the proposal was made, lot by lot and person by person; one button proposes anew and keeps what was decided."""

    def __init__(self, context: Context, room: QWidget, proposal: Proposal, changed: Changed) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, room, tr("The shelf changed meanwhile") if changed.lots else tr("What people need changed meanwhile"))
        self._room, self._proposal = room, proposal
        said = moved_sentences(language, changed)
        more = len(said) - _TOLD
        told = [("soon", sentence) for sentence in said[:_TOLD]]
        if more > 0:
            told.append(("mute", language.ntr("and {n} change more", "and {n} changes more", more)))
        what = tr("Nothing was reserved. A new proposal for the same days counts with what there is now.")
        kept = tr("What the committee decided is kept wherever it still makes sense.")
        self.question = Question("", "", what, attention=tuple(told), remedy=kept)
        fill_question(self, self.question)
        self.end(tr("Propose anew"), self.again, "refresh")

    def again(self) -> None:
        """Proposes anew, and says what of the decisions is kept."""
        self.accept()
        propose_again(self.context, self._room, self._proposal)


def propose_again(context: Context, room: QWidget, proposal: Proposal) -> None:
    """The same proposal with what there is and holds now; says what of the decisions is kept."""
    desk, by, language = context.desk, context.by(), context.language
    names = {line.item.item_id: line.item.patient for line in proposal.lines}

    def say(again: Again) -> None:
        if again.dropped:
            context.messages.tell(language.tr("Proposed anew"), again_sentence(language, again, names), "soon")
        else:
            context.messages.toast(again_sentence(language, again, names))

    context.tasks.run_write(lambda: matching.propose_again(desk, by, proposal.run.id), say, {"matching"}, owner=room)


def moved_sentences(language: Language, changed: Changed) -> list[str]:
    """Each lot and each person, in a sentence."""
    lots = [words.lot_change(language, one.why, one.lot, one.proposed, one.there) for one in changed.lots]
    return lots + [words.need_change(language, one.why, one.patient) for one in changed.needs]


def again_sentence(language: Language, again: Again, names: Mapping[int, str]) -> str:
    """What was kept of the decisions, and whose no longer hold."""
    said = (
        [language.ntr("{n} decision of the committee is kept.", "{n} decisions of the committee are kept.", again.kept)]
        if again.kept
        else []
    )
    if again.dropped:
        people = ", ".join(dict.fromkeys(names.get(item, "—") for item in again.dropped))
        said.append(
            language.ntr(
                "{n} is not: nothing is asked for it any more, or less than was decided ({people}).",
                "{n} are not: nothing is asked for them any more, or less than was decided ({people}).",
                len(again.dropped),
                people=people,
            )
        )
    return " ".join(said) or language.tr("Proposed anew, with what there is now.")
