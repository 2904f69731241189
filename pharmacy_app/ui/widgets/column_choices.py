"""What the columns of a spreadsheet mean: each a choice under its name, above its first cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.widgets.fields import Choice

_WIDTH = 204
_SAMPLE, _NAME = 20, 22  # letters


class ColumnChoices(QScrollArea):
    """`told(meanings)`, a word of `words` or "" for each column, after somebody chose. A meaning has one column."""

    told = Signal(object)

    def __init__(self, language: Language, words: Mapping[str, str]) -> None:
        super().__init__()
        self._language = language
        self._words = [("", language.tr("not read")), *((key, language.tr(word)) for key, word in words.items())]
        self.choices: list[Choice] = []
        self._columns = QWidget()
        self._line = QHBoxLayout(self._columns)
        self._line.setContentsMargins(0, 0, 0, 6)
        self._line.setSpacing(10)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._columns)
        self.viewport().setAutoFillBackground(False)
        self._columns.setAutoFillBackground(False)

    def show_columns(self, names: Sequence[str], meanings: Sequence[str], samples: Sequence[Sequence[str]]) -> None:
        """The columns of a table, what each is taken for, and its first rows."""
        if [choice.name.text() for choice in self.choices] != [self._name(names, at) for at in range(len(names))]:
            self._make(names)
        for at, choice in enumerate(self.choices):
            choice.set_value(meanings[at])
            choice.set_hint("\n".join(row[at][:_SAMPLE] or "—" for row in samples))
        self.setFixedHeight(self._columns.sizeHint().height() + theme.current().px(14))

    def _make(self, names: Sequence[str]) -> None:
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = [Choice(self._name(names, at), self._words) for at in range(len(names))]
        for choice in self.choices:
            choice.setFixedWidth(theme.current().px(_WIDTH))
            choice.changed.connect(lambda _meaning, choice=choice: self._chosen(choice))
            self._line.addWidget(choice)
        self._line.addStretch(1)

    def _name(self, names: Sequence[str], at: int) -> str:
        return names[at][:_NAME] or self._language.tr("column {n}", n=str(at + 1))

    def _chosen(self, changed: Choice) -> None:
        for choice in self.choices:
            if choice is not changed and choice.value() == changed.value() != "":
                choice.set_value("")
        self.told.emit(tuple(str(choice.value() or "") for choice in self.choices))
