"""PDF pages to a printer. A queue that rejects jobs still returns success, so its state is looked at before.

Through CUPS the document goes as it is (`system/print_queue`); elsewhere Qt draws its pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from pharmacy_app.domain.errors import Trouble
from pharmacy_app.system import print_queue
from pharmacy_app.system.print_queue import QueueRefused

DPI = 300
PICTURE_DPI = 150


def document(pdf: bytes) -> tuple[QPdfDocument, QBuffer]:
    """The pages of a PDF in memory; the buffer has to live as long as the document. Raises `Trouble("pdf_unreadable")`."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    made = QPdfDocument()
    made.load(buffer)
    if made.status() != QPdfDocument.Status.Ready or not made.pageCount():
        raise Trouble("pdf_unreadable", "preview")
    return made, buffer


@dataclass(frozen=True, slots=True)
class Pages:
    """From page `first` to `last`, counted from 1; each `copies` times."""

    first: int
    last: int
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """What was handed to a printer; `job` is its id in the queue, empty where nobody can be asked for it."""

    printer: str
    job: str = ""

    def waits(self) -> bool:
        """Whether the queue still holds it."""
        return bool(self.job) and print_queue.waits(self.printer, self.job)

    def cancel(self) -> None:
        """Takes what has not come out yet out of the queue."""
        if self.job:
            print_queue.cancel(self.job)


def printers() -> list[str]:
    """The names of this PC's printers, the usual one first."""
    names = list(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != usual)


def check(name: str) -> None:
    """Raises `Trouble`: `printer_missing` (data: none), or of a printer that would not print (data: `printer`): `printer_rejects`,
    `printer_stopped`, `printer_not_ready`."""
    info = QPrinterInfo.printerInfo(name)
    if not name or info.isNull():
        raise Trouble("printer_missing", "print")
    queue = print_queue.ask(name) if print_queue.there() else None
    if queue is not None and not queue.accepting:
        raise Trouble("printer_rejects", "print", printer=name)
    if queue is not None and queue.stopped:
        raise Trouble("printer_stopped", "print", printer=name)
    if info.state() == QPrinter.PrinterState.Error:
        raise Trouble("printer_not_ready", "print", printer=name)


def send(pdf: bytes, printer_name: str, pages: Pages, title: str) -> Sent:
    """Prints pages of a PDF, one sheet each, at their own size. Raises `Trouble` (`printer_*`, `pdf_unreadable`)."""
    check(printer_name)
    if print_queue.there() and print_queue.ask(printer_name) is not None:
        try:
            return Sent(printer_name, print_queue.send(pdf, printer_name, pages.first, pages.last, pages.copies, title))
        except QueueRefused:
            raise Trouble("printer_refused", "print", printer=printer_name) from None
    source, _buffer = document(pdf)
    printer = QPrinter(QPrinterInfo.printerInfo(printer_name), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setResolution(DPI)
    printer.setCopyCount(pages.copies)
    render(source, printer, pages)
    return Sent(printer_name)


def render(source: QPdfDocument, printer: QPrinter, pages: Pages) -> None:
    """Draws the pages on a printer (or a PDF file in its place). Raises `Trouble("printer_refused")` if it does not take them."""
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble("printer_refused", "print", printer=printer.printerName())
    for number in range(pages.first - 1, pages.last):
        if number > pages.first - 1 and not printer.newPage():
            painter.end()
            raise Trouble("printer_refused", "print", printer=printer.printerName())
        points = source.pagePointSize(number)
        size = QSize(round(points.width() / 72 * printer.resolution()), round(points.height() / 72 * printer.resolution()))
        painter.drawImage(QRect(0, 0, size.width(), size.height()), source.render(number, size))
    if not painter.end():
        raise Trouble("printer_refused", "print", printer=printer.printerName())


def picture(source: QPdfDocument, number: int) -> bytes:
    """A page (from 0) as PNG on white, at `PICTURE_DPI`: what a telephone shows."""
    points = source.pagePointSize(number)
    size = QSize(round(points.width() / 72 * PICTURE_DPI), round(points.height() / 72 * PICTURE_DPI))
    page = QImage(size, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawImage(0, 0, source.render(number, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    page.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
