"""The page of the scanner: a test code to pass under it, what arrived, and the sign that it sends between the parts of a code."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmacy_app.services import scanner_check
from pharmacy_app.services.scanner_check import Check
from pharmacy_app.system.language import mark
from pharmacy_app.ui import theme
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.paper import show_paper
from pharmacy_app.ui.room import Action
from pharmacy_app.ui.screens.settings.pages import Page
from pharmacy_app.ui.settings import SEPARATORS
from pharmacy_app.ui.widgets.badges import BadgeLabel
from pharmacy_app.ui.widgets.cells import Badge
from pharmacy_app.ui.widgets.fields import Choice
from pharmacy_app.ui.widgets.labels import label

# result of the test -> state, word, sentence
_SAID = {
    "": ("mute", mark("not tried yet"), mark("Pass the square under the scanner, here or on the printed sheet.")),
    "good": ("ok", mark("all well"), mark("Everything arrives as it was printed, the separators too.")),
    "no_separator": (
        "soon",
        mark("no separators"),
        mark(
            "The scanner leaves out the separators: of some boxes the lot must then be compared. Its manual has a code to scan, "
            "called GS1, FNC1 or GS (ASCII 29), that makes it send them."
        ),
    ),
    "sign": (
        "ok",
        mark("a sign of its own"),
        mark("The scanner sends {sign} between the parts of a code. The program knows it from now on."),
    ),
    "unknown": (
        "bad",
        mark("a sign of its own"),
        mark("The scanner sends {sign} between the parts of a code, and that may stand in a lot too. Set it to send GS (ASCII 29)."),
    ),
    "caps": ("soon", mark("capitals turned"), mark("Caps Lock is on: small letters arrive as capitals. Turn it off, and try again.")),
    "layout": (
        "bad",
        mark("another keyboard"),
        mark("Letters arrive well and signs do not: set the scanner to this computer's keyboard (Spanish), with the codes of its manual."),
    ),
    "other": ("soon", mark("another code"), mark("This was not the test code. Pass the square that stands here.")),
}


class Square(QWidget):
    """The test code, black on white in every light: some scanners read it from the screen."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._code = scanner_check.square()
        self.setAccessibleName(name)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = (len(self._code) + 4) * max(4, theme.current().px(5))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        module = self.width() / (len(self._code) + 4)
        for y, row in enumerate(self._code):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF((x + 2) * module, (y + 2) * module, module, module), Qt.GlobalColor.black)
        painter.end()


class ScannerPage(Page):
    """While it is shown every scan comes here."""

    def __init__(self, context: Context) -> None:
        tr = context.language.tr
        super().__init__(
            context, tr("The scanner"), tr("It types what it reads. Here one sees whether all of it arrives; nothing scanned here is kept.")
        )
        self.badge = BadgeLabel(Badge("mute", ""))
        self.said = label("", "line", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(10)
        words.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.said)
        none = tr("GS, as most do")
        self.separator = Choice(tr("Between the parts of a code it sends"), [(sign, sign or none) for sign in SEPARATORS])
        self.separator.set_value(context.remembered.separator if context.remembered else "")
        self.separator.changed.connect(self._set)
        words.addWidget(self.separator)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(Square(tr("Test code")), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.card.body.addLayout(row)
        self.rest.addStretch(1)
        self.primary = Action(tr("Print the test code"), self.print, "printer")
        self.show_check(Check(""))

    def _set(self, sign: str) -> None:
        if self.context.remembered is not None:
            self.context.remembered.separator = sign

    def print(self) -> None:
        """The same code on paper, as square and as bars."""
        desk, language = self.context.desk, self.context.language
        name = language.tr("scanner-test")
        show_paper(self.context, self, language.tr("Test of the scanner"), f"{name}.pdf", lambda: scanner_check.sheet(desk, language))

    def take(self, text: str) -> None:
        """Something was scanned: what arrived is said; a sign of the scanner's own is remembered."""
        found = scanner_check.check(text)
        if found.result == "sign" and found.sign in SEPARATORS:
            self.separator.set_value(found.sign)
            self._set(found.sign)
        elif found.result == "sign":
            found = Check("unknown", found.sign)
        self.show_check(found)

    def show_check(self, found: Check) -> None:
        """Says how the test went."""
        tr = self.context.language.tr
        kind, word, sentence = _SAID[found.result]
        self.badge.set_badge(Badge(kind, tr(word)))
        self.said.setText(tr(sentence, sign=found.sign))
