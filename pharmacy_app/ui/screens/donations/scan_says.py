"""What the last scan did not do in silence: a pack that was scanned before, or a code that can be read in several ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services.donation_typing import PackCode
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording import scans

MOST_READINGS = 3  # of a doubtful code that are offered


class ScanSays(QWidget):
    """`chosen(PackCode)` is called with the reading that somebody saw on the box."""

    def __init__(self, language: Language, chosen: Callable[[PackCode], None]) -> None:
        super().__init__()
        self._language, self._chosen = language, chosen
        self._do_anyway: Callable[[], None] | None = None
        self.warning = label("", "error", wrap=True)
        self.anyway = Button(language.tr("Count it all the same"), "quiet", "plus")
        self.anyway.clicked.connect(self._count_anyway)
        row = QHBoxLayout()
        row.addWidget(self.warning, 1)
        row.addWidget(self.anyway)
        self._readings = QVBoxLayout()
        self._readings.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(self._readings)
        self.clear()

    def clear(self) -> None:
        """Nothing to say."""
        self.warn("")
        self.offer(())

    def warn(self, sentence: str, anyway: Callable[[], None] | None = None) -> None:
        """Why the last scan was not counted, and what counts it all the same; empty takes it away."""
        self._do_anyway = anyway
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))
        self.anyway.setVisible(bool(sentence) and anyway is not None)
        self.setVisible(bool(sentence))

    def _count_anyway(self) -> None:
        do = self._do_anyway
        self.warn("")
        if do is not None:
            do()

    def offer(self, candidates: Sequence[PackCode]) -> None:
        """The ways in which a doubtful code can be read, one button each: the box says which."""
        while (item := self._readings.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in candidates[:MOST_READINGS]:
            button = Button(scans.reading(self._language, one.lot, one.expiry, one.serial), "secondary", "check")
            button.clicked.connect(partial(self._choose, one))
            self._readings.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(candidates) or bool(self.warning.text()))

    def _choose(self, one: PackCode) -> None:
        self.clear()
        self._chosen(one)
