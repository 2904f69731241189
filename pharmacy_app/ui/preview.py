"""A PDF before it is printed: the pages, which of them, to which printer, or saved as a file; then "did it print?"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSaveFile
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSpinBox, QWidget

from pharmacy_app.domain.errors import Trouble
from pharmacy_app.ui import printing
from pharmacy_app.ui.messages import Messages, Question
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

if TYPE_CHECKING:
    from pharmacy_app.system.language import Language


def save_pdf(path: Path, pdf: bytes) -> None:
    """Writes the file whole or not at all. Raises `Trouble("file_not_written", name=...)`."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly) or file.write(pdf) != len(pdf) or not file.commit():
        raise Trouble("file_not_written", "preview", name=path.name)


class Preview(Dialog):
    """`Preview(window, language, messages, title, pdf, file_name, printed).open()`; `printed()` is called once the person says that it printed.

    Raises `Trouble("pdf_unreadable")`.
    """

    def __init__(
        self,
        window: QWidget,
        language: Language,
        messages: Messages,
        title: str,
        pdf: bytes,
        file_name: str,
        printed: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(window, title, width=860)
        self._language, self._messages, self._pdf, self._title = language, messages, pdf, title
        self._file_name, self._printed = file_name, printed
        self.document, self._buffer = printing.document(pdf)
        tr = language.tr
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(title)
        self.view.setMinimumHeight(max(200, window.window().height() - 330))
        self.body.addWidget(self.view)
        self.body.addLayout(self._choices())
        save = Button(tr("Save as PDF"), icon="file-download")
        save.clicked.connect(self.save)
        self._row.addWidget(save)
        self.set_buttons(tr("Back"), tr("Print"), self.print, "printer")

    def _choices(self) -> QHBoxLayout:
        tr = self._language.tr
        count = self.document.pageCount()
        row = QHBoxLayout()
        row.setSpacing(10)
        names = printing.printers()
        self.printer = Choice(tr("Printer"), [(name, name) for name in names] or [("", tr("no printer found"))])
        row.addWidget(self.printer, 1)
        self.first, self.last = QSpinBox(), QSpinBox()
        for box, value, name in ((self.first, 1, tr("From page")), (self.last, count, tr("To page"))):
            box.setRange(1, count)
            box.setValue(value)
            box.setAccessibleName(name)
            row.addWidget(label(name, "line"))
            row.addWidget(box)
        row.addWidget(label(self._language.ntr("of {n} page", "of {n} pages", count), "line"))
        return row

    def print(self) -> None:
        """Sends the chosen pages, then asks whether they came out: a queue that swallows jobs says nothing."""
        pages = printing.Pages(min(self.first.value(), self.last.value()), max(self.first.value(), self.last.value()))
        try:
            printing.send(self._pdf, str(self.printer.value() or ""), pages, self._title)
        except Trouble as trouble:
            self._messages.error(trouble)
            return
        tr = self._language.tr
        question = Question(tr("Did it print?"), tr("Yes, it printed"), tr("Please look at the sheets before going on."), icon="check")
        self._messages.ask(question, self._came_out)

    def _came_out(self) -> None:
        self.accept()
        if self._printed is not None:
            self._printed()

    def save(self) -> None:
        """As a PDF file, where the person says."""
        tr = self._language.tr
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as PDF"), self._file_name, "PDF (*.pdf)")
        if not name:
            return
        path = Path(name) if name.lower().endswith(".pdf") else Path(f"{name}.pdf")
        try:
            save_pdf(path, self._pdf)
        except Trouble as trouble:
            self._messages.error(trouble)
            return
        self._messages.toast(tr("{name} is saved", name=path.name))
