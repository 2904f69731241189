"""A PDF before it is printed: the pages, which of them and how often, to which printer, or saved as a file; then "did it print?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSaveFile
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSpinBox, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import Trouble
from pharmacy_app.ui import printing
from pharmacy_app.ui.came_out import CameOut
from pharmacy_app.ui.messages import Messages
from pharmacy_app.ui.printing import Pages, Sent
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

if TYPE_CHECKING:
    from pharmacy_app.system.language import Language

_MOST_COPIES = 20


def save_pdf(path: Path, content: bytes) -> None:
    """Writes the file (a PDF, or a picture) whole or not at all. Raises `Trouble("file_not_written", name=...)`."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly) or file.write(content) != len(content) or not file.commit():
        raise Trouble("file_not_written", "preview", name=path.name)


@dataclass(frozen=True, slots=True)
class Follow:
    """What is written down around printing.

    `sending(pages, then)` before the first page leaves, which calls `then`; afterwards `printed(pages)` for those that somebody holds,
    `failed(pages)` for those that did not come out. `notice` is said above the pages, `first` is the page to begin with.
    """

    sending: Callable[[Pages, Callable[[], None]], None]
    printed: Callable[[Pages], None]
    failed: Callable[[Pages], None]
    notice: str = ""
    first: int = 1


class Preview(Dialog):
    """`Preview(window, language, messages, title, pdf, file_name, follow).open()`; it stays open until all that was sent came out.

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
        follow: Follow | None = None,
    ) -> None:
        super().__init__(window, title, width=860)
        self._language, self._messages, self._pdf, self._title = language, messages, pdf, title
        self._file_name, self._follow = file_name, follow
        self.document, self._buffer = printing.document(pdf)
        tr = language.tr
        self.notice = label(follow.notice if follow is not None else "", "line", wrap=True)
        self.notice.setVisible(bool(self.notice.text()))
        self.body.addWidget(self.notice)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(title)
        self.view.setMinimumHeight(max(200, window.window().height() - 360))
        self.body.addWidget(self.view)
        self.body.addLayout(self._choices())
        self.state = label("", "small", wrap=True)
        self.body.addWidget(self.state)
        save = Button(tr("Save as PDF"), icon="file-download")
        save.clicked.connect(self.save)
        self._row.addWidget(save)
        pictures = Button(tr("Save as PNG"), icon="phone")
        pictures.clicked.connect(self.save_pictures)
        self._row.addWidget(pictures)
        self.set_buttons(tr("Back"), tr("Print"), self.print, "printer")
        self.printer.changed.connect(lambda _name: self._look())
        self._look()

    def _choices(self) -> QHBoxLayout:
        tr = self._language.tr
        count = self.document.pageCount()
        row = QHBoxLayout()
        row.setSpacing(10)
        names = printing.printers()
        self.printer = Choice(tr("Printer"), [(name, name) for name in names] or [("", tr("no printer found"))])
        row.addWidget(self.printer, 1)
        self.first, self.last, self.copies = QSpinBox(), QSpinBox(), QSpinBox()
        start = self._follow.first if self._follow is not None else 1
        for box, value, most, name in (
            (self.first, start, count, tr("From page")),
            (self.last, count, count, tr("To page")),
            (self.copies, 1, _MOST_COPIES, tr("Copies")),
        ):
            box.setRange(1, most)
            box.setValue(value)
            box.setAccessibleName(name)
            row.addWidget(label(name, "line"))
            row.addWidget(box)
            if box is self.last:
                row.addWidget(label(self._language.ntr("of {n} page", "of {n} pages", count), "line"))
        return row

    def _look(self) -> bool:
        """What the chosen printer says of itself; whether it would print."""
        try:
            printing.check(str(self.printer.value() or ""))
        except Trouble as trouble:
            self.state.setText(wording.sentence(self._language, trouble))
            return False
        self.state.setText(self._language.tr("The printer is ready."))
        return True

    def print(self) -> None:
        """Looks at the printer, writes down what is going to leave, sends it, and asks whether it came out: a queue that swallows jobs says nothing."""
        first, last = self.first.value(), self.last.value()
        pages = Pages(min(first, last), max(first, last), self.copies.value())
        name = str(self.printer.value() or "")
        try:
            printing.check(name)
        except Trouble as trouble:
            self._look()
            self._messages.error(trouble)
            return
        if self._follow is None:
            self._send(name, pages)
        else:
            self._follow.sending(pages, lambda: self._send(name, pages))

    def _send(self, name: str, pages: Pages) -> None:
        try:
            sent = printing.send(self._pdf, name, pages, self._title)
        except Trouble as trouble:
            self._did_not(pages)
            self._messages.error(trouble)
            return
        self._ask(sent, pages, held=False)

    def _ask(self, sent: Sent, pages: Pages, held: bool) -> None:
        """Somebody who says yes while the queue still holds the pages is asked once more."""

        def answered(last: int | None) -> None:
            waiting = sent.waits()
            if last is not None and waiting and not held:
                self._ask(sent, pages, held=True)
                return
            if waiting:
                sent.cancel()
            self._came_out(pages, pages.first - 1 if last is None else last)

        CameOut(self, self._language, pages, held, answered).open()

    def _came_out(self, pages: Pages, last: int) -> None:
        """Pages up to `last` are there; the rest is offered again."""
        if last == pages.last:
            self.accept()
        else:
            self.first.setValue(last + 1)
            self.last.setValue(pages.last)
            self._did_not(Pages(last + 1, pages.last))
            self.state.setText(self._language.tr("What did not come out is not marked as printed: it can be printed again from here."))
        if self._follow is not None and last >= pages.first:
            self._follow.printed(Pages(pages.first, last))

    def _did_not(self, pages: Pages) -> None:
        if self._follow is not None:
            self._follow.failed(pages)

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

    def save_pictures(self) -> None:
        """The chosen pages as pictures, to send by telephone: a file for each, numbered from the second on."""
        tr, ntr = self._language.tr, self._language.ntr
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as PNG"), str(Path(self._file_name).with_suffix(".png")), "PNG (*.png)")
        if not name:
            return
        path = Path(name) if name.lower().endswith(".png") else Path(f"{name}.png")
        first, last = sorted((self.first.value(), self.last.value()))
        try:
            for at, page in enumerate(range(first, last + 1), 1):
                save_pdf(path if at == 1 else path.with_name(f"{path.stem}-{at}.png"), printing.picture(self.document, page - 1))
        except Trouble as trouble:
            self._messages.error(trouble)
            return
        self._messages.toast(ntr("{n} picture is saved: {name}", "{n} pictures are saved: {name}", last - first + 1, name=path.name))
