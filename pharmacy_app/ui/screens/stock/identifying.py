"""What is in a box: one person says it, a second one confirms it or says otherwise, and either may take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from pharmacy_app.services import identity, medicine_search
from pharmacy_app.services.medicine_search import Choice
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.medicine_field import MedicineField, NewMedicineDialog, Picked
from pharmacy_app.ui.screens.stock import rows
from pharmacy_app.ui.screens.stock.acts import LotDialog
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import trade

CHANGED = frozenset({"stock", "donations", "matching"})


class Identify(LotDialog):
    """Says what a box is: all boxes with the same words wait for a second person with it, and are known once she has said the same."""

    @staticmethod
    def heading_words(context: Context) -> str:
        return context.language.tr("What is in this box?")

    def fill(self) -> None:
        tr = self.context.language.tr
        self.said = label(" ", "line", wrap=True)
        self.body.addWidget(self.said)
        self.medicine = MedicineField(self.context, tr("Medicine"), tr("active ingredient or brand, with its strength"))
        self.medicine.add_wanted.connect(self._add)
        self.body.addWidget(self.medicine)
        second = tr("Unless the box says exactly that, another person has to say the same before it is handed out.")
        self.body.addWidget(label(second, "small", wrap=True))
        self.fields = {"medicine": self.medicine}
        self.end(tr("That is what it is"), self.do, "check")

    def open(self) -> None:
        super().open()
        self.medicine.setFocus()
        desk, text = self.context.desk, self.line.batch.description
        self.context.tasks.run_read(lambda: medicine_search.search_medicines(desk, text, 3), self._offer, owner=self)

    def lot_changed(self) -> None:
        language, batch = self.context.language, self.line.batch
        self.said.setText(language.tr("The box says «{text}». All boxes that say the same are meant.", text=batch.description))

    def _offer(self, found: Sequence[Choice]) -> None:
        """What it may be, to take with one key; nothing is chosen by itself."""
        for at, choice in enumerate(found):
            button = Button(trade.medicine_title(self.context.language, choice.medicine), "quiet", "pill")
            button.clicked.connect(lambda _=False, medicine=choice.medicine: self.medicine.take(medicine))
            self.body.insertWidget(3 + at, button, 0, Qt.AlignmentFlag.AlignLeft)
        self.place()

    def _add(self, text: str) -> None:
        NewMedicineDialog(self.context, self, text, self.medicine.take).open()

    def do(self) -> None:
        """Writes it."""
        picked: Any = self.medicine.value()
        language = self.context.language
        if not isinstance(picked, Picked):
            self.medicine.set_wrong(language.tr("Choose it from the list, or add it with F2."))
            self.medicine.setFocus()
            return
        context, by, batch = self.context, self.context.by(), self.line.batch
        title = trade.medicine_title(language, picked.medicine)

        def done(now: str) -> None:
            if now == "known":
                self.toast(language.tr("«{text}» is {medicine}", text=batch.description[:40], medicine=title))
            else:
                self.toast(language.tr("Written down: {medicine}. Another person has to confirm it.", medicine=title))

        self.write(lambda: identity.say(context.desk, by, batch.product_id, picked.medicine.id), done, CHANGED)


class Confirm(LotDialog):
    """What one person said of a box, for a second one to look at: yes, something else, or take it back."""

    @staticmethod
    def heading_words(context: Context) -> str:
        return context.language.tr("Is that what is in the box?")

    def fill(self) -> None:
        tr = self.context.language.tr
        self.said = label(" ", "text", wrap=True)
        self.body.addWidget(self.said)
        self.who = label(" ", "line", wrap=True)
        self.body.addWidget(self.who)
        self.otherwise = Button(tr("It is something else"), "secondary", "pill")
        self.otherwise.clicked.connect(self.say_otherwise)
        self.undo = Button(tr("Take it back"), "quiet", "arrow-back-up")
        self.undo.clicked.connect(self.withdraw)
        self.body.addWidget(self.otherwise, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.end(tr("Confirm"), self.do, "check")

    def lot_changed(self) -> None:
        language, line = self.context.language, self.line
        words = language.tr("The box says «{text}».", text=line.batch.description)
        self.said.setText(f"{words} {rows.said_of(language, line)}")
        self.who.setText(
            language.tr(
                "You said so yourself: another person has to confirm it. Press your name, below the rooms, to change who is working."
            )
            if self.context.by().user_id == line.batch.said_by_id
            else language.tr("Look at the box: name, strength and form. Once you confirm, these words are known for the next time.")
        )

    def do(self) -> None:
        """The second person says the same."""
        context, by, batch = self.context, self.context.by(), self.line.batch
        said = context.language.tr("Confirmed: {medicine}. It can be handed out.", medicine=rows.said_name(context.language, self.line))
        medicine_id = batch.medicine_id or 0
        self.write(lambda: identity.confirm(context.desk, by, batch.product_id, medicine_id), lambda _none: self.toast(said), CHANGED)

    def say_otherwise(self) -> None:
        """The form in which something else is said."""
        self.reject()
        Identify(self.context, self._window, tuple(self.lots.values())).open()

    def withdraw(self) -> None:
        """Nobody has said anything of it."""
        context, by, batch = self.context, self.context.by(), self.line.batch
        said = context.language.tr("Taken back: nobody has said what «{text}» is.", text=batch.description[:40])
        self.write(lambda: identity.withdraw(context.desk, by, batch.product_id), lambda _none: self.toast(said), CHANGED)
