"""The record of a meeting: of today's at once, of earlier ones by their day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from pharmacy_app.services import acta
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label


def ask_record(context: Context, room: QWidget) -> None:
    """Which meeting's record; where there has been none, says how one comes about."""
    desk, tr = context.desk, context.language.tr

    def ask(days: Sequence[date]) -> None:
        if days:
            RecordDialog(context, room, days).open()
        else:
            none = tr("There has been no meeting yet. Confirming a proposal is one: whoever is there then stands in its record.")
            context.messages.tell(tr("Record of the meeting"), none, "mute")

    context.tasks.run_read(lambda: acta.days(desk), ask, owner=room)


class RecordDialog(FormDialog):
    """The days on which there was a meeting, the newest first."""

    def __init__(self, context: Context, room: QWidget, days: Sequence[date]) -> None:
        language = context.language
        tr = language.tr
        super().__init__(context, room, tr("Record of the meeting"))
        self._room = room
        told = tr(
            "All that was decided that day: who was there, by which rules, what was decided of each medicine and why. Without names of patients."
        )
        self.body.addWidget(label(told, "line", wrap=True))
        self.day = Choice(tr("Meeting of"), [(day, f"{language.weekday(day)} {language.date(day)}") for day in days])
        self.body.addWidget(self.day)
        self.end(tr("See it"), self.show_record, "printer")

    def show_record(self) -> None:
        """The paper, to be printed or kept."""
        desk, language, day = self.context.desk, self.context.language, self.day.value()
        name = language.tr("record {day}", day=day.isoformat()) + ".pdf"
        self.accept()
        show_paper(self.context, self._room, language.tr("Record of the meeting"), name, lambda: acta.acta_paper(desk, day, language))
