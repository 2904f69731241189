"""A sender's sheet looked over: what each row would become, who sends it, which sheets, how its dates are read; then received whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.services import sheets
from pharmacy_app.services.donation_files import Imported, Preview
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure, Question
from pharmacy_app.ui.screens.donations import rows
from pharmacy_app.ui.screens.donations.forms import DonorFields, day_field
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card, Refused, ScrollColumn
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


class SheetPage(QWidget):
    """`load(path)` begins; `opened(donation_id)` when it was received, `left()` when there is nothing to stay for."""

    def __init__(self, context: Context, opened: Callable[[int], None], left: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._opened, self._left = context, opened, left
        self.path: Path | None = None
        self.preview: Preview | None = None
        tr = context.language.tr
        self.refused = QVBoxLayout()
        self.chips = ChipRow(
            [("all", tr("All")), ("new", tr("To the shelf")), ("doubtful", tr("Doubtful")), ("refused", tr("Left out"))], tr("Filter")
        )
        self.chips.chosen.connect(lambda _which: self._fill())
        self.table = Table(
            RowsModel(rows.preview_columns(context.language), lambda row: (row.result.sheet, row.result.row)),
            tr("Rows of the sheet"),
            wrap=True,
        )
        main = QVBoxLayout()
        main.setSpacing(10)
        main.addLayout(self.refused)
        main.addWidget(self.chips)
        main.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(main, 1)
        row.addWidget(self._side())

    def _side(self) -> Card:
        tr = self.context.language.tr
        card = Card()
        card.setFixedWidth(theme.current().px(276))
        column = ScrollColumn()
        self.file_name = label("", "block", wrap=True)
        self.who = DonorFields(self.context)
        self.received = day_field(self.context, tr("Came on"))
        self.received.line.editingFinished.connect(self._day_typed)
        self.order = Choice(
            tr("How are its dates written?"),
            [("", tr("choose…")), ("dmy", tr("day, month, year")), ("mdy", tr("month, day, year")), ("ymd", tr("year, month, day"))],
            tr("some can be read in two ways; without an answer they go to quarantine"),
        )
        self.order.changed.connect(lambda _order: self._read())
        self.sheets_name = label(tr("Sheets of the file"), "label")
        self.sheets = QVBoxLayout()
        self.sheets.setSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        self.notes = label("", "small", wrap=True)
        for part in (self.file_name, self.who, self.received, self.order, self.sheets_name):
            column.body.addWidget(part)
        column.body.addLayout(self.sheets)
        column.body.addWidget(self.notes)
        column.body.addStretch(1)
        card.body.addWidget(column)
        return card

    # reading -------------------------------------------------------------------------------------

    def load(self, path: Path) -> None:
        """A file was chosen: everything begins anew."""
        language = self.context.language
        self.path, self.preview = path, None
        self.file_name.setText(path.name)
        self.received.set_text(language.date(self.context.desk.clock.today()))
        self.order.set_value("")
        self.order.hide()
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        self._day = self.received.value()
        self._read()
        self.who.donor.setFocus()

    def _chosen(self) -> tuple[str, ...]:
        """The sheets that are ticked; none for all of them, as long as nobody has chosen."""
        ticked = tuple(name for name, box in self.boxes.items() if box.isChecked())
        return () if len(ticked) == len(self.boxes) else ticked

    def _day_typed(self) -> None:
        if self.path is not None and self.received.value() not in (None, self._day):
            self._day = self.received.value()
            self._read()

    def _read(self) -> None:
        path, desk, day = self.path, self.context.desk, self.received.value()
        if path is None or day is None:
            return
        chosen, order = self._chosen(), self.order.value() or ""
        self._clear_refused()
        self.context.tasks.run_read(lambda: sheets.preview(desk, path, day, sheets.Told(chosen, order)), self._show, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        """The file cannot be read as it is: the sentence stands where the rows would."""
        if not isinstance(error, PharmacyError):
            self.context.messages.error(error)
            return
        self.preview = None
        self.table.set_rows([])
        self.chips.set_counts({"all": "0", "new": "0", "doubtful": "0", "refused": "0"})
        self._refuse(wording.sentence(self.context.language, error))

    def _clear_refused(self) -> None:
        while (item := self.refused.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _refuse(self, sentence: str, remedy: str = "", button: Button | None = None) -> None:
        self._clear_refused()
        card = Card()
        card.body.addWidget(Refused(sentence, remedy, button))
        self.refused.addWidget(card)

    def _show(self, preview: Preview) -> None:
        language = self.context.language
        self.preview = preview
        self.order.setVisible(bool(preview.ask_dates) or bool(self.order.value()))
        if not self.boxes:
            self._list_sheets(preview)
        copies = [language.tr("«{copy}» repeats «{kept}» and counts once.", copy=copy, kept=kept) for copy, kept in preview.copies]
        left_out = sum(preview.left_out.get(reason, 0) for reason in ("subtotal", "note", "header_again"))
        copies += (
            [language.ntr("{n} row is a subtotal or a note, no lot.", "{n} rows are subtotals or notes, no lots.", left_out)]
            if left_out
            else []
        )
        other = preview.left_out.get("not_a_stock_list", 0)
        copies += [language.ntr("{n} sheet is no list of medicines.", "{n} sheets are no lists of medicines.", other)] if other else []
        self.notes.setText("\n".join(copies))
        report = preview.report
        counts = {"all": report.read, "new": report.new, "doubtful": report.doubtful, "refused": report.refused}
        self.chips.set_counts({which: language.number(n) for which, n in counts.items()})
        if preview.imported_before is not None:
            before = preview.imported_before
            see = Button(language.tr("See that donation"), "secondary", "package")
            see.clicked.connect(lambda: self._opened(before))
            self._refuse(language.tr("This file was received before."), language.tr("The same sheet is never received twice."), see)
        self._fill()

    def _list_sheets(self, preview: Preview) -> None:
        """A box for each sheet that is a list; one that repeats another is there too, unticked."""
        copies = [copy for copy, _ in preview.copies]
        several = len(preview.sheets) + len(copies) > 1
        self.sheets_name.setVisible(several)
        for name in (*preview.sheets, *copies) if several else ():
            box = QCheckBox(name.replace("&", "&&"))
            box.setChecked(name not in copies)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.clicked.connect(lambda _on: self._sheets_chosen())
            self.sheets.addWidget(box)
            self.boxes[name] = box

    def _sheets_chosen(self) -> None:
        if any(box.isChecked() for box in self.boxes.values()):
            self._read()
            return
        self.preview = None
        self.table.set_rows([])
        self._refuse(self.context.language.tr("No sheet is chosen."), self.context.language.tr("Tick at least one of them."))

    def _fill(self) -> None:
        which = self.chips.current
        found = self.preview.rows if self.preview is not None else ()
        self.table.set_rows([row for row in found if which in ("all", row.result.status)])

    # receiving -----------------------------------------------------------------------------------

    def receive(self) -> None:
        """What is lacking is asked at its field; then one summary, one confirmation."""
        tr = self.context.language.tr
        if self.preview is None or self.path is None:
            return
        if not self.who.name:
            self.who.donor.set_wrong(tr("Write who sends it."))
            self.who.donor.setFocus()
        elif self.who.found() is None and not self.who.country_code:
            self.who.country.show()
            self.who.country.set_wrong(tr("This donor is new: write the country."))
            self.who.country.setFocus()
        elif self.received.value() is None:
            self.received.setFocus()
        else:
            self.context.messages.ask(self._question(self.preview), self._import)

    def _question(self, preview: Preview) -> Question:
        language = self.context.language
        tr, ntr, report = language.tr, language.ntr, preview.report
        figures = [Figure(language.number(report.new), ntr("lot to the shelf", "lots to the shelf", report.new))]
        figures += (
            [Figure(language.number(report.doubtful), tr("doubtful: to quarantine, or to be identified"), "lock", "hold_ink")]
            if report.doubtful
            else []
        )
        figures += (
            [Figure(language.number(report.refused), tr("left out, each with its reason"), "hand-stop", "bad_ink")]
            if report.refused
            else []
        )
        figures.append(Figure(language.number(sum(line.quantity for line in preview.lines)), tr("units in all")))
        dates = (
            [("soon", tr("Some dates can be read in two ways. Nobody has said which: those rows go to quarantine."))]
            if preview.ask_dates and not self.order.value()
            else []
        )
        new = [("mute", tr("{donor} is a new donor and is written down.", donor=self.who.name))] if self.who.found() is None else []
        return Question(
            tr("Receive these rows?"),
            tr("Receive them"),
            tr("All of them in one go, or none."),
            tuple(figures),
            (*dates, *new),
            tr("Afterwards the lines no longer change: a mistake is put right in Stock, by a movement in plain sight."),
            icon="package-import",
        )

    def _import(self) -> None:
        context, path, by = self.context, self.path, self.context.by()
        if path is None:
            return
        day, told = self.received.value(), sheets.Told(self._chosen(), self.order.value() or "")
        name, country = self.who.name, self.who.country_code
        language = context.language

        def work(_progress: object) -> Imported:
            return sheets.receive(context.desk, by, path, name, country, day, told)

        def done(made: Imported) -> None:
            lots = language.ntr("{n} lot received", "{n} lots received", made.report.new + made.report.doubtful)
            refused = language.ntr("{n} row left out", "{n} rows left out", made.report.refused)
            context.messages.toast(f"{lots}, {refused}" if made.report.refused else lots)
            if made.donation_id is not None:
                self._opened(made.donation_id)

        context.tasks.run_long(language.tr("Receiving the sheet"), work, done, {"donations", "stock"}, self._import_failed, owner=self)

    def _import_failed(self, error: Any) -> None:
        if isinstance(error, PharmacyError):
            self._refuse(wording.sentence(self.context.language, error))
        else:
            self.context.messages.error(error)
