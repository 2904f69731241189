"""One box of the sheet, typed in: its treatments, a new medicine, the note, what for; in the order and with the numbers of the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pharmacy_app.services import prescriptions, visit_notes
from pharmacy_app.services.desk import By
from pharmacy_app.services.prescriptions import ItemRow, Understood
from pharmacy_app.services.visit_notes import ItemTold, Told
from pharmacy_app.services.visits import SheetLine
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.form import FormDialog
from pharmacy_app.ui.screens.community.visits import words
from pharmacy_app.ui.screens.prescriptions.columns import directions_words, title
from pharmacy_app.ui.screens.prescriptions.write import described
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Going:
    """What holds for every line of a sheet: the act with the day of the visit, the doctor, who went, how many days a treatment goes on."""

    by: By
    doctor: str
    went: str
    days: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The boxes of a line as they stood when somebody went away from them: of its treatments (by item), the new medicine, the note, the letter."""

    items: tuple[tuple[int, str], ...]
    new: str
    note: str
    purpose: str


class LineDialog(FormDialog):
    """Return goes from box to box; after the last the line is noted. `noted(visit id, new medicine as written)` once it is.

    Whoever goes away half way finds what they typed again: `keep` is told it (None: nothing was typed), `begun` brings it back.
    """

    def __init__(
        self,
        context: Context,
        window: QWidget,
        line: SheetLine,
        going: Going,
        noted: Callable[[int, str], None],
        begun: Begun | None,
        keep: Callable[[Begun | None], None],
        drafted: bool = False,
    ) -> None:
        """`drafted`: a prescription of this line was begun already; it is taken up from the list before another medicine is written here."""
        language = context.language
        tr = language.tr
        super().__init__(context, window, f"{line.row.number}. {line.row.patient}", 720)
        self._line, self._going, self._noted, self._begun, self._keep = line, going, noted, begun, keep
        told = ", ".join(one.told for one in line.allergies).upper()
        if told:
            self.body.addWidget(label(tr("Allergies: {what}", what=told), "name", wrap=True))
        if begun is not None:
            self.body.addWidget(label(tr("As you left it, half typed: it counts once it is noted."), "accent", wrap=True))
        hint = tr(
            "= the same, {days} days more · a number of days · how it is taken from now on · X: it stops", days=language.number(going.days)
        )
        self.items: list[tuple[ItemRow, Field]] = []
        number = line.row.number
        for at, item in enumerate(line.items, 1):
            field = Field(f"{number}.{at}  {title(language, item)}", language, _now(context, item))
            field.line.setPlaceholderText(hint)
            field.changed.connect(self._ask)
            self.items.append((item, field))
        at = len(line.items)
        new, note, why = tr("New medicine"), tr("Note"), tr("What for")
        self.new = Field(f"{number}.{at + 1}  {new}", language, tr("Its prescription opens when this line is noted."))
        if drafted:
            self.new.line.setReadOnly(True)
            self.new.set_hint(tr("A prescription was begun and left: the list takes it up with its letter."))
        self.note = Field(f"{number}.{at + 2}  {note}", language)
        which = words.all_letters(language)
        self.purpose = Field(f"{number}.{at + 3}  {why}: {which}", language, parse=partial(words.read_purpose, language))
        marks = words.letters(language)
        self.purpose.set_text(marks["follow_up"])
        order = [*(field for _, field in self.items), self.new, self.note, self.purpose]
        for one in order:
            self.body.addWidget(one)
        self.fields = {"purpose": self.purpose, "note": self.note}
        self.end(tr("Note it"), self.save, "check")
        self._stood = self.begun()
        self._later = QTimer(self, interval=150, singleShot=True)
        self._later.timeout.connect(self._preview)
        self._order = EnterGoesOn(order, self.save, self)
        self._first = order[0]

    def open(self) -> None:
        super().open()
        self._first.setFocus()
        if not self._line.noted:
            self._take_up()
        else:
            desk, line_id = self.context.desk, self._line.row.id
            self.context.tasks.run_read(lambda: visit_notes.told_of(desk, line_id), self._fill, owner=self)

    def _fill(self, told: Told | None) -> None:
        """What was noted before; noting it again takes the place of it."""
        if told is None:
            return
        marks = words.letters(self.context.language)
        self.purpose.set_text(marks[told.purpose if told.met else words.NOT_MET])
        self.note.set_text(told.note)
        said = {one.item_id: words.write_item(one) for one in told.items}
        for item, field in self.items:
            field.set_text(said.get(item.id, ""))
        self._stood = self.begun()
        self._take_up()

    # left and taken up again -----------------------------------------------------------------------

    def begun(self) -> Begun:
        """The boxes as they stand."""
        items = tuple((item.id, field.text()) for item, field in self.items)
        return Begun(items, self.new.text(), self.note.text(), self.purpose.text())

    def _take_up(self) -> None:
        begun = self._begun
        if begun is None:
            return
        said = dict(begun.items)
        for item, field in self.items:
            field.set_text(said.get(item.id, ""))
        for field, text in ((self.new, begun.new), (self.note, begun.note), (self.purpose, begun.purpose)):
            field.set_text(text)
        self._ask()

    def reject(self) -> None:
        """Esc and Back: nothing is noted, and nothing that was typed is lost."""
        begun = self.begun()
        self._keep(begun if begun != self._stood else None)
        Dialog.reject(self)

    # what directions amount to ---------------------------------------------------------------------

    def _ask(self) -> None:
        self._later.start()

    def _preview(self) -> None:
        desk, patient, day = self.context.desk, self._line.row.patient_id, self._going.by.occurred_on
        for item, field in self.items:
            told = words.read_item(item.id, field.text(), self._going.days)
            if told is None or told.days or not told.directions:
                field.say(self._says(item, told))
                continue
            asked = partial(prescriptions.preview, desk, patient, visit_notes.order_of(item, told.directions), day)
            self.context.tasks.run_read(asked, partial(self._previewed, field), lambda _error: None, self)

    def _previewed(self, field: Field, found: Understood) -> None:
        field.say(described(self.context.language, found))

    def _says(self, item: ItemRow, told: ItemTold | None) -> str:
        language = self.context.language
        if told is None:
            return _now(self.context, item)
        if told.days:
            return language.ntr("= it goes on {n} day more", "= it goes on {n} days more", told.days)
        return language.tr("= it stops")

    # noting ----------------------------------------------------------------------------------------

    def told(self) -> Told | None:
        """What stands in the boxes; None where the purpose is not understood (said at its field)."""
        purpose = self.purpose.value()
        if purpose is None:
            self.purpose.setFocus()
            return None
        items = (words.read_item(item.id, field.text(), self._going.days) for item, field in self.items)
        found = Told(True, "follow_up", self.note.text(), tuple(one for one in items if one is not None))
        return replace(found, met=False) if purpose == words.NOT_MET else replace(found, purpose=purpose)

    def save(self) -> None:
        """Notes the line; what is refused stays as typed."""
        told = self.told()
        if told is None:
            return
        desk, going, line_id, new = self.context.desk, self._going, self._line.row.id, self.new.text()
        self.write(
            lambda: visit_notes.note(desk, going.by, line_id, told, going.doctor, going.went),
            lambda visit_id: self._noted(visit_id, new),
            {"visits", "prescriptions"},
        )


def _now(context: Context, item: ItemRow) -> str:
    """How it is taken now, and until when it was ordered."""
    language = context.language
    until = language.tr("until {day}", day=language.date(item.review_on)) if item.review_on else ""
    waits = language.tr("waits for an answer") if item.status == "waiting" else ""
    return " · ".join(part for part in (directions_words(language, item), until, waits) if part)
