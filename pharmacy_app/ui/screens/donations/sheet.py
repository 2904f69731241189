"""A sender's sheet looked over: what each row would become, what its columns mean, what it asks; then received whole, or put under a draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.services import sheets
from pharmacy_app.services.donation_files import Imported, Preview, PreviewRow, Told, words_key
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Figure, Question
from pharmacy_app.ui.screens.donations import sheet_rows
from pharmacy_app.ui.screens.donations.sheet_columns import ColumnsPanel
from pharmacy_app.ui.screens.donations.sheet_side import SheetSide
from pharmacy_app.ui.tasks import Cancelled, Progress
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card, Refused
from pharmacy_app.ui.widgets.chips import ChipRow
from pharmacy_app.ui.widgets.fields import SearchField
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

LONG_FILE = 200_000  # bytes; beyond, reading takes long enough to show how far it is


class SheetPage(QWidget):
    """`load(path)` begins; `opened(donation_id)` when it was received, `left()` when there is nothing to stay for."""

    def __init__(self, context: Context, opened: Callable[[int], None], left: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._opened, self._left = context, opened, left
        self.path: Path | None = None
        self.preview: Preview | None = None
        self.medicines: dict[str, int] = {}
        self.sizes: dict[str, int] = {}
        tr = context.language.tr
        self.refused = QVBoxLayout()
        self.chips = ChipRow(
            [("all", tr("All")), ("new", tr("To the shelf")), ("doubtful", tr("Doubtful")), ("refused", tr("Left out"))], tr("Filter")
        )
        self.chips.chosen.connect(lambda _which: self._fill())
        self.search = SearchField(tr("Medicine or lot"))
        self.search.searched.connect(lambda _text: self._fill())
        self.columns = ColumnsPanel(context)
        self.columns.told.connect(self._read)
        self.columns.forget.connect(self._forget)
        self.columns.hide()
        self.table = Table(
            RowsModel(sheet_rows.columns(context.language, self._several), lambda row: (row.result.sheet, row.result.row)),
            tr("Rows of the sheet"),
            wrap=True,
        )
        self.table.opened.connect(self.answer)
        self.side = SheetSide(context)
        self.side.changed.connect(self._said)
        self.side.show_columns.toggled.connect(self.columns.setVisible)
        self.side.send_back.clicked.connect(self.save_refused)
        self.who, self.received, self.order = self.side.who, self.side.received, self.side.order
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.chips, 1)
        bar.addWidget(self.search)
        main = QVBoxLayout()
        main.setSpacing(10)
        main.addLayout(self.refused)
        main.addLayout(bar)
        main.addWidget(self.columns)
        main.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(main, 1)
        row.addWidget(self.side)

    # reading -------------------------------------------------------------------------------------

    def load(self, path: Path) -> None:
        """A file was chosen: everything begins anew."""
        self.path, self.preview = path, None
        self.medicines, self.sizes = {}, {}
        self.search.clear()
        self.columns.forget_all()
        self.side.show_columns.setChecked(False)
        self.side.begin(path.name)
        self._read()
        self.who.donor.setFocus()

    def _several(self) -> bool:
        return self.preview is not None and len(self.preview.sheets) > 1

    @property
    def told(self) -> Told:
        """All that was said of this file."""
        order = str(self.order.value() or "")
        return Told(self.side.chosen, order, dict(self.columns.layouts), dict(self.medicines), dict(self.sizes))

    def _said(self) -> None:
        if self.path is not None and self.side.none_chosen:
            tr = self.context.language.tr
            self.preview = None
            self.table.set_rows([])
            self._refuse(tr("No sheet is chosen."), tr("Tick at least one of them."))
            return
        self._read()

    def _read(self) -> None:
        path, desk, day = self.path, self.context.desk, self.received.value()
        if path is None or day is None:
            return
        told, donor = self.told, self.side.donor_name
        self._clear_refused()
        tasks = self.context.tasks
        if path.is_file() and path.stat().st_size > LONG_FILE:
            title = self.context.language.tr("Reading the sheet")
            tasks.run_long(
                title, lambda progress: sheets.preview(desk, path, day, told, donor, progress.at), self._show, (), self._failed, self
            )
        else:
            tasks.run_read(lambda: sheets.preview(desk, path, day, told, donor), self._show, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        """The file cannot be read as it is: the sentence stands where the rows would."""
        if isinstance(error, Cancelled):
            if self.preview is None:
                self._left()
            return
        if not isinstance(error, PharmacyError):
            self.context.messages.error(error)
            return
        self.preview = None
        self._empty()
        self._refuse(wording.sentence(self.context.language, error))

    def _empty(self) -> None:
        self.table.set_rows([])
        self.side.send_back.hide()
        self.chips.set_counts({"all": "0", "new": "0", "doubtful": "0", "refused": "0"})

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
        tr = language.tr
        self.columns.show_tables(preview.tables, preview.remembered)
        if preview.no_list is not None:
            self.preview = None
            self._empty()
            self.side.show_columns.setChecked(True)
            self._refuse(wording.sentence(language, preview.no_list), tr("If it is one all the same, say below what its columns mean."))
            return
        self.preview = preview
        self.side.show_preview(preview)
        if preview.remembered or any(how == "content" for one in preview.tables for how in one.table.how):
            self.side.show_columns.setChecked(True)
        report = preview.report
        counts = {"all": report.read, "new": report.new, "doubtful": report.doubtful, "refused": report.refused}
        self.chips.set_counts({which: language.number(n) for which, n in counts.items()})
        self.side.send_back.setVisible(bool(report.refused))
        before = preview.imported_before or preview.alike
        if before is not None:
            see = Button(tr("See that donation"), "secondary", "package")
            see.clicked.connect(lambda: self._opened(before))
            if preview.imported_before is not None:
                self._refuse(tr("This file was received before."), tr("The same sheet is never received twice."), see)
            else:
                same = tr("Another donation of this donor has the same lots and units. Is it the same box?")
                self._refuse(same, tr("If it is, leave this page: otherwise it would be counted twice."), see)
        self._fill()

    def _fill(self) -> None:
        which, text = self.chips.current, self.search.text().strip()
        found = self.preview.rows if self.preview is not None else ()
        self.table.set_rows([row for row in found if which in ("all", row.result.status) and sheet_rows.fits(row, text)])

    # saying --------------------------------------------------------------------------------------

    def answer(self, row: PreviewRow) -> None:
        """A row that asks what it is, or how many units a box holds, is answered for all with the same words."""
        if self.preview is None or not (row.asks_medicine or row.asks_size):
            return
        key = words_key(row.description)
        same = sum(words_key(one.description) == key for one in self.preview.rows)

        def answered(medicine: int | None, size: int | None) -> None:
            if medicine is not None:
                self.medicines[key] = medicine
            if size is not None:
                self.sizes[key] = size
            self._read()

        sheet_rows.AnswerDialog(self.context, self, row, same, answered).open()

    def _forget(self, key: str) -> None:
        known = self.who.found()
        if known is None:
            return
        desk, by, donor = self.context.desk, self.context.by(), known.id
        self.columns.layouts.pop(key, None)
        self.context.tasks.run_write(lambda: sheets.forget_layout(desk, by, donor, key), lambda _none: self._read(), (), owner=self)

    def save_refused(self) -> None:
        """The rows that cannot be taken, to be sent back to whoever wrote them."""
        language, preview = self.context.language, self.preview
        if preview is None:
            return
        title = language.tr("Save what was left out")
        name, _ = QFileDialog.getSaveFileName(self, title, language.tr("to be put right.xlsx"), "Excel (*.xlsx);;CSV (*.csv)")
        if name:
            path = Path(name) if Path(name).suffix.lower() in (".xlsx", ".csv") else Path(f"{name}.xlsx")
            self.context.tasks.run_read(
                lambda: sheets.save_refused(path, language, preview.rows),
                lambda n: self.context.messages.toast(language.ntr("{n} row saved", "{n} rows saved", n)),
                owner=self,
            )

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
        draft = self.side.target.value() is not None
        figures = [Figure(language.number(report.new), ntr("lot to the shelf", "lots to the shelf", report.new))]
        if report.doubtful:
            figures.append(Figure(language.number(report.doubtful), tr("doubtful: to quarantine, or to be identified"), "lock", "hold_ink"))
        if report.refused:
            figures.append(Figure(language.number(report.refused), tr("left out, each with its reason"), "hand-stop", "bad_ink"))
        figures.append(Figure(language.number(preview.units), tr("units in all")))
        attention = []
        if preview.alike is not None:
            attention.append(("soon", tr("Another donation of this donor has the same lots and units. Is it the same box?")))
        if preview.ask_dates and not self.order.value():
            attention.append(("soon", tr("Some dates can be read in two ways. Nobody has said which: those rows go to quarantine.")))
        if self.who.found() is None:
            attention.append(("mute", tr("{donor} is a new donor and is written down.", donor=self.who.name)))
        if draft:
            remedy = tr("The draft can be changed until it is received: count the box against it.")
            return Question(tr("Put these rows under the draft?"), tr("Put them there"), "", tuple(figures), tuple(attention), remedy)
        return Question(
            tr("Receive these rows?"),
            tr("Receive them"),
            tr("All of them in one go, or none."),
            tuple(figures),
            tuple(attention),
            tr("Afterwards the lines no longer change: a mistake is put right in Stock, by a movement in plain sight."),
            icon="package-import",
        )

    def _import(self) -> None:
        context, path, by = self.context, self.path, self.context.by()
        day, told, draft = self.received.value(), self.told, self.side.target.value()
        name, country = self.who.name, self.who.country_code
        language = context.language
        if path is None:
            return

        def work(progress: Progress) -> Imported:
            if draft is not None:
                return sheets.add_to_draft(context.desk, by, path, int(draft), told, progress.at)
            return sheets.receive(context.desk, by, path, name, country, day, told, at=progress.at)

        def done(made: Imported) -> None:
            taken = made.report.new + made.report.doubtful
            lots = (
                language.ntr("{n} lot received", "{n} lots received", taken)
                if draft is None
                else language.ntr("{n} line added to the draft", "{n} lines added to the draft", taken)
            )
            refused = language.ntr("{n} row left out", "{n} rows left out", made.report.refused)
            context.messages.toast(f"{lots}, {refused}" if made.report.refused else lots)
            if made.donation_id is not None:
                self._opened(made.donation_id)

        title = language.tr("Receiving the sheet")
        context.tasks.run_long(title, work, done, {"donations", "stock"}, self._import_failed, owner=self)

    def _import_failed(self, error: Any) -> None:
        if isinstance(error, PharmacyError):
            self._refuse(wording.sentence(self.context.language, error))
        elif not isinstance(error, Cancelled):
            self.context.messages.error(error)
