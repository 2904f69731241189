"""A spreadsheet of the committee's own forms comes in: what each row would become is shown first, then one verb writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.services.importing import DOUBTFUL, KNOWN, NEW, REFUSED, ImportReport, ImportRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.room import Room
from pharmacy_app.ui.widgets.cells import Badge, Cell, Column, number
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table
from pharmacy_app.wording import community as words

# reads a file (path, whether only to look, the order of its dates or None) and says what became of each row
Read = Callable[[Path, bool, str | None], ImportReport]
_ORDER = {REFUSED: 0, DOUBTFUL: 1, KNOWN: 2, NEW: 3}


def choose_sheet(room: Room, context: Context, title: str, read: Read, changed: tuple[str, ...]) -> None:
    """Asks for a file and shows what it would bring; `changed` is announced once it was written."""
    kinds = context.language.tr("Spreadsheets (*.xlsx *.xls *.ods *.csv *.tsv *.txt)")
    name, _ = QFileDialog.getOpenFileName(room, title, "", kinds)
    if name:
        look_into(room, context, title, Path(name), read, changed)


def look_into(
    room: Room, context: Context, title: str, path: Path, read: Read, changed: tuple[str, ...], date_style: str | None = None
) -> None:
    """Reads the file without writing, and shows what it found; where its dates can be read in two orders, asks which."""
    tr = context.language.tr

    def failed(error: Exception) -> None:
        if isinstance(error, Refusal) and error.code == "dates_ambiguous":
            _ask_order(room, context, lambda style: look_into(room, context, title, path, read, changed, style))
        else:
            context.messages.error(error)

    context.tasks.run_long(
        tr("Reading the file…"),
        lambda progress: read(path, True, date_style),
        lambda found: ImportPreview(room, context, title, found, lambda: read(path, False, date_style), changed).open(),
        failed=failed,
        owner=room,
    )


def _ask_order(room: Room, context: Context, chosen: Callable[[str], None]) -> None:
    tr = context.language.tr
    dialog = Dialog(room, tr("In which order are the dates?"))
    dialog.body.addWidget(
        label(tr("03/04/1950 can be the 3 of April or the 4 of March; nothing in the file says which."), "line", wrap=True)
    )
    order = Choice(
        tr("The dates begin with"), [("dmy", tr("the day, as we write here")), ("mdy", tr("the month, as in the United States"))]
    )
    dialog.body.addWidget(order)

    def go_on() -> None:
        dialog.accept()
        chosen(str(order.value()))

    dialog.set_buttons(tr("Back"), tr("Read it so"), go_on, "check")
    dialog.open()


class ImportPreview(Dialog):
    """How many rows are new, doubtful, known, refused; each row that needs a look with its reason; then the verb."""

    def __init__(
        self, room: Room, context: Context, title: str, found: ImportReport, write: Callable[[], ImportReport], changed: tuple[str, ...]
    ) -> None:
        super().__init__(room, title, 820)
        self._context, self._write, self._changed = context, write, changed
        language = context.language
        tr = language.tr
        summary = language.ntr("{n} row was read: {what}.", "{n} rows were read: {what}.", found.read, what=_summary(language, found))
        self.body.addWidget(label(summary, "line", wrap=True))
        shown = sorted((row for row in found.rows if row.status in (REFUSED, DOUBTFUL)), key=lambda row: (_ORDER[row.status], row.row))
        if shown:
            self.table = Table(RowsModel(_columns(language), lambda row: (row.sheet, row.row)), tr("Rows to look at"), wrap=True)
            self.table.setFixedHeight(theme.current().px(36 + 50 * min(len(shown), 7) + 4))
            self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.body.addWidget(self.table)
            self.table.set_rows(shown)
            self.body.addWidget(
                label(tr("Doubtful rows are taken and can be put right afterwards; refused ones are not."), "small", wrap=True)
            )
        taken = found.new + found.doubtful
        verb = language.ntr("Bring in {n} row", "Bring in {n} rows", taken) if taken else ""
        self.set_buttons(tr("Back"), verb, self._do, "database-import")

    def _do(self) -> None:
        if self.verb is not None:
            self.verb.setEnabled(False)
        self._context.tasks.run_write(self._write, self._done, self._changed, self._failed, owner=self)

    def _done(self, done: ImportReport) -> None:
        language = self._context.language
        self.accept()
        self._context.messages.toast(language.tr("Brought in: {what}.", what=_summary(language, done)))

    def _failed(self, error: Exception) -> None:
        if self.verb is not None:
            self.verb.setEnabled(True)
        self._context.messages.error(error)


def _summary(language: Language, found: ImportReport) -> str:
    parts = [
        language.ntr("{n} new", "{n} new", found.new),
        language.ntr("{n} doubtful", "{n} doubtful", found.doubtful) if found.doubtful else "",
        language.ntr("{n} known before or ended", "{n} known before or ended", found.known) if found.known else "",
        language.ntr("{n} refused", "{n} refused", found.refused) if found.refused else "",
    ]
    return ", ".join(part for part in parts if part)


def _columns(language: Language) -> tuple[Column[ImportRow], ...]:
    tr = language.tr
    badges = {REFUSED: Badge("bad", tr("refused")), DOUBTFUL: Badge("hold", tr("doubtful"))}
    return (
        Column(tr("Row"), lambda row: number(str(row.row), row.sheet), 90, right=True),
        Column("", lambda row: Cell(badge=badges[row.status]), 130),
        Column(tr("Why"), lambda row: Cell(" ".join(words.reason(language, one) for one in row.reasons))),
    )
