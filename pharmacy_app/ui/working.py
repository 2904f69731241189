"""Shows that something is going on: after 0.1 s a moving line at the top, for long work a sentence, percent and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.tasks import Job, Tasks
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label

SHOWN_AFTER_MS = 100


class LongTask(Dialog):
    """What is being done, how far it is, and Cancel. Closes by itself."""

    def __init__(self, window: QWidget, language: Language, job: Job) -> None:
        super().__init__(window, job.title)
        self._language, self._job = language, job
        row = QHBoxLayout()
        self.sentence = label(self._words(0, ""), wrap=True)
        row.addWidget(self.sentence, 1)
        self.cancel = Button(language.tr("Cancel"), "quiet")
        self.cancel.clicked.connect(self.reject)
        row.addWidget(self.cancel)
        self.body.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(job.title)
        self.body.addWidget(self.bar)

    def _words(self, share: float, sentence: str) -> str:
        return self._language.tr("{what}, {percent} %", what=sentence or self._job.title, percent=round(share * 100))

    def move_to(self, share: float, sentence: str) -> None:
        self.bar.setValue(round(share * 1000))
        self.sentence.setText(self._words(share, sentence))

    def reject(self) -> None:
        """Asks the work to stop; the dialog stays until it has."""
        if self._job.progress is not None:
            self._job.progress.cancel()
        self.cancel.setEnabled(False)
        self.sentence.setText(self._language.tr("Stopping…"))


class Working(QWidget):
    """A child of the window, above the rooms; knows the tasks and shows them."""

    def __init__(self, window: QWidget, tasks: Tasks, language: Language) -> None:
        super().__init__(window)
        self._window, self._language = window, language
        self._at = 0
        self._dialog: LongTask | None = None
        self.setAccessibleName(language.tr("Working…"))
        self.hide()
        self._after = QTimer(self, interval=SHOWN_AFTER_MS, singleShot=True)
        self._after.timeout.connect(self._begin)
        self._moving = QTimer(self, interval=40)
        self._moving.timeout.connect(self._step)
        tasks.busy.connect(self._busy)
        tasks.began.connect(self._long_began)
        tasks.moved.connect(self._long_moved)
        tasks.ended.connect(self._long_ended)
        window.installEventFilter(self)

    def _busy(self, busy: bool) -> None:
        if busy:
            self._after.start()
        else:
            self._after.stop()
            self._moving.stop()
            self.hide()

    def _begin(self) -> None:
        self._place()
        self.show()
        self.raise_()
        self._moving.start()

    def _step(self) -> None:
        self._at = (self._at + 3) % 130
        self.update()

    def _place(self) -> None:
        left = self._window.findChild(QWidget, "rooms")
        start = left.mapTo(self._window, QPoint(0, 0)) if left is not None else QPoint(0, 0)
        self.setGeometry(start.x(), start.y(), self._window.width() - start.x(), 3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width()
        painter.fillRect(width * (self._at - 30) // 100, 0, width * 30 // 100, 3, theme.current().color("accent"))
        painter.end()

    def _long_began(self, job: Job) -> None:
        self._dialog = LongTask(self._window, self._language, job)
        self._dialog.open()

    def _long_moved(self, share: float, sentence: str) -> None:
        if self._dialog is not None:
            self._dialog.move_to(share, sentence)

    def _long_ended(self, _job: Job) -> None:
        if self._dialog is not None:
            self._dialog.accept()
            self._dialog = None
