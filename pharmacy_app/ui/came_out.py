"""After printing: did it come out, and how far? Only what somebody holds counts as printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from pharmacy_app.ui.messages import attention
from pharmacy_app.ui.printing import Pages
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import label

if TYPE_CHECKING:
    from pharmacy_app.system.language import Language


class CameOut(Dialog):
    """`answered(last)` with the last page that came out; Esc and the way back mean none. `held`: the queue still holds the document."""

    def __init__(self, window: QWidget, language: Language, pages: Pages, held: bool, answered: Callable[[int | None], None]) -> None:
        super().__init__(window, language.tr("Did it print?"))
        tr = language.tr
        self.body.addWidget(label(tr("Please look at the sheets before going on."), "line", wrap=True))
        if held:
            said = tr(
                "The queue still holds these pages: the printer is working, or it stands still. What has not come out is taken out of the queue."
            )
            self.body.addLayout(attention("soon", said))
        self.last = QSpinBox()
        self.last.setRange(pages.first, pages.last)
        self.last.setValue(pages.last)
        if pages.last > pages.first:
            self.body.addLayout(self._until(language))
        self.set_buttons(tr("Nothing came out"), tr("Yes, it printed"), self.accept, "check")
        self.accepted.connect(lambda: answered(self.last.value()))
        self.rejected.connect(lambda: answered(None))

    def _until(self, language: Language) -> QHBoxLayout:
        words = language.tr("Came out up to page")
        self.last.setAccessibleName(words)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label(words, "line"))
        row.addWidget(self.last)
        row.addStretch(1)
        return row
