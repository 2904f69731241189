"""A list of sections at left, the chosen one's page at right: rooms that are several small rooms (reports, settings)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.ui.widgets.cells import Column, named
from pharmacy_app.ui.widgets.models import RowsModel
from pharmacy_app.ui.widgets.table import Table


@dataclass(frozen=True, slots=True)
class Section:
    """Its key, its name, a sentence what it is for, and what makes its page when it is looked at first."""

    key: str
    name: str
    what: str
    make: Callable[[], QWidget]


class Sections(QWidget):
    """`chosen(key)` when another one is looked at; `page(key)` makes it if nobody has looked at it yet."""

    chosen = Signal(str)

    def __init__(self, name: str, sections: Sequence[Section]) -> None:
        super().__init__()
        self._sections = {section.key: section for section in sections}
        self._pages: dict[str, QWidget] = {}
        column: Column[Section] = Column(name, lambda section: named(section.name, section.what), least=180)
        self.list = Table(RowsModel((column,), lambda section: section.key), name, wrap=True)
        self.list.setMinimumWidth(230)
        self._place = QVBoxLayout()  # not a stack: that is as high as its highest page, and the room would scroll beside a page that fits
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.list, 3)
        row.addLayout(self._place, 7)
        self.list.chosen.connect(self._show)
        self.list.set_rows(list(sections))

    @property
    def current(self) -> str:
        """The key of the section that is shown."""
        row = self.list.row()
        return row.key if isinstance(row, Section) else ""

    def page(self, key: str) -> QWidget:
        """The page of a section."""
        if key not in self._pages:
            self._pages[key] = self._sections[key].make()
            self._place.addWidget(self._pages[key])
        return self._pages[key]

    def choose(self, key: str) -> None:
        """Shows a section."""
        self.list.select(key)

    def _show(self, section: Section | None) -> None:
        if section is not None:
            shown = self.page(section.key)
            for page in self._pages.values():
                page.setVisible(page is shown)
            self.chosen.emit(section.key)
