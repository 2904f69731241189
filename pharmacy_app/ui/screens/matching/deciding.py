"""The card where the committee writes another amount: its reason, and what follows from it, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.domain.quantity import parse_quantity
from pharmacy_app.services.matching import Board, Foreseen
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.matching.rows import PersonRow
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.fields import EnterGoesOn
from pharmacy_app.ui.widgets.labels import Symbol, label, restyle
from pharmacy_app.wording import deciding

_TOLD = 2  # other people whose amounts change and who are named


def reasons(language: Language) -> tuple[str, ...]:
    """The usual reasons; what is kept are these words."""
    tr = language.tr
    return (
        tr("Has some left at home"),
        tr("The doctor asked for it"),
        tr("Decided at the meeting"),
        tr("Is away or in hospital"),
        tr("Gets it from somewhere else"),
        tr("Somebody else needs it more"),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What the committee says of a line: so many units (None: as proposed) and why; `refusal`, a word of `decisions.REFUSALS`, where it says no.

    `giver`: another line that gives up what this one gets more, and keeps so many units.
    """

    item_id: int
    units: int | None
    note: str
    refusal: str = ""
    giver: tuple[int, int] | None = None


class Deciding(Card):
    """Shows the chosen line. `kept(Said)`: what was decided; `foreseen(Foreseen or None)`: what the amount that is being written would do."""

    kept = Signal(object)
    foreseen = Signal(object)
    left = Signal()  # Esc, or nothing to keep: the keyboard goes back to the list

    def __init__(self, context: Context) -> None:
        super().__init__()
        tr = context.language.tr
        self._context = context
        self.board: Board | None = None
        self._row: PersonRow | None = None
        self._giver: PersonRow | None = None
        self.name = label("", "block")
        self.was = label("", "line")
        self.back = Button("", "quiet", "arrow-back-up")
        self.back.clicked.connect(self._take_back)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.name)
        top.addWidget(self.was)
        top.addStretch(1)
        top.addWidget(self.back)
        self.body.addLayout(top)
        self.amount = QLineEdit()
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.setFixedWidth(theme.current().px(70))
        self.amount.setAccessibleName(tr("Gets"))
        self.motive = QComboBox()
        self.motive.setAccessibleName(tr("Reason"))
        self.motive.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)  # else its longest reason decides
        self.motive.setMinimumContentsLength(16)
        self.motive.addItems([tr("Choose the reason"), *reasons(context.language), tr("Another reason…")])
        self._first_no = self.motive.count() + 1
        self.motive.insertSeparator(self.motive.count())
        for word, said in deciding.REFUSALS.items():
            self.motive.addItem(tr("No: {reason}", reason=tr(said)), word)
        self.other = QLineEdit()
        self.other.setPlaceholderText(tr("Write the reason"))
        self.other.setAccessibleName(tr("Write the reason"))
        self.other.hide()
        self.keep_button = Button(tr("Keep"), "secondary", "check")
        self.keep_button.clicked.connect(self.keep)
        line = QHBoxLayout()
        line.setSpacing(8)
        for words, editor in ((tr("Gets"), self.amount), (tr("Reason"), self.motive)):
            line.addWidget(label(words, "line"))
            line.addWidget(editor, 1 if editor is self.motive else 0)
        line.addWidget(self.other, 1)
        line.addWidget(self.keep_button)
        self.body.addLayout(line)
        self.arrow = Symbol("arrow-right", "tint_text", 18)
        self.follows = label("", "line", wrap=True)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.follows, 1)
        self.body.addLayout(below)
        self.body.addStretch(1)
        self.amount.textEdited.connect(self._typed)
        self.amount.editingFinished.connect(self.foresee)
        self.motive.activated.connect(self._motive_chosen)
        EnterGoesOn([self.amount, self.motive], self._after_motive, self)
        EnterGoesOn([self.other], self.keep, self)

    def show_line(self, row: PersonRow | None, may_change: bool) -> None:
        """The chosen line, as it stands."""
        tr, number = self._context.language.tr, self._context.language.number
        self._row, self._giver = row, None
        self.setVisible(row is not None and may_change)
        self.foreseen.emit(None)
        if row is None:
            return
        item = row.line.item
        self.name.setText(item.patient)
        self.was.setText(tr("the proposal says {n}", n=number(item.proposed_units)))
        self.back.become(tr("Back to {n}", n=number(item.proposed_units)), "arrow-back-up")
        self.back.setVisible(item.decided_units is not None)
        self.amount.setText(_stands(row))
        self._take_motive(item.decision_note, item.refusal)
        self._follow("", wrong=False)

    def _take_motive(self, note: str, refusal: str) -> None:
        known = self.motive.findData(refusal) if refusal else self.motive.findText(note) if note else 0
        self.motive.setCurrentIndex(known if known >= 0 else self._own_words())
        self.other.setText("" if known >= 0 and not refusal else note)
        self._motive_chosen(self.motive.currentIndex())

    def _own_words(self) -> int:
        """Where *another reason* stands in the list."""
        return self._first_no - 2

    def begin(self, text: str) -> None:
        """Somebody wrote another amount in the table: now the reason."""
        self.amount.setText(text)
        self.foresee()
        self.motive.setFocus(Qt.FocusReason.OtherFocusReason)

    def defer(self) -> None:
        """Nothing for now: it stays in the waiting list. The reason is asked for."""
        self.begin("0")

    def refuse(self) -> None:
        """The committee says no: why is chosen from the list."""
        self.begin("0")
        self.motive.setCurrentIndex(self._first_no)
        self._motive_chosen(self._first_no)
        self.motive.showPopup()

    def give(self, giver: PersonRow) -> None:
        """What somebody else has goes to the chosen line, as much as it lacks."""
        row = self._row
        if row is None:
            return
        units = min(giver.line.item.units_granted, row.missing)
        if not units:
            self._follow(self._context.language.tr("There is nothing to give: one has none, or the other lacks none."), wrong=True)
            return
        self._giver = giver
        self.begin(str(row.line.item.units_granted + units))

    def ask_motive(self) -> None:
        """The keyboard goes to the reason."""
        self.motive.setFocus(Qt.FocusReason.OtherFocusReason)

    def note(self) -> str:
        """The chosen or written reason; empty where there is none yet."""
        at = self.motive.currentIndex()
        if at == self._own_words() or at >= self._first_no:
            return self.other.text().strip()
        return self.motive.currentText() if at else ""

    def refusal(self) -> str:
        """The chosen word of `decisions.REFUSALS`; empty where it is no refusal."""
        return self.motive.currentData() or ""

    def unsaved(self) -> bool:
        """Whether another amount or reason stands here that nobody has kept; says so, and the keyboard goes there."""
        row = self._row
        if row is None or self.isHidden():
            return False
        item = row.line.item
        if (self.amount.text().strip(), self.note(), self.refusal()) == (_stands(row), item.decision_note, item.refusal):
            return False
        self._follow(
            self._context.language.tr("This change is not kept yet: keep it with its reason, or press Esc to leave it."), wrong=True
        )
        quiet = QSignalBlocker(self.amount)  # else leaving the field would say at once what would follow, over this sentence
        (self.motive if self.motive.currentIndex() == 0 else self.keep_button).setFocus(Qt.FocusReason.OtherFocusReason)
        quiet.unblock()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        self.show_line(self._row, True)
        self.left.emit()

    def _motive_chosen(self, at: int) -> None:
        own_words = at == self._own_words() or self.refusal() == "other"
        self.other.setVisible(own_words)
        if not own_words and at < self._first_no:
            self.other.clear()
        if self.refusal() and self.amount.text().strip() != "0":
            self.amount.setText("0")
            self.foresee()

    def _after_motive(self) -> None:
        self._motive_chosen(self.motive.currentIndex())
        if self.other.isVisibleTo(self) and not self.other.text():
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.keep()

    def _units(self) -> int | None:
        """The amount that stands there; None (and said) where it cannot be understood."""
        try:
            return parse_quantity(self.amount.text())
        except PharmacyError as error:
            self._refused(error)
            return None

    def _typed(self, text: str) -> None:
        """Each key shows what would follow; what is not a number yet is said when the field is left."""
        if text.strip().isdigit():
            self.foresee()

    def foresee(self) -> None:
        """Says what the amount would do to everybody, before it is kept."""
        row, board = self._row, self.board
        if row is None or board is None or (units := self._units()) is None:
            return
        if units == row.line.item.units_granted:
            self._follow("", wrong=False)
            self.foreseen.emit(None)
            return
        try:
            found = board.foresee({row.line.item.item_id: units, **self._kept_by_giver(units)})
        except PharmacyError as error:
            self._refused(error)
            return
        self._follow(consequence(self._context.language, row.line.item.item_id, units, found, self._giver), wrong=False)
        self.foreseen.emit(found)

    def _kept_by_giver(self, units: int) -> dict[int, int]:
        """What the one who gives keeps, by item; nothing where nobody gives."""
        if self._giver is None or self._row is None:
            return {}
        giver = self._giver.line.item
        return {giver.item_id: max(0, giver.units_granted - max(0, units - self._row.line.item.units_granted))}

    def keep(self) -> None:
        """Keeps the amount with its reason."""
        row = self._row
        if row is None or (units := self._units()) is None:
            return
        item = row.line.item
        if (units, self.note(), self.refusal()) == (item.units_granted, item.decision_note, item.refusal):
            self.left.emit()
            return
        giver = next(iter(self._kept_by_giver(units).items()), None)
        self.kept.emit(Said(item.item_id, units, self.note(), self.refusal(), giver))

    def _take_back(self) -> None:
        if self._row is not None:
            self.kept.emit(Said(self._row.line.item.item_id, None, ""))

    def refused(self, error: Exception) -> None:
        """What was written cannot be kept: the rule, in place."""
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, PharmacyError):
            self._follow(wording.sentence(self._context.language, error), wrong=True)
            if error.where == "reason":
                self.motive.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._context.messages.error(error)

    def _follow(self, sentence: str, wrong: bool) -> None:
        self.follows.setText(sentence)
        self.follows.setProperty("look", "error" if wrong else "text")
        restyle(self.follows)
        self.arrow.become("alert-triangle" if wrong else "arrow-right", "bad_ink" if wrong else "tint_text")
        self.arrow.setVisible(bool(sentence))


