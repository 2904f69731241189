"""One donation: its donor, the entry line (or the count) while it is a draft, its lines, and what it is like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services import arrival, becoming, differences, donation_documents, donation_typing, donations
from pharmacy_app.services.becoming import LotRow
from pharmacy_app.services.differences import Count, Differences, Missing
from pharmacy_app.services.donation_typing import TypedLine
from pharmacy_app.services.donations import DonationLine, DonationRow, NewLine
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_labels
from pharmacy_app.ui.screens.donations import ending, rows
from pharmacy_app.ui.screens.donations.comparing import Comparison
from pharmacy_app.ui.screens.donations.counting import CountCard
from pharmacy_app.ui.screens.donations.deciding import DecideDialog
from pharmacy_app.ui.screens.donations.entry import EntryLine
from pharmacy_app.ui.screens.donations.forms import DoubtDialog
from pharmacy_app.ui.screens.donations.half import put_right
from pharmacy_app.ui.screens.donations.head import Head
from pharmacy_app.ui.screens.donations.judgement import Judgement
from pharmacy_app.ui.screens.donations.packs import Packs
from pharmacy_app.ui.screens.donations.papers import Papers, dropped_files
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

CHANGED = frozenset({"donations"})


@dataclass(frozen=True, slots=True)
class Read:
    """All that is shown of a donation, read at one go."""

    donation: DonationRow
    lines: tuple[DonationLine, ...]
    count: Count
    lots: dict[int, tuple[LotRow, ...]]
    documents: int
    differing: int | None
    russian: str


class Shipment(QWidget):
    """`shown(DonationRow)` is called after each reading, `left()` when the donation is discarded, `edit(DonationRow)` to put its data right."""

    def __init__(
        self, context: Context, shown: Callable[[DonationRow], None], left: Callable[[], None], edit: Callable[[DonationRow], None]
    ) -> None:
        super().__init__()
        self.context, self._shown, self._left = context, shown, left
        self.donation: DonationRow | None = None
        self.lines: tuple[DonationLine, ...] = ()
        self._read: Read | None = None
        tr = context.language.tr
        self.setAcceptDrops(True)
        self.head = Head(
            context,
            lambda: self.show_documents(),  # a click would hand over whether it is checked
            self.show_differences,
            self.print_labels,
            lambda: edit(self.donation) if self.donation is not None else None,
        )
        self.entry = EntryLine(context, self._typed, self._number, self.begin_count)
        self.packs = Packs(context, self, self.entry, self._typed)
        self.count = CountCard(context, self._counted, self._choose, self.end_count)
        self.count.hide()
        columns = rows.line_columns(context.language, self._arrived, self._lots, self._listed, lambda: self.is_draft)
        self.table = Table(RowsModel(columns, _identity), tr("Lines"), wrap=True)
        self.table.setMinimumHeight(180)
        self.table.opened.connect(self.open_line)
        self.table.letters = {"D": self.doubt, "A": self.decide}
        self.judgement = Judgement(context)
        self.judgement.setFixedWidth(theme.current().px(268))
        left_column = QVBoxLayout()
        left_column.setSpacing(10)
        left_column.addWidget(self.head)
        left_column.addWidget(self.entry)
        left_column.addWidget(self.count)
        left_column.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(left_column, 1)
        row.addWidget(self.judgement)

    def _arrived(self) -> date:
        return self.donation.received_on if self.donation is not None else self.context.desk.clock.today()

    def _lots(self, line_id: int) -> tuple[LotRow, ...]:
        return self._read.lots.get(line_id, ()) if self._read is not None else ()

    def _listed(self) -> bool:
        return self._read is not None and self._read.count.listed

    def _choose(self, line: DonationLine) -> None:
        self.table.select(line.row.id)

    @property
    def is_draft(self) -> bool:
        return self.donation is not None and self.donation.status == "draft"

    @property
    def is_counting(self) -> bool:
        """The count stands where the entry line was."""
        return self.count.isVisibleTo(self)

    # reading ------------------------------------------------------------------------------------

    def read(self, donation_id: int, then: Callable[[], None] | None = None) -> None:
        """Shows this donation, read again."""
        desk = self.context.desk

        def done(found: Read) -> None:
            self._show(found)
            if then is not None:
                then()

        def work() -> Read:
            row, lines = donations.donation(desk, donation_id)
            return Read(
                row,
                lines,
                differences.count(desk, donation_id),
                becoming.lots_of_lines(desk, donation_id) if row.status == "received" else {},
                donation_documents.counts(desk).get(donation_id, 0),
                differences.counts(desk, donation_id).get(donation_id),
                arrival.rules(desk).russian_expiry,
            )

        self.context.tasks.run_read(work, done, owner=self)

    def _show(self, found: Read) -> None:
        if self.donation is None or self.donation.id != found.donation.id:
            self.count.hide()
            self.entry.belong_to(found.donation.id)
        self._read, self.donation, self.lines = found, found.donation, found.lines
        self.entry.russian = found.russian
        self.head.show_donation(found.donation, found.documents, found.differing)
        if not self.is_draft:
            self.count.hide()
        self.entry.setVisible(self.is_draft and not self.is_counting)
        self.table.set_rows(sorted((*found.lines, *found.count.missing), key=rows.position, reverse=True))
        self.judgement.show_lines(found.lines, found.donation.received_on, not self.is_draft)
        if self.is_counting:
            self.count.show_lines(found.lines, found.count.counted)
        self._number()
        self._shown(found.donation)

    def _number(self) -> None:
        last = self.lines[-1] if self.lines else None
        self.entry.show_position(last.row.position + 1 if last is not None else 1, last)

    # lines --------------------------------------------------------------------------------------

    def _typed(self, line: TypedLine, then: Callable[[], None] | None = None) -> None:
        """A line is complete: it is written, or a line is put right; the next one can be typed at once, before this one is written."""
        if self.donation is None:
            return
        desk, by, donation_id, half = self.context.desk, self.context.by(), self.donation.id, self.entry.half
        editing = half.editing

        def work() -> None:
            made = donation_typing.typed_line(desk, line)
            if editing is None:
                donations.add_lines(desk, by, donation_id, [made])
                self.packs.note_serials(donation_id, by, half.serials)
            else:
                donations.change_line(desk, by, donation_id, editing.row.id, put_right(editing, made))

        self.entry.send_off()
        self.context.tasks.run_write(
            work, lambda _none: then() if then is not None else None, CHANGED, failed=partial(self.entry.came_back, half), owner=self
        )

    def open_line(self, line: rows.Line) -> None:
        """Return on a line: in a draft its values stand in the entry line; of a donation that was received, its lot is opened."""
        if isinstance(line, Missing):
            self._arrived_after_all(line.token)
        elif self.is_counting:
            self.count.ask(line)
        elif self.is_draft:
            self.entry.put_away()
            self.entry.edit(line)
        elif lots := self._lots(line.row.id):
            self.context.go("stock", lots[0].id)

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

    def decide(self) -> None:
        """What becomes of the chosen line, where somebody decides other than the rules."""
        line = self.table.row()
        if self.is_draft and isinstance(line, DonationLine) and self.donation is not None:
            DecideDialog(self.context, self, self.donation.id, line, self.lines).open()

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
        """A pack was scanned: its line takes one more, or the entry line takes what its code says."""
        if self.is_counting:
            self.end_count()
        self.packs.scan(text)

    # counting -----------------------------------------------------------------------------------

    def begin_count(self) -> None:
        """Line by line against the paper."""
        if self._read is None or not self.is_draft:
            return
        desk, by, donation_id = self.context.desk, self.context.by(), self._read.donation.id
        self.entry.put_away()

        self.context.tasks.run_write(
            lambda: differences.begin_count(desk, by, donation_id), lambda _none: self.count.begin(), CHANGED, owner=self
        )

    def _counted(self, line: DonationLine, units: int) -> None:
        context, donation_id, by = self.context, self.donation.id if self.donation is not None else 0, self.context.by()

        def done(token: str) -> None:
            if token:
                said = context.language.tr("Line {n} was not in the box", n=line.row.position)
                context.messages.toast(said, lambda: self._arrived_after_all(token))

        context.tasks.run_write(
            lambda: differences.count_line(context.desk, by, donation_id, line.row.id, units),
            done,
            CHANGED,
            failed=partial(self.count.fail, line),
            owner=self,
        )

    def _arrived_after_all(self, token: str) -> None:
        if self.donation is None or not self.is_draft:
            return
        desk, by, donation_id = self.context.desk, self.context.by(), self.donation.id
        self.context.tasks.run_write(lambda: differences.arrived(desk, by, donation_id, token), lambda _none: None, CHANGED, owner=self)

    def end_count(self) -> None:
        """Back to the entry line; says how it stands where every line was counted."""
        if not self.is_counting:
            return
        language = self.context.language
        self.count.hide()
        self.entry.setVisible(self.is_draft)
        self.entry.medicine.setFocus()
        if self.donation is not None:
            self._shown(self.donation)
        if left := self.count.left_words():
            self.context.messages.toast(left)
        elif self._read is not None and self._read.differing is not None:
            differing = self._read.differing
            said = language.ntr("{n} difference with the paper", "{n} differences with the paper", differing)
            self.context.messages.toast(said if differing else language.tr("Everything is as the paper says"))

    # the donation as a whole --------------------------------------------------------------------

    def show_documents(self, files: tuple[Path, ...] = ()) -> None:
        """What came with the box; `files` are attached at once."""
        if self.donation is None:
            return
        desk, donation = self.context.desk, self.donation

        def done(found: tuple[donation_documents.DocumentRow, ...]) -> None:
            dialog = Papers(self.context, self, donation, found)
            dialog.open()
            dialog.attach_files(files)

        self.context.tasks.run_read(lambda: donation_documents.documents(desk, donation.id), done, owner=self)

    def show_differences(self) -> None:
        """Paper and box, where they differ."""
        if self.donation is None:
            return
        context, donation_id = self.context, self.donation.id

        def done(found: Differences) -> None:
            Comparison(context, self, found).open()

        context.tasks.run_read(lambda: differences.record(context.desk, donation_id), done, owner=self)

    def print_labels(self) -> None:
        """The shelf labels of its lots."""
        if self.donation is not None:
            show_labels(self.context, self, donation_id=self.donation.id)

    def receive(self) -> None:
        """One summary, one confirmation: every line becomes a lot."""
        if self.donation is not None:
            ending.receive(self.context, self, self.donation, self.lines, self.entry.half)

    def discard(self) -> None:
        """Throws the draft away; asks first if anything was typed or attached."""
        if self._read is not None:
            ending.discard(self.context, self, self._read.donation, len(self.lines), self._read.documents, self._left)

    # keys and files -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.drop()
            return
        if event.key() == Qt.Key.Key_Escape and self.is_counting:
            self.end_count()
            return
        if event.key() == Qt.Key.Key_Escape and self.is_draft and self.entry.leave():
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.show_documents(tuple(dropped_files(event.mimeData())))


def _identity(line: rows.Line) -> object:
    return line.row.id if isinstance(line, DonationLine) else line.token
