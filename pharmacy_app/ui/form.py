"""A dialog with a form: it runs its act, closes once all is well, and otherwise says the refusal in place and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError
from pharmacy_app.ui.context import Context
from pharmacy_app.ui.messages import Question
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.fields import Labelled
from pharmacy_app.ui.widgets.labels import label

T = TypeVar("T")


class FormDialog(Dialog):
    """Fill `body`, then `end(verb, do)`. `do` calls `write(...)`. `fields` maps where a refusal happened to the field that shows it."""

    def __init__(self, context: Context, window: QWidget, title: str, width: int = 600) -> None:
        super().__init__(window, title, width)
        self.context = context
        self.fields: dict[str, Labelled] = {}
        self.refused = label("", "error", wrap=True)
        self.refused.hide()

    def end(self, verb: str, do: Callable[[], None], icon: str = "check", danger: bool = False) -> None:
        """The place of refusals and the buttons."""
        self.body.addWidget(self.refused)
        self.set_buttons(self.context.language.tr("Back"), verb, do, icon, danger)

    def reject(self) -> None:
        """Esc and Back: what somebody typed is not lost without a question."""
        leave(self, self.context, super().reject)

    def write(self, work: Callable[[], T], done: Callable[[T], None], changed: Iterable[str]) -> None:
        """Runs the act; `done` is called after the dialog has closed."""

        def well(result: T) -> None:
            self.accept()
            done(result)

        self.refused.hide()
        self.context.tasks.run_write(work, well, changed, failed=self.fail, owner=self)

    def fail(self, error: Exception) -> None:
        """A refusal stands at its field, or above the buttons; what is no refusal goes to the window."""
        if not isinstance(error, PharmacyError):
            self.context.messages.error(error)
            return
        sentence = wording.sentence(self.context.language, error)
        field = self.fields.get(error.where)
        if field is not None:
            field.set_wrong(sentence)
            field.setFocus()
            return
        self.refused.setText(sentence)
        self.refused.show()


def leave(dialog: QDialog, context: Context, go: Callable[[], None]) -> None:
    """Goes, at once where nobody has typed anything in this dialog, else once somebody says so."""
    typed = any(line.isModified() and line.isVisibleTo(dialog) for line in dialog.findChildren(QLineEdit))
    if not typed and not any(box.document().isModified() for box in dialog.findChildren(QPlainTextEdit)):
        go()
        return
    tr = context.language.tr
    context.messages.ask(Question(tr("Leave without saving?"), tr("Leave"), tr("What you typed here is not kept."), icon="logout"), go)
