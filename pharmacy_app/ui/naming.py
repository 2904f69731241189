"""The first question of a real pharmacy: what it is called, and who is sitting here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import EnterGoesOn, Field


class Naming(Dialog):
    """`named(pharmacy, person)` once both have a name."""

    named = Signal(str, str)

    def __init__(self, window: QWidget, language: Language) -> None:
        tr = language.tr
        super().__init__(window, tr("Start our pharmacy"))
        self._missing = tr("Please write a name.")
        self.pharmacy = Field(
            tr("What is the pharmacy called?"), language, tr("It stands on every slip and report; it can be changed later.")
        )
        self.person = Field(
            tr("What is your name?"), language, tr("What you do is kept under this name. The others of the committee are added later.")
        )
        self.body.addWidget(self.pharmacy)
        self.body.addWidget(self.person)
        EnterGoesOn([self.pharmacy.line, self.person.line], self._done, self)
        self.set_buttons(tr("Back"), tr("Begin"), self._done, "check")
        self.pharmacy.line.setFocus()

    def _done(self) -> None:
        for field in (self.pharmacy, self.person):
            if not field.text():
                field.set_wrong(self._missing)
                field.line.setFocus()
                return
        pharmacy, person = self.pharmacy.text(), self.person.text()
        self.accept()
        self.named.emit(pharmacy, person)
