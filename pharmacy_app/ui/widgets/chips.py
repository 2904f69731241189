"""Filter chips with counts: one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from pharmacy_app.ui.widgets.buttons import Chip

FIGURE = "\u2007"  # as wide as a figure: so many of them keep the room of a count that is still to come


class ChipRow(QWidget):
    """`ChipRow([("all", "All"), ("soon", "Expires in 90 days")])`; `chosen(key)` when another filter is taken.

    Those for which there is no room are in a menu behind the last one, which says how many they are.
    """

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
        self.rest = Chip("+1")
        self.rest.setCheckable(False)
        self.rest.clicked.connect(self._show_rest)
        self.rest.hide()
        row.addWidget(self.rest)
        row.addStretch(1)
        if chips:
            self._chips[chips[0][0]].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The last ones give way, into the menu; the chosen one never does."""
        chips = list(self._chips.values())
        room = self.width() + 8 - sum(chip.sizeHint().width() + 8 for chip in chips)
        hidden: list[Chip] = []
        for chip in reversed(chips):
            if room - (self.rest.sizeHint().width() + 8 if hidden else 0) >= 0:
                break
            if not chip.isChecked():
                hidden.insert(0, chip)
                room += chip.sizeHint().width() + 8
        for chip in chips:
            chip.setVisible(chip not in hidden)
        self.rest.setText(f"+{len(hidden)}")
        self.rest.setAccessibleName(", ".join(chip.accessibleName() for chip in hidden))
        self.rest.setVisible(bool(hidden))

    def menu(self) -> QMenu:
        """The filters for which there is no room, each with its count."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, chip in self._chips.items():
            if chip.isHidden():
                made.addAction(chip.accessibleName()).triggered.connect(partial(self._take, key))
        return made

    def _show_rest(self) -> None:
        self.menu().popup(self.rest.mapToGlobal(QPoint(0, self.rest.height() + 4)))

    def _take(self, key: str, _checked: bool = False) -> None:
        self.set_current(key)
        self._chips[key].setFocus()
        self.chosen.emit(key)

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
