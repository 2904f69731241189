"""Sample data: a tint over the rooms that cannot be closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.shell import Shell
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.labels import Symbol, label


class Banner(QWidget):
    """Says that nothing here is real; its button asks for the real beginning (`ended`)."""

    ended = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 3, 14, 4)
        row.setSpacing(10)
        row.addWidget(Symbol("flask", "tint_text"))
        row.addWidget(label(language.tr("Sample data: nothing you do here is real."), "accent"))
        row.addStretch(1)
        button = Button(language.tr("Delete it and start for real"), "quiet")
        button.clicked.connect(self.ended)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("accent"))
        painter.end()


def practice(shell: Shell, ended: Callable[[], None]) -> None:
    """Sample data is open: the banner, whose button calls `ended`."""
    banner = Banner(shell.language)
    banner.ended.connect(ended)
    shell.set_banner(banner)
