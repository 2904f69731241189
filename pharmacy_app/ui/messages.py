"""The one way to tell people something or to ask: toast, question before what counts, and what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pharmacy_app import wording
from pharmacy_app.domain.errors import PharmacyError, Refusal
from pharmacy_app.ui import theme
from pharmacy_app.ui.toast import Toast
from pharmacy_app.ui.widgets.dialog import Dialog
from pharmacy_app.ui.widgets.labels import Symbol, label, rule

if TYPE_CHECKING:
    from pharmacy_app.system.language import Language

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the language writes it, and the words that follow it; perhaps a symbol in a state's ink."""

    number: str
    words: str
    icon: str = ""
    role: str = "text2"


@dataclass(frozen=True, slots=True)
class Question:
    """Before what counts: the question with the real verb, what happens, figures, what needs attention, how it is put right.

    `attention` holds (state kind, sentence); kinds are those of `theme.STATES`.
    """

    title: str
    verb: str
    what: str = ""
    figures: tuple[Figure, ...] = ()
    attention: tuple[tuple[str, str], ...] = ()
    remedy: str = ""
    icon: str = "check"
    danger: bool = False


class Messages(QObject):
    """Belongs to the window; tests put a recorder in its place."""

    def __init__(self, window: QWidget, language: Language) -> None:
        super().__init__(window)
        self._window = window
        self._language = language
        self._toast: Toast | None = None

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """What was done, for 8 s at the bottom right, with Undo (Ctrl Z) where it can be undone. Never for errors."""
        if self._toast is not None and shiboken6.isValid(self._toast):  # after its time it has gone by itself
            self._toast.dismiss()
        self._toast = Toast(self._window, text, self._language.tr("Undo"), undo)

    def ask(self, question: Question, yes: Callable[[], None]) -> None:
        """One summary, one confirmation; `yes` is called if the person says so."""
        dialog = question_dialog(self._window, self._language, question)
        dialog.accepted.connect(yes)
        dialog.open()

    def error(self, error: Exception) -> None:
        """What went wrong, in one sentence: a refusal's rule, the machine's trouble, or a bug (which is also logged, without values)."""
        tr = self._language.tr
        if isinstance(error, PharmacyError):
            sentence = wording.sentence(self._language, error)
            title = tr("This cannot be done") if isinstance(error, Refusal) else tr("It did not work")
        else:
            log.error("bug %s at %s", type(error).__name__, where_of(error))
            title = tr("Something unexpected happened")
            sentence = tr("Nothing was half-done. Please go on, and tell whoever looks after the program; the details are in its log.")
        self.tell(title, sentence, "bad")

    def tell(self, title: str, sentence: str, kind: str = "ok") -> None:
        """One thing that has to be read before going on."""
        dialog = question_dialog(self._window, self._language, Question(title, "", attention=((kind, sentence),)))
        dialog.open()


def where_of(error: BaseException) -> str:
    """`module:line` of where it was raised, and nothing of its values."""
    trace = error.__traceback__
    where = "?"
    while trace is not None:
        where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where


def question_dialog(window: QWidget, language: Language, question: Question) -> Dialog:
    """The dialog of a question; with an empty verb it only tells."""
    dialog = Dialog(window, question.title)
    fill_question(dialog, question)
    back = language.tr("Back") if question.verb else language.tr("Understood")
    dialog.set_buttons(back, question.verb, dialog.accept, question.icon, question.danger)
    return dialog


def fill_question(dialog: Dialog, question: Question) -> None:
    """What a question says, in the body of a dialog; what is asked besides comes beneath."""
    if question.what:
        dialog.body.addWidget(label(question.what, "line", wrap=True))
    if question.figures:
        dialog.body.addWidget(rule())
        dialog.body.addLayout(_figures(question.figures))
        dialog.body.addWidget(rule())
    for kind, sentence in question.attention:
        dialog.body.addLayout(attention(kind, sentence))
    if question.remedy:
        dialog.body.addWidget(label(question.remedy, "small", wrap=True))
    dialog.setAccessibleDescription(
        " ".join([question.what, *(f"{f.number} {f.words}." for f in question.figures), *(s for _, s in question.attention)])
    )


def _figures(figures: tuple[Figure, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for at, figure in enumerate(figures):
        grid.addWidget(label(figure.number, "name"), at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(figure.words, wrap=not figure.icon), at, 1)
        if figure.icon:
            grid.addWidget(Symbol(figure.icon, figure.role, 18), at, 2, Qt.AlignmentFlag.AlignLeft)
    grid.setColumnMinimumWidth(0, 64)
    grid.setColumnStretch(2 if any(figure.icon for figure in figures) else 1, 1)
    return grid


def attention(kind: str, sentence: str) -> QHBoxLayout:
    """A sentence with the symbol of its kind (`theme.STATES`) before it."""
    ink, _, symbol = theme.STATES[kind]
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Symbol(symbol, ink, 20), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(sentence, wrap=True), 1)
    return row