def _stands(row: PersonRow) -> str:
    """The amount as the proposal or the committee left it."""
    item = row.line.item
    return str(item.units_granted if item.decided_units is None else item.decided_units)


def consequence(language: Language, item_id: int, wanted: int, found: Foreseen, giver: PersonRow | None = None) -> str:
    """What follows from an amount, in a sentence or two."""
    parts = []
    if giver is not None:
        keeps, _ = found.gets[giver.line.item.item_id]
        parts.append(_change(language, giver.name, giver.line.item.units_granted, keeps))
    gets, last_day = found.gets[item_id]
    if gets < wanted:
        parts.append(language.ntr("There is only {n} for it.", "There are only {n} for it.", gets))
    elif last_day is not None:
        parts.append(language.tr("It lasts until {day}.", day=language.short_date(last_day)))
    parts.append(language.ntr("{n} stays.", "{n} stay.", found.left))
    for change in found.changes[:_TOLD]:
        parts.append(_change(language, change.patient, change.before, change.after))
    more = len(found.changes) - _TOLD
    if more > 0:
        parts.append(language.ntr("{n} person more changes.", "{n} people more change.", more))
    if not found.changes:
        parts.append(language.tr("Nobody else changes."))
    return " ".join(parts)


def _change(language: Language, person: str, before: int, after: int) -> str:
    if not before:
        return language.tr("{person} can start with {after}.", person=person, after=language.number(after))
    if not after:
        return language.tr("{person} would get nothing.", person=person)
    return language.tr(
        "{person}: {after} instead of {before}.", person=person, after=language.number(after), before=language.number(before)
    )
