"""What is told and asked: focus, keys, figures; the form fields and the completer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pharmacy_app.domain.errors import Refusal
from pharmacy_app.system.language import Language, language
from pharmacy_app.ui.first_run import FirstRun
from pharmacy_app.ui.focus import FocusRing
from pharmacy_app.ui.messages import Figure, Messages, Question, question_dialog
from pharmacy_app.ui.toast import Toast
from pharmacy_app.ui.widgets.dialog import Dialog, Veil
from pharmacy_app.ui.widgets.fields import Choice, EnterGoesOn, Field
from pharmacy_app.ui.widgets.suggest import SuggestField, Suggestion, found_at

ES = language("es")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    return made


def words(dialog: QWidget) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_a_question_shows_its_figures_and_return_says_yes(window: QWidget, qtbot: QtBot) -> None:
    said: list[str] = []
    question = Question(
        "¿Confirmar?", "Confirmar", "Quedan reservadas.", (Figure("3.946", "unidades"),), (("soon", "L1804 vence."),), "Se corrige."
    )
    dialog = question_dialog(window, ES, question)
    dialog.accepted.connect(lambda: said.append("yes"))
    dialog.open()
    assert {"¿Confirmar?", "3.946", "unidades", "L1804 vence.", "Se corrige."} <= set(words(dialog))
    assert dialog.verb is not None and dialog.verb.isDefault()
    assert window.findChild(Veil) is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert said == ["yes"]


def test_for_danger_return_goes_back(window: QWidget, qtbot: QtBot) -> None:
    said: list[str] = []
    dialog = question_dialog(window, ES, Question("¿Desechar?", "Desechar", danger=True))
    dialog.accepted.connect(lambda: said.append("yes"))
    dialog.rejected.connect(lambda: said.append("no"))
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert said == ["no"]


def test_what_people_wrote_is_never_markup(window: QWidget) -> None:
    dialog = question_dialog(window, ES, Question("<img src='http://x'>", "", attention=(("bad", "<b>Ana</b>"),)))
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))
    assert "<b>Ana</b>" in words(dialog)


def test_a_dialog_never_leaves_the_window_and_grows_with_its_content(window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(window, "Título")
    for number in range(4):
        field = Field(f"Campo {number}", ES)
        dialog.body.addWidget(field)
    dialog.set_buttons("Volver", "Guardar", dialog.accept)
    dialog.open()
    before = dialog.height()
    field.set_wrong(
        "Una oración larga que dice lo que está mal y lo que hay que escribir, y que no cabe en una sola línea de este diálogo."
    )
    qtbot.waitUntil(lambda: dialog.height() > before)
    for number in range(20):
        dialog.body.addWidget(Field(f"Otro {number}", ES))
    qtbot.waitUntil(lambda: dialog.height() == window.height() - 24)
    dialog.reject()


def test_errors_are_said_without_values(window: QWidget, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    messages = Messages(window, ES)
    messages.error(ValueError("Carmen Rosa Pérez, V-12345678"))
    dialog = window.findChildren(Dialog)[-1]
    assert not any("Carmen" in text for text in words(dialog))
    assert "Carmen" not in caplog.text and "ValueError" in caplog.text
    dialog.reject()


def test_a_toast_takes_back_once(window: QWidget, qtbot: QtBot) -> None:
    undone: list[int] = []
    messages = Messages(window, ES)
    messages.toast("Borrador descartado", lambda: undone.append(1))
    toast = window.findChildren(Toast)[-1]
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    toast.undo()
    assert undone == [1] and not toast.isVisible()


def test_something_is_told_after_the_last_toast_went_by_itself(window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pharmacy_app.ui.toast.SHOWN_MS", 1)
    messages = Messages(window, ES)
    for text in ("Guardado", "Guardado otra vez"):
        messages.toast(text)
        with qtbot.waitSignal(window.findChildren(Toast)[-1].destroyed):
            pass
    assert window.findChildren(Toast) == []


def parse_month(text: str) -> tuple[int, str]:
    if not text.isdigit() or not 1 <= int(text) <= 12:
        raise Refusal("expiry_unreadable", "line")
    return int(text), f"= mes {text}"


def month_field(qtbot: QtBot) -> Field:
    field = Field("Vence", ES, hint="como está impreso", parse=parse_month)
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_field_echoes_while_typing_and_errs_only_when_left(qtbot: QtBot) -> None:
    field = month_field(qtbot)
    qtbot.keyClicks(field.line, "1")
    assert field.hint.text() == "= mes 1" and field.value() == 1
    qtbot.keyClicks(field.line, "3")
    assert field.hint.text() == "como está impreso" and not field.line.property("wrong")
    assert not field.check()
    assert field.line.property("wrong") and field.text() == "13" and field.value() is None
    assert field.line.accessibleDescription() == field.hint.text()
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert not field.line.property("wrong") and field.value() == 1


def test_an_empty_field_is_not_wrong_by_itself_but_a_form_can_say_so(qtbot: QtBot) -> None:
    field = month_field(qtbot)
    assert field.value() is None and field.check()
    field.set_wrong("Escriba el mes")
    assert field.value() is None and field.hint.text() == "Escriba el mes"


def test_choices_keep_what_was_chosen(qtbot: QtBot) -> None:
    choice = Choice("Donante", [(1, "Chile"), (2, "Italia")])
    qtbot.addWidget(choice)
    choice.set_value(2)
    choice.set_choices([(3, "Rusia"), (2, "Italia")])
    assert choice.value() == 2


def test_return_goes_on_and_ends_the_line(qtbot: QtBot, window: QWidget) -> None:
    one, two = Field("Uno", ES), Field("Dos", ES)
    for field in (one, two):
        field.setParent(window)
        field.show()
    done: list[int] = []
    EnterGoesOn([one, two], lambda: done.append(1), window)
    one.line.setFocus()
    qtbot.keyClick(one.line, Qt.Key.Key_Return)
    assert window.focusWidget() is two.line
    qtbot.keyClick(two.line, Qt.Key.Key_Return)
    assert done == [1]


Give = Callable[[Sequence[Suggestion]], None]


class Finder:
    """Answers when it is told to, like a database that takes its time."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Give]] = []

    def __call__(self, typed: str, give: Give) -> None:
        self.asked.append((typed, give))


