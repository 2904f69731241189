"""What the columns of a sender's sheet mean: proposed, shown with the first rows, and put right by choosing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QWidget

from pharmacy_app.services.donation_files import Layout, TableRead
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.widgets.buttons import Button
from pharmacy_app.ui.widgets.cards import Card
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label
from pharmacy_app.wording.imports import MEANINGS

_WIDTH = 190
_SAMPLE = 20  # letters of a cell; a name may have a few more
_NAME = 24


class ColumnsPanel(Card):
    """`told` after a choice; `forget(key)` when the donor's sheets are to be read by themselves again."""

    told = Signal()
    forget = Signal(str)

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__()
        self._context = context
        self._tables: dict[str, TableRead] = {}
        self.layouts: dict[str, Layout] = {}
        top = QHBoxLayout()
        top.addWidget(label(tr("What each column means"), "block"))
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Table of the file"))
        self.which.activated.connect(lambda _at: self._fill())
        top.addWidget(self.which)
        top.addStretch(1)
        self.remembered = label(tr("Read as this donor's last sheet was."), "small")
        self.forgetting = Button(tr("Forget that"), "quiet", "trash")
        self.forgetting.clicked.connect(lambda: self.forget.emit(self._key))
        top.addWidget(self.remembered)
        top.addWidget(self.forgetting)
        self.body.addLayout(top)
        self.choices: list[Choice] = []
        self._columns = QWidget()
        self._line = QHBoxLayout(self._columns)
        self._line.setContentsMargins(0, 0, 0, 6)
        self._line.setSpacing(10)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._columns)
        self._area.viewport().setAutoFillBackground(False)
        self._columns.setAutoFillBackground(False)
        self.body.addWidget(self._area)
        self._remembered: frozenset[str] = frozenset()

    @property
    def _key(self) -> str:
        return str(self.which.currentData() or "")

    def forget_all(self) -> None:
        """Another file: nothing was said of it."""
        self.layouts = {}
        self._tables = {}
        self.which.clear()

    def show_tables(self, tables: Sequence[TableRead], remembered: frozenset[str]) -> None:
        """What was read; the table that is looked at stays so."""
        before = self._key
        self._tables = {}
        for one in tables:
            self._tables.setdefault(one.table.key, one)
        self._remembered = remembered
        self.which.clear()
        for key, one in self._tables.items():
            self.which.addItem(self._place(one), key)
        self.which.setVisible(len(self._tables) > 1)
        self.which.setCurrentIndex(max(0, self.which.findData(before)))
        self._fill()

    def _place(self, one: TableRead) -> str:
        row = self._context.language.tr("row {row}", row=str(one.table.row))
        return f"{one.table.sheet}, {row}" if one.table.sheet else row

    def _fill(self) -> None:
        """The columns of the chosen table; each is a choice under its name, above its first cells."""
        tr = self._context.language.tr
        one = self._tables.get(self._key)
        names = one.table.names if one else ()
        if len(self.choices) != len(names) or any(choice.name.text() != self._name(names, at) for at, choice in enumerate(self.choices)):
            while (item := self._line.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            words = [("", tr("not read")), *((key, tr(word)) for key, word in MEANINGS.items())]
            self.choices = [Choice(self._name(names, at), words) for at in range(len(names))]
            for choice in self.choices:
                choice.setFixedWidth(theme.current().px(_WIDTH))
                choice.changed.connect(lambda _meaning, choice=choice: self._chosen(choice))
                self._line.addWidget(choice)
            self._line.addStretch(1)
        for at, choice in enumerate(self.choices):
            assert one is not None
            choice.set_value(one.table.meanings[at])
            cells = [row[at][:_SAMPLE] or "—" for row in one.samples]
            why = [tr("(by what it holds)")] if one.table.how[at] == "content" else []
            choice.set_hint("\n".join((*why, *cells)))
        known = self._key in self._remembered
        self.remembered.setVisible(known)
        self.forgetting.setVisible(known)
        self._area.setFixedHeight(self._columns.sizeHint().height() + theme.current().px(14))

    def _name(self, names: Sequence[str], at: int) -> str:
        return names[at][:_NAME] or self._context.language.tr("column {n}", n=str(at + 1))

    def _chosen(self, changed: Choice) -> None:
        """A meaning has one column: the one that had it before is not read any more."""
        for choice in self.choices:
            if choice is not changed and choice.value() == changed.value() != "":
                choice.set_value("")
        self.layouts[self._key] = Layout(tuple(str(choice.value() or "") for choice in self.choices))
        self.told.emit()
