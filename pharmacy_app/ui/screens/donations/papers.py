"""The documents of a donation: the list, the chosen one beside it, and how one is attached: button, paste, or dropped from a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.services import donation_documents
from pharmacy_app.services.donation_documents import PDF, Content, DocumentRow
from pharmacy_app.services.donations import DonationRow
from pharmacy_app.ui import printing
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.preview import save_pdf
from pharmacy_app.ui.screens.donations import photos
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cells import Cell, Column, named
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table

CHANGED = frozenset({"donations"})
FILES = "(*.jpg *.jpeg *.png *.webp *.pdf)"


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are dragged or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class Photo(QLabel):
    """A picture, as wide as there is room; never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setMinimumSize(80, 80)

    def show_image(self, image: QImage) -> None:
        """Shows this one."""
        self._image = image
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatio()
        wide = min(round(self.width() * ratio), self._image.width())
        pixmap = QPixmap.fromImage(self._image.scaledToWidth(max(1, wide), Qt.TransformationMode.SmoothTransformation))
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)
        self.setFixedHeight(round(pixmap.height() / ratio))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class Papers(Dialog):
    """`Papers(context, window, donation, rows).open()`."""

    def __init__(self, context: Context, window: QWidget, donation: DonationRow, rows: Sequence[DocumentRow]) -> None:
        tr = context.language.tr
        super().__init__(window, tr("Documents of the donation"), width=940)
        self.context, self.donation = context, donation
        self.setAcceptDrops(True)
        self._held: Content | None = None
        self._shown = 0  # the id of the document that is being looked at
        self._pdf: tuple[QPdfDocument, QBuffer] | None = None
        self.table = Table(RowsModel(_columns(context), lambda row: row.id), tr("Documents of the donation"))
        self.table.chosen.connect(self._chosen)
        self.table.setMinimumHeight(110)
        self.hint = label("", "small", wrap=True)
        self.refused = label("", "error", wrap=True)
        self.refused.hide()
        self._undo: Content | None = None
        self.undo_button = Button(tr("Put it back"), "quiet", "arrow-back-up", "Ctrl Z")  # a toast would lie behind this dialog
        self.undo_button.clicked.connect(self.put_back)
        self.undo_button.hide()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addWidget(self.refused)
        left.addWidget(self.undo_button)
        left.addWidget(self.hint)
        left.addLayout(self._buttons())
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 5)
        row.addWidget(self._viewer(max(200, window.window().height() - 330)), 6)
        self.body.addLayout(row)
        self.set_buttons(tr("Back"), "", self.accept)
        self.table.set_rows(rows)
        self._say_hint(len(rows))
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self.paste)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self.put_back)

    def _buttons(self) -> QVBoxLayout:
        tr = self.context.language.tr
        column = QVBoxLayout()
        column.setSpacing(6)
        self.add_button = Button(tr("Attach a file"), "primary", "plus")
        self.paste_button = Button(tr("Paste"), "secondary", "copy", "Ctrl V")
        self.save_button = Button(tr("Save a copy"), "quiet", "download")
        self.remove_button = Button(tr("Take off"), "quiet", "trash", "Supr")
        for button, do in (
            (self.add_button, self.choose),
            (self.paste_button, self.paste),
            (self.save_button, self.save_copy),
            (self.remove_button, self.take_off),
        ):
            button.clicked.connect(do)
        for pair in ((self.add_button, self.paste_button), (self.save_button, self.remove_button)):
            line = QHBoxLayout()
            for button in pair:
                line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        return column

    def _viewer(self, high: int) -> QStackedWidget:
        tr = self.context.language.tr
        self.photo = Photo()
        self.photo.setAccessibleName(tr("The document"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.photo)
        self.pdf_view = QPdfView(self)
        self.pdf_view.setPageMode(QPdfView.PageMode.MultiPage)
        self.pdf_view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pdf_view.setAccessibleName(tr("The document"))
        self.nothing = label(tr("Here the chosen document is shown."), "line", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.viewer = QStackedWidget()
        for page in (self.nothing, scroll, self.pdf_view):
            self.viewer.addWidget(page)
        self.viewer.setFixedHeight(high)
        return self.viewer

    def open(self) -> None:
        super().open()
        (self.table if self.table.row() is not None else self.add_button).setFocus()

    # looking ------------------------------------------------------------------------------------------

    def _say_hint(self, count: int) -> None:
        tr = self.context.language.tr
        ways = tr(
            "You can also drop a photo or a PDF here from a folder, or paste it. Everything stays inside the pharmacy's encrypted file."
        )
        none = tr("Nothing is attached yet: a photo of the packing list, the donor's letter, the customs paper.")
        self.hint.setText(ways if count else f"{none} {ways}")
        draft = self.donation.status == "draft"
        for button in (self.save_button, self.remove_button):
            button.setVisible(bool(count))
        self.remove_button.setVisible(bool(count) and draft)

    def _chosen(self, row: object) -> None:
        if not isinstance(row, DocumentRow):
            self._held = None
            self.viewer.setCurrentIndex(0)
            return
        if self._held is None or self._shown != row.id:
            desk = self.context.desk
            self._shown = row.id
            self.context.tasks.run_read(lambda: donation_documents.document(desk, row.id), partial(self._show, row.id), owner=self)

    def _show(self, document_id: int, content: Content) -> None:
        if document_id != self._shown:
            return
        self._held = content
        try:
            if content.media_type == PDF:
                self._pdf = printing.document(content.content)
                self.pdf_view.setDocument(self._pdf[0])
                self.viewer.setCurrentIndex(2)
            else:
                self.photo.show_image(photos.read(content.content))
                self.viewer.setCurrentIndex(1)
        except PharmacyError as error:
            self.nothing.setText(wording.sentence(self.context.language, error))
            self.viewer.setCurrentIndex(0)

    def _read(self, select: int | None = None) -> None:
        desk = self.context.desk

        def done(rows: tuple[DocumentRow, ...]) -> None:
            self.table.set_rows(rows)
            self._say_hint(len(rows))
            if select is not None:
                self.table.select(select)
            if not rows:
                self.add_button.setFocus()

        self.context.tasks.run_read(lambda: donation_documents.documents(desk, self.donation.id), done, owner=self)

    # attaching ----------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Files of this computer."""
        tr = self.context.language.tr
        kinds = tr("Photos and PDF")
        names, _ = QFileDialog.getOpenFileNames(self, tr("Attach a file"), "", f"{kinds} {FILES}")
        self.attach_files([Path(name) for name in names])

    def paste(self) -> None:
        """What was copied: files, or a picture."""
        data = QGuiApplication.clipboard().mimeData()
        if files := dropped_files(data):
            self.attach_files(files)
            return
        image = QGuiApplication.clipboard().image() if data.hasImage() else QImage()
        if image.isNull():
            self._fail(Refusal("document_not_pasted", "document"))
            return
        name = self.context.language.tr("pasted photo")
        self._attach(f"{name}.jpg", lambda: photos.from_clipboard(image))

    def attach_files(self, paths: Sequence[Path]) -> None:
        """Each of these files, read and made small in the background."""
        for path in paths:
            self._attach(path.name, partial(read_file, path))

    def _attach(self, name: str, read: Callable[[], bytes]) -> None:
        context, by, donation_id = self.context, self.context.by(), self.donation.id
        shown = donation_documents.shown_name(name)
        self.refused.hide()

        context.tasks.run_write(
            lambda: donation_documents.attach(context.desk, by, donation_id, shown, read()),
            self._read,
            CHANGED,
            failed=partial(self._fail, name=shown),
            owner=self,
        )

    def _fail(self, error: Exception, name: str = "") -> None:
        if not isinstance(error, PharmacyError):
            self.context.messages.error(error)
            return
        sentence = wording.sentence(self.context.language, error)
        self.refused.setText(f"{name}: {sentence}" if name else sentence)
        self.refused.show()

    # taking off, saving -------------------------------------------------------------------------------

    def take_off(self) -> None:
        """The chosen one goes; it can be put back."""
        row = self.table.row()
        if not isinstance(row, DocumentRow):
            return
        context, by = self.context, self.context.by()

        def done(kept: Content) -> None:
            self._undo, self._held, self._shown = kept, None, 0
            self.undo_button.become(context.language.tr("Put {name} back", name=kept.name), "arrow-back-up", "Ctrl Z")
            self.undo_button.show()
            self._read()

        context.tasks.run_write(
            lambda: donation_documents.take_off(context.desk, by, row.id),
            done,
            CHANGED,
            failed=partial(self._fail, name=row.name),
            owner=self,
        )

    def put_back(self) -> None:
        """What was taken off last."""
        kept, self._undo = self._undo, None
        self.undo_button.hide()
        if kept is not None:
            self._attach(kept.name, lambda: kept.content)

    def save_copy(self) -> None:
        """The chosen one as a file, where the person says."""
        if self._held is None:
            return
        tr, content = self.context.language.tr, self._held
        name, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), content.name)
        if not name:
            return
        try:
            save_pdf(Path(name), content.content)
        except PharmacyError as error:
            self._fail(error, Path(name).name)
            return
        self.context.messages.toast(tr("{name} is saved", name=Path(name).name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and self.donation.status == "draft":
            self.take_off()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.attach_files(dropped_files(event.mimeData()))
        event.acceptProposedAction()


def read_file(path: Path) -> bytes:
    """A file, made ready to be kept; no more of it is read than can be kept. Raises `Refusal` as `photos.prepared`, `file_unreadable`."""
    try:
        with path.open("rb") as file:
            content = file.read(photos.MOST_READ + 1)
    except OSError as error:
        raise Refusal("file_unreadable", "document", name=donation_documents.shown_name(path.name)) from error
    return photos.prepared(content)


def _columns(context: Context) -> tuple[Column[DocumentRow], ...]:
    language = context.language

    def second(row: DocumentRow) -> str:
        kind = "PDF" if row.media_type == PDF else language.tr("photo")
        size = f"{language.number(max(1, round(row.size / 1024)))} KB"
        return f"{kind} · {size} · {row.entered_by}, {language.date(row.entered_at.date())}"

    return (Column(language.tr("Document"), lambda row: named(row.name, second(row)) if row.name else Cell("—"), least=220),)
