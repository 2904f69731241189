"""Form fields: label above, editor, and below it a hint that echoes what was understood, or what is wrong. Nothing typed is ever changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.system.language import Language
from pharmacy_app.ui import icons, theme
from pharmacy_app.ui.widgets.labels import Symbol, label, restyle

# reads what was typed: the value, and its echo for the hint ("= 31/08/2028"); raises PharmacyError with what is wrong
Parse = Callable[[str], tuple[Any, str]]

UNDER_NAME = 4  # px between a field's name and the field: the ring of the keyboard stands there


class Labelled(QWidget):
    """Any editor with its label above and a hint below, whose place is always kept."""

    def __init__(self, name: str, editor: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint_text = hint
        editor.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNDER_NAME)
        self.name = label(name, "label")
        self.name.setBuddy(editor)
        column.addWidget(self.name)
        column.addWidget(editor)
        below = QHBoxLayout()
        below.setSpacing(5)
        self._sign = Symbol("alert-triangle", "bad_ink", 15)
        self._sign.hide()
        self.hint = label(hint or " ", "small", wrap=True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.hint, 1)
        column.addLayout(below)
        column.addStretch(1)
        self.setFocusProxy(editor)

    def set_hint(self, text: str) -> None:
        """The standing explanation, shown when there is nothing to echo."""
        self._hint_text = text
        self.say(text)

    def say(self, text: str) -> None:
        """Echoes below the field; takes an error away."""
        self._show(text, wrong=False)

    def set_wrong(self, sentence: str) -> None:
        """What is wrong and what to write; the typed text stays. Empty takes it back."""
        self._show(sentence or self._hint_text, wrong=bool(sentence))

    def _show(self, text: str, wrong: bool) -> None:
        self.hint.setText(text or " ")
        self.editor.setAccessibleDescription(text)
        self._sign.setVisible(wrong)
        if bool(self.editor.property("wrong")) != wrong:
            self.editor.setProperty("wrong", wrong)
            self.hint.setProperty("look", "error" if wrong else "small")
            restyle(self.editor)
            restyle(self.hint)


class Field(Labelled):
    """One line. With `parse`, the hint echoes while typing; an error is only said when the field is left, or asked for by `value()`.

    Signals: `changed` at each key, `entered` on Return.
    """

    changed = Signal()
    entered = Signal()

    def __init__(
        self,
        name: str,
        language: Language,
        hint: str = "",
        placeholder: str = "",
        parse: Parse | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.line = QLineEdit()
        super().__init__(name, self.line, hint, parent)
        self._language = language
        self._parse = parse
        self.line.setPlaceholderText(placeholder)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.check)
        self.line.returnPressed.connect(self.entered)

    def text(self) -> str:
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Fills the field, and echoes it like typing."""
        self.line.setText(text)
        self._echo(strict=False)

    def clear(self) -> None:
        self.set_text("")

    def value(self) -> Any:
        """What was understood, or None for an empty or wrong field (the error is then shown)."""
        return self._echo(strict=True)

    def check(self) -> bool:
        """Shows the error if what stands there cannot be understood; an empty field is not wrong."""
        self._echo(strict=True)
        return not bool(self.line.property("wrong"))

    def _typed(self) -> None:
        self._echo(strict=False)
        self.changed.emit()

    def _echo(self, strict: bool) -> Any:
        text = self.text()
        if not text or self._parse is None:
            if not (strict and self.line.property("wrong") and not text):
                self.say(self._hint_text)
            return text or None
        try:
            value, echo = self._parse(text)
        except PharmacyError as error:
            if strict:
                self.set_wrong(wording.sentence(self._language, error))
            else:
                self.say(self._hint_text)
            return None
        self.say(echo or self._hint_text)
        return value


def fill(box: QComboBox, choices: Sequence[tuple[Any, str]]) -> None:
    """Keys and words to choose from; the chosen one stays if it is among them. The same ones again cost nothing, however many."""
    if list(choices) == [(box.itemData(at), box.itemText(at)) for at in range(box.count())]:
        return
    chosen = box.currentData()
    box.clear()
    for key, word in choices:
        box.addItem(word, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))


class Choice(Labelled):
    """One of a few; `changed(key)`. Keys are whatever the screen uses, words are what is read."""

    changed = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]] = (), hint: str = "", parent: QWidget | None = None) -> None:
        self.box = QComboBox()
        super().__init__(name, self.box, hint, parent)
        self._keys: list[Any] = []
        self.box.activated.connect(lambda at: self.changed.emit(self._keys[at]))
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Other choices; the chosen one stays if it is among them."""
        if list(choices) == [(key, self.box.itemText(at)) for at, key in enumerate(self._keys)]:
            return
        before = self.value()
        self._keys = [key for key, _ in choices]
        self.box.clear()
        self.box.addItems([word for _, word in choices])
        self.set_value(before)

    def value(self) -> Any:
        """The chosen key, or None."""
        at = self.box.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else None

    def set_value(self, key: Any) -> None:
        if key in self._keys:
            self.box.setCurrentIndex(self._keys.index(key))


class Notes(Labelled):
    """Several lines of free text."""

    def __init__(self, name: str, lines: int = 3, hint: str = "", parent: QWidget | None = None) -> None:
        self.box = QPlainTextEdit()
        super().__init__(name, self.box, hint, parent)
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(theme.current().metrics().lineSpacing() * lines + 22)

    def text(self) -> str:
        return self.box.toPlainText().strip()

    def set_text(self, text: str) -> None:
        self.box.setPlainText(text)


class SearchField(QLineEdit):
    """Filters a list as one types: `searched(text)` shortly after the last key, at once on Return; Esc empties it."""

    searched = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._timer = QTimer(self, interval=120, singleShot=True)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._search)
        self.setMinimumWidth(180)
        self._fit()

    def _fit(self) -> None:
        self.setTextMargins(theme.current().px(20) + 4, 0, 0, 0)

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.text().strip())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "search", QRect(9, 0, theme.current().px(18), self.height()), "text2")
        painter.end()


class EnterGoesOn(QObject):
    """In a line of fields, Return moves to the next; on the last one it calls `done`."""

    def __init__(self, fields: Sequence[QWidget], done: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._fields, self._done = [field.focusProxy() or field for field in fields], done
        self._whole = list(fields)
        for field in self._fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.NoModifier:
            return False
        at = next((n for n, field in enumerate(self._fields) if field is watched), -1)
        if at >= 0 and getattr(self._whole[at], "suggestions", None):  # a completer's list is open: Return takes what is chosen there
            return False
        if 0 <= at < len(self._fields) - 1:
            self._fields[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._done()
        return True
