"""Records what a room said and asked, in place of the window's messages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pharmacy_app.system.language import Language
from pharmacy_app.ui.messages import Messages, Question


class RecordedMessages(Messages):
    """`answer` is what the person says to every question."""

    def __init__(self, window: QWidget, language: Language, answer: bool = True) -> None:
        super().__init__(window, language)
        self.answer = answer
        self.toasts: list[str] = []
        self.undos: list[Callable[[], None]] = []
        self.questions: list[Question] = []
        self.errors: list[Exception] = []
        self.told: list[tuple[str, str, str]] = []

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self.toasts.append(text)
        if undo is not None:
            self.undos.append(undo)

    def ask(self, question: Question, yes: Callable[[], None]) -> None:
        self.questions.append(question)
        if self.answer:
            yes()

    def error(self, error: Exception) -> None:
        self.errors.append(error)

    def tell(self, title: str, sentence: str, kind: str = "ok") -> None:
        self.told.append((title, sentence, kind))
