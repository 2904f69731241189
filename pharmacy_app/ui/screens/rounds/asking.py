"""Small questions while a round is noted: why it was not wanted, which medicines came back, what else happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from pharmacy_app.services.rounds import PART, Answer
from pharmacy_app.system.language import Language
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.labels import label


class NoteDialog(Dialog):
    """A result with a note; where there are several results, one of them is chosen. `noted(answer)`."""

    def __init__(
        self,
        window: QWidget,
        language: Language,
        title: str,
        results: Sequence[tuple[str, str]],
        asked: str,
        noted: Callable[[Answer], None],
    ) -> None:
        super().__init__(window, title)
        self._results, self._noted = results, noted
        self.choice = Choice(language.tr("What happened?"), results)
        self.choice.setVisible(len(results) > 1)
        self.note = Field(asked, language, language.tr("it may stay empty"))
        self.body.addWidget(self.choice)
        self.body.addWidget(self.note)
        self.set_buttons(language.tr("Back"), language.tr("Note it"), self._done)
        EnterGoesOn([self.choice, self.note] if len(results) > 1 else [self.note], self._done, self)

    def open(self) -> None:
        super().open()
        (self.choice if len(self._results) > 1 else self.note).setFocus()

    def _done(self) -> None:
        self.accept()
        self._noted(Answer(self.choice.value(), note=self.note.text()))


class PartDialog(Dialog):
    """Which medicines of a bag came back; what is not ticked was delivered. `noted(answer)`."""

    def __init__(
        self, window: QWidget, language: Language, name: str, items: Sequence[tuple[int, str]], noted: Callable[[Answer], None]
    ) -> None:
        super().__init__(window, language.tr("What came back?"))
        self._noted = noted
        self.body.addWidget(label(name, "name"))
        self.body.addWidget(label(language.tr("Mark what comes back to the shelf. The rest was delivered."), "line", wrap=True))
        self.boxes: dict[int, QCheckBox] = {}
        for at, (item_id, words) in enumerate(items, 1):
            box = QCheckBox(f"{at}.  {words}")
            if at < 10:
                box.setShortcut(str(at))
            self.boxes[item_id] = box
            self.body.addWidget(box)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self._none = language.tr("Mark at least one medicine; if all of it came back, the whole bag came back.")
        self.set_buttons(language.tr("Back"), language.tr("Note it"), self._done)

    def open(self) -> None:
        super().open()
        next(iter(self.boxes.values())).setFocus()

    def _done(self) -> None:
        back = frozenset(item for item, box in self.boxes.items() if box.isChecked())
        if not back:
            self.wrong.setText(self._none)
            self.wrong.show()
            return
        self.accept()
        self._noted(Answer(PART, returned=back))