def suggest(qtbot: QtBot, window: QWidget, lang: Language = ES) -> tuple[SuggestField, Finder]:
    finder = Finder()
    field = SuggestField("Medicamento", lang, finder, add="Añadir un medicamento nuevo")
    field.setParent(window)
    field.show()
    window.activateWindow()
    field.line.setFocus()
    return field, finder


LOSARTAN = Suggestion("Losartán 50 mg", 1, "Marca Lozap", "marca")
AMOXI = Suggestion("Amoxicilina 500 mg", 2)


def test_a_late_answer_to_older_letters_is_dropped(qtbot: QtBot, window: QWidget) -> None:
    field, finder = suggest(qtbot, window)
    qtbot.keyClicks(field.line, "am")
    (_, first), (typed, second) = finder.asked
    assert typed == "am"
    second([AMOXI])
    first([LOSARTAN])
    assert field.suggestions == (AMOXI,)


def test_arrows_and_return_pick_and_typing_on_unpicks(qtbot: QtBot, window: QWidget) -> None:
    field, finder = suggest(qtbot, window)
    picked: list[object] = []
    field.picked.connect(picked.append)
    qtbot.keyClicks(field.line, "l")
    finder.asked[-1][1]([AMOXI, LOSARTAN])
    qtbot.keyClick(field.line, Qt.Key.Key_Down)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert picked == [1] and field.value() == 1 and field.text() == "Losartán 50 mg" and field.suggestions == ()
    qtbot.keyClicks(field.line, "x")
    assert field.value() is None


def test_what_is_missing_can_be_added_without_losing_it(qtbot: QtBot, window: QWidget) -> None:
    field, finder = suggest(qtbot, window)
    wanted: list[str] = []
    field.add_wanted.connect(wanted.append)
    qtbot.keyClicks(field.line, "nuevo")
    finder.asked[-1][1]([])
    qtbot.keyClick(field.line, Qt.Key.Key_F2)
    assert wanted == ["nuevo"] and field.text() == "nuevo"


@pytest.mark.parametrize(
    ("text", "typed", "where"),
    [("Marca Lozap", "loz", (6, 3)), ("José Núñez", "nune", (5, 4)), ("Лозартан", "loz", None), ("x", "", None)],
)
def test_the_typed_letters_are_found_without_accents(text: str, typed: str, where: tuple[int, int] | None) -> None:
    assert found_at(text, typed) == where


def test_the_first_start_offers_three_ways(window: QWidget, qtbot: QtBot) -> None:
    first = FirstRun(window, ES)
    chosen: list[str] = []
    first.chosen.connect(chosen.append)
    first.open()
    qtbot.mouseClick(first.ways["commune"], Qt.MouseButton.LeftButton)
    assert chosen == ["commune"] and not first.isVisible()


def test_whoever_types_in_a_dialog_sees_where(window: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(window, "Casa")
    first, second = Field("Cómo llegar", ES), Field("Acceso", ES)
    dialog.body.addWidget(first)
    dialog.body.addWidget(second)
    dialog.set_buttons("Volver", "Guardar", dialog.accept)
    dialog.open()
    ring = dialog.findChild(FocusRing)
    assert ring is not None
    for control in (first.line, second.line, dialog.verb):
        assert control is not None
        control.setFocus()
        qtbot.waitUntil(lambda control=control: ring.isVisible() and ring.geometry().contains(control_in(dialog, control)))
    dialog.reject()


def control_in(dialog: QWidget, control: QWidget) -> QRect:
    return QRect(control.mapTo(dialog, QPoint(0, 0)), control.size())
