"""The very first start: begin our pharmacy, or look around with invented data."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.empty import Way, WayButton
from pharmacy_app.ui.widgets.labels import label

Start = Literal["real", "neighbourhood", "commune"]


class FirstRun(Dialog):
    """`chosen(start)`: "real", or the sample "neighbourhood" or "commune". Closing it without a choice is `rejected`."""

    chosen = Signal(str)

    def __init__(self, window: QWidget, language: Language) -> None:
        tr = language.tr
        super().__init__(window, tr("Welcome"))
        welcome = tr("Farmacia Comunal keeps the medicines that friends send, from the box to the door. How do you want to begin?")
        self.body.addWidget(label(welcome, "line", wrap=True))
        self.ways: dict[Start, WayButton] = {}
        offers: tuple[tuple[Start, str, str, str], ...] = (
            ("real", "home", tr("Start our pharmacy"), tr("empty, for your own medicines and families")),
            ("neighbourhood", "flask", tr("Look around a small sample"), tr("one council, invented people; nothing is real")),
            ("commune", "flask", tr("Look around a whole commune"), tr("seven councils, invented people; takes a minute")),
        )
        for start, icon, verb, how in offers:
            button = WayButton(Way(icon, verb, how, lambda start=start: self._choose(start)))  # type: ignore[misc]
            self.ways[start] = button
            self.body.addWidget(button)
        self.body.addWidget(label(tr("The sample lies in its own folder and can be deleted with one button."), "small", wrap=True))

    def _choose(self, start: Start) -> None:
        self.accept()
        self.chosen.emit(start)
