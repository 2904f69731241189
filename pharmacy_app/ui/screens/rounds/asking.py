"""Small questions while a round is noted: why it was not wanted, which medicines came back, what else happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

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


class WhomDialog(Dialog):
    """Who took the bag at the door. `noted(name)`."""

    def __init__(self, window: QWidget, language: Language, name: str, before: str, noted: Callable[[str], None]) -> None:
        super().__init__(window, language.tr("Who took the bag?"))
        self._noted = noted
        self.body.addWidget(label(name, "name"))
        self.name = Field(language.tr("Name, and what they are to the person"), language, language.tr("for example: Rosa, the neighbour"))
        self.name.set_text(before)
        self.body.addWidget(self.name)
        self.set_buttons(language.tr("Back"), language.tr("Note it"), self._done)
        EnterGoesOn([self.name], self._done, self)

    def open(self) -> None:
        super().open()
        self.name.setFocus()

    def _done(self) -> None:
        self.accept()
        self._noted(self.name.text())


class PartDialog(Dialog):
    """Which medicines of a bag did not stay, and how each ended; what is not ticked was delivered. `noted(answer)`."""

    def __init__(
        self,
        window: QWidget,
        language: Language,
        name: str,
        items: Sequence[tuple[int, str]],
        before: Answer,
        noted: Callable[[Answer], None],
    ) -> None:
        super().__init__(window, language.tr("What came back?"))
        self._noted, self._before = noted, before
        self.body.addWidget(label(name, "name"))
        self.body.addWidget(label(language.tr("Mark what did not stay at the door. The rest was delivered."), "line", wrap=True))
        ends = {
            "returned": language.tr("came back as it left"),
            "apart": language.tr("came back opened or warm"),
            "lost": language.tr("was lost"),
        }
        ended = language.tr("how it ended")
        self.boxes: dict[int, QCheckBox] = {}
        self.ends: dict[int, QComboBox] = {}
        for at, (item_id, words) in enumerate(items, 1):
            box, how = QCheckBox(f"{at}.  {words}"), QComboBox()
            if at < 10:
                box.setShortcut(str(at))
            for end, said in ends.items():
                how.addItem(said, end)
            how.setAccessibleName(f"{words}: {ended}")
            how.setEnabled(False)
            box.toggled.connect(how.setEnabled)
            for end in ends:
                if item_id in getattr(before, end):
                    box.setChecked(True)
                    how.setCurrentIndex(how.findData(end))
            self.boxes[item_id], self.ends[item_id] = box, how
            row = QHBoxLayout()
            row.addWidget(box, 1)
            row.addWidget(how)
            self.body.addLayout(row)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self._none = language.tr("Mark at least one medicine; if all of it came back, the whole bag came back.")
        self.set_buttons(language.tr("Back"), language.tr("Note it"), self._done)

    def open(self) -> None:
        super().open()
        next(iter(self.boxes.values())).setFocus()

    def _done(self) -> None:
        marked = {item: self.ends[item].currentData() for item, box in self.boxes.items() if box.isChecked()}
        if not marked:
            self.wrong.setText(self._none)
            self.wrong.show()
            return
        self.accept()
        named = {end: frozenset(item for item, how in marked.items() if how == end) for end in ("returned", "apart", "lost")}
        self._noted(Answer(PART, self._before.received_by, self._before.note, **named))
