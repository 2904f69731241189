"""One donation: its donor, the entry line while it is a draft, its lines, and what it is like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services import donation_typing, donations
from pharmacy_app.services.donation_typing import TypedLine
from pharmacy_app.services.donations import DonationLine, DonationRow, NewLine
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure, Question
from pharmacy_app.ui.screens.donations import countries, rows
from pharmacy_app.ui.screens.donations.entry import EntryLine
from pharmacy_app.ui.screens.donations.forms import DoubtDialog
from pharmacy_app.ui.screens.donations.judgement import Judgement
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.labels import Symbol, label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

CHANGED = frozenset({"donations"})


class Shipment(QWidget):
    """`shown(DonationRow)` is called after each reading, `left()` when the donation is discarded, `edit(DonationRow)` to put its data right."""

    def __init__(
        self, context: Context, shown: Callable[[DonationRow], None], left: Callable[[], None], edit: Callable[[DonationRow], None]
    ) -> None:
        super().__init__()
        self.context, self._shown, self._left = context, shown, left
        self.donation: DonationRow | None = None
        self.lines: tuple[DonationLine, ...] = ()
        tr = context.language.tr
        self.entry = EntryLine(context, self._typed, self._number)
        self.table = Table(RowsModel(rows.line_columns(context.language, self._arrived), lambda line: line.row.id), tr("Lines"), wrap=True)
        self.table.setMinimumHeight(180)
        self.table.opened.connect(self.edit_line)
        self.table.letters = {"D": self.doubt}
        self.judgement = Judgement(context)
        self.judgement.setFixedWidth(theme.current().px(268))
        left_column = QVBoxLayout()
        left_column.setSpacing(10)
        left_column.addWidget(self._head(edit))
        left_column.addWidget(self.entry)
        left_column.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(left_column, 1)
        row.addWidget(self.judgement)

    def _head(self, edit: Callable[[DonationRow], None]) -> Card:
        tr = self.context.language.tr
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Symbol("building-community", "text2", 22))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.donor = label("", "name")
        self.facts = label("", "small")
        words.addWidget(self.donor)
        words.addWidget(self.facts)
        row.addLayout(words, 1)
        self.edit_button = Button(tr("Put its data right"), "quiet", "pencil")
        self.edit_button.clicked.connect(lambda: edit(self.donation) if self.donation is not None else None)
        row.addWidget(self.edit_button)
        card.body.setContentsMargins(16, 8, 16, 8)
        card.body.addLayout(row)
        return card

    def _arrived(self) -> date:
        return self.donation.received_on if self.donation is not None else self.context.desk.clock.today()

    @property
    def is_draft(self) -> bool:
        return self.donation is not None and self.donation.status == "draft"

    # reading ------------------------------------------------------------------------------------

    def read(self, donation_id: int, then: Callable[[], None] | None = None) -> None:
        """Shows this donation, read again."""
        desk = self.context.desk

        def done(found: tuple[DonationRow, tuple[DonationLine, ...]]) -> None:
            self._show(*found)
            if then is not None:
                then()

        self.context.tasks.run_read(lambda: donations.donation(desk, donation_id), done, owner=self)

    def _show(self, donation: DonationRow, lines: tuple[DonationLine, ...]) -> None:
        language = self.context.language
        if self.donation is None or self.donation.id != donation.id:
            self.entry.clear()
        self.donation, self.lines = donation, lines
        self.donor.setText(donation.donor)
        facts = [
            countries.name(language, donation.country),
            language.tr("came on {day}", day=language.date(donation.received_on)),
            donation.reference,
        ]
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self.entry.setVisible(self.is_draft)
        self.edit_button.setVisible(self.is_draft)
        self.table.set_rows(lines[::-1])
        self.judgement.show_lines(lines, donation.received_on, not self.is_draft)
        self._number()
        self._shown(donation)

    def _number(self) -> None:
        last = self.lines[-1] if self.lines else None
        self.entry.show_position(last.row.position + 1 if last is not None else 1, last)

    # lines --------------------------------------------------------------------------------------

    def _typed(self, line: TypedLine) -> None:
        """A line is complete: it is written at once, or a line is put right."""
        if self.donation is None:
            return
        desk, by, donation_id, editing = self.context.desk, self.context.by(), self.donation.id, self.entry.editing

        def work() -> None:
            made = donation_typing.typed_line(desk, line)
            if editing is None:
                donations.add_lines(desk, by, donation_id, [made])
            else:
                donations.change_line(desk, by, donation_id, editing.row.id, _put_right(editing, made))

        self.context.tasks.run_write(work, self._written, CHANGED, failed=self.entry.fail, owner=self)

    def _written(self, _none: None) -> None:
        self.entry.clear()
        self.entry.medicine.setFocus()

    def edit_line(self, line: DonationLine) -> None:
        """Return on a line: its values stand in the entry line."""
        if self.is_draft:
            self.entry.edit(line)

    def drop(self) -> None:
        """Takes the chosen line out; it can be put back."""
        line = self.table.row()
        if not self.is_draft or not isinstance(line, DonationLine) or self.donation is None:
            return
        context, desk, donation_id = self.context, self.context.desk, self.donation.id
        language, by = context.language, context.by()

        def back(kept: NewLine) -> None:
            again = context.by()
            context.tasks.run_write(
                lambda: donations.put_line_back(desk, again, donation_id, line.row.position, kept), lambda _none: None, CHANGED
            )

        def done(kept: NewLine) -> None:
            context.messages.toast(language.tr("Line {n} is taken out", n=line.row.position), lambda: back(kept))

        context.tasks.run_write(lambda: donations.drop_line(desk, by, donation_id, line.row.id), done, CHANGED, owner=self)

    def doubt(self) -> None:
        """Somebody sees that the chosen line must wait."""
        line = self.table.row()
        if self.is_draft and isinstance(line, DonationLine):
            DoubtDialog(self.context, self, rows.line_title(self.context.language, line), lambda code: self._doubted(line, code)).open()

    def _doubted(self, line: DonationLine, code: str) -> None:
        desk, by = self.context.desk, self.context.by()
        kept = donations.line_of(line.row)
        others = [reason for reason in kept.reason.split(";") if reason and reason not in donation_typing.DOUBTS]
        reasons = [code, *others] if code else others
        changed = replace(kept, reason=";".join(reasons), status="doubtful" if reasons else "new")
        donation_id = self.donation.id if self.donation is not None else 0
        self.context.tasks.run_write(
            lambda: donations.change_line(desk, by, donation_id, line.row.id, changed), lambda _none: None, CHANGED, owner=self
        )

    def scan(self, text: str) -> None:
        """A pack was scanned: the entry line takes what its code says."""
        desk, language = self.context.desk, self.context.language

        def done(scanned: donation_typing.Scanned | None) -> None:
            if scanned is not None:
                self.entry.fill_scanned(scanned)
                return
            self.context.messages.tell(
                language.tr("This code is not a pack's"),
                language.tr("Type the line, or scan the square code or the bars on the box."),
                "soon",
            )

        self.context.tasks.run_read(lambda: donation_typing.scanned(desk, text), done, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.drop()
            return
        if event.key() == Qt.Key.Key_Escape and self.is_draft and self.entry.leave():
            return
        super().keyPressEvent(event)

    # the whole donation -------------------------------------------------------------------------

    def receive(self) -> None:
        """One summary, one confirmation: every line becomes a lot."""
        if self.donation is None:
            return
        context, language, donation = self.context, self.context.language, self.donation
        tr, ntr = language.tr, language.ntr
        aside = [line for line in self.lines if line.quarantine]
        unknown = sum(1 for line in self.lines if line.medicine is None and not line.quarantine)
        figures = [
            Figure(
                language.number(len(self.lines) - len(aside)), ntr("lot to the shelf", "lots to the shelf", len(self.lines) - len(aside))
            )
        ]
        figures += [Figure(language.number(len(aside)), tr("to quarantine, each with its reason"), "lock", "hold_ink")] if aside else []
        figures += (
            [Figure(language.number(unknown), tr("to be identified before anybody can receive them"), "lock", "hold_ink")]
            if unknown
            else []
        )
        figures.append(Figure(language.number(sum(line.row.quantity for line in self.lines)), tr("units in all")))
        question = Question(
            tr("Receive the donation?"),
            tr("Receive it"),
            tr("From {donor}, {day}. Its lines become lots of the shelf.", donor=donation.donor, day=language.date(donation.received_on)),
            tuple(figures),
            remedy=tr("Afterwards the lines no longer change: a mistake is put right in Stock, by a movement in plain sight."),
            icon="package-import",
        )
        if not self.lines:
            self._received_by(donation.id)  # the rule answers: there is nothing in it yet
            return
        context.messages.ask(question, lambda: self._received_by(donation.id))

    def _received_by(self, donation_id: int) -> None:
        context, desk, language, by = self.context, self.context.desk, self.context.language, self.context.by()

        def done(received: donations.Received) -> None:
            said = language.ntr("{n} lot received", "{n} lots received", received.batches)
            units = language.ntr("{n} unit", "{n} units", received.units)
            aside = language.ntr("{n} in quarantine", "{n} in quarantine", received.quarantined)
            context.messages.toast(f"{said}: {units}, {aside}" if received.quarantined else f"{said}: {units}")

        context.tasks.run_write(lambda: donations.receive(desk, by, donation_id), done, {"donations", "stock"}, owner=self)

    def discard(self) -> None:
        """Throws the draft away; asks first if anything was typed."""
        if self.donation is None:
            return
        language, donation_id = self.context.language, self.donation.id
        if not self.lines:
            self._discard(donation_id)
            return
        question = Question(
            language.tr("Discard this draft?"),
            language.tr("Discard it"),
            language.ntr("{n} line that was typed is lost.", "{n} lines that were typed are lost.", len(self.lines)),
            icon="trash",
            danger=True,
        )
        self.context.messages.ask(question, lambda: self._discard(donation_id))

    def _discard(self, donation_id: int) -> None:
        context, desk, by = self.context, self.context.desk, self.context.by()

        def done(_none: None) -> None:
            context.messages.toast(context.language.tr("The draft is discarded"))
            self._left()

        context.tasks.run_write(lambda: donations.discard(desk, by, donation_id), done, CHANGED, owner=self)


def _put_right(editing: DonationLine, made: NewLine) -> NewLine:
    """The line with what was typed; what the sheet said of it (code, maker, row) stays. A doubt that somebody saw stays too."""
    kept = donations.line_of(editing.row)
    said = kept.description if editing.medicine is None and made.medicine_id is not None else made.description
    seen = [reason for reason in kept.reason.split(";") if reason in donation_typing.DOUBTS]
    reasons = [*seen, *(reason for reason in made.reason.split(";") if reason)]
    return replace(
        kept,
        description=said,
        quantity=made.quantity,
        lot=made.lot,
        expiry=made.expiry,
        expiry_raw=made.expiry_raw,
        medicine_id=made.medicine_id,
        brand=made.brand or kept.brand,
        pack_size=made.pack_size or kept.pack_size,
        status="doubtful" if reasons else "new",
        reason=";".join(reasons),
    )
