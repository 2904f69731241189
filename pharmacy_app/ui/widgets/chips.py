"""Filter chips with counts: one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from pharmacy_app.ui.widgets.buttons import Chip

FIGURE = "\u2007"  # as wide as a figure: so many of them keep the room of a count that is still to come


class ChipRow(QWidget):
    """`ChipRow([("all", "All"), ("soon", "Expires in 90 days")])`; `chosen(key)` when another filter is taken; those that do not fit are hidden."""

    chosen = Signal(str)

    def __init__(self, chips: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, word in chips:
            chip = Chip(word)
            chip.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(chip)
            self._chips[key] = chip
            row.addWidget(chip)
        row.addStretch(1)
        if chips:
            self._chips[chips[0][0]].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The last ones give way; the chosen one never does."""
        chips = list(self._chips.values())
        room = self.width() - sum(chip.sizeHint().width() + 8 for chip in chips if chip.isChecked())
        for chip in chips:
            if not chip.isChecked():
                room -= chip.sizeHint().width() + 8
                chip.setVisible(room + 8 >= 0)

    @property
    def current(self) -> str:
        """The key of the chosen chip."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Chooses one without telling."""
        self._chips[key].setChecked(True)
        self._chips[key].show()
        self._fit()

    def set_counts(self, counts: dict[str, str]) -> None:
        """Figures behind the words, as the language writes them."""
        for key, count in counts.items():
            self._chips[key].set_count(count)
        self._fit()
