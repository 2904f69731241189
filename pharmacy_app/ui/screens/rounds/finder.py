"""The strip over the doors of a round: a slip is scanned, or the number of a stop or slip is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from pharmacy_app.domain.codes import misread_slip_code, read_slip_code
from pharmacy_app.services.rounds import StopRow
from pharmacy_app.system.language import Language
from pharmacy_app.ui import theme
from pharmacy_app.ui.widgets.keycaps import Keycap
from pharmacy_app.ui.widgets.labels import Symbol, label, restyle


class Finder(QHBoxLayout):
    """`wanted(text)` when something was written and Return pressed; what was not found, or was done, is said beside it."""

    wanted = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.setSpacing(8)
        self._language = language
        self.words = label(language.tr("Scan a slip"), "line")
        self.number = QLineEdit()
        self.number.setPlaceholderText(language.tr("or write its number"))
        self.number.setAccessibleName(language.tr("Number of the stop or of the slip"))
        self.number.setFixedWidth(theme.current().px(190))
        self.number.returnPressed.connect(lambda: self.wanted.emit(self.number.text().strip()))
        self.found = label("", "line", wrap=True)
        self.found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long sentence must not push the panel out
        for widget in (Symbol("line-scan", "text2", 18), self.words, self.number, Keycap("F3"), self.found):
            self.addWidget(widget, 1 if widget is self.found else 0)

    def ask(self) -> None:
        """The keyboard goes to the number."""
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def find(self, stops: Sequence[StopRow], text: str) -> list[StopRow]:
        """The slips that a number or code means; where there is none, it is said."""
        code = read_slip_code(text)
        found = [stop for stop in stops if stop.code == code or (code is None and str(stop.position) == text)]
        if found:
            self.say("")
            self.number.clear()
        else:
            wrong = self._language.tr("There is no stop or slip {text} in this round.", text=text[:20])
            if misread_slip_code(text):
                wrong = self._language.tr(
                    "{code}: one digit of this code is wrong or missing, or two are swapped. Look at the paper again.", code=text[:20]
                )
            self.say(wrong, wrong=True)
            self.number.selectAll()
        return found

    def say(self, sentence: str, wrong: bool = False) -> None:
        """Beside the number."""
        self.found.setText(sentence)
        self.found.setProperty("look", "error" if wrong else "line")
        restyle(self.found)
