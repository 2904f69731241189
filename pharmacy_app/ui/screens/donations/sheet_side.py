"""Beside a sender's sheet: the file, who sends it, when it came, where its rows go, how its dates are written, which sheets count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout

from pharmacy_app.services.donation_files import Preview
from pharmacy_app.services.donations import DonationRow
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.screens.donations.forms import DonorFields, day_field
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card, ScrollColumn
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

_NO_BATCH = ("subtotal", "note", "header_again")


class SheetSide(Card):
    """`changed`: something was said that the rows hang on, so that they are to be read again. `target` None: a new donation."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        tr = context.language.tr
        self._context = context
        self.setFixedWidth(theme.current().px(276))
        column = ScrollColumn()
        self.file_name = label("", "block", wrap=True)
        self.who = DonorFields(context)
        self.who.donor.picked.connect(lambda _donor: self._donor_said())
        self.who.donor.line.editingFinished.connect(self._donor_said)
        self.target = Choice(tr("The rows go into"))
        self.target.changed.connect(lambda _target: self._show_target())
        self.received = day_field(context, tr("Came on"))
        self.received.line.editingFinished.connect(self._day_typed)
        self.order = Choice(
            tr("How are its dates written?"),
            [("", tr("choose…")), ("dmy", tr("day, month, year")), ("mdy", tr("month, day, year")), ("ymd", tr("year, month, day"))],
            tr("some can be read in two ways; without an answer they go to quarantine"),
        )
        self.order.changed.connect(lambda _order: self.changed.emit())
        self.sheets_name = label(tr("Sheets of the file"), "label")
        self.sheets = QVBoxLayout()
        self.sheets.setSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        self.notes = label("", "small", wrap=True)
        self.show_columns = Button(tr("Columns"), "secondary", "adjustments-horizontal")
        self.show_columns.setCheckable(True)
        self.send_back = Button(tr("Save what was left out"), "quiet", "file-download")
        self.send_back.hide()
        for part in (self.file_name, self.show_columns, self.who, self.target, self.received, self.order, self.sheets_name):
            column.body.addWidget(part)
        column.body.addLayout(self.sheets)
        column.body.addWidget(self.notes)
        column.body.addWidget(self.send_back)
        column.body.addStretch(1)
        self.body.addWidget(column)
        self._day, self._donor = self.received.value(), ""

    def begin(self, file_name: str) -> None:
        """Another file: nothing was said of it."""
        self.file_name.setText(file_name)
        self.received.set_text(self._context.language.date(self._context.desk.clock.today()))
        self.order.set_value("")
        self.order.hide()
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        self.sheets_name.hide()
        self.notes.setText("")
        self._show_drafts(())
        self._day, self._donor = self.received.value(), self.donor_name

    @property
    def donor_name(self) -> str:
        """The known donor's name as it is kept; empty for a new one, of which nothing is known."""
        known = self.who.found()
        return known.name if known is not None else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The sheets that are ticked; none for all of them, as long as nobody has chosen."""
        ticked = tuple(name for name, box in self.boxes.items() if box.isChecked())
        return () if len(ticked) == len(self.boxes) else ticked

    @property
    def none_chosen(self) -> bool:
        """Whether every sheet was taken away."""
        return bool(self.boxes) and not any(box.isChecked() for box in self.boxes.values())

    def _day_typed(self) -> None:
        if self.received.value() not in (None, self._day):
            self._day = self.received.value()
            self.changed.emit()

    def _donor_said(self) -> None:
        if self.donor_name != self._donor:
            self._donor = self.donor_name
            self.changed.emit()

    def show_preview(self, preview: Preview) -> None:
        """What the file turned out to be."""
        self.order.setVisible(bool(preview.ask_dates) or bool(self.order.value()))
        if not self.boxes:
            self._list_sheets(preview)
        self._show_drafts(preview.drafts)
        self.notes.setText("\n".join(self._notes(preview)))

    def _notes(self, preview: Preview) -> list[str]:
        language = self._context.language
        said = [language.tr("«{copy}» repeats «{kept}» and counts once.", copy=copy, kept=kept) for copy, kept in preview.copies]
        said += [language.tr("«{sheet}» is hidden in the file, and was read too.", sheet=name) for name in preview.hidden]
        out = sum(preview.left_out.get(reason, 0) for reason in _NO_BATCH)
        other = preview.left_out.get("not_a_stock_list", 0)
        tables = preview.left_out.get("table_without_columns", 0)
        if out:
            said.append(language.ntr("{n} row is a subtotal or a note, no lot.", "{n} rows are subtotals or notes, no lots.", out))
        if other:
            said.append(language.ntr("{n} sheet is no list of medicines.", "{n} sheets are no lists of medicines.", other))
        if tables:
            said.append(
                language.ntr("{n} other table lacks columns and was not read.", "{n} other tables lack columns and were not read.", tables)
            )
        return said

    def _list_sheets(self, preview: Preview) -> None:
        """A box for each sheet that is a list; one that repeats another is there too, unticked."""
        copies = [copy for copy, _ in preview.copies]
        several = len(preview.sheets) + len(copies) > 1
        self.sheets_name.setVisible(several)
        for name in (*preview.sheets, *copies) if several else ():
            box = QCheckBox(name.replace("&", "&&"))
            box.setChecked(name not in copies)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.clicked.connect(lambda _on: self.changed.emit())
            self.sheets.addWidget(box)
            self.boxes[name] = box

    def _show_drafts(self, drafts: Sequence[DonationRow]) -> None:
        """Where the donor has an open draft, the rows can go there, to be counted against the box."""
        tr = self._context.language.tr
        choices = [(draft.id, tr("draft {number}", number=rows.numbered(draft))) for draft in drafts]
        self.target.set_choices([(None, tr("a new donation")), *choices])
        self.target.setVisible(bool(drafts))
        self._show_target()

    def _show_target(self) -> None:
        tr = self._context.language.tr
        draft = self.target.value() is not None
        self.target.set_hint(tr("what the sheet says is then counted against the box") if draft else "")
        self.received.setVisible(not draft)
